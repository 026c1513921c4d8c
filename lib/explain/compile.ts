import {type Event, total} from '../log/index.ts'
import type {Miss, Verdict} from './explanation.ts'

const inside: ReadonlySet<Event['within']> = new Set(['nested', 'scan', 'grad'] as const)

/** Whether a function was traced inside another one, and not called by the program itself. */
export const isInside = (within: Event['within']): boolean => inside.has(within)

const isBuilt = ({lower, compile}: Event['seconds']): boolean => lower + compile > 0

/** Whether it compiled what a gradient or a batch makes of a call, as its backward pass: a part of that call. */
export const isDerived = ({within, seconds}: Pick<Event, 'within' | 'seconds'>): boolean =>
  within === 'grad' && isBuilt(seconds)

/**
 * Whether a miss compiled a program of its own: no dispatch miss, no mere trace inside another function, no read from the
 * persistent cache.
 */
export const isCompile = ({
  outcome,
  within,
  seconds,
}: Pick<Event, 'outcome' | 'within' | 'seconds'>): boolean =>
  (within === undefined || within === 'aot' || (isInside(within) && isBuilt(seconds))) &&
  (outcome === 'retrace' || outcome === 'relower' || outcome === 'recompile' || outcome === 'rewrap')

/** Whether a miss made a program ready: compiled one of its own, or read it from disk. */
export const isReady = (miss: Pick<Event, 'outcome' | 'within' | 'seconds'>): boolean =>
  isCompile(miss) || isRead(miss)

/** Whether a program was read from disk in its place. */
export const isRead = ({outcome, within}: Pick<Event, 'outcome' | 'within'>): boolean =>
  within === 'persistent' && outcome !== 'hit' && outcome !== 'error'

/** The misses that compiled a function or a loop: none inside another's trace, no mere miss of dispatch. */
export const ownCompiles = (misses: readonly Miss[]): Miss[] => misses.filter(isCompile)

/** What misses cost in all. */
export const secondsOf = (misses: readonly Miss[]): number =>
  misses.reduce((sum, {seconds}) => sum + total(seconds), 0)

/** Whether a miss could have been spared, by a change or by padding. */
export const isSparable = (verdict: Verdict): boolean => verdict === 'avoidable' || verdict === 'reducible'
