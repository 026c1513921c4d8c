import {numberOf, PythonError, typeName} from '../python/index.ts'
import {isFloat} from './numbers.ts'

/** A method: what its object, its arguments by place and those by name give. */
type Method<T> = (self: T, args: readonly unknown[], byName: ReadonlyMap<string, unknown>) => unknown
/** The methods of a type, by name. */
export type Methods<T> = Readonly<Record<string, Method<T>>>

/**
 * An int that an argument has to be.
 *
 * @throws {PythonError} TypeError for anything else.
 */
export function count(value: unknown): number {
  const number = numberOf(value)
  if (typeof number !== 'number' || isFloat(value))
    throw new PythonError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`)
  return number
}

/**
 * A text that an argument has to be.
 *
 * @throws {PythonError} TypeError for anything else.
 */
export function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new PythonError('TypeError', `must be str, not ${typeName(value)}`)
}
