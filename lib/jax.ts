/**
 * JAX's top level. A name is JAX's: classes as they are, functions in camelCase (`device_put` is `devicePut`); `jax.numpy` and
 * `jax.lax` stand beside it as `jnp` and `lax` too.
 */
import {jax, jnp} from './numpy/index.ts'
import {defaultSession} from './jit/index.ts'

/** `jax.nn`: activations, softmax, one-hot, attention. */
export const nn = jax.nn
/** `jax.numpy`, which is `jnp` too. */
export const numpy = jnp
/** `jax.random`: keys and samples. */
export const random = jax.random
/** `jax.scipy`: special functions and densities. */
export const scipy = jax.scipy
/** `jax.ops`: reductions of rows by segments. */
export const ops = jax.ops
/** `jax.config`: the settings of the default session. */
export const config = {
  /** `jax.config.update('jax_enable_x64', true)`. */
  update: (name: string, value: unknown): void => {
    defaultSession().update(name, value)
  },
} as const
/** `jax.block_until_ready(x)`: contents are computed when they are read, so it only gives back what it is given. */
export const blockUntilReady = <T>(x: T): T => x
export {JaxArray as Array, NamedSharding, ShapeDtypeStruct, devicePut, type Mesh} from './array/index.ts'
export {jaxJit as jit, type JitOptions} from './jit/index.ts'
export {
  checkpoint,
  checkpoint as remat,
  customJvp,
  customVjp,
  evalShape,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jvp,
  lax,
  linearize,
  makeJaxpr,
  tree,
  treeUtil,
  valueAndGrad,
  vjp,
  vmap,
} from './transform/index.ts'
export * from './absentjax.ts'
