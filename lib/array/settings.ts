/** How a key makes random bits; `fry` is threefry. */
export type Impl = 'fry' | 'rbg' | 'urbg'

/** The parts of JAX's configuration that change what an operation on arrays gives. */
export interface Settings {
  /** `jax_enable_x64`. */
  readonly x64: boolean
  /** `jax_numpy_rank_promotion`. */
  readonly rankPromotion: 'allow' | 'warn' | 'raise'
  /** `jax_numpy_dtype_promotion`. */
  readonly dtypePromotion: 'standard' | 'strict'
  /** `jax_default_prng_impl`: how a new key, and an old one of plain words, makes random bits; `fry` is threefry. */
  readonly impl: Impl
  /** Whether arrays keep how their contents are computed; they are without where this is false. */
  readonly values: boolean
  /** How many operations on numbers computing one call may take before its contents stay unknown. */
  readonly valueBudget: number
  /** What traced bodies of loops are kept for; another object when the caches are cleared. */
  readonly epoch: object
  /** Who hears what JAX warns of; null where nobody does. */
  readonly warn: ((message: string) => void) | null
}

let current: Settings = Object.freeze({
  x64: false,
  rankPromotion: 'allow',
  dtypePromotion: 'standard',
  impl: 'fry',
  values: true,
  valueBudget: 1e9,
  epoch: {},
  warn: null,
})

/** The settings in force. */
export const settings = (): Settings => current

/**
 * Changes settings until further notice and returns those before, as `jax.config.update` does.
 *
 * @example
 * configure({x64: true}) // jnp.zeros([2], 'float64') now keeps its 64 bits
 */
export function configure(change: Partial<Settings>): Settings {
  const before = current
  current = Object.freeze({...current, ...change})
  return before
}

/** Runs `body` under changed settings and puts them back, as `with jax.enable_x64(True):` does. */
export function configured<T>(change: Partial<Settings>, body: () => T): T {
  const before = configure(change)
  try {
    return body()
  } finally {
    current = before
  }
}
