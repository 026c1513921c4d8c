import type {Trace} from '../log/index.ts'
import {isUnsaid, type Spared, predicted} from '../words/index.ts'
import {isSparable, ownCompiles, secondsOf} from './compile.ts'
import {explain} from './explain.ts'
import type {Explanation, Miss} from './explanation.ts'
import {greedily} from './greedily.ts'
import {isOutsideJit} from './judge/judgement.ts'
import {remediesOf, remedyOf} from './remedies.ts'
import {type Change, type Prediction, own, predictor} from './whatif.ts'

/** So many kinds of misses are tried, the most expensive first; fewer where the keys hold more than this in all. */
const tried = 32
const affordable = 40_000

/**
 * Proposes the smallest set of changes that saves most, greedily: each step adds what saves most seconds (or misses, where no
 * seconds are known) for each change, until nothing is saved any more. What was saved up to each step stands beside it.
 *
 * Only changes that leave the program what it is are proposed: to pad, to use one object again, to keep a number as data, to
 * pass an argument always in one way.
 */
export function propose(trace: Trace): Prediction[] {
  const {weight, predict} = predictor(trace)
  const most = Math.max(1, Math.min(tried, Math.floor(affordable / weight)))
  return greedily(remediesOf(own(trace), explain(trace).misses).slice(0, most), predict)
}

/**
 * What the last of the proposed predictions says, as lines of at most `width` characters, 80 where not given; none where nothing is proposed.
 *
 * @example
 * proposed(propose(training), explain(training))
 * // ['Predicted (nothing else changes, padding is masked): 5 avoidable misses and 15.3', …]
 */
export function proposed(
  predictions: readonly Prediction[],
  {misses}: Explanation,
  width?: number,
): string[] {
  const best = predictions.at(-1)
  if (best === undefined) return []
  const gone = new Set(best.misses)
  const spared = misses.filter(({index}) => gone.has(index))
  const avoidable = spared.filter(({verdict}) => verdict === 'avoidable')
  const reducible = spared.filter(({verdict}) => verdict === 'reducible')
  const first = changesOf(avoidable, best.changes).filter(({change}) => change !== 'pad')
  const then = changesOf(reducible, best.changes).filter((one) => !first.includes(one))
  const left = ownCompiles(misses).filter(({verdict, index}) => isSparable(verdict) && !gone.has(index))
  return predicted(
    [share('avoidable', avoidable, first, misses), share('reducible', reducible, then, misses)],
    best.of,
    {misses: left.length, seconds: secondsOf(left)},
    width,
  )
}

/** The changes that act on the functions of misses. */
function changesOf(misses: readonly Miss[], changes: readonly Change[]): Change[] {
  const names = new Set(misses.map(({function: name}) => name))
  return changes.filter(({function: name}) => name === undefined || names.has(name))
}

/** The misses of one verdict that would go away, and what that takes. */
function share(
  verdict: Spared['verdict'],
  misses: readonly Miss[],
  changes: readonly Change[],
  all: readonly Miss[],
): Spared {
  const owners = new Map(misses.map(({function: name, owner}) => [name, owner]))
  return {
    verdict,
    misses: misses.length,
    seconds: secondsOf(misses),
    isOpen: areUnsurelySpared(misses, all),
    remedies: changes.map((one) => remedyOf(one, owners.get(one.function ?? ''))),
  }
}

/**
 * Whether of misses that would go away more may differ than is told: the log lacks what JAX said, JAX names what the log does not tell of
 * both calls, or it once named no difference of the function, since it compares no statics (from 0.11 on) or not all of them.
 */
export function areUnsurelySpared(spared: readonly Miss[], all: readonly Miss[]): boolean {
  const isUncompared = new Set(
    all.flatMap(({gap, functionId}) => (gap?.why === 'static or metadata' ? [functionId] : [])),
  )
  return spared.some(
    (miss) =>
      miss.outcome === 'retrace' &&
      !isOutsideJit(miss.owner) &&
      (isUnsaid(miss) || (miss.misled && miss.evidence !== 'simulated') || isUncompared.has(miss.functionId)),
  )
}
