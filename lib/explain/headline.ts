import {type Eager, total} from '../log/index.ts'
import {headline as wordsOf} from '../words/index.ts'
import {isCompile} from './compile.ts'
import type {Group, Miss} from './explanation.ts'

/** One sentence with numbers: what compiled, how much of it was avoidable, and the dearest that was. */
export function headline(
  calls: number,
  misses: readonly Miss[],
  groups: readonly Group[],
  eager: Eager,
): string {
  const own = misses.filter((miss) => isCompile(miss) && miss.library !== true)
  return wordsOf({
    calls,
    compiles: own.length,
    seconds: own.reduce((sum, miss) => sum + total(miss.seconds), 0),
    avoidable: own.filter(({verdict}) => verdict === 'avoidable').length,
    unexplained: own.filter(({verdict}) => verdict === 'unknown').length,
    wrong: misses.filter(({verdict}) => verdict === 'wrong hit').length,
    eager: eager.compiles,
    dearest: dearest(own, groups),
  })
}

/** The first miss of the dearest avoidable group that compiled something of the program's own. */
function dearest(own: readonly Miss[], groups: readonly Group[]): Miss | null {
  const byIndex = new Map(own.map((miss) => [miss.index, miss]))
  const top = groups.find(
    ({verdict, misses}) => verdict === 'avoidable' && misses.some((index) => byIndex.has(index)),
  )
  const [first] = top?.misses ?? []
  return (first === undefined ? undefined : byIndex.get(first)) ?? null
}
