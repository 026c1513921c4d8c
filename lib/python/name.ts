import {Tuple} from './tuple.ts'
import {DefaultDict, isPlain, OrderedDict} from './dict.ts'
import {Complex, Float, isInt} from './number.ts'
import {typeOf} from './protocol.ts'

/** How Python names a function or class. */
export interface Names {
  /** The dotted name of the callable's own type; `function` where it is not given, `type` for a class. */
  readonly type?: string
  /** `__qualname__`, `chain.<locals>.init_fn`. */
  readonly qualname?: string
  /** `__module__`; a class of a user's program is in `__main__`. */
  readonly module?: string
  /** Where it is defined: the file, and the line from 1. */
  readonly place?: {readonly file: string; readonly line: number}
  /** Its whole `repr`, where it is no plain function. */
  readonly repr?: string
}

const names = new WeakMap<object, Names>()

/**
 * Gives a function or class the names that its Python counterpart has; they show in messages and keys.
 *
 * @example
 * const relu = named((x) => x, {qualname: 'relu', type: 'jax._src.custom_derivatives.custom_jvp'})
 * typeName(relu) // 'custom_jvp'
 */
export function named<F extends object>(value: F, given: Names): F {
  names.set(value, {...names.get(value), ...given})
  return value
}

const wrapped = new WeakMap<object, object>()

/** Python's `functools.wraps`: names a function after the one that it wraps, whose parameters are its own. */
export function wraps<F extends object>(fn: F, original: object): F {
  wrapped.set(fn, original)
  return named(fn, {qualname: qualname(original)})
}

/** `inspect.unwrap`: the function that a function wraps in the end; itself where it wraps none. */
export function unwrapped(fn: object): object {
  const inner = wrapped.get(fn)
  return inner === undefined ? fn : unwrapped(inner)
}

/** The names given to a function or class. */
export const namesOf = (value: object): Names => names.get(value) ?? {}

/** The class of an object, whatever attribute of its own it calls `constructor`. */
export const constructorOf = (value: object): object => Reflect.getPrototypeOf(value)?.constructor ?? Object

const classSource = /^class\b/
const classes = new WeakMap<object, boolean>()

/** Whether a function is a class (written with `class`). */
export function isClass(value: unknown): value is abstract new (...args: never[]) => object {
  if (typeof value !== 'function') return false
  let is = classes.get(value)
  if (is === undefined) {
    is = classSource.test(Function.prototype.toString.call(value))
    classes.set(value, is)
  }
  return is
}

/** `__qualname__` of a function or class. */
export const qualname = (value: object): string => {
  const given = names.get(value)?.qualname
  if (given !== undefined) return given
  const name: unknown = Reflect.get(value, 'name')
  return typeof name === 'string' && name !== '' ? name : '<lambda>'
}

/** `module.qualname` of a class, as in `<class 'flax.nnx.nn.linear.Linear'>`. */
export function classPath(value: object): string {
  const module = names.get(value)?.module ?? '__main__'
  return module === 'builtins' ? qualname(value) : `${module}.${qualname(value)}`
}

/**
 * The dotted name of Python's `type(x)`.
 *
 * @example
 * typePath([1]) // 'list'
 * class Block {}
 * typePath(new Block()) // '__main__.Block'
 */
export function typePath(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  switch (typeof value) {
    case 'number':
      return isInt(value) ? 'int' : 'float'
    case 'bigint':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'string':
      return 'str'
    case 'function':
      return typeOf(value) ?? names.get(value)?.type ?? (isClass(value) ? 'type' : 'function')
    case 'object':
      return objectType(value)
    default:
      return 'object'
  }
}

function objectType(value: object): string {
  const own = typeOf(value) ?? names.get(value)?.type
  if (own !== undefined) return own
  if (value instanceof Float) return 'float'
  if (value instanceof Complex) return 'complex'
  if (value instanceof Tuple) return value.constructor === Tuple ? 'tuple' : classPath(value.constructor)
  if (Array.isArray(value)) return 'list'
  if (isPlain(value)) return 'dict'
  if (value instanceof OrderedDict) return 'collections.OrderedDict'
  if (value instanceof DefaultDict) return 'collections.defaultdict'
  if (value instanceof Map) return 'dict'
  if (value instanceof Set) return 'set'
  const type = constructorOf(value)
  return typeOf(type) ?? classPath(type)
}

/** `type(x).__name__`: the last part of `typePath`. */
export function typeName(value: unknown): string {
  const path = typePath(value)
  return path.slice(path.lastIndexOf('.') + 1)
}

/** `repr(type(x))`: `<class 'list'>`. */
export const typeRepr = (value: unknown): string => `<class '${typePath(value)}'>`
