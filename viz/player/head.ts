import {type Explanation, type Trace} from '../../lib/index.ts'
import {type Drawing, html} from '../frame/index.ts'
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
  )
}

const clip = (text: string, most = 120): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`
