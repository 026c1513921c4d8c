import {type Event, type Key, total, type Trace} from '../log/index.ts'
import type {Tells} from '../words/index.ts'
import type {Miss} from './explanation.ts'
import {grouped, kept} from './grouped.ts'
import {lateOf, nameOf} from './late.ts'

/** One event of a run, with what is known of it. */
export interface Sighting {
  /** Which run, from 0. */
  readonly run: number
  /** Its position in the run's trace. */
  readonly index: number
  readonly trace: Trace
  readonly key: Key | null
  readonly miss: Miss | null
  /** What is told of its run. */
  readonly tells: Tells
}

/** Whether a compile is told as such: by its seconds, or by torch's id of it. */
const isTold = ({seconds, compile}: Event): boolean => total(seconds) > 0 || compile !== undefined

/** What a trace tells, beside those that hold parts of the same run. */
export function tells(trace: Trace, copies: ReadonlySet<Trace>): Tells {
  let [whole, compiles, reasons] = [trace.length > 0, (trace.source?.eager.compiles ?? 0) > 0, false]
  const misses = trace.misses()
  for (const index of misses) {
    const event = trace.at(index)
    const {line, blamed, guards} = event
    if (line !== undefined) whole = false
    if (isTold(event)) compiles = true
    if (blamed !== undefined || guards !== undefined) reasons = true
  }
  const last = misses.at(-1)
  const process = last === undefined ? '' : (trace.at(last).process ?? '')
  const open = trace.source?.open?.find((one) => one.process === process)
  return {
    whole,
    compiles,
    reasons,
    late: whole ? null : lateOf(trace, misses),
    open: open === undefined ? null : (open.name ?? ''),
    copy: copies.has(trace),
  }
}

/** The misses of which a log holds a part, and does not tell why: it begins inside the first, or breaks off in the last. */
export function partsIn(trace: Trace, {late, open}: Tells): ReadonlySet<number> {
  const misses = trace.misses()
  const [first = -1] = late === null ? [] : misses
  const last = (open === null ? undefined : misses.at(-1)) ?? -1
  const isPart = (index: number): boolean => {
    const {blamed, seconds} = trace.at(index)
    if (index === first) return blamed === undefined
    if (total(seconds) > 0) return false
    return blamed === undefined || (blamed.kind !== 'function' && blamed.places.length === 0)
  }
  return new Set([first, last].filter((index) => index >= 0 && isPart(index)))
}

/** Digits of seconds that no two compiles have in common. */
const exact = 1e5

/** What tells a compile from all others: its seconds, where a log has them exactly; null where it has not. */
export function stamp(trace: Trace, index: number): string | null {
  const {seconds, line} = trace.at(index)
  const all = total(seconds)
  if (line === undefined || Math.abs(all - Math.round(all * exact) / exact) < 1e-8) return null
  return [nameOf(trace, trace.at(index)), seconds.trace, seconds.lower, seconds.compile].join()
}

/** Traces that hold a part of what another holds of the same run, as the seconds of their compiles say. */
export function copiesIn(traces: readonly Trace[]): ReadonlySet<Trace> {
  const stamps = new Map(
    traces.map((trace) => [trace, trace.misses().flatMap((index) => stamp(trace, index) ?? [])]),
  )
  const holders = new Map<string, Trace[]>()
  for (const [trace, all] of stamps)
    for (const one of new Set(all)) kept(holders, one, (): Trace[] => []).push(trace)
  const isCopy = (mine: readonly string[]): boolean => {
    const shared = grouped(
      mine.flatMap((one) => holders.get(one) ?? []),
      (trace) => trace,
    )
    return [...shared].some(
      ([other, all]) => (stamps.get(other)?.length ?? 0) > mine.length && 2 * all.length > mine.length,
    )
  }
  return new Set([...stamps].flatMap(([trace, mine]) => (isCopy(mine) ? [trace] : [])))
}

export const isHit = ({trace, index}: Sighting): boolean => trace.outcome(index) === 'hit'

/** Outcomes of which no log tells: nothing is traced or compiled. */
const quiet: ReadonlySet<string> = new Set(['hit', 'dispatch', 'rebind', 'error'])

/** Whether a run would tell of an event that another has: what its log cannot show, it does not lack. */
export function wouldTell({whole, compiles, reasons}: Tells, {trace, index}: Sighting): boolean {
  if (whole) return true
  const {outcome, seconds} = trace.at(index)
  if (quiet.has(outcome)) return false
  if (compiles && reasons) return true
  return reasons ? outcome === 'retrace' : compiles && total(seconds) > 0
}
