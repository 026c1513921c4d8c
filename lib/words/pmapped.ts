/**
 * What a function of jax.pmap is called, which JAX logs under a name of its own.
 *
 * @param axis the name of the axis that it maps over; empty where it was given none
 * @example
 * pmapped('_fun', 'batch') // "_fun (jax.pmap over 'batch')"
 * pmapped('_fun', '') // '_fun (jax.pmap)'
 */
export const pmapped = (name: string, axis: string): string =>
  `${name} (jax.pmap${axis === '' ? '' : ` over '${axis}'`})`
