import {type DTypeLike, type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {type Metadata, Module, type Param} from '../graph/index.ts'
import type {Initializer} from './initializer.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

/** What every layer with a kernel takes. */
export interface KernelOptions {
  /** The dtype of the computation; null to take it from the inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the parameters; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Precision of the products, as `jax.lax.Precision` names it; JAX's default where it is not given. */
  readonly precision?: unknown
  /** Makes the kernel; `lecun_normal` where it is not given. */
  readonly kernel_init?: Initializer
  /** Makes the bias; zeros where it is not given. */
  readonly bias_init?: Initializer
  /** How inputs and parameters come to one dtype; flax's way where it is not given. */
  readonly promote_dtype?: Promote
  /** The dtype in which products are summed; JAX's choice where it is not given. */
  readonly preferred_element_type?: DTypeLike | null
  /** Streams of random keys, for the initializers. */
  readonly rngs: Rngs
  /** Metadata of the kernel's Variable; none where it is not given. */
  readonly kernel_metadata?: Metadata
  /** Metadata of the bias's Variable; none where it is not given. */
  readonly bias_metadata?: Metadata
}

/** A layer with a learned kernel and bias. */
export abstract class Kernel extends Module {
  declare kernel: Param<JaxArray>
  declare bias: Param<JaxArray> | null
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare precision: unknown
  declare promote_dtype: Promote
  declare preferred_element_type: DTypeLike | null

  constructor(options: KernelOptions) {
    super()
    this.dtype = options.dtype ?? null
    this.param_dtype = options.param_dtype ?? jnp.float32
    this.precision = options.precision ?? null
    this.promote_dtype = options.promote_dtype ?? promote_dtype
    this.preferred_element_type = options.preferred_element_type ?? null
  }
}
