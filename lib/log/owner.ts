/**
 * Who a compile belongs to.
 *
 * | owner | compiles |
 * | --- | --- |
 * | `program` | the program's own functions; all functions where a log does not tell where they are defined |
 * | `library` | functions defined in an installed package, whoever called `jax.jit` on them |
 * | `control flow` | `while`, `scan`, `cond` and their like, run outside jit |
 * | `eager` | JAX's own operations, run outside jit |
 * | `unexplained` | functions of which JAX explained nothing though it explained others: those of `jax.pmap`, of Flax modules |
 */
export const owners = ['program', 'library', 'control flow', 'eager', 'unexplained'] as const

/** One of `owners`. */
export type Owner = (typeof owners)[number]
