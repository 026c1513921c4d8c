import type {Input} from '../lax/index.ts'
import type {JaxArray} from '../array/index.ts'
import {callingBy, named, optionsBy} from '../python/index.ts'
import {given} from './linear.ts'
import {type Axes, normalize, statistics} from './norm.ts'
import {Shift, type ShiftOptions} from './scale.ts'

/** What LayerNorm takes. */
export interface LayerNormOptions extends ShiftOptions {
  /** The axes over which mean and variance are taken; the last where it is not given. */
  readonly reduction_axes?: Axes
  /** The axes that scale and bias have; the last where it is not given. */
  readonly feature_axes?: Axes
}

const layerNormOptions = optionsBy<LayerNormOptions>(
  `nnx.LayerNorm(num_features: int, *, epsilon: float=, dtype=, param_dtype=, use_bias: bool=,
    use_scale: bool=, bias_init: function=, scale_init: function=, reduction_axes=, feature_axes=,
    axis_name=, axis_index_groups=, use_fast_variance: bool=, promote_dtype=, rngs: Rngs, bias_metadata=,
    scale_metadata=)`,
)

/** Normalises each example over its features. */
export class LayerNorm extends Shift {
  static override readonly printed =
    'scale bias num_features epsilon dtype param_dtype use_bias use_scale reduction_axes feature_axes ' +
    'axis_name axis_index_groups use_fast_variance promote_dtype'
  declare num_features: number
  declare reduction_axes: Axes
  declare feature_axes: Axes

  constructor(num_features: number, options: Omit<LayerNormOptions, 'num_features'>)
  constructor(options: LayerNormOptions)
  constructor(...given: readonly unknown[]) {
    const options = layerNormOptions(given)
    super(options, 1e-6)
    this.num_features = options.num_features
    this.reduction_axes = options.reduction_axes ?? -1
    this.feature_axes = options.feature_axes ?? -1
  }

  call(inputs: Input): JaxArray {
    const [x, scale, bias] = this.promote_dtype([inputs, this.scale, this.bias], {dtype: this.dtype})
    const {reduction_axes, feature_axes, dtype, epsilon, use_fast_variance} = this
    const [mean, variance] = statistics(given(x), {axes: reduction_axes, dtype, use_fast_variance})
    return normalize(given(x), mean, variance, {scale, bias, reduction_axes, feature_axes, dtype, epsilon})
  }
}

named(LayerNorm, {qualname: 'LayerNorm', module: 'flax.nnx.nn.normalization'})
callingBy(LayerNorm)
