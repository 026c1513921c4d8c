/** The numbers of `jnp`, Python's floats, and the index of a new axis. */
export const constants = {
  pi: Math.PI,
  e: Math.E,
  euler_gamma: 0.5772156649015329,
  inf: Infinity,
  nan: NaN,
  newaxis: null,
} as const
