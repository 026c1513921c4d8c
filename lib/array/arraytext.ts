import {repr} from '../python/index.ts'
import {at} from './arity.ts'
import {type Shape, shapeText, volume} from './aval.ts'
import {type Contents, readElement} from './contents.ts'
import type {DType} from './dtype.ts'
import {foreignText, oddText, positional, roundedAs, scientific, sides} from './digits.ts'

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
  if (dtype.kind === 'c') return complexFormat(shown, read, dtype)
  const isForeign = dtype.kind === 'f' && dtype.bits <= 16 && dtype.name !== 'float16'
  if (isForeign) return (index) => foreignText(Number(read(index)))
  if (dtype.kind === 'f')
    return floatFormat(
      shown.map((index) => Number(read(index))),
      (index) => Number(read(index)),
      dtype,
    )
  const width = Math.max(0, ...shown.map((index) => String(read(index)).length))
  return (index) => String(read(index)).padStart(width)
}

const beforeSpaces = /(?= *$)/

/** Complex numbers: their real parts of one width, and their imaginary ones, each with its sign. */
function complexFormat(
  shown: readonly number[],
  read: (index: number) => ReturnType<typeof readElement>,
  dtype: DType,
): Format {
  const part = (of: 0 | 1) => (index: number) => {
    const value = read(index)
    return typeof value === 'object' ? value[of] : Number(value)
  }
  const [real, imaginary] = ([0, 1] as const).map((of) =>
    floatFormat(shown.map(part(of)), part(of), dtype, of === 1),
  )
  return (index) => `${real?.(index) ?? ''}${imaginary?.(index).replace(beforeSpaces, 'j') ?? ''}`
}

/** So many decimal digits the floats of a dtype have for certain: NumPy's `finfo(dtype).precision`. */
const certain: Readonly<Record<string, number>> = {float16: 3, float32: 6, complex64: 6}

/** Whether floats are printed with exponents: very large or small ones, or both side by side; compared as the dtype holds the limits. */
function isScientific(finite: readonly number[], dtype: DType): boolean {
  const sizes = finite.map(Math.abs).filter((size) => size > 0)
  if (sizes.length === 0) return false
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)]
  const limit = 10 ** Math.min(8, certain[dtype.name] ?? 8)
  return most >= limit || least < roundedAs(1e-4, dtype) || roundedAs(most / least, dtype) > 1000
}

/**
 * Floats of one width, their points below one another.
 *
 * @param isSigned whether a plus stands before one that is not negative.
 */
function floatFormat(
  shown: readonly number[],
  read: (index: number) => number,
  dtype: DType,
  isSigned = false,
): Format {
  const signed = (text: string) => (isSigned && !text.startsWith('-') ? `+${text}` : text)
  const finite = shown.filter(Number.isFinite)
  const withExponent = isScientific(finite, dtype)
  const parts = finite.map((value) =>
    sides(signed(withExponent ? scientific(value, dtype, 0)[0] : positional(value, dtype))),
  )
  const wide = (lengths: readonly number[]) => Math.max(0, ...lengths)
  const right = wide(parts.map(([, rest]) => rest.length))
  const exponent = withExponent ? wide(finite.map((value) => scientific(value, dtype, 0)[2].length)) : 0
  const behind = right + (withExponent ? exponent + 2 : 0)
  const odd = shown
    .filter((value) => !Number.isFinite(value))
    .map((value) => signed(oddText(value)).length - behind - 1)
  const left = wide([...parts.map(([whole]) => whole.length), ...odd])
  return (index) => {
    const value = read(index)
    if (!Number.isFinite(value)) return signed(oddText(value)).padStart(left + behind + 1)
    if (!withExponent) {
      const [whole, rest] = sides(signed(positional(value, dtype)))
      return `${whole.padStart(left)}.${rest.padEnd(right)}`
    }
    const [mantissa, sign, power] = scientific(value, dtype, right)
    return `${signed(mantissa).padStart(left + right + 1)}e${sign}${power.padStart(exponent, '0')}`
  }
}

/** The width of a line, as NumPy has it. */
const lineWidth = 75

/** What `repr` shows of elements behind `prefix`, and how long its last line is. */
function elementsText(contents: Contents, dtype: DType, shape: Shape, prefix: string) {
  const layout = {separator: ', ', prefix, width: lineWidth - 1}
  const text = shape.includes(0) ? '[]' : arrayText(contents, dtype, shape, layout)
  const start = text.lastIndexOf('\n') + 1
  return {text, isFolded: start > 0, last: text.length - start}
}

/**
 * `Array([1., 2.], dtype=float32)`: the elements, and what else is said behind them; where the line has no room, JAX leaves as much
 * space as a new one would be indented by. Source: JAX `array.py`, `ArrayImpl.__repr__`.
 */
export function arrayRepr(contents: Contents, dtype: DType, shape: Shape, more: string): string {
  const prefix = 'Array('
  const {text, last} = elementsText(contents, dtype, shape, prefix)
  const size = shape.includes(0) ? `, shape=${shapeText(shape)}` : ''
  const gap = last + size.length + more.length + 4 <= lineWidth ? ' ' : ' '.repeat(prefix.length)
  return `${prefix}${text}${size},${gap}${more})`
}

/** Dtypes that NumPy's elements tell. */
const usual: ReadonlySet<string> = new Set(['float64', 'int64', 'complex128', 'bool'])

const isWord = /^[a-z][a-z0-9]*$/i

/** `array([1., 2.], dtype=float32)`: the elements, and of shape and dtype what they do not tell. Source: NumPy `_core/arrayprint.py`, `array_repr`. */
export function numpyRepr(contents: Contents, dtype: DType, shape: Shape): string {
  const prefix = 'array('
  const {text, isFolded, last} = elementsText(contents, dtype, shape, prefix)
  const isEmpty = shape.includes(0)
  const more = [
    ...((isEmpty && shape.length > 1) || volume(shape) > threshold ? [`shape=${shapeText(shape)}`] : []),
    ...(isEmpty || !usual.has(dtype.name)
      ? [`dtype=${isWord.test(dtype.name) ? dtype.name : repr(dtype.name)}`]
      : []),
  ].join(', ')
  if (more === '') return `${prefix}${text})`
  const isRoom = last + (isFolded ? 0 : prefix.length) + more.length + 3 <= lineWidth
  return `${prefix}${text},${isRoom ? ' ' : `\n${' '.repeat(prefix.length)}`}${more})`
}

/** The elements as `print` shows them; a single one of no dimensions as Python writes a number, `3.0`. */
export function printedArray(contents: Contents, dtype: DType, shape: Shape): string {
  if (shape.includes(0)) return '[]'
  const text = arrayText(contents, dtype, shape, {separator: ' ', prefix: '', width: lineWidth})
  return shape.length === 0 && text.endsWith('.') && dtype.name !== 'bfloat16' ? `${text}0` : text
}
