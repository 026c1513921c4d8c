import {
  ArrayImpl,
  type Axis,
  type DType,
  type DTypeLike,
  JaxArray,
  Literal,
  type Operand,
  type ReduceOptions,
  type ScalarType,
  type Shape,
  type SpreadOptions,
  Tracer,
  at,
  booleanConversion,
  canonical,
  concretization,
  defaultDtype,
  dtypeOf,
  isInexact,
  isInteger,
  mapped,
  sameShape,
  scalarType,
  shapeText,
  volume,
} from '../array/index.ts'
import {
  type Input,
  argmax,
  argmin,
  asArray,
  asOperand,
  checkRanks,
  commonShape,
  cumsum,
  dotPromoted,
  elementwise as e,
  jitted,
  normalAxes,
  normalAxis,
  promoteArgs,
  promoteDtypes,
  promoteShapes,
  reduceAnd,
  reduceMax,
  reduceMin,
  reduceOr,
  reduceProd,
  shaping as s,
  sort,
  take,
} from '../lax/index.ts'
import {named, PythonError} from '../python/index.ts'
import {
  arange,
  asarray,
  broadcastTo,
  empty,
  full,
  fullLike,
  ones,
  onesLike,
  type ShapeLike,
  shapeOf,
  zeros,
  zerosLike,
} from './create.ts'
import {einsum} from './contraction.ts'
import {getitem, span} from './indexing.ts'
import {pad} from './padding.ts'
import {ufunc} from './ufunc.ts'

const scalar = (name: string): ScalarType & ((value: Input) => JaxArray) => {
  const dtype = dtypeOf(name)
  return scalarType((value: Input) => asarray(value, dtype), dtype)
}

const unary = (name: string, apply: (x: Operand) => Operand, inexact = false) =>
  ufunc(name, (x: Input): JaxArray => asArray(apply(promoteDtypes(name, [x], inexact)[0])))

const binary = (name: string, apply: (x: Operand, y: Operand) => Operand, inexact = false, called = name) =>
  ufunc(name, (x: Input, y: Input): JaxArray => {
    const [a, b] = promoteArgs(called, [x, y], inexact)
    return asArray(apply(a, b))
  })

/** An integer is round already. */
const rounded = (x: Operand): Operand => {
  if (x.aval.dtype.kind === 'b') s.fail('ValueError', "data type dtype('bool') not compatible with finfo")
  return isInteger(x.aval.dtype) ? x : e.round(x)
}

/** Puts summed axes back with one element each. */
const keep = (x: Operand, shape: Shape, axes: readonly number[], keepdims: boolean): Operand =>
  keepdims
    ? s.broadcastInDim(
        x,
        shape.map((n, axis) => (axes.includes(axis) ? 1 : n)),
        shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis)),
      )
    : x

/** The dtype in which JAX adds up: 32 bits at least. */
function sumDtype(dtype: DType): DType {
  if (dtype.kind === 'b' || (dtype.kind === 'i' && dtype.bits < 32)) return defaultDtype('i')
  return dtype.kind === 'u' && dtype.bits < 32 ? canonical(dtypeOf('uint64')) : dtype
}

const checkNumber = (x: Operand): Operand =>
  x.aval.dtype.kind === 'k'
    ? s.fail('TypeError', `Cannot interpret '${x.aval.dtype.name}' as a data type`)
    : x

/** Sums in float32 where the dtype is half as wide, then goes back. */
function addUp(x: Operand, axes: readonly number[], dtype: DType): Operand {
  const half = dtype.kind === 'f' && dtype.bits < 32
  const wide = s.convertElementType(x, half ? dtypeOf('float32') : dtype)
  return half ? s.convertElementType(s.reduceSum(wide, axes), dtype) : s.reduceSum(wide, axes)
}

function sum(x: Input, {axis = null, keepdims = false, dtype}: ReduceOptions = {}): JaxArray {
  const operand = checkNumber(asOperand(x, 'sum'))
  const axes = normalAxes(axis, operand.aval.ndim)
  const to = dtype === undefined ? sumDtype(operand.aval.dtype) : canonical(dtypeOf(dtype))
  const total = addUp(operand, axes, to)
  return asArray(keep(total, operand.aval.shape, axes, keepdims))
}

function mean(x: Input, {axis = null, keepdims = false, dtype}: ReduceOptions = {}): JaxArray {
  const operand = checkNumber(asOperand(x, 'mean'))
  const {aval} = operand
  if (
    axis !== null &&
    (typeof axis === 'number' ? [axis] : axis).some((one) => one >= aval.ndim || one < -aval.ndim)
  )
    s.fail('IndexError', 'tuple index out of range')
  const axes = normalAxes(axis, aval.ndim)
  const to =
    dtype !== undefined ? canonical(dtypeOf(dtype)) : isInexact(aval.dtype) ? aval.dtype : defaultDtype('f')
  const count = volume(s.sizesAt(aval.shape, axes))
  const half = to.kind === 'f' && to.bits < 32
  const wide = half ? dtypeOf('float32') : to
  const total = keep(s.reduceSum(s.convertElementType(operand, wide), axes), aval.shape, axes, keepdims)
  return asArray(s.convertElementType(e.div(total, s.literal(count, wide)), to))
}

const weakInt = (value: number): Literal => s.literal(value, defaultDtype('i'), true)

function variance(
  operand: Operand,
  axes: readonly number[],
  keepdims: boolean,
  correction: Operand,
): Operand {
  return jitted('_var', `${axes.join(',')}|${keepdims}`, [operand, correction], (x, by) => {
    const [a] = promoteDtypes('var', [x], true)
    const count = volume(s.sizesAt(a.aval.shape, axes))
    const centre = e.div(keep(s.reduceSum(a, axes), a.aval.shape, axes, true), s.like(a, count))
    const squares = e.square(e.sub(a, centre))
    const normalizer = e.sub(s.like(a, count), s.convertElementType(by, a.aval.dtype))
    const total = e.div(keep(s.reduceSum(squares, axes), a.aval.shape, axes, keepdims), normalizer)
    return whereOf(e.gt(normalizer, s.like(a, 0)), total, s.literal(Number.NaN, a.aval.dtype, true))
  })
}

const var_ = (x: Input, {axis = null, keepdims = false, ddof = 0}: SpreadOptions = {}): JaxArray => {
  const operand = asOperand(x, 'var')
  return asArray(variance(operand, normalAxes(axis, operand.aval.ndim), keepdims, weakInt(ddof)))
}

const std = (x: Input, {axis = null, keepdims = false, ddof = 0}: SpreadOptions = {}): JaxArray => {
  const operand = asOperand(x, 'std')
  const axes = normalAxes(axis, operand.aval.ndim)
  return asArray(
    jitted('_std', `${axes.join(',')}|${keepdims}`, [operand, weakInt(ddof)], (a, by) =>
      e.sqrt(variance(a, axes, keepdims, by)),
    ),
  )
}

/** What `jnp.max` and `jnp.min` take. */
export interface ExtremeOptions extends ReduceOptions {
  /** What the result is at least (max) or at most (min). */
  readonly initial?: number
}

const extreme =
  (
    name: string,
    reduce: (x: Operand, axes: readonly number[]) => Operand,
    choose: (x: Operand, y: Operand) => Operand,
  ) =>
  (x: Input, {axis = null, keepdims = false, initial}: ExtremeOptions = {}): JaxArray => {
    const operand = asOperand(x, name)
    const axes = normalAxes(axis, operand.aval.ndim)
    if (initial === undefined && s.sizesAt(operand.aval.shape, axes).includes(0))
      s.fail('ValueError', `zero-size array to reduction operation ${name} which has no identity`)
    const found = s.convertElementType(reduce(operand, axes), operand.aval.dtype)
    const held = initial === undefined ? found : choose(s.like(operand, initial), found)
    return asArray(keep(held, operand.aval.shape, axes, keepdims))
  }

const truth =
  (reduce: (x: Operand, axes: readonly number[]) => Operand) =>
  (x: Input, {axis = null, keepdims = false}: ReduceOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const axes = normalAxes(axis, operand.aval.ndim)
    const bool = dtypeOf('bool')
    const flags = operand.aval.dtype === bool ? operand : e.ne(operand, s.like(operand, 0))
    return asArray(keep(reduce(flags, axes), operand.aval.shape, axes, keepdims))
  }

const position =
  (reduce: (x: Operand, axes: readonly number[]) => Operand) =>
  (x: Input, {axis = null}: {readonly axis?: number | null} = {}): JaxArray => {
    const operand = asOperand(x)
    if (axis === null) return asArray(reduce(s.reshape(operand, [operand.aval.size]), [0]))
    if (axis >= operand.aval.ndim || axis < -operand.aval.ndim)
      s.fail('IndexError', 'tuple index out of range')
    return asArray(reduce(operand, [normalAxis(axis, operand.aval.ndim)]))
  }

/** `jnp.where(which, yes, no)` on operands: JAX's jitted `_where`. */
export const whereOf = (which: Operand, yes: Operand, no: Operand): Operand =>
  jitted('_where', '', [which, yes, no], (w, a, b) => {
    const flags = w.aval.dtype.kind === 'b' ? w : e.ne(w, s.like(w, 0))
    const [x, y] = promoteDtypes('where', [a, b])
    const shape = commonShape([flags, x, y])
    const chooser = flags.aval.ndim === 0 ? flags : broadcastTo(flags, shape)
    const [px, py] = mapped([x, y], (one) => broadcastTo(one, shape))
    return e.selectN(chooser, [py, px])
  })

function where(which: Input, yes: Input, no: Input): JaxArray {
  const operands = mapped([which, yes, no], (value) => asOperand(value, 'where'))
  commonShape(operands)
  return asArray(whereOf(...operands))
}

function reshape(x: Input, shape: ShapeLike): JaxArray {
  const operand = asOperand(x)
  const {size, shape: before} = operand.aval
  const given = shapeOf(shape)
  const text = typeof shape === 'number' ? String(shape) : shapeText(given)
  const unknown = given.indexOf(-1)
  const rest = given.reduce((product, n) => (n === -1 ? product : product * n), 1)
  if (unknown >= 0 && size % rest !== 0)
    s.fail(
      'TypeError',
      `cannot reshape array of shape ${shapeText(before)} (size ${size}) into shape ${text} because the product of specified axis sizes (${rest}) does not evenly divide ${size}`,
    )
  const out = given.map((n) => (n === -1 ? size / rest : n))
  if (unknown < 0 && rest !== size)
    s.fail(
      'TypeError',
      `cannot reshape array of shape ${shapeText(before)} (size ${size}) into shape ${text} (size ${rest})`,
    )
  return asArray(s.reshape(operand, out))
}

function transpose(x: Input, axes?: readonly number[]): JaxArray {
  const operand = asOperand(x)
  const rank = operand.aval.ndim
  return asArray(
    s.transpose(
      operand,
      axes?.map((axis) => (axis < 0 ? axis + rank : axis)) ??
        operand.aval.shape.map((_, axis) => rank - 1 - axis),
    ),
  )
}

function swapaxes(x: Input, first: number, second: number): JaxArray {
  const rank = asOperand(x).aval.ndim
  const axes = Array.from({length: rank}, (_, axis) => axis)
  const [a, b] = [normalAxis(first, rank), normalAxis(second, rank)]
  axes[a] = b
  axes[b] = a
  return transpose(x, axes)
}

function moveaxis(x: Input, from: number, to: number): JaxArray {
  const rank = asOperand(x).aval.ndim
  const axes = Array.from({length: rank}, (_, axis) => axis)
  axes.splice(normalAxis(to, rank), 0, ...axes.splice(normalAxis(from, rank), 1))
  return transpose(x, axes)
}

function expandDims(x: Input, axis: number | readonly number[]): JaxArray {
  const operand = asOperand(x)
  const axes = typeof axis === 'number' ? [axis] : axis
  return asArray(
    s.expandDims(
      operand,
      axes.map((one) => normalAxis(one, operand.aval.ndim + axes.length)),
    ),
  )
}

function squeeze(x: Input, axis: Axis = null): JaxArray {
  const operand = asOperand(x)
  const axes =
    axis === null
      ? operand.aval.shape.flatMap((n, i) => (n === 1 ? [i] : []))
      : normalAxes(axis, operand.aval.ndim)
  return asArray(s.squeeze(operand, axes))
}

function concatenate(xs: readonly Input[], {axis = 0}: {readonly axis?: number} = {}): JaxArray {
  if (xs.length === 0) s.fail('ValueError', 'Need at least one array to concatenate.')
  const operands = promoteDtypes('concatenate', xs)
  return asArray(s.concatenate(operands, normalAxis(axis, at(operands, 0).aval.ndim)))
}

function stack(xs: readonly Input[], {axis = 0}: {readonly axis?: number} = {}): JaxArray {
  const operands = promoteDtypes('stack', xs)
  const shapes = operands.map(({aval}) => aval.shape)
  const first = at(shapes, 0)
  if (shapes.some((shape) => shape.length !== first.length))
    s.fail(
      'ValueError',
      `Cannot stack arrays with different numbers of dimensions: got ${shapes.map(shapeText).join(', ')}.`,
    )
  if (shapes.some((shape) => !sameShape(shape, first)))
    s.fail('ValueError', 'All input arrays must have the same shape.')
  return asArray(s.stack(operands, normalAxis(axis, first.length + 1)))
}

function split(x: Input, parts: number, {axis = 0}: {readonly axis?: number} = {}): readonly JaxArray[] {
  const operand = asOperand(x)
  const along = normalAxis(axis, operand.aval.ndim)
  const n = at(operand.aval.shape, along)
  if (n % parts !== 0)
    s.fail('ValueError', `array split does not result in an equal division: rest is ${n % parts}`)
  return s
    .laxSplit(
      operand,
      Array.from({length: parts}, () => n / parts),
      along,
    )
    .map(asArray)
}

function astype(x: Input, dtype: DTypeLike): JaxArray {
  return asArray(s.convertElementType(asOperand(x), canonical(dtypeOf(dtype))))
}

function matmul(x: Input, y: Input): JaxArray {
  const given = mapped([x, y], (value) => asOperand(value, 'matmul'))
  given.forEach(({aval}, i) => {
    if (aval.ndim === 0)
      s.fail('ValueError', `matmul input operand ${i} must have ndim at least 1, but it has ndim 0`)
  })
  const [a, b] = given
  const batch = Math.min(a.aval.ndim, b.aval.ndim) > 2 ? Math.min(a.aval.ndim, b.aval.ndim) - 2 : 0
  const axes = Array.from({length: batch}, (_, i) => i)
  if (b.aval.ndim <= 2 || a.aval.ndim === b.aval.ndim)
    return asArray(
      dotPromoted(a, b, [
        [[a.aval.ndim - 1], [Math.max(0, b.aval.ndim - 2)]],
        [axes, axes],
      ]),
    )
  const found = dotPromoted(a, b, [
    [[a.aval.ndim - 1], [b.aval.ndim - 2]],
    [[], []],
  ])
  const rows = a.aval.ndim - 1
  return asArray(
    s.transpose(found, [
      ...Array.from({length: found.aval.ndim - rows - 1}, (_, i) => i + rows),
      ...Array.from({length: rows}, (_, i) => i),
      found.aval.ndim - 1,
    ]),
  )
}

function dot(x: Input, y: Input): JaxArray {
  const [a, b] = mapped([x, y], (value) => asOperand(value, 'dot'))
  if (a.aval.ndim === 0 || b.aval.ndim === 0) return asArray(e.mul(...promoteDtypes('dot', [a, b])))
  return asArray(
    dotPromoted(a, b, [
      [[a.aval.ndim - 1], [Math.max(0, b.aval.ndim - 2)]],
      [[], []],
    ]),
  )
}

/**
 * `jnp.power`: a Python int is unrolled into products; an integer array to a float base stays one, so that the result can be
 * differentiated at 0 (jax/_src/numpy/ufuncs.py).
 */
function power(x: Input, y: Input): JaxArray {
  if (typeof y === 'boolean' || (typeof y === 'number' && Number.isInteger(y) && !Object.is(y, -0)))
    return asArray(e.integerPow(asOperand(x), Number(y)))
  const operands = mapped([x, y], (value) => asOperand(value, 'power'))
  checkRanks('power', operands)
  const [base, exponent] = promoteShapes(operands)
  if (isInteger(base.aval.dtype) && isInteger(exponent.aval.dtype))
    return asArray(wholePower(...promoteDtypes('power', [base, exponent])))
  const [a, b] = promoteDtypes('power', [base, exponent], true)
  const isWhole = isInexact(base.aval.dtype) && isInteger(exponent.aval.dtype)
  return asArray(isWhole ? e.pow(base, exponent) : e.pow(a, b))
}

/** Integers to an integer power, by squaring; source: jax `ufuncs.py`, `_pow_int_int`. */
function wholePower(base: Operand, exponent: Operand): Operand {
  const [zero, one] = [s.like(exponent, 0), s.like(exponent, 1)]
  let power = whereOf(e.and(e.eq(base, zero), e.ne(exponent, zero)), zero, one)
  let [square, left] = [base, exponent]
  for (let bit = 0; bit < 6; bit++) {
    power = whereOf(e.and(left, one), e.mul(power, square), power)
    square = e.mul(square, square)
    left = e.shiftRightLogical(left, one)
  }
  return power
}

/** One bound of `jnp.clip`: of the value's dtype, and broadcast with it as `jnp.maximum` and `jnp.minimum` do. */
const bounded = (
  name: string,
  apply: (bound: Operand, value: Operand) => Operand,
  bound: Operand,
  value: Operand,
): Operand => {
  const weak = bound.aval.weak_type && value.aval.weak_type
  const operands = [s.convertElementType(bound, value.aval.dtype, weak), value] as const
  checkRanks(name, operands)
  return apply(...promoteShapes<readonly [Input, Input]>(operands))
}

const clip = (x: Input, low: Input, high: Input): JaxArray =>
  asArray(
    jitted(
      'clip',
      '',
      mapped([x, low, high], (value) => asOperand(value)),
      (a, lo, hi) => bounded('minimum', e.min, hi, bounded('maximum', e.max, lo, a)),
    ),
  )

const negative = (x: Operand): Operand => e.neg(x)
const promoted = (name: string, apply: (x: Operand, y: Operand) => Operand, inexact = false) =>
  binary(name, apply, inexact)

/** `jnp.tril` and `jnp.triu` on the last two axes. */
const triangle =
  (name: 'tril' | 'triu') =>
  (x: Input, k = 0): JaxArray =>
    asArray(
      jitted(name, String(k), [asOperand(x)], (a) => {
        const [rows, columns] = [at(a.aval.shape, a.aval.ndim - 2), at(a.aval.shape, a.aval.ndim - 1)]
        const int = s.indexDtype()
        const mask = e.ge(
          e.add(s.iota(int, [rows, columns], 0), s.literal(name === 'tril' ? k : k - 1, int)),
          s.iota(int, [rows, columns], 1),
        )
        const zero = s.filled(a.aval.shape, s.literal(0, a.aval.dtype, a.aval.weak_type))
        const which = broadcastTo(mask, a.aval.shape)
        return e.selectN(which, name === 'tril' ? [zero, a] : [a, zero])
      }),
    )

/** `bool(x)`: Python's truth of an array. A traced one has none. */
export function bool(x: JaxArray): boolean {
  if (x.size > 1)
    throw new PythonError(
      'ValueError',
      'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    )
  if (x instanceof Tracer) throw booleanConversion(x)
  return x instanceof ArrayImpl && x.contents !== null
    ? Number(x.contents[0]) !== 0
    : s.fail(
        'ValueError',
        `the contents of this array (${x.aval.toString()}) are not known, so it has no truth value; branch on its shape or dtype instead`,
      )
}

/** `float(x)`, `int(x)` of an array of one element. */
export function item(x: JaxArray, python: 'int' | 'float' | 'complex' = 'float'): number {
  if (x instanceof Tracer) throw concretization(x, python)
  if (x.size !== 1) s.fail('TypeError', 'Only scalar arrays can be converted to Python scalars.')
  return x instanceof ArrayImpl && x.contents !== null
    ? Number(x.contents[0])
    : s.fail('ValueError', `the contents of this array (${x.aval.toString()}) are not known`)
}

/** The functions of `jnp` that are used most. */
export const basics = {
  bool_: scalar('bool'),
  int4: scalar('int4'),
  int8: scalar('int8'),
  int16: scalar('int16'),
  int32: scalar('int32'),
  int64: scalar('int64'),
  uint4: scalar('uint4'),
  uint8: scalar('uint8'),
  uint16: scalar('uint16'),
  uint32: scalar('uint32'),
  uint64: scalar('uint64'),
  float16: scalar('float16'),
  bfloat16: scalar('bfloat16'),
  float32: scalar('float32'),
  float64: scalar('float64'),
  float8_e4m3fn: scalar('float8_e4m3fn'),
  float8_e5m2: scalar('float8_e5m2'),
  complex64: scalar('complex64'),
  complex128: scalar('complex128'),
  dtype: dtypeOf,
  zeros,
  ones,
  full,
  empty,
  zerosLike,
  onesLike,
  fullLike,
  arange,
  asarray,
  array: asarray,
  add: promoted('add', (x, y) => (x.aval.dtype.kind === 'b' ? e.or(x, y) : e.add(x, y))),
  subtract: promoted('subtract', e.sub),
  multiply: promoted('multiply', (x, y) => (x.aval.dtype.kind === 'b' ? e.and(x, y) : e.mul(x, y))),
  divide: binary('divide', e.div, true, 'true_divide'),
  maximum: promoted('maximum', e.max),
  minimum: promoted('minimum', e.min),
  equal: promoted('equal', e.eq),
  notEqual: promoted('not_equal', e.ne),
  greater: promoted('greater', e.gt),
  greaterEqual: promoted('greater_equal', e.ge),
  less: promoted('less', e.lt),
  lessEqual: promoted('less_equal', e.le),
  logicalNot: unary('logical_not', (x) => e.not(x.aval.dtype.kind === 'b' ? x : e.ne(x, s.like(x, 0)))),
  negative: unary('negative', negative),
  abs: unary('abs', e.abs),
  sign: unary('sign', e.sign),
  square: unary('square', e.square),
  round: ufunc('round', (x: Input): JaxArray =>
    asArray(jitted('round', '', promoteDtypes('round', [x]), rounded)),
  ),
  exp: unary('exp', e.exp, true),
  expm1: unary('expm1', e.expm1, true),
  log: unary('log', e.log, true),
  log1p: unary('log1p', e.log1p, true),
  sqrt: unary('sqrt', e.sqrt, true),
  sin: unary('sin', e.sin, true),
  cos: unary('cos', e.cos, true),
  tanh: named(unary('tanh', e.tanh, true), {
    type: 'jaxlib._jax.PjitFunction',
    qualname: 'tanh',
    module: 'jax.numpy',
    repr: '<PjitFunction of <function tanh>>',
  }),
  isnan: unary('isnan', (x) => e.ne(x, x)),
  isfinite: unary('isfinite', e.isFinite, true),
  power,
  clip,
  sum,
  mean,
  var: var_,
  std,
  max: extreme('max', reduceMax, e.max),
  min: extreme('min', reduceMin, e.min),
  prod: (x: Input, {axis = null}: ReduceOptions = {}): JaxArray => {
    const operand = asOperand(x)
    return asArray(
      reduceProd(
        s.convertElementType(operand, sumDtype(operand.aval.dtype)),
        normalAxes(axis, operand.aval.ndim),
      ),
    )
  },
  any: truth(reduceOr),
  all: truth(reduceAnd),
  argmax: position(argmax),
  argmin: position(argmin),
  cumsum: (x: Input, {axis = 0}: {readonly axis?: number} = {}): JaxArray => {
    const operand = asOperand(x)
    return asArray(
      jitted('cumsum', String(axis), [operand], (a) =>
        cumsum(s.convertElementType(a, a.aval.dtype), normalAxis(axis, a.aval.ndim)),
      ),
    )
  },
  sort: (x: Input, {axis = -1}: {readonly axis?: number} = {}): JaxArray =>
    asArray(jitted('sort', String(axis), [asOperand(x)], (a) => sort(a, normalAxis(axis, a.aval.ndim)))),
  where,
  reshape,
  ravel: (x: Input): JaxArray => reshape(x, -1),
  transpose,
  swapaxes,
  moveaxis,
  expandDims,
  squeeze,
  broadcastTo: (x: Input, shape: ShapeLike): JaxArray => asArray(broadcastTo(asOperand(x), shapeOf(shape))),
  concatenate,
  stack,
  split,
  getitem,
  s_: span,
  tile: (x: Input, reps: readonly number[]): JaxArray => asArray(s.tile(asOperand(x), reps)),
  take: (x: Input, indices: Input, {axis = 0}: {readonly axis?: number} = {}): JaxArray => {
    const [operand, at] = [asOperand(x), asOperand(indices)]
    if (!isInteger(at.aval.dtype)) s.fail('ValueError', 'indices must have an integer type')
    return asArray(take(operand, at, normalAxis(axis, operand.aval.ndim)))
  },
  tril: triangle('tril'),
  triu: triangle('triu'),
  /** `jnp.repeat(x, n, axis)`. */
  repeat: (x: Input, n: number, {axis}: {readonly axis: number}): JaxArray => {
    const operand = asOperand(x)
    const along = normalAxis(axis, operand.aval.ndim)
    const {shape} = operand.aval
    const apart = s.broadcastInDim(
      operand,
      [...shape.slice(0, along + 1), n, ...shape.slice(along + 1)],
      shape.map((_, i) => (i > along ? i + 1 : i)),
    )
    return asArray(
      s.reshape(
        apart,
        shape.map((size, i) => (i === along ? size * n : size)),
      ),
    )
  },
  /** `jnp.flip` along one axis. */
  flip: (x: Input, axis: number): JaxArray => {
    const operand = asOperand(x)
    return asArray(jitted('_flip', String(axis), [operand], (a) => s.rev(a, [normalAxis(axis, a.aval.ndim)])))
  },
  pad,
  astype,
  matmul,
  dot,
  einsum,
} as const
