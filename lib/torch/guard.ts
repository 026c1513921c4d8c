import {DType} from '../array/index.ts'
import {classPath, constructorOf, entriesOf, equal, isDict, repr, typePath} from '../python/index.ts'
import {isBuiltin, isCode} from './code.ts'
import {classOf, isModule, stateOf} from './module.ts'
import type {Source} from './source.ts'
import {type TensorCheck, tensorMismatch} from './tensorcheck.ts'
import {Tensor} from './tensor.ts'

/** One thing that an entry takes for granted of a place. */
export interface Guard {
  readonly kind: string
  readonly source: Source
  /** The object that it is to be, for a guard of identity. */
  readonly object?: unknown
  /** What torch says where it does not hold; null where it does. */
  readonly fails: (value: unknown) => string | null
}

/** A kind of guard: how it is checked, and how torch words it. */
const kind =
  <E>(
    name: string,
    holds: (value: unknown, expected: E) => boolean,
    says: (place: string, expected: E, value: unknown) => string,
  ) =>
  (source: Source, expected: E): Guard => ({
    kind: name,
    source,
    ...(name === 'ID_MATCH' && {object: expected}),
    fails: (value) => (holds(value, expected) ? null : says(source.name, expected, value)),
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
  ),
  DICT_LENGTH: kind(
    'LENGTH',
    (value, length: number) => size(value) === length,
    (name, length) => `len(${name}) != ${length}`,
  ),
  LENGTH: kind(
    'LENGTH',
    (value, length: number) => size(value) === length,
    (name, length) => (length === 0 ? `not ${name}` : `len(${name}) == ${length}`),
  ),
  EQUALS_MATCH: kind(
    'EQUALS_MATCH',
    (value, expected: unknown) => typePath(value) === typePath(expected) && equal(value, expected),
    (name, expected) => `${name} == ${valueText(expected)}`,
  ),
  NONE_MATCH: kind(
    'EQUALS_MATCH',
    (value, _: null) => value === null,
    (name) => `${name} is None`,
  ),
  ID_MATCH: kind(
    'ID_MATCH',
    (value, expected: unknown) => value === expected,
    (name, expected) => `___check_obj_id(${name}, ID), type=<class '${idType(expected)}'>`,
  ),
  DICT_CONTAINS: kind(
    'DICT_CONTAINS',
    (value, {key, is}: {readonly key: string; readonly is: boolean}) =>
      entriesOf(isDict(value) ? value : {}).some(([other]) => other === key) === is,
    (name, {key, is}) => `${is ? '' : 'not '}___dict_contains('${key}', ${name})`,
  ),
  /** That a module has no attribute of its own under a name that its class defines. */
  NOT_SHADOWED: kind(
    'DICT_CONTAINS',
    (value, key: string) => !isModule(value) || !stateOf(value).own.has(key),
    (name, key) => `not ___dict_contains('${key}', ${name}.__dict__)`,
  ),
  NO_HASATTR: kind(
    'HASATTR',
    (value, key: string) => !hasAttribute(value, key),
    (name, key) => `not hasattr(${name}, '${key}')`,
  ),
  HASATTR: kind(
    'HASATTR',
    (value, key: string) => hasAttribute(value, key),
    (name, key) => `hasattr(${name}, '${key}')`,
  ),
  /** That a module has an attribute of its own, whatever it is. */
  OWN: kind(
    'ACCESS',
    (_value, _: null) => true,
    (name) => name,
  ),
  TENSOR_MATCH: kind(
    'TENSOR_MATCH',
    (value, check: TensorCheck) => tensorMismatch(value, check) === null,
    (name, check, value) => (tensorMismatch(value, check) ?? '').replace('{}', name),
  ),
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
const hasAttribute = (value: unknown, key: string): boolean =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && Reflect.has(value, key)
