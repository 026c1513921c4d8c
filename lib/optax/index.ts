export {optax} from './optax.ts'
export type {FactoredOptions, Mask, MultiSteps, MultiStepsOptions, TraceOptions} from './accumulate.ts'
export type {
  AdamOptions,
  DecayOptions,
  LionOptions,
  NovogradOptions,
  OptimisticOptions,
  RadamOptions,
  RmsOptions,
  RpropOptions,
} from './adaptive.ts'
export type {TrustOptions} from './clipping.ts'
export type {Stage} from './combining.ts'
export type {CosineLossOptions, FocalOptions, LossAxis, TripletOptions} from './losses.ts'
export type {
  AdafactorOptions,
  AdamwOptions,
  LarsOptions,
  Learning,
  RmspropOptions,
  SgdOptions,
  WeightDecay,
} from './optimizers.ts'
export type {
  Boundaries,
  BoundaryOptions,
  CosineOptions,
  ExponentialOptions,
  NamedBoundaries,
  OneCycleOptions,
} from './schedule.ts'
export type {Init, Rate, Schedule, Transformation, Tree, Update} from './transformation.ts'
