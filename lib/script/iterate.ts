import {PythonError, typeName, unhashable} from '../python/index.ts'
import {specialOf} from './instance.ts'
import {isMapping, pairsIn} from './mappings.ts'

/** A generator of Python: gives its items once. */
export class Items implements Iterable<unknown> {
  readonly #next: Iterator<unknown>
  constructor(items: Iterable<unknown>) {
    this.#next = items[Symbol.iterator]()
  }
  [Symbol.iterator](): Iterator<unknown> {
    return {next: () => this.#next.next()}
  }
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Symbol.iterator in value &&
  typeof value[Symbol.iterator] === 'function'

/**
 * `iter(value)`.
 *
 * @throws {PythonError} TypeError for what has no items.
 */
export function itemsOf(value: unknown): Iterable<unknown> {
  if (typeof value === 'string') return value
  if (isMapping(value)) return pairsIn(value).map(([key]) => key)
  const own = specialOf(value, '__iter__')
  if (own !== null) return itemsOf(own([]))
  if (isIterable(value)) return value
  throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`)
}

/** The items as a list. */
export const listOf = (value: unknown): unknown[] => [...itemsOf(value)]

/**
 * Refuses what no dict and no set can hold as a key.
 *
 * @throws {PythonError} TypeError.
 */
export function checkHashable(value: unknown): void {
  const found = unhashable(value)
  if (found !== undefined) throw new PythonError('TypeError', `unhashable type: '${typeName(found)}'`)
}
