import {PythonError} from '../python/index.ts'

/** As many values of one type as a list has items: `Each<readonly [A, B], V>` is a pair of `V`. */
export type Each<T extends readonly unknown[], V> = {readonly [K in keyof T]: V}

/**
 * Values that belong to the items of a list, one to one. This is the one place where their number is checked.
 *
 * @param length how many there are to be.
 * @throws {RangeError} for another number of values.
 */
export function each<T extends readonly unknown[], V>(length: T['length'], values: readonly V[]): Each<T, V> {
  const isEach = (given: readonly V[]): given is Each<T, V> => given.length === length
  if (isEach(values)) return values
  throw new RangeError(`expected ${length} values, one for each, but got ${values.length}`)
}

/** A list's items, changed one by one: a pair stays a pair. */
export const mapped = <const T extends readonly unknown[], V>(
  list: T,
  change: (item: T[number], i: number) => V,
): Each<T, V> => each<T, V>(list.length, list.map(change))

/**
 * The item at a place that must be there.
 *
 * @throws {PythonError} IndexError, as Python raises it.
 * @example
 * at([2, 3], 1) // 3
 */
export function at<T>(list: {readonly [i: number]: T; readonly length: number}, i: number): T {
  const found = list[i]
  if (found === undefined)
    throw new PythonError('IndexError', `index ${i} is out of bounds for ${list.length} items`)
  return found
}
