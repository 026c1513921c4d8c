import {duration, type Explanation, type Trace} from '../../lib/index.ts'
import {type Drawing, html, mark} from '../frame/index.ts'
import {swatch} from '../charts/index.ts'
import {hues} from '../theme.ts'
import {prose} from './prose.ts'
import {lengths} from './lengths.ts'

/** What a trace calls itself: its title, or the log that it was read from. */
export const nameOf = ({header, source}: Trace): string | undefined => header.title ?? source?.name

/** The title and the one sentence with numbers. */
export function head(
  trace: Trace,
  explanation: Explanation,
  {title, under = false}: {readonly title?: string; readonly under?: boolean} = {},
): Drawing {
  const name = title ?? nameOf(trace) ?? 'Why it compiled'
  const versions = Object.entries(trace.header.versions ?? {}).map(([word, version]) => `${word} ${version}`)
  const from = [trace.header.producer, ...versions, ...(trace.header.notes ?? [])].join(' · ')
  return html(
    'header',
    {class: 'head'},
    html('p', {class: 'title', dir: 'auto'}, clip(name), html('span', {class: 'quiet'}, ` · ${from}`)),
    html(under ? 'h2' : 'h1', {class: 'headline'}, prose(clip(explanation.headline, 400), [])),
    whole(explanation),
  )
}

const clip = (text: string, most = 120): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`

/** All seconds of the account as one bar, and what its parts are. */
function whole({figures: {seconds, avoidable, reducible, unexplained}}: Explanation): Drawing | null {
  if (seconds <= 0) return null
  const necessary = seconds - avoidable.seconds - reducible.seconds - unexplained.seconds
  const parts = [
    {tone: 'avoidable', part: avoidable.seconds},
    {tone: 'reducible', part: reducible.seconds},
    {tone: 'unknown', part: unexplained.seconds},
    {tone: 'necessary', part: necessary},
  ] as const
  const told = parts.filter(({part}) => part > seconds * 1e-4)
  return html(
    'div',
    {class: 'whole'},
    lengths(told, seconds),
    html(
      'p',
      {class: 'aside'},
      ...told.map(({tone, part}) =>
        html(
          'span',
          {class: 'part'},
          mark('svg', {class: 'swatch', viewBox: '0 0 16 10'}, swatch(tone, 0, 0, 10)),
          `${hues[tone].word} ${duration(part)}`,
        ),
      ),
    ),
  )
}
