import {at, type JaxArray, mapped} from '../array/index.ts'
import {type Input, laxOperations as lax} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, Param} from '../graph/index.ts'
import {callingBy, named, type Tuple, tuple, optionsBy} from '../python/index.ts'
import {addBias, checkMask, foldBatch, type Padding, paddingOf, spread} from './conv.ts'
import {type Features, tupled} from './general.ts'
import {lecunNormal, initialZeros} from './initializer.ts'
import {Kernel, type KernelOptions} from './kernel.ts'
import {given} from './linear.ts'

/** What ConvTranspose takes. */
export interface ConvTransposeOptions extends KernelOptions {
  /** How many features the inputs have: the size of their last axis. */
  readonly in_features: number
  /** How many features the result has. */
  readonly out_features: number
  /** The size of the kernel along each axis of space. */
  readonly kernel_size: Features
  /** How far the window moves along each axis of space; 1 where it is not given. */
  readonly strides?: Features | null
  /** `SAME`, `VALID`, `CIRCULAR` and the like, or zeros before and behind each axis of space; `SAME` where it is not given. */
  readonly padding?: Padding
  /** How far apart the elements of the kernel stand; 1 where it is not given. */
  readonly kernel_dilation?: Features | null
  /** Whether a bias is added; true where it is not given. */
  readonly use_bias?: boolean
  /** Ones and zeros of the shape of the kernel, which is multiplied by them; none where it is not given. */
  readonly mask?: JaxArray | null
  /** Whether the kernel is mirrored and its features swapped, as in the gradient of a convolution; false where it is not given. */
  readonly transpose_kernel?: boolean
}

const transposedOptions = optionsBy<ConvTransposeOptions>(
  `nnx.ConvTranspose(in_features: int, out_features: int, kernel_size: ints, strides: ints=, *, padding=,
    kernel_dilation: ints=, use_bias: bool=, mask=, dtype=, param_dtype=, precision=,
    kernel_init: function=, bias_init: function=, transpose_kernel: bool=, promote_dtype=,
    preferred_element_type=, rngs: Rngs, kernel_metadata=, bias_metadata=)`,
)

/** A transposed convolution, `lax.conv_transpose`. */
export class ConvTranspose extends Kernel {
  static override readonly printed =
    'kernel_size in_features out_features strides padding kernel_dilation use_bias mask dtype ' +
    'param_dtype precision transpose_kernel promote_dtype preferred_element_type kernel_shape kernel ' +
    'bias'
  declare kernel_size: Tuple<number>
  declare in_features: number
  declare out_features: number
  declare strides: Features | null
  declare padding: Padding
  declare kernel_dilation: Features | null
  declare use_bias: boolean
  declare mask: JaxArray | null
  declare transpose_kernel: boolean
  declare kernel_shape: Tuple<number>

  constructor(
    in_features: number,
    out_features: number,
    kernel_size: Features,
    options: Omit<ConvTransposeOptions, 'in_features' | 'out_features' | 'kernel_size'>,
  )
  constructor(options: ConvTransposeOptions)
  constructor(...given: readonly unknown[]) {
    const options = transposedOptions(given)
    super(options)
    const {
      in_features,
      out_features,
      use_bias = true,
      transpose_kernel = false,
      kernel_init = lecunNormal,
      bias_init = initialZeros,
      rngs,
    } = options
    this.kernel_size = tupled(options.kernel_size)
    this.in_features = in_features
    this.out_features = out_features
    this.strides = options.strides ?? null
    this.padding = options.padding ?? 'SAME'
    this.kernel_dilation = options.kernel_dilation ?? null
    this.use_bias = use_bias
    this.mask = options.mask ?? null
    this.transpose_kernel = transpose_kernel
    this.kernel_shape = tuple(
      ...this.kernel_size,
      ...(transpose_kernel ? [out_features, in_features] : [in_features, out_features]),
    )
    this.kernel = new Param(
      kernel_init(rngs.params.call(), this.kernel_shape, this.param_dtype),
      options.kernel_metadata,
    )
    this.bias = use_bias
      ? new Param(bias_init(rngs.params.call(), [out_features], this.param_dtype), options.bias_metadata)
      : data(null)
  }

  call(inputs: Input): JaxArray {
    const axes = this.kernel_size.length
    const [x, unfold] = foldBatch(jnp.asarray(inputs), axes)
    const [strides, dilation] = mapped([this.strides, this.kernel_dilation], (value) => spread(value, axes))
    checkMask(this.mask, this.kernel_shape)
    const masked = this.mask === null ? this.kernel : jnp.multiply(this.kernel, this.mask)
    const wanted = paddingOf(this.padding, axes)
    const [operand, kernel, bias] = this.promote_dtype([x, masked, this.bias], {dtype: this.dtype})
    const y = lax.convTranspose(
      given(operand),
      given(kernel),
      strides,
      wanted === 'CIRCULAR' ? 'VALID' : wanted,
      {
        rhs_dilation: dilation,
        transpose_kernel: this.transpose_kernel,
      },
    )
    const placed =
      wanted === 'CIRCULAR'
        ? wrapAround(
            y,
            x.shape.slice(1, -1).map((n, i) => n * at(strides, i)),
            this.transpose_kernel,
          )
        : y
    return unfold(this.use_bias ? addBias(placed, given(bias)) : placed)
  }
}

/** Adds up what lies a period apart on each axis of space, once the axis holds whole periods; a mirrored kernel puts the odd zero to the right. */
function wrapAround(y: JaxArray, periods: readonly number[], mirrored: boolean): JaxArray {
  const around = periods.map((period, i): [number, number] => {
    const missing = (2 * period - ((at(y.shape, i + 1) - period) % (2 * period))) % (2 * period)
    const [less, more] = [Math.floor(missing / 2), Math.ceil(missing / 2)]
    return mirrored ? [less, more] : [more, less]
  })
  const padded = jnp.pad(y, [[0, 0], ...around, [0, 0]])
  return periods.reduce(
    (sum, period, i) =>
      jnp.sum(jnp.reshape(sum, [...sum.shape.slice(0, i + 1), -1, period, ...sum.shape.slice(i + 2)]), {
        axis: i + 1,
      }),
    padded,
  )
}

named(ConvTranspose, {qualname: 'ConvTranspose', module: 'flax.nnx.nn.linear'})
callingBy(ConvTranspose)
