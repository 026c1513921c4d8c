export {lax} from './laxmodule.ts'
export {
  gradOf as grad,
  hessian,
  jacfwd,
  jacrev,
  jvp,
  linearizeOf as linearize,
  refuseMissing,
  valueAndGradOf as valueAndGrad,
  vjp,
  type DerivativeOptions,
  notScalar,
} from './derivative.ts'
export {fromFront, mappedAlong, toFront, vmap, type MappedAxes, type VmapOptions} from './mapping.ts'
export type {MapOptions, ScanLoopOptions} from './control.ts'
export {checkpoint, evalShape, makeJaxpr, type CheckpointOptions} from './abstract.ts'
export {
  customJvpOf as customJvp,
  customVjpOf as customVjp,
  type CustomJvp,
  type CustomOptions,
  type CustomVjp,
} from './ruled.ts'
export type {AssociativeOptions} from './associative.ts'
export {tree, TreeDef, type TreeOptions, treeUtil} from './trees.ts'
export type {TreeFunction} from './leaves.ts'
