import {duration, type Explanation, say, sited, total, type Trace} from '../../lib/index.ts'
import {differences, doneAt, lookAt, toneAt, unit} from '../charts/index.ts'
import {breaking, type Drawing, html} from '../frame/index.ts'
import {hues} from '../theme.ts'
import type {View} from '../view.ts'
import {change} from './changes.ts'
import {code, prose} from './prose.ts'

/** How many changes are named before the rest is only counted. */
const most = 6

/**
 * The sentence of the call that the reader stands at: what it did and why, with every change.
 *
 * @param gone positions of the misses that a what-if spares
 */
export function now(
  trace: Trace,
  explanation: Explanation,
  view: View,
  gone: ReadonlySet<number> = new Set(),
): Drawing {
  if (view.position < 0) return html('p', {class: 'sentence'}, view.sentence)
  const event = trace.at(view.position)
  const causes = view.miss === null ? [] : differences(view.miss)
  return html(
    'div',
    {class: 'said'},
    sentenceOf(trace, explanation, view, gone.has(view.position)),
    event.edit === undefined ? null : html('p', {class: 'aside'}, 'Just before: ', code(event.edit)),
    ...warned(event.warnings),
    event.error === undefined
      ? null
      : html('p', {class: 'aside'}, `${event.error.type}: ${event.error.message.slice(0, 400)}`),
    causes.length > 0 &&
      html('ul', {class: 'changes'}, ...causes.slice(0, most).map((cause) => change(cause))),
    causes.length > most && html('p', {class: 'aside'}, say('changes more', {changes: causes.length - most})),
    view.miss?.excluded == null || !isListed(view) ? null : html('p', {class: 'aside'}, view.miss.excluded),
    html('p', {class: 'aside'}, ...breaking(known(trace, view).join(' ·\u00a0'))),
  )
}

/** When and where the call was, what it cost, and with which it is compared. */
function known(trace: Trace, {evidence, nearest, position}: View): string[] {
  const {process, seconds, site, time} = trace.at(position)
  const kind = unit(trace)
  return [
    `${kind} ${position + 1}`,
    time > 0 ? `at ${duration(time)}` : '',
    total(seconds) > 0 ? `cost ${duration(total(seconds))}` : '',
    nearest < 0 ? '' : `compared with ${kind} ${nearest + 1}`,
    site === undefined ? '' : sited(site),
    process === undefined ? '' : `process ${process}`,
    evidence === 'inferred' ? evidence : '',
  ].filter((part) => part !== '')
}

/** Whether what changed is listed, and the sentence does not tell it. */
const isListed = ({miss, outcome}: View): boolean =>
  outcome !== 'hit' && miss !== null && miss.causes.length > 0

/** What the call did, and to whom; why in a sentence where no changes are listed below it. */
function sentenceOf(trace: Trace, explanation: Explanation, view: View, isGone: boolean): Drawing {
  const {position, sentence, functionId, function: text, miss} = view
  const {glyph, gloss} = lookAt(trace, position)
  const named = {text, kind: 'function', value: String(functionId)} as const
  return html(
    'p',
    {class: 'sentence'},
    html(
      'span',
      {
        class: 'outcome',
        color: isGone ? 'spared' : hues[toneAt(trace, explanation, position)].text,
        title: gloss,
      },
      `${glyph} ${isGone ? say('gone') : doneAt(trace, position, miss)}`,
    ),
    ' ',
    prose(isListed(view) ? text : sentence, [], named),
  )
}

/** What JAX warned of in a call, a line each. */
const warned = (warnings: readonly string[] = []): Drawing[] =>
  warnings.map((warning) => html('p', {class: 'aside'}, `UserWarning: ${warning}`))
