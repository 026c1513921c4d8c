import {total} from '../log/index.ts'
import {isCompile} from './compile.ts'
import type {Group, Miss, Verdict} from './explanation.ts'

/** The misses that compiled a function or a loop: none inside another's trace, no mere miss of dispatch. */
export const ownCompiles = (misses: readonly Miss[]): Miss[] => misses.filter(isCompile)

/**
 * What the misses of a run come to: the compiles of functions and loops, their seconds, how many of them were avoidable and of how
 * many the log hides the cause, and the hits of a wrong program.
 *
 * @example
 * figures(explain(trace).misses) // {compiles: 16, seconds: 21.4, avoidable: 9, reducible: 0, unexplained: 0, wrong: 0}
 */
export function figures(misses: readonly Miss[]) {
  const own = ownCompiles(misses)
  return {
    compiles: own.length,
    seconds: own.reduce((sum, miss) => sum + total(miss.seconds), 0),
    avoidable: counting(own, 'avoidable'),
    reducible: counting(own, 'reducible'),
    unexplained: counting(own, 'unknown'),
    wrong: counting(misses, 'wrong hit'),
  }
}

const counting = (misses: readonly Miss[], wanted: Verdict): number =>
  misses.filter(({verdict}) => verdict === wanted).length

/** The last miss of the dearest group that is avoidable or reducible and compiled something, with what decides of it. */
export function dearest(own: readonly Miss[], groups: readonly Group[]) {
  const byIndex = new Map(own.map((miss) => [miss.index, miss]))
  const top = groups.find(
    ({verdict, misses}) => isSparable(verdict) && misses.some((index) => byIndex.has(index)),
  )
  const last = top?.misses.flatMap((index) => byIndex.get(index) ?? []).at(-1)
  const [finding] = last?.findings ?? []
  return last === undefined || finding === undefined ? null : {function: last.function, finding}
}

/** Whether a miss could have been spared, by a change or by padding. */
export const isSparable = (verdict: Verdict): boolean => verdict === 'avoidable' || verdict === 'reducible'
