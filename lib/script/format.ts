import {ArrayImpl, DType, NumpyScalar, printedArray, Tracer} from '../array/index.ts'
import {Variable, reprText} from '../graph/index.ts'
import {float, numberOf, PythonError, repr, typeName} from '../python/index.ts'
import {exponential, fixed} from './decimal.ts'
import {specialOf} from './instance.ts'
import {big, isArrayLike, isFloat, isReal, itemOf} from './numbers.ts'

/** What errors were made of, where a text made them. */
const argsOfErrors = new WeakMap<Error, readonly unknown[]>()

/** `error.args`; undefined for an error that no text made. */
export const argsOf = (error: Error): readonly unknown[] | undefined => argsOfErrors.get(error)

/** An error that a text makes of values. */
export function errorOf(type: string, args: readonly unknown[]): PythonError {
  const [first] = args
  const isAlone = args.length === 1 && type !== 'KeyError'
  const error = new PythonError(
    type,
    args.length > 1
      ? `(${args.map(reprOf).join(', ')})`
      : args.length === 0
        ? ''
        : isAlone
          ? textOf(first)
          : reprOf(first),
  )
  argsOfErrors.set(error, args)
  return error
}

/** `repr(value)`, as Python prints it. */
export function reprOf(value: unknown): string {
  if (!(value instanceof Error)) return reprText(value)
  const args = argsOf(value)?.map(reprOf)
  return `${value.name}(${args?.join(', ') ?? (value.name === 'KeyError' ? value.message : repr(value.message))})`
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

/**
 * A value behind whose field a `!` and a letter stand.
 *
 * @throws {PythonError} NotImplementedError for another letter than `r` and `s`.
 */
export function converted(value: unknown, letter: string): unknown {
  if (letter === '') return value
  if (letter === 'r') return reprOf(value)
  if (letter === 's') return textOf(value)
  throw new PythonError(
    'NotImplementedError',
    `\`!${letter}\` of a field is not in the Python that runs here`,
  )
}

const specText = /^(?:(.)?([<>^=]))?([+ -])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u

const invalid = (what: string): PythonError => new PythonError('ValueError', what)

const longest = 1000

/** A width or a precision. */
function countOf(digits: string): number {
  if (Number(digits) > longest) throw invalid(`so long a text is not made here: ${digits}`)
  return Number(digits)
}

/** What a specification says. */
interface Spec {
  readonly fill: string
  readonly align: string | null
  readonly isPadded: boolean
  readonly sign: string
  readonly alternate: boolean
  readonly size: number
  readonly mark: string
  readonly precision: number | null
  readonly type: string
}

/**
 * `format(value, spec)` for numbers and texts.
 *
 * @throws {PythonError} ValueError for a specification that is not read here, TypeError for a value that takes none.
 * @example
 * formatted(0.5, '.3f') // '0.500'
 */
export function formatted(value: unknown, spec: string): string {
  const own = specialOf(value, '__format__')
  if (own !== null) return String(own([spec]))
  if (spec === '') return textOf(value)
  const parts = specText.exec(spec)
  if (parts === null) throw invalid(`Invalid format specifier '${spec}'`)
  const [, given, align, sign = '', alternate, zero, width = '0', mark = '', digits, type = ''] = parts
  const read: Spec = {
    fill: given ?? (zero === undefined ? ' ' : '0'),
    align: align ?? null,
    isPadded: zero !== undefined,
    sign,
    alternate: alternate !== undefined,
    size: countOf(width),
    mark,
    precision: digits === undefined ? null : countOf(digits),
    type,
  }
  const scalar = scalarOf(value)
  if (typeof scalar === 'string') return formattedString(scalar, read)
  if (isReal(scalar)) return formattedNumber(scalar, read)
  throw new PythonError('TypeError', `unsupported format string passed to ${typeName(scalar)}.__format__`)
}

function formattedString(
  value: string,
  {fill, align, sign, alternate, size, mark, precision, type}: Spec,
): string {
  if (align === '=' || sign + mark !== '' || alternate || (type !== '' && type !== 's'))
    throw invalid("Invalid format specifier for object of type 'str'")
  return padded(value.slice(0, precision ?? undefined), size, fill, align ?? '<')
}

function formattedNumber(value: unknown, spec: Spec): string {
  const {fill, align, isPadded, sign, size, mark, type} = spec
  const [, minus = '', prefix = '', rest = ''] = pieces.exec(numberText(value, spec)) ?? []
  const before = (minus || (sign === '-' ? '' : sign)) + prefix
  const place = align ?? (isPadded ? '=' : '>')
  const width = size - before.length
  const body = grouped(rest, mark, type, fill === '0' && place === '=' ? width : 0)
  return place === '=' ? before + padded(body, width, fill, '>') : padded(before + body, size, fill, place)
}

/** The number of an array of one element. */
function scalarOf(value: unknown): unknown {
  const held: unknown = value instanceof Variable ? value.value : value
  if (held instanceof Tracer)
    throw new PythonError('TypeError', `unsupported format string passed to ${typeName(held)}.__format__`)
  return isArrayLike(held) && (held instanceof NumpyScalar || ('size' in held && held.size === 1))
    ? itemOf(held)
    : held
}

function padded(text: string, width: number, fill: string, align: string): string {
  const room = Math.max(0, width - text.length)
  if (align === '<') return text + fill.repeat(room)
  if (align === '^') return fill.repeat(room >> 1) + text + fill.repeat(room - (room >> 1))
  return fill.repeat(room) + text
}

/** The sign of a number, the mark of its base, and its digits. */
const pieces = /^(-?)(0[xob])?(.*)$/i
const leading = /^[\da-f]+/i
const decimal = /^\d+/
const based = /[xXbo]/

/** Digits with a mark between their thousands, as wide as they have to be. */
function grouped(text: string, mark: string, type: string, width: number): string {
  const [digits] = (based.test(type) ? leading : decimal).exec(text) ?? []
  if (mark === '' || digits === undefined) return text
  const rest = text.slice(digits.length)
  const size = based.test(type) ? 4 : 3
  for (let whole = digits; ; whole = `0${whole}`) {
    let made = ''
    for (let end = whole.length; end > 0; end -= size)
      made = whole.slice(Math.max(0, end - size), end) + (made === '' ? '' : mark) + made
    if (made.length + rest.length >= width) return made + rest
  }
}

const bases: Readonly<Record<string, number>> = {d: 10, n: 10, x: 16, o: 8, b: 2}

function numberText(value: unknown, {alternate, mark, precision, type}: Spec): string {
  const isWhole = !isFloat(value)
  const letter = type.toLowerCase()
  const base = isWhole ? (type === '' ? 10 : type === 'X' ? 16 : bases[type]) : undefined
  if (mark !== '' && (type === 'n' || (mark === ',' && based.test(type))))
    throw invalid(`Cannot specify '${mark}' with '${type}'.`)
  if (base !== undefined) {
    if (precision !== null) throw invalid('Precision not allowed in integer format specifier')
    const text = big(value).toString(base)
    const written = alternate && base !== 10 ? text.replace(decimalStart, `$&0${letter}`) : text
    return type === 'X' ? written.toUpperCase() : written
  }
  if (!'eEfFgGn%'.includes(type))
    throw invalid(`Unknown format code '${type}' for object of type '${typeName(value)}'`)
  const text = floatText(Number(numberOf(value)), letter, precision, alternate)
  return type !== letter ? text.toUpperCase() : text
}

const decimalStart = /^-?/

function floatText(given: number, letter: string, precision: number | null, alternate: boolean): string {
  const number = letter === '%' ? given * 100 : given
  const end = letter === '%' ? '%' : ''
  const digits = precision ?? 6
  if (!Number.isFinite(number)) return repr(number) + end
  const text =
    letter === '' && precision === null
      ? repr(float(number))
      : letter === 'e'
        ? exponential(number, digits)
        : letter === 'f' || letter === '%'
          ? fixed(number, digits)
          : general(number, Math.max(1, digits), letter === '', alternate)
  return (alternate && !text.includes('.') ? text.replace(beforePoint, '$&.') : text) + end
}

const zeros = /(\.\d*?)0+(?=e|$)/
const bare = /\.(?=e|$)/
const beforePoint = /^-?\d+/

/** As many digits as count, without zeros at the end; `keepsPoint` is how a float without a letter is written. */
function general(number: number, count: number, keepsPoint: boolean, alternate: boolean): string {
  const written = exponential(number, count - 1)
  const power = Number(written.split('e')[1])
  const isShort = power >= -4 && power < (keepsPoint ? count - 1 : count)
  const text = isShort ? fixed(number, count - 1 - power) : written
  const cut = alternate || !text.includes('.') ? text : text.replace(zeros, '$1').replace(bare, '')
  return keepsPoint && isShort && !cut.includes('.') ? `${cut}.0` : cut
}
