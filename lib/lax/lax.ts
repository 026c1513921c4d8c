import {type DTypeLike, type JaxArray, type Operand, at, canonical, dtypeOf, mapped} from '../array/index.ts'
import {isSequence, named, PythonError, takingAll, tuple, unwrapped, withoutOptions} from '../python/index.ts'
import {
  type ConvolutionOptions,
  convolve,
  convTranspose,
  padtypeToPads,
  type TransposeOptions,
} from './convolution.ts'
import {type DotNumbers, dotGeneral} from './dot.ts'
import * as e from './elementwise.ts'
import {asArray, asOperand, type Input, normalAxis, promoteDtypes} from './operand.ts'
import {cumlogsumexp, cummax, cummin, cumprod, cumsum} from './cumulative.ts'
import {sortAll, topK} from './ordering.ts'
import {argmax, argmin, reduceAnd, reduceMax, reduceMin, reduceOr, reduceProd} from './reduce.ts'
import {slices} from './slices.ts'
import * as s from './shaping.ts'
import {type Pooling, type PoolWindow, reduceWindow} from './window.ts'

const unary =
  (apply: (x: Operand) => Operand) =>
  (x: Input): JaxArray =>
    asArray(apply(asOperand(x)))

/** Python's scalars take the dtype of the other side; arrays must agree. */
const binary =
  (apply: (x: Operand, y: Operand) => Operand) =>
  (x: Input, y: Input): JaxArray => {
    const [a, b] = [asOperand(x), asOperand(y)]
    const scalar = typeof x === 'number' || typeof y === 'number'
    const [p, q] = scalar ? promoteDtypes('lax', [a, b]) : [a, b]
    return asArray(apply(p, q))
  }

/** What `lax.dotGeneral` takes beside its operands. */
export interface DotOptions {
  /** The dtype in which the product is added up; that of the operands where it is not given. */
  readonly preferred_element_type?: DTypeLike | null
}

/** What `lax.cumsum` and its like take. */
export interface CumulativeOptions {
  /** The axis; the first where it is not given. */
  readonly axis?: number
  /** Whether it runs from the end; false where it is not given. */
  readonly reverse?: boolean
}

const running =
  (run: (x: Operand, axis: number, reverse: boolean) => Operand) =>
  (x: Input, along: number | CumulativeOptions = {}): JaxArray => {
    const {axis = 0, reverse = false} = typeof along === 'number' ? {axis: along} : along
    const operand = asOperand(x)
    return asArray(run(operand, normalAxis(axis, operand.aval.ndim), reverse))
  }

const over =
  (reduce: (x: Operand, axes: readonly number[]) => Operand) =>
  (x: Input, axes: readonly number[]): JaxArray =>
    asArray(reduce(asOperand(x), axes))

const position =
  (find: (x: Operand, axes: readonly number[]) => Operand) =>
  (x: Input, axis: number, dtype?: DTypeLike): JaxArray => {
    const found = find(asOperand(x), [axis])
    return asArray(dtype === undefined ? found : s.convertElementType(found, canonical(dtypeOf(dtype))))
  }

/** What `lax.sort` takes. */
export interface LaxSortOptions {
  /** The axis; the last where it is not given. */
  readonly dimension?: number
  /** By how many of the arrays the others are sorted; 1 where it is not given. */
  readonly num_keys?: number
}

/** `lax.sort` of one array, or of several by the first of them. */
function sorted(x: Input, options?: LaxSortOptions): JaxArray
function sorted(xs: readonly Input[], options?: LaxSortOptions): readonly JaxArray[]
function sorted(
  x: Input | readonly Input[],
  {dimension = -1, num_keys = 1}: LaxSortOptions = {},
): JaxArray | readonly JaxArray[] {
  const operands = (isSequence(x) ? x : [x]).map((one) => asOperand(one))
  const found = sortAll(operands, normalAxis(dimension, at(operands, 0).aval.ndim), num_keys).map(asArray)
  return isSequence(x) ? tuple(...found) : at(found, 0)
}

type Padding = ConvolutionOptions['padding']

const add = binary(e.add)
const max = binary(e.max)
const min = binary(e.min)

/** By which function a window is reduced, and what stands for nothing there. */
const poolings = new Map<object, readonly [Pooling, number, typeof e.add]>([
  [add, ['sum', 0, e.add]],
  [max, ['max', -Infinity, e.max]],
  [min, ['min', Infinity, e.min]],
] as const)

/**
 * `lax.reduce_window(operand, init_value, computation, window_dimensions, window_strides, padding)`, by `lax.add`, `lax.max` or
 * `lax.min`.
 *
 * @throws {PythonError} NotImplementedError for another function.
 */
function reduceOverWindow(
  x: Input,
  init_value: Input,
  computation: typeof add,
  dimensions: readonly number[],
  strides: readonly number[],
  padding: string | PoolWindow['padding'],
): JaxArray {
  const known = poolings.get(unwrapped(computation))
  if (known === undefined)
    throw new PythonError('NotImplementedError', 'reduce_window is by lax.add, lax.max or lax.min')
  const [kind, nothing, join] = known
  const operand = asOperand(x)
  const around =
    typeof padding === 'string' ? padtypeToPads(operand.aval.shape, dimensions, strides, padding) : padding
  const pooled = reduceWindow(kind, operand, {dimensions, strides, padding: around})
  const isNothing = typeof init_value === 'number' && init_value === nothing
  return asArray(
    isNothing ? pooled : join(pooled, s.convertElementType(asOperand(init_value), pooled.aval.dtype)),
  )
}

const table = {
  add,
  sub: binary(e.sub),
  mul: binary(e.mul),
  div: binary(e.div),
  rem: binary(e.rem),
  pow: binary(e.pow),
  max,
  min,
  eq: binary(e.eq),
  ne: binary(e.ne),
  gt: binary(e.gt),
  ge: binary(e.ge),
  lt: binary(e.lt),
  le: binary(e.le),
  neg: unary(e.neg),
  exp: unary(e.exp),
  log: unary(e.log),
  tanh: unary(e.tanh),
  logistic: unary(e.logistic),
  sqrt: unary(e.sqrt),
  rsqrt: unary(e.rsqrt),
  square: unary(e.square),
  abs: unary(e.abs),
  erf: unary(e.erf),
  sin: unary(e.sin),
  cos: unary(e.cos),
  stopGradient: unary(e.stopGradient),
  sign: unary(e.sign),
  floor: unary(e.floor),
  ceil: unary(e.ceil),
  round: unary((x) => e.round(x, true)),
  isFinite: unary(e.isFinite),
  expm1: unary(e.expm1),
  log1p: unary(e.log1p),
  exp2: unary(e.exp2),
  cbrt: unary(e.cbrt),
  tan: unary(e.tan),
  asin: unary(e.asin),
  acos: unary(e.acos),
  atan: unary(e.atan),
  sinh: unary(e.sinh),
  cosh: unary(e.cosh),
  asinh: unary(e.asinh),
  acosh: unary(e.acosh),
  atanh: unary(e.atanh),
  erfc: unary(e.erfc),
  erfInv: unary(e.erfInv),
  lgamma: unary(e.lgamma),
  digamma: unary(e.digamma),
  reciprocal: unary((x) => e.integerPow(x, -1)),
  bitwiseNot: unary(e.not),
  populationCount: unary(e.populationCount),
  clz: unary(e.clz),
  atan2: binary(e.atan2),
  nextafter: binary(e.nextafter),
  bitwiseAnd: binary(e.and),
  bitwiseOr: binary(e.or),
  bitwiseXor: binary(e.xor),
  shiftLeft: binary(e.shiftLeft),
  shiftRightLogical: binary(e.shiftRightLogical),
  shiftRightArithmetic: binary(e.shiftRightArithmetic),
  reducePrecision: (x: Input, exponent_bits: number, mantissa_bits: number): JaxArray =>
    asArray(e.reducedPrecision(asOperand(x), exponent_bits, mantissa_bits)),
  bitcastConvertType: (x: Input, dtype: DTypeLike): JaxArray =>
    asArray(e.bitcast(asOperand(x), canonical(dtypeOf(dtype)))),
  clamp: (low: Input, x: Input, high: Input): JaxArray => {
    const operand = asOperand(x)
    const [least, most] = mapped([low, high], (bound) =>
      typeof bound === 'number' ? s.like(operand, bound) : asOperand(bound),
    )
    return asArray(e.clamp(least, operand, most))
  },
  integerPow: (x: Input, y: number): JaxArray => asArray(e.integerPow(asOperand(x), y)),
  select: (which: Input, yes: Input, no: Input): JaxArray =>
    asArray(e.selectN(asOperand(which), [asOperand(no), asOperand(yes)])),
  convertElementType: (x: Input, dtype: DTypeLike): JaxArray =>
    asArray(s.convertElementType(asOperand(x), canonical(dtypeOf(dtype)))),
  reshape: (x: Input, shape: readonly number[]): JaxArray => asArray(s.reshape(asOperand(x), shape)),
  transpose: (x: Input, axes: readonly number[]): JaxArray => asArray(s.transpose(asOperand(x), axes)),
  broadcastInDim: (x: Input, shape: readonly number[], dimensions: readonly number[]): JaxArray =>
    asArray(s.broadcastInDim(asOperand(x), shape, dimensions)),
  reduceSum: over(s.reduceSum),
  reduceMax: over(reduceMax),
  reduceMin: over(reduceMin),
  reduceProd: over(reduceProd),
  reduceAnd: over(reduceAnd),
  reduceOr: over(reduceOr),
  argmax: position(argmax),
  argmin: position(argmin),
  sort: sorted,
  topK: (x: Input, k: number): readonly JaxArray[] => topK(asOperand(x), k).map(asArray),
  reduceWindow: reduceOverWindow,
  cumsum: running(cumsum),
  cumprod: running(cumprod),
  cummax: running(cummax),
  cummin: running(cummin),
  cumlogsumexp: running(cumlogsumexp),
  dotGeneral: named(
    (x: Input, y: Input, numbers: DotNumbers, {preferred_element_type = null}: DotOptions = {}): JaxArray => {
      const to = preferred_element_type === null ? undefined : canonical(dtypeOf(preferred_element_type))
      return asArray(dotGeneral(asOperand(x), asOperand(y), numbers, to))
    },
    {qualname: 'dot_general', module: 'jax._src.lax.lax'},
  ),
  conv: (x: Input, kernel: Input, window_strides: readonly number[], padding: Padding): JaxArray =>
    asArray(convolve(asOperand(x), asOperand(kernel), {window_strides, padding})),
  convGeneralDilated: named(
    (x: Input, kernel: Input, options: ConvolutionOptions): JaxArray =>
      asArray(convolve(asOperand(x), asOperand(kernel), options)),
    {qualname: 'conv_general_dilated', module: 'jax._src.lax.convolution'},
  ),
  convTranspose: (
    x: Input,
    kernel: Input,
    strides: readonly number[],
    padding: Padding,
    options?: TransposeOptions,
  ): JaxArray => asArray(convTranspose(asOperand(x), asOperand(kernel), strides, padding, options)),
  ...slices,
  padtypeToPads,
} as const

const along = 'operand, /, axis=, reverse: bool='

/** JAX's `lax`: single operations without promotion. */
export const laxOperations = takingAll(
  'lax',
  table,
  {
    sort: 'operand, /, dimension=, *, num_keys=',
    cumsum: along,
    cumprod: along,
    cummax: along,
    cummin: along,
    cumlogsumexp: along,
    dotGeneral: 'lhs, rhs, dimension_numbers, /, *, preferred_element_type=',
    convTranspose:
      'lhs, rhs, strides, padding, /, rhs_dilation=, dimension_numbers=, transpose_kernel: bool=',
    convGeneralDilated:
      'lhs, rhs, /, window_strides, padding, lhs_dilation=, rhs_dilation=, dimension_numbers=, feature_group_count=, batch_group_count=',
    sliceInDim: 'operand, start_index, limit_index, /, stride=, axis=',
    indexInDim: 'operand, index, /, axis=, keepdims: bool=',
    dynamicSliceInDim: 'operand, start_index, slice_size, /, axis=',
    dynamicIndexInDim: 'operand, index, /, axis=, keepdims: bool=',
    full: 'shape, fill_value, dtype=, /',
    fullLike: 'x, fill_value, dtype=, /',
    slice: 'operand, start_indices, limit_indices, strides=, /',
  },
  withoutOptions,
)
