import {type Interner, Tag} from '../key/index.ts'
import type {Lookup} from '../log/index.ts'
import type {LayerRow} from '../release/index.ts'
import {Lru} from './lru.ts'
import {type KeyPart, parts} from './part.ts'
import type {Subject} from './subject.ts'

/** An entry of a layer. */
export interface Entry<V> {
  /** A number that no other entry of the session has. */
  readonly id: number
  /** The function that it belongs to, as its layer identifies it. */
  readonly owner: number
  readonly value: V
}

/** Gives out the numbers of entries. */
export interface Counter {
  next: number
}

/** What a call finds out on its way down, and what it pushes out. */
export interface LookupPath {
  readonly lookups: Lookup[]
  readonly evicted: Lookup[]
}

/** One layer of caches, as its row in the release says: entries by key, the one used longest ago goes first. */
export class LayerCache<V> {
  readonly row: LayerRow
  readonly #parts: readonly KeyPart[]
  readonly #ids: Interner
  readonly #counter: Counter
  readonly #entries: Lru<Entry<V>>

  /** @param capacity how many entries it keeps. */
  constructor(row: LayerRow, capacity: number, ids: Interner, counter: Counter) {
    this.row = row
    this.#parts = row.key.map((member) => parts[member])
    this.#ids = ids
    this.#counter = counter
    this.#entries = new Lru(capacity)
  }

  get size(): number {
    return this.#entries.size
  }

  /** The number of a call's key here: equal for two calls where every member of the row is. */
  key(subject: Subject): number {
    const {name} = this.row
    return this.#ids.of([Tag[name], ...this.#parts.map((part) => part(subject, name))])
  }

  /** The entry of a key, without a word in the log. */
  get(key: number): Entry<V> | undefined {
    return this.#entries.get(key)
  }

  /** Whether it has a key, which is not used by that. */
  has(key: number): boolean {
    return this.#entries.has(key)
  }

  /** Looks a key up and writes down what was found; a miss names the entry that it is going to make. */
  look(key: number, path: LookupPath): Entry<V> | undefined {
    const entry = this.#entries.get(key)
    path.lookups.push({
      layer: this.row.name,
      result: entry === undefined ? 'miss' : 'hit',
      entry: entry?.id ?? this.#counter.next,
    })
    return entry
  }

  /** The entry of a key, made where the layer does not have it. */
  ask(key: number, owner: number, path: LookupPath, make: () => V): Entry<V> {
    const known = this.look(key, path)
    if (known !== undefined) return known
    const id = this.take()
    return this.store(key, {id, owner, value: make()}, path)
  }

  /** Takes the number that a miss announced. */
  take(): number {
    return this.#counter.next++
  }

  /** Stores an entry and writes down what it pushes out. */
  store(key: number, entry: Entry<V>, path: LookupPath): Entry<V> {
    for (const {id} of this.#entries.set(key, entry))
      path.evicted.push({layer: this.row.name, result: 'miss', entry: id})
    return entry
  }

  /** How many entries a function has. */
  count(owner: number): number {
    let count = 0
    for (const entry of this.#entries.values()) if (entry.owner === owner) count++
    return count
  }

  /** Drops the entries of one function. */
  drop(owner: number): void {
    this.#entries.drop((entry) => entry.owner === owner)
  }

  clear(): void {
    this.#entries.clear()
  }
}
