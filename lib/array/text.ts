import {Complex} from '../python/index.ts'
import {at} from './arity.ts'
import type {Shape} from './aval.ts'
import {type Contents, readElement} from './contents.ts'
import type {DType} from './dtype.ts'
import {decodeFloat, encodeFloat} from './minifloat.ts'

/** An element, or nested lists of them. */
export type Listed = number | bigint | boolean | Complex | readonly Listed[]

/** An element as Python's `item()` gives it. */
export function elementOf(
  contents: Contents,
  dtype: DType,
  index: number,
): number | bigint | boolean | Complex {
  const value = readElement(contents, dtype, index)
  if (typeof value === 'object') return new Complex(value[0], value[1])
  if (dtype.kind === 'b') return value !== 0
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** Nested lists of the elements. */
export function listed(contents: Contents, dtype: DType, shape: Shape): Listed {
  let index = 0
  const nested = (depth: number): Listed =>
    depth === shape.length
      ? elementOf(contents, dtype, index++)
      : Array.from({length: at(shape, depth)}, () => nested(depth + 1))
  return nested(0)
}

/** A number as the floats of a dtype, or of a complex one, hold it. */
function roundedAs(value: number, {name}: DType): number {
  if (name === 'float64' || name === 'complex128') return value
  return name === 'float16' ? decodeFloat(name, encodeFloat(name, value)) : Math.fround(value)
}

/** The fewest digits that tell a float of a dtype apart. */
export function shortestDigits(value: number, dtype: DType): number {
  let digits = 1
  while (roundedAs(Number(value.toPrecision(digits)), dtype) !== value) digits++
  return digits
}

/**
 * A float as NumPy prints it: the fewest digits that tell it apart, eight of them behind the point at most; six in all for
 * the floats of ml_dtypes.
 */
export function floatText(value: number, dtype: DType): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const isForeign = dtype.bits <= 16 && dtype.name !== 'float16'
  const point = isForeign ? '' : '.'
  if (value === 0) return `${Object.is(value, -0) ? '-' : ''}0${point}`
  const near = Number(value.toPrecision(isForeign ? 6 : shortestDigits(value, dtype)))
  const short = String(Math.abs(near) < 1e-4 ? near : Number(near.toFixed(8)))
  return Number.isInteger(value) && !short.includes('e') ? `${short}${point}` : short
}
