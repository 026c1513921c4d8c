import {duration, say, type Trace} from '../../lib/index.ts'
import {unit} from '../charts/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import {looks} from '../theme.ts'
import type {View} from '../view.ts'
import {change} from './causes.ts'
import {code, prose, type Word} from './prose.ts'

/** How many changes are named before the rest is only counted. */
const most = 6

/** The sentence of the call that the reader stands at: what it did and why, with every change. */
export function now(trace: Trace, view: View): Drawing {
  if (view.position < 0) return html('p', {class: 'sentence'}, view.sentence)
  const event = trace.at(view.position)
  const look = looks[view.outcome]
  const words: Word[] = [
    ...view.paths.map((path) => ({text: path, kind: 'path', value: path}) as const),
    {text: view.function, kind: 'function', value: String(view.functionId)},
  ]
  const causes = view.miss?.causes ?? []
  const spent = event.seconds.trace + event.seconds.lower + event.seconds.compile
  const kind = unit(trace)
  const known = [
    `${kind} ${view.position + 1}`,
    Number.isNaN(event.time) ? '' : `at ${duration(event.time)}`,
    spent > 0 ? `cost ${duration(spent)}` : '',
    view.nearest < 0 ? '' : `compared with ${kind} ${view.nearest + 1}`,
    event.site ?? '',
    event.process === undefined ? '' : `process ${event.process}`,
    view.evidence,
  ].filter((part) => part !== '')
  return html(
    'div',
    {class: 'said'},
    html(
      'p',
      {class: 'sentence'},
      html('span', {class: 'outcome', color: look.text}, `${look.glyph} ${look.word}`),
      ' ',
      prose(view.sentence, words),
    ),
    event.edit === undefined ? null : html('p', {class: 'aside'}, 'Just before: ', code(event.edit)),
    ...warned(event.warnings),
    event.error === undefined
      ? null
      : html('p', {class: 'aside'}, `${event.error.type}: ${event.error.message.slice(0, 400)}`),
    causes.length > 0 &&
      html('ul', {class: 'changes'}, ...causes.slice(0, most).map((cause) => change(cause))),
    causes.length > most && html('p', {class: 'aside'}, say('changes more', {changes: causes.length - most})),
    view.miss?.excluded == null ? null : html('p', {class: 'aside'}, view.miss.excluded),
    html('p', {class: 'aside'}, known.join(' · ')),
  )
}

/** What JAX warned of in a call, a line each. */
const warned = (warnings: readonly string[] = []): Drawing[] =>
  warnings.map((warning) => html('p', {class: 'aside'}, `UserWarning: ${warning}`))
