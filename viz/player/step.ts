import type {Explanation, Trace} from '../../lib/index.ts'
import {domainOf, modeOf, placeAt} from '../charts/index.ts'
import type {State} from '../view.ts'
import type {Move} from './bar.ts'

/** The position that a move leads to. */
export function step(word: Move, position: number, trace: Trace, {misses}: Explanation): number {
  if (word === 'first') return 0
  if (word === 'last') return trace.length - 1
  if (word === 'previous') return position - 1
  if (word === 'next') return position + 1
  if (word === 'previous miss') return misses.findLast(({index}) => index < position)?.index ?? position
  if (word === 'next miss') return misses.find(({index}) => index > position)?.index ?? position
  return position
}

/** The position after the next beat of the player: a run of hits passes in one, for a hit is quiet. */
export function beat(position: number, trace: Trace, {misses}: Explanation): number {
  if (trace.outcome(Math.min(position + 1, trace.length - 1)) !== 'hit') return position + 1
  const after = misses.find(({index}) => index > position)?.index ?? trace.length
  return Math.max(position + 1, after - 1)
}

/** The part of the timeline that is shown after a zoom; null for all of it. */
export function zoomed(
  word: 'zoom in' | 'zoom out' | 'whole',
  {by, zoom, position}: State,
  trace: Trace,
  explanation: Explanation,
): State['zoom'] {
  const mode = modeOf(trace, explanation, by)
  const [first, end] = domainOf(trace, explanation, mode)
  const [from, to] = zoom ?? [first, end]
  const span = (to - from) * (word === 'zoom in' ? 0.5 : 2)
  if (word === 'whole' || span >= end - first) return null
  const middle = placeAt(trace, explanation, mode, position)
  const left = Math.min(Math.max(first, middle - span / 2), end - span)
  return [left, left + span]
}
