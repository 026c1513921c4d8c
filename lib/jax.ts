import {jax} from './array/index.ts'

export const {nn, random, devicePut, shapeDtypeStruct} = jax
export {JaxArray as Array, NamedSharding, type Mesh} from './array/index.ts'
export {jaxJit as jit, type JitOptions} from './jit/index.ts'
