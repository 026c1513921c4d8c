import type {Leaf} from './aval.ts'
import type {Draft} from './draft.ts'
import type {Slots} from './slots.ts'
import type {Thing} from './thing.ts'

/** One call of a function as a log tells it. */
export interface Call {
  readonly draft: Draft
  /** The leaves that the compile line prints, those that the program uses; null where there is none. */
  readonly leaves: readonly Leaf[] | null
}

/** What the messages of a log tell, in all, of the calls of one function object. */
export interface Told {
  readonly calls: readonly Call[]
  /** Things by JAX's input path. */
  readonly trees: Slots<Thing>
  readonly context: Slots<string>
  /** Types by the leaf's name. */
  readonly types: Slots<string>
  /** Whether the trees have the same leaves, though their metadata may differ (`shape`). */
  readonly shapes: Slots<true>
  /** Everything of the trees that no message names (`rest`). */
  readonly rest: Slots<true>
  /** The earlier call that JAX compared with, where there is just one that fits; else -1. */
  readonly compared: readonly number[]
}
