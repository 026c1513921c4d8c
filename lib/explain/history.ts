import {noSeconds, type Seconds} from '../log/index.ts'
import type {Delta} from '../words/index.ts'
import type {Cause} from './explanation.ts'
import {functionObjects, type FunctionObjects} from './objects.ts'

/** What is known of a function while its calls are read in order; its traces inside others are apart from its own calls. */
export interface History {
  /** The function's id in `trace.functions`. */
  readonly id: number
  readonly earlier: FunctionObjects
  /** Number of the call that each event made, by the event's position. */
  readonly calls: Map<number, number>
  /** Keys that were met, by their ids. */
  readonly keys: Set<number>
  /** How the paths that were causes differed, oldest first. */
  readonly life: Map<string, Delta[]>
  readonly row: {calls: number; hits: number; misses: number; compiles: number; seconds: Seconds}
}

export const newHistory = (id: number): History => ({
  id,
  earlier: functionObjects(),
  calls: new Map(),
  keys: new Set(),
  life: new Map(),
  row: {calls: 0, hits: 0, misses: 0, compiles: 0, seconds: noSeconds},
})

/** So many differences of a path are remembered. */
const remembers = 64

/** Keeps how a path differed, for the judgement of all misses. */
export function remember({life}: History, {path, delta}: Cause): void {
  const known = life.get(path)
  if (known === undefined) life.set(path, [delta])
  else if (known.length < remembers) known.push(delta)
}
