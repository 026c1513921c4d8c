import type {Trace} from '../log/index.ts'
import {explain} from './explain.ts'
import type {Miss} from './explanation.ts'
import {ownCompiles} from './figures.ts'
import {topic} from './topic.ts'

/** How many misses of each kind were seen, by function and topic; written to a file and compared with later runs. */
export type Baseline = Readonly<Record<string, number>>

/** How many misses a run may have. */
export interface Limits {
  /** Calls of each function that may miss, from its first; 1 where neither this nor a budget nor a baseline is given. */
  readonly after?: number
  /** Misses that are allowed beyond those. */
  readonly budget?: number
  /** Misses that are known. */
  readonly baseline?: Baseline
}

/** What a check found. */
export interface Check {
  readonly passed: boolean
  /** Compiles that count against the budget. */
  readonly misses: readonly Miss[]
  readonly budget: number
  /** The baseline of this run. */
  readonly baseline: Baseline
}

/**
 * Counts the compiles of a program's own functions that a run should not have had, and whether there are more than allowed.
 *
 * @example
 * check(trace, {after: 3}).passed // false where a function compiled at its fourth call or later
 */
export function check(trace: Trace, {after, budget = 0, baseline}: Limits = {}): Check {
  const own = ownCompiles(explain(trace).misses)
  const allowed = new Map(Object.entries(baseline ?? {}))
  const warm = after ?? (baseline === undefined && budget === 0 ? 1 : 0)
  const misses = own.filter((miss) => {
    if (miss.call <= warm) return false
    const left = allowed.get(nameOf(miss)) ?? 0
    allowed.set(nameOf(miss), left - 1)
    return left <= 0
  })
  const counts = new Map<string, number>()
  for (const miss of own) counts.set(nameOf(miss), (counts.get(nameOf(miss)) ?? 0) + 1)
  return {passed: misses.length <= budget, misses, budget, baseline: Object.fromEntries([...counts].sort())}
}

const nameOf = (miss: Miss): string => topic(miss).split('\u0002').join(' | ')
