export {lax} from './laxmodule.ts'
export {
  gradOf as grad,
  hessian,
  jacfwd,
  jacrev,
  jvp,
  valueAndGradOf as valueAndGrad,
  vjp,
  type DerivativeOptions,
} from './derivative.ts'
export {vmap, type MappedAxes, type VmapOptions} from './mapping.ts'
export type {ScanLoopOptions} from './control.ts'
export type {TreeFunction} from './leaves.ts'
