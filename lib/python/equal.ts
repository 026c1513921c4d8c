import {entriesOf, FrozenDict, isDict, OrderedDict} from './dict.ts'
import {Complex, Float} from './number.ts'
import {comparedBy, hashedBy, isHashable} from './protocol.ts'
import {NamedTuple, Tuple} from './tuple.ts'
import {typePath} from './name.ts'

/** The number that Python compares a bool, int or float by; undefined for anything else. */
export function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isFinite(number) && BigInt(number) === value ? number : value
  }
  if (value instanceof Float) return value.value
  if (value instanceof Complex && value.imag === 0) return value.real
  return undefined
}

/**
 * Python's `x == y` as its containers use it: the same object is equal to itself (so a `nan` is, too); 1, 1.0 and True are
 * equal; lists, tuples, dicts and sets by content; functions, classes and plain objects by identity.
 *
 * @example
 * equal(1, float(1)) // true
 * equal([1], tuple(1)) // false
 */
export function equal(x: unknown, y: unknown): boolean {
  if (Object.is(x, y)) return true
  const [a, b] = [numberOf(x), numberOf(y)]
  if (a !== undefined || b !== undefined) return a === b
  return isObject(x) && isObject(y) ? sameObject(x, y) : byProtocol(x, y)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function sameObject(x: object, y: object): boolean {
  if (x instanceof Complex) return y instanceof Complex && x.real === y.real && x.imag === y.imag
  if (Array.isArray(x))
    return Array.isArray(y) && x instanceof Tuple === y instanceof Tuple && sameItems(x, y)
  if (x instanceof Set) return y instanceof Set && sameSet(x, y)
  if (isDict(x)) return isDict(y) && sameDict(x, y)
  return byProtocol(x, y)
}

const sameSet = (x: ReadonlySet<unknown>, y: ReadonlySet<unknown>): boolean =>
  x.size === y.size && [...x].every((item) => [...y].some((other) => equal(item, other)))

const sameItems = (x: readonly unknown[], y: readonly unknown[]): boolean =>
  x.length === y.length && x.every((item, i) => equal(item, y[i]))

function sameDict(x: Parameters<typeof entriesOf>[0], y: Parameters<typeof entriesOf>[0]): boolean {
  const [a, b] = [entriesOf(x), entriesOf(y)]
  if (a.length !== b.length) return false
  if (x instanceof OrderedDict && y instanceof OrderedDict)
    return a.every(([key, value], i) => equal(key, b[i]?.[0]) && equal(value, b[i]?.[1]))
  return a.every(([key, value]) => b.some(([other, theirs]) => equal(key, other) && equal(value, theirs)))
}

function byProtocol(x: unknown, y: unknown): boolean {
  if (!isReference(x) || !isReference(y)) return false
  const a = comparedBy(x)
  if (a === undefined) return false
  const b = comparedBy(y)
  return b !== undefined && equal(a, b)
}

const isReference = (value: unknown): value is object => isObject(value) || typeof value === 'function'

/**
 * The first value inside that Python cannot hash (`hash(x)` raises on it), or undefined when `x` is hashable.
 *
 * @example
 * unhashable(tuple(1, [2])) // [2]
 */
export function unhashable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Tuple) return value.map(unhashable).find((found) => found !== undefined)
  if (Array.isArray(value) || value instanceof Set || isDict(value)) return value
  if (value instanceof FrozenDict)
    return [...value.items.values()].map(unhashable).find((found) => found !== undefined)
  return isHashable(value) ? undefined : value
}

/** Whether two equal values also have one hash. Only objects that say otherwise (NumPy's dtypes beside JAX's) do not. */
export function sameHash(x: unknown, y: unknown): boolean {
  if (!isReference(x) || !isReference(y)) return true
  if (x instanceof Tuple && y instanceof Tuple)
    return x.length === y.length && x.every((item, i) => sameHash(item, y[i]))
  return equal(hashedBy(x), hashedBy(y))
}

/** JAX's `tree_util.Static.__eq__`: the same Python type at the top, and `==`. */
export const equalStatic = (x: unknown, y: unknown): boolean =>
  typePath(x) === typePath(y) && sameClass(x, y) && equal(x, y)

const sameClass = (x: unknown, y: unknown): boolean =>
  !(x instanceof NamedTuple || y instanceof NamedTuple) ||
  (isReference(x) && isReference(y) && x.constructor === y.constructor)
