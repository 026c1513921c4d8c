import type {JaxArray} from '../array/index.ts'
import type {Input} from '../lax/index.ts'
import {callingBy, named, PythonError, optionsBy} from '../python/index.ts'
import {given} from './linear.ts'
import {type Axes, normalize, positive, statistics} from './norm.ts'
import {Shift, type ShiftOptions} from './scale.ts'

/** What InstanceNorm takes. */
export interface InstanceNormOptions extends ShiftOptions {
  /** The axes of features; the last where it is not given. */
  readonly feature_axes?: Axes
}

const instanceNormOptions = optionsBy<InstanceNormOptions>(
  `nnx.InstanceNorm(num_features: int, *, epsilon: float=, dtype=, param_dtype=, use_bias: bool=,
    use_scale: bool=, bias_init: function=, scale_init: function=, feature_axes=, axis_name=,
    axis_index_groups=, use_fast_variance: bool=, promote_dtype=, rngs: Rngs, bias_metadata=,
    scale_metadata=)`,
)

/** Normalises each channel of each example. */
export class InstanceNorm extends Shift {
  static override readonly printed =
    'scale bias num_features epsilon dtype param_dtype use_bias use_scale feature_axes axis_name ' +
    'axis_index_groups use_fast_variance promote_dtype'
  declare num_features: number
  declare feature_axes: Axes

  constructor(num_features: number, options: Omit<InstanceNormOptions, 'num_features'>)
  constructor(options: InstanceNormOptions)
  constructor(...given: readonly unknown[]) {
    const options = instanceNormOptions(given)
    super(options, 1e-6)
    this.num_features = options.num_features
    this.feature_axes = options.feature_axes ?? -1
  }

  call(inputs: Input): JaxArray {
    const [x, scale, bias] = this.promote_dtype([inputs, this.scale, this.bias], {dtype: this.dtype})
    const {ndim, shape} = given(x)
    const {dtype, epsilon, use_fast_variance} = this
    const feature_axes = positive(this.feature_axes, ndim)
    if (feature_axes.includes(0))
      throw new PythonError(
        'ValueError',
        'The channel axes cannot include the leading dimension as this is assumed to be the batch axis.',
      )
    const reduction_axes = [...shape.keys()].slice(1).filter((axis) => !feature_axes.includes(axis))
    const [mean, variance] = statistics(given(x), {axes: reduction_axes, dtype, use_fast_variance})
    return normalize(given(x), mean, variance, {scale, bias, reduction_axes, feature_axes, dtype, epsilon})
  }
}

named(InstanceNorm, {qualname: 'InstanceNorm', module: 'flax.nnx.nn.normalization'})
callingBy(InstanceNorm)
