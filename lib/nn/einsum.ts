import {at, type JaxArray, type Shape} from '../array/index.ts'
import {type Input} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, Param} from '../graph/index.ts'
import {callingBy, named, PythonError, optionsBy} from '../python/index.ts'
import {lecunNormal, initialZeros} from './initializer.ts'
import {Kernel, type KernelOptions} from './kernel.ts'
import {given} from './linear.ts'

/** The type of what does an einsum. */
export type EinsumOp = (subscripts: string, ...operands: readonly Input[]) => JaxArray

/** What Einsum takes. */
export interface EinsumOptions extends KernelOptions {
  /** The equation, such as `'btf,fh->bth'`: inputs, kernel, result. */
  readonly einsum_str: string
  /** The shape of the kernel. */
  readonly kernel_shape: Shape
  /** The shape of the bias; no bias where it is null. */
  readonly bias_shape?: Shape | null
  /** Does the sum, in place of `jnp.einsum`. */
  readonly einsum_op?: EinsumOp
}

const einsumOptions = optionsBy<EinsumOptions>(
  `nnx.Einsum(einsum_str, kernel_shape, bias_shape=, *, dtype=, param_dtype=, precision=,
    kernel_init: function=, bias_init: function=, promote_dtype=, einsum_op=, preferred_element_type=,
    rngs: Rngs, kernel_metadata=, bias_metadata=)`,
)

/** An einsum with a learned kernel and bias. */
export class Einsum extends Kernel {
  static override readonly printed =
    'kernel bias einsum_str kernel_shape bias_shape dtype param_dtype precision promote_dtype ' +
    'einsum_op preferred_element_type'
  declare einsum_str: string
  declare kernel_shape: Shape
  declare bias_shape: Shape | null
  declare einsum_op: EinsumOp

  constructor(
    einsum_str: string,
    kernel_shape: Shape,
    options: Omit<EinsumOptions, 'einsum_str' | 'kernel_shape'>,
  )
  constructor(options: EinsumOptions)
  constructor(...given: readonly unknown[]) {
    const options = einsumOptions(given)
    super(options)
    const {
      kernel_shape,
      bias_shape = null,
      kernel_init = lecunNormal,
      bias_init = initialZeros,
      rngs,
    } = options
    const einsum_str = checked(options.einsum_str)
    this.kernel = new Param(
      kernel_init(rngs.params.call(), kernel_shape, this.param_dtype),
      options.kernel_metadata,
    )
    this.bias =
      bias_shape === null
        ? data(null)
        : new Param(bias_init(rngs.params.call(), bias_shape, this.param_dtype), options.bias_metadata)
    this.einsum_str = einsum_str
    this.kernel_shape = kernel_shape
    this.bias_shape = bias_shape
    this.einsum_op = options.einsum_op ?? jnp.einsum
  }

  call(inputs: Input, einsum_str: string = this.einsum_str): JaxArray {
    const equation = checked(einsum_str)
    const [x, kernel, bias] = this.promote_dtype([inputs, this.kernel, this.bias], {dtype: this.dtype})
    const y = this.einsum_op(equation, given(x), given(kernel))
    if (bias === null) return y
    const {own, result} = partsOf(equation)
    const labels = [...result.replace('...', '.'.repeat(y.ndim - result.replace('...', '').length))]
    return jnp.add(
      y,
      jnp.reshape(
        bias,
        labels.map((label) =>
          own.includes(label) && label !== '.' ? at(this.kernel_shape, own.indexOf(label)) : 1,
        ),
      ),
    )
  }
}

function checked(given: string): string {
  const einsum_str = given.replaceAll(' ', '')
  if (!einsum_str.includes('->'))
    throw new PythonError('ValueError', '`einsum_str` equation must be explicit and include "->".')
  const commas = einsum_str.split(',').length - 1
  if (commas !== 1)
    throw new PythonError(
      'ValueError',
      `\`einsum_str\` equation must have exactly two operands and therefore, exactly one comma character, instead of ${commas}`,
    )
  return einsum_str
}

/** The subscripts of the kernel and of the result. */
function partsOf(equation: string): {readonly own: string; readonly result: string} {
  const [comma, arrow] = [equation.indexOf(','), equation.indexOf('->')]
  return {own: equation.slice(comma + 1, arrow), result: equation.slice(arrow + 2)}
}

named(Einsum, {qualname: 'Einsum', module: 'flax.nnx.nn.linear'})
callingBy(Einsum, 2)
