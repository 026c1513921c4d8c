import type {Input} from '../lax/index.ts'
import type {JaxArray} from '../array/index.ts'
import {named} from '../python/index.ts'
import {given} from './linear.ts'
import {type Axes, normalize, statistics} from './norm.ts'
import {Shift, type ShiftOptions} from './scale.ts'

/** What LayerNorm takes. */
export interface LayerNormOptions extends ShiftOptions {
  /** The axes over which mean and variance are taken. */
  readonly reduction_axes?: Axes
  /** The axes that scale and bias have. */
  readonly feature_axes?: Axes
}

/** Normalises each example over its features. */
export class LayerNorm extends Shift {
  declare num_features: number
  declare reduction_axes: Axes
  declare feature_axes: Axes

  constructor(options: LayerNormOptions) {
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
