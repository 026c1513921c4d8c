import type {CodeCache} from './cache.ts'
import type {Failure} from './tree.ts'

/** Why one entry was not used. */
export interface Reason extends Failure {
  /** Its id, `0/1`; null before torch 2.5, which does not name it. */
  readonly entry: string | null
}

/** A message "Recompiling function": for each entry, most recently used first, the first guard that failed. */
export interface Recompile {
  readonly function: string
  /** The id of the compile, `0/2`: the second number counts the tries of a frame. */
  readonly id: string
  readonly entries: readonly Reason[]
}

/** A frame that was traced in a call. */
export interface Traced {
  /** The id of the compile, `0/1`. */
  readonly id: string
  /** Whose frame it is; `resume in f` for what comes after a graph break. */
  readonly function: string
  /** Graphs that the backend got: one, or none where no tensor was worked on. */
  readonly graphs: number
  /** What of it is dynamic, as torch names sources. */
  readonly dynamic: readonly string[]
  /** The type of what its trace raised. */
  readonly failed?: string
}

/** What became of one frame of a call. */
export interface Run {
  /** Its code's cache, one object for a code. */
  readonly cache: CodeCache
  /**
   * `hit`: an entry served it; `traced`: a graph of it was compiled; `refused`: a limit kept it from being compiled; `full`: it ran eagerly, since a
   * limit was met before; `skipped`: its code runs eagerly for good; `failed`: its trace raised.
   */
  readonly did: 'hit' | 'traced' | 'refused' | 'full' | 'skipped' | 'failed'
  /** The id of the compile that was tried, `0/1`. */
  readonly id?: string
  /** Why entries that were tried did not serve, the one used last first; also those that torch does not tell of. */
  readonly failures: readonly Reason[]
}

/** A limit that a call met. */
export interface Limit {
  readonly name: string
  readonly value: number
  readonly function: string
}

/** What a call of a compiled function did. */
export interface Report {
  outcome: 'compile' | 'recompile' | 'hit' | 'eager' | 'error'
  /** Graphs that were compiled. */
  compiled: number
  /** Compiled graphs that ran. */
  ran: number
  /** Entries in the cache of the function's own code. */
  entries: number
  readonly frames: Traced[]
  readonly why: Recompile[]
  /** Its frames in the order in which they ran. */
  readonly runs: Run[]
  limit: Limit | null
  error: {readonly type: string; readonly message: string} | null
  readonly cache: CodeCache
}

export const newReport = (cache: CodeCache): Report => ({
  outcome: 'hit',
  compiled: 0,
  ran: 0,
  entries: 0,
  frames: [],
  why: [],
  runs: [],
  limit: null,
  error: null,
  cache,
})

/** What a call came to, in one word. */
export function outcomeOf({error, why, frames, compiled, limit, ran}: Report): Report['outcome'] {
  if (error !== null) return 'error'
  const graphs = frames.flatMap(({id, graphs: count}) => (count > 0 ? [id] : []))
  if (why.some(({id}) => graphs.includes(id))) return 'recompile'
  if (compiled > 0) return 'compile'
  return limit !== null || ran === 0 ? 'eager' : 'hit'
}
