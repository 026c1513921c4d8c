import {List, Variable, VariableState} from '../graph/index.ts'
import {dtypeOf, NumpyArray, JaxArray, Span} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  constructorOf,
  complex,
  float,
  isClass,
  named,
  PythonError,
  Tuple,
  tuple,
  typeName,
  repr,
} from '../python/index.ts'
import {getAttribute, hasAttribute, setAttribute} from './attributes.ts'
import {count, text} from './arguments.ts'
import {applied, builtin, invoke} from './callable.ts'
import {roundedTo, roundedWhole, wholeOf} from './decimal.ts'
import {errorTypes, isErrorBelow, isErrorType, isOfType} from './errors.ts'
import {formatted, reprOf, textOf} from './format.ts'
import {HashOf, Property, specialOf, Unbound} from './instance.ts'
import {checkHashable, Items, itemsOf, listOf} from './iterate.ts'
import {placedBy} from './library.ts'
import {isMapping, pairsIn} from './mappings.ts'
import type {Machine} from './machine.ts'
import {mapOf} from './methods.ts'
import type {PythonModule} from './attributes.ts'
import {
  asFloat,
  big,
  int,
  isArrayLike,
  isFloat,
  isReal,
  modularPower,
  scalarOf,
  sizeOf,
  truncated,
} from './numbers.ts'
import {binary, comparison, truth} from './operators.ts'
import {parametersOfBuiltins} from './parameters.ts'
import {frozenSetOf, setOf} from './sets.ts'
import {sorted} from './sorted.ts'

type Call = Parameters<typeof builtin>[1]

const wholeText = /^[+-]?\d+(?:_\d+)*$/
const floatText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/
const namedFloat = /^([+-]?)(?:(inf)(?:inity)?|nan)$/
const separators = /(?<=\d)_(?=\d)/g

function toInt(value: unknown = 0, base?: unknown): unknown {
  if (base !== undefined) return basedInt(value, base)
  if (typeof value === 'string') {
    const written = value.trim()
    if (!wholeText.test(written))
      throw new PythonError('ValueError', `invalid literal for int() with base 10: ${repr(value)}`)
    const whole = BigInt(written.replace(separators, '').replace('+', '').replace('-', ''))
    return int(written.startsWith('-') ? -whole : whole)
  }
  const scalar = scalarOf(value, 'int')
  if (!isReal(scalar))
    throw new PythonError(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    )
  return truncated(scalar)
}

const based = /^([+-]?)(?:0([box])_?)?([0-9a-z]+(?:_[0-9a-z]+)*)$/
const zeros = /^[0_]+$/
const bases: ReadonlyMap<string | undefined, number> = new Map([
  ['b', 2],
  ['o', 8],
  ['x', 16],
])

/** `int(text, base)`. */
function basedInt(value: unknown, base: unknown): unknown {
  if (typeof value !== 'string')
    throw new PythonError('TypeError', "int() can't convert non-string with explicit base")
  const asked = count(base)
  if (asked !== 0 && (asked < 2 || asked > 36))
    throw new PythonError('ValueError', 'int() base must be >= 2 and <= 36, or 0')
  const unread = new PythonError('ValueError', `invalid literal for int() with base ${asked}: ${repr(value)}`)
  const [sign, radix, written] = digitsOf(value.trim().toLowerCase(), asked) ?? []
  if (written === undefined || radix === undefined) throw unread
  const whole = [...written].reduce((sum, one) => {
    const digit = Number.parseInt(one, 36)
    if (digit >= radix) throw unread
    return sum * BigInt(radix) + BigInt(digit)
  }, 0n)
  return int(sign === '-' ? -whole : whole)
}

/** Sign, base and digits of a number that is written with a prefix where its base has one, or without; null of anything else. */
function digitsOf(
  text: string,
  asked: number,
): readonly [sign: string, radix: number, digits: string] | null {
  const [, sign = '', letter, rest = ''] = based.exec(text) ?? []
  const named = bases.get(letter)
  const isPrefix = named !== undefined && (asked === 0 || asked === named)
  const written = isPrefix || letter === undefined ? rest : `0${letter}${rest}`
  const radix = isPrefix ? named : asked === 0 ? 10 : asked
  const isOctalOfOld = asked === 0 && !isPrefix && written.startsWith('0') && !zeros.test(written)
  return written === '' || isOctalOfOld ? null : [sign, radix, written.replaceAll('_', '')]
}

function toFloat(value: unknown = 0): unknown {
  if (typeof value === 'string') {
    const written = value.trim().toLowerCase().replace(separators, '')
    const [, sign, infinite] = namedFloat.exec(written) ?? []
    if (sign !== undefined) return float(infinite === undefined ? NaN : sign === '-' ? -Infinity : Infinity)
    if (!floatText.test(written))
      throw new PythonError('ValueError', `could not convert string to float: ${repr(value)}`)
    return float(Number(written))
  }
  const scalar = scalarOf(value, 'float')
  if (!isReal(scalar))
    throw new PythonError(
      'TypeError',
      `float() argument must be a string or a real number, not '${typeName(value)}'`,
    )
  return float(asFloat(scalar))
}

const longest = 1e6

/** `range(start, stop, step)`. */
function rangeOf(args: readonly unknown[]): readonly number[] {
  const [first = 0, second, third = 1] = args.map(count)
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  if (third === 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero')
  const size = Math.max(0, Math.ceil((stop - start) / third))
  if (size > longest) throw new PythonError('MemoryError', `a range of ${size} is not made here`)
  return named(
    Array.from({length: size}, (_, i) => start + i * third),
    {type: 'range', repr: `range(${start}, ${stop}${third === 1 ? '' : `, ${third}`})`},
  )
}

/** `len(value)`. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length
  if (Array.isArray(value) || value instanceof List) return value.length
  if (value instanceof Map || value instanceof Set) return value.size
  if (isMapping(value)) return pairsIn(value).length
  if (value instanceof JaxArray || value instanceof NumpyArray || value instanceof Variable) {
    const [size] = value.shape
    if (size === undefined) throw new PythonError('TypeError', 'len() of unsized object')
    return size
  }
  const own = specialOf(value, '__len__')
  if (own !== null) return count(own([]))
  throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`)
}

/** The least or the largest of items. */
function extreme(args: readonly unknown[], byName: ReadonlyMap<string, unknown>, sign: 1 | -1): unknown {
  const items = args.length === 1 ? listOf(args[0]) : [...args]
  const [first] = items
  if (first === undefined) {
    if (byName.has('default')) return byName.get('default')
    throw new PythonError('ValueError', 'iterable argument is empty')
  }
  const key = byName.get('key')
  const by = (item: unknown): unknown => (key === undefined || key === null ? item : invoke(key, [item]))
  return items.reduce(
    (best, item) => (truth(comparison(sign < 0 ? '<' : '>', by(item), by(best))) ? item : best),
    first,
  )
}

function hashOf(value: unknown): unknown {
  checkHashable(value)
  const own = specialOf(value, '__hash__')
  return own === null ? new HashOf(value) : own([])
}

/** What else is an instance of Python's own types. */
const subtypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  int: (value) => typeof value === 'boolean',
  tuple: (value) => value instanceof Tuple,
  dict: (value) => value instanceof Map,
  object: () => true,
  type: isType,
}

function isType(value: unknown): boolean {
  return kinds.has(value) || isErrorType(value) || (typeof value === 'function' && isClass(value))
}

const noType = (what: string): PythonError =>
  new PythonError('TypeError', `${what}() arg 2 must be a type, a tuple of types, or a union`)

function isInstance(value: unknown, type: unknown): boolean {
  if (type instanceof Tuple) return type.some((one) => isInstance(value, one))
  if (isErrorType(type)) return value instanceof Error && isOfType(value, type)
  const name = kinds.get(type)
  if (name !== undefined) return name === typeName(value) || subtypes[name]?.(value) === true
  if (type === JaxArray) return value instanceof JaxArray
  if (typeof type === 'function' && isClass(type)) return value instanceof type
  throw noType('isinstance')
}

function isSubclass(one: unknown, other: unknown): boolean {
  if (other instanceof Tuple) return other.some((type) => isSubclass(one, type))
  if (!isType(one)) throw new PythonError('TypeError', 'issubclass() arg 1 must be a class')
  if (!isType(other)) throw noType('issubclass')
  if (one === other || kinds.get(other) === 'object') return true
  if (isErrorType(one)) return isErrorType(other) && isErrorBelow(one, other)
  if (kinds.get(one) === 'bool') return kinds.get(other) === 'int'
  return typeof one === 'function' && isClass(other) && one.prototype instanceof other
}

/** The types of Python's own values, by the functions that make them. */
const kinds = new Map<unknown, string>()

function typeOf(value: unknown): unknown {
  const name = typeName(value)
  if (value instanceof Error) return errorTypes.get(value.name) ?? value.name
  if (value instanceof VariableState) return value.type
  for (const [type, kind] of kinds) if (kind === name) return type
  const isOwn =
    typeof value !== 'object' || value === null || (Array.isArray(value) && !(value instanceof Tuple))
  return isOwn ? typeNamed(name, unmade) : constructorOf(value)
}

function unmade(): never {
  throw new PythonError('TypeError', 'nothing of this type is made in the Python that runs here')
}

/** A type of Python's own. */
function typeNamed(name: string, call: Call): object {
  const type = named(builtin(name, call), {type: 'type', repr: `<class '${name}'>`})
  kinds.set(type, name)
  return type
}

function rounded(value: unknown, digits: unknown): unknown {
  const scalar = scalarOf(value, 'float')
  if (!isReal(scalar))
    throw new PythonError('TypeError', `type ${typeName(value)} doesn't define __round__ method`)
  const most = digits === undefined || digits === null ? null : Math.max(-400, count(digits))
  if (!isFloat(scalar)) return int(most === null || most >= 0 ? big(scalar) : roundedWhole(big(scalar), most))
  const number = asFloat(scalar)
  if (Number.isFinite(number)) return most === null ? int(wholeOf(number)) : float(roundedTo(number, most))
  return most === null ? truncated(number) : scalar
}

/** `abs(value)`. */
function sized(value: unknown): unknown {
  if (isReal(value)) return sizeOf(value)
  if (isArrayLike(value)) return applied(jnp.abs, undefined, [value])
  const own = specialOf(value, '__abs__')
  if (own !== null) return own([])
  throw new PythonError('TypeError', `bad operand type for abs(): '${typeName(value)}'`)
}

/** `pow(base, exponent, modulus)`. */
function powered(base: unknown, exponent: unknown, modulus: unknown): unknown {
  if (modulus === undefined || modulus === null) return binary('**', base, exponent)
  const all = [base, exponent, modulus]
  if (all.every((one) => isReal(one) && !isFloat(one)))
    return modularPower(big(base), big(exponent), big(modulus))
  throw new PythonError(
    'TypeError',
    all.every(isReal)
      ? 'pow() 3rd argument not allowed unless all arguments are integers'
      : `unsupported operand type(s) for ** or pow(): ${all.map((one) => `'${typeName(one)}'`).join(', ')}`,
  )
}

function part(value: unknown): number {
  if (isReal(value)) return asFloat(value)
  throw new PythonError(
    'NotImplementedError',
    `a complex number of ${typeName(value)} is not in the Python that runs here: take two numbers`,
  )
}

function charOf(code: number): string {
  if (code < 0 || code > 0x10_ff_ff) throw new PythonError('ValueError', 'chr() arg not in range(0x110000)')
  return String.fromCodePoint(code)
}

function codeOf(value: unknown): unknown {
  const [sign, ...more] = text(value)
  if (sign === undefined || more.length > 0)
    throw new PythonError('TypeError', 'ord() expected a character, but string of another length found')
  return sign.codePointAt(0)
}

/** `slice(stop)`, `slice(start, stop, step)`. */
function sliceOf([first, second, step = null]: readonly unknown[]): Span {
  const [start, stop] = second === undefined ? [null, first] : [first, second]
  return named(new Span(indexOr(start), indexOr(stop), indexOr(step) ?? 1), {
    type: 'slice',
    repr: `slice(${repr(start)}, ${repr(stop)}, ${repr(step)})`,
  })
}

const types: Readonly<Record<string, Call>> = {
  int: ([value, base]) => toInt(value, base),
  float: ([value]) => toFloat(value),
  bool: ([value = false]) => truth(value),
  str: ([value = '']) => textOf(value),
  list: ([items = []]) => listOf(items),
  tuple: ([items = []]) => tuple(...itemsOf(items)),
  dict: ([items], byName) => new Map([...(items === undefined ? [] : mapOf(items)), ...byName]),
  set: ([items = []]) => setOf(items),
  frozenset: ([items = []]) => frozenSetOf(items),
  range: (args) => rangeOf(args),
  type: ([value]) => typeOf(value),
  object: () => ({}),
  complex: ([real = 0, imag = 0]) => complex(part(real), part(imag)),
}

const functions: Readonly<Record<string, Call>> = {
  len: ([value]) => lengthOf(value),
  enumerate: ([items, start = 0]) => new Items(listOf(items).map((item, i) => tuple(i + count(start), item))),
  zip(lists, byName) {
    const all = lists.map(listOf)
    const size = Math.min(...all.map(({length}) => length))
    if (truth(byName.get('strict') ?? false) && all.some(({length}) => length !== size))
      throw new PythonError('ValueError', 'zip(): the arguments have not the same length')
    return new Items(
      Array.from({length: all.length === 0 ? 0 : size}, (_, i) => tuple(...all.map((list) => list[i]))),
    )
  },
  map: ([fun, ...lists]) => {
    const all = lists.map(listOf)
    const size = Math.min(...all.map(({length}) => length))
    return new Items(
      Array.from({length: size}, (_, i) =>
        invoke(
          fun,
          all.map((list) => list[i]),
        ),
      ),
    )
  },
  filter: ([fun, items]) =>
    new Items(listOf(items).filter((item) => truth(fun === null ? item : invoke(fun, [item])))),
  sorted: ([items], byName) => [
    ...sorted(listOf(items), byName.get('key'), truth(byName.get('reverse') ?? false)),
  ],
  reversed: ([items]) => new Items(listOf(items).reverse()),
  sum: ([items, start = 0]) => listOf(items).reduce((sum, item) => binary('+', sum, item), start),
  min: (args, byName) => extreme(args, byName, -1),
  max: (args, byName) => extreme(args, byName, 1),
  abs: ([value]) => sized(value),
  any: ([items]) => listOf(items).some(truth),
  all: ([items]) => listOf(items).every(truth),
  round: ([value, digits]) => rounded(value, digits),
  divmod: ([a, b]) => tuple(binary('//', a, b), binary('%', a, b)),
  pow: ([base, exponent, modulus]) => powered(base, exponent, modulus),
  chr: ([code]) => charOf(count(code)),
  ord: ([value]) => codeOf(value),
  isinstance: ([value, type]) => isInstance(value, type),
  issubclass: ([one, other]) => isSubclass(one, other),
  callable: ([value]) =>
    typeof value === 'function' || (typeof value === 'object' && value !== null && 'call' in value),
  hasattr: ([value, name]) => hasAttribute(value, String(name)),
  getattr: ([value, name, ...otherwise]) =>
    otherwise.length > 0 && !hasAttribute(value, String(name))
      ? otherwise[0]
      : getAttribute(value, String(name)),
  setattr: ([value, name, to]) => (setAttribute(value, String(name), to), null),
  repr: ([value]) => reprOf(value),
  format: ([value, spec = '']) => formatted(value, String(spec)),
  hash: ([value]) => hashOf(value),
  id: ([value]) => identityOf(value),
  iter: ([items]) => new Items(itemsOf(items)),
  next([items, ...otherwise]) {
    const found = nextOf(items)
    if (found !== null) return found.value
    if (otherwise.length > 0) return otherwise[0]
    throw new PythonError('StopIteration', '')
  },
  slice: (args) => sliceOf(args),
  vars: ([value]) => getAttribute(value, '__dict__'),
  property: ([fun]) => new Property(functionIn(fun)),
  staticmethod: ([fun]) => new Unbound(functionIn(fun), false),
  classmethod: ([fun]) => new Unbound(functionIn(fun), true),
}

const indexOr = (value: unknown): number | null =>
  value === null || value === undefined ? null : count(value)

function functionIn(value: unknown): object {
  if (typeof value === 'function') return value
  throw new PythonError('TypeError', `'${typeName(value)}' object is not callable`)
}

function nextOf(items: unknown): {readonly value: unknown} | null {
  if (!(items instanceof Items))
    throw new PythonError('TypeError', `'${typeName(items)}' object is not an iterator`)
  for (const value of items) return {value}
  return null
}

const identities = new Map<unknown, number>()

function identityOf(value: unknown): number {
  const found = identities.get(value) ?? identities.size + 1
  identities.set(value, found)
  return found
}

/** The names that every text has. */
export function builtinsOf(machine: Machine, modules: PythonModule): ReadonlyMap<string, unknown> {
  const print = builtin('print', (args, byName) => {
    machine.print(args.map(textOf).join(textOf(byName.get('sep') ?? ' ')), textOf(byName.get('end') ?? '\n'))
    return null
  })
  const made = new Map<string, unknown>(errorTypes)
  for (const [name, call] of Object.entries(functions)) made.set(name, builtin(name, placed(name, call)))
  for (const [name, type] of pythonTypes) made.set(name, type)
  return made
    .set('print', print)
    .set('__name__', '__main__')
    .set('__modules__', modules)
    .set('NotImplemented', null)
}

/** Types of Python that NumPy takes for dtypes: `jnp.ones(3, int)`. */
const scalars = new Set(['int', 'float', 'bool', 'complex'])

/** A function whose arguments stand at the places of its parameters. */
function placed(name: string, call: Call): Call {
  const place = placedBy(name, parametersOfBuiltins.get(name) ?? '')
  return (args, byName) => call(...place(args, byName))
}

const pythonTypes = Object.entries(types).map(([name, call]): readonly [string, object] => {
  const type = typeNamed(name, placed(name, call))
  if (scalars.has(name)) Object.defineProperty(type, 'dtype', {value: dtypeOf(name)})
  return [name, type]
})
