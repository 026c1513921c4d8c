/** A cache of limited size: when it is full, the entry that was used longest ago goes. */
export class Lru<V> {
  readonly #entries = new Map<number, V>()
  /** How many entries it keeps; `Infinity` for an unbounded cache, 0 for one that keeps nothing and pushes nothing out. */
  readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  get size(): number {
    return this.#entries.size
  }

  /** The entry of a key, which becomes the one used last. */
  get(key: number): V | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined && this.capacity !== Number.POSITIVE_INFINITY) {
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }

  /** Whether it has a key, which is not used by that. */
  has(key: number): boolean {
    return this.#entries.has(key)
  }

  /** Stores an entry and returns those that it pushed out. */
  set(key: number, value: V): readonly V[] {
    if (this.capacity === 0) return []
    this.#entries.delete(key)
    this.#entries.set(key, value)
    const out: V[] = []
    for (const [old, gone] of this.#entries) {
      if (this.#entries.size <= this.capacity) break
      this.#entries.delete(old)
      out.push(gone)
    }
    return out
  }

  /** Removes the entries that the test holds for. */
  drop(test: (value: V) => boolean): void {
    for (const [key, value] of this.#entries) if (test(value)) this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  values(): IterableIterator<V> {
    return this.#entries.values()
  }
}
