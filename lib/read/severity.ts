import type {Subtree} from './subtree.ts'

/** One place where two trees differ. */
export interface TreeDifference {
  /** The path as JAX prints it, `[0][0]._graphdef`; the first subscript is 0 for args, 1 for kwargs. */
  readonly at: string
  readonly now: Subtree
  /** Null where the log does not tell it. */
  readonly before: Subtree | null
  /** Names of keys that only one of the two dicts has. */
  readonly keys: readonly string[]
}

/** A name with what stood there. */
export interface NamedDifference {
  readonly name: string
  readonly now: string
  readonly before: string
}

/** A setting that differs. */
export interface SettingDifference {
  /** Its name, or its position in brackets, `[7]`. */
  readonly name: string
  /** Its position in the tracing context, where that is what the log tells. */
  readonly position: number | null
  /** Null where the log does not tell it. */
  readonly now: string | null
  readonly before: string | null
}

/** How JAX ranks a difference, lowest first: every earlier key differs in that or a later way. */
export type Severity = 'context' | 'tree' | 'debug' | 'types' | 'unavailable'
