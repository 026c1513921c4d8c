import {protocol} from './protocol.ts'

/** A Python `collections.OrderedDict`: the order of its keys is part of its tree structure. */
export class OrderedDict extends Map<unknown, unknown> {}

/** A Python `collections.defaultdict`. */
export class DefaultDict extends Map<unknown, unknown> {}

/** Flax's FrozenDict: compared by content and hashable. */
export class FrozenDict {
  readonly items: ReadonlyMap<string | number, unknown>
  static readonly [protocol.type] = 'flax.core.frozen_dict.FrozenDict'

  constructor(items: Readonly<Record<string, unknown>> | ReadonlyMap<string | number, unknown> = {}) {
    this.items = new Map<string | number, unknown>(items instanceof Map ? items : Object.entries(items))
    Object.freeze(this)
  }

  [protocol.by](): unknown {
    return this.items
  }
}

type DictLike = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>

/** Whether a value is a Python dict: a plain object or a Map. */
export const isDict = (value: unknown): value is DictLike => value instanceof Map || isPlain(value)

/** Whether a value is a plain object, which stands for a dict with string keys. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The keys and values of a dict in the order of insertion. */
export const entriesOf = <K>(
  dict: Readonly<Record<string, unknown>> | ReadonlyMap<K, unknown>,
): [K | string, unknown][] => (isPlain(dict) ? Object.entries(dict) : [...dict])
