import {defaultDtype, isInexact, isInteger, type JaxArray, type Operand} from '../array/index.ts'
import {
  asArray,
  asOperand,
  elementwise as e,
  type Input,
  promoteArgs,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {basics} from './jnp.ts'
import {ufunc} from './ufunc.ts'
import {whereOf} from './where.ts'

type One = (x: Operand) => Operand
type Two = (x: Operand, y: Operand) => Operand

const constant = (x: Operand, value: number): Operand => s.like(x, value)
const times =
  (factor: number): One =>
  (x) =>
    e.mul(x, constant(x, factor))
const isNaN: One = (x) => e.ne(x, x)
const isBelow = (x: Operand): Operand => e.lt(x, constant(x, 0))

/** Whether the sign's bit is set, of −0 and NaN too. */
const signbit: One = (x) =>
  isInexact(x.aval.dtype) && x.aval.dtype.bits === 32 ? isBelow(e.bitcast(x, defaultDtype('i'))) : isBelow(x)

/** Of whole numbers a function to whole numbers is the number itself. */
const whole =
  (round: One): One =>
  (x) =>
    isInexact(x.aval.dtype) ? round(x) : x

/** The rest of a division that has the divisor's sign; source: jax `ufuncs.py`, `remainder`. */
const remainder: Two = (x, y) => {
  const rest = e.rem(x, y)
  const zero = constant(rest, 0)
  const isOther = e.ne(isBelow(rest), isBelow(y))
  return whereOf(e.and(isOther, e.ne(rest, zero)), e.add(rest, y), rest)
}

/** The quotient rounded down; source: jax `ufuncs.py`, `floor_divide`. */
const floorDivide: Two = (x, y) => {
  if (isInexact(x.aval.dtype)) return e.round(e.div(e.sub(x, remainder(x, y)), y))
  const quotient = e.div(x, y)
  if (x.aval.dtype.kind === 'u') return quotient
  const isRest = e.ne(e.rem(x, y), constant(x, 0))
  return whereOf(e.and(e.ne(e.sign(x), e.sign(y)), isRest), e.sub(quotient, constant(x, 1)), quotient)
}

/** The logarithm of a sum of powers, of ties too; source: jax `ufuncs.py`, `logaddexp`. */
const addedPowers =
  (raise: One, scale: number): Two =>
  (x, y) => {
    const [high, low] = [e.max(x, y), e.min(x, y)]
    const rest = e.div(e.log1p(raise(e.sub(low, high))), constant(high, scale))
    return whereOf(isNaN(e.sub(x, y)), e.add(x, y), e.add(high, rest))
  }

/** Where one of the two is NaN, the other. */
const besideNaN =
  (isBetter: Two): Two =>
  (x, y) =>
    whereOf(e.or(isBetter(x, y), isNaN(y)), x, y)

const truthOf: One = (x) => (x.aval.dtype.kind === 'b' ? x : e.ne(x, constant(x, 0)))
const equals =
  (value: number): One =>
  (x) =>
    e.eq(x, constant(x, value))

const float = (name: string, apply: One) =>
  ufunc(name, (x: Input): JaxArray => asArray(apply(promoteDtypes(name, [x], true)[0])))
const same = (name: string, apply: One) =>
  ufunc(name, (x: Input): JaxArray => asArray(apply(promoteDtypes(name, [x])[0])))
const pair = (name: string, apply: Two, inexact = false) =>
  ufunc(name, (x: Input, y: Input): JaxArray => {
    const [a, b] = promoteArgs(name, [x, y], inexact)
    return asArray(apply(a, b))
  })
const logical = (name: string, apply: Two) =>
  ufunc(name, (x: Input, y: Input): JaxArray => {
    const [a, b] = promoteArgs(name, [x, y])
    return asArray(apply(truthOf(a), truthOf(b)))
  })

/** What `jnp.nan_to_num` puts in place of what is no finite number. */
export interface FiniteOptions {
  /** In place of NaN; 0 where it is not given. */
  readonly nan?: Input
  /** In place of infinity; the largest number of the dtype where it is not given. */
  readonly posinf?: Input
  /** In place of minus infinity; the smallest number of the dtype where it is not given. */
  readonly neginf?: Input
}

const largest: Readonly<Record<string, number>> = {
  float32: 3.4028234663852886e38,
  float64: Number.MAX_VALUE,
  bfloat16: 3.3895313892515355e38,
  float16: 65504,
}

/** The elementwise functions of `jnp` that take one or two arrays. */
export const ufuncs = {
  exp2: float('exp2', e.exp2),
  log2: float('log2', (x) => e.div(e.log(x), constant(x, Math.LN2))),
  log10: float('log10', (x) => e.div(e.log(x), constant(x, Math.LN10))),
  cbrt: float('cbrt', e.cbrt),
  reciprocal: float('reciprocal', (x) => e.integerPow(x, -1)),
  tan: float('tan', e.tan),
  arcsin: float('arcsin', e.asin),
  arccos: float('arccos', e.acos),
  arctan: float('arctan', e.atan),
  sinh: float('sinh', e.sinh),
  cosh: float('cosh', e.cosh),
  arcsinh: float('arcsinh', e.asinh),
  arccosh: float('arccosh', e.acosh),
  arctanh: float('arctanh', e.atanh),
  deg2rad: float('deg2rad', times(Math.PI / 180)),
  rad2deg: float('rad2deg', times(180 / Math.PI)),
  sinc: float('sinc', (x) => {
    const isZero = e.eq(x, constant(x, 0))
    const turned = e.mul(constant(x, Math.PI), whereOf(isZero, constant(x, 1), x))
    return whereOf(isZero, constant(x, 1), e.div(e.sin(turned), turned))
  }),
  fabs: float('fabs', e.abs),
  rint: float('rint', e.round),
  floor: same('floor', whole(e.floor)),
  ceil: same('ceil', whole(e.ceil)),
  trunc: same(
    'trunc',
    whole((x) => whereOf(isBelow(x), e.ceil(x), e.floor(x))),
  ),
  positive: same('positive', (x) => x),
  isinf: float('isinf', (x) => e.eq(e.abs(x), constant(x, Infinity))),
  isposinf: float('isposinf', equals(Infinity)),
  isneginf: float('isneginf', equals(-Infinity)),
  signbit: same('signbit', signbit),
  invert: same('invert', e.not),
  bitwiseNot: same('bitwise_not', e.not),
  arctan2: pair('arctan2', e.atan2, true),
  logaddexp: pair('logaddexp', addedPowers(e.exp, 1), true),
  logaddexp2: pair('logaddexp2', addedPowers(e.exp2, Math.LN2), true),
  fmax: pair('fmax', besideNaN(e.gt)),
  fmin: pair('fmin', besideNaN(e.lt)),
  hypot: pair('hypot', (x, y) => e.sqrt(e.add(e.square(x), e.square(y))), true),
  trueDivide: basics.divide,
  remainder: pair('remainder', remainder),
  mod: pair('remainder', remainder),
  fmod: pair('fmod', e.rem),
  floorDivide: pair('floor_divide', floorDivide),
  divmod: (x: Input, y: Input): readonly [JaxArray, JaxArray] => {
    const [a, b] = promoteArgs('divmod', [x, y])
    return [asArray(floorDivide(a, b)), asArray(remainder(a, b))]
  },
  copysign: pair('copysign', (x, y) => whereOf(signbit(y), e.neg(e.abs(x)), e.abs(x)), true),
  heaviside: pair(
    'heaviside',
    (x, y) => {
      const [zero, one] = [constant(x, 0), constant(x, 1)]
      return whereOf(isBelow(x), zero, whereOf(e.gt(x, zero), one, y))
    },
    true,
  ),
  floatPower: pair('float_power', e.pow, true),
  bitwiseAnd: pair('bitwise_and', e.and),
  bitwiseOr: pair('bitwise_or', e.or),
  logicalAnd: logical('logical_and', e.and),
  logicalOr: logical('logical_or', e.or),
  logicalXor: logical('logical_xor', e.xor),
  nanToNum: (x: Input, {nan, posinf, neginf}: FiniteOptions = {}): JaxArray => {
    const operand = asOperand(x)
    if (isInteger(operand.aval.dtype) || operand.aval.dtype.kind === 'b') return asArray(operand)
    const top = largest[operand.aval.dtype.name] ?? Number.MAX_VALUE
    const by = (value: Input | undefined, otherwise = 0): Operand =>
      value === undefined
        ? constant(operand, otherwise)
        : s.convertElementType(asOperand(value), operand.aval.dtype)
    const known = whereOf(isNaN(operand), by(nan), operand)
    const high = whereOf(equals(Infinity)(known), by(posinf, top), known)
    return asArray(whereOf(equals(-Infinity)(high), by(neginf, -top), high))
  },
} as const
