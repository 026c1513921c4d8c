import {type Blame, noSeconds, type Outcome, type Seconds, type Stale} from '../log/index.ts'
import type {Rules} from '../release/index.ts'
import type {LookupPath} from './cache.ts'

/** How far a call fell. */
export interface Fall extends LookupPath {
  dispatched: boolean
  inferred: boolean
  traced: number
  lowered: number
  compiled: number
  stored: boolean
  seconds: Seconds
  /** JAX's own reason for the trace; null where nothing was traced, or JAX gives none. */
  blame: (() => Blame) | null
  /** Why a hit gives what its function does not; null where nobody looked, or where it does. */
  stale: Stale | null
}

export const newFall = (): Fall => ({
  dispatched: false,
  inferred: false,
  traced: 0,
  lowered: 0,
  compiled: 0,
  stored: false,
  seconds: noSeconds,
  blame: null,
  stale: null,
  lookups: [],
  evicted: [],
})

/**
 * The word for how far a call fell. Where a release says nothing of a miss of its infer layer, nobody can tell it from a hit there,
 * and the word is that of a hit.
 */
export function outcomeOf(fall: Fall, {layers}: Rules): Outcome {
  const {dispatched, traced, lowered, compiled} = fall
  const inferred = fall.inferred && layers.some(({name, isTold}) => name === 'infer' && isTold)
  if (!dispatched && !fall.inferred) return 'hit'
  if (traced > 0) return 'retrace'
  if (lowered > 0 || compiled > 0) return inferred ? 'rewrap' : lowered > 0 ? 'relower' : 'recompile'
  return inferred ? 'rebind' : 'dispatch'
}
