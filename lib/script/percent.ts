import {entriesOf, isDict, numberOf, PythonError, Tuple, typeName} from '../python/index.ts'
import {formatted, reprOf, textOf} from './format.ts'
import {isFloat, scalarOf, truncated} from './numbers.ts'

const mark = /%(?:\(([^()]*)\))?([-+ 0#]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?([a-zA-Z%])?/g

/**
 * `text % values`.
 *
 * @throws {PythonError} TypeError for too few or too many values, ValueError for a letter that Python does not know.
 * @example
 * percent('step %d: %.2f', tuple(3, 0.5)) // 'step 3: 0.50'
 */
export function percent(text: string, values: unknown): string {
  const given: readonly unknown[] = values instanceof Tuple ? values : [values]
  let used = 0
  const next = (): unknown => {
    if (used === given.length) throw new PythonError('TypeError', 'not enough arguments for format string')
    return given[used++]
  }
  const written = text.replace(
    mark,
    (
      whole: string,
      name: string | undefined,
      flags: string,
      width: string,
      precision: string | undefined,
      type: string | undefined,
    ) => {
      if (type === '%') return '%'
      if (width === '*' || precision === '*' || type === 'a' || type === 'c')
        throw new PythonError(
          'NotImplementedError',
          `'${whole}' of a format is not in the Python that runs here`,
        )
      if (type === undefined || !letters.has(type))
        throw new PythonError(
          'ValueError',
          `unsupported format character, or an incomplete format: '${whole}'`,
        )
      const value = name === undefined ? next() : named(values, name)
      return one(value, {flags, width, precision, type})
    },
  )
  if (used < given.length && !isDict(values))
    throw new PythonError('TypeError', 'not all arguments converted during string formatting')
  return written
}

function named(values: unknown, name: string): unknown {
  const found = isDict(values) ? entriesOf(values).find(([key]) => key === name) : undefined
  if (found === undefined) throw new PythonError('KeyError', `'${name}'`)
  return found[1]
}

interface Mark {
  readonly flags: string
  readonly width: string
  readonly precision: string | undefined
  readonly type: string
}

const decimals = new Set(['d', 'i', 'u'])
const based = new Set(['x', 'X', 'o'])
const letters = new Set([...decimals, ...based, 'e', 'E', 'f', 'F', 'g', 'G', 'r', 's'])

function one(value: unknown, {flags, width, precision, type}: Mark): string {
  const digits = precision === undefined ? '' : `.${Number(precision)}`
  const isText = type === 's' || type === 'r'
  const align = flags.includes('-') ? '<' : isText ? '>' : ''
  if (isText) return formatted(type === 's' ? textOf(value) : reprOf(value), `${align}${width}${digits}`)
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const zero = flags.includes('0') && align === '' ? '0' : ''
  const alternate = flags.includes('#') && !decimals.has(type) ? '#' : ''
  return formatted(
    numberIn(value, type),
    `${align}${sign}${alternate}${zero}${width}${digits}${decimals.has(type) ? 'd' : type}`,
  )
}

/** The number that a letter of a format takes. */
function numberIn(value: unknown, type: string): unknown {
  const isWhole = decimals.has(type)
  const number = scalarOf(value, isWhole ? 'int' : 'float')
  if (numberOf(number) === undefined || (based.has(type) && isFloat(number)))
    throw new PythonError('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`)
  return isWhole ? truncated(number) : number
}
