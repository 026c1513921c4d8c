import {
  concretization,
  type DType,
  JaxArray,
  jaxArray,
  NumpyArray,
  NumpyScalar,
  Tracer,
} from '../array/index.ts'
import {Variable} from '../graph/index.ts'
import {jnp} from '../numpy/index.ts'
import {Complex, Float, float, numberOf, PythonError} from '../python/index.ts'
import type {BinarySign} from './syntax.ts'

/** Whether Python takes a value for a float. */
export const isFloat = (value: unknown): boolean =>
  value instanceof Float || (typeof value === 'number' && (!Number.isInteger(value) || Object.is(value, -0)))

/** Whether operations of JAX take a value for an array. */
export const isArrayLike = (value: unknown): value is object =>
  value instanceof JaxArray ||
  value instanceof NumpyArray ||
  value instanceof NumpyScalar ||
  (typeof value === 'object' && value !== null && jaxArray in value)

/** The number of a value, of an array of one element too. */
export function scalarOf(value: unknown, python: 'int' | 'float'): unknown {
  const held: unknown = value instanceof Variable ? value.value : value
  if (held instanceof Tracer) throw concretization(held, python)
  if (held instanceof JaxArray && held.ndim > 0)
    throw new PythonError(
      'TypeError',
      `Only scalar arrays can be converted to Python scalars; got arr.ndim=${held.ndim}`,
    )
  return isArrayLike(held) ? itemOf(held) : held
}

/** `x.item()`: the only element of an array as a number of Python. */
export function itemOf(value: object): unknown {
  if (value instanceof NumpyScalar) return pythonNumber(value.value, value.dtype)
  const array = jnp.asarray(value)
  return pythonNumber(array.item(), array.dtype)
}

/** Elements of an array, in nested lists or not, as numbers of Python. */
export const pythonNumber = (item: unknown, dtype: DType): unknown =>
  Array.isArray(item)
    ? item.map((one) => pythonNumber(one, dtype))
    : dtype.kind === 'f' && typeof item === 'number'
      ? float(item)
      : item

/** Whether a value is a bool, an int or a float. */
export const isReal = (value: unknown): boolean =>
  !(value instanceof Complex) && numberOf(value) !== undefined

/** An int: small ones as numbers, others as BigInt. */
export const int = (value: number | bigint): number | bigint => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : BigInt(value)
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

/** The value of an int or a bool as BigInt. */
export const big = (value: unknown): bigint => (typeof value === 'bigint' ? value : BigInt(Number(value)))

/** The float that a real number is; OverflowError where it is too large for one. */
export function asFloat(value: unknown): number {
  const number = Number(numberOf(value) ?? NaN)
  if (typeof value === 'bigint' && !Number.isFinite(number))
    throw new PythonError('OverflowError', 'int too large to convert to float')
  return number
}

/**
 * `int(number)`.
 *
 * @throws {PythonError} ValueError for NaN, OverflowError for an infinity.
 */
export function truncated(number: unknown): number | bigint {
  if (typeof number === 'bigint') return number
  const value = Number(numberOf(number))
  if (Number.isNaN(value)) throw new PythonError('ValueError', 'cannot convert float NaN to integer')
  if (!Number.isFinite(value))
    throw new PythonError('OverflowError', 'cannot convert float infinity to integer')
  return int(Math.trunc(value))
}

/** `abs(number)`. */
export const sizeOf = (value: unknown): unknown => {
  if (isFloat(value)) return float(Math.abs(asFloat(value)))
  const whole = big(value)
  return int(whole < 0n ? -whole : whole)
}

const zero = (what: string): PythonError => new PythonError('ZeroDivisionError', what)

type Reals = (a: number, b: number) => number
type Ints = (a: bigint, b: bigint) => bigint

const floored = (a: bigint, b: bigint): bigint => {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}
const modulo = (a: bigint, b: bigint): bigint => a - floored(a, b) * b
/** The quotient and the remainder of floats, as CPython's `float_divmod` has them. */
function divided(a: number, b: number): readonly [quotient: number, rest: number] {
  const rest = a % b
  const isOff = rest !== 0 && rest < 0 !== b < 0
  const exact = (a - rest) / b - (isOff ? 1 : 0)
  const floor = Math.floor(exact)
  return [
    exact === 0 ? (a / b < 0 || Object.is(a / b, -0) ? -0 : 0) : exact - floor > 0.5 ? floor + 1 : floor,
    rest === 0 ? (b < 0 ? -0 : 0) : isOff ? rest + b : rest,
  ]
}

/** `a ** b` of floats. */
function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0) throw zero('0.0 cannot be raised to a negative power')
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    throw new PythonError('NotImplementedError', 'a complex power is not in the Python that runs here')
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1
  const made = a ** b
  if (Number.isFinite(a) && Number.isFinite(b) && !Number.isFinite(made))
    throw new PythonError('OverflowError', "(34, 'Numerical result out of range')")
  return made
}

const reals: Readonly<Partial<Record<BinarySign, Reals>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => divided(a, b)[0],
  '%': (a, b) => divided(a, b)[1],
  '**': floatPower,
}

const ints: Readonly<Partial<Record<BinarySign, Ints>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '//': floored,
  '%': modulo,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
}

const largest = 4096n

/**
 * What a sign makes of two numbers of Python; undefined where they are none, or the sign has no meaning for them.
 *
 * @throws {PythonError} ZeroDivisionError; OverflowError for numbers that are too large.
 * @example
 * arithmetic('/', 1, 2) // 0.5
 * arithmetic('//', -7, 2) // -4
 */
export function arithmetic(sign: BinarySign, a: unknown, b: unknown): unknown {
  if (!isReal(a) || !isReal(b)) return undefined
  if (sign === '/' && (typeof a === 'bigint' || typeof b === 'bigint') && !isFloat(a) && !isFloat(b))
    return quotient(big(a), big(b))
  return isFloat(a) || isFloat(b) || sign === '/'
    ? ofFloats(sign, asFloat(a), asFloat(b))
    : (smallResult(sign, a, b) ?? ofInts(sign, a, b))
}

const isBitwise = (sign: BinarySign): boolean => sign === '&' || sign === '|' || sign === '^'

function ofInts(sign: BinarySign, a: unknown, b: unknown): unknown {
  if (sign === '**') return power(big(a), big(b))
  refuseCount(sign, big(b))
  const made = ints[sign]?.(big(a), big(b))
  if (made === undefined) return undefined
  return typeof a === 'boolean' && typeof b === 'boolean' && isBitwise(sign) ? made === 1n : int(made)
}

/** Refuses to divide by zero, and to shift by what is no count. */
function refuseCount(sign: BinarySign, by: bigint): void {
  if ((sign === '//' || sign === '%') && by === 0n) throw zero('integer division or modulo by zero')
  if ((sign === '<<' || sign === '>>') && (by < 0n || by > largest))
    throw new PythonError('ValueError', `a shift by ${by} is not taken here`)
}

/** Sums and products of small numbers, which need no BigInt. */
function smallResult(sign: BinarySign, a: unknown, b: unknown): number | undefined {
  if (typeof a === 'bigint' || typeof b === 'bigint' || !(sign === '+' || sign === '-' || sign === '*'))
    return undefined
  const made = reals[sign]?.(Number(a), Number(b)) ?? NaN
  return Number.isSafeInteger(made) ? made + 0 : undefined
}

function ofFloats(sign: BinarySign, a: number, b: number): unknown {
  if (b === 0 && (sign === '/' || sign === '//' || sign === '%'))
    throw zero(
      sign === '/' ? 'division by zero' : `float ${sign === '//' ? 'floor division' : 'modulo'} by zero`,
    )
  const made = reals[sign]?.(a, b)
  return made === undefined ? undefined : float(made)
}

/** Bits of a quotient: more than a float has, so that what comes after them only tells which way to round. */
const bits = 66

/** `a / b` of ints of any size, rounded once. */
function quotient(a: bigint, b: bigint): unknown {
  if (b === 0n) throw zero('division by zero')
  const [over, under] = [a < 0n ? -a : a, b < 0n ? -b : b]
  const shift = BigInt(bits - (over.toString(2).length - under.toString(2).length))
  const [top, bottom] = shift > 0n ? [over << shift, under] : [over, under << -shift]
  const whole = (top / bottom) | (top % bottom === 0n ? 0n : 1n)
  const half = Number(shift / 2n)
  const made = Number(whole) * 2 ** -half * 2 ** -(Number(shift) - half)
  if (!Number.isFinite(made))
    throw new PythonError('OverflowError', 'integer division result too large for a float')
  return float(a < 0n === b < 0n ? made : -made)
}

/**
 * `pow(base, exponent, modulus)` of ints.
 *
 * @throws {PythonError} ValueError for the modulus 0, and for a base without an inverse where the exponent is negative.
 */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): number | bigint {
  if (modulus === 0n) throw new PythonError('ValueError', 'pow() 3rd argument cannot be 0')
  let made = 1n
  let square = modulo(exponent < 0n ? inverse(base, modulus) : base, modulus)
  for (let left = exponent < 0n ? -exponent : exponent; left > 0n; left >>= 1n) {
    if (left % 2n === 1n) made = modulo(made * square, modulus)
    square = modulo(square * square, modulus)
  }
  return int(modulo(made, modulus))
}

/** By Euclid's algorithm. */
function inverse(base: bigint, modulus: bigint): bigint {
  const size = modulus < 0n ? -modulus : modulus
  let [rest, next] = [size, modulo(base, size)]
  let [found, other] = [0n, 1n]
  while (next !== 0n) {
    const times = rest / next
    ;[rest, next] = [next, rest - times * next]
    ;[found, other] = [other, found - times * other]
  }
  if (rest !== 1n) throw new PythonError('ValueError', 'base is not invertible for the given modulus')
  return found
}

function power(a: bigint, b: bigint): unknown {
  if (b < 0n) return float(floatPower(Number(a), Number(b)))
  if (b > largest)
    throw new PythonError('OverflowError', `a power with the exponent ${String(b)} is too large here`)
  return int(a ** b)
}

/** `-x` and `+x` of a number; undefined of anything else. */
export function signedNumber(sign: '-' | '+', value: unknown): unknown {
  if (!isReal(value)) return undefined
  if (isFloat(value)) return float(sign === '-' ? -asFloat(value) : asFloat(value))
  return int(sign === '-' ? -big(value) : big(value))
}
