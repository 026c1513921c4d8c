import {List, Variable, VariableState} from '../graph/index.ts'
import {dtypeOf, NumpyArray, JaxArray, Span} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  constructorOf,
  complex,
  float,
  isClass,
  named,
  numberOf,
  PythonError,
  Tuple,
  tuple,
  typeName,
  repr,
} from '../python/index.ts'
import {getAttribute, hasAttribute, setAttribute} from './attributes.ts'
import {applied, builtin, invoke} from './callable.ts'
import {errorTypes, isErrorType, isOfType} from './errors.ts'
import {formatted, reprOf, textOf} from './format.ts'
import {HashOf, Property, specialOf, Unbound} from './instance.ts'
import {checkHashable, Items, itemsOf, listOf, setOf} from './iterate.ts'
import {isMapping, pairsIn} from './mappings.ts'
import type {Machine} from './machine.ts'
import {mapOf} from './methods.ts'
import type {PythonModule} from './attributes.ts'
import {big, int, isArrayLike, isFloat, scalarOf} from './numbers.ts'
import {binary, comparison, orderOf, truth} from './operators.ts'
import {sorted} from './sorted.ts'

type Call = Parameters<typeof builtin>[1]

function toInt(value: unknown = 0): unknown {
  const scalar = typeof value === 'string' ? Number(value) : scalarOf(value, 'int')
  const number = numberOf(scalar)
  if (number === undefined || (typeof number === 'number' && !Number.isFinite(number)))
    throw new PythonError('ValueError', `invalid literal for int() with base 10: ${repr(value)}`)
  return int(typeof number === 'number' ? Math.trunc(number) : number)
}

const namedFloats: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', NaN],
])

function toFloat(value: unknown = 0): unknown {
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase()
    const number = namedFloats.get(text) ?? (text === '' ? NaN : Number(text))
    if (Number.isNaN(number) && text !== 'nan')
      throw new PythonError('ValueError', `could not convert string to float: ${repr(value)}`)
    return float(number)
  }
  const number = numberOf(scalarOf(value, 'float'))
  if (number === undefined)
    throw new PythonError(
      'TypeError',
      `float() argument must be a string or a real number, not '${typeName(value)}'`,
    )
  return float(Number(number))
}

const count = (value: unknown): number => {
  const number = numberOf(value)
  if (typeof number !== 'number' || !Number.isInteger(number) || isFloat(value))
    throw new PythonError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`)
  return number
}

const longest = 1e6

/** `range(start, stop, step)`. */
function rangeOf(args: readonly unknown[]): readonly number[] {
  const [first = 0, second, third = 1] = args.map(count)
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  if (third === 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero')
  const size = Math.max(0, Math.ceil((stop - start) / third))
  if (size > longest) throw new PythonError('MemoryError', `a range of ${size} is not made here`)
  return Array.from({length: size}, (_, i) => start + i * third)
}

/** `len(value)`. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof List) return value.length
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
}

function isInstance(value: unknown, type: unknown): boolean {
  if (Array.isArray(type)) return type.some((one) => isInstance(value, one))
  if (isErrorType(type)) return value instanceof Error && isOfType(value, type)
  const name = typeof type === 'function' ? kinds.get(type) : undefined
  if (name !== undefined)
    return name === typeName(value) || name === 'object' || subtypes[name]?.(value) === true
  if (type === JaxArray) return value instanceof JaxArray
  if (typeof type === 'function' && isClass(type)) return value instanceof type
  throw new PythonError('TypeError', 'isinstance() arg 2 must be a type, a tuple of types, or a union')
}

/** The types of Python's own values, by the functions that make them. */
const kinds = new Map<unknown, string>()

function typeOf(value: unknown): unknown {
  const name = typeName(value)
  if (value instanceof Error) return errorTypes.get(value.name) ?? value.name
  if (value instanceof VariableState) return value.type
  for (const [type, kind] of kinds) if (kind === name) return type
  return typeof value === 'object' && value !== null ? constructorOf(value) : name
}

function rounded(value: unknown, digits: unknown): unknown {
  const scalar = scalarOf(value, 'float')
  if (!isFloat(scalar)) return int(big(scalar))
  const number = Number(numberOf(scalar))
  if (digits !== undefined && digits !== null)
    return float(Number(number.toFixed(Math.max(0, count(digits)))))
  const floor = Math.floor(number)
  const rest = number - floor
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1
}

const types: Readonly<Record<string, Call>> = {
  int: ([value]) => toInt(value),
  float: ([value]) => toFloat(value),
  bool: ([value = false]) => truth(value),
  str: ([value = '']) => textOf(value),
  list: ([items = []]) => listOf(items),
  tuple: ([items = []]) => tuple(...itemsOf(items)),
  dict: ([items], byName) => new Map([...(items === undefined ? [] : mapOf(items)), ...byName]),
  set: ([items = []]) => setOf(itemsOf(items)),
  complex: ([real = 0, imag = 0]) => complex(Number(numberOf(real)), Number(numberOf(imag))),
}

const functions: Readonly<Record<string, Call>> = {
  frozenset: ([items = []]) => setOf(itemsOf(items)),
  len: ([value]) => lengthOf(value),
  range: (args) => rangeOf(args),
  enumerate: ([items, start = 0], byName) =>
    new Items(listOf(items).map((item, i) => tuple(i + count(byName.get('start') ?? start), item))),
  zip(lists) {
    const all = lists.map(listOf)
    const size = Math.min(...all.map(({length}) => length))
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
  abs: ([value]) =>
    isArrayLike(value)
      ? applied(jnp.abs, undefined, [value])
      : orderOf(value, 0) === -1
        ? binary('*', value, -1)
        : value,
  any: ([items]) => listOf(items).some(truth),
  all: ([items]) => listOf(items).every(truth),
  round: ([value, digits]) => rounded(value, digits),
  divmod: ([a, b]) => tuple(binary('//', a, b), binary('%', a, b)),
  pow: ([a, b]) => binary('**', a, b),
  isinstance: ([value, type]) => isInstance(value, type),
  issubclass: ([one, other]) =>
    typeof one === 'function' &&
    typeof other === 'function' &&
    (one === other || (isClass(other) && one.prototype instanceof other)),
  type: ([value]) => typeOf(value),
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
  slice: ([start, stop = null, step = 1]) => new Span(indexOr(start), indexOr(stop), indexOr(step) ?? 1),
  vars: ([value]) => getAttribute(value, '__dict__'),
  property: ([fun]) => new Property(functionIn(fun)),
  staticmethod: ([fun]) => new Unbound(functionIn(fun), false),
  classmethod: ([fun]) => new Unbound(functionIn(fun), true),
  object: () => ({}),
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
  for (const [name, call] of Object.entries(functions)) made.set(name, builtin(name, call))
  for (const [name, type] of pythonTypes) made.set(name, type)
  return made
    .set('print', print)
    .set('__name__', '__main__')
    .set('__modules__', modules)
    .set('NotImplemented', null)
}

/** Types of Python that NumPy takes for dtypes: `jnp.ones(3, int)`. */
const scalars = new Set(['int', 'float', 'bool', 'complex'])

const pythonTypes = Object.entries(types).map(([name, call]): readonly [string, object] => {
  const type = named(builtin(name, call), {type: 'type', repr: `<class '${name}'>`})
  if (scalars.has(name)) Object.defineProperty(type, 'dtype', {value: dtypeOf(name)})
  kinds.set(type, name)
  return [name, type]
})
