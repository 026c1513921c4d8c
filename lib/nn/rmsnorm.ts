import {type DTypeLike, type Input, type JaxArray, jnp} from '../array/index.ts'
import {data, Module, Param} from '../graph/index.ts'
import {named} from '../python/index.ts'
import {ones} from './initializer.ts'
import type {LayerNormOptions} from './layernorm.ts'
import {given} from './linear.ts'
import {type Axes, normalize, statistics} from './norm.ts'
import {type Promote, promote_dtype} from './promote.ts'

export type RMSNormOptions = Omit<LayerNormOptions, 'use_bias' | 'bias_init' | 'bias_metadata'>

/** Scales each example by its root mean square, without a shift. */
export class RMSNorm extends Module {
  declare scale: Param<JaxArray> | null
  declare num_features: number
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare use_scale: boolean
  declare reduction_axes: Axes
  declare feature_axes: Axes
  declare axis_name: string | null
  declare axis_index_groups: unknown
  declare use_fast_variance: boolean
  declare promote_dtype: Promote

  constructor(options: RMSNormOptions) {
    super()
    const {num_features, use_scale = true, param_dtype = jnp.float32, scale_init = ones, rngs} = options
    this.scale = use_scale ? new Param(scale_init(rngs.params.call(), [num_features], param_dtype), options.scale_metadata) : data(null)
    this.num_features = num_features
    this.epsilon = options.epsilon ?? 1e-6
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.use_scale = use_scale
    this.reduction_axes = options.reduction_axes ?? -1
    this.feature_axes = options.feature_axes ?? -1
    this.axis_name = options.axis_name ?? null
    this.axis_index_groups = options.axis_index_groups ?? null
    this.use_fast_variance = options.use_fast_variance ?? true
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }

  call(inputs: Input): JaxArray {
    const [x, scale] = this.promote_dtype([inputs, this.scale], {dtype: this.dtype})
    const {reduction_axes, feature_axes, dtype, epsilon, use_fast_variance} = this
    const [mean, variance] = statistics(given(x), {axes: reduction_axes, dtype, use_mean: false, use_fast_variance})
    return normalize(given(x), mean, variance, {scale, bias: null, reduction_axes, feature_axes, dtype, epsilon})
  }
}

named(RMSNorm, {qualname: 'RMSNorm', module: 'flax.nnx.nn.normalization'})
