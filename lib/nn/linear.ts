import {type DotNumbers, asOperand, type Input, laxOperations as lax} from '../lax/index.ts'
import {type DTypeLike, type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, Param} from '../graph/index.ts'
import {callingBy, named, PythonError, optionsBy} from '../python/index.ts'
import {lecunNormal, initialZeros} from './initializer.ts'
import {Kernel, type KernelOptions} from './kernel.ts'

/** The type of a layer's `dot_general`. */
export type DotGeneral = (
  x: Input,
  y: Input,
  numbers: DotNumbers,
  options?: {
    /** The dtype in which the product is added up. */
    readonly preferred_element_type?: DTypeLike | null
  },
) => JaxArray

/** What Linear takes. */
export interface LinearOptions extends KernelOptions {
  /** How many features the inputs have: the size of their last axis. */
  readonly in_features: number
  /** How many features the result has. */
  readonly out_features: number
  /** Whether a bias is added; true where it is not given. */
  readonly use_bias?: boolean
  /** Does the product, in place of `lax.dotGeneral`. */
  readonly dot_general?: DotGeneral
}

/** The value of an argument that must be there. */
export function given<T>(value: T | null): T {
  if (value === null) throw new PythonError('AssertionError', '')
  return value
}

const linearOptions = optionsBy<LinearOptions>(
  `nnx.Linear(in_features: int, out_features: int, *, use_bias: bool=, dtype=, param_dtype=, precision=,
    kernel_init: function=, bias_init: function=, dot_general=, promote_dtype=,
    preferred_element_type=, rngs: Rngs, kernel_metadata=, bias_metadata=)`,
)

/**
 * A linear transformation of the last axis.
 *
 * @example
 * const layer = new Linear({in_features: 4, out_features: 8, rngs: new Rngs(0)})
 * layer.kernel.shape // [4, 8]
 * layer.call(jnp.ones([2, 4])).shape // [2, 8]
 */
export class Linear extends Kernel {
  static override readonly printed =
    'kernel bias in_features out_features use_bias dtype param_dtype precision dot_general ' +
    'promote_dtype preferred_element_type'
  declare in_features: number
  declare out_features: number
  declare use_bias: boolean
  declare dot_general: DotGeneral

  constructor(
    in_features: number,
    out_features: number,
    options: Omit<LinearOptions, 'in_features' | 'out_features'>,
  )
  constructor(options: LinearOptions)
  constructor(...given: readonly unknown[]) {
    const options = linearOptions(given)
    super(options)
    const {
      in_features,
      out_features,
      use_bias = true,
      kernel_init = lecunNormal,
      bias_init = initialZeros,
      rngs,
    } = options
    this.kernel = new Param(
      kernel_init(rngs.params.call(), [in_features, out_features], this.param_dtype),
      options.kernel_metadata,
    )
    this.bias = use_bias
      ? new Param(bias_init(rngs.params.call(), [out_features], this.param_dtype), options.bias_metadata)
      : data(null)
    this.in_features = in_features
    this.out_features = out_features
    this.use_bias = use_bias
    this.dot_general = options.dot_general ?? lax.dotGeneral
  }

  /** `x @ kernel + bias`. */
  call(inputs: Input): JaxArray {
    const [x, kernel, bias] = this.promote_dtype([inputs, this.kernel, this.bias], {dtype: this.dtype})
    const rank = asOperand(given(x)).aval.ndim
    const y = this.dot_general(
      given(x),
      given(kernel),
      [
        [[rank - 1], [0]],
        [[], []],
      ],
      {preferred_element_type: this.preferred_element_type},
    )
    if (this.use_bias !== (bias !== null)) throw new PythonError('AssertionError', '')
    return bias === null
      ? y
      : jnp.add(y, jnp.reshape(bias, [...Array.from({length: y.ndim - 1}, () => 1), -1]))
  }
}

named(Linear, {qualname: 'Linear', module: 'flax.nnx.nn.linear'})
callingBy(Linear)
