import {NamedTuple} from '../python/index.ts'
import {actual, viewing} from './actual.ts'
import {guards, typeOf} from './guard.ts'
import {below, keyStep, type Source} from './source.ts'
import type {Wrapping} from './wrapping.ts'

const index = /^\d+$/

/** A list or tuple in a trace: its class and length are guarded, its items as they are read. */
export function listProxy(trace: Wrapping, list: unknown[], source: Source): unknown {
  trace.guard(guards.TYPE_MATCH(source, typeOf(list)))
  if (!(list instanceof NamedTuple)) trace.guard(guards.LENGTH(source, list.length))
  const at = (key: string): Source => below(source, {by: 'item', key: Number(key)})
  const proxy = new Proxy<unknown[]>([], {
    get(target, key, proxy): unknown {
      if (key === 'length') return list.length
      if (typeof key !== 'string') return Reflect.get(target, key, proxy)
      if (index.test(key))
        return Number(key) < list.length ? trace.wrap(list[Number(key)], at(key)) : undefined
      return list instanceof NamedTuple && list.fields.includes(key)
        ? trace.wrap(Reflect.get(list, key), below(source, {by: 'attribute', key}))
        : Reflect.get(target, key, proxy)
    },
    has: (_, key) => Reflect.has(list, key),
    set(_, key, value) {
      if (typeof key !== 'string' || key === 'length') return true
      const before = [...list]
      list[Number(key)] = actual(value)
      trace.wrote(at(key), value, () => list.splice(0, list.length, ...before))
      return true
    },
  })
  return viewing(proxy, list)
}

/** A dict in a trace. */
export class DictView {
  readonly #trace: Wrapping
  readonly #dict: ReadonlyMap<unknown, unknown>
  readonly #source: Source

  constructor(trace: Wrapping, dict: ReadonlyMap<unknown, unknown>, source: Source) {
    this.#trace = trace
    this.#dict = dict
    this.#source = source
  }

  #item(key: unknown): unknown {
    return this.#trace.wrap(this.#dict.get(key), below(this.#source, keyStep(key, this.#dict.keys())))
  }

  get size(): number {
    this.#trace.guard(guards.LENGTH(this.#source, this.#dict.size))
    return this.#dict.size
  }

  /** The value of a key; undefined where it has none. */
  get(key: unknown): unknown {
    return this.#dict.has(key) ? this.#item(key) : (this.has(key), undefined)
  }

  has(key: unknown): boolean {
    const is = this.#dict.has(key)
    this.#trace.guard(guards.DICT_CONTAINS(this.#source, {key: String(key), is}))
    return is
  }

  /** Its keys and values in order, which is guarded from now on. */
  entries(): readonly (readonly [unknown, unknown])[] {
    const keys = [...this.#dict.keys()]
    this.#trace.walk(this.#source, keys)
    return keys.map((key) => [key, this.#item(key)])
  }

  [Symbol.iterator](): Iterator<readonly [unknown, unknown]> {
    return this.entries()[Symbol.iterator]()
  }

  values(): readonly unknown[] {
    return this.entries().map(([, value]) => value)
  }
}

/** A dict in a trace, as code sees it: a plain object reads like one. */
export function dictProxy(trace: Wrapping, dict: object, source: Source): unknown {
  trace.guard(guards.TYPE_MATCH(source, typeOf(dict)))
  if (trace.how.policy.byIdentity)
    trace.guard(guards.LENGTH(source, dict instanceof Map ? dict.size : Object.keys(dict).length))
  if (dict instanceof Map) return viewing(new DictView(trace, dict, source), dict)
  const view = (): DictView => new DictView(trace, new Map(Object.entries(dict)), source)
  const proxy = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, key) => (typeof key === 'string' ? view().get(key) : undefined),
      has: (_, key) => typeof key === 'string' && view().has(key),
      ownKeys: () =>
        view()
          .entries()
          .map(([key]) => String(key)),
      getOwnPropertyDescriptor: (_, key) => ({
        value: view().get(key),
        enumerable: true,
        configurable: true,
      }),
      set(_, key, value) {
        const before: unknown = Reflect.get(dict, key)
        const had = Object.hasOwn(dict, key)
        Reflect.set(dict, key, actual(value))
        trace.wrote(below(source, {by: 'item', key: String(key)}), value, () =>
          had ? Reflect.set(dict, key, before) : Reflect.deleteProperty(dict, key),
        )
        return true
      },
    },
  )
  return viewing(proxy, dict)
}
