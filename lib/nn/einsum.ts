import {type DTypeLike, type Input, type JaxArray, jnp, type Shape} from '../array/index.ts'
import {data, type Metadata, Module, Param} from '../graph/index.ts'
import {named, PythonError} from '../python/index.ts'
import {type Initializer, lecunNormal, zeros} from './initializer.ts'
import {given} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

export type EinsumOp = (subscripts: string, ...operands: readonly Input[]) => JaxArray

export interface EinsumOptions {
  readonly einsum_str: string
  readonly kernel_shape: Shape
  readonly bias_shape?: Shape | null
  readonly dtype?: DTypeLike | null
  readonly param_dtype?: DTypeLike
  readonly precision?: unknown
  readonly kernel_init?: Initializer
  readonly bias_init?: Initializer
  readonly promote_dtype?: Promote
  readonly einsum_op?: EinsumOp
  readonly preferred_element_type?: DTypeLike | null
  readonly rngs: Rngs
  readonly kernel_metadata?: Metadata
  readonly bias_metadata?: Metadata
}

/** An einsum with a learned kernel and bias. */
export class Einsum extends Module {
  declare kernel: Param<JaxArray>
  declare bias: Param<JaxArray> | null
  declare einsum_str: string
  declare kernel_shape: Shape
  declare bias_shape: Shape | null
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare precision: unknown
  declare promote_dtype: Promote
  declare einsum_op: EinsumOp
  declare preferred_element_type: DTypeLike | null

  constructor(options: EinsumOptions) {
    super()
    const {kernel_shape, bias_shape = null, param_dtype = jnp.float32, kernel_init = lecunNormal, bias_init = zeros, rngs} = options
    const einsum_str = checked(options.einsum_str)
    this.kernel = new Param(kernel_init(rngs.params.call(), kernel_shape, param_dtype), options.kernel_metadata)
    this.bias = bias_shape === null ? data(null) : new Param(bias_init(rngs.params.call(), bias_shape, param_dtype), options.bias_metadata)
    this.einsum_str = einsum_str
    this.kernel_shape = kernel_shape
    this.bias_shape = bias_shape
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.precision = options.precision ?? null
    this.promote_dtype = options.promote_dtype ?? promote_dtype
    this.einsum_op = options.einsum_op ?? jnp.einsum
    this.preferred_element_type = options.preferred_element_type ?? null
  }

  call(inputs: Input, einsum_str: string = this.einsum_str): JaxArray {
    const equation = checked(einsum_str)
    const [x, kernel, bias] = this.promote_dtype([inputs, this.kernel, this.bias], {dtype: this.dtype})
    const y = this.einsum_op(equation, given(x), given(kernel))
    if (bias === null) return y
    const [operands, result] = equation.split('->')
    const own = operands.split(',')[1]
    const labels = [...result.replace('...', '.'.repeat(y.ndim - result.replace('...', '').length))]
    return jnp.add(y, jnp.reshape(bias, labels.map((label) => (own.includes(label) && label !== '.' ? this.kernel_shape[own.indexOf(label)] : 1))))
  }
}

function checked(given: string): string {
  const einsum_str = given.replaceAll(' ', '')
  if (!einsum_str.includes('->')) throw new PythonError('ValueError', '`einsum_str` equation must be explicit and include "->".')
  const commas = einsum_str.split(',').length - 1
  if (commas !== 1) throw new PythonError('ValueError', `\`einsum_str\` equation must have exactly two operands and therefore, exactly one comma character, instead of ${commas}`)
  return einsum_str
}

named(Einsum, {qualname: 'Einsum', module: 'flax.nnx.nn.linear'})
