import {protocol} from './protocol.ts'

/** A Python float that JavaScript would take for an int: `float(1)` is 1.0. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
    Object.freeze(this)
  }

  [protocol.repr](): string {
    return floatRepr(this.value)
  }
}

/** A Python complex number. */
export class Complex {
  readonly real: number
  readonly imag: number

  constructor(real: number, imag: number) {
    this.real = real
    this.imag = imag
    Object.freeze(this)
  }

  [protocol.repr](): string {
    const imag = `${part(this.imag)}j`
    return this.real === 0 && !Object.is(this.real, -0)
      ? imag
      : `(${part(this.real)}${this.imag < 0 || Object.is(this.imag, -0) ? '' : '+'}${imag})`
  }
}

const part = (x: number): string =>
  Number.isInteger(x) && Math.abs(x) < 1e16 ? (Object.is(x, -0) ? '-0' : String(x)) : floatRepr(x)

/**
 * A Python float. Needed where the number is integer-valued, since such a JavaScript number is taken for an int; and for a NaN of its
 * own, as `float('nan')` makes one, where `NaN` itself is one object, as `math.nan` is.
 *
 * @example
 * repr(float(1)) // '1.0'
 */
export const float = (value: number): number | Float =>
  Number.isInteger(value) || Number.isNaN(value) ? new Float(value) : value

/** A Python complex number, `complex(1, 2)` is `(1+2j)`. */
export const complex = (real: number, imag: number): Complex => new Complex(real, imag)

const leadingSign = /^[+-]/

/** Python's `repr` of a float: `1.0`, `1e-05`, `nan`, `inf`. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    const sign = exponent.startsWith('-') ? '-' : '+'
    return `${digits}e${sign}${exponent.replace(leadingSign, '').padStart(2, '0')}`
  }
  const text = String(value)
  return text.includes('.') ? text : `${text}.0`
}

/** Whether a number of JavaScript is an int: whole ones are, as far as all of them can be written; a larger int is a BigInt. */
export const isInt = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)
