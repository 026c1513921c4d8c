import '../value/index.ts'
import './methods.ts'
export {np, type Scalar as NumpyScalarType} from './numpy.ts'
export {bool, item, type ExtremeOptions} from './jnp.ts'
export {jnp} from './namespace.ts'
export {span} from './indexing.ts'
export {jax} from './jaxmodules.ts'
export {type ShapeLike} from './create.ts'
export {sigmoid, type GeluOptions} from './activation.ts'
export {
  type AxisOptions,
  type LogSumExpOptions,
  type OneHotOptions,
  type SoftmaxOptions,
  type StandardizeOptions,
} from './softmax.ts'
export {type DotProductOptions} from './dotproduct.ts'
export {type PadOptions, type Widths} from './padding.ts'
export {type ByPlace, type SampleOption, type SampleOptions} from './sampler.ts'
export {type SegmentOptions} from './scipy.ts'
export {type CategoricalOptions, type ChoiceOptions, type PermutationOptions} from './random.ts'
export {type FiniteOptions} from './ufuncs.ts'
