import {constructorOf, equal, namedtuple, named, PythonError, repr, tuple} from '../python/index.ts'
import {builtin, invoke, invokedBy} from './callable.ts'
import {classOf, comparedBy, HashOf, membersOf, isScripted} from './instance.ts'
import {getAttribute, setAttribute} from './attributes.ts'
import {reprOf} from './format.ts'

/** The base of classes of named tuples: `typing.NamedTuple`. */
export const NamedTupleBase = builtin('NamedTuple', ([name, fields]) =>
  tupleClass(String(name), fieldsIn(fields)),
)

const bases = new WeakMap<object, readonly unknown[]>()

/** The fields that the body of a class annotates, in order. */
function annotated(found: ReadonlyMap<string, unknown>): readonly string[] {
  const names = found.get('__annotations__')
  return Array.isArray(names) ? names.map(String) : []
}

/** A class as the text makes it. */
export function makeClass(
  qualname: string,
  given: readonly unknown[],
  found: ReadonlyMap<string, unknown>,
): object {
  if (given[0] === NamedTupleBase) return tupleClass(qualname, annotated(found), found)
  const made = named(classOf(qualname, given, found), {qualname, module: '__main__'})
  bases.set(made, given)
  return made
}

const separators = /[\s,]+/

/** The fields of `namedtuple('P', 'x y')`, as a text or as a list of texts. */
export const fieldsIn = (fields: unknown): readonly string[] =>
  typeof fields === 'string'
    ? fields.split(separators).filter(Boolean)
    : Array.isArray(fields)
      ? fields.map((one) => (Array.isArray(one) ? String(one[0]) : String(one)))
      : []

/** A class of named tuples, whose fields may have defaults. */
export function tupleClass(
  name: string,
  fields: readonly string[],
  defaults: ReadonlyMap<string, unknown> = new Map(),
): object {
  const make = namedtuple(name, fields)
  return invokedBy(named(make, {qualname: name, type: 'type'}), (args, byName) =>
    make(...valuesOf(name, fields, defaults, args, byName)),
  )
}

/** The values of fields, given by place, by name, or not. */
function valuesOf(
  name: string,
  fields: readonly string[],
  defaults: ReadonlyMap<string, unknown>,
  args: readonly unknown[],
  byName: ReadonlyMap<string, unknown>,
): readonly unknown[] {
  const strange = [...byName.keys()].find((key) => !fields.includes(key))
  if (strange !== undefined || args.length > fields.length)
    throw new PythonError(
      'TypeError',
      strange === undefined
        ? `${name}.__init__() takes ${fields.length + 1} positional arguments but ${args.length + 1} were given`
        : `${name}.__init__() got an unexpected keyword argument '${strange}'`,
    )
  return fields.map((field, i) => {
    if (i < args.length) return args[i]
    if (byName.has(field)) return byName.get(field)
    const otherwise = defaults.get(field)
    if (otherwise instanceof FieldDefault && otherwise.options.has('default_factory'))
      return invoke(otherwise.options.get('default_factory'), [])
    if (otherwise instanceof FieldDefault && otherwise.options.has('default'))
      return otherwise.options.get('default')
    if (!defaults.has(field) || otherwise instanceof FieldDefault)
      throw new PythonError(
        'TypeError',
        `${name}.__init__() missing 1 required positional argument: '${field}'`,
      )
    return otherwise
  })
}

/** `dataclasses.field(default=…, default_factory=…, compare=…, metadata=…)`. */
export class FieldDefault {
  readonly options: ReadonlyMap<string, unknown>
  constructor(options: ReadonlyMap<string, unknown>) {
    this.options = options
  }
}

const flag = (byName: ReadonlyMap<string, unknown>, name: string, otherwise: boolean): boolean => {
  const value = byName.get(name)
  return typeof value === 'boolean' ? value : otherwise
}

/** `dataclasses.dataclass`, with its options or without. */
export const dataclass = builtin('dataclass', ([made], byName) =>
  made === undefined ? builtin('dataclass', ([one]) => dataclassOf(one, byName)) : dataclassOf(made, byName),
)

function dataclassOf(made: unknown, byName: ReadonlyMap<string, unknown>): object {
  if (typeof made !== 'function' || !isScripted(made))
    throw new PythonError('TypeError', `dataclass takes a class of the program, but got ${repr(made)}`)
  const own = membersOf(made) ?? new Map<string, unknown>()
  const fields = new Map(
    (bases.get(made) ?? []).flatMap((base) => (typeof base === 'function' ? [...fieldsOf(base)] : [])),
  )
  for (const field of annotated(own)) fields.set(field, own.has(field) ? own.get(field) : required)
  const name = String(getAttribute(made, '__qualname__'))
  const found = new Map<string, unknown>([
    ...generated(name, fields, byName),
    ...[...own].filter(([, value]) => !(value instanceof FieldDefault)),
    ['__dataclass_fields__', fields],
  ])
  return makeClass(name, bases.get(made) ?? [], found)
}

/** Stands for the default of a field that has none. */
const required = Symbol('required')

/** The fields of a dataclass with what stands for their defaults; none where a class is none. */
export function fieldsOf(made: object): ReadonlyMap<string, unknown> {
  const fields = membersOf(made)?.get('__dataclass_fields__')
  return new Map(
    fields instanceof Map
      ? [...fields].map(([key, value]: readonly unknown[]) => [String(key), value] as const)
      : [],
  )
}

const valuesIn = (self: unknown, fields: readonly string[]): readonly unknown[] =>
  fields.map((field) => getAttribute(self, field))

/** What a dataclass has beside what its body says. */
function generated(
  name: string,
  held: ReadonlyMap<string, unknown>,
  byName: ReadonlyMap<string, unknown>,
): readonly (readonly [string, unknown])[] {
  const fields = [...held.keys()]
  const compared = fields.filter((field) => isCompared(held.get(field)))
  const defaults = new Map([...held].filter(([, value]) => value !== required))
  const init = builtin('__init__', ([self, ...args], given) => {
    valuesOf(name, fields, defaults, args, given).forEach((value, i) => {
      setAttribute(self, fields[i] ?? '', value)
    })
    return null
  })
  const text = builtin('__repr__', ([self]) => {
    const values = valuesIn(self, fields)
    return `${name}(${fields.map((field, i) => `${field}=${reprOf(values[i])}`).join(', ')})`
  })
  const isEqual = builtin(
    '__eq__',
    ([self, other]) => isSameClass(self, other) && equal(valuesIn(self, compared), valuesIn(other, compared)),
  )
  const parts = builtin(comparedBy, ([self]) => tuple(...valuesIn(self, compared)))
  const hash = builtin('__hash__', ([self]) => new HashOf(invoke(parts, [self])))
  const isHashed = flag(byName, 'frozen', false) || flag(byName, 'unsafe_hash', false)
  return [
    ['__init__', init],
    ['__repr__', text],
    ...(flag(byName, 'eq', true)
      ? ([
          ['__eq__', isEqual],
          [comparedBy, parts],
        ] as const)
      : []),
    ...(isHashed && flag(byName, 'eq', true) ? ([['__hash__', hash]] as const) : []),
  ]
}

const isCompared = (given: unknown): boolean =>
  !(given instanceof FieldDefault && given.options.get('compare') === false)

const isSameClass = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' &&
  typeof b === 'object' &&
  a !== null &&
  b !== null &&
  constructorOf(a) === constructorOf(b)

/** `dataclasses.replace(self, …)`. */
export const replaced = builtin('replace', ([self], byName) => {
  if (typeof self !== 'object' || self === null)
    throw new PythonError('TypeError', 'replace() should be called on dataclass instances')
  const made = constructorOf(self)
  const fields = [...fieldsOf(made).keys()]
  const values = valuesIn(self, fields)
  return invoke(
    made,
    [],
    new Map(fields.map((field, i) => [field, byName.has(field) ? byName.get(field) : values[i]])),
  )
})
