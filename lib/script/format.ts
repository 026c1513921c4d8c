import {ArrayImpl, DType, JaxArray, NumpyScalar, printedArray, Tracer} from '../array/index.ts'
import {Variable, reprText} from '../graph/index.ts'
import {numberOf, PythonError, repr, typeName} from '../python/index.ts'
import {specialOf} from './instance.ts'
import {isFloat, isReal, itemOf} from './numbers.ts'

/** `repr(value)`, as Python prints it. */
export function reprOf(value: unknown): string {
  return value instanceof Error ? `${value.name}(${repr(value.message)})` : reprText(value)
}

/** `str(value)`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.message
  const own = specialOf(value, '__str__')
  if (own !== null) return String(own([]))
  if (value instanceof DType) return value.name
  if (value instanceof NumpyScalar) return value.text
  if (value instanceof ArrayImpl && value.contents !== null && value.dtype.kind !== 'k')
    return printedArray(value.contents, value.dtype, value.shape)
  return reprOf(value)
}

const specText = /^(?:(.)?([<>^=]))?([+ -])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/

/**
 * `format(value, spec)` for numbers and texts.
 *
 * @throws {PythonError} ValueError for a specification that is not read here.
 * @example
 * formatted(0.5, '.3f') // '0.500'
 */
export function formatted(value: unknown, spec: string): string {
  if (spec === '') return textOf(value)
  const parts = specText.exec(spec)
  if (parts === null) throw new PythonError('ValueError', `Invalid format specifier '${spec}'`)
  const [, fill, align, sign = '', , zero, width = '0', comma, precision, type = ''] = parts
  const scalar = scalarOf(value)
  const isNumber = isReal(scalar) && type !== 's'
  const text = isNumber
    ? signed(numberText(scalar, type, precision, comma), sign)
    : textOf(value).slice(0, precision === undefined ? undefined : Number(precision))
  return padded(
    text,
    Math.min(Number(width), 1000),
    fill ?? (zero === undefined ? ' ' : '0'),
    align ?? (zero !== undefined ? '=' : isNumber ? '>' : '<'),
  )
}

/** The number of an array of one element. */
function scalarOf(value: unknown): unknown {
  const held: unknown = value instanceof Variable ? value.value : value
  if (held instanceof Tracer)
    throw new PythonError('TypeError', `unsupported format string passed to ${typeName(held)}.__format__`)
  return held instanceof JaxArray && held.size === 1 ? itemOf(held) : held
}

const signed = (text: string, sign: string): string =>
  sign !== '' && sign !== '-' && !text.startsWith('-') ? sign + text : text

function padded(text: string, width: number, fill: string, align: string): string {
  const room = Math.max(0, width - text.length)
  if (align === '<') return text + fill.repeat(room)
  if (align === '^') return fill.repeat(room >> 1) + text + fill.repeat(room - (room >> 1))
  if (align === '=' && (text.startsWith('-') || text.startsWith('+')))
    return text.charAt(0) + fill.repeat(room) + text.slice(1)
  return fill.repeat(room) + text
}

const zeros = /(\.\d*?)0+(?=e|$)/
const bare = /\.(?=e|$)/
const exponent = /e([+-])(\d)$/

/** A number with a mark between its thousands. */
function thousands(text: string, mark: string): string {
  const [whole = '', ...rest] = text.split('.')
  let grouped = whole
  for (let at = whole.length - 3; at > (whole.startsWith('-') ? 1 : 0); at -= 3)
    grouped = grouped.slice(0, at) + mark + grouped.slice(at)
  return [grouped, ...rest].join('.')
}

function numberText(
  value: unknown,
  type: string,
  precision: string | undefined,
  comma: string | undefined,
): string {
  const number = Number(numberOf(value) ?? NaN)
  const digits = Math.min(Number(precision ?? 6), 100)
  const grouped = (text: string): string => (comma === undefined ? text : thousands(text, comma))
  if (!Number.isFinite(number)) return repr(value)
  if (type === '')
    return precision === undefined ? grouped(repr(value)) : general(number, digits, isFloat(value))
  const write = Object.hasOwn(codes, type.toLowerCase()) ? codes[type.toLowerCase()] : undefined
  if (write === undefined)
    throw new PythonError(
      'ValueError',
      `Unknown format code '${type}' for object of type '${typeName(value)}'`,
    )
  return grouped(write(number, digits, value))
}

/** How each letter of a specification writes a number. */
const codes: Readonly<Record<string, (number: number, digits: number, value: unknown) => string>> = {
  d: (number, _digits, value) => String(typeof value === 'bigint' ? value : number),
  f: (number, digits) => number.toFixed(digits),
  '%': (number, digits) => `${(number * 100).toFixed(digits)}%`,
  e: (number, digits) => number.toExponential(digits).replace(exponent, 'e$10$2'),
  g: (number, digits) => general(number, digits, false),
  x: (number) => number.toString(16),
  b: (number) => number.toString(2),
  o: (number) => number.toString(8),
}

/** As many digits as count, without zeros at the end. */
function general(number: number, digits: number, keepsPoint: boolean): string {
  const count = Math.max(1, digits)
  const size = number === 0 ? 0 : Number(number.toExponential(count - 1).split('e')[1])
  const isShort = size >= -4 && size < count
  const text = isShort
    ? number.toFixed(Math.max(0, count - 1 - size))
    : number.toExponential(count - 1).replace(exponent, 'e$10$2')
  const cut = text.includes('.') ? text.replace(zeros, '$1').replace(bare, '') : text
  return keepsPoint && isShort && !cut.includes('.') ? `${cut}.0` : cut
}
