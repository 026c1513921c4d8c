import {type Input, laxOperations as lax} from '../lax/index.ts'
import {type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {BatchStat} from '../graph/index.ts'
import {type Float, named, optionsBy} from '../python/index.ts'
import {first, plainNumber} from './dropout.ts'
import {given} from './linear.ts'
import {type Axes, normalize, positive, statistics} from './norm.ts'
import {Shift, type ShiftOptions} from './scale.ts'

/** What BatchNorm takes. */
export interface BatchNormOptions extends ShiftOptions {
  /** Whether it normalises by the running statistics, as in evaluation; a call may say otherwise. False where it is not given, and where it is null a call must say. */
  readonly use_running_average?: boolean | null
  /** The axis of the features; the last where it is not given. */
  readonly axis?: Axes
  /** How much of the running statistics stays at each step; 0.99 where it is not given. */
  readonly momentum?: number | Float
}

/** What a call of BatchNorm may say. */
export interface BatchNormCall {
  /** Whether the kept statistics are used, as in evaluation; as the layer says where it is not given. */
  readonly use_running_average?: boolean | null
}

const missing =
  'No `use_running_average` argument was provided to BatchNorm. Consider one of the following options:\n\n1. Pass `use_running_average` to the BatchNorm constructor:\n\n  self.bn = nnx.BatchNorm(..., use_running_average=True/False)\n\n2. Pass `use_running_average` to the BatchNorm __call__:\n\n  self.bn(x, use_running_average=True/False)\n\n3. Use `nnx.view` to create a view of the model with a specific `use_running_average` value:\n\n  model_view = nnx.view(model, use_running_average=True/False)\n'

const batchNormOptions = optionsBy<BatchNormOptions>(
  `nnx.BatchNorm(num_features: int, *, use_running_average: bool=, axis=, momentum: float=, epsilon: float=,
    dtype=, param_dtype=, use_bias: bool=, use_scale: bool=, bias_init: function=, scale_init: function=,
    axis_name=, axis_index_groups=, use_fast_variance: bool=, promote_dtype=, rngs: Rngs, bias_metadata=,
    scale_metadata=)`,
)

const batchNormCall = optionsBy<BatchNormCall>('nnx.BatchNorm.call(use_running_average: bool=)')

/** Normalises over the batch and keeps running statistics, whose values change with each training call. */
export class BatchNorm extends Shift {
  static readonly views: readonly string[] = ['use_running_average']
  static override readonly printed =
    'mean var scale bias num_features use_running_average axis momentum epsilon dtype param_dtype ' +
    'use_bias use_scale axis_name axis_index_groups use_fast_variance promote_dtype'
  declare mean: BatchStat<JaxArray>
  declare var: BatchStat<JaxArray>
  declare num_features: number
  declare use_running_average: boolean | null
  declare axis: Axes
  declare momentum: number | Float

  constructor(num_features: number, options: Omit<BatchNormOptions, 'num_features'>)
  constructor(options: BatchNormOptions)
  constructor(...given: readonly unknown[]) {
    const options = batchNormOptions(given)
    const {num_features} = options
    const [mean, variance] = [
      new BatchStat(jnp.zeros([num_features], 'float32')),
      new BatchStat(jnp.ones([num_features], 'float32')),
    ]
    super(options, 1e-5)
    this.mean = mean
    this.var = variance
    this.num_features = num_features
    this.use_running_average = options.use_running_average === undefined ? false : options.use_running_average
    this.axis = options.axis ?? -1
    this.momentum = options.momentum ?? 0.99
  }

  call(inputs: Input, options: BatchNormCall = {}): JaxArray {
    const {use_running_average = null} = batchNormCall([options])
    const running = first(use_running_average, this.use_running_average, missing)
    const {dtype, epsilon, use_fast_variance, momentum} = this
    const [operand, mean, variance, scale, bias] = this.promote_dtype(
      [inputs, this.mean, this.var, this.scale, this.bias],
      {dtype},
    )
    const x = given(operand)
    const feature_axes = positive(this.axis, x.ndim)
    const reduction_axes = x.shape.map((_, axis) => axis).filter((axis) => !feature_axes.includes(axis))
    const norms = {scale, bias, reduction_axes, feature_axes, dtype, epsilon}
    if (running) return normalize(x, given(mean), given(variance), norms)
    const [mu, spread] = statistics(x, {axes: reduction_axes, dtype, use_fast_variance})
    const moved = (before: BatchStat<JaxArray>, now: JaxArray) =>
      lax.stopGradient(jnp.add(jnp.multiply(momentum, before), jnp.multiply(1 - plainNumber(momentum), now)))
    this.mean.value = moved(this.mean, mu)
    this.var.value = moved(this.var, spread)
    return normalize(x, mu, spread, norms)
  }
}

named(BatchNorm, {qualname: 'BatchNorm', module: 'flax.nnx.nn.normalization'})
