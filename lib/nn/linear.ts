import {type DotNumbers, type DTypeLike, asOperand, type Input, type JaxArray, jnp, lax} from '../array/index.ts'
import {data, type Metadata, Module, Param} from '../graph/index.ts'
import {named, PythonError} from '../python/index.ts'
import {type Initializer, lecunNormal, zeros} from './initializer.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

/** The type of a layer's `dot_general`. */
export type DotGeneral = (x: Input, y: Input, numbers: DotNumbers, options?: {readonly preferred_element_type?: DTypeLike | null}) => JaxArray

export interface LinearOptions {
  readonly in_features: number
  readonly out_features: number
  readonly use_bias?: boolean
  readonly dtype?: DTypeLike | null
  readonly param_dtype?: DTypeLike
  readonly precision?: unknown
  readonly kernel_init?: Initializer
  readonly bias_init?: Initializer
  readonly dot_general?: DotGeneral
  readonly promote_dtype?: Promote
  readonly preferred_element_type?: DTypeLike | null
  readonly rngs: Rngs
  readonly kernel_metadata?: Metadata
  readonly bias_metadata?: Metadata
}

/** The value of an argument that must be there. */
export function given<T>(value: T | null): T {
  if (value === null) throw new PythonError('AssertionError', '')
  return value
}

/**
 * A linear transformation of the last axis.
 *
 * @example
 * const layer = new Linear({in_features: 4, out_features: 8, rngs: new Rngs(0)})
 * layer.kernel.shape // [4, 8]
 * layer.call(jnp.ones([2, 4])).shape // [2, 8]
 */
export class Linear extends Module {
  declare kernel: Param<JaxArray>
  declare bias: Param<JaxArray> | null
  declare in_features: number
  declare out_features: number
  declare use_bias: boolean
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare precision: unknown
  declare dot_general: DotGeneral
  declare promote_dtype: Promote
  declare preferred_element_type: DTypeLike | null

  constructor(options: LinearOptions) {
    super()
    const {in_features, out_features, use_bias = true, param_dtype = jnp.float32, kernel_init = lecunNormal, bias_init = zeros, rngs} = options
    this.kernel = new Param(kernel_init(rngs.params.call(), [in_features, out_features], param_dtype), options.kernel_metadata)
    this.bias = use_bias ? new Param(bias_init(rngs.params.call(), [out_features], param_dtype), options.bias_metadata) : data(null)
    this.in_features = in_features
    this.out_features = out_features
    this.use_bias = use_bias
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.precision = options.precision ?? null
    this.dot_general = options.dot_general ?? lax.dotGeneral
    this.promote_dtype = options.promote_dtype ?? promote_dtype
    this.preferred_element_type = options.preferred_element_type ?? null
  }

  /** `x @ kernel + bias`. */
  call(inputs: Input): JaxArray {
    const [x, kernel, bias] = this.promote_dtype([inputs, this.kernel, this.bias], {dtype: this.dtype})
    const rank = asOperand(given(x)).aval.ndim
    const y = this.dot_general(given(x), given(kernel), [[[rank - 1], [0]], [[], []]], {preferred_element_type: this.preferred_element_type})
    if (this.use_bias !== (bias !== null)) throw new PythonError('AssertionError', '')
    return bias === null ? y : jnp.add(y, jnp.reshape(bias, [...Array.from({length: y.ndim - 1}, () => 1), -1]))
  }
}

named(Linear, {qualname: 'Linear', module: 'flax.nnx.nn.linear'})
