import {named, type Partial} from '../python/index.ts'
import {actual, viewing} from './actual.ts'
import {guards, typeOf} from './guard.ts'
import {prototypeOf} from './holder.ts'
import {below, type Source} from './source.ts'
import type {Wrapping} from './wrapping.ts'

/** A member of a Python enum: one object, guarded by identity. */
export class Member {
  readonly name: string
  readonly _value_: unknown

  constructor(name: string, value: unknown) {
    this.name = name
    this._value_ = value
  }

  get value(): unknown {
    return this._value_
  }
}

/**
 * A Python enum.
 *
 * @param module where Python defines it: `__main__` where it is not given
 * @example
 * const Mode = enumeration('Mode', {fast: 1, slow: 2})
 * Mode['fast']?.value // 1
 */
export function enumeration(
  name: string,
  values: Readonly<Record<string, unknown>>,
  module = '__main__',
): Readonly<Record<string, Member>> {
  const Class = named(class extends Member {}, {qualname: name, module})
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, new Class(key, value)]))
}

/** A member in a trace: its value is read of the place where torch finds it. */
export function memberView(trace: Wrapping, member: Member, source: Source): unknown {
  trace.guard(guards.ID_MATCH(source, member))
  return viewing(
    new Proxy(member, {
      get: (target, key): unknown =>
        key === 'value'
          ? trace.wrap(member._value_, below(source, {by: 'attribute', key: '_value_'}))
          : Reflect.get(target, key),
    }),
    member,
  )
}

/** A `functools.partial` in a trace: what it calls and what it holds are guarded. */
export function partialView(trace: Wrapping, partial: Partial, source: Source): unknown {
  trace.guard(guards.TYPE_MATCH(source, typeOf(partial)))
  const func = trace.wrap(partial.func, below(source, {by: 'attribute', key: 'func'}))
  const held = below(source, {by: 'attribute', key: 'args'})
  trace.guard(guards.LENGTH(held, partial.args.length))
  const args = partial.args.map((arg, i) => trace.wrap(arg, below(held, {by: 'item', key: i})))
  const call = (...more: readonly unknown[]): unknown =>
    typeof func === 'function' ? Reflect.apply(func, undefined, [...args, ...more]) : undefined
  return viewing(call, partial)
}

/** A plain object in a trace: the attributes that are read are guarded. */
export function recordView(trace: Wrapping, record: object, source: Source): unknown {
  const at = (key: string): Source => below(source, {by: 'attribute', key})
  const blank = {}
  Object.setPrototypeOf(blank, prototypeOf(record))
  const proxy = new Proxy(blank, {
    get(_, key, proxy): unknown {
      if (typeof key !== 'string' || !Reflect.has(record, key)) return Reflect.get(record, key, proxy)
      return Object.hasOwn(record, key)
        ? trace.wrap(Reflect.get(record, key), at(key))
        : Reflect.get(record, key, proxy)
    },
    has(_, key) {
      const has = Reflect.has(record, key)
      if (typeof key === 'string') trace.guard((has ? guards.HASATTR : guards.NO_HASATTR)(source, key))
      return has
    },
    set(_, key, value) {
      const before: unknown = Reflect.get(record, key)
      Reflect.set(record, key, actual(value))
      if (typeof key === 'string') trace.wrote(at(key), value, () => Reflect.set(record, key, before))
      return true
    },
  })
  return viewing(proxy, record)
}
