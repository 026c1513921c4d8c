import {noSeconds, type Seconds} from '../log/index.ts'
import type {Cause} from './explanation.ts'
import {nearest, type Nearest} from './nearest.ts'

/** What is known of a function while its calls are read in order; its traces inside others are apart from its own calls. */
export interface History {
  /** The function's id in `trace.functions`. */
  readonly id: number
  readonly earlier: Nearest
  /** Number of the call that each event made, by the event's position. */
  readonly calls: Map<number, number>
  /** Keys that were met, by their ids. */
  readonly keys: Set<number>
  /** Values of the paths that were causes. */
  readonly seen: Map<string, string[]>
  readonly row: {calls: number; hits: number; misses: number; compiles: number; seconds: Seconds}
}

export const newHistory = (id: number): History => ({
  id,
  earlier: nearest(),
  calls: new Map(),
  keys: new Set(),
  seen: new Map(),
  row: {calls: 0, hits: 0, misses: 0, compiles: 0, seconds: noSeconds},
})

/** So many values of a path are remembered. */
const remembers = 64

/** Keeps the values of a cause for the misses to come. */
export function remember({seen}: History, {path, now, before}: Cause): void {
  const values = seen.get(path)
  if (values === undefined)
    seen.set(
      path,
      [before, now].filter((value) => value !== null),
    )
  else if (now !== null && values.length < remembers && !values.includes(now)) values.push(now)
}
