import type {Trace} from '../log/index.ts'
import {explain} from './explain.ts'
import type {Miss} from './explanation.ts'
import {grouped} from './grouped.ts'
import {isCompile, secondsOf} from './compile.ts'
import {tellsOperations} from './sorted.ts'
import {topic} from './topic.ts'

/** How many misses of each kind were seen, by function, word and path; written to a file and compared with later runs. */
export type Baseline = Readonly<Record<string, number>>

/** How many misses a run may have. */
export interface Limits {
  /** Calls of each function that may miss, from its first; 1 where neither this nor a budget nor a baseline is given. */
  readonly after?: number
  /** Misses that are allowed beyond those of `after` and of the baseline; where neither is given, in all. */
  readonly budget?: number
  /** Misses that are known. */
  readonly baseline?: Baseline
  /** Whether a trace without a call, or a log without a line of JAX's, may pass; not where it is left out. */
  readonly allowEmpty?: boolean
  /** The share of JAX's lines that may be unread without a word, 0 to 1; a hundredth where it is left out. */
  readonly unread?: number
}

/** Nothing of JAX's stands there (of a trace, no call); most of its lines could not be read; or no miss that it tells could be counted. */
export type Blank = 'nothing' | 'garbled' | 'uncounted'

/** What a check found. */
export interface Check {
  /** Whether there are no more misses than allowed. */
  readonly passed: boolean
  /** Why a log tells too little to be judged; null where it tells enough. */
  readonly blank: Blank | null
  /** All compiles, and calls at which torch refused to compile. */
  readonly compiles: readonly Miss[]
  /** Those that count against the budget. */
  readonly misses: readonly Miss[]
  /** Misses that the log breaks off before their function is told; they count against the budget too. */
  readonly broken: number
  /** How many misses are allowed. */
  readonly budget: number
  /** Calls of each function that may miss, from its first. */
  readonly warm: number
  /** Seconds of the misses that count, and of all compiles. */
  readonly seconds: {readonly counted: number; readonly all: number}
  /** Lines of JAX's that could not be read, and their share of all, where that is more than may be; else null. */
  readonly unread: {readonly lines: number; readonly share: number} | null
  /** Compiles under names of JAX's own operations, in a log that explains none: what the program jitted under such a name is among them. */
  readonly unsorted?: {readonly compiles: number; readonly names: readonly string[]}
  /** The baseline of this run. */
  readonly baseline: Baseline
  /** What the baseline given holds and this run has no longer, and how often. */
  readonly gone: Baseline
}

/**
 * Counts the compiles that a run should not have had, a program's own and those of its libraries, and whether there are more than
 * allowed. What could not be read does not pass: a miss that the log breaks off counts, and a trace that tells of nothing fails.
 *
 * @example
 * check(trace, {after: 3}).passed // true; false where a function compiled at its fourth call or later
 */
export function check(trace: Trace, limits: Limits = {}): Check {
  const {after, baseline, allowEmpty = false} = limits
  const budget = limits.budget ?? 0
  const compiles = explain(trace).misses.filter((miss) => isCompile(miss) || miss.limit !== undefined)
  const warm = after ?? (baseline === undefined && limits.budget === undefined ? 1 : 0)
  const left = new Map(Object.entries(baseline ?? {}))
  const misses = compiles.filter((miss) => {
    const kind = topic(miss)
    const known = left.get(kind) ?? 0
    if (known > 0) left.set(kind, known - 1)
    return miss.call > warm && known === 0
  })
  const broken = trace.source?.unread.misses ?? 0
  const blank = blankOf(trace)
  return {
    passed: misses.length + broken <= budget && (blank === null || (blank === 'nothing' && allowEmpty)),
    blank,
    compiles,
    misses,
    broken,
    budget,
    warm,
    seconds: {counted: secondsOf(misses), all: secondsOf(compiles)},
    unread: unreadOf(trace, limits.unread ?? 0.01),
    ...unsortedOf(trace),
    baseline: tally(compiles),
    gone: Object.fromEntries([...left].filter(([, count]) => count > 0).sort()),
  }
}

/**
 * What several runs may have so that each passes by itself.
 *
 * @example
 * widest([{'f | type | aval x': 1}, {'f | type | aval x': 3}]) // {'f | type | aval x': 3}
 */
export function widest(all: readonly Baseline[]): Baseline {
  const most = new Map<string, number>()
  for (const [kind, count] of all.flatMap((one) => Object.entries(one)))
    most.set(kind, Math.max(count, most.get(kind) ?? 0))
  return Object.fromEntries([...most].sort())
}

function blankOf({length, source}: Trace): Blank | null {
  const read = Math.max(source?.messages ?? 0, length)
  if ((source?.unread.own ?? 0) > read) return 'garbled'
  if (length === 0 && source?.remarks.some(({what}) => what === 'uncounted')) return 'uncounted'
  return read === 0 ? 'nothing' : null
}

function unsortedOf(trace: Trace): Pick<Check, 'unsorted'> {
  const {compiles = 0, functions = []} = trace.source?.eager ?? {}
  return compiles === 0 || tellsOperations(trace)()
    ? {}
    : {unsorted: {compiles, names: functions.map(({name}) => name)}}
}

const tally = (misses: readonly Miss[]): Baseline =>
  Object.fromEntries([...grouped(misses, topic)].map(([kind, {length}]) => [kind, length] as const).sort())

function unreadOf({length, source}: Trace, limit: number): Check['unread'] {
  if (source === null || source.unread.own === 0) return null
  const {own} = source.unread
  const share = own / (own + Math.max(source.messages, length))
  return share > limit ? {lines: own, share} : null
}
