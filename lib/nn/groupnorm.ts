import {type DTypeLike, type Input, type JaxArray, jnp} from '../array/index.ts'
import {data, type Metadata, Module, Param} from '../graph/index.ts'
import {named, PythonError} from '../python/index.ts'
import {type Initializer, ones, zeros} from './initializer.ts'
import {given} from './linear.ts'
import {normalize, positive, statistics} from './norm.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

export interface GroupNormOptions {
  readonly num_features: number
  readonly num_groups?: number | null
  readonly group_size?: number | null
  readonly epsilon?: number
  readonly dtype?: DTypeLike | null
  readonly param_dtype?: DTypeLike
  readonly use_bias?: boolean
  readonly use_scale?: boolean
  readonly bias_init?: Initializer
  readonly scale_init?: Initializer
  readonly reduction_axes?: readonly number[] | null
  readonly axis_name?: string | null
  readonly axis_index_groups?: unknown
  readonly use_fast_variance?: boolean
  readonly promote_dtype?: Promote
  readonly rngs: Rngs
  readonly bias_metadata?: Metadata
  readonly scale_metadata?: Metadata
}

/** Normalises over groups of channels, each example by itself. */
export class GroupNorm extends Module {
  declare feature_axis: number
  declare num_groups: number
  declare group_size: number
  declare scale: Param<JaxArray> | null
  declare bias: Param<JaxArray> | null
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare use_bias: boolean
  declare use_scale: boolean
  declare reduction_axes: readonly number[] | null
  declare axis_name: string | null
  declare axis_index_groups: unknown
  declare use_fast_variance: boolean
  declare promote_dtype: Promote

  constructor(options: GroupNormOptions) {
    super()
    const {num_features, group_size = null, use_bias = true, use_scale = true, param_dtype = jnp.float32, scale_init = ones, bias_init = zeros, rngs} = options
    const num_groups = options.num_groups === undefined ? 32 : options.num_groups
    this.feature_axis = -1
    if ((num_groups === null) === (group_size === null))
      throw new PythonError('ValueError', 'Either `num_groups` or `group_size` should be specified. If `group_size` is to be specified, pass `num_groups=None` as argument to override the default `num_groups` value of 32.')
    const groups = num_groups ?? num_features / given(group_size)
    if (num_features % groups !== 0 || !Number.isInteger(groups))
      throw new PythonError('ValueError', `Number of features (${num_features}) is not multiple of the ${group_size === null ? `number of groups (${groups})` : `group size (${group_size})`}.`)
    this.num_groups = groups
    this.group_size = num_features / groups
    this.scale = use_scale ? new Param(scale_init(rngs.params.call(), [num_features], param_dtype), options.scale_metadata) : data(null)
    this.bias = use_bias ? new Param(bias_init(rngs.params.call(), [num_features], param_dtype), options.bias_metadata) : data(null)
    this.epsilon = options.epsilon ?? 1e-6
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.use_bias = use_bias
    this.use_scale = use_scale
    this.reduction_axes = options.reduction_axes ?? null
    this.axis_name = options.axis_name ?? null
    this.axis_index_groups = options.axis_index_groups ?? null
    this.use_fast_variance = options.use_fast_variance ?? true
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }

  call(inputs: Input): JaxArray {
    const [operand, scale, bias] = this.promote_dtype([inputs, this.scale, this.bias], {dtype: this.dtype})
    const x = given(operand)
    const {dtype, epsilon, use_fast_variance, num_groups, group_size} = this
    const all = positive(this.reduction_axes ?? [...Array.from({length: x.ndim - 2}, (_, i) => i + 1), -1], x.ndim)
    const reduction_axes = all.slice(0, -1)
    const grouped = jnp.reshape(x, [...x.shape.slice(0, -1), num_groups, group_size])
    const [mean, variance] = statistics(grouped, {axes: [...reduction_axes, -1], dtype, use_fast_variance})
    const [mu, spread] = [mean, variance].map((stat) => jnp.repeat(stat, group_size, {axis: 1}))
    return normalize(x, mu, spread, {scale, bias, reduction_axes, feature_axes: [this.feature_axis], dtype, epsilon})
  }
}

named(GroupNorm, {qualname: 'GroupNorm', module: 'flax.nnx.nn.normalization'})
