import * as index from './index.ts'
import {closedNamespace} from './python/index.ts'

/**
 * The package as it is loaded: lib/index, whose `nnx` and `jax` throw a sentence for a name that they do not have. A module of
 * JavaScript gives undefined for one, so here they are objects; their types are those of lib/index.
 *
 * @example
 * new nnx.Lineer() // TypeError: nnx.Lineer is not in this version of jitlens: did you mean nnx.Linear?
 */
export * from './index.ts'
export const nnx = /* @__PURE__ */ closedNamespace('nnx', {...index.nnx})
export const jax = /* @__PURE__ */ closedNamespace('jax', {...index.jax})
