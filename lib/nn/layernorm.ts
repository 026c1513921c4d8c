import {type DTypeLike, type Input, type JaxArray, jnp} from '../array/index.ts'
import {data, type Metadata, Module, Param} from '../graph/index.ts'
import {named} from '../python/index.ts'
import {type Initializer, ones, zeros} from './initializer.ts'
import {given} from './linear.ts'
import {type Axes, normalize, statistics} from './norm.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

export interface LayerNormOptions {
  readonly num_features: number
  readonly epsilon?: number
  readonly dtype?: DTypeLike | null
  readonly param_dtype?: DTypeLike
  readonly use_bias?: boolean
  readonly use_scale?: boolean
  readonly bias_init?: Initializer
  readonly scale_init?: Initializer
  readonly reduction_axes?: Axes
  readonly feature_axes?: Axes
  readonly axis_name?: string | null
  readonly axis_index_groups?: unknown
  readonly use_fast_variance?: boolean
  readonly promote_dtype?: Promote
  readonly rngs: Rngs
  readonly bias_metadata?: Metadata
  readonly scale_metadata?: Metadata
}

/** Normalises each example over its features. */
export class LayerNorm extends Module {
  declare scale: Param<JaxArray> | null
  declare bias: Param<JaxArray> | null
  declare num_features: number
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare use_bias: boolean
  declare use_scale: boolean
  declare reduction_axes: Axes
  declare feature_axes: Axes
  declare axis_name: string | null
  declare axis_index_groups: unknown
  declare use_fast_variance: boolean
  declare promote_dtype: Promote

  constructor(options: LayerNormOptions) {
    super()
    const {num_features, use_bias = true, use_scale = true, param_dtype = jnp.float32, scale_init = ones, bias_init = zeros, rngs} = options
    this.scale = use_scale ? new Param(scale_init(rngs.params.call(), [num_features], param_dtype), options.scale_metadata) : data(null)
    this.bias = use_bias ? new Param(bias_init(rngs.params.call(), [num_features], param_dtype), options.bias_metadata) : data(null)
    this.num_features = num_features
    this.epsilon = options.epsilon ?? 1e-6
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.use_bias = use_bias
    this.use_scale = use_scale
    this.reduction_axes = options.reduction_axes ?? -1
    this.feature_axes = options.feature_axes ?? -1
    this.axis_name = options.axis_name ?? null
    this.axis_index_groups = options.axis_index_groups ?? null
    this.use_fast_variance = options.use_fast_variance ?? true
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }

  call(inputs: Input): JaxArray {
    const [x, scale, bias] = this.promote_dtype([inputs, this.scale, this.bias], {dtype: this.dtype})
    const {reduction_axes, feature_axes, dtype, epsilon, use_fast_variance} = this
    const [mean, variance] = statistics(given(x), {axes: reduction_axes, dtype, use_fast_variance})
    return normalize(given(x), mean, variance, {scale, bias, reduction_axes, feature_axes, dtype, epsilon})
  }
}

named(LayerNorm, {qualname: 'LayerNorm', module: 'flax.nnx.nn.normalization'})
