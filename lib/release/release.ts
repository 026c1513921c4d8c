import type {Dialect} from './dialect.ts'
import type {Rules} from './rules.ts'

/** What is true of one release of JAX, and not of JAX as such. */
export interface Release {
  /** The version of jax, `0.10.2`. */
  readonly jax: string
  /** The version of flax that it was measured with. */
  readonly flax: string
  /** How its log reads. */
  readonly log: Dialect
  /** How its caches work; null where a release is only read. */
  readonly rules: Rules | null
}

/** A release whose caches are known. */
export interface SimulatedRelease extends Release {
  readonly rules: Rules
}
