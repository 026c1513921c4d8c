import {isPlain, isSequence, named, optionsBy, PythonError, repr} from '../python/index.ts'
import {Module} from './module.ts'
import {isIndex} from './order.ts'
import {assign, deleteItem, remove, setItem, vars} from './vars.ts'

const listOptions = optionsBy<{readonly items?: unknown}>('nnx.List(items: items=)')

/**
 * flax's `nnx.List`: a mutable sequence whose items are data or static one by one.
 *
 * @example
 * const layers = new List([new Linear({in_features: 4, out_features: 8, rngs}), nnx.relu])
 * layers.append(new Linear({in_features: 8, out_features: 2, rngs}))
 * layers[0].out_features // 8
 */
export class List<T = unknown> extends Module {
  static readonly hasIntKeys = true;
  [index: number]: T

  constructor(...given: readonly [items?: Iterable<T>]) {
    super()
    listOptions(given)
    const [items = []] = given
    assign(this, '_length', 0)
    for (const item of items) this.append(item)
  }

  get length(): number {
    return Number(Reflect.get(vars(this).target, '_length'))
  }

  append(item: T): void {
    const {length} = this
    assign(this, String(length), item)
    assign(this, '_length', length + 1)
  }

  /** Inserts an item before the one at that index. */
  insert(index: number, item: T): void {
    const {length} = this
    const at = Math.min(Math.max(index < 0 ? index + length : index, 0), length)
    for (let i = length; i > at; i--) assign(this, String(i), this[i - 1])
    assign(this, String(at), item)
    assign(this, '_length', length + 1)
  }

  /** Removes and returns an item, the last one where no index is given. */
  pop(index = -1): T {
    const at = position(this, index)
    const item = this[at]
    if (item === undefined) throw new PythonError('IndexError', 'Index out of bounds')
    this[deleteItem](String(at))
    return item
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.length; i++) {
      const item = this[i]
      if (item !== undefined) yield item
    }
  }

  [setItem](key: string, item: unknown): boolean {
    if (!isIndex(key)) return false
    assign(this, String(position(this, Number(key))), item)
    return true
  }

  /** `del list[i]`; as in flax, the last attribute stays behind and points at the same item as the one before it. */
  [deleteItem](key: string): boolean {
    if (!isIndex(key)) return false
    const at = position(this, Number(key))
    const {length} = this
    remove(this, String(at))
    for (let i = at + 1; i < length; i++) assign(this, String(i - 1), this[i])
    assign(this, '_length', length - 1)
    return true
  }
}

function position({length}: List, index: number): number {
  const at = index < 0 ? index + length : index
  if (at < 0 || at >= length) throw new PythonError('IndexError', 'Index out of bounds')
  return at
}

/** Names and items, of an object or in pairs. */
function pairsOf(items: unknown): readonly (readonly [string, unknown])[] {
  if (isPlain(items)) return Object.entries(items)
  const isNamed = (pair: unknown): pair is readonly [string, unknown] =>
    isSequence(pair) && pair.length === 2 && typeof pair[0] === 'string'
  const pairs: unknown = isIterable(items) ? [...items] : items
  if (isSequence(pairs) && pairs.every(isNamed)) return pairs
  throw new PythonError(
    'TypeError',
    `nnx.Dict takes an object, or pairs of a name and an item, but got ${repr(items)}`,
  )
}

const isIterable = (value: unknown): value is Iterable<unknown> => Symbol.iterator in Object(value)

/**
 * flax's `nnx.Dict`: a Module whose attributes are its keys.
 *
 * @example
 * const heads = new Dict({policy: new Linear({in_features: 4, out_features: 2, rngs}), value: model})
 * heads.policy.out_features // 2
 */
export class Dict<T = unknown> extends Module {
  [key: string]: unknown

  constructor(items: Readonly<Record<string, T>> | Iterable<readonly [string, T]> = {}) {
    super()
    for (const [key, item] of pairsOf(items)) assign(this, key, item)
  }
}

named(List, {qualname: 'List', module: 'flax.nnx.helpers'})
named(Dict, {qualname: 'Dict', module: 'flax.nnx.helpers'})
