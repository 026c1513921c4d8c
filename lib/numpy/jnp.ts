import {
  ArrayImpl,
  type DTypeLike,
  JaxArray,
  type Operand,
  type ScalarType,
  Tracer,
  booleanConversion,
  canonical,
  concretization,
  dtypeOf,
  isInexact,
  isInteger,
  mapped,
  scalarType,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  checkRanks,
  commonShape,
  elementwise as e,
  jitted,
  promoteDtypes,
  promoteShapes,
  shaping as s,
} from '../lax/index.ts'
import {isInt, named, PythonError} from '../python/index.ts'
import {arange, array, asarray, empty, full, fullLike, ones, onesLike, zeros, zerosLike} from './create.ts'
import {getitem, span} from './indexing.ts'
import {pad} from './padding.ts'
import {binary, arithmetic, ufunc, unary} from './ufunc.ts'
import {flagsOf, jitOf, whereOf} from './where.ts'

const scalar = (name: string): ScalarType & ((value: Input) => JaxArray) => {
  const dtype = dtypeOf(name)
  return scalarType((value: Input) => asarray(value, dtype), dtype)
}

/** What `jnp.round` takes. */
export interface RoundOptions {
  /** How many places behind the point are kept; 0 where it is not given, before it where it is below zero. */
  readonly decimals?: number
}

/** To so many places; an integer is round already. Source: jax `lax_numpy.py`, `round`. */
const rounded = (x: Operand, decimals: number): Operand => {
  const {dtype} = x.aval
  if (dtype.kind === 'b') s.fail('ValueError', "data type dtype('bool') not compatible with finfo")
  if (isInteger(dtype) && decimals < 0)
    s.fail('NotImplementedError', 'integer np.round not implemented for decimals < 0')
  if (isInteger(dtype)) return x
  if (decimals === 0) return e.round(x)
  const wide = dtype.name === 'float16' ? s.convertElementType(x, dtypeOf('float32')) : x
  const factor = s.like(wide, 10 ** decimals)
  const result = e.div(e.round(e.mul(wide, factor)), factor)
  return wide === x ? result : s.convertElementType(result, dtype)
}

function where(which: Input, yes: Input, no: Input): JaxArray {
  const operands = mapped([which, yes, no], (value) => asOperand(value, 'where'))
  commonShape(operands)
  return asArray(whereOf(...operands))
}

/** The same numbers in another type. */
function astype(x: Input, dtype: DTypeLike): JaxArray {
  return asArray(s.convertElementType(asOperand(x), canonical(dtypeOf(dtype))))
}

/** `jnp.isfinite`: a whole number is. */
const finite = (x: Operand): Operand =>
  x.aval.dtype.kind === 'f' || x.aval.dtype.kind === 'c'
    ? e.isFinite(x)
    : s.filled(x.aval.shape, s.literal(1, dtypeOf('bool')))

/**
 * `jnp.power`: a Python int is unrolled into products; an integer array to a float base stays one, so that the result can be
 * differentiated at 0 (jax/_src/numpy/ufuncs.py).
 */
function power(x: Input, y: Input): JaxArray {
  if (typeof y === 'boolean' || (typeof y === 'number' && isInt(y)))
    return asArray(e.integerPow(arithmetic(asOperand(x, 'power')), Number(y)))
  const operands = mapped([x, y], (value) => asOperand(value, 'power'))
  checkRanks('power', operands)
  const [base, exponent] = promoteShapes(operands)
  if (![base, exponent].some(({aval}) => isInexact(aval.dtype)))
    return asArray(wholePower(...mapped(promoteDtypes('power', [base, exponent]), arithmetic)))
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

/** `jnp.clip`: held between two bounds, of which null is none. */
const clip = (x: Input, low: Input | null = null, high: Input | null = null): JaxArray =>
  jitOf(
    'clip',
    `${low === null}|${high === null}`,
    [x, low, high].filter((one) => one !== null),
    (a, ...bounds) => {
      const [least, most] = [low === null ? undefined : bounds[0], high === null ? undefined : bounds.at(-1)]
      const above = least === undefined ? a : bounded('maximum', e.max, least, a)
      return asArray(most === undefined ? above : bounded('minimum', e.min, most, above))
    },
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
  /** The type of booleans, and what makes arrays of it. */
  bool_: scalar('bool'),
  /** The type of integers of 4 bits, and what makes arrays of it. */
  int4: scalar('int4'),
  /** The type of integers of 8 bits, and what makes arrays of it. */
  int8: scalar('int8'),
  /** The type of integers of 16 bits, and what makes arrays of it. */
  int16: scalar('int16'),
  /** The type of integers of 32 bits, and what makes arrays of it. */
  int32: scalar('int32'),
  /** The type of integers of 64 bits; without `jax_enable_x64` arrays of it have 32. */
  int64: scalar('int64'),
  /** The type of integers of 4 bits without a sign, and what makes arrays of it. */
  uint4: scalar('uint4'),
  /** The type of integers of 8 bits without a sign, and what makes arrays of it. */
  uint8: scalar('uint8'),
  /** The type of integers of 16 bits without a sign, and what makes arrays of it. */
  uint16: scalar('uint16'),
  /** The type of integers of 32 bits without a sign, and what makes arrays of it. */
  uint32: scalar('uint32'),
  /** The type of integers of 64 bits without a sign; without `jax_enable_x64` arrays of it have 32. */
  uint64: scalar('uint64'),
  /** The type of floats of 16 bits, and what makes arrays of it. */
  float16: scalar('float16'),
  /** The type of floats of 16 bits with the range of float32, and what makes arrays of it. */
  bfloat16: scalar('bfloat16'),
  /** The type of floats of 32 bits, and what makes arrays of it. */
  float32: scalar('float32'),
  /** The type of floats of 64 bits; without `jax_enable_x64` arrays of it have 32. */
  float64: scalar('float64'),
  /** A type of floats of 8 bits, 4 of them of the exponent, and what makes arrays of it. */
  float8_e4m3fn: scalar('float8_e4m3fn'),
  /** A type of floats of 8 bits, 5 of them of the exponent, and what makes arrays of it. */
  float8_e5m2: scalar('float8_e5m2'),
  /** The type of complex numbers of two float32, and what makes arrays of it. */
  complex64: scalar('complex64'),
  /** The type of complex numbers of two float64; without `jax_enable_x64` arrays of it are complex64. */
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
  array,
  /** `x + y`; of booleans `or`. */
  add: binary('add', (x, y) => (x.aval.dtype.kind === 'b' ? e.or(x, y) : e.add(x, y))),
  /** `x - y`. */
  subtract: binary('subtract', e.sub),
  /** `x * y`; of booleans `and`. */
  multiply: binary('multiply', (x, y) => (x.aval.dtype.kind === 'b' ? e.and(x, y) : e.mul(x, y))),
  /** `x / y`, as floats. */
  divide: binary('divide', e.div, true, 'true_divide'),
  /** The larger of two, place by place; NaN where one is. */
  maximum: binary('maximum', e.max),
  /** The smaller of two, place by place; NaN where one is. */
  minimum: binary('minimum', e.min),
  /** Where two arrays are equal, as booleans. */
  equal: binary('equal', e.eq),
  /** Where two arrays differ, as booleans. */
  notEqual: binary('not_equal', e.ne),
  /** Where `x > y`, as booleans. */
  greater: binary('greater', e.gt),
  /** Where `x >= y`, as booleans. */
  greaterEqual: binary('greater_equal', e.ge),
  /** Where `x < y`, as booleans. */
  less: binary('less', e.lt),
  /** Where `x <= y`, as booleans. */
  lessEqual: binary('less_equal', e.le),
  /** Where an array is zero or false. */
  logicalNot: unary('logical_not', (x) => e.not(flagsOf(x))),
  /** `-x`. */
  negative: unary('negative', e.neg),
  /** The absolute value. */
  abs: unary('abs', (x) => ('bu'.includes(x.aval.dtype.kind) ? x : e.abs(x))),
  /** -1, 0 or 1, as a number is below, at or above zero. */
  sign: unary('sign', e.sign),
  /** `x * x`. */
  square: unary('square', (x) => e.square(arithmetic(x))),
  /** Numbers rounded to so many places; halves go to the even one. */
  round: ufunc('round', (x: Input, {decimals = 0}: RoundOptions = {}): JaxArray =>
    asArray(jitted('round', String(decimals), promoteDtypes('round', [x]), (a) => rounded(a, decimals))),
  ),
  /** e to the power of each number. */
  exp: unary('exp', e.exp, true),
  /** `exp(x) - 1`, exact near zero. */
  expm1: unary('expm1', e.expm1, true),
  /** The natural logarithm. */
  log: unary('log', e.log, true),
  /** `log(1 + x)`, exact near zero. */
  log1p: unary('log1p', e.log1p, true),
  /** The square root. */
  sqrt: unary('sqrt', e.sqrt, true),
  /** The sine. */
  sin: unary('sin', e.sin, true),
  /** The cosine. */
  cos: unary('cos', e.cos, true),
  /** The hyperbolic tangent. */
  tanh: named(unary('tanh', e.tanh, true), {
    type: 'jaxlib._jax.PjitFunction',
    qualname: 'tanh',
    module: 'jax.numpy',
    repr: '<PjitFunction of <function tanh>>',
  }),
  /** Where an array is NaN. */
  isnan: unary('isnan', e.isNaN),
  /** Where a number is neither infinite nor NaN. */
  isfinite: unary('isfinite', finite),
  power,
  clip,
  where,
  getitem,
  s_: span,
  pad,
  astype,
} as const
