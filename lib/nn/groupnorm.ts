import {type Input} from '../lax/index.ts'
import {type JaxArray, mapped} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {callingBy, named, PythonError, optionsBy} from '../python/index.ts'
import {given} from './linear.ts'
import {normalize, positive, statistics} from './norm.ts'
import {Shift, type ShiftOptions} from './scale.ts'

/** What GroupNorm takes. */
export interface GroupNormOptions extends ShiftOptions {
  /** Into how many groups the features are cut; 32 where it is not given, null where `group_size` says it. */
  readonly num_groups?: number | null
  /** How many features a group has, in place of `num_groups`; of 32 groups where it is not given. */
  readonly group_size?: number | null
  /** The axes over which mean and variance are taken; all but the batch where it is not given. */
  readonly reduction_axes?: readonly number[] | null
}

const groupNormOptions = optionsBy<GroupNormOptions>(
  `nnx.GroupNorm(num_features: int, num_groups: int=, group_size: int=, *, epsilon: float=, dtype=,
    param_dtype=, use_bias: bool=, use_scale: bool=, bias_init: function=, scale_init: function=,
    reduction_axes=, axis_name=, axis_index_groups=, use_fast_variance: bool=, promote_dtype=, rngs: Rngs,
    bias_metadata=, scale_metadata=)`,
)

/** Normalises over groups of channels, each example by itself. */
export class GroupNorm extends Shift {
  static override readonly printed =
    'feature_axis num_groups group_size scale bias epsilon dtype param_dtype use_bias use_scale ' +
    'reduction_axes axis_name axis_index_groups use_fast_variance promote_dtype'
  declare feature_axis: number
  declare num_groups: number
  declare group_size: number
  declare reduction_axes: readonly number[] | null

  constructor(num_features: number, options: Omit<GroupNormOptions, 'num_features'>)
  constructor(options: GroupNormOptions)
  constructor(...given: readonly unknown[]) {
    const options = groupNormOptions(given)
    const groups = groupsOf(options)
    super(options, 1e-6)
    this.feature_axis = -1
    this.num_groups = groups
    this.group_size = options.num_features / groups
    this.reduction_axes = options.reduction_axes ?? null
  }

  call(inputs: Input): JaxArray {
    const [operand, scale, bias] = this.promote_dtype([inputs, this.scale, this.bias], {dtype: this.dtype})
    const x = given(operand)
    const {dtype, epsilon, use_fast_variance, num_groups, group_size} = this
    const all = positive(
      this.reduction_axes ?? [...Array.from({length: x.ndim - 2}, (_, i) => i + 1), -1],
      x.ndim,
    )
    const reduction_axes = all.slice(0, -1)
    const grouped = jnp.reshape(x, [...x.shape.slice(0, -1), num_groups, group_size])
    const [mean, variance] = statistics(grouped, {axes: [...reduction_axes, -1], dtype, use_fast_variance})
    const [mu, spread] = mapped([mean, variance], (stat) => jnp.repeat(stat, group_size, {axis: 1}))
    return normalize(x, mu, spread, {
      scale,
      bias,
      reduction_axes,
      feature_axes: [this.feature_axis],
      dtype,
      epsilon,
    })
  }
}

function groupsOf({num_features, num_groups = 32, group_size = null}: GroupNormOptions): number {
  if ((num_groups === null) === (group_size === null))
    throw new PythonError(
      'ValueError',
      'Either `num_groups` or `group_size` should be specified. If `group_size` is to be specified, pass `num_groups=None` as argument to override the default `num_groups` value of 32.',
    )
  const groups = num_groups ?? num_features / given(group_size)
  if (num_features % groups !== 0 || !Number.isInteger(groups))
    throw new PythonError(
      'ValueError',
      `Number of features (${num_features}) is not multiple of the ${group_size === null ? `number of groups (${groups})` : `group size (${group_size})`}.`,
    )
  return groups
}

named(GroupNorm, {qualname: 'GroupNorm', module: 'flax.nnx.nn.normalization'})
callingBy(GroupNorm)
