import {at, type JaxArray, mapped, type Shape} from '../array/index.ts'
import {
  type ConvolutionOptions,
  type ConvSpec,
  type ConvSpecs,
  type Input,
  laxOperations as lax,
} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, Param} from '../graph/index.ts'
import {callingBy, named, PythonError, type Tuple, tuple, optionsBy} from '../python/index.ts'
import {type Features, tupled} from './general.ts'
import {lecunNormal, initialZeros} from './initializer.ts'
import {Kernel, type KernelOptions} from './kernel.ts'
import {given} from './linear.ts'

/** How a convolution pads: a word, a number for all, or zeros before and behind each axis of space. */
export type Padding = string | number | readonly (number | readonly [number, number])[]

/** The type of what does a convolution. */
export type ConvGeneralDilated = (x: Input, kernel: Input, options: ConvolutionOptions) => JaxArray

/** What Conv takes. */
export interface ConvOptions extends KernelOptions {
  /** How many features the inputs have: the size of their last axis. */
  readonly in_features: number
  /** How many features the result has. */
  readonly out_features: number
  /** The size of the kernel along each axis of space; a number is one axis. */
  readonly kernel_size: Features
  /** How far the window moves along each axis of space; 1 where it is not given. */
  readonly strides?: Features | null
  /** `SAME`, `VALID`, `CIRCULAR` and the like, or zeros before and behind each axis of space; `SAME` where it is not given. */
  readonly padding?: Padding
  /** How far apart the elements of the inputs stand; 1 where it is not given. */
  readonly input_dilation?: Features | null
  /** How far apart the elements of the kernel stand; 1 where it is not given. */
  readonly kernel_dilation?: Features | null
  /** Into how many groups the features are cut, each with a kernel of its own; 1 where it is not given. */
  readonly feature_group_count?: number
  /** Whether a bias is added; true where it is not given. */
  readonly use_bias?: boolean
  /** Ones and zeros of the shape of the kernel, which is multiplied by them; none where it is not given. */
  readonly mask?: JaxArray | null
  /** Does the convolution, in place of `lax.convGeneralDilated`. */
  readonly conv_general_dilated?: ConvGeneralDilated
}

/** One number for each axis of space. */
export const spread = (value: Features | null, axes: number): readonly number[] =>
  value === null
    ? Array.from({length: axes}, () => 1)
    : typeof value === 'number'
      ? Array.from({length: axes}, () => value)
      : value

/** Low and high padding of each axis, or a word. */
export function paddingOf(padding: Padding, rank: number): string | readonly (readonly [number, number])[] {
  if (typeof padding === 'string') return padding
  const pairs: readonly (number | readonly [number, number])[] =
    typeof padding === 'number' ? Array.from({length: rank}, () => padding) : padding
  if (pairs.length === rank) return pairs.map((pair) => (typeof pair === 'number' ? [pair, pair] : pair))
  throw new PythonError(
    'ValueError',
    `Invalid padding format: ${JSON.stringify(padding)}, should be str, int, or a sequence of len ${rank} where each element is an int or pair of ints.`,
  )
}

/** Folds all batch axes into one; the second result takes them apart again. */
export function foldBatch(x: JaxArray, axes: number): readonly [JaxArray, (y: JaxArray) => JaxArray] {
  const batch = x.ndim - (axes + 1)
  if (batch === 1) return [x, (y) => y]
  const lead = x.shape.slice(0, batch)
  return [
    jnp.reshape(x, [-1, ...x.shape.slice(batch)]),
    (y) => jnp.reshape(y, [...lead, ...y.shape.slice(1)]),
  ]
}

/** Bias with ones in front, so that it fits the result. */
export const addBias = (y: JaxArray, bias: JaxArray): JaxArray =>
  jnp.add(y, jnp.reshape(bias, [...Array.from({length: y.ndim - bias.ndim}, () => 1), ...bias.shape]))

/** Where batch, features and space stand in inputs (last axis features) and kernels. */
function specs(rank: number): ConvSpecs {
  const space = Array.from({length: rank - 2}, (_, i) => i + 1)
  const lhs: ConvSpec = [0, rank - 1, ...space]
  return {lhs_spec: lhs, rhs_spec: [rank - 1, rank - 2, ...space.map((i) => i - 1)], out_spec: lhs}
}

/** The sizes of a kernel whose elements stand apart. */
const dilated = (window: readonly number[], dilation: readonly number[]): readonly number[] =>
  window.map((n, i) => (n - 1) * at(dilation, i) + 1)

/** Pads by wrapping around or reflecting, or to the left only; the padding that is left for the convolution. */
function padAround(
  x: JaxArray,
  word: string,
  window: readonly number[],
  dilation: readonly number[],
): readonly [JaxArray, string] {
  const wide = dilated(window, dilation)
  if (word === 'CAUSAL') {
    if (window.length !== 1)
      throw new PythonError('ValueError', 'Causal padding is only implemented for 1D convolutions.')
    return [
      jnp.pad(x, [
        [0, 0],
        [at(wide, 0) - 1, 0],
        [0, 0],
      ]),
      'VALID',
    ]
  }
  if (word !== 'CIRCULAR' && word !== 'REFLECT') return [x, word]
  return [
    jnp.pad(
      x,
      [[0, 0], ...wide.map((n): [number, number] => [Math.floor((n - 1) / 2), Math.floor(n / 2)]), [0, 0]],
      {mode: word === 'CIRCULAR' ? 'wrap' : 'reflect'},
    ),
    'VALID',
  ]
}

const convOptions = optionsBy<ConvOptions>(
  `nnx.Conv(in_features: int, out_features: int, kernel_size: ints, strides: ints=, *, padding=,
    input_dilation: ints=, kernel_dilation: ints=, feature_group_count: int=, use_bias: bool=, mask=,
    dtype=, param_dtype=, precision=, kernel_init: function=, bias_init: function=,
    conv_general_dilated=, promote_dtype=, preferred_element_type=, rngs: Rngs, kernel_metadata=,
    bias_metadata=)`,
)

/** A convolution over any number of axes of space, features last. */
export class Conv extends Kernel {
  static override readonly printed =
    'kernel_shape kernel bias in_features out_features kernel_size strides padding input_dilation ' +
    'kernel_dilation feature_group_count use_bias mask dtype param_dtype precision ' +
    'conv_general_dilated promote_dtype preferred_element_type'
  declare kernel_shape: Tuple<number>
  declare in_features: number
  declare out_features: number
  declare kernel_size: Tuple<number>
  declare strides: Features | null
  declare padding: Padding
  declare input_dilation: Features | null
  declare kernel_dilation: Features | null
  declare feature_group_count: number
  declare use_bias: boolean
  declare mask: JaxArray | null
  declare conv_general_dilated: ConvGeneralDilated

  constructor(
    in_features: number,
    out_features: number,
    kernel_size: Features,
    options: Omit<ConvOptions, 'in_features' | 'out_features' | 'kernel_size'>,
  )
  constructor(options: ConvOptions)
  constructor(...given: readonly unknown[]) {
    const options = convOptions(given)
    super(options)
    const {
      in_features,
      out_features,
      use_bias = true,
      feature_group_count = 1,
      kernel_init = lecunNormal,
      bias_init = initialZeros,
      rngs,
    } = options
    const kernel_size = tupled(options.kernel_size)
    const shape = [...kernel_size, Math.floor(in_features / feature_group_count), out_features]
    this.kernel_shape = tuple(...shape)
    this.kernel = new Param(kernel_init(rngs.params.call(), shape, this.param_dtype), options.kernel_metadata)
    this.bias = use_bias
      ? new Param(bias_init(rngs.params.call(), [out_features], this.param_dtype), options.bias_metadata)
      : data(null)
    this.in_features = in_features
    this.out_features = out_features
    this.kernel_size = kernel_size
    this.strides = options.strides === undefined ? 1 : options.strides
    this.padding = options.padding ?? 'SAME'
    this.input_dilation = options.input_dilation === undefined ? 1 : options.input_dilation
    this.kernel_dilation = options.kernel_dilation === undefined ? 1 : options.kernel_dilation
    this.feature_group_count = feature_group_count
    this.use_bias = use_bias
    this.mask = options.mask ?? null
    this.conv_general_dilated = options.conv_general_dilated ?? lax.convGeneralDilated
  }

  call(inputs: Input): JaxArray {
    const axes = this.kernel_size.length
    const [x, unfold] = foldBatch(jnp.asarray(inputs), axes)
    const [strides, input_dilation, kernel_dilation] = mapped(
      [this.strides, this.input_dilation, this.kernel_dilation],
      (value) => spread(value, axes),
    )
    const wanted = paddingOf(this.padding, axes)
    const [padded, padding] =
      typeof wanted === 'string' ? padAround(x, wanted, this.kernel_size, kernel_dilation) : [x, wanted]
    checkMask(this.mask, this.kernel_shape)
    const masked = this.mask === null ? this.kernel : jnp.multiply(this.kernel, this.mask)
    const [operand, kernel, bias] = this.promote_dtype([padded, masked, this.bias], {dtype: this.dtype})
    const y = this.conv_general_dilated(given(operand), given(kernel), {
      window_strides: strides,
      padding,
      lhs_dilation: input_dilation,
      rhs_dilation: kernel_dilation,
      dimension_numbers: specs(given(operand).ndim),
      feature_group_count: this.feature_group_count,
      batch_group_count: 1,
    })
    return unfold(this.use_bias ? addBias(y, given(bias)) : y)
  }
}

export function checkMask(mask: JaxArray | null, shape: Shape): void {
  if (mask === null || (mask.shape.length === shape.length && mask.shape.every((n, i) => n === shape[i])))
    return
  throw new PythonError(
    'ValueError',
    `Mask needs to have the same shape as weights. Shapes are: (${mask.shape.join(', ')}), (${shape.join(', ')})`,
  )
}

named(Conv, {qualname: 'Conv', module: 'flax.nnx.nn.linear'})
callingBy(Conv)
