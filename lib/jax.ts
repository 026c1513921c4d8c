/**
 * JAX's top level. A name is JAX's: classes as they are, functions in camelCase (`device_put` is `devicePut`); `jax.numpy` and
 * `jax.lax` stand beside it as `jnp` and `lax`.
 */
import {jax} from './numpy/index.ts'
import {treeMap} from './graph/index.ts'

/** `jax.nn`: activations, softmax, one-hot, attention. */
export const nn = jax.nn
/** `jax.random`: keys and samples. */
export const random = jax.random
/** `jax.tree`: `jax.tree.map(fn, tree, ...trees)`. */
export const tree = {map: treeMap}
export {JaxArray as Array, NamedSharding, ShapeDtypeStruct, devicePut, type Mesh} from './array/index.ts'
export {jaxJit as jit, type JitOptions} from './jit/index.ts'
export {grad, hessian, jacfwd, jacrev, jvp, lax, valueAndGrad, vjp, vmap} from './transform/index.ts'
