import {total} from '../log/index.ts'
import {isCompile} from './compile.ts'
import type {Group, Miss} from './explanation.ts'

/** The misses that compiled a function or a loop: none inside another's trace, no mere miss of dispatch. */
export const ownCompiles = (misses: readonly Miss[]): Miss[] => misses.filter(isCompile)

/**
 * What the misses of a run come to: the compiles of functions and loops, their seconds, how many of them were avoidable and of how
 * many the log hides the cause, and the hits of a wrong program.
 *
 * @example
 * figures(explain(trace).misses) // {compiles: 16, seconds: 21.4, avoidable: 9, unexplained: 0, wrong: 0}
 */
export function figures(misses: readonly Miss[]) {
  const own = ownCompiles(misses)
  return {
    compiles: own.length,
    seconds: own.reduce((sum, miss) => sum + total(miss.seconds), 0),
    avoidable: own.filter(({verdict}) => verdict === 'avoidable').length,
    unexplained: own.filter(({verdict}) => verdict === 'unknown').length,
    wrong: misses.filter(({verdict}) => verdict === 'wrong hit').length,
  }
}

/** The first miss of the dearest avoidable group that compiled something of the program's own. */
export function dearest(own: readonly Miss[], groups: readonly Group[]): Miss | null {
  const byIndex = new Map(own.map((miss) => [miss.index, miss]))
  const top = groups.find(
    ({verdict, misses}) => verdict === 'avoidable' && misses.some((index) => byIndex.has(index)),
  )
  const [first] = top?.misses ?? []
  return (first === undefined ? undefined : byIndex.get(first)) ?? null
}
