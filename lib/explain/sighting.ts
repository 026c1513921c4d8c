import {type Key, total, type Trace} from '../log/index.ts'
import type {Tells} from '../words/index.ts'
import type {Miss} from './explanation.ts'

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

export function tells(trace: Trace): Tells {
  let [whole, compiles, reasons] = [trace.length > 0, (trace.source?.eager.compiles ?? 0) > 0, false]
  for (const index of trace.misses()) {
    const {line, seconds, blamed} = trace.at(index)
    if (line !== undefined) whole = false
    if (total(seconds) > 0) compiles = true
    if (blamed !== undefined) reasons = true
  }
  return {whole, compiles, reasons}
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
