import {columns, page, type Paint} from '../words/index.ts'
import {isCompile, isRead, isSparable} from './compile.ts'
import type {Explanation, Miss} from './explanation.ts'
import {grouped} from './grouped.ts'

/** Whether a miss is told in a line with its like: it is no hit of another value, no error, no compile nor a read from disk that could be spared, and met no limit. */
export const isAside = (miss: Miss): boolean =>
  miss.outcome !== 'hit' &&
  !isCompile(miss) &&
  !(isRead(miss) && isSparable(miss.verdict)) &&
  miss.outcome !== 'error' &&
  miss.limit === undefined

/**
 * The explanation as lines of at most `width` characters: the headline, one paragraph a miss (in the order of its groups), and
 * one line each for what else the trace holds.
 *
 * @param paint colours a piece of text, for a terminal
 * @param width 80 where not given
 */
export function paragraphs(
  explanation: Explanation,
  paint: Paint = (text) => text,
  width = columns,
): string[] {
  const {misses, groups} = explanation
  const byIndex = new Map(misses.map((miss) => [miss.index, miss]))
  const causes = groups
    .map((group) =>
      group.misses.flatMap((index) => byIndex.get(index) ?? []).filter((miss) => !isAside(miss)),
    )
    .filter(({length}) => length > 0)
  const isExplained = misses.some(({blamed}) => blamed !== null)
  return page({...explanation, causes, asides: asides(misses.filter(isAside)), isExplained}, paint, width)
}

/** Misses by what they did, in the order of the first of each. */
function asides(misses: readonly Miss[]) {
  return [...grouped(misses, ({outcome, within}) => within ?? outcome).values()].flatMap((all) =>
    all.slice(0, 1).map(({outcome, within}) => ({
      deed: {outcome, within, isFirst: false},
      misses: all,
    })),
  )
}
