import {type DType, sameShape, type Shape, volume, floorLog2, roundToEven} from '../array/index.ts'
import {type BigArray, type Block, type Elements, isBig, type NumberArray, zeroElements} from './block.ts'
import {besselScaled, errorFunction, errorRest, errorInverse, logGamma, logGammaSlope} from './special.ts'
import {strided, stridesOf} from './strided.ts'

/** A function of one number, and of a 64-bit integer where it takes them. */
interface Unary {
  readonly number: (x: number) => number
  readonly big?: (x: bigint) => bigint
}

interface Binary {
  readonly number: (x: number, y: number) => number
  /** For integers of 32 bits and less, where they differ from floats. */
  readonly integer?: (x: number, y: number, dtype: DType) => number
  readonly big?: (x: bigint, y: bigint, dtype: DType) => bigint
}

const population = (x: number): number => {
  let count = 0
  for (let word = x >>> 0; word !== 0; word &= word - 1) count++
  return count
}

export const unaries: Readonly<Record<string, Unary>> = {
  neg: {number: (x) => -x, big: (x) => -x},
  sign: {number: Math.sign, big: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)},
  abs: {number: Math.abs, big: (x) => (x < 0n ? -x : x)},
  square: {number: (x) => x * x, big: (x) => x * x},
  floor: {number: Math.floor},
  ceil: {number: Math.ceil},
  exp: {number: Math.exp},
  exp2: {number: (x) => 2 ** x},
  expm1: {number: Math.expm1},
  log: {number: Math.log},
  log1p: {number: Math.log1p},
  sin: {number: Math.sin},
  cos: {number: Math.cos},
  tan: {number: Math.tan},
  asin: {number: Math.asin},
  acos: {number: Math.acos},
  atan: {number: Math.atan},
  sinh: {number: Math.sinh},
  cosh: {number: Math.cosh},
  tanh: {number: Math.tanh},
  asinh: {number: Math.asinh},
  acosh: {number: Math.acosh},
  atanh: {number: Math.atanh},
  sqrt: {number: Math.sqrt},
  rsqrt: {number: (x) => 1 / Math.sqrt(x)},
  cbrt: {number: Math.cbrt},
  logistic: {number: (x) => 1 / (1 + Math.exp(-x))},
  erf: {number: errorFunction},
  erfc: {number: errorRest},
  erf_inv: {number: errorInverse},
  lgamma: {number: logGamma},
  digamma: {number: logGammaSlope},
  bessel_i0e: {number: (x) => besselScaled(x, 0)},
  bessel_i1e: {number: (x) => besselScaled(x, 1)},
  is_finite: {number: (x) => Number(Number.isFinite(x))},
  population_count: {
    number: population,
    big: (x) => BigInt(BigInt.asUintN(64, x).toString(2).replaceAll('0', '').length),
  },
  stop_gradient: {number: (x) => x, big: (x) => x},
  copy: {number: (x) => x, big: (x) => x},
  copy_p: {number: (x) => x, big: (x) => x},
}

/** Integer division towards zero, and what XLA gives where it is not defined. */
const quotient = (x: number, y: number, {kind, bits}: DType): number =>
  y === 0 ? (kind === 'u' ? 2 ** bits - 1 : -1) : Math.trunc(x / y)

const bigQuotient = (x: bigint, y: bigint, {kind}: DType): bigint =>
  y !== 0n ? x / y : kind === 'u' ? 2n ** 64n - 1n : -1n

const shifted = (by: number, bits: number, shift: () => number, beyond = 0): number =>
  by < 0 || by >= bits ? beyond : shift()

const mask = (bits: number): number => (bits >= 32 ? 0xffffffff : 2 ** bits - 1)

/** A power of whole numbers, wrapped at 32 bits. */
function wholePower(x: number, y: number): number {
  if (y < 0) return x === 1 ? 1 : x === -1 ? (y % 2 === 0 ? 1 : -1) : 0
  let [power, base] = [1, x]
  for (let left = y; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = Math.imul(power, base)
    base = Math.imul(base, base)
  }
  return power
}

const steps = new BigInt64Array(1)
const floats = new Float64Array(steps.buffer)
const steps32 = new Int32Array(1)
const floats32 = new Float32Array(steps32.buffer)

/** The next float32 from `x` towards `y`. */
function nextAfter32(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y) || x === y) return Number.isNaN(x) ? x : y
  if (x === 0) return Math.sign(y) * 2 ** -149
  floats32[0] = x
  steps32[0] = Number(steps32[0]) + (y > x === x > 0 ? 1 : -1)
  return floats32[0]
}

/** The next float64 from `x` towards `y`. */
function nextAfter64(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y) || x === y) return Number.isNaN(x) ? x : y
  if (x === 0) return Math.sign(y) * Number.MIN_VALUE
  floats[0] = x
  steps[0] = (steps[0] ?? 0n) + (y > x === x > 0 ? 1n : -1n)
  return floats[0]
}

const power = (x: number, y: number): number =>
  x === 1 || y === 0 ? 1 : x === -1 && !Number.isFinite(y) && !Number.isNaN(y) ? 1 : x ** y

export const binaries: Readonly<Record<string, Binary>> = {
  add: {number: (x, y) => x + y, big: (x, y) => x + y},
  add_any: {number: (x, y) => x + y, big: (x, y) => x + y},
  sub: {number: (x, y) => x - y, big: (x, y) => x - y},
  mul: {number: (x, y) => x * y, integer: Math.imul, big: (x, y) => x * y},
  div: {number: (x, y) => x / y, integer: quotient, big: bigQuotient},
  rem: {
    number: (x, y) => x % y,
    integer: (x, y) => (y === 0 ? x : x % y),
    big: (x, y) => (y === 0n ? x : x % y),
  },
  pow: {number: power, integer: wholePower, big: (x, y) => (y < 0n ? (x === 1n ? 1n : 0n) : x ** y)},
  max: {number: (x, y) => Math.max(x, y), big: (x, y) => (x > y ? x : y)},
  min: {number: (x, y) => Math.min(x, y), big: (x, y) => (x < y ? x : y)},
  atan2: {number: Math.atan2},
  nextafter: {number: nextAfter32},
  and: {number: (x, y) => x & y, big: (x, y) => x & y},
  or: {number: (x, y) => x | y, big: (x, y) => x | y},
  xor: {number: (x, y) => x ^ y, big: (x, y) => x ^ y},
  shift_left: {
    number: Number,
    integer: (x, y, {bits}) => shifted(y, bits, () => x << y),
    big: (x, y) => (y < 0n || y > 63n ? 0n : x << y),
  },
  shift_right_logical: {
    number: Number,
    integer: (x, y, {bits}) => shifted(y, bits, () => (x & mask(bits)) >>> y),
    big: (x, y) => (y < 0n || y > 63n ? 0n : BigInt.asUintN(64, x) >> y),
  },
  shift_right_arithmetic: {
    number: Number,
    integer: (x, y, {bits}) => shifted(y, bits, () => x >> y, x < 0 ? -1 : 0),
    big: (x, y) => (y < 0n || y > 63n ? (x < 0n ? -1n : 0n) : x >> y),
  },
}

type Order = (x: number | bigint, y: number | bigint) => boolean

export const comparisons: Readonly<Record<string, Order>> = {
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
}

/** A block's elements in a larger shape: axes of one element, and scalars, are repeated. */
function stretched({aval, data}: Block, shape: Shape): Elements {
  if (sameShape(aval.shape, shape)) return data
  const own = stridesOf(aval.shape)
  const strides = shape.map((_, axis) =>
    aval.shape.length === 0 || aval.shape[axis] === 1 ? 0 : Number(own[axis]),
  )
  return strided(data, shape, strides)
}

export function applyUnary({number, big}: Unary, {data}: Block, out: Elements): Elements {
  if (isBig(data)) {
    if (isBig(out) && big !== undefined) data.forEach((value, i) => (out[i] = big(value)))
  } else if (!isBig(out)) for (let i = 0; i < out.length; i++) out[i] = number(Number(data[i]))
  return out
}

export function applyBinary(
  {number, integer, big}: Binary,
  x: Block,
  y: Block,
  shape: Shape,
  dtype: DType,
  out: Elements,
): Elements {
  const [a, b] = [x, y].map((block) => (block.aval.size === 1 ? block.data : stretched(block, shape)))
  if (a === undefined || b === undefined) return out
  const steps: Steps = [Number(a.length > 1), Number(b.length > 1)]
  if (!isBig(out)) {
    const whole = integer !== undefined && dtype.kind !== 'f' ? integer : number
    fill(out, a, b, steps, whole, dtype)
  } else if (big !== undefined) fillBig(out, a, b, steps, big, dtype)
  return out
}

/** How far one goes in each operand from element to element: a scalar stays. */
type Steps = readonly [number, number]

function fill(
  out: NumberArray,
  a: Elements,
  b: Elements,
  [stepA, stepB]: Steps,
  of: (x: number, y: number, dtype: DType) => number,
  dtype: DType,
): void {
  for (let i = 0; i < out.length; i++) out[i] = of(Number(a[i * stepA]), Number(b[i * stepB]), dtype)
}

function fillBig(
  out: BigArray,
  a: Elements,
  b: Elements,
  [stepA, stepB]: Steps,
  of: (x: bigint, y: bigint, dtype: DType) => bigint,
  dtype: DType,
): void {
  for (let i = 0; i < out.length; i++)
    out[i] = of(BigInt(a[i * stepA] ?? 0n), BigInt(b[i * stepB] ?? 0n), dtype)
}

export const doubleNextAfter: Binary = {number: nextAfter64}

export function decided(order: Order, x: Block, y: Block, shape: Shape): Uint8Array {
  const [a, b] = [stretched(x, shape), stretched(y, shape)]
  const out = new Uint8Array(volume(shape))
  for (let i = 0; i < out.length; i++) out[i] = Number(order(a[i] ?? 0, b[i] ?? 0))
  return out
}

/** Number to number of another dtype, as XLA converts: floats are cut to integers and held in their range, integers wrap. */
export function converted({aval, data}: Block, to: DType): Elements {
  const out = zeroElements(to, data.length)
  const fromFloat = aval.dtype.kind === 'f'
  if (isBig(out)) {
    const [least, most] = to.kind === 'u' ? [0n, 2n ** 64n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n]
    const whole = (value: number): bigint =>
      Number.isNaN(value)
        ? 0n
        : value >= Number(most)
          ? most
          : value <= Number(least)
            ? least
            : BigInt(Math.trunc(value))
    for (let i = 0; i < out.length; i++) {
      const value = data[i] ?? 0
      out[i] = typeof value === 'bigint' ? value : whole(value)
    }
    return out
  }
  if (isBig(data) && (to.kind === 'i' || to.kind === 'u')) {
    data.forEach((value, i) => (out[i] = Number(BigInt.asIntN(32, value))))
    return out
  }
  const change =
    to.kind === 'b'
      ? (value: number) => Number(value !== 0)
      : fromFloat && to.kind !== 'f'
        ? held(to)
        : Number
  for (let i = 0; i < out.length; i++) out[i] = change(Number(data[i]))
  return out
}

/** A float as an integer of the dtype: cut, and held in its range; NaN is 0. */
function held({kind, bits}: DType): (value: number) => number {
  const [least, most] = kind === 'u' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
  return (value) => (Number.isNaN(value) ? 0 : Math.min(most, Math.max(least, Math.trunc(value))))
}

/** A float with fewer bits of exponent and mantissa, ties to even. */
export function reducePrecision(exponent: number, mantissa: number): (x: number) => number {
  const bias = 2 ** (exponent - 1) - 1
  return (x) => {
    if (!Number.isFinite(x) || x === 0) return x
    const size = floorLog2(Math.abs(x))
    const step = 2 ** (size - mantissa)
    const near = roundToEven(x / step) * step
    if (Math.abs(near) >= 2 ** (bias + 1)) return Math.sign(x) * Infinity
    return Math.abs(near) < 2 ** (1 - bias) ? Math.sign(x) * 0 : near
  }
}

/** `lax.round`: to the nearest whole number, ties to even or away from zero. */
export const roundedBy = (isAway: boolean): Unary => ({
  number: isAway ? (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5) : roundToEven,
})

/** `lax.integer_pow`. */
export const integerPower = (y: number): Binary => ({
  number: (x) => x ** y,
  integer: (x) => wholePower(x, y),
  big: (x) => x ** BigInt(y),
})

/** `lax.clz`: how many of the leading bits are zero. */
export const leadingZeros = (bits: number): Unary => ({
  number: (x) => Math.clz32((x & mask(bits)) >>> 0) - (32 - bits),
})
