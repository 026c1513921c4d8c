import {entriesOf, float, Float, isDict, PythonError} from '../python/index.ts'
import {actual} from './actual.ts'
import {DictView} from './containers.ts'
import {type Operand, pointwise} from './operations.ts'
import {type Dim, isFloat, pythonNumber, settled, SymNumber} from './symbol.ts'
import {Tensor} from './tensor.ts'

/** An operator on two numbers, or pointwise on tensors. */
const binary =
  (sign: string, compute: (a: number, b: number) => number) =>
  (one: unknown, other: unknown): Operand => {
    const [a, b] = [settled(one), settled(other)]
    if (a instanceof Tensor || b instanceof Tensor) return pointwise([operand(a), operand(b)], compute)
    if (a instanceof SymNumber && !(b instanceof SymNumber && b.isFloat && !a.isFloat))
      return a.with(number(b), sign, compute)
    if (b instanceof SymNumber) return b.with(number(a), sign, (y, x) => compute(x, y))
    const found = compute(plain(a), plain(b))
    return isFloat(a) || isFloat(b) ? float(found) : found
  }

function operand(value: unknown): Operand {
  if (value instanceof Tensor || value instanceof SymNumber || value instanceof Float) return value
  if (typeof value === 'number' || typeof value === 'boolean') return value
  throw new PythonError('RuntimeError', `unsupported operand type(s)`)
}

const number = (value: unknown): number | SymNumber => (value instanceof SymNumber ? value : plain(value))

function plain(value: unknown): number {
  const found = typeof value === 'boolean' ? Number(value) : pythonNumber(value)
  if (found === null) throw new PythonError('TypeError', 'unsupported operand type(s)')
  return found
}

/** `a + b`, where either may be a tensor, a number or a symbol of a trace. */
export const add = binary('+', (a, b) => a + b)
/** `a - b`. */
export const sub = binary('-', (a, b) => a - b)
/** `a * b`. */
export const mul = binary('*', (a, b) => a * b)
/** `a // b`. */
export const floordiv = binary('//', (a, b) => Math.floor(a / b))
/** `a % b`, with the sign of `b`. */
export const mod = binary('%', (a, b) => ((a % b) + b) % b)
/** `a ** b`. */
export const pow = binary('**', (a, b) => a ** b)

const isNumber = (value: unknown): boolean =>
  value instanceof SymNumber || typeof value === 'boolean' || pythonNumber(value) !== null

/** `a == b`, of numbers and of objects that equal themselves alone, as members of an enum do. */
export function eq(one: unknown, other: unknown): boolean {
  const [a, b] = [settled(one), settled(other)]
  if (!isNumber(a) || !isNumber(b)) return actual(a) === actual(b)
  if (a instanceof SymNumber) return a.guard('==', number(b))
  if (b instanceof SymNumber) return b.guard('==', number(a))
  return plain(a) === plain(b)
}

/** `a > b`, of numbers. */
export function gt(one: unknown, other: unknown): boolean {
  const [a, b] = [settled(one), settled(other)]
  if (a instanceof SymNumber) return a.guard('>', number(b))
  return b instanceof SymNumber ? b.guard('<', number(a)) : plain(a) > plain(b)
}

/** `bool(value)`. */
export function truth(given: unknown): boolean {
  const value = settled(given)
  if (value instanceof SymNumber) return value.guard('!=', 0)
  const found = pythonNumber(value)
  if (found !== null) return found !== 0
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return Boolean(value)
  return Array.isArray(value) || isDict(value) ? len(value) > 0 : true
}

/** `len(value)`. */
export function len(value: unknown): number {
  if (Array.isArray(value)) return value.length
  if (value instanceof DictView) return value.size
  return isDict(value) ? entriesOf(value).length : 0
}

/** `dict.items()`. */
export function items(dict: unknown): readonly (readonly [unknown, unknown])[] {
  if (dict instanceof DictView) return dict.entries()
  return isDict(dict) ? entriesOf(dict) : []
}

/**
 * `dict[key]`.
 *
 * @throws {PythonError} KeyError where there is none.
 */
export function item(dict: unknown, key: string): unknown {
  if (!contains(dict, key)) throw new PythonError('KeyError', `'${key}'`)
  if (dict instanceof DictView || dict instanceof Map) return dict.get(key) as unknown
  return isDict(dict) ? Reflect.get(dict, key) : undefined
}

/** `key in dict`, without a guard where it is: the value is read then. */
function contains(dict: unknown, key: string): boolean {
  if (dict instanceof DictView || dict instanceof Map) return dict.get(key) !== undefined
  return isDict(dict) && Reflect.get(dict, key) !== undefined
}

/** `key in dict`. */
export function has(dict: unknown, key: string): boolean {
  if (dict instanceof DictView || dict instanceof Map) return dict.has(key)
  return isDict(dict) && Reflect.has(dict, key)
}

/** `range(n)`: a loop needs the number. */
export const range = (n: unknown): readonly number[] => {
  const length = number(settled(n))
  return Array.from({length: typeof length === 'number' ? length : length.fixed()}, (_, i) => i)
}

/** A number as a size. */
export const dimension = (value: unknown): Dim => number(settled(value))
