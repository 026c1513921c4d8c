import type {Description} from './code.ts'
import type {Guard} from './guard.ts'
import type {Memory, Remembered} from './memory.ts'
import type {Config, Policy} from './policy.ts'
import type {Source} from './source.ts'
import type {ShapeEnv} from './symbol.ts'
import type {Relational} from './tree.ts'

/** How a compiled function is to be traced. */
export interface Tracing {
  readonly policy: Policy
  readonly config: Readonly<Config>
  /** `dynamic=` of `torch.compile`. */
  readonly dynamic: boolean | null
  readonly memory: Memory
  readonly description: Description
}

/** What is remembered of a place; where nothing becomes dynamic by itself, what was seen is forgotten first. */
export function remembered({memory, config, dynamic}: Tracing, {name}: Source): Remembered {
  const known = memory.of(name)
  if (dynamic === false || !config.automatic_dynamic_shapes) known.forget()
  return known
}

/** A trace, as the views see it that it gives out. */
export interface Wrapping {
  readonly how: Tracing
  readonly env: ShapeEnv
  /** Writes a guard. */
  readonly guard: (guard: Guard | Relational) => void
  /** What code gets to see of a value. */
  readonly wrap: (value: unknown, source: Source) => unknown
  /** Code wrote a value: later reads of the place give it back. */
  readonly wrote: (source: Source, value: unknown, undo: () => void) => void
  /** One view of one object: where it is reached again, the two places are guarded to hold one. */
  readonly once: (value: object, source: Source, view: () => unknown) => unknown
  /** The items of a dict were walked in their order. */
  readonly walk: (source: Source, keys: readonly unknown[]) => void
}
