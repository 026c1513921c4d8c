/** The numbers of `jnp`, Python's floats, and the index of a new axis. */
export const constants = {
  pi: Math.PI,
  e: Math.E,
  /** Euler's constant. */
  euler_gamma: 0.5772156649015329,
  /** Infinity. */
  inf: Infinity,
  /** Not a number. */
  nan: NaN,
  /** In an index a new axis of size one. */
  newaxis: null,
} as const
