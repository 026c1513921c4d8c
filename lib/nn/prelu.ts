import type {DTypeLike, JaxArray} from '../array/index.ts'
import type {Input} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {type Metadata, Module, Param} from '../graph/index.ts'
import {callingBy, float, named, optionsBy} from '../python/index.ts'
import {given} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'

/** What PReLU takes beside its slope. */
export interface PReLUOptions {
  /** The dtype of the computation; that of the inputs where it is null. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the slope; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Casts inputs and parameters to one dtype; flax's way where it is not given. */
  readonly promote_dtype?: Promote
  /** Metadata of the slope's Variable; none where it is not given. */
  readonly negative_slope_metadata?: Metadata
}

const preluOptions = optionsBy<PReLUOptions>(
  'nnx.PReLU(*, dtype=, param_dtype=, promote_dtype=, negative_slope_metadata=)',
)

/** What is not negative as it is, the rest times a learned slope. */
export class PReLU extends Module {
  declare negative_slope: Param<JaxArray>
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare promote_dtype: Promote

  constructor(negative_slope_init = 0.01, given: PReLUOptions = {}) {
    super()
    const {dtype = null, param_dtype = jnp.float32, ...options} = preluOptions([given])
    this.negative_slope = new Param(
      jnp.asarray(float(negative_slope_init), param_dtype),
      options.negative_slope_metadata,
    )
    this.dtype = dtype
    this.param_dtype = param_dtype
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }

  call(inputs: Input): JaxArray {
    const own = this.negative_slope.value
    const [x, slope] =
      this.dtype === null
        ? [jnp.asarray(inputs), jnp.asarray(own, jnp.asarray(inputs).dtype)]
        : this.promote_dtype([inputs, own], {dtype: this.dtype})
    return jnp.where(jnp.greaterEqual(given(x), 0), given(x), jnp.multiply(given(slope), given(x)))
  }
}

named(PReLU, {qualname: 'PReLU', module: 'flax.nnx.nn.activations'})
callingBy(PReLU)
