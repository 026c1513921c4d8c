import {type DTypeLike, type Input, type JaxArray, jnp, lax} from '../array/index.ts'
import {BatchStat, data, type Metadata, Module, Param} from '../graph/index.ts'
import {type Float, named} from '../python/index.ts'
import {first, plain} from './dropout.ts'
import {type Initializer, ones, zeros} from './initializer.ts'
import {given} from './linear.ts'
import {type Axes, normalize, positive, statistics} from './norm.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

export interface BatchNormOptions {
  readonly num_features: number
  readonly use_running_average?: boolean | null
  readonly axis?: Axes
  readonly momentum?: number | Float
  readonly epsilon?: number
  readonly dtype?: DTypeLike | null
  readonly param_dtype?: DTypeLike
  readonly use_bias?: boolean
  readonly use_scale?: boolean
  readonly bias_init?: Initializer
  readonly scale_init?: Initializer
  readonly axis_name?: string | null
  readonly axis_index_groups?: unknown
  readonly use_fast_variance?: boolean
  readonly promote_dtype?: Promote
  readonly rngs: Rngs
  readonly bias_metadata?: Metadata
  readonly scale_metadata?: Metadata
}

const missing = 'No `use_running_average` argument was provided to BatchNorm. Consider one of the following options:\n\n1. Pass `use_running_average` to the BatchNorm constructor:\n\n  self.bn = nnx.BatchNorm(..., use_running_average=True/False)\n\n2. Pass `use_running_average` to the BatchNorm __call__:\n\n  self.bn(x, use_running_average=True/False)\n\n3. Use `nnx.view` to create a view of the model with a specific `use_running_average` value:\n\n  model_view = nnx.view(model, use_running_average=True/False)\n'

/** Normalises over the batch and keeps running statistics, whose values change with each training call. */
export class BatchNorm extends Module {
  static readonly views: readonly string[] = ['use_running_average']
  declare mean: BatchStat<JaxArray>
  declare var: BatchStat<JaxArray>
  declare scale: Param<JaxArray> | null
  declare bias: Param<JaxArray> | null
  declare num_features: number
  declare use_running_average: boolean | null
  declare axis: Axes
  declare momentum: number | Float
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare use_bias: boolean
  declare use_scale: boolean
  declare axis_name: string | null
  declare axis_index_groups: unknown
  declare use_fast_variance: boolean
  declare promote_dtype: Promote

  constructor(options: BatchNormOptions) {
    super()
    const {num_features, use_bias = true, use_scale = true, param_dtype = jnp.float32, scale_init = ones, bias_init = zeros, rngs} = options
    this.mean = new BatchStat(jnp.zeros([num_features], 'float32'))
    this.var = new BatchStat(jnp.ones([num_features], 'float32'))
    this.scale = use_scale ? new Param(scale_init(rngs.params.call(), [num_features], param_dtype), options.scale_metadata) : data(null)
    this.bias = use_bias ? new Param(bias_init(rngs.params.call(), [num_features], param_dtype), options.bias_metadata) : data(null)
    this.num_features = num_features
    this.use_running_average = options.use_running_average === undefined ? false : options.use_running_average
    this.axis = options.axis ?? -1
    this.momentum = options.momentum ?? 0.99
    this.epsilon = options.epsilon ?? 1e-5
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.use_bias = use_bias
    this.use_scale = use_scale
    this.axis_name = options.axis_name ?? null
    this.axis_index_groups = options.axis_index_groups ?? null
    this.use_fast_variance = options.use_fast_variance ?? true
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }

  call(inputs: Input, {use_running_average = null}: {readonly use_running_average?: boolean | null} = {}): JaxArray {
    const running = first(use_running_average, this.use_running_average, missing)
    const {dtype, epsilon, use_fast_variance, momentum} = this
    const [operand, mean, variance, scale, bias] = this.promote_dtype([inputs, this.mean, this.var, this.scale, this.bias], {dtype})
    const x = given(operand)
    const feature_axes = positive(this.axis, x.ndim)
    const reduction_axes = x.shape.map((_, axis) => axis).filter((axis) => !feature_axes.includes(axis))
    const options = {scale, bias, reduction_axes, feature_axes, dtype, epsilon}
    if (running) return normalize(x, given(mean), given(variance), options)
    const [mu, spread] = statistics(x, {axes: reduction_axes, dtype, use_fast_variance})
    const moved = (before: BatchStat<JaxArray>, now: JaxArray) => lax.stopGradient(jnp.add(jnp.multiply(momentum, before), jnp.multiply(1 - plain(momentum), now)))
    this.mean.value = moved(this.mean, mu)
    this.var.value = moved(this.var, spread)
    return normalize(x, mu, spread, options)
  }
}

named(BatchNorm, {qualname: 'BatchNorm', module: 'flax.nnx.nn.normalization'})
