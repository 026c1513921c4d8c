import {interpreter} from '../array/index.ts'
import {constructorOf, PythonError, qualname, Tuple} from '../python/index.ts'
import {checkAssignment, isData, Marked} from './attribute.ts'
import {addCell, type Cell, cellOf, isGraphNode} from './nodecell.ts'
import {container} from './container.ts'
import {graphLayout} from './layout.ts'
import {emptyListShape, emptyShape, type NodeShape} from './nodeshape.ts'
import {State} from './state.ts'

/** What flax keeps in `vars(module)`. */
export interface Vars {
  /** The attributes. */
  readonly target: Readonly<Record<string, unknown>>
  /** Attribute → whether it is data (flax's `_pytree__nodes`). */
  readonly nodes: ReadonlyMap<string, boolean>
  /** Attribute names in flax's order. */
  readonly names: readonly string[]
  /** What nodes with the same attributes share. */
  readonly shape: NodeShape
  readonly cell: Cell
  /** How many of the attributes, the first ones, flax has put in again in the order of their names. */
  readonly filled: number
}

class Inside implements Vars {
  readonly target: Readonly<Record<string, unknown>>
  readonly self: object
  readonly cell: Cell
  nodes = new Map<string, boolean>()
  filled = 0
  shape: NodeShape

  constructor(target: object, self: object, cell: Cell) {
    this.target = attributesOf(target)
    this.self = self
    this.cell = cell
    this.shape = empty(target)
  }

  get names(): readonly string[] {
    return this.shape.names(this.target)
  }

  get(key: string): unknown {
    return Object.hasOwn(this.target, key) ? this.target[key] : undefined
  }

  has(key: string): boolean {
    return Object.hasOwn(this.target, key)
  }

  /** Sets an attribute without any check. */
  put(key: string, value: unknown): void {
    const exists = this.has(key)
    const old = this.get(key)
    if (exists && Object.is(old, value)) return
    Object.defineProperty(this.target, key, {value, writable: true, enumerable: true, configurable: true})
    claim(value, 1)
    claim(old, -1)
    if (!exists) this.shape = this.shape.with(key, this.nodes.get(key))
    this.cell.touch()
  }

  mark(key: string, isData: boolean): void {
    if (this.nodes.get(key) === isData) return
    this.nodes.set(key, isData)
    if (this.has(key)) this.#reshape()
    this.cell.touch()
  }

  remove(key: string): void {
    claim(this.get(key), -1)
    if (graphLayout().forgetsStatus) this.nodes.delete(key)
    Reflect.deleteProperty(this.target, key)
    this.#reshape()
    this.cell.touch()
  }

  #reshape(): void {
    this.shape = Object.keys(this.target).reduce(
      (shape, name) => shape.with(name, this.nodes.get(name)),
      empty(this.target),
    )
  }
}

/** Any object can be read by name; the compiler grants it to none whose names it does not know. */
function attributesOf(target: object): Readonly<Record<string, unknown>>
function attributesOf(target: object): object {
  return target
}

/** Counts who points at the graph nodes in a value. */
function claim(value: unknown, by: number): void {
  if (typeof value !== 'object' || value === null) return
  if (isGraphNode(value)) {
    const cell = cellOf(value)
    const wasShared = cell.owners > 1
    cell.owners += by
    if (cell.owners > 1 !== wasShared) cell.touch()
  } else if (value instanceof Tuple || value instanceof State || Array.isArray(value))
    for (const child of container(value)?.children ?? []) claim(child, by)
}

const insideKey: unique symbol = Symbol('inside')

/** What a Module is to those who take it for any object. */
interface MayBeModule {
  readonly [insideKey]?: Inside
}

function inside(node: MayBeModule): Inside {
  const found = node[insideKey]
  if (found === undefined)
    throw new TypeError(`${qualname(constructorOf(node))} is no Module: expected an instance of nnx.Module`)
  return found
}

/** The attributes of a Module, for those who take it apart. */
export const vars = (node: object): Vars => inside(node)

const empty = (target: object): NodeShape =>
  Reflect.get(constructorOf(target), 'hasIntKeys') === true ? emptyListShape : emptyShape

/** Whether a class keeps flax's rules of data and static attributes (`pytree=False` turns them off). */
export const isPytree = (node: object): boolean => Reflect.get(constructorOf(node), 'pytree') !== false

const levelError = (what: string): PythonError =>
  new PythonError(
    'TraceContextError',
    `${what} (https://flax.readthedocs.io/en/latest/api_reference/flax.errors.html#flax.errors.TraceContextError)`,
  )

/**
 * `setattr` as flax does it: whether an attribute is data or static is decided when it is first assigned.
 *
 * @throws {PythonError} ValueError for data in a static attribute; TraceContextError from another trace level.
 */
export function assign(node: object, key: string, given: unknown): void {
  const found = inside(node)
  if (found.cell.frame !== interpreter())
    throw levelError(`Cannot mutate '${qualname(constructorOf(node))}' from different trace level`)
  if (given === undefined)
    throw new TypeError(
      `${qualname(constructorOf(node))}.${key} = undefined: Python has no undefined; assign null for None`,
    )
  const explicit = given instanceof Marked
  const value = explicit ? given.value : given
  if (isPytree(node)) {
    const isDataNow = explicit ? given.isData : isData(value)
    checkAssignment({
      owner: node,
      base: baseOf(node),
      key,
      value,
      isData: isDataNow,
      explicit,
      was: found.nodes.get(key),
      exists: found.has(key),
    })
    if (!found.nodes.has(key) || explicit) found.mark(key, isDataNow)
  }
  found.put(key, value)
}

/** `delattr`. */
export function remove(node: object, key: string): void {
  const found = inside(node)
  if (!found.has(key))
    throw new PythonError(
      'AttributeError',
      `'${qualname(constructorOf(node))}' object has no attribute '${key}'`,
    )
  found.remove(key)
}

/** Sets an attribute and its status as they are, as `merge` does when it fills an empty node. */
export function restore(node: object, key: string, value: unknown, isData: boolean | undefined): void {
  const found = inside(node)
  if (isData !== undefined) found.mark(key, isData)
  found.put(key, value)
}

/** Sets the status of an attribute that may be gone. */
export const restoreStatus = (node: object, key: string, isData: boolean): void => {
  inside(node).mark(key, isData)
}

/** Leaves only these attributes, and their status. */
export function keepOnly(node: object, keys: ReadonlySet<string>): void {
  const found = inside(node)
  for (const key of found.names) if (!keys.has(key)) found.remove(key)
}

/** What flax does to a Module that comes back from a transform: it is emptied and filled again, in the order of the names. */
export function refill(node: MayBeModule): void {
  const found = node[insideKey]
  if (found !== undefined) found.filled = Object.keys(found.target).length
}

/** Symbols by which a class takes over assignment and deletion of items (nnx.List). */
export const setItem: unique symbol = Symbol('setItem')
export const deleteItem: unique symbol = Symbol('deleteItem')

const hook = (node: object, symbol: symbol, key: string, ...rest: readonly unknown[]): boolean => {
  const method: unknown = Reflect.get(node, symbol)
  return typeof method === 'function' && Reflect.apply(method, node, [key, ...rest]) === true
}

const handler: ProxyHandler<object> = {
  set(target, key, value: unknown, receiver) {
    if (typeof key === 'symbol' || isAccessor(target, key)) return Reflect.set(target, key, value, receiver)
    const node = inside(target).self
    if (!hook(node, setItem, key, value)) assign(node, key, value)
    return true
  },
  defineProperty(target, key, descriptor) {
    if (typeof key === 'symbol' || !('value' in descriptor))
      return Reflect.defineProperty(target, key, descriptor)
    if (descriptor.value !== undefined) assign(inside(target).self, key, descriptor.value) // a class field without a value only declares its type
    return true
  },
  deleteProperty(target, key) {
    if (typeof key === 'symbol') return Reflect.deleteProperty(target, key)
    const node = inside(target).self
    if (!hook(node, deleteItem, key)) remove(node, key)
    return true
  },
}

/**
 * Runs `body`; what is read of a Module in it, attribute or method, is what `read` makes of it. Reads are looked at nowhere else, so that
 * they cost nothing.
 *
 * @example
 * intercepted((module, name, value) => (console.log(name), value), () => model.call(x)) // call, l1, kernel …
 */
export function intercepted<T>(
  read: (module: object, name: string, value: unknown) => unknown,
  body: () => T,
): T {
  const before = handler.get?.bind(handler)
  handler.get = (target, key, receiver) => {
    const value: unknown = (before ?? Reflect.get)(target, key, receiver)
    return typeof key === 'string' ? read(inside(target).self, key, value) : value
  }
  try {
    return body()
  } finally {
    if (before === undefined) delete handler.get
    else handler.get = before
  }
}

function isAccessor(target: object, key: string): boolean {
  for (
    let at: object | null = target;
    at !== null && at !== Object.prototype;
    at = Reflect.getPrototypeOf(at)
  ) {
    const descriptor = Reflect.getOwnPropertyDescriptor(at, key)
    if (descriptor !== undefined) return descriptor.set !== undefined
  }
  return false
}

/** A new object of the class of another, without running its constructor. */
export const emptyLike = (value: object): object => emptyOf(Reflect.getPrototypeOf(value))

/** A new object with that prototype. */
export function emptyOf(prototype: object | null): object {
  const made: unknown = Object.create(prototype)
  return isObject(made) ? made : {}
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The class that another class extends. */
const baseOf = (node: object): object => Reflect.getPrototypeOf(constructorOf(node)) ?? Object

/** Wraps a new object so that its attributes follow flax's rules. */
export function adopt<T extends object>(target: T): T {
  const self = new Proxy<T>(target, handler)
  const made = new Inside(target, self, addCell(target, interpreter()))
  Object.defineProperty(target, insideKey, {value: made})
  return self
}
