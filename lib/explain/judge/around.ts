import type {Event, Owner} from '../../log/index.ts'
import type {Delta} from '../../words/index.ts'
import type {Cause} from '../explanation.ts'

/** What a cause is judged by, besides itself. */
export interface Around {
  /** The function's name. */
  readonly name: string
  /** Who it belongs to; the program where nothing is said. */
  readonly owner: Owner | undefined
  /** Where the call is no plain one. */
  readonly within: Event['within']
  /** All causes of the miss. */
  readonly causes: readonly Cause[]
  /** How each path differed in all misses of the function, oldest first. */
  readonly life: ReadonlyMap<string, readonly Delta[]>
}

/** Whether it is an operation or a loop that JAX compiles because it runs outside jit: to put the step that runs it under jit spares it. */
export const isOutsideJit = (owner: Owner | undefined): boolean =>
  owner === 'control flow' || owner === 'eager'
