export {at, each, mapped, type Each} from './arity.ts'
export {
  DType,
  canonical,
  dtypeOf,
  dtypes,
  type DTypeLike,
  type Kind,
  type ScalarType,
  isInexact,
  defaultDtype,
  isInteger,
  scalarType,
} from './dtype.ts'
export {ShapedArray, sameShape, shaped, shapeText, typeText, volume, type Shape, type Cut} from './aval.ts'
export {
  ArrayImpl,
  JaxArray,
  NumpyArray,
  NumpyScalar,
  ShapeDtypeStruct,
  jaxArray,
  samePlace,
  type Computable,
  type HasJaxArray,
  type Deferred,
  type Result,
  type Placement,
} from './array.ts'
export {printedArray} from './arraytext.ts'
export type {Listed} from './text.ts'
export {
  type AlongOptions,
  ArrayMethods,
  type At,
  type Axis,
  type GetOptions,
  type Index,
  type OrderOptions,
  type ReduceOptions,
  type Sizes,
  Span,
  type RunningOptions,
  type SortOptions,
  type SpreadOptions,
  type UpdateOptions,
} from './abilities.ts'
export {type Contents, storage, stride} from './contents.ts'
export {decodeFloat, encodeFloat, floorLog2, roundToEven} from './minifloat.ts'
export {evaluateBy, Pending, type Evaluator} from './pending.ts'
export {
  type Params,
  type ParamValue,
  avalsIn,
  callOf,
  Literal,
  Var,
  type Atom,
  type Call,
  type Eqn,
  type Jaxpr,
  type Op,
  type Operand,
  type Rule,
} from './op.ts'
export {NamedSharding, type Mesh} from './sharding.ts'
export {
  avalOf,
  devicePut,
  isArrayLike,
  isPythonInt,
  kindOf,
  type ArrayLike,
  type PythonScalar,
  checkRange,
  numberIn,
  ownDtype,
  scalarKind,
  operandOf,
} from './value.ts'
export {promote, type Promoted} from './promotion.ts'
export {hearerOf, hearReused, type Reused} from './reuse.ts'
export {configure, configured, type Impl, type Settings, settings} from './settings.ts'
export {
  Tracer,
  booleanConversion,
  interpreter,
  within,
  type Interpreter,
  bind,
  concretization,
  concreteNeeded,
  isTaped,
} from './bind.ts'
export {Frame, equations, narrowed, replay, trace, usedInputs} from './frame.ts'
export {fromJSON, toJSON, type ArrayJSON} from './json.ts'
export {filledWith, contentsOf} from './fill.ts'
export {isConcrete} from './evaluate.ts'
