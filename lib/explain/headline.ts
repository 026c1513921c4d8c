import type {Eager} from '../log/index.ts'
import {headline as wordsOf} from '../words/index.ts'
import type {Group, Miss} from './explanation.ts'
import {figures, ownCompiles} from './figures.ts'

/** One sentence with numbers: what compiled, how much of it was avoidable, and the dearest that was. */
export function headline(
  calls: number,
  misses: readonly Miss[],
  groups: readonly Group[],
  eager: Eager,
): string {
  return wordsOf({
    ...figures(misses),
    calls,
    eager: eager.compiles,
    dearest: dearest(ownCompiles(misses), groups),
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
