interface Format {
  readonly exponent: number
  readonly mantissa: number
  readonly bias: number
  /** What the largest exponent means: IEEE's infinities and NaNs, only NaN at all ones, or nothing special. */
  readonly top: 'ieee' | 'fn' | 'finite' | 'fnuz'
  readonly signed?: false
}

/** Layout of each float of at most 16 bits; source: the OCP 8-bit and microscaling formats, IEEE 754 and ml_dtypes' documentation. */
const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['float16', {exponent: 5, mantissa: 10, bias: 15, top: 'ieee'}],
  ['bfloat16', {exponent: 8, mantissa: 7, bias: 127, top: 'ieee'}],
  ['float8_e3m4', {exponent: 3, mantissa: 4, bias: 3, top: 'ieee'}],
  ['float8_e4m3', {exponent: 4, mantissa: 3, bias: 7, top: 'ieee'}],
  ['float8_e5m2', {exponent: 5, mantissa: 2, bias: 15, top: 'ieee'}],
  ['float8_e4m3fn', {exponent: 4, mantissa: 3, bias: 7, top: 'fn'}],
  ['float8_e4m3b11fnuz', {exponent: 4, mantissa: 3, bias: 11, top: 'fnuz'}],
  ['float8_e4m3fnuz', {exponent: 4, mantissa: 3, bias: 8, top: 'fnuz'}],
  ['float8_e5m2fnuz', {exponent: 5, mantissa: 2, bias: 16, top: 'fnuz'}],
  ['float8_e8m0fnu', {exponent: 8, mantissa: 0, bias: 127, top: 'fn', signed: false}],
  ['float6_e2m3fn', {exponent: 2, mantissa: 3, bias: 1, top: 'finite'}],
  ['float6_e3m2fn', {exponent: 3, mantissa: 2, bias: 3, top: 'finite'}],
  ['float4_e2m1fn', {exponent: 2, mantissa: 1, bias: 1, top: 'finite'}],
])

function format(name: string): Format {
  const found = formats.get(name)
  if (found === undefined) throw new TypeError(`${name} is no float of 16 bits or less`)
  return found
}

/** The number that raw bits stand for. */
export function decodeFloat(name: string, bits: number): number {
  const {exponent, mantissa, bias, top, signed = true} = format(name)
  const scale = 2 ** mantissa
  const e = Math.floor(bits / scale) % 2 ** exponent
  const m = bits % scale
  const isNegative = signed && Math.floor(bits / (scale * 2 ** exponent)) % 2 === 1
  const sign = isNegative ? -1 : 1
  const whole = bits % (scale * 2 ** exponent)
  const {nan, largest} = edges(format(name))
  if (top === 'ieee' && whole === largest + 1) return sign * Infinity
  if (top === 'fnuz' ? bits === nan : top !== 'finite' && whole > largest) return Number.NaN
  const isSubnormal = e === 0 && signed
  return sign * (isSubnormal ? (m / scale) * 2 ** (1 - bias) : (1 + m / scale) * 2 ** (e - bias))
}

/** The bits of NaN, and those of the largest number, without a sign. */
function edges({exponent, mantissa, top}: Format): {readonly nan: number; readonly largest: number} {
  const scale = 2 ** mantissa
  const full = (2 ** exponent - 1) * scale
  switch (top) {
    case 'ieee':
      return {nan: full + scale / 2, largest: full - 1}
    case 'fn':
      return {nan: full + scale - 1, largest: full + scale - 2}
    case 'fnuz':
      return {nan: scale * 2 ** exponent, largest: full + scale - 1}
    case 'finite':
      return {nan: 0, largest: full + scale - 1}
  }
}

/** The raw bits of the nearest value, ties to even. */
export function encodeFloat(name: string, value: number): number {
  const {exponent, mantissa, bias, top, signed = true} = format(name)
  const {nan, largest} = edges(format(name))
  if (Number.isNaN(value)) return nan
  const size = Math.abs(value)
  if (!signed) {
    const power = Math.round(Math.log2(size)) + bias
    return value > 0 && power <= largest ? Math.max(0, power) : nan
  }
  const bits = magnitude(size, format(name))
  const sign = value < 0 || Object.is(value, -0) ? 2 ** (mantissa + exponent) : 0
  if (bits > largest) return top === 'ieee' ? sign + largest + 1 : top === 'finite' ? sign + largest : nan
  return top === 'fnuz' && bits === 0 ? 0 : sign + bits
}

/** The bits of a size, rounded; beyond the largest number where it is too large. */
function magnitude(size: number, {exponent, mantissa, bias}: Format): number {
  const scale = 2 ** mantissa
  const full = 2 ** exponent - 1
  const power = size === 0 ? 1 - bias : Math.max(1 - bias, Math.min(full - bias, floorLog2(size)))
  const steps = roundToEven(size / 2 ** (power - mantissa))
  return steps < scale ? steps : (power + bias) * scale + (steps - scale)
}

/** `Math.log2` of what is just below a power of two may be rounded up. */
export function floorLog2(size: number): number {
  const guess = Math.floor(Math.log2(size))
  return 2 ** guess > size ? guess - 1 : guess
}

/** To the nearest whole number, ties to the even one. */
export function roundToEven(x: number): number {
  const below = Math.floor(x)
  const rest = x - below
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below
}
