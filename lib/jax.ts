/**
 * JAX's top level. A name is JAX's: classes as they are, functions in camelCase (`device_put` is `devicePut`); `jax.numpy` and
 * `jax.lax` stand beside it as `jnp` and `lax`.
 */
import {jax} from './array/index.ts'
import {treeMap} from './graph/index.ts'

export const {nn, random, devicePut} = jax
/** `jax.tree`: `jax.tree.map(fn, tree, ...trees)`. */
export const tree = {map: treeMap}
export {JaxArray as Array, NamedSharding, ShapeDtypeStruct, type Mesh} from './array/index.ts'
export {jaxJit as jit, type JitOptions} from './jit/index.ts'
