/**
 * Gives each distinct tuple of integers a small integer, by exact comparison: two tuples have one id if and only if they
 * are equal. Tuples lie in one array; a hash only says where to look.
 *
 * @example
 * const ids = new Interner()
 * ids.of([1, 2]) === ids.of([1, 2]) // true
 */
export class Interner {
  #tuples = new Int32Array(1024)
  #used = 0
  /** Where each tuple begins, and last where the next one will. */
  #starts = new Int32Array(256)
  #count = 0
  #table = new Int32Array(512).fill(-1)

  /** The number of distinct tuples. */
  get size(): number {
    return this.#count
  }

  /** The id of a tuple of 32-bit integers. */
  of(tuple: readonly number[] | Int32Array): number {
    const mask = this.#table.length - 1
    let slot = hash(tuple) & mask
    for (;;) {
      const id = at(this.#table, slot)
      if (id < 0) return this.#add(tuple, slot)
      if (this.#matches(id, tuple)) return id
      slot = (slot + 1) & mask
    }
  }

  #matches(id: number, tuple: readonly number[] | Int32Array): boolean {
    const start = at(this.#starts, id)
    const end = at(this.#starts, id + 1)
    if (end - start !== tuple.length) return false
    for (let i = 0; i < tuple.length; i++) if (this.#tuples[start + i] !== tuple[i]) return false
    return true
  }

  #add(tuple: readonly number[] | Int32Array, slot: number): number {
    const id = this.#count++
    if (this.#used + tuple.length > this.#tuples.length)
      this.#tuples = grown(this.#tuples, this.#used + tuple.length)
    if (this.#count >= this.#starts.length) this.#starts = grown(this.#starts, this.#count + 1)
    this.#tuples.set(tuple, this.#used)
    this.#used += tuple.length
    this.#starts[this.#count] = this.#used
    this.#table[slot] = id
    if (this.#count * 2 > this.#table.length) this.#rehash()
    return id
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1)
    const mask = table.length - 1
    for (let id = 0; id < this.#count; id++) {
      let slot = hash(this.#tuples.subarray(this.#starts[id], this.#starts[id + 1])) & mask
      while (at(table, slot) >= 0) slot = (slot + 1) & mask
      table[slot] = id
    }
    this.#table = table
  }
}

function hash(tuple: readonly number[] | Int32Array): number {
  let h = 0x811c9dc5
  for (let i = 0; i < tuple.length; i++) {
    h = Math.imul(h ^ at(tuple, i), 0x01000193)
    h ^= h >>> 15
  }
  return (h ^ (h >>> 13)) >>> 0
}

/** The integer at a place that the list has. */
function at(list: readonly number[] | Int32Array, place: number): number {
  const found = list[place]
  if (found === undefined) throw new RangeError(`A list of ${list.length} integers has none at ${place}.`)
  return found
}

function grown(from: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(from.length * 2, least))
  to.set(from)
  return to
}
