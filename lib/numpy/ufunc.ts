import {named} from '../python/index.ts'

/** Gives a function the names of a `jnp.ufunc`. */
export const ufunc = <F extends object>(name: string, apply: F): F =>
  named(apply, {type: 'jax.numpy.ufunc', qualname: name, module: 'jax.numpy', repr: `<jnp.ufunc '${name}'>`})
