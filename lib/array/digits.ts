import type {DType} from './dtype.ts'
import {decodeFloat, encodeFloat} from './minifloat.ts'

/** So many digits behind the point NumPy prints at most. */
const precision = 8

/** A number as the floats of a dtype, or of a complex one, hold it. */
export function roundedAs(value: number, {name}: DType): number {
  if (name === 'float64' || name === 'complex128') return value
  return name === 'float16' ? decodeFloat(name, encodeFloat(name, value)) : Math.fround(value)
}

/** Both sides of the point. */
export const sides = (text: string): readonly [string, string] => {
  const [whole = '', rest = ''] = text.split('.')
  return [whole, rest]
}

const trailingZeros = /0+$/
const tie = /^50*$/
const endsOdd = /[13579]$/

/** A number cut behind some places of its fraction: where `rounded` lies as far off, the even one, as C and NumPy have it; JavaScript takes the larger. */
function toEven(exact: string, rounded: string, places: number): string {
  const [whole, rest] = sides(exact)
  const cut = places > 0 ? `${whole}.${rest.slice(0, places)}` : whole
  return tie.test(rest.slice(places)) && !endsOdd.test(cut) ? cut : rounded
}

/** As many digits as JavaScript writes behind a point: more than any float needs to tell a tie. */
const all = 100

/** Mantissa, sign and digits of the exponent, two at least. */
type Exponential = readonly [mantissa: string, sign: string, power: string]

/** Writes a number with an exponent and so many digits behind the point. */
function exponential(value: number): (places: number) => Exponential {
  const [exact = ''] = value.toExponential(all).split('e')
  return (places) => {
    const [rounded = '', exponent = ''] = value.toExponential(places).split('e')
    return [toEven(exact, rounded, places), exponent.slice(0, 1), exponent.slice(1).padStart(2, '0')]
  }
}

/**
 * The number of the fewest digits that tells a float of a dtype apart, and how many of them stand behind the first. A power of two lies
 * nearer to the float below it than to the one above: the next number of so many digits may be the one that tells it apart.
 */
function shortest(value: number, dtype: DType): readonly [number, number] {
  const size = Math.abs(value)
  const write = exponential(size)
  for (let places = 0; ; places++) {
    const [mantissa, sign, power] = write(places)
    const near = Number(`${mantissa}e${sign}${power}`)
    const above = Number((near + 10 ** (Number(sign + power) - places)).toPrecision(places + 1))
    const found = [near, above].find((one) => roundedAs(one, dtype) === size)
    if (found !== undefined) return [value < 0 ? -found : found, places]
  }
}

/** A float with its point, `1.` and `0.25`: the fewest digits that tell it apart, of which eight stand behind the point at most. */
export function positional(value: number, dtype: DType): string {
  const [whole, rest] = sides(String(shortest(value, dtype)[0]))
  if (rest.length <= precision) return `${Object.is(value, -0) ? '-' : ''}${whole}.${rest}`
  return toEven(value.toFixed(all), value.toFixed(precision), precision).replace(trailingZeros, '')
}

/**
 * A float with an exponent.
 *
 * @param least so many digits behind the point at least; where they are more than tell it apart, they are those of its exact value.
 */
export function scientific(value: number, dtype: DType, least: number): Exponential {
  const [near, own] = shortest(value, dtype)
  const places = Math.min(precision, own)
  const [mantissa, ...exponent] =
    own === places && places >= least
      ? exponential(near)(places)
      : exponential(value)(Math.max(places, least))
  const [whole, rest] = sides(mantissa)
  return [
    `${Object.is(value, -0) ? '-' : ''}${whole}.${rest.slice(0, least)}${rest.slice(least).replace(trailingZeros, '')}`,
    ...exponent,
  ]
}

/** So many digits the floats of ml_dtypes are printed with, as C++'s streams print a float. */
const foreignDigits = 6

/** A float of ml_dtypes, as `%g` prints it. */
export function foreignText(value: number): string {
  if (!Number.isFinite(value)) return oddText(value)
  const [mantissa, sign, size] = exponential(value)(foreignDigits - 1)
  const [whole, rest] = sides(mantissa)
  const fraction = rest.replace(trailingZeros, '')
  const power = Number(sign + size)
  if (power < -4 || power >= foreignDigits) return `${whole}${fraction && `.${fraction}`}e${sign}${size}`
  return Object.is(value, -0) ? '-0' : String(Number(`${mantissa}e${sign}${size}`))
}

/** `nan` and the infinities. */
export const oddText = (value: number): string => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf')
