const by: unique symbol = Symbol('by')
const hashable: unique symbol = Symbol('hashable')
const hash: unique symbol = Symbol('hash')
const repr: unique symbol = Symbol('repr')
const type: unique symbol = Symbol('type')
const getattr: unique symbol = Symbol('getattr')

/**
 * How an object of a user's class behaves as a Python value. Without any of these it is compared by identity and hashable,
 * as an instance of a plain Python class is.
 */
export const protocol: {
  /** `[by](): unknown` – two objects of one class are `==` when what this returns is `==`. */
  readonly by: typeof by
  /** `[hashable]: false` – `hash(x)` raises; such an object may change in place, so a key holds it by reference. */
  readonly hashable: typeof hashable
  /** `[hash](): unknown` – objects whose `hash` differs although they are `==` return different values here. */
  readonly hash: typeof hash
  /** `[repr](): string` – Python's `repr(x)`. */
  readonly repr: typeof repr
  /** `[type]: string` – the dotted name of its Python type, `jax._src.numpy.scalar_types._ScalarMeta`. */
  readonly type: typeof type
  /** `[getattr](name): unknown` – what a Module gives for a name that it does not have: Python's `__getattr__`. */
  readonly getattr: typeof getattr
} = {by, hashable, hash, repr, type, getattr}

/** How a notebook asks a value for what it shows. */
export const notebook: unique symbol = Symbol.for('Jupyter.display')

/** How Node's console asks an object for its text. */
export const consoleText: unique symbol = Symbol.for('nodejs.util.inspect.custom')

const has = <K extends symbol>(value: object, key: K): value is object & Record<K, unknown> => key in value

const call = (value: object, key: symbol): unknown => {
  const method: unknown = Reflect.get(value, key)
  return typeof method === 'function' ? Reflect.apply(method, value, []) : method
}

/** What an object is compared by; undefined where it is compared by identity. */
export const comparedBy = (value: object): unknown =>
  has(value, protocol.by) ? call(value, protocol.by) : undefined

export const isHashable = (value: object): boolean =>
  !has(value, protocol.hashable) || Reflect.get(value, protocol.hashable) !== false

export const hashedBy = (value: object): unknown =>
  has(value, protocol.hash) ? call(value, protocol.hash) : undefined

export const reprOf = (value: object): string | undefined => {
  if (!has(value, protocol.repr)) return undefined
  const text = call(value, protocol.repr)
  return typeof text === 'string' ? text : undefined
}

export const typeOf = (value: object): string | undefined => {
  const name: unknown = has(value, protocol.type) ? Reflect.get(value, protocol.type) : undefined
  return typeof name === 'string' ? name : undefined
}

/** What an object gives for a name that it does not have, `__getattr__`; null where it does not say. */
export const getattrOf = (value: object): ((name: string) => unknown) | null => {
  const method: unknown = Reflect.get(value, protocol.getattr)
  return typeof method === 'function' ? (name) => Reflect.apply(method, value, [name]) as unknown : null
}
