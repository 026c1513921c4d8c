import {at, dtypeOf, isInexact, isInteger, type JaxArray, type Operand, trace} from '../array/index.ts'
import {
  asArray,
  asOperand,
  commonShape,
  customJvp,
  elementwise as e,
  type Input,
  jitted,
  jittedAll,
  promoteArgs,
  promoteDtypes,
  reduceOr,
  shaping as s,
  whileOf,
} from '../lax/index.ts'
import {tuple} from '../python/index.ts'
import {broadcastTo} from './create.ts'
import {basics} from './jnp.ts'
import {binary, arithmetic, ufunc, unary} from './ufunc.ts'
import {flagsOf, jitOf, whereOf} from './where.ts'

type One = (x: Operand) => Operand
type Two = (x: Operand, y: Operand) => Operand

const constant = s.like
const times =
  (factor: number): One =>
  (x) =>
    e.mul(x, constant(x, factor))
const isBelow = (x: Operand): Operand => e.lt(x, constant(x, 0))

/** How many bits stand behind the sign of a float, and the integers of its size. */
const signPlace: Readonly<Record<number, readonly [number, string]>> = {
  16: [15, 'int16'],
  32: [31, 'int32'],
  64: [63, 'int64'],
}

/** Whether the sign's bit is set, of −0 and NaN too. */
const signbit: One = (x) => {
  const {dtype} = x.aval
  const [place, int] = signPlace[dtype.bits] ?? []
  if (!isInexact(dtype) || place === undefined || int === undefined) return isBelow(x)
  const bits = e.bitcast(x, dtypeOf(int))
  return s.convertElementType(e.shiftRightArithmetic(bits, constant(bits, place)), dtypeOf('bool'))
}

/** Of whole numbers a function to whole numbers is the number itself. */
const whole =
  (round: One): One =>
  (x) =>
    isInexact(x.aval.dtype) ? round(x) : x

/** Ones in place of zeros of whole numbers, which cannot divide. */
const divisor: One = (y) =>
  isInexact(y.aval.dtype) ? y : whereOf(e.eq(y, constant(y, 0)), s.filled(y.aval.shape, constant(y, 1)), y)

const select = (which: Operand, yes: Operand, no: Operand): Operand => {
  const shape = commonShape([which, yes, no])
  return e.selectN(broadcastTo(which, shape), [broadcastTo(no, shape), broadcastTo(yes, shape)])
}

/** The rest of a division that has the divisor's sign; source: jax `ufuncs.py`, `remainder`. */
const remainderOf: Two = (given, divided) => {
  const [x, by] = [arithmetic(given), divisor(arithmetic(divided))]
  const rest = e.rem(x, by)
  const zero = s.literal(0, rest.aval.dtype)
  const isRest = e.ne(rest, zero)
  const isOther = e.and(e.ne(e.lt(rest, zero), e.lt(by, zero)), isRest)
  return select(isOther, e.add(rest, by), rest)
}

/** A quotient rounded down and the rest; source: jax `ufuncs.py`, `_float_divmod`. */
function quotientAndRest(x: Operand, y: Operand): readonly [Operand, Operand] {
  const rest = e.rem(x, y)
  const quotient = e.div(whereOf(e.eq(y, constant(y, 0)), x, e.sub(x, rest)), y)
  const isOther = e.and(e.ne(rest, constant(rest, 0)), e.ne(e.sign(y), e.sign(rest)))
  const whole = select(isOther, e.sub(quotient, constant(quotient, 1)), quotient)
  return [e.round(whole, true), select(isOther, e.add(rest, y), rest)]
}

/** The quotient rounded down; source: jax `ufuncs.py`, `floor_divide`. */
const floorDivided: Two = (x, y) => {
  if (isInexact(x.aval.dtype)) return at(quotientAndRest(x, y), 0)
  const quotient = e.div(x, y)
  if (x.aval.dtype.kind === 'u') return quotient
  const isOther = e.ne(e.sign(x), e.sign(y))
  const which = e.and(isOther, e.ne(e.rem(x, y), constant(x, 0)))
  return whereOf(which, e.sub(quotient, constant(x, 1)), quotient)
}

/** The logarithm of a sum of powers; source: jax `other.py`, `logaddexp`. */
const addedPowers =
  (name: string, raise: One, log1p: One): Two =>
  (x, y) =>
    customJvp(
      name,
      [x, y],
      (a, b) => {
        const top = e.max(a, b)
        const apart = e.sub(a, b)
        const isOdd = e.isNaN(apart)
        const total = e.add(a, b)
        return e.selectN(isOdd, [e.add(top, log1p(raise(e.neg(e.abs(apart))))), total])
      },
      ([g, h], [a, b], ans) => {
        const safe = (z: Operand) =>
          e.selectN(equals(Infinity)(z), [z, s.filled(z.aval.shape, constant(z, 0))])
        const part = (t: Operand, z: Operand) => e.mul(t, raise(e.sub(safe(z), safe(ans))))
        return e.add(part(g, a), part(h, b))
      },
    )
export const logAddExp = addedPowers('logaddexp', e.exp, e.log1p)
const logAddExp2 = addedPowers('logaddexp2', e.exp2, (x) => e.mul(constant(x, Math.LOG2E), e.log1p(x)))

/** The length of a right triangle's longest side, without overflow on the way; source: jax `ufuncs.py`, `hypot`. */
const hypotenuse: Two = (x, y) => {
  const [a, b] = [e.abs(x), e.abs(y)]
  const isInfinite = e.or(equals(Infinity)(a), equals(Infinity)(b))
  const [long, short] = [e.max(a, b), e.min(a, b)]
  const isZero = e.eq(long, constant(long, 0))
  const share = e.div(short, whereOf(isZero, s.filled(long.aval.shape, constant(long, 1)), long))
  const size = e.mul(long, e.sqrt(e.add(constant(long, 1), e.square(share))))
  return whereOf(isInfinite, constant(long, Infinity), whereOf(isZero, long, size))
}

/** The largest number that divides both; source: jax `lax_numpy.py`, `gcd`. */
function commonDivisor(x: Operand, y: Operand): Operand {
  if (!isInteger(x.aval.dtype)) s.fail('ValueError', 'Arguments to jax.numpy.gcd must be integers.')
  const shape = commonShape([x, y])
  const start = [x, y].map((one) => e.abs(broadcastTo(one, shape)))
  const avals = start.map(({aval}) => aval)
  const test = trace(avals, (pair_) => {
    const rest = at(pair_, 1)
    return [reduceOr(e.ne(rest, constant(rest, 0)), [...shape.keys()])]
  })
  const body = trace(avals, (pair_) => {
    const [a, b] = [at(pair_, 0), at(pair_, 1)]
    const isOpen = e.ne(b, constant(b, 0))
    const [p, q] = [whereOf(isOpen, b, a), whereOf(isOpen, e.rem(a, b), constant(b, 0))]
    const isLess = e.lt(p, q)
    return [whereOf(isLess, q, p), whereOf(isLess, p, q)]
  })
  return at(whileOf(test, body, start, {cond_nconsts: 0, body_nconsts: 0}), 0)
}

/** Where one of the two is NaN, the other. */
const besideNaN =
  (isBetter: Two): Two =>
  (x, y) =>
    whereOf(e.or(isBetter(x, y), e.isNaN(y)), x, y)

const equals =
  (value: number): One =>
  (x) =>
    e.eq(x, constant(x, value))

const float = (name: string, apply: One) => unary(name, apply, true)

/** As `unary`, of what JAX jits. */
const jitUnary = (name: string, apply: One, inexact = false) => {
  const plain = unary(name, apply, inexact)
  return ufunc(name, (x: Input): JaxArray => jitOf(name, '', [x], plain))
}

/** As `binary`, of what JAX jits. */
const jitBinary = (name: string, apply: Two, inexact = false) => {
  const plain = binary(name, apply, inexact)
  return ufunc(name, (x: Input, y: Input): JaxArray => jitOf(name, '', [x, y], plain))
}

const logical = (name: string, apply: Two) => binary(name, (x, y) => apply(flagsOf(x), flagsOf(y)))

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

/** The sign's bit moves in from the left where there is one. */
const shiftedRight: Two = (x, y) =>
  x.aval.dtype.kind === 'u' ? e.shiftRightLogical(x, y) : e.shiftRightArithmetic(x, y)

/** What is left of `x` divided by `y`, with the sign of `y`. */
const remainder = jitBinary('remainder', remainderOf)
/** `x // y`: the next whole number below the quotient. */
const floorDivide = jitBinary('floor_divide', floorDivided)

/** The elementwise functions of `jnp` that take one or two arrays. */
export const ufuncs = {
  /** 2 to the power of each number. */
  exp2: float('exp2', e.exp2),
  /** The logarithm of base 2. */
  log2: float('log2', (x) => e.div(e.log(x), constant(x, Math.LN2))),
  /** The logarithm of base 10. */
  log10: float('log10', (x) => e.mul(e.log(x), constant(x, Math.LOG10E))),
  /** The cube root. */
  cbrt: float('cbrt', e.cbrt),
  /** `1 / x`. */
  reciprocal: float('reciprocal', (x) => e.integerPow(x, -1)),
  /** The tangent. */
  tan: float('tan', e.tan),
  /** The arc sine. */
  arcsin: float('arcsin', e.asin),
  /** The arc cosine. */
  arccos: float('arccos', e.acos),
  /** The arc tangent. */
  arctan: float('arctan', e.atan),
  /** The hyperbolic sine. */
  sinh: float('sinh', e.sinh),
  /** The hyperbolic cosine. */
  cosh: float('cosh', e.cosh),
  /** The inverse of the hyperbolic sine. */
  arcsinh: float('arcsinh', e.asinh),
  /** The inverse of the hyperbolic cosine. */
  arccosh: jitUnary('arccosh', e.acosh, true),
  /** The inverse of the hyperbolic tangent. */
  arctanh: float('arctanh', e.atanh),
  /** Degrees as radians. */
  deg2rad: float('deg2rad', times(Math.PI / 180)),
  /** Radians as degrees. */
  rad2deg: float('rad2deg', times(180 / Math.PI)),
  /** `sin(πx) / (πx)`, 1 at 0. */
  sinc: float('sinc', (x) => {
    const isZero = e.eq(x, constant(x, 0))
    const turned = e.mul(constant(x, Math.PI), whereOf(isZero, constant(x, 1), x))
    return whereOf(isZero, constant(x, 1), e.div(e.sin(turned), turned))
  }),
  /** The absolute value, as a float. */
  fabs: float('fabs', e.abs),
  /** The nearest whole number, as a float; halves go to the even one. */
  rint: jitUnary('rint', e.round, true),
  /** The next whole number below. */
  floor: unary('floor', whole(e.floor)),
  /** The next whole number above. */
  ceil: unary('ceil', whole(e.ceil)),
  /** The number without its fraction. */
  trunc: unary(
    'trunc',
    whole((x) => whereOf(isBelow(x), e.ceil(x), e.floor(x))),
  ),
  /** The array itself. */
  positive: unary('positive', (x) => x),
  /** Where a number is infinite. */
  isinf: jitUnary('isinf', (x) => e.eq(e.abs(x), constant(x, Infinity)), true),
  /** Where a number is infinite and positive. */
  isposinf: float('isposinf', equals(Infinity)),
  /** Where a number is infinite and negative. */
  isneginf: float('isneginf', equals(-Infinity)),
  /** Where the sign is negative, also that of -0. */
  signbit: jitUnary('signbit', signbit),
  /** Each bit turned over; of booleans `not`. */
  invert: unary('invert', e.not),
  /** Each bit turned over; of booleans `not`. */
  bitwiseNot: unary('bitwise_not', e.not),
  /** The angle of the point `(y, x)`, in its quadrant. */
  arctan2: binary('arctan2', e.atan2, true),
  /** `log(exp(x) + exp(y))`, without overflow. */
  logaddexp: binary('logaddexp', logAddExp, true),
  /** `log2(2**x + 2**y)`, without overflow. */
  logaddexp2: binary('logaddexp2', logAddExp2, true),
  /** The larger of two, place by place; the other where one is NaN. */
  fmax: jitBinary('fmax', besideNaN(e.gt)),
  /** The smaller of two, place by place; the other where one is NaN. */
  fmin: jitBinary('fmin', besideNaN(e.lt)),
  /** The hypotenuse, `sqrt(x² + y²)`. */
  hypot: jitBinary('hypot', hypotenuse, true),
  trueDivide: basics.divide,
  remainder,
  mod: remainder,
  /** What is left of `x` divided by `y`, with the sign of `x`. */
  fmod: jitBinary('fmod', (x, y) => e.rem(x, divisor(y))),
  floorDivide,
  /** Quotient and remainder, as `floorDivide` and `remainder` give them. */
  divmod: (x: Input, y: Input): readonly [JaxArray, JaxArray] => {
    const given = promoteDtypes('divmod', [x, y])
    const found = jittedAll('divmod', '', given, (...operands) => {
      const [a, b] = promoteArgs('divmod', operands)
      return isInexact(a.aval.dtype)
        ? quotientAndRest(a, b)
        : [asOperand(floorDivide(a, b)), asOperand(remainder(a, b))]
    })
    return tuple(asArray(at(found, 0)), asArray(at(found, 1)))
  },
  /** The size of `x` with the sign of `y`. */
  copysign: jitBinary(
    'copysign',
    (x, y) => whereOf(jitted('signbit', '', [y], signbit), e.neg(e.abs(x)), e.abs(x)),
    true,
  ),
  /** 0 below zero, 1 above, and at zero what is given. */
  heaviside: jitBinary(
    'heaviside',
    (x, y) => {
      const [zero, one_] = [constant(x, 0), constant(x, 1)]
      const [isLow, isHigh] = [isBelow(x), e.gt(x, zero)]
      return whereOf(isLow, zero, whereOf(isHigh, one_, whereOf(e.isNaN(x), x, y)))
    },
    true,
  ),
  /** The number next to `x` on the way to `y`. */
  nextafter: binary('nextafter', e.nextafter, true),
  /** The greatest common divisor. */
  gcd: jitBinary('gcd', commonDivisor),
  /** The least common multiple. */
  lcm: jitBinary('lcm', (x, y) => {
    const [a, b] = [e.abs(x), e.abs(y)]
    const divided = jitted('gcd', '', [a, b], commonDivisor)
    const isZero = e.eq(divided, constant(divided, 0))
    return whereOf(isZero, constant(divided, 0), e.mul(a, floorDivided(b, divided)))
  }),
  /** The fraction of each number, and its whole part. */
  modf: (x: Input): readonly [JaxArray, JaxArray] => {
    const [a] = promoteDtypes('modf', [x], true)
    const found = jittedAll('modf', '', [a], (b) => {
      const whole_ = whereOf(e.ge(b, constant(b, 0)), e.floor(b), e.ceil(b))
      return [e.sub(b, whole_), whole_]
    })
    return tuple(asArray(at(found, 0)), asArray(at(found, 1)))
  },
  /** Bits moved to the left, zeros behind them. */
  leftShift: binary('left_shift', e.shiftLeft),
  /** Bits moved to the left, zeros behind them. */
  bitwiseLeftShift: binary('bitwise_left_shift', e.shiftLeft),
  /** Bits moved to the right, copies of the sign before them. */
  rightShift: binary('right_shift', shiftedRight),
  /** Bits moved to the right, copies of the sign before them. */
  bitwiseRightShift: binary('bitwise_right_shift', shiftedRight),
  /** `x ** y`, as floats. */
  floatPower: binary('float_power', e.pow, true),
  /** The bits that both have. */
  bitwiseAnd: binary('bitwise_and', e.and),
  /** The bits that one of both has. */
  bitwiseOr: binary('bitwise_or', e.or),
  /** The bits that one of both has alone. */
  bitwiseXor: binary('bitwise_xor', e.xor),
  /** Where both are true, zero being false. */
  logicalAnd: logical('logical_and', e.and),
  /** Where one of both is true, zero being false. */
  logicalOr: logical('logical_or', e.or),
  /** Where one of both is true alone, zero being false. */
  logicalXor: logical('logical_xor', e.xor),
  /** An array with numbers in the place of NaN and infinities. */
  nanToNum: (x: Input, {nan = 0, posinf, neginf}: FiniteOptions = {}): JaxArray => {
    const others = [nan, posinf, neginf].map((value) => (value === undefined ? [] : [value]))
    return jitOf(
      'nan_to_num',
      others.map((list) => list.length).join(''),
      [x, ...others.flat()],
      (a, ...given) => {
        if (!isInexact(a.dtype)) return a
        const top = largest[a.dtype.name] ?? Number.MAX_VALUE
        const [ofNaN, high, low] = [0, top, -top].map((otherwise, i): Operand => {
          const own = at(others, i).length === 0 ? undefined : given.shift()
          return own === undefined ? constant(a, otherwise) : s.convertElementType(own, a.dtype)
        })
        const replaced = (y: Operand, which: Operand, by: Operand | undefined): Operand =>
          by === undefined ? y : whereOf(which, by, y)
        const known = replaced(a, e.isNaN(a), ofNaN)
        const below = replaced(known, equals(Infinity)(known), high)
        return asArray(replaced(below, equals(-Infinity)(below), low))
      },
    )
  },
} as const
