import {
  DefaultDict,
  entriesOf,
  FrozenDict,
  isClass,
  isDict,
  isPlain,
  named,
  NamedTuple,
  namesOf,
  OrderedDict,
  Partial,
  PythonError,
  Tuple,
} from '../python/index.ts'
import {Combined} from './filter.ts'
import {flatten} from './flatten.ts'
import {GraphDef, staticAttr} from './graphdef.ts'
import {newVariable, unflatten} from './unflatten.ts'
import {isVariable} from './variable.ts'
import {isArray} from './leaf.ts'
import {emptyLike} from './vars.ts'

/**
 * A copy of a model with Variables of its own; sharing inside it is kept, and so are its static values.
 *
 * @example
 * clone(model) // has an equal graphdef: a call with it hits
 */
export function clone<M>(model: M): M {
  return rebuilt(model, (graphdef) => graphdef)
}

/**
 * Python's `copy.deepcopy` of a model: static values are copied too, so that an activation which is a callable object
 * (`nnx.relu`, `jnp.tanh`) becomes another object, and the graphdef another one.
 */
export function deepcopy<M>(model: M): M {
  return rebuilt(model, ({nodes, attributes, num_leaves}) => {
    const memo = new Map<unknown, unknown>()
    return new GraphDef(
      nodes,
      attributes.map(([key, attribute]) => [
        key,
        attribute.kind === 'Static' ? staticAttr(copyValue(attribute.value, memo)) : attribute,
      ]),
      num_leaves,
    )
  })
}

/** What is built from a model's own graphdef has the model's type; the graphdef cannot say so to the compiler. */
function rebuilt<M>(model: M, change: (graphdef: GraphDef) => GraphDef): M
function rebuilt(model: unknown, change: (graphdef: GraphDef) => GraphDef): unknown {
  const {graphdef, leaves} = flatten(model)
  const copy = unflatten(
    change(graphdef),
    leaves.map(([, leaf]) => leaf),
    {variable: (def, leaf) => (isVariable(leaf) ? leaf.copy() : newVariable(def, leaf))},
  )
  if (typeof copy !== typeof model)
    throw new PythonError('TypeError', 'expected a Module or a container of Modules')
  return copy
}

const atomic = new Set(['function', 'builtin_function_or_method', 'type'])

function copyValue(value: unknown, memo: Map<unknown, unknown>): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
  const known = memo.get(value)
  if (known !== undefined) return known
  const copy = copyObject(value, memo)
  memo.set(value, copy)
  return copy
}

function copyObject(value: object, memo: Map<unknown, unknown>): unknown {
  const inner = (item: unknown): unknown => copyValue(item, memo)
  if (isCallable(value)) return copyCallable(value)
  if (isArray(value)) return value
  if (value instanceof FrozenDict || value instanceof Combined || value instanceof NamedTuple) return value
  if (value instanceof Tuple) {
    const items = value.map(inner)
    return items.every((item, i) => Object.is(item, value[i])) ? value : Object.freeze(Tuple.from(items))
  }
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Set) return new Set([...value].map(inner))
  if (value instanceof Partial) return new Partial(value.func, value.args.map(inner))
  if (isDict(value)) {
    const entries = entriesOf(value).map(([key, item]): [unknown, unknown] => [key, inner(item)])
    if (isPlain(value)) return Object.fromEntries(entries)
    return value instanceof OrderedDict
      ? new OrderedDict(entries)
      : value instanceof DefaultDict
        ? new DefaultDict(entries)
        : new Map(entries)
  }
  return Object.assign(emptyLike(value), value)
}

type Callable = (...args: readonly unknown[]) => unknown

const isCallable = (value: object): value is Callable => typeof value === 'function'

function copyCallable(value: Callable): unknown {
  const names = namesOf(value)
  if (isClass(value) || atomic.has(names.type ?? 'function') || names.type?.endsWith('Meta') === true)
    return value
  return named((...args: readonly unknown[]) => value(...args), {
    ...names,
    qualname: names.qualname ?? value.name,
  })
}
