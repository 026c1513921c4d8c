import {equal} from './equal.ts'
import {HashTable} from './hashtable.ts'

/**
 * A set of Python: of equal items one, which it goes through in the order of CPython where that is known, else in that in which they came.
 *
 * @example
 * [...new PythonSet([5, 3, 10])] // [10, 3, 5]
 */
export class PythonSet extends Set<unknown> {
  #table: HashTable | null = new HashTable()

  constructor(items: Iterable<unknown> = []) {
    super()
    this.update(items)
  }

  /** The item that is equal to another. */
  find(item: unknown): {readonly item: unknown} | undefined {
    if (super.has(item)) return {item}
    const found = typeof item === 'string' ? [] : [...this].filter((one) => equal(one, item))
    return found.length === 0 ? undefined : {item: found[0]}
  }

  override has(item: unknown): boolean {
    return this.find(item) !== undefined
  }

  override add(item: unknown): this {
    if (this.has(item)) return this
    super.add(item)
    if (this.#table?.add(item) === false) this.#table = null
    return this
  }

  override delete(item: unknown): boolean {
    const found = this.find(item)
    if (found === undefined) return false
    this.#table?.delete(found.item)
    return super.delete(found.item)
  }

  override clear(): void {
    super.clear()
    this.#table = new HashTable()
  }

  /** Adds items: one after the other, or all of another set at once. */
  update(items: Iterable<unknown>): this {
    const theirs = items instanceof PythonSet ? items.#table : null
    const isTaken = theirs !== null && this.#table?.takeIn(theirs) === true
    for (const item of items)
      if (isTaken) super.add(item)
      else this.add(item)
    return this
  }

  /** Takes items out, and then the places that they left. */
  remove(items: Iterable<unknown>): this {
    for (const item of items) this.delete(item)
    this.#table?.tidy()
    return this
  }

  override *[Symbol.iterator](): SetIterator<unknown> {
    yield* this.#table?.items ?? super.values()
  }

  override values(): SetIterator<unknown> {
    return this[Symbol.iterator]()
  }

  override keys(): SetIterator<unknown> {
    return this[Symbol.iterator]()
  }
}
