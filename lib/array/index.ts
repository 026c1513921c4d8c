export {at, each, mapped, type Each} from './arity.ts'
export {DType, canonical, dtypeOf, dtypes, type DTypeLike, type Kind, type ScalarType} from './dtype.ts'
export {ShapedArray, sameShape, shaped, shapeText, type Shape} from './aval.ts'
export {
  ArrayImpl,
  JaxArray,
  NumpyArray,
  NumpyScalar,
  ShapeDtypeStruct,
  jaxArray,
  samePlace,
  type HasJaxArray,
  type Deferred,
  type Placement,
  type Result,
} from './array.ts'
export {elementsText} from './text.ts'
export {type Contents, storage, stride} from './contents.ts'
export {decodeFloat, encodeFloat} from './minifloat.ts'
export {evaluateBy, Pending, type Evaluator, type Known} from './pending.ts'
export {type Params, type ParamValue} from './op.ts'
export {NamedSharding, type Mesh} from './sharding.ts'
export {
  avalOf,
  devicePut,
  isArrayLike,
  isPythonInt,
  kindOf,
  type ArrayLike,
  type PythonScalar,
} from './value.ts'
export {promote, type Promoted} from './promotion.ts'
export {configure, configured, type Impl, type Settings} from './settings.ts'
export {np} from './numpy.ts'
export {Tracer, booleanConversion, interpreter, within, type Interpreter} from './bind.ts'
export {Frame, equations, replay, trace, usedInputs} from './frame.ts'
export {Literal, Var, type Atom, type Eqn, type Jaxpr, type Op, type Operand} from './op.ts'
export {callJaxpr, deferredCall} from './subjaxpr.ts'
export {asArray, asOperand, type Input} from './operand.ts'
export {jnp, bool, item, span, Span} from './jnp.ts'
export {jax} from './jaxmodules.ts'
export {lax} from './lax.ts'
export {gradientsOf, type Gradients} from './gradients.ts'
export {scan} from './scan.ts'
export {fromJSON, toJSON, type ArrayJSON} from './json.ts'
export type {LaxConvOptions, ConvSpec} from './convolution.ts'
export type {DotNumbers} from './dot.ts'
export type {ShapeLike} from './create.ts'
export type {AxisOptions} from './activation.ts'
export type {DotProductOptions} from './dotproduct.ts'
export type {Cut} from './aval.ts'
export type {TransposeOptions} from './convolution.ts'
export type {Axis, ExtremeOptions, ReduceOptions, SpreadOptions} from './jnp.ts'
export type {DotOptions} from './lax.ts'
export type {Scalar as NumpyScalarType} from './numpy.ts'
export type {Rule} from './op.ts'
export type {PadOptions, Widths} from './padding.ts'
export type {SampleOptions} from './random.ts'
