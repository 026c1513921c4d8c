import type {Component, Path} from './key.ts'

/**
 * The kinds of JAX's own reasons: the function was never seen; how the closest earlier key differs; JAX cannot say
 * (`unavailable`); words that are kept as they stand (`unread`).
 */
export const blames = ['function', 'context', 'tree', 'debug', 'types', 'unavailable', 'unread'] as const

/** Stands in a path for a field that JAX calls by the name of another: two such paths may be two fields. */
export const someField = '<a field>'

/** Stands for a static argument in a call that was not given it. */
export const notGiven = 'absent'

/** One place that JAX names. */
export interface Blamed {
  readonly component: Component
  /** The place as JAX prints it: an input path (`[0][2]['x']`, 0 for args and 1 for kwargs), a leaf's name, a setting. */
  readonly at: string
  /** The same place in the program's words, as far as JAX names it: `args[2]['x']`. */
  readonly path: Path
  /** What stands there, in JAX's words; null where it does not print it. */
  readonly now: string | null
  readonly before: string | null
}

/** JAX's own reason for a trace, as facts (jax `partial_eval.py`, `explain`). It may be wrong. */
export interface Blame {
  /** Which of its reasons JAX gave. */
  readonly kind: (typeof blames)[number]
  /** JAX has seen another function on the same line. */
  readonly redefined?: boolean
  /** The log does not hold that other function. */
  readonly unmet?: true
  /** The places at which the key that JAX compared with differs; none where it names none. */
  readonly places: readonly Blamed[]
  /** How many more places it names than are kept. */
  readonly more?: number
  /** What JAX said, where it is `unread`. */
  readonly said?: string
}
