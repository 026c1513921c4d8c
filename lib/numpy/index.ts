import '../value/index.ts'
import './methods.ts'
export {np, type Scalar as NumpyScalarType} from './numpy.ts'
export {bool, item, type RoundOptions} from './jnp.ts'
export {jnp} from './namespace.ts'
export {span} from './indexing.ts'
export {jax} from './jaxmodules.ts'
export {type ArangeOptions, type ArrayOptions, type ShapeLike} from './create.ts'
export {sigmoid, type GeluOptions} from './activation.ts'
export {
  type AxisOptions,
  type LogSumExpOptions,
  type OneHotOptions,
  type SoftmaxOptions,
  type StandardizeOptions,
} from './softmax.ts'
export {type DotProductOptions} from './dotproduct.ts'
export {type FloatLimits, type WholeLimits} from './limits.ts'
export {type PadOptions, type Widths} from './padding.ts'
export {type ByPlace, type SampleOption, type SampleOptions} from './sampler.ts'
export {type SegmentOptions} from './scipy.ts'
export {type CategoricalOptions, type ChoiceOptions, type PermutationOptions} from './random.ts'
export {type FiniteOptions} from './ufuncs.ts'
export {type PartsOptions, type RepeatOptions, type TurnOptions} from './shapes.ts'
export {type EyeOptions, type GridOptions, type VanderOptions} from './matrices.ts'
export {
  type ProductOptions,
  type TensordotOptions,
  type CrossOptions,
  type ConvolveOptions,
} from './products.ts'
export {
  type TakeOptions,
  type AlongAxis,
  type PutOptions,
  type SizeOptions,
  type CountOptions,
  type CompressOptions,
  type SearchOptions,
  type DigitizeOptions,
  type InterpOptions,
} from './picking.ts'
export {type HistogramOptions} from './sets.ts'
export {type AverageOptions, type QuantileOptions, type CovarianceOptions} from './statistics.ts'
export {
  type DiffOptions,
  type EndsOptions,
  type GradientOptions,
  type TrapezoidOptions,
} from './differences.ts'
export {type SpaceOptions, type LogspaceOptions} from './series.ts'
export {type NormOptions, type QrOptions} from './linalg.ts'
export {type ClosenessOptions} from './comparison.ts'
