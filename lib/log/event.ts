import type {Blame, Blamed} from './blame.ts'
import type {Guard, Limit} from './guard.ts'
import type {Evidence, Layer, Outcome} from './outcome.ts'

/** What one layer answered: the entry it hit, or the entry that the miss made (`-1` when it stored nothing). */
export interface Lookup {
  readonly layer: Layer
  readonly result: 'hit' | 'miss'
  readonly entry: number
}

/** The ways in which a hit can be stale. */
export const stales = ['read', 'redefined', 'static', 'cached', 'equal', 'maybe', 'untold'] as const

/** Why the program that a hit ran is not that of its call, as a recorder or `session.verify` saw it. */
export interface Stale {
  /**
   * `read`: the function reads it besides its arguments, `redefined`: a function that it calls is another one, `static`: a static argument was changed in place, `cached`: a partial holds a
   * copy of what was changed; JAX looks at none of these. `equal`: JAX takes the two for one, and the key tells how they differ. `maybe`: the function names what is another one, and may have read it.
   * `untold`: its result is not what the function gives without caches, and nobody saw what it was traced with.
   */
  readonly how: (typeof stales)[number]
  /** What is not what it was when the program was traced. */
  readonly places: readonly Blamed[]
}

/** Seconds spent; 0 where that phase did not run or is not known. */
export interface Seconds {
  readonly trace: number
  readonly lower: number
  readonly compile: number
}

/** One call of a jitted function. Ids point into the trace that holds the event. */
export interface Event {
  /** The id of the function in `trace.functions`. */
  readonly function: number
  /** The id of the key in `trace.keys`, or `-1` where nothing is known of it. */
  readonly key: number
  /** How far it fell. */
  readonly outcome: Outcome
  /** How it is known. */
  readonly evidence: Evidence
  /** Seconds since the trace began; `NaN` where it is not known. */
  readonly time: number
  /** What it cost. */
  readonly seconds: Seconds
  /** How far the call fell, top layer first; empty for a hit that needs no more words. A log tells at most that the persistent cache did not hold it. */
  readonly layers: readonly Lookup[]
  /** What it raised, in Python's words. */
  readonly error?: {readonly type: string; readonly message: string}
  /** What was done to models and settings since the previous call, in the words of the program. */
  readonly edit?: string
  /** What JAX warned of in the call or since the previous one, once in the same words. */
  readonly warnings?: readonly string[]
  /** Whether entries of caches were cleared since the previous call. */
  readonly cleared?: true
  /** Whether a log tells no more of it than that its function is another one, as it does as well of what a loop runs. */
  readonly alone?: true
  /** Whether its function was compiled before the recording began, for what is not in it. */
  readonly late?: true
  /** Where the call stands in the user's program, `file:line`. */
  readonly site?: string
  /** The line of the log that the event starts at, from 1. */
  readonly line?: number
  /** The process (host) that wrote it, where a log holds several. */
  readonly process?: string
  /** Where threads, or processes that nothing tells apart, wrote the log together: which of the histories of its function the call fits, from 1, a guess. */
  readonly mixed?: number
  /** What JAX itself gave as the cause. */
  readonly blamed?: Blame
  /** Of a call of torch.compile that met entries: for each, the one used last first, the first guard that did not hold; of some more than the first. */
  readonly guards?: readonly Guard[]
  /** The id of the compile that torch began, `0/2`: its frame, and which compile of that, from 0. */
  readonly compile?: string
  /** The limit at which torch compiled no more, in a call that met it: it runs without a program. */
  readonly limit?: Limit
  /** Of a hit that ran the program of another value: what JAX did not look at. */
  readonly stale?: Stale
  /** Where it is no plain call of a top-level jit: traced inside another function, a scan body, a gradient, read from the persistent cache, compiled ahead of time, or traced or lowered `ahead` and never compiled. */
  readonly within?: 'nested' | 'scan' | 'grad' | 'persistent' | 'aot' | 'ahead'
  /** Entries that this call pushed out, by layer. */
  readonly evicted?: readonly Lookup[]
}

/** No time at all. */
export const noSeconds: Seconds = Object.freeze({trace: 0, lower: 0, compile: 0})

/** `trace + lower + compile`, in seconds. */
export const total = (seconds: Seconds): number => seconds.trace + seconds.lower + seconds.compile

/** Seconds of two, phase by phase. */
export const addSeconds = (a: Seconds, b: Seconds): Seconds => ({
  trace: a.trace + b.trace,
  lower: a.lower + b.lower,
  compile: a.compile + b.compile,
})
