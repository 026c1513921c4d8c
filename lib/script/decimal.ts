/** The size of a finite number as a fraction, exactly: twice a number that is not whole is exact. */
function fractionOf(number: number): readonly [over: bigint, under: bigint] {
  let size = Math.abs(number)
  let shift = 0n
  for (; !Number.isInteger(size); shift++) size *= 2
  return [BigInt(size), 1n << shift]
}

/** The whole number that is nearest to a fraction, of two the even one. */
function nearest(over: bigint, under: bigint): bigint {
  const whole = over / under
  const rest = 2n * (over % under)
  return rest > under || (rest === under && whole % 2n === 1n) ? whole + 1n : whole
}

const isBelow = (number: number): boolean => number < 0 || Object.is(number, -0)

/** The nearest whole number to `number * 10 ** digits`, without its sign. */
function scaled(number: number, digits: number): bigint {
  const [over, under] = fractionOf(number)
  return digits < 0
    ? nearest(over, under * 10n ** BigInt(-digits))
    : nearest(over * 10n ** BigInt(digits), under)
}

const pointed = (text: string, digits: number): string =>
  digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`

/**
 * A finite number with so many digits behind its point, rounded from its exact value, half to even.
 *
 * @example
 * fixed(0.125, 2) // '0.12'
 */
export const fixed = (number: number, digits: number): string =>
  (isBelow(number) ? '-' : '') + pointed(String(scaled(number, digits)).padStart(digits + 1, '0'), digits)

/**
 * The same with one digit before its point, and its exponent.
 *
 * @example
 * exponential(25, 0) // '2e+01'
 */
export function exponential(number: number, digits: number): string {
  let power = number === 0 ? 0 : Number(number.toExponential().split('e')[1])
  let text = ''
  for (let isLonger = true; isLonger;) {
    text = String(scaled(number, digits - power)).padStart(number === 0 ? digits + 1 : 0, '0')
    isLonger = text.length !== digits + 1
    if (isLonger) power += text.length > digits + 1 ? 1 : -1
  }
  const mark = power < 0 ? '-' : '+'
  const written = digits === 0 ? text : `${text.charAt(0)}.${text.slice(1)}`
  return `${isBelow(number) ? '-' : ''}${written}e${mark}${String(Math.abs(power)).padStart(2, '0')}`
}

/** `round(number, digits)` of a finite float. */
export function roundedTo(number: number, digits: number): number {
  if (digits > 323) return number
  const size =
    digits < 0
      ? Number(scaled(number, digits) * 10n ** BigInt(-digits))
      : Number(fixed(Math.abs(number), digits))
  return isBelow(number) ? -size : size
}

/** `round(whole, digits)` of an int, for digits below zero. */
export const roundedWhole = (whole: bigint, digits: number): bigint => {
  const unit = 10n ** BigInt(-digits)
  const size = nearest(whole < 0n ? -whole : whole, unit) * unit
  return whole < 0n ? -size : size
}

/** The nearest whole number, of two the even one. */
export const wholeOf = (number: number): bigint => (number < 0 ? -scaled(number, 0) : scaled(number, 0))
