import type {Component, Path} from './key.ts'

/** The kinds of JAX's own reasons: the function was never seen, or how the closest earlier key differs. */
export const blames = ['function', 'context', 'tree', 'debug', 'types', 'unavailable'] as const

/** One place that JAX names. */
export interface Blamed {
  readonly component: Component
  /** The place in the words of the program, as far as JAX names it. */
  readonly path: Path
  /** What stands there, in JAX's words; null where it does not print it. */
  readonly now: string | null
  readonly before: string | null
}

/** JAX's own reason for a trace, as facts (jax `partial_eval.py`, `explain`). It may be wrong. */
export interface Blame {
  readonly kind: (typeof blames)[number]
  /** JAX has seen another function on the same line. */
  readonly redefined?: boolean
  /** The places at which the key that JAX compared with differs; none where it names none. */
  readonly places: readonly Blamed[]
}
