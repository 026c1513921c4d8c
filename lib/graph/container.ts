import {
  constructorOf,
  DefaultDict,
  entriesOf,
  FrozenDict,
  isDict,
  isPlain,
  NamedTuple,
  OrderedDict,
  PythonError,
  Tuple,
} from '../python/index.ts'
import {GraphDef} from './graphdef.ts'
import {byKey} from './order.ts'
import {registeredParts} from './registered.ts'
import {State, VariableState} from './state.ts'

/** What kind of Python container a value is, for jax.tree; two containers of one type have `==` types. */
type ContainerType =
  | 'list'
  | 'tuple'
  | 'dict'
  | 'NoneType'
  | 'State'
  | 'OrderedDict'
  | 'defaultdict'
  | 'namedtuple'
  | 'GraphDef'
  | 'VariableState'
  | 'registered'

/** A Python container, taken apart: its keys in JAX's order (dict keys sorted), its children, and its maker. */
export interface Container {
  readonly type: ContainerType
  /** The class, where the type alone does not tell (named tuples, registered classes). */
  readonly class: object | null
  /** What is part of the tree's structure, not of its leaves: a GraphDef is all structure. */
  readonly fixed?: unknown
  /** The attributes that hold what is fixed, one each; null where it is one value. */
  readonly fields?: readonly string[] | null
  readonly keys: readonly (string | number)[]
  readonly children: readonly unknown[]
  /** The same container with other children. */
  make(children: readonly unknown[]): unknown
}

/**
 * Takes a Python container apart as jax.tree does; null for a leaf. None is a container without children.
 *
 * @throws {PythonError} ValueError for a dict whose keys cannot be sorted.
 */
export function container(value: unknown): Container | null {
  if (value === null || value === undefined) return none
  if (typeof value !== 'object') return null
  if (value instanceof NamedTuple)
    return {
      type: 'namedtuple',
      class: value.constructor,
      keys: value.fields,
      children: value,
      make: (children) => remake(value, children),
    }
  if (value instanceof Tuple)
    return {
      type: 'tuple',
      class: null,
      keys: [...value.keys()],
      children: value,
      make: (children) => Object.freeze(Tuple.from(children)),
    }
  if (Array.isArray(value))
    return {
      type: 'list',
      class: null,
      keys: [...value.keys()],
      children: value,
      make: (children) => [...children],
    }
  if (value instanceof VariableState) {
    const {type, metadata} = value
    return {
      type: 'VariableState',
      class: type,
      fixed: new FrozenDict(metadata),
      keys: ['value'],
      children: [value.value],
      make: ([child]) => new VariableState(type, child, metadata),
    }
  }
  if (value instanceof State) {
    const names = Object.keys(value).sort(byKey)
    return {
      type: 'State',
      class: null,
      keys: names,
      children: names.map((name) => value[name]),
      make: (children) => State.of(names.map((name, i) => [name, children[i]])),
    }
  }
  if (value instanceof OrderedDict) return mapping('OrderedDict', value, [...value.keys()])
  if (value instanceof DefaultDict) return mapping('defaultdict', value, sorted([...value.keys()]))
  if (value instanceof FrozenDict) return null
  if (value instanceof GraphDef)
    return {type: 'GraphDef', class: null, fixed: value, keys: [], children: [], make: () => value}
  if (isDict(value)) return mapping('dict', value, sorted(entriesOf(value).map(([key]) => key)))
  const parts = registeredParts(value)
  return parts === null ? null : {type: 'registered', class: constructorOf(value), ...parts}
}

const none: Container = {type: 'NoneType', class: null, keys: [], children: [], make: () => null}

const remake = (like: NamedTuple, children: readonly unknown[]): unknown => {
  const Class: unknown = like.constructor
  if (typeof Class !== 'function') return like
  const made: unknown = Reflect.construct(Class, [])
  if (Array.isArray(made)) for (const child of children) made.push(child)
  return Object.freeze(made)
}

function sorted(keys: readonly unknown[]): unknown[] {
  const kinds = new Set(
    keys.map((key) => (typeof key === 'boolean' || typeof key === 'bigint' ? 'number' : typeof key)),
  )
  if (kinds.size > 1)
    throw new PythonError('ValueError', 'Comparator raised exception while sorting pytree dictionary keys.')
  return [...keys].sort((a, b) =>
    typeof a === 'string' || typeof b === 'string' ? (String(a) < String(b) ? -1 : 1) : Number(a) - Number(b),
  )
}

function mapping(type: ContainerType, value: object, keys: readonly unknown[]): Container {
  const get =
    value instanceof Map
      ? (key: unknown): unknown => value.get(key)
      : (key: unknown): unknown => Reflect.get(value, String(key))
  return {
    type,
    class: null,
    keys: keys.map((key) =>
      typeof key === 'number' || typeof key === 'boolean' ? Number(key) : String(key),
    ),
    children: keys.map(get),
    make(children) {
      if (isPlain(value)) return Object.fromEntries(keys.map((key, i) => [String(key), children[i]]))
      const pairs = keys.map((key, i): [unknown, unknown] => [key, children[i]])
      return type === 'OrderedDict'
        ? new OrderedDict(pairs)
        : type === 'defaultdict'
          ? new DefaultDict(pairs)
          : new Map(pairs)
    },
  }
}
