import {type DTypeLike, type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, type Metadata, Module, Param} from '../graph/index.ts'
import {type Initializer, initialOnes, initialZeros} from './initializer.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

/** What the normalisations share that scale. */
export interface ScaleOptions {
  /** How many features it normalises. */
  readonly num_features: number
  /** What is added to the variance, so that nothing is divided by zero; 1e-6, of BatchNorm 1e-5, where it is not given. */
  readonly epsilon?: number
  /** The dtype of the computation; where it is null, the promotion of inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the parameters; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Whether the result is scaled; true where it is not given. */
  readonly use_scale?: boolean
  /** Makes the scale; ones where it is not given. */
  readonly scale_init?: Initializer
  /** The name of a mapped axis over which statistics are taken too; none where it is not given. */
  readonly axis_name?: string | null
  /** The groups of the mapped axis, each with statistics of its own; one where it is not given. */
  readonly axis_index_groups?: unknown
  /** Whether the variance is the mean of squares less the square of the mean; true where it is not given. */
  readonly use_fast_variance?: boolean
  /** Casts inputs and parameters to one dtype; flax's way where it is not given. */
  readonly promote_dtype?: Promote
  /** Where random numbers come from. */
  readonly rngs: Rngs
  /** Metadata of the scale's Variable; none where it is not given. */
  readonly scale_metadata?: Metadata
}

/** What the normalisations share that scale and shift. */
export interface ShiftOptions extends ScaleOptions {
  /** Whether a bias is added; true where it is not given. */
  readonly use_bias?: boolean
  /** Makes the bias; zeros where it is not given. */
  readonly bias_init?: Initializer
  /** Metadata of the bias's Variable; none where it is not given. */
  readonly bias_metadata?: Metadata
}

/** What every normalisation has: a learned scale, and how its statistics are computed. */
export abstract class Scale extends Module {
  declare scale: Param<JaxArray> | null
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare use_scale: boolean
  declare axis_name: string | null
  declare axis_index_groups: unknown
  declare use_fast_variance: boolean
  declare promote_dtype: Promote

  constructor(
    {
      num_features,
      use_scale = true,
      param_dtype = jnp.float32,
      scale_init = initialOnes,
      rngs,
      ...options
    }: ScaleOptions,
    epsilon: number,
  ) {
    super()
    this.scale = use_scale
      ? new Param(scale_init(rngs.params.call(), [num_features], param_dtype), options.scale_metadata)
      : data(null)
    this.epsilon = options.epsilon ?? epsilon
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.use_scale = use_scale
    this.axis_name = options.axis_name ?? null
    this.axis_index_groups = options.axis_index_groups ?? null
    this.use_fast_variance = options.use_fast_variance ?? true
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }
}

/** A normalisation with a learned bias as well. */
export abstract class Shift extends Scale {
  declare bias: Param<JaxArray> | null
  declare use_bias: boolean

  constructor(options: ShiftOptions, epsilon: number) {
    super(options, epsilon)
    const {num_features, use_bias = true, bias_init = initialZeros, rngs} = options
    this.bias = use_bias
      ? new Param(bias_init(rngs.params.call(), [num_features], this.param_dtype), options.bias_metadata)
      : data(null)
    this.use_bias = use_bias
  }
}
