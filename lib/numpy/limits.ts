import {dtypeOf, type DType, type DTypeLike, NumpyScalar} from '../array/index.ts'
import {legible, protocol, PythonError, repr} from '../python/index.ts'

/** Of floats of 16 bits and more: bits of the mantissa, the exponent of 1, and that of the least normal number. */
const layouts = {
  float32: [23, 127],
  float64: [52, 1023],
  float16: [10, 15],
  bfloat16: [7, 127],
} as const

/** Bits of the mantissa and bias of the exponent; float32's of what is no such float. */
export const floatLayout = ({name}: DType): readonly [mantissa: number, bias: number] =>
  name === 'float64' || name === 'float16' || name === 'bfloat16' ? layouts[name] : layouts.float32

/** The least positive normal number of a dtype. */
export const tinyOf = (dtype: DType): number => 2 ** (1 - floatLayout(dtype)[1])
/** The step from 1 to the next number of a dtype. */
export const epsilonOf = (dtype: DType): number => 2 ** -floatLayout(dtype)[0]

/** The limits of a dtype of floats, as NumPy's scalars of it: `jnp.finfo`. */
export class FloatLimits {
  readonly dtype: DType
  readonly bits: number
  /** The step from 1 to the next number. */
  readonly eps: NumpyScalar
  readonly max: NumpyScalar
  readonly min: NumpyScalar
  /** The least positive number with all its digits. */
  readonly tiny: NumpyScalar
  readonly smallest_normal: NumpyScalar

  constructor(dtype: DType) {
    const [eps, tiny] = [epsilonOf(dtype), tinyOf(dtype)]
    const of = (value: number) => new NumpyScalar(dtype, value)
    this.dtype = dtype
    this.bits = dtype.bits
    this.eps = of(eps)
    this.max = of((2 - eps) * (2 / tiny))
    this.min = of((eps - 2) * (2 / tiny))
    this.tiny = of(tiny)
    this.smallest_normal = this.tiny
    Object.freeze(this)
  }

  [protocol.repr](): string {
    return `finfo(bits=${this.bits}, dtype=${this.dtype.name})`
  }
}

/** The limits of a dtype of whole numbers: `jnp.iinfo`. */
export class WholeLimits {
  readonly dtype: DType
  readonly bits: number
  readonly max: number | bigint
  readonly min: number | bigint

  constructor(dtype: DType) {
    const isSigned = dtype.kind === 'i'
    const top = 2n ** BigInt(dtype.bits - Number(isSigned))
    const of = (value: bigint) => (dtype.bits > 53 ? value : Number(value))
    this.dtype = dtype
    this.bits = dtype.bits
    this.max = of(top - 1n)
    this.min = of(isSigned ? -top : 0n)
    Object.freeze(this)
  }

  [protocol.repr](): string {
    return `iinfo(min=${this.min}, max=${this.max}, dtype=${this.dtype.name})`
  }
}

legible(FloatLimits, WholeLimits)

/** `jnp.finfo` and `jnp.iinfo`. */
export const numberLimits = {
  /** @throws {PythonError} ValueError for what is no dtype of floats of 16 bits or more. */
  /** What a type of floats can hold: its bits, its least and its largest number. */
  finfo: (dtype: DTypeLike): FloatLimits => {
    const given = dtypeOf(dtype)
    if (given.name in layouts) return new FloatLimits(given)
    throw new PythonError(
      'ValueError',
      `data type ${repr(given)} not compatible with finfo, which takes ${Object.keys(layouts).join(', ')} here`,
    )
  },
  /** @throws {PythonError} ValueError for what is no dtype of whole numbers. */
  /** What a type of integers can hold. */
  iinfo: (dtype: DTypeLike): WholeLimits => {
    const given = dtypeOf(dtype)
    if (given.kind === 'i' || given.kind === 'u') return new WholeLimits(given)
    throw new PythonError('ValueError', `Invalid integer data type ${repr(given.kind)}.`)
  },
} as const
