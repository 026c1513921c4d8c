import {booleanConversion, NumpyArray, NumpyScalar, Span, Tracer} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {Variable} from '../graph/index.ts'
import {
  entriesOf,
  equal,
  isDict,
  isSequence,
  numberOf,
  PythonError,
  PythonSet,
  Tuple,
  tuple,
  typeName,
} from '../python/index.ts'
import {HashOf, specialOf} from './instance.ts'

import {isMapping, pairsIn} from './mappings.ts'
import {percent} from './percent.ts'
import {arithmetic, big, int, isArrayLike, isFloat, isReal, signedNumber} from './numbers.ts'
import {ofSets, setOf} from './sets.ts'
import type {BinarySign, CompareSign, UnarySign} from './syntax.ts'

const arrays: Readonly<Record<BinarySign, keyof typeof jnp>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '//': 'floorDivide',
  '%': 'remainder',
  '**': 'power',
  '@': 'matmul',
  '&': 'bitwiseAnd',
  '|': 'bitwiseOr',
  '^': 'bitwiseXor',
  '<<': 'leftShift',
  '>>': 'rightShift',
}

const compared: Readonly<Partial<Record<CompareSign, keyof typeof jnp>>> = {
  '==': 'equal',
  '!=': 'notEqual',
  '<': 'less',
  '<=': 'lessEqual',
  '>': 'greater',
  '>=': 'greaterEqual',
}

/** A function of `jnp` on values of Python. */
function onArrays(name: keyof typeof jnp, ...operands: readonly unknown[]): unknown {
  const apply: unknown = jnp[name]
  return typeof apply === 'function' ? Reflect.apply(apply, undefined, operands) : undefined
}

const names: Readonly<Record<BinarySign, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'lshift',
  '>>': 'rshift',
}

const unfit = (sign: string, a: unknown, b: unknown): PythonError =>
  new PythonError(
    'TypeError',
    `unsupported operand type(s) for ${sign}: '${typeName(a)}' and '${typeName(b)}'`,
  )

/**
 * `a + b` and its like, as Python has them for numbers, texts, lists, arrays and objects.
 *
 * @throws {PythonError} TypeError where the two have no such operation.
 */
export function binary(sign: BinarySign, a: unknown, b: unknown): unknown {
  const number = arithmetic(sign, a, b)
  if (number !== undefined) return number
  if (sign === '%' && typeof a === 'string') return percent(a, b)
  const own = specialOf(a, `__${names[sign]}__`)
  if (own !== null) return own([b])
  const theirs = specialOf(b, `__r${names[sign]}__`)
  if (theirs !== null) return theirs([a])
  if (isArrayLike(a) || isArrayLike(b)) return arrayResult(sign, a, b)
  return ofSequences(sign, a, b)
}

function arrayResult(sign: BinarySign, a: unknown, b: unknown): unknown {
  const isNumpys = (value: unknown): boolean => value instanceof NumpyArray || value instanceof NumpyScalar
  if ((isNumpys(a) || isReal(a)) && (isNumpys(b) || isReal(b)))
    throw new PythonError(
      'NotImplementedError',
      `\`${sign}\` of NumPy's own arrays is not in the Python that runs here: make one of them an array of jax.numpy`,
    )
  if (
    isSequence(a) ||
    isSequence(b) ||
    typeof a === 'string' ||
    typeof b === 'string' ||
    a === null ||
    b === null
  )
    throw unfit(sign, a, b)
  return onArrays(arrays[sign], a, b)
}

function ofSequences(sign: BinarySign, a: unknown, b: unknown): unknown {
  const made = sign === '+' ? joined(a, b) : sign === '*' ? (repeated(a, b) ?? repeated(b, a)) : undefined
  if (made !== undefined) return made
  if (sign === '|' && isDict(a) && isDict(b)) return new Map([...entriesOf(a), ...entriesOf(b)])
  const set = a instanceof PythonSet && b instanceof PythonSet ? ofSets(sign, a, b) : undefined
  if (set !== undefined) return set
  throw unfit(sign, a, b)
}

function joined(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (!isSequence(a) || !isSequence(b) || a instanceof Tuple !== b instanceof Tuple) return undefined
  return a instanceof Tuple ? tuple(...a, ...b) : [...a, ...b]
}

const longest = 1e6

function repeated(of: unknown, count: unknown): unknown {
  if (!isReal(count) || isFloat(count) || !(typeof of === 'string' || isSequence(of))) return undefined
  const times = Math.max(0, Number(count))
  if (of.length * times > longest) throw new PythonError('MemoryError', 'so long a sequence is not made here')
  if (typeof of === 'string') return of.repeat(times)
  const all = Array.from({length: times}, () => of).flat()
  return of instanceof Tuple ? tuple(...all) : all
}

/** `-x`, `+x`, `~x`, `not x`. */
export function unary(sign: UnarySign, value: unknown): unknown {
  if (sign === 'not') return !truth(value)
  if (sign === '~') {
    if (isArrayLike(value)) return onArrays('invert', value)
    if (isReal(value) && !isFloat(value)) return int(-big(value) - 1n)
  } else {
    const number = signedNumber(sign, value)
    if (number !== undefined) return number
    const own = specialOf(value, sign === '-' ? '__neg__' : '__pos__')
    if (own !== null) return own([])
    if (isArrayLike(value)) return onArrays(sign === '-' ? 'negative' : 'positive', value)
  }
  throw new PythonError('TypeError', `bad operand type for unary ${sign}: '${typeName(value)}'`)
}

/**
 * Whether Python takes a value for true.
 *
 * @throws {PythonError} TracerBoolConversionError for a traced array, ValueError for one of several elements.
 */
export function truth(value: unknown): boolean {
  if (value instanceof Tracer) throw booleanConversion(value)
  if (value instanceof Variable) return truth(value.value)
  if (isArrayLike(value)) return Boolean(numberOf(onlyElement(value)))
  const number = numberOf(value)
  if (number !== undefined) return number !== 0
  if (typeof value === 'string' || isSequence(value)) return value.length > 0
  if (value instanceof Set || value instanceof Map) return value.size > 0
  const own = specialOf(value, '__bool__') ?? specialOf(value, '__len__')
  return own === null ? value !== null && value !== undefined : truth(own([]))
}

function onlyElement(value: object): unknown {
  const array = jnp.asarray(value)
  if (array.size !== 1)
    throw new PythonError(
      'ValueError',
      'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    )
  return array.item()
}

/** `a == b` and its like. */
export function comparison(sign: CompareSign, a: unknown, b: unknown): unknown {
  switch (sign) {
    case 'is':
      return isSame(a, b)
    case 'is not':
      return !isSame(a, b)
    case 'in':
      return contains(b, a)
    case 'not in':
      return !contains(b, a)
    default:
      return ordered(sign, a, b)
  }
}

const isSame = (a: unknown, b: unknown): boolean => Object.is(a ?? null, b ?? null)

/** `item in whole`. */
function contains(whole: unknown, item: unknown): boolean {
  if (typeof whole === 'string' && typeof item === 'string') return whole.includes(item)
  if (isMapping(whole)) return pairsIn(whole).some(([key]) => equal(key, item))
  if (isSequence(whole) || whole instanceof Set) return [...whole].some((one) => equal(one, item))
  const own = specialOf(whole, '__contains__')
  if (own !== null) return truth(own([item]))
  if (
    typeof whole === 'object' &&
    whole !== null &&
    Symbol.iterator in whole &&
    typeof whole[Symbol.iterator] === 'function'
  )
    return Array.from<unknown>({[Symbol.iterator]: () => iteratorOf(whole)}).some((one) => equal(one, item))
  throw new PythonError('TypeError', `argument of type '${typeName(whole)}' is not iterable`)
}

function iteratorOf(whole: object): Iterator<unknown> {
  const make: unknown = Reflect.get(whole, Symbol.iterator)
  const made: unknown = typeof make === 'function' ? Reflect.apply(make, whole, []) : null
  return isIterator(made) ? made : [][Symbol.iterator]()
}

const isIterator = (value: unknown): value is Iterator<unknown> =>
  typeof value === 'object' && value !== null && 'next' in value

const special: Readonly<Partial<Record<CompareSign, string>>> = {
  '==': '__eq__',
  '!=': '__ne__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
}

function ordered(sign: CompareSign, a: unknown, b: unknown): unknown {
  const own = ownComparison(sign, a, b)
  if (own !== null) return own.value
  const name = compared[sign]
  const isOrder = sign !== '==' && sign !== '!='
  const isOfArrays = [a, b].some((one) => isArrayLike(one) && !(isOrder && one instanceof Variable))
  if (name !== undefined && isOfArrays && a !== null && b !== null) return onArrays(name, a, b)
  if (sign === '==' || sign === '!=') return sameValue(a, b) === (sign === '==')
  if (a instanceof Set && b instanceof Set) return orderOfSets(sign, a, b)
  const order = orderOf(a, b)
  if (order === undefined)
    throw new PythonError(
      'TypeError',
      `'${sign}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
    )
  return sign === '<' ? order < 0 : sign === '<=' ? order <= 0 : sign === '>' ? order > 0 : order >= 0
}

/** Which of two sets holds the other. */
function orderOfSets(sign: CompareSign, a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  if (sign === '>' || sign === '>=') return orderOfSets(sign === '>' ? '<' : '<=', b, a)
  return [...a].every((item) => contains(b, item)) && (sign === '<=' || a.size < b.size)
}

/** What is compared as a set where it stands in a list here. */
const views = new Set(['dict_keys', 'dict_items'])

/** `a == b` of values of Python's own. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a instanceof Span || b instanceof Span || a instanceof HashOf !== b instanceof HashOf)
    throw new PythonError(
      'NotImplementedError',
      `a ${typeName(a)} and a ${typeName(b)} are not compared in the Python that runs here`,
    )
  if (!Array.isArray(a) && !Array.isArray(b)) return equal(a, b)
  const [x, y] = [a, b].map((one) => (views.has(typeName(one)) && Array.isArray(one) ? setOf(one) : one))
  return equal(x, y) && (x instanceof Set || a instanceof Tuple || typeName(a) === typeName(b))
}

/** What a class of the text says of two: `!=` is not `==` where it says no more. */
function ownComparison(sign: CompareSign, a: unknown, b: unknown): {readonly value: unknown} | null {
  const own = specialOf(a, special[sign] ?? '')
  if (own !== null) return {value: own([b])}
  const isEqual = sign === '!=' ? specialOf(a, '__eq__') : null
  return isEqual === null ? null : {value: !truth(isEqual([b]))}
}

/** Which of two comes first, below 0 the first; NaN comes nowhere, and undefined have no order. */
export function orderOf(a: unknown, b: unknown): number | undefined {
  const [x, y] = [numberOf(a), numberOf(b)]
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (!isSequence(a) || !isSequence(b) || a instanceof Tuple !== b instanceof Tuple) return undefined
  const at = a.findIndex((item, i) => i < b.length && !equal(item, b[i]))
  return at < 0 ? a.length - b.length : orderOf(a[at], b[at])
}
