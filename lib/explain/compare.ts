import {total, type Trace} from '../log/index.ts'
import {explain} from './explain.ts'
import type {Miss} from './explanation.ts'
import {signature} from './signature.ts'

/** What two runs do differently. */
export interface Comparison {
  /** Misses that only the second run has. */
  readonly appeared: readonly Miss[]
  /** Misses that only the first run has. */
  readonly went: readonly Miss[]
  /** The same miss of a function, for another cause: in the first run, in the second. */
  readonly changed: readonly (readonly [Miss, Miss])[]
  /** The number of misses that both have for the same cause. */
  readonly same: number
  /** Seconds of all misses, in the first run and in the second. */
  readonly seconds: readonly [number, number]
}

/**
 * Compares two runs miss by miss: equal causes of one function are the same miss, whenever they came; what is left of a function
 * is paired in order.
 *
 * @example
 * compare(yesterday, today).appeared.map((miss) => miss.sentence)
 */
export function compare(a: Trace, b: Trace): Comparison {
  const mine = explain(a).misses
  const theirs = explain(b).misses
  const open = new Map<string, Miss[]>()
  for (const miss of mine) open.set(signature(miss), [...(open.get(signature(miss)) ?? []), miss])
  const met = new Set<Miss>()
  const unmet = theirs.filter((miss) => {
    const same = open.get(signature(miss))?.shift()
    if (same !== undefined) met.add(same)
    return same === undefined
  })
  const left = mine.filter((miss) => !met.has(miss))
  const changed: (readonly [Miss, Miss])[] = []
  const appeared: Miss[] = []
  for (const miss of unmet) {
    const at = left.findIndex((other) => other.function === miss.function && other.within === miss.within)
    const [other] = at < 0 ? [] : left.splice(at, 1)
    if (other === undefined) appeared.push(miss)
    else changed.push([other, miss])
  }
  const sum = (misses: readonly Miss[]): number =>
    misses.reduce((seconds, miss) => seconds + total(miss.seconds), 0)
  return {appeared, went: left, changed, same: met.size, seconds: [sum(mine), sum(theirs)]}
}
