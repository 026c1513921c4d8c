import {type Explanation, type Trace} from '../../lib/index.ts'
import {type Drawing, html, mark} from '../frame/index.ts'
import {verdicts} from '../theme.ts'
import {prose} from './prose.ts'

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

/** All seconds of the account as one bar: avoidable, reducible, necessary, of unknown cause. */
function whole({figures: {seconds, avoidable, reducible, unexplained}}: Explanation): Drawing | null {
  if (seconds <= 0) return null
  const necessary = seconds - avoidable.seconds - reducible.seconds - unexplained.seconds
  const parts = [
    ['avoidable', avoidable.seconds],
    ['reducible', reducible.seconds],
    ['necessary', Math.max(0, necessary)],
    ['unknown', unexplained.seconds],
  ] as const
  const starts = parts.map((_, at) => parts.slice(0, at).reduce((sum, [, part]) => sum + part, 0))
  return mark(
    'svg',
    {class: 'scale', viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    ...parts.map(([verdict, part], at) =>
      mark('rect', {
        x: (100 * (starts[at] ?? 0)) / seconds,
        width: (100 * part) / seconds,
        height: 4,
        fill: verdicts[verdict].fill,
      }),
    ),
  )
}
