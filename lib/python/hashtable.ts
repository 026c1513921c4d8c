import {numberOf} from './equal.ts'

const modulus = 2n ** 61n - 1n
const smallest = 8
/** How many places beside the first are looked at before the next jump. */
const beside = 9
const shift = 5n

interface Hashed {
  readonly hash: bigint
  readonly item: unknown
}

/** What stood where an item was taken out. */
const gone = Symbol('gone')

type Place = Hashed | typeof gone | undefined

/**
 * Where CPython keeps the items of a set, which is the order in which it goes through them. Of numbers alone: by the hash of
 * anything else the order is another in each process, or nobody here knows it.
 *
 * @see https://github.com/python/cpython/blob/main/Objects/setobject.c
 */
export class HashTable {
  #places: Place[] = places(0)
  /** How many places are taken, those that items left among them. */
  #fill = 0
  #used = 0

  /** The items, in order. */
  get items(): unknown[] {
    return this.#held.map(({item}) => item)
  }

  get #held(): Hashed[] {
    return this.#places.flatMap((place) => (place === undefined || place === gone ? [] : [place]))
  }

  /** Puts in an item that is not there yet; whether its hash is known. */
  add(item: unknown): boolean {
    const hash = hashOf(item)
    if (hash === null) return false
    this.#put({hash, item})
    if (isFull(this.#fill, this.#places.length)) this.#grow()
    return true
  }

  delete(item: unknown): void {
    const at = this.#places.findIndex((place) => typeof place === 'object' && place.item === item)
    if (at < 0) return
    this.#places[at] = gone
    this.#used--
  }

  /** Makes room for the items of another table, and takes them where it holds none itself; whether it did. */
  takeIn(other: HashTable): boolean {
    if (isFull(this.#fill + other.#used, this.#places.length)) this.#resize((this.#used + other.#used) * 2)
    if (this.#fill > 0) return false
    if (this.#places.length === other.#places.length && other.#fill === other.#used)
      this.#places = [...other.#places]
    else for (const one of other.#held) this.#put(one)
    this.#fill = other.#used
    this.#used = other.#used
    return true
  }

  /** Gives up places that items left, where those are many. */
  tidy(): void {
    if (this.#fill - this.#used > (this.#places.length - 1) / 4) this.#grow()
  }

  #grow(): void {
    this.#resize(this.#used > 50_000 ? this.#used * 2 : this.#used * 4)
  }

  #resize(least: number): void {
    const held = this.#held
    this.#places = places(least)
    this.#fill = 0
    this.#used = 0
    for (const one of held) this.#put(one)
  }

  #put(one: Hashed): void {
    const at = this.#freeFor(one.hash)
    if (this.#places[at] === undefined) this.#fill++
    this.#places[at] = one
    this.#used++
  }

  /** The first place that nothing took yet; on the way to it the last that an item left. */
  #freeFor(hash: bigint): number {
    const mask = this.#places.length - 1
    let far = BigInt.asUintN(64, hash)
    let at = Number(far & BigInt(mask))
    let left: number | null = null
    for (;;) {
      const last = at + beside <= mask ? at + beside : at
      for (let place = at; place <= last; place++) {
        if (this.#places[place] === undefined) return left ?? place
        if (this.#places[place] === gone) left = place
      }
      far >>= shift
      at = Number((BigInt(at) * 5n + 1n + far) & BigInt(mask))
    }
  }
}

const isFull = (fill: number, size: number): boolean => fill * 5 >= (size - 1) * 3

/** Places for more than so many items. */
function places(least: number): Place[] {
  let size = smallest
  while (size <= least) size *= 2
  return Array.from({length: size})
}

/** `hash(value)` of a number; null of anything else. */
function hashOf(value: unknown): bigint | null {
  const number = value === null ? undefined : numberOf(value)
  if (typeof number === 'bigint') return signed(number)
  if (typeof number !== 'number' || Number.isNaN(number)) return null
  if (!Number.isFinite(number)) return number > 0 ? 314159n : -314159n
  let [whole, exponent] = [number, 0n]
  while (!Number.isInteger(whole)) [whole, exponent] = [whole * 2, exponent + 1n]
  // 2 ** 61 is 1 here, so 2 ** -n is 2 ** (61 - n).
  return signed(BigInt(whole) * 2n ** ((61n - (exponent % 61n)) % 61n))
}

function signed(number: bigint): bigint {
  const hash = number % modulus
  return hash === -1n ? -2n : hash
}
