import {show, total} from '../log/index.ts'
import {predicted, type Remedy, type Spared} from '../words/index.ts'
import type {Explanation, Miss} from './explanation.ts'
import type {Change, Prediction} from './whatif.ts'

/**
 * What the last of the proposed predictions says, as lines of at most 80 characters; none where nothing is proposed.
 *
 * @example
 * proposed(propose(trace), explain(trace))
 * // ['Predicted: 4 reducible misses and 4.65 s of 6.9 s less, if you pad axis 1 of tokens', …]
 */
export function proposed(predictions: readonly Prediction[], {misses}: Explanation): string[] {
  const best = predictions.at(-1)
  if (best === undefined) return []
  const gone = new Set(best.misses)
  const spared = misses.filter(({index}) => gone.has(index))
  const avoidable = spared.filter(({verdict}) => verdict === 'avoidable')
  const reducible = spared.filter(({verdict}) => verdict === 'reducible')
  const first = changesOf(avoidable, best.changes).filter(({change}) => change !== 'pad')
  const then = changesOf(reducible, best.changes).filter((one) => !first.includes(one))
  return predicted([share('avoidable', avoidable, first), share('reducible', reducible, then)], best.of)
}

/** The changes that act on the functions of misses. */
function changesOf(misses: readonly Miss[], changes: readonly Change[]): Change[] {
  const names = new Set(misses.map(({function: name}) => name))
  return changes.filter(({function: name}) => name === undefined || names.has(name))
}

/** The misses of one verdict that would go away, and what that takes. */
function share(verdict: Spared['verdict'], misses: readonly Miss[], changes: readonly Change[]): Spared {
  const owners = new Map(misses.map(({function: name, owner}) => [name, owner]))
  const isOutsideJit = ({function: name = ''}: Change): boolean =>
    owners.get(name) === 'control flow' || owners.get(name) === 'eager'
  return {
    verdict,
    misses: misses.length,
    seconds: misses.reduce((sum, miss) => sum + total(miss.seconds), 0),
    remedies: changes.map((one) =>
      isOutsideJit(one) ? {change: 'jit', place: one.function ?? ''} : remedyOf(one),
    ),
  }
}

const remedyOf = (change: Change): Remedy =>
  change.change === 'reuse' && change.component === 'function'
    ? {...change, place: change.function ?? ''}
    : {...change, place: show(change.path)}
