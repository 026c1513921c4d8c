import {DType} from '../array/index.ts'
import {classPath, constructorOf, entriesOf, equal, isDict, repr, typePath} from '../python/index.ts'
import {isBuiltin, isCode} from './code.ts'
import {isHolder} from './holder.ts'
import {classOf, isModule, stateOf} from './module.ts'
import type {Source} from './source.ts'
import {type TensorCheck, tensorMismatch} from './tensorcheck.ts'
import type {Told} from './told.ts'
import {Tensor} from './tensor.ts'

/** One thing that an entry takes for granted of a place. */
export interface Guard {
  readonly kind: string
  readonly source: Source
  /** The object that it is to be, for a guard of identity. */
  readonly object?: unknown
  /** What of torch made it, where it is not what the program reads. */
  readonly by?: Told['by']
  /** What is told where it does not hold; null where it does. */
  readonly fails: (value: unknown) => Told | null
}

/** What a guard compares, before and now. */
type Values = Pick<Told, 'what' | 'before' | 'now'>

const wasThere = {before: 'there', now: 'absent'}
const wasAbsent = {before: 'absent', now: 'there'}

/** A kind of guard: how it is checked, and how torch words it. */
const kind =
  <E>(
    name: string,
    holds: (value: unknown, expected: E) => boolean,
    says: (place: string, expected: E) => string,
    values: (expected: E, value: unknown) => Values = () => ({}),
  ) =>
  (source: Source, expected: E): Guard => ({
    kind: name,
    source,
    ...(name === 'ID_MATCH' && {object: expected}),
    fails: (value) =>
      holds(value, expected) ? null : {text: says(source.name, expected), ...values(expected, value)},
  })

/** The class of a value, as TYPE_MATCH compares it: one object a class. */
export function typeOf(value: unknown): unknown {
  if (isModule(value)) return classOf(value)
  if (value instanceof Tensor) return value.constructor
  const path = typePath(value)
  return typeof value === 'object' && value !== null && path.includes('.') && !isDict(value)
    ? constructorOf(value)
    : path
}

/** `<class 'torch.nn.modules.linear.Linear'>`. */
function typeText(type: unknown): string {
  return `<class '${typeof type === 'string' ? type : typeof type === 'function' ? classPath(type) : 'object'}'>`
}

/** A value as a guard prints it. */
const valueText = (value: unknown): string => (value instanceof DType ? `torch.${value.name}` : repr(value))

const size = (value: unknown): number =>
  isModule(value)
    ? stateOf(value)._modules.size
    : Array.isArray(value)
      ? value.length
      : isDict(value)
        ? entriesOf(value).length
        : -1

/** The kinds of guards on one value, as torch names them. */
export const guards = {
  TYPE_MATCH: kind(
    'TYPE_MATCH',
    (value, type: unknown) => typeOf(value) === type,
    (name, type) => `___check_type_id(${name}, ID), type=${typeText(type)}`,
    (type, value) => ({before: typeText(type), now: typeText(typeOf(value))}),
  ),
  DICT_LENGTH: kind(
    'LENGTH',
    (value, length: number) => size(value) === length,
    (name, length) => `len(${name}) != ${length}`,
    (length, value) => ({before: String(length), now: String(size(value))}),
  ),
  LENGTH: kind(
    'LENGTH',
    (value, length: number) => size(value) === length,
    (name, length) => (length === 0 ? `not ${name}` : `len(${name}) == ${length}`),
    (length, value) => ({before: String(length), now: String(size(value))}),
  ),
  EQUALS_MATCH: kind(
    'EQUALS_MATCH',
    (value, expected: unknown) => typePath(value) === typePath(expected) && equal(value, expected),
    (name, expected) => `${name} == ${valueText(expected)}`,
    (expected, value) => ({before: valueText(expected), now: valueText(value)}),
  ),
  NONE_MATCH: kind(
    'EQUALS_MATCH',
    (value, _: null) => value === null,
    (name) => `${name} is None`,
    (_, value) => ({before: 'None', now: typeText(typeOf(value))}),
  ),
  ID_MATCH: kind(
    'ID_MATCH',
    (value, expected: unknown) => value === expected,
    (name, expected) => `___check_obj_id(${name}, ID), type=<class '${idType(expected)}'>`,
    (expected, value) => ({
      ...(isCode(expected) && {what: 'code'}),
      before: `<class '${idType(expected)}'>`,
      now: `<class '${idType(value)}'>`,
    }),
  ),
  DICT_CONTAINS: kind(
    'DICT_CONTAINS',
    (value, {key, is}: {readonly key: string; readonly is: boolean}) =>
      entriesOf(isDict(value) ? value : {}).some(([other]) => other === key) === is,
    (name, {key, is}) => `${is ? '' : 'not '}___dict_contains('${key}', ${name})`,
    ({key, is}) => ({what: key, ...(is ? wasThere : wasAbsent)}),
  ),
  /** That a module has no attribute of its own under a name that its class defines. */
  NOT_SHADOWED: kind(
    'DICT_CONTAINS',
    (value, key: string) => !isModule(value) || !stateOf(value).own.has(key),
    (name, key) => `not ___dict_contains('${key}', ${name}.__dict__)`,
    (key) => ({what: key, ...wasAbsent}),
  ),
  NO_HASATTR: kind(
    'HASATTR',
    (value, key: string) => !hasAttribute(value, key),
    (name, key) => `not hasattr(${name}, '${key}')`,
    (key) => ({what: key, ...wasAbsent}),
  ),
  HASATTR: kind(
    'ACCESS',
    (value, key: string) => hasAttribute(value, key),
    (name) => `getattr failed on source ${name}`,
  ),
  /** That a module has an attribute of its own, whatever it is. */
  OWN: kind(
    'ACCESS',
    (_value, _: null) => true,
    (name) => name,
  ),
  TENSOR_MATCH: (source: Source, check: TensorCheck): Guard => ({
    kind: 'TENSOR_MATCH',
    source,
    fails: (value) => tensorMismatch(value, check, source.name),
  }),
  DIM_MARKING: kind(
    'DIM_MARKING',
    (value, marked: ReadonlySet<string>) =>
      !(value instanceof Tensor) || [...value.marks].every(([dim, {how}]) => marked.has(`${how} ${dim}`)),
    () => '_has_dynamo_dim_marking is present on runtime tensor but was absent at compile time',
  ),
}

const idType = (value: unknown): string =>
  isCode(value) ? 'code' : typeof value === 'function' ? functionType(value) : typePath(value)

const functionType = (value: unknown): string =>
  isBuiltin(value) ? 'builtin_function_or_method' : typePath(value)

/** Python's `hasattr` on a module or a plain object. */
const hasAttribute = (value: unknown, key: string): boolean => isHolder(value) && Reflect.has(value, key)
