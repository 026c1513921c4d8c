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
  array,
  add: binary('add', (x, y) => (x.aval.dtype.kind === 'b' ? e.or(x, y) : e.add(x, y))),
  subtract: binary('subtract', e.sub),
  multiply: binary('multiply', (x, y) => (x.aval.dtype.kind === 'b' ? e.and(x, y) : e.mul(x, y))),
  divide: binary('divide', e.div, true, 'true_divide'),
  maximum: binary('maximum', e.max),
  minimum: binary('minimum', e.min),
  equal: binary('equal', e.eq),
  notEqual: binary('not_equal', e.ne),
  greater: binary('greater', e.gt),
  greaterEqual: binary('greater_equal', e.ge),
  less: binary('less', e.lt),
  lessEqual: binary('less_equal', e.le),
  logicalNot: unary('logical_not', (x) => e.not(flagsOf(x))),
  negative: unary('negative', e.neg),
  abs: unary('abs', (x) => ('bu'.includes(x.aval.dtype.kind) ? x : e.abs(x))),
  sign: unary('sign', e.sign),
  square: unary('square', (x) => e.square(arithmetic(x))),
  round: ufunc('round', (x: Input, {decimals = 0}: RoundOptions = {}): JaxArray =>
    asArray(jitted('round', String(decimals), promoteDtypes('round', [x]), (a) => rounded(a, decimals))),
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
  isnan: unary('isnan', e.isNaN),
  isfinite: unary('isfinite', finite),
  power,
  clip,
  where,
  getitem,
  s_: span,
  pad,
  astype,
} as const
