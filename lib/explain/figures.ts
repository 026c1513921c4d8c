import {total, type Trace} from '../log/index.ts'
import type {Dearest, Figures, Share} from '../words/index.ts'
import {ownCompiles, secondsOf} from './compile.ts'
import type {Account, Group, Miss, Verdict} from './explanation.ts'

/** What a run comes to: all of its account, what of it could be spared, and what was dearest. */
export function figures(
  trace: Trace,
  misses: readonly Miss[],
  groups: readonly Group[],
  {seconds, rows}: Account,
): Omit<Figures, 'notes' | 'remarks'> {
  const own = ownCompiles(misses)
  return {
    calls: trace.length,
    blank: trace.length === 0 && trace.source?.messages === 0,
    compiles: rows.reduce((sum, row) => sum + row.compiles, 0),
    seconds,
    span: spanOf(trace, seconds),
    avoidable: share(own, 'avoidable'),
    reducible: share(own, 'reducible'),
    unexplained: share(own, 'unknown'),
    wrong: misses.filter(({verdict}) => verdict === 'wrong hit').length,
    dearest: dearest(own, groups),
  }
}

function share(misses: readonly Miss[], wanted: Verdict): Share {
  const all = misses.filter(({verdict}) => verdict === wanted)
  return {compiles: all.length, seconds: secondsOf(all)}
}

/**
 * Seconds from the first miss to the end of the last; null where a log tells no time, or not how long its compiles took, or is of
 * several processes at once.
 */
function spanOf(trace: Trace, seconds: number): number | null {
  const misses = trace.misses()
  const [first] = misses
  if (first === undefined || new Set(misses.map((index) => trace.cachesAt(index))).size > 1) return null
  const ends = misses.map((index) => trace.time(index) + total(trace.seconds(index)))
  const span = ends.reduce((a, b) => Math.max(a, b), 0) - trace.time(first)
  return seconds > 0 && span > seconds ? span : null
}

/** The first group, the dearest that could be spared; where there is none, the dearest of all. */
function dearest(own: readonly Miss[], [top]: readonly Group[]): Dearest | null {
  const byIndex = new Map(own.map((miss) => [miss.index, miss]))
  const last = top?.misses.flatMap((index) => byIndex.get(index) ?? []).at(-1)
  const [finding] = last?.findings ?? []
  return top === undefined || finding === undefined
    ? null
    : {function: top.function, seconds: top.seconds, isFirst: top.taxonomy === 'compulsory', finding}
}
