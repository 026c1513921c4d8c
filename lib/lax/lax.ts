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

/** `x + y`, of equal shapes and types. */
const add = binary(e.add)
/** The larger of two, place by place. */
const max = binary(e.max)
/** The smaller of two, place by place. */
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
  /** `x - y`, of equal shapes and types. */
  sub: binary(e.sub),
  /** `x * y`, of equal shapes and types. */
  mul: binary(e.mul),
  /** `x / y`; of integers the quotient without its fraction. */
  div: binary(e.div),
  /** What is left of `x` divided by `y`, with the sign of `x`. */
  rem: binary(e.rem),
  /** `x ** y`. */
  pow: binary(e.pow),
  max,
  min,
  /** Where two arrays are equal, as booleans. */
  eq: binary(e.eq),
  /** Where two arrays differ, as booleans. */
  ne: binary(e.ne),
  /** Where `x > y`, as booleans. */
  gt: binary(e.gt),
  /** Where `x >= y`, as booleans. */
  ge: binary(e.ge),
  /** Where `x < y`, as booleans. */
  lt: binary(e.lt),
  /** Where `x <= y`, as booleans. */
  le: binary(e.le),
  /** `-x`. */
  neg: unary(e.neg),
  /** e to the power of each number. */
  exp: unary(e.exp),
  /** The natural logarithm. */
  log: unary(e.log),
  /** The hyperbolic tangent. */
  tanh: unary(e.tanh),
  /** The logistic function, `1 / (1 + exp(-x))`. */
  logistic: unary(e.logistic),
  /** The square root. */
  sqrt: unary(e.sqrt),
  /** One divided by the square root. */
  rsqrt: unary(e.rsqrt),
  /** `x * x`. */
  square: unary(e.square),
  /** The absolute value. */
  abs: unary(e.abs),
  /** The error function. */
  erf: unary(e.erf),
  /** The sine. */
  sin: unary(e.sin),
  /** The cosine. */
  cos: unary(e.cos),
  /** The array itself, to derivatives a constant. */
  stopGradient: unary(e.stopGradient),
  /** -1, 0 or 1, as a number is below, at or above zero. */
  sign: unary(e.sign),
  /** The next whole number below. */
  floor: unary(e.floor),
  /** The next whole number above. */
  ceil: unary(e.ceil),
  /** The nearest whole number; halves go to the even one. */
  round: unary((x) => e.round(x, true)),
  /** Where a number is neither infinite nor NaN. */
  isFinite: unary(e.isFinite),
  /** `exp(x) - 1`, exact near zero. */
  expm1: unary(e.expm1),
  /** `log(1 + x)`, exact near zero. */
  log1p: unary(e.log1p),
  /** 2 to the power of each number. */
  exp2: unary(e.exp2),
  /** The cube root. */
  cbrt: unary(e.cbrt),
  /** The tangent. */
  tan: unary(e.tan),
  /** The arc sine. */
  asin: unary(e.asin),
  /** The arc cosine. */
  acos: unary(e.acos),
  /** The arc tangent. */
  atan: unary(e.atan),
  /** The hyperbolic sine. */
  sinh: unary(e.sinh),
  /** The hyperbolic cosine. */
  cosh: unary(e.cosh),
  /** The inverse of the hyperbolic sine. */
  asinh: unary(e.asinh),
  /** The inverse of the hyperbolic cosine. */
  acosh: unary(e.acosh),
  /** The inverse of the hyperbolic tangent. */
  atanh: unary(e.atanh),
  /** One less the error function. */
  erfc: unary(e.erfc),
  /** The inverse of the error function. */
  erfInv: unary(e.erfInv),
  /** The logarithm of the gamma function. */
  lgamma: unary(e.lgamma),
  /** The derivative of `lgamma`. */
  digamma: unary(e.digamma),
  /** `1 / x`. */
  reciprocal: unary((x) => e.integerPow(x, -1)),
  /** Each bit turned over; of booleans `not`. */
  bitwiseNot: unary(e.not),
  /** How many bits are one. */
  populationCount: unary(e.populationCount),
  /** How many bits are zero before the first that is one. */
  clz: unary(e.clz),
  /** The angle of the point `(y, x)`, in its quadrant. */
  atan2: binary(e.atan2),
  /** The number next to `x` on the way to `y`. */
  nextafter: binary(e.nextafter),
  /** The bits that both have. */
  bitwiseAnd: binary(e.and),
  /** The bits that one of both has. */
  bitwiseOr: binary(e.or),
  /** The bits that one of both has alone. */
  bitwiseXor: binary(e.xor),
  /** Bits moved to the left, zeros behind them. */
  shiftLeft: binary(e.shiftLeft),
  /** Bits moved to the right, zeros before them. */
  shiftRightLogical: binary(e.shiftRightLogical),
  /** Bits moved to the right, copies of the sign before them. */
  shiftRightArithmetic: binary(e.shiftRightArithmetic),
  /** Numbers rounded as if they had so many bits of exponent and mantissa. */
  reducePrecision: (x: Input, exponent_bits: number, mantissa_bits: number): JaxArray =>
    asArray(e.reducedPrecision(asOperand(x), exponent_bits, mantissa_bits)),
  /** The same bits read as another type. */
  bitcastConvertType: (x: Input, dtype: DTypeLike): JaxArray =>
    asArray(e.bitcast(asOperand(x), canonical(dtypeOf(dtype)))),
  /** Numbers kept between two bounds. */
  clamp: (low: Input, x: Input, high: Input): JaxArray => {
    const operand = asOperand(x)
    const [least, most] = mapped([low, high], (bound) =>
      typeof bound === 'number' ? s.like(operand, bound) : asOperand(bound),
    )
    return asArray(e.clamp(least, operand, most))
  },
  /** A whole power of each number. */
  integerPow: (x: Input, y: number): JaxArray => asArray(e.integerPow(asOperand(x), y)),
  /** Of each place the one or the other, by booleans. */
  select: (which: Input, yes: Input, no: Input): JaxArray =>
    asArray(e.selectN(asOperand(which), [asOperand(no), asOperand(yes)])),
  /** The same numbers in another type. */
  convertElementType: (x: Input, dtype: DTypeLike): JaxArray =>
    asArray(s.convertElementType(asOperand(x), canonical(dtypeOf(dtype)))),
  /** The same elements in another shape. */
  reshape: (x: Input, shape: readonly number[]): JaxArray => asArray(s.reshape(asOperand(x), shape)),
  /** The same elements, axes in another order. */
  transpose: (x: Input, axes: readonly number[]): JaxArray => asArray(s.transpose(asOperand(x), axes)),
  /** An array repeated into a larger shape, its axes at the given ones. */
  broadcastInDim: (x: Input, shape: readonly number[], dimensions: readonly number[]): JaxArray =>
    asArray(s.broadcastInDim(asOperand(x), shape, dimensions)),
  /** The sum over axes. */
  reduceSum: over(s.reduceSum),
  /** The largest over axes. */
  reduceMax: over(reduceMax),
  /** The smallest over axes. */
  reduceMin: over(reduceMin),
  /** The product over axes. */
  reduceProd: over(reduceProd),
  /** Whether all are true, over axes. */
  reduceAnd: over(reduceAnd),
  /** Whether one is true, over axes. */
  reduceOr: over(reduceOr),
  /** Where the largest stands on an axis. */
  argmax: position(argmax),
  /** Where the smallest stands on an axis. */
  argmin: position(argmin),
  sort: sorted,
  /** The `k` largest of the last axis, and where they stand. */
  topK: (x: Input, k: number): readonly JaxArray[] => topK(asOperand(x), k).map(asArray),
  reduceWindow: reduceOverWindow,
  /** The sums of all up to each place of an axis. */
  cumsum: running(cumsum),
  /** The products of all up to each place of an axis. */
  cumprod: running(cumprod),
  /** The largest of all up to each place of an axis. */
  cummax: running(cummax),
  /** The smallest of all up to each place of an axis. */
  cummin: running(cummin),
  /** The logarithm of summed exponentials of all up to each place of an axis. */
  cumlogsumexp: running(cumlogsumexp),
  /** A product that sums over the axes that are told, and keeps axes of a batch. */
  dotGeneral: named(
    (x: Input, y: Input, numbers: DotNumbers, {preferred_element_type = null}: DotOptions = {}): JaxArray => {
      const to = preferred_element_type === null ? undefined : canonical(dtypeOf(preferred_element_type))
      return asArray(dotGeneral(asOperand(x), asOperand(y), numbers, to))
    },
    {qualname: 'dot_general', module: 'jax._src.lax.lax'},
  ),
  /** A convolution without dilation. */
  conv: (x: Input, kernel: Input, window_strides: readonly number[], padding: Padding): JaxArray =>
    asArray(convolve(asOperand(x), asOperand(kernel), {window_strides, padding})),
  /** A convolution with strides, padding, dilation and groups. */
  convGeneralDilated: named(
    (x: Input, kernel: Input, options: ConvolutionOptions): JaxArray =>
      asArray(convolve(asOperand(x), asOperand(kernel), options)),
    {qualname: 'conv_general_dilated', module: 'jax._src.lax.convolution'},
  ),
  /** A convolution that goes back from its output to its input, as layers that enlarge do. */
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
