import {at} from './arity.ts'
import {type Shape, shapeText, volume} from './aval.ts'
import {type Contents, readElement} from './contents.ts'
import type {DType} from './dtype.ts'
import {floatText, shortestDigits} from './text.ts'

/** From how many elements on only the first and last three along each axis are printed. */
const threshold = 1000
const edge = 3
const dots = '...'

/** How elements are laid out between brackets. */
interface Layout {
  /** What stands between two elements: `', '` in a repr, `' '` in a text. */
  readonly separator: string
  /** What stands before the first bracket: later lines are indented by as much. */
  readonly prefix: string
  /** How many characters a line may have. */
  readonly width: number
}

/** An element as text, as wide as the others. */
type Format = (index: number) => string

/**
 * The elements in brackets as NumPy prints them, aligned, long lines folded, large arrays shortened.
 *
 * Source: NumPy `_core/arrayprint.py`, `array2string`.
 */
function arrayText(contents: Contents, dtype: DType, shape: Shape, layout: Layout): string {
  const size = volume(shape)
  const isShort = size > threshold
  const format = formatOf(contents, dtype, shape, printedPlaces(shape, isShort))
  const {separator, prefix, width} = layout
  const strides = shape.map((_, axis) => volume(shape.slice(axis + 1)))
  const nested = (depth: number, start: number, indent: string, room: number): string => {
    if (depth === shape.length) return format(start)
    const items = placesAlong(at(shape, depth), isShort)
    const inner = items.map((i) =>
      i === null ? dots : nested(depth + 1, start + i * at(strides, depth), `${indent} `, room - 1),
    )
    const axesLeft = shape.length - depth
    const body =
      axesLeft === 1
        ? folded(inner, indent, separator, room - Math.max(separator.trimEnd().length, 1))
        : inner.map((item) => indent + item).join(separator.trimEnd() + '\n'.repeat(axesLeft - 1))
    return `[${body.slice(indent.length)}]`
  }
  return nested(0, 0, ' '.repeat(prefix.length + 1), width)
}

/** Words in lines of at most `room` characters. */
function folded(words: readonly string[], indent: string, separator: string, room: number): string {
  const lines: string[] = []
  let line = indent
  words.forEach((word, i) => {
    if (line.length + word.length > room && line.length > indent.length) {
      lines.push(line.trimEnd())
      line = indent
    }
    line += i < words.length - 1 ? word + separator : word
  })
  return [...lines, line].join('\n')
}

/** The places along an axis that are printed, null for those left out. */
function placesAlong(n: number, isShort: boolean): readonly (number | null)[] {
  const all = Array.from({length: n}, (_, i) => i)
  return isShort && n > 2 * edge ? [...all.slice(0, edge), null, ...all.slice(-edge)] : all
}

/** The elements that are printed. */
function printedPlaces(shape: Shape, isShort: boolean): readonly number[] {
  let found = [0]
  for (const n of shape) {
    const along = placesAlong(n, isShort).filter((i) => i !== null)
    found = found.flatMap((base) => along.map((i) => base * n + i))
  }
  return found
}

function formatOf(contents: Contents, dtype: DType, shape: Shape, shown: readonly number[]): Format {
  const read = (index: number) => readElement(contents, dtype, index)
  if (dtype.kind === 'b')
    return (index) => (read(index) ? 'True' : 'False').padStart(shape.length > 0 && read(index) ? 5 : 4)
  if (dtype.kind === 'c') return complexFormat(read, dtype)
  const isForeign = dtype.kind === 'f' && dtype.bits <= 16 && dtype.name !== 'float16'
  if (isForeign) return (index) => floatText(Number(read(index)), dtype)
  if (dtype.kind === 'f')
    return floatFormat(
      shown.map((index) => Number(read(index))),
      (index) => Number(read(index)),
      dtype,
    )
  const width = Math.max(0, ...shown.map((index) => String(read(index)).length))
  return (index) => String(read(index)).padStart(width)
}

const complexFormat =
  (read: (index: number) => ReturnType<typeof readElement>, dtype: DType): Format =>
  (index) => {
    const value = read(index)
    if (typeof value !== 'object') return String(value)
    const [real, imaginary] = [floatText(value[0], dtype), floatText(value[1], dtype)]
    return `${real}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j`
  }

/** Whether floats are printed with exponents: very large or small ones, or both side by side. */
function isScientific(finite: readonly number[]): boolean {
  const sizes = finite.map(Math.abs).filter((size) => size > 0)
  if (sizes.length === 0) return false
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)]
  return most >= 1e8 || least < 1e-4 || most / least > 1000
}

/** Both sides of the point. */
const sides = (text: string): readonly [string, string] => {
  const [whole = '', rest = ''] = text.split('.')
  return [whole, rest]
}

/** A float with its point, `1.` and `0.25`, of eight digits behind it at most. */
function positional(value: number, dtype: DType): string {
  const near = Number(value.toPrecision(shortestDigits(value, dtype)))
  const short = near.toFixed(8).replace(trailingZeros, '')
  return Object.is(value, -0) ? '-0.' : short
}

const trailingZeros = /0+$/

/** A float with an exponent of at least two digits: mantissa, sign and digits of the exponent. */
function scientific(value: number, dtype: DType): readonly [string, string, string] {
  const digits = Math.min(9, shortestDigits(value, dtype))
  const [mantissa = '', exponent = ''] = value.toExponential(Math.max(0, digits - 1)).split('e')
  const minus = Object.is(value, -0) ? '-' : ''
  const size = exponent.slice(1).padStart(2, '0')
  const short = mantissa.includes('.') ? mantissa.replace(trailingZeros, '') : `${mantissa}.`
  return [minus + short, exponent.slice(0, 1), size]
}

/** Floats of one width, their points below one another. */
function floatFormat(shown: readonly number[], read: (index: number) => number, dtype: DType): Format {
  const finite = shown.filter(Number.isFinite)
  const withExponent = isScientific(finite)
  const parts = finite.map((value) => {
    if (!withExponent) return sides(positional(value, dtype))
    return sides(scientific(value, dtype)[0])
  })
  const wide = (lengths: readonly number[]) => Math.max(0, ...lengths)
  const right = wide(parts.map(([, rest]) => rest.length))
  const exponent = withExponent ? wide(finite.map((value) => scientific(value, dtype)[2].length)) : 0
  const behind = right + (withExponent ? exponent + 2 : 0)
  const odd = shown
    .filter((value) => !Number.isFinite(value))
    .map((value) => oddText(value).length - behind - 1)
  const left = wide([...parts.map(([whole]) => whole.length), ...odd])
  return (index) => {
    const value = read(index)
    if (!Number.isFinite(value)) return oddText(value).padStart(left + behind + 1)
    if (!withExponent) {
      const [whole, rest] = sides(positional(value, dtype))
      return `${whole.padStart(left)}.${rest.padEnd(right)}`
    }
    const [mantissa, sign, power] = scientific(value, dtype)
    const [whole, rest] = sides(mantissa)
    return `${whole.padStart(left)}.${rest.padEnd(right, '0')}e${sign}${power.padStart(exponent, '0')}`
  }
}

const oddText = (value: number): string => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf')

/** The width of a line, as NumPy has it. */
const lineWidth = 75

/**
 * `Array([1., 2.], dtype=float32)`: the elements, and what else is said behind them; where the line has no room, NumPy begins a new
 * one, and JAX leaves as much space as that one would be indented by (`array.py`, `_array_repr`).
 */
export function arrayRepr(
  name: string,
  contents: Contents,
  dtype: DType,
  shape: Shape,
  more: string,
): string {
  const prefix = `${name}(`
  const isEmpty = shape.includes(0)
  const elements = isEmpty
    ? `[]${shape.length > 1 ? `, shape=${shapeText(shape)}` : ''}`
    : arrayText(contents, dtype, shape, {separator: ', ', prefix, width: lineWidth - 1})
  if (more === '') return `${prefix}${elements})`
  const start = isEmpty ? 0 : elements.lastIndexOf('\n') + 1
  const last = elements.length - start + (start === 0 ? prefix.length : 0)
  const gap =
    last + more.length + 2 <= lineWidth ? ' ' : `${name === 'array' ? '\n' : ''}${' '.repeat(prefix.length)}`
  return `${prefix}${elements},${gap}${more})`
}

/** The elements as `print` shows them. */
export const printedArray = (contents: Contents, dtype: DType, shape: Shape): string =>
  shape.includes(0) ? '[]' : arrayText(contents, dtype, shape, {separator: ' ', prefix: '', width: lineWidth})
