import type {Input} from '../lax/index.ts'
import type {JaxArray} from '../array/index.ts'
import {callingBy, named, optionsBy} from '../python/index.ts'
import {given} from './linear.ts'
import {type Axes, normalize, statistics} from './norm.ts'
import {Scale, type ScaleOptions} from './scale.ts'

/** What RMSNorm takes. */
export interface RMSNormOptions extends ScaleOptions {
  /** The axes over which mean and variance are taken; the last where it is not given. */
  readonly reduction_axes?: Axes
  /** The axes that scale and bias have; the last where it is not given. */
  readonly feature_axes?: Axes
}

const rmsNormOptions = optionsBy<RMSNormOptions>(
  `nnx.RMSNorm(num_features: int, *, epsilon: float=, dtype=, param_dtype=, use_scale: bool=,
    scale_init: function=, reduction_axes=, feature_axes=, axis_name=, axis_index_groups=,
    use_fast_variance: bool=, promote_dtype=, rngs: Rngs, scale_metadata=)`,
)

/** Scales each example by its root mean square, without a shift. */
export class RMSNorm extends Scale {
  static override readonly printed =
    'scale num_features epsilon dtype param_dtype use_scale reduction_axes feature_axes axis_name ' +
    'axis_index_groups use_fast_variance promote_dtype'
  declare num_features: number
  declare reduction_axes: Axes
  declare feature_axes: Axes

  constructor(num_features: number, options: Omit<RMSNormOptions, 'num_features'>)
  constructor(options: RMSNormOptions)
  constructor(...given: readonly unknown[]) {
    const options = rmsNormOptions(given)
    super(options, 1e-6)
    this.num_features = options.num_features
    this.reduction_axes = options.reduction_axes ?? -1
    this.feature_axes = options.feature_axes ?? -1
  }

  call(inputs: Input): JaxArray {
    const [x, scale] = this.promote_dtype([inputs, this.scale], {dtype: this.dtype})
    const {reduction_axes, feature_axes, dtype, epsilon, use_fast_variance} = this
    const [mean, variance] = statistics(given(x), {
      axes: reduction_axes,
      dtype,
      use_mean: false,
      use_fast_variance,
    })
    return normalize(given(x), mean, variance, {
      scale,
      bias: null,
      reduction_axes,
      feature_axes,
      dtype,
      epsilon,
    })
  }
}

named(RMSNorm, {qualname: 'RMSNorm', module: 'flax.nnx.nn.normalization'})
callingBy(RMSNorm)
