import {JaxArray, Span} from '../array/index.ts'
import {isArray, Variable, Module, Pytree, vars} from '../graph/index.ts'
import {
  camelCase,
  constructorOf,
  isClass,
  isDict,
  isPlain,
  isSequence,
  NamedTuple,
  namesOf,
  PythonError,
  qualname,
  tuple,
  typeName,
} from '../python/index.ts'
import {applied, builtin, invoke, isFunction, withOptions} from './callable.ts'
import {argsOf} from './format.ts'
import {arrangedMethod, signedIn} from './library.ts'
import {boundMember, isScripted, lineOf, memberOf, membersOf, Unbound} from './instance.ts'
import {methodsOf} from './methods.ts'
import {pythonNumber} from './numbers.ts'

/** A module of Python: what a text may import, under Python's names. */
export class PythonModule {
  readonly name: string
  readonly #table: object
  readonly #own: ReadonlyMap<string, unknown>

  /** @param own what stands there in the place of what the table has. */
  constructor(name: string, table: object, own: Readonly<Record<string, unknown>> = {}) {
    this.name = name
    this.#table = table
    this.#own = new Map(Object.entries(own))
  }

  /** What stands under a name; undefined where nothing does. */
  find(name: string): unknown {
    const spelt = [camelCase(name), name].find((one) => Object.hasOwn(this.#table, one))
    const found: unknown = spelt === undefined ? undefined : Reflect.get(this.#table, spelt)
    signedIn(this.name, name, found)
    if (this.#own.has(name)) return this.#own.get(name)
    return isPlain(found) ? new PythonModule(`${this.name}.${name}`, found) : found
  }
}

/** `super()`: the methods of the classes behind one. */
class Super {
  readonly after: object
  readonly self: object
  constructor(after: object, self: object) {
    this.after = after
    this.self = self
  }
}

/** Names by which JavaScript reaches what is no part of the program. */
const hidden: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])
/** Those of functions. */
const hiddenOfFunctions: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Function.prototype))

const absent = (owner: unknown, name: string): PythonError =>
  new PythonError(
    'AttributeError',
    owner instanceof PythonModule
      ? `module '${owner.name}' has no attribute '${name}' here`
      : typeof owner === 'function' && isClass(owner)
        ? `type object '${qualname(owner)}' has no attribute '${name}'`
        : `'${typeName(owner)}' object has no attribute '${name}'${typeof owner === 'object' ? '' : ' here'}`,
  )

/**
 * `getattr(owner, name)`.
 *
 * @throws {PythonError} AttributeError.
 */
export function getAttribute(owner: unknown, name: string): unknown {
  const found = attributeOf(owner, name)
  if (found === undefined) throw absent(owner, name)
  return found
}

/** Whether there is such an attribute. */
export const hasAttribute = (owner: unknown, name: string): boolean => attributeOf(owner, name) !== undefined

function attributeOf(owner: unknown, name: string): unknown {
  if (owner instanceof PythonModule) return owner.find(name)
  if (owner instanceof Super) return superMember(owner, name)
  if (owner instanceof NamedTuple && owner.fields.includes(name)) return owner[owner.fields.indexOf(name)]
  const method = methodsOf(owner, name)
  if (method !== undefined) return method
  if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null || isDict(owner))
    return undefined
  if (Array.isArray(owner) && !('fields' in owner)) return undefined
  if (name === '__class__') return constructorOf(owner)
  if (name === '__dict__') return new Map(Object.entries(owner))
  if (typeof owner === 'function') return ofFunction(owner, name)
  return ofInstance(owner, name)
}

/** `error.args`. */
function argsIn(error: Error): unknown {
  const args = argsOf(error)
  if (args === undefined && error.name === 'KeyError')
    throw new PythonError(
      'NotImplementedError',
      '`args` of a KeyError that no `raise` made is not in the Python that runs here',
    )
  return tuple(...(args ?? [error.message]))
}

function ofInstance(owner: object, name: string): unknown {
  if (owner instanceof Span)
    throw new PythonError('NotImplementedError', `\`${name}\` of a slice is not in the Python that runs here`)
  if (owner instanceof Error && name === 'args') return argsIn(owner)
  const made = constructorOf(owner)
  const member = memberOf(made, name)
  if (Object.hasOwn(owner, name) && !isUnset(owner, name))
    return pythonic(owner, name, Reflect.get(owner, name))
  if (member !== undefined) return boundMember(member, owner, made)
  if (owner instanceof Module && name === 'set_attributes') return settingAttributes(owner)
  if (owner instanceof Variable && owner.hasMetadata(name)) return owner.getMetadata(name)
  const spelt = [camelCase(name), name].find((one) => !hidden.has(one) && one in owner)
  return spelt === undefined ? undefined : pythonic(owner, name, Reflect.get(owner, spelt))
}

/** `model.set_attributes(*filters, raise_if_not_found=True, **attributes)`, which takes the attributes in an object here. */
const settingAttributes = (model: Module): object =>
  builtin('set_attributes', (filters, byName) => {
    const {raise_if_not_found, ...attributes} = Object.fromEntries(byName)
    const options = {
      ...(filters.length > 0 && {filters}),
      ...(raise_if_not_found !== undefined && {raise_if_not_found}),
    }
    return applied(model.setAttributes.bind(model), undefined, [attributes, options]) ?? null
  })

const isUnset = (owner: object, name: string): boolean =>
  hidden.has(name) && !(owner instanceof Module && vars(owner).names.includes(name))

/** Methods stay with their objects, and shapes are tuples. */
function pythonic(owner: object, name: string, value: unknown): unknown {
  if (name === 'shape' && isSequence(value)) return tuple(...value)
  if (!isFunction(value) || isClass(value) || Object.hasOwn(owner, name)) return value
  if (name === 'at' && (isArray(owner) || owner instanceof Variable))
    return new Indexer((indices) => applied(value, owner, indices))
  const call = (args: readonly unknown[], byName: ReadonlyMap<string, unknown>): unknown =>
    applied(value, owner, withOptions(...arrangedMethod(owner, name, args, byName)))
  if ((name === 'tolist' || name === 'item') && owner instanceof JaxArray)
    return builtin(name, (args, byName) => pythonNumber(call(args, byName), owner.dtype))
  return builtin(name, call)
}

/** `x.at`, of which `x.at[…]` is read. */
export class Indexer {
  readonly get: (indices: readonly unknown[]) => unknown
  constructor(get: (indices: readonly unknown[]) => unknown) {
    this.get = get
  }
}

const jitted: Readonly<Record<string, string>> = {
  lower: 'lower',
  eval_shape: 'evalShape',
  clear_cache: 'clear',
  _cache_size: 'size',
}

function ofFunction(owner: object, name: string): unknown {
  if (name === '__name__') return qualname(owner).split('.').at(-1)
  if (name === '__qualname__') return qualname(owner)
  if (name === '__module__') return namesOf(owner).module ?? '__main__'
  if (isClass(owner)) return ofClass(owner, name)
  const own = Object.hasOwn(jitted, name) && 'wrapper' in owner ? jitted[name] : undefined
  if (own !== undefined) return Reflect.get(owner, own)
  if (name.startsWith('__')) return undefined
  const spelt = [name, camelCase(name)].find(
    (one) => !hidden.has(one) && !hiddenOfFunctions.has(one) && Object.hasOwn(owner, one),
  )
  return spelt === undefined ? undefined : Reflect.get(owner, spelt)
}

function ofClass(owner: object, name: string): unknown {
  const member = memberOf(owner, name)
  if (member instanceof Unbound) return boundMember(member, owner, owner)
  if (member !== undefined) return member
  if (isScripted(owner) || hidden.has(name) || hiddenOfFunctions.has(name)) return undefined
  const spelt = [name, camelCase(name)].find((one) => Object.hasOwn(owner, one))
  return spelt === undefined ? methodOfClass(owner, name) : Reflect.get(owner, spelt)
}

/** A method of a class of the library, which takes its object first. */
function methodOfClass(owner: object, name: string): unknown {
  const prototype: unknown = Reflect.get(owner, 'prototype')
  const own = name === '__call__' ? 'call' : camelCase(name)
  if (typeof prototype !== 'object' || prototype === null || hidden.has(own) || !(own in prototype))
    return undefined
  return builtin(name, ([self, ...args], byName) => invoke(getAttribute(self, name), args, byName))
}

function superMember({after, self}: Super, name: string): unknown {
  const made = constructorOf(self)
  const member = memberOf(made, name, after)
  if (member !== undefined) return boundMember(member, self, made)
  if (name === '__init__') return builtin('__init__', () => null)
  const library = name === '__call__' ? 'call' : camelCase(name)
  const {prototype} = baseOf(made)
  const value: unknown =
    hidden.has(library) || !(library in prototype) ? undefined : Reflect.get(prototype, library, self)
  return isFunction(value)
    ? builtin(name, (args, byName) => applied(value, self, withOptions(args, byName)))
    : undefined
}

/** The class of a library that a class of a text is made from. */
function baseOf(made: object): {readonly prototype: object} {
  let one: object | null = made
  while (typeof one === 'function' && isScripted(one)) one = Reflect.getPrototypeOf(one)
  return isClass(one) ? one : Object
}

/** `super()` in a method of the class of that name. */
export function superOf(qualified: string, self: unknown): Super {
  if (typeof self === 'object' && self !== null)
    for (const one of lineOf(constructorOf(self)))
      if (qualname(one) === qualified) return new Super(one, self)
  throw new PythonError('RuntimeError', 'super(): no arguments')
}

/**
 * `setattr(owner, name, value)`.
 *
 * @throws {PythonError} AttributeError for what has no attributes that a text may set.
 */
export function setAttribute(owner: unknown, name: string, value: unknown): void {
  if (typeof owner === 'function' && isClass(owner) && isScripted(owner)) {
    membersOf(owner)?.set(name, value)
    return
  }
  if (!isSettable(owner) || hidden.has(name)) throw unsettable(owner, name)
  if (owner instanceof Variable && name !== 'value')
    throw new PythonError(
      'AttributeError',
      `Cannot set attribute ${name}. To set Variable metadata use either:\n\n  variable.set_metadata(${name}=value)\n\nor\n\n  variable.set_metadata('${name}', value)`,
    )
  Reflect.set(owner, name, value)
}

const unsettable = (owner: unknown, name: string): PythonError =>
  new PythonError(
    'AttributeError',
    `'${typeName(owner)}' object has no attribute '${name}' that can be set here`,
  )

const isSettable = (owner: unknown): owner is object =>
  typeof owner === 'object' &&
  owner !== null &&
  (owner instanceof Pytree || owner instanceof Variable || isScripted(constructorOf(owner)))

/** `delattr(owner, name)`. */
export function deleteAttribute(owner: unknown, name: string): void {
  if (!isSettable(owner) || !Object.hasOwn(owner, name)) throw absent(owner, name)
  Reflect.deleteProperty(owner, name)
}

/** Calls a method by its name. */
export const callMethod = (owner: unknown, name: string, ...args: readonly unknown[]): unknown =>
  invoke(getAttribute(owner, name), args)
