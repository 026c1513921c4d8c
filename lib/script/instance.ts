import {Module, Pytree} from '../graph/index.ts'
import {constructorOf, isClass, protocol, PythonError, qualname} from '../python/index.ts'
import {invoke, invokedBy, methodOf, splitArguments, withKwargs, withOptions} from './callable.ts'

/** What the classes of a text hold, by class. */
const members = new WeakMap<object, Map<string, unknown>>()

/** `@property`: computed when it is read. */
export class Property {
  readonly read: object
  constructor(read: object) {
    this.read = read
  }
}

/** `@staticmethod` and `@classmethod`. */
export class Unbound {
  readonly fun: object
  readonly isOfClass: boolean
  constructor(fun: object, isOfClass: boolean) {
    this.fun = fun
    this.isOfClass = isOfClass
  }
}

/** Gives a class of a text what its body defines. */
function holds(made: object, found: ReadonlyMap<string, unknown>): void {
  members.set(made, new Map(found))
}

/** What a class of a text holds itself; undefined for a class of a library. */
export const membersOf = (made: object): Map<string, unknown> | undefined => members.get(made)

/** The classes of a text that an object's class consists of, its own first. */
export function* lineOf(made: object): Generator<object> {
  for (
    let one: object | null = made;
    one !== null && typeof one === 'function';
    one = Reflect.getPrototypeOf(one)
  )
    if (members.has(one)) yield one
}

/** What stands under a name in a class or in those that it is made from; undefined where a library's may have it. */
export function memberOf(made: object, name: string, after: object | null = null): unknown {
  let isPast = after === null
  for (const one of lineOf(made)) {
    const own = members.get(one)
    if (isPast && own?.has(name) === true) return own.get(name)
    if (one === after) isPast = true
  }
  return undefined
}

/** Whether a class is one of a text. */
export const isScripted = (made: object): boolean => members.has(made)

/** A member as an object's attribute: functions become methods. */
export function boundMember(member: unknown, self: object, made: object): unknown {
  if (member instanceof Property) return invoke(member.read, [self])
  if (member instanceof Unbound) return member.isOfClass ? methodOf(member.fun, made) : member.fun
  return typeof member === 'function' && !isClass(member) ? methodOf(member, self) : member
}

/** A method of Python's own names, `__add__`, of an object of a text's class; null where it has none. */
export function specialOf(value: unknown, name: string): ((args: readonly unknown[]) => unknown) | null {
  if (typeof value !== 'object' || value === null) return null
  const member = memberOf(constructorOf(value), name)
  return typeof member === 'function' ? (args) => invoke(member, [value, ...args]) : null
}

/** The member by which an object is compared whose class defines equality and no hash; no name of Python's. */
export const comparedBy = '<compared by>'

/** What `hash(x)` gives: equal where `x` is. */
export class HashOf {
  readonly of: unknown
  constructor(of: unknown) {
    this.of = of
  }
  [protocol.by](): unknown {
    return this.of
  }
}

type Base = new (...args: unknown[]) => object

const isBase = (value: unknown): value is Base => typeof value === 'function' && isClass(value)

/** The class that a class without bases is made from. */
class Plain {
  get [Symbol.toStringTag](): string {
    return 'object'
  }
}

/**
 * A class of a text.
 *
 * @throws {PythonError} NotImplementedError for bases that cannot be taken here.
 */
export function classOf(
  name: string,
  bases: readonly unknown[],
  found: ReadonlyMap<string, unknown>,
): object {
  const [base = Plain, ...more] = bases
  if (!isBase(base) || more.length > 0)
    throw new PythonError(
      'NotImplementedError',
      `class ${name}: more than one base, or one that is no class, is not in the Python that runs here`,
    )
  const inherited = memberOf(base, '__init__')
  const init = found.get('__init__') ?? inherited
  if (init !== undefined && !isEmptyBase(base))
    throw new PythonError(
      'NotImplementedError',
      `class ${name}: an __init__ of one's own over ${qualname(base)} is not in the Python that runs here: hold one in an attribute`,
    )
  const made = init === undefined ? passing(base) : initialized(base, init)
  holds(made, found)
  const prototype: unknown = Reflect.get(made, 'prototype')
  if (typeof prototype === 'object' && prototype !== null) define(prototype, found)
  return invokedBy(made, (args, byName) => new made(...withKwargs(args, byName)))
}

/** Whether a class of a library takes no arguments when it is made. */
const isEmptyBase = (base: Base): boolean => {
  for (let one: object | null = base; typeof one === 'function'; one = Reflect.getPrototypeOf(one))
    if (!members.has(one)) return one === Plain || one === Module || one === Pytree
  return false
}

function passing(base: Base): Base {
  return class extends base {
    constructor(...given: unknown[]) {
      super(...withOptions(...splitArguments(given)))
    }
  }
}

function initialized(base: Base, init: unknown): Base {
  const isBelow = isScripted(base)
  return class extends base {
    constructor(...given: unknown[]) {
      super(...(isBelow ? [notYet] : []))
      if (given[0] === notYet) return
      const [args, byName] = splitArguments(given)
      invoke(init, [this, ...args], byName)
    }
  }
}

/** Given to the constructor of a class below, whose `__init__` runs where the text says so. */
const notYet = Symbol('not yet')

/** What the library asks of an object by names of its own. */
function define(prototype: object, found: ReadonlyMap<string, unknown>): void {
  const method = (symbol: PropertyKey, name: string): void => {
    const fun = found.get(name)
    if (typeof fun !== 'function') return
    Object.defineProperty(prototype, symbol, {
      configurable: true,
      value(this: object, ...given: readonly unknown[]): unknown {
        const [args, byName] = splitArguments(given)
        return invoke(fun, [this, ...args], byName)
      },
    })
  }
  method('call', '__call__')
  method(protocol.repr, '__repr__')
  if (found.has('__hash__')) {
    Object.defineProperty(prototype, protocol.hashable, {configurable: true, value: true})
    method(protocol.hash, '__hash__')
    if (found.has('__eq__'))
      Object.defineProperty(prototype, protocol.by, {
        configurable: true,
        value(this: object): unknown {
          return standingFor(this, prototype)
        },
      })
  } else if (found.has('__eq__')) {
    Object.defineProperty(prototype, protocol.hashable, {configurable: true, value: false})
    method(protocol.by, comparedBy)
  }
}

/** Stands for an object and for those that equal it; equal to itself alone. */
class Standing {
  readonly first: object
  constructor(first: object) {
    this.first = first
  }
}

/** By class, what stands for the objects that equalled none before them. */
const standing = new WeakMap<object, Standing[]>()

/** What an object is compared by whose class says what it equals. An object equals itself, without being asked. */
function standingFor(self: object, prototype: object): Standing {
  const known = standing.get(prototype) ?? []
  standing.set(prototype, known)
  const isEqual = specialOf(self, '__eq__')
  const found =
    known.find(({first}) => first === self) ?? known.find(({first}) => isEqual?.([first]) === true)
  if (found !== undefined) return found
  const made = new Standing(self)
  known.push(made)
  return made
}
