import type {Form, Interner, Statics} from '../../key/index.ts'
import type {Layer, Lookup} from '../../log/index.ts'
import type {Identities} from '../identity.ts'
import {Lru} from './lru.ts'

/** What the layers compare of a call. */
export interface Signature {
  /** Tree, and static arguments by type and `==`. */
  readonly base: number
  /** Where the static positional arguments stand. Dispatch does not look at it: `f(1, x)` and `f(x, 1)` are one to it. */
  readonly positions: number
  /** Hashes of the static arguments. */
  readonly hashes: number
  readonly form: Form
  readonly avals: number
  readonly kinds: number
}

/** An entry of a layer. */
export interface Entry<V> {
  /** A number that no other entry of the session has. */
  readonly id: number
  /** The function that it belongs to, as its layer identifies it. */
  readonly owner: number
  readonly value: V
}

/** What all layers of a session share: numbers for keys, and the number of the next entry. */
export interface Tools {
  readonly ids: Interner
  readonly statics: Statics
  readonly identities: Identities
  next: number
}

/** What a call finds out on its way down, and what it pushes out. */
export interface Path {
  readonly lookups: Lookup[]
  readonly evicted: Lookup[]
}

/** One layer of caches: entries by key, the one used longest ago goes first. */
export class Cache<V> {
  readonly layer: Layer
  protected readonly tools: Tools
  readonly #entries: Lru<Entry<V>>

  constructor(layer: Layer, tools: Tools, capacity: number) {
    this.layer = layer
    this.tools = tools
    this.#entries = new Lru(capacity)
  }

  get size(): number {
    return this.#entries.size
  }

  /** The entry of a key, without a word in the log. */
  get(key: number): Entry<V> | undefined {
    return this.#entries.get(key)
  }

  /** Looks a key up and writes down what was found; a miss names the entry that it is going to make. */
  look(key: number, path: Path): Entry<V> | undefined {
    const entry = this.#entries.get(key)
    path.lookups.push({
      layer: this.layer,
      result: entry === undefined ? 'miss' : 'hit',
      entry: entry?.id ?? this.tools.next,
    })
    return entry
  }

  /** Takes the number that a miss announced. */
  take(): number {
    return this.tools.next++
  }

  /** Stores an entry and writes down what it pushes out. */
  store(key: number, entry: Entry<V>, path: Path): Entry<V> {
    for (const {id} of this.#entries.set(key, entry))
      path.evicted.push({layer: this.layer, result: 'miss', entry: id})
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
