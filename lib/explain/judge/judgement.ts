import type {Event, Owner} from '../../log/index.ts'
import type {Delta, Finding, Meant} from '../../words/index.ts'
import type {Cause, Taxonomy, Verdict} from '../explanation.ts'

/** What a cause amounts to, and what to do about it. */
export interface Judgement {
  readonly taxonomy: Taxonomy
  readonly verdict: Verdict
  readonly finding: Finding
}

/** What is to be left as it is, where it is meant. */
type Accepted = Extract<Finding, {readonly what: Meant}>

/** What asks for a step. */
export type Mendable = Exclude<Finding, Accepted>

const judged =
  (verdict: Verdict): Judge<Finding> =>
  (taxonomy, finding) => ({taxonomy, verdict, finding})

type Judge<Of extends Finding> = (taxonomy: Taxonomy, finding: Of) => Judgement

/** What need not have reached the key, or was equal by value. */
export const avoidable: Judge<Mendable> = judged('avoidable')

/** What makes fewer programs if sizes are padded. */
export const reducible: Judge<Mendable> = judged('reducible')

/** What makes another program. */
export const necessary: Judge<Accepted> = judged('necessary')

/** What may have been avoidable, for all that is known. */
export const unsure = judged('unknown')

/** What a cause is judged by, besides itself. */
export interface Around {
  /** The function's name. */
  readonly name: string
  /** Who it belongs to; the program where nothing is said. */
  readonly owner: Owner | undefined
  /** What jitted it, where that is known. */
  readonly wrapper?: string | undefined
  /** Whether it may be a jitted function of the program that is called like an operation of JAX. */
  readonly isUnsorted: boolean
  /** Where the call is no plain one. */
  readonly within: Event['within']
  /** All causes of the miss. */
  readonly causes: readonly Cause[]
  /** How each path differed in all misses of the function, oldest first. */
  readonly life: ReadonlyMap<string, readonly Delta[]>
}

/** Whether axis 0 of what it gets is of devices, one row for each. */
export const isMapped = (wrapper: string | undefined): boolean => wrapper === 'jax.pmap'

/** Whether it is an operation or a loop that JAX compiles because it runs outside jit: to put the step that runs it under jit spares it. */
export const isOutsideJit = (owner: Owner | undefined): boolean =>
  owner === 'control flow' || owner === 'eager'
