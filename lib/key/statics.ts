import {
  comparedBy,
  Complex,
  equal,
  Float,
  FrozenDict,
  hashedBy,
  isDict,
  isHashable,
  numberOf,
  protocol,
  Tuple,
  typePath,
} from '../python/index.ts'
import type {Interner} from './interner.ts'
import {Tag} from './tag.ts'

/** What the library knows of a static value: ids that are equal exactly when the values are. */
interface StaticId {
  /** One value, one type, one identity: nothing that Python could tell apart shares it. */
  readonly exact: number
  /** Python's `==`, or null for a value that may change in place: ask `Statics.equalId` at the moment of the call. */
  readonly equal: number | null
  /** Equal values of one hash. */
  readonly hash: number
}

/**
 * Gives static values ids by Python's rules (jax/_src/tree_util.py `Static`, flax/nnx/graphlib.py `Static`): 1, 1.0 and True are equal; functions,
 * classes and opaque objects are compared by identity; a list, dict or set is held by reference, so that a key changes
 * with it when it is mutated.
 */
export class Statics {
  readonly #ids: Interner
  readonly #known: StaticId[] = []
  readonly #texts = new Map<string, number>()
  readonly #numbers = new Map<number | bigint, number>()
  readonly #objects = new WeakMap<object, number>()
  readonly #symbols = new Map<unknown, number>()
  readonly #primitive = new Map<unknown, number>()
  readonly #byIdentity = new WeakMap<object, number>()
  readonly #held: {readonly value: object; readonly id: number}[] = []
  readonly #values: unknown[] = []
  #fresh = 0

  constructor(ids: Interner) {
    this.#ids = ids
  }

  /** The number of a name or other text. */
  text(text: string): number {
    let id = this.#texts.get(text)
    if (id === undefined) this.#texts.set(text, (id = this.#fresh++))
    return id
  }

  /** The number of an object by identity. */
  object(value: object): number {
    let id = this.#objects.get(value)
    if (id === undefined) this.#objects.set(value, (id = this.#fresh++))
    return id
  }

  /** The small integer of a value: the index of its `StaticId` and of the value itself. */
  index(value: unknown): number {
    if (typeof value !== 'object' && typeof value !== 'function' && !Object.is(value, -0)) {
      const known = this.#primitive.get(value)
      if (known !== undefined) return known
      const made = this.#add(value)
      this.#primitive.set(value, made)
      return made
    }
    if (!isReference(value)) return this.#add(value)
    const known = this.#byIdentity.get(value)
    if (known !== undefined) return known
    const made = this.#add(value)
    this.#byIdentity.set(value, made)
    return made
  }

  /** The ids behind an index. */
  at(index: number): StaticId {
    const found = this.#known[index]
    if (found === undefined) throw new RangeError(`no static value ${index}`)
    return found
  }

  /** A value with that exact id: the first that was seen. */
  value(index: number): unknown {
    return this.#values[index]
  }

  /** The id of Python's `==` at this moment. */
  equalId(index: number): number {
    return this.at(index).equal ?? this.#looseOf(this.#values[index])
  }

  /** The id of `tree_util.Static`: one type and `==`. */
  staticId(value: unknown): number {
    return this.#ids.of([Tag.static, this.#typeId(value), this.#looseOf(value)])
  }

  /** The id of a value's hash. */
  hashId(value: unknown): number {
    return this.#hashOf(value)
  }

  readonly #indices = new Map<number, number>()

  #add(value: unknown): number {
    const exact = this.#exactOf(value)
    const known = this.#indices.get(exact)
    if (known !== undefined) return known
    const index = this.#known.length
    this.#indices.set(exact, index)
    this.#values.push(value)
    this.#known.push({
      exact,
      equal: isMutable(value) ? null : this.#looseOf(value),
      hash: isMutable(value) ? -1 : this.#hashOf(value),
    })
    return index
  }

  #typeId(value: unknown): number {
    if (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      !isDict(value) &&
      !(protocol.type in value)
    )
      return this.object(value.constructor)
    return this.text(`type ${typePath(value)}`)
  }

  #number(value: number | bigint): number {
    let id = this.#numbers.get(value)
    if (id === undefined) this.#numbers.set(value, (id = this.#fresh++))
    return this.#ids.of([Tag.number, id])
  }

  /** NaN is equal to the same object alone: to itself, as `math.nan` is, where it is a number; `float(NaN)` makes a new one. */
  #nan(value: unknown): number {
    return this.#ids.of(isReference(value) ? [Tag.nan, this.object(value)] : [Tag.nan])
  }

  #exactOf(value: unknown): number {
    if (value === null || value === undefined) return this.#ids.of([Tag.exact, Tag.none])
    if (typeof value === 'object' || typeof value === 'function') return this.#exactObject(value)
    if (typeof value === 'number' && Number.isNaN(value)) return this.#ids.of([Tag.exact, Tag.nan])
    const type = this.text(`exact ${typePath(value)}`)
    if (typeof value === 'string') return this.#ids.of([Tag.exact, type, this.text(value)])
    return this.#ids.of([Tag.exact, type, Object.is(value, -0) ? -1 : this.#symbol(value)])
  }

  #symbol(value: unknown): number {
    let id = this.#symbols.get(value)
    if (id === undefined) this.#symbols.set(value, (id = this.#fresh++))
    return id
  }

  #exactObject(value: object): number {
    if (value instanceof Float && !Number.isNaN(value.value))
      return this.#ids.of([
        Tag.exact,
        this.text('exact float'),
        Object.is(value.value, -0) ? -1 : this.#symbol(value.value),
      ])
    if (value instanceof Complex)
      return this.#ids.of([Tag.exact, Tag.complex, this.#symbol(value.real), this.#symbol(value.imag)])
    if (value instanceof Tuple && value.constructor === Tuple)
      return this.#ids.of([Tag.exact, Tag.tuple, ...value.map((item) => this.#exactOf(item))])
    if (value instanceof FrozenDict)
      return this.#ids.of([
        Tag.exact,
        Tag.dict,
        ...[...value.items].flatMap(([key, item]) => [this.#exactOf(key), this.#exactOf(item)]),
      ])
    return this.#ids.of([Tag.exact, Tag.object, this.object(value)])
  }

  /** Ids of `==`. */
  #looseOf(value: unknown): number {
    if (value === null || value === undefined) return this.#ids.of([Tag.none])
    if (typeof value === 'string') return this.#ids.of([Tag.text, this.text(value)])
    const number = numberOf(value)
    if (number !== undefined) return Number.isNaN(number) ? this.#nan(value) : this.#number(number)
    if (typeof value !== 'object' && typeof value !== 'function')
      return this.#ids.of([Tag.object, this.#symbol(value)])
    return this.#looseObject(value)
  }

  #looseObject(value: object): number {
    if (value instanceof Complex)
      return this.#ids.of([Tag.complex, this.#symbol(value.real), this.#symbol(value.imag)])
    if (value instanceof Tuple) return this.#ids.of([Tag.tuple, ...value.map((item) => this.#looseOf(item))])
    if (value instanceof FrozenDict) return this.#ids.of([Tag.dict, ...this.#entries([...value.items])])
    if (Array.isArray(value) || value instanceof Set || isDict(value) || !isHashable(value))
      return this.#heldId(value)
    const by = comparedBy(value)
    if (by === undefined) return this.#ids.of([Tag.object, this.object(value)])
    const number = numberOf(by)
    if (number !== undefined) return Number.isNaN(number) ? this.#nan(value) : this.#number(number)
    return by instanceof Map
      ? this.#ids.of([Tag.dict, ...this.#entries([...by])])
      : this.#ids.of([Tag.by, this.#looseOf(by)])
  }

  /** Entries of a dict, in an order that does not depend on that of insertion. */
  #entries(entries: readonly (readonly [unknown, unknown])[]): number[] {
    return entries
      .map(([key, value]): readonly [number, number] => [this.#looseOf(key), this.#looseOf(value)])
      .sort((a, b) => a[0] - b[0])
      .flat()
  }

  /** The id of a value that may change: that of the first held value that it equals now. */
  #heldId(value: object): number {
    const found =
      this.#held.find((held) => held.value === value) ?? this.#held.find((held) => equal(held.value, value))
    if (found !== undefined) return found.id
    const id = this.#ids.of([Tag.mutable, this.#fresh++])
    this.#held.push({value, id})
    return id
  }

  #hashOf(value: unknown): number {
    if (value instanceof Tuple) return this.#ids.of([Tag.tuple, ...value.map((item) => this.#hashOf(item))])
    const by =
      typeof value === 'object' || typeof value === 'function'
        ? value === null
          ? undefined
          : hashedBy(value)
        : undefined
    return by === undefined ? this.#looseOf(value) : this.#ids.of([Tag.by, this.#hashOf(by)])
  }
}

const isReference = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/** Whether a value may change in place, itself or in one of its parts, and so has no `==` id for good. */
function isMutable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Tuple) return value.some(isMutable)
  if (value instanceof FrozenDict) return [...value.items.values()].some(isMutable)
  if (Array.isArray(value) || value instanceof Set || isDict(value)) return true
  return !isHashable(value)
}
