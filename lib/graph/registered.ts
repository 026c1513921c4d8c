import {constructorOf, isClass, isSequence, PythonError, qualname, repr, tuple} from '../python/index.ts'

/** An object of a registered class, taken apart. */
interface Registered {
  /** As its paths name its children: attributes of a dataclass, else `<flat index 0>`. */
  readonly keys: readonly string[]
  readonly children: readonly unknown[]
  /** What is part of the tree's structure, and compared by `==`. */
  readonly fixed: unknown
  /** The attributes that hold it; null where the class says in one value what it is. */
  readonly fields: readonly string[] | null
  /** The same object with other children. */
  make(children: readonly unknown[]): unknown
}

/** Which fields of a dataclass are leaves or subtrees, and which are part of the structure. */
export interface DataclassFields {
  /** Fields whose values are data: arrays, or trees of them. */
  readonly data_fields: readonly string[]
  /** Fields whose values are static: JAX compares them by `==`. */
  readonly meta_fields: readonly string[]
}

type TakeApart = (value: object) => Registered

const registered = new WeakMap<object, TakeApart>()

/** An object taken apart as its class was registered; null for one of any other class. A subclass is a class of its own. */
export const registeredParts = (value: object): Registered | null =>
  registered.get(constructorOf(value))?.(value) ?? null

function register(type: unknown, takeApart: TakeApart): void {
  if (typeof type !== 'function' || !isClass(type))
    throw new PythonError('TypeError', `a class is registered as a node of pytrees, but got ${repr(type)}`)
  if (registered.has(type))
    throw new PythonError(
      'ValueError',
      `Duplicate custom PyTreeDef type registration for <class '__main__.${qualname(type)}'>.`,
    )
  registered.set(type, takeApart)
}

/**
 * `jax.tree_util.register_dataclass`: objects of a class are trees of their data fields, and their meta fields are static. Gives the class back.
 *
 * @throws {PythonError} TypeError for what is no class, ValueError for a class that is registered.
 * @example
 * class Layer { constructor(w, name) { Object.assign(this, {w, name}) } }
 * registerDataclass(Layer, {data_fields: ['w'], meta_fields: ['name']})
 * jax.tree.leaves(new Layer(1, 'a')) // [1]
 */
export function registerDataclass<C extends abstract new (...args: never[]) => object>(
  type: C,
  {data_fields, meta_fields}: DataclassFields,
): C {
  const fields = Object.freeze([...meta_fields])
  const keys = Object.freeze([...data_fields])
  register(type, (value) => ({
    keys,
    fields,
    children: keys.map((key): unknown => Reflect.get(value, key)),
    fixed: tuple(...fields.map((field): unknown => Reflect.get(value, field))),
    make: (children) =>
      Object.assign(
        alike(value),
        Object.fromEntries(fields.map((field) => [field, Reflect.get(value, field)])),
        Object.fromEntries(keys.map((key, i) => [key, children[i]])),
      ),
  }))
  return type
}

const alike = (value: object): object => {
  const made: unknown = Object.create(Reflect.getPrototypeOf(value))
  return typeof made === 'object' && made !== null ? made : {}
}

/**
 * `jax.tree_util.register_pytree_node`: objects of a class are trees of the children that `flatten` gives of them; what it gives beside
 * those is static.
 *
 * @param unflatten makes an object of what is static and of other children.
 * @throws {PythonError} TypeError for what is no class, ValueError for a class that is registered.
 * @example
 * class Pair { constructor(a, b) { Object.assign(this, {a, b}) } }
 * registerPytreeNode(Pair, ({a, b}) => [[a, b], null], (_, [a, b]) => new Pair(a, b))
 * jax.tree.leaves(new Pair(1, [2, 3])) // [1, 2, 3]
 */
export function registerPytreeNode<T extends object, F>(
  type: abstract new (...args: never[]) => T,
  flatten: (value: T) => readonly [children: readonly unknown[], fixed: F],
  unflatten: (fixed: F, children: readonly unknown[]) => T,
): void {
  register(type, (value) => {
    const taken: unknown = Reflect.apply(flatten, undefined, [value])
    const [children, fixed]: readonly unknown[] = isSequence(taken) ? taken : []
    if (!isSequence(children) || !isSequence(taken) || taken.length !== 2)
      throw new PythonError(
        'TypeError',
        `the function that takes ${qualname(type)} apart gives its children and what is static, in a pair, but gave ${repr(taken)}`,
      )
    return {
      keys: children.map((_, i) => `<flat index ${i}>`),
      fields: null,
      children,
      fixed,
      make: (next): unknown => Reflect.apply(unflatten, undefined, [fixed, tuple(...next)]),
    }
  })
}
