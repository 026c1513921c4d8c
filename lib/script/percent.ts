import {entriesOf, isDict, numberOf, PythonError, Tuple, typeName} from '../python/index.ts'
import {formatted, reprOf, textOf} from './format.ts'
import {int, scalarOf} from './numbers.ts'

const mark = /%(?:\((\w+)\))?([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g

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
      _whole,
      name: string | undefined,
      flags: string,
      width: string,
      precision: string | undefined,
      type: string,
    ) => {
      if (type === '%') return '%'
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

const whole = new Set(['d', 'i', 'u'])

function one(value: unknown, {flags, width, precision, type}: Mark): string {
  const isText = type === 's' || type === 'r'
  const align = flags.includes('-') ? '<' : isText ? '>' : ''
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const zero = flags.includes('0') && !isText && align === '' ? '0' : ''
  const digits = precision === undefined ? '' : `.${precision}`
  if (isText) return formatted(type === 's' ? textOf(value) : reprOf(value), `${align}${width}${digits}`)
  const number = scalarOf(value, whole.has(type) ? 'int' : 'float')
  if (numberOf(number) === undefined)
    throw new PythonError('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`)
  return whole.has(type)
    ? formatted(truncated(number), `${align}${sign}${zero}${width}d`)
    : formatted(number, `${align}${sign}${zero}${width}${digits}${type}`)
}

function truncated(number: unknown): unknown {
  if (typeof number === 'bigint') return number
  const value = Number(numberOf(number))
  if (Number.isNaN(value)) throw new PythonError('ValueError', 'cannot convert float NaN to integer')
  if (!Number.isFinite(value))
    throw new PythonError('OverflowError', 'cannot convert float infinity to integer')
  return int(Math.trunc(value))
}
