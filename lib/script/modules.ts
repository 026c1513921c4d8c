import {JaxArray} from '../array/index.ts'
import * as jaxNames from '../jax.ts'
import type {Jitted, Session} from '../jit/index.ts'
import * as nnxNames from '../nnx.ts'
import {jnp, np} from '../numpy/index.ts'
import {optax} from '../optax/index.ts'
import {deepcopy} from '../graph/index.ts'
import {float, numberOf, OrderedDict, PythonError, repr, tuple} from '../python/index.ts'
import {lax} from '../transform/index.ts'
import {PythonModule} from './attributes.ts'
import {builtin, invoke, invokedBy, withKwargs, withOptions} from './callable.ts'
import {dataclass, FieldDefault, fieldsIn, NamedTupleBase, replaced, tupleClass} from './classes.ts'
import {settingContexts} from './context.ts'
import {errorTypes} from './errors.ts'
import {listOf} from './iterate.ts'
import {defaultDict, mapOf} from './methods.ts'
import {scalarOf} from './numbers.ts'
import {partialOf, wrapsOf} from './partials.ts'
import {registrations} from './registrations.ts'

/** A jitted function, as Python calls it. */
const pythonic = (jitted: Jitted): Jitted =>
  invokedBy(jitted, (args, byName) => jitted(...withKwargs(args, byName)))

/** `jit(fun, …)`, or `jit(…)` as a decorator. */
const jitOf = (name: string, jit: (fun: object, options: object) => Jitted): object =>
  builtin(name, ([first], byName) => {
    const {fun = first, ...options} = Object.fromEntries(byName)
    const wrap = (given: unknown): Jitted => {
      if ((typeof given !== 'function' && typeof given !== 'object') || given === null)
        throw new PythonError('TypeError', `Expected a callable value, got ${repr(given)}`)
      return pythonic(jit(given, options))
    }
    return fun === undefined ? builtin(name, ([later]) => wrap(later)) : wrap(fun)
  })

const isJitted = (value: unknown): value is Jitted => typeof value === 'function' && 'wrapper' in value

const moduleOf = (name: string, own: Readonly<Record<string, unknown>>, table: object = {}): PythonModule =>
  new PythonModule(name, table, own)

function jaxModule(session: Session): PythonModule {
  const {nn, random, scipy, ops, tree, treeUtil} = jaxNames
  const trees = moduleOf('jax.tree', {}, tree)
  const contexts = Object.entries(settingContexts).map(
    ([name, make]) => [name, builtin(name, ([value]) => make(value))] as const,
  )
  return new PythonModule('jax', jaxNames, {
    ...Object.fromEntries<unknown>(contexts),
    jit: jitOf('jit', (fun, options) => session.jaxJit(fun, options)),
    devices: builtin('devices', () => ['cpu:0']),
    clear_caches: builtin('clear_caches', () => (session.clearCaches(), null)),
    config: moduleOf('jax.config', {
      update: builtin('update', ([name, value]) => (session.update(String(name), value), null)),
    }),
    numpy: numpyModule(),
    nn: moduleOf('jax.nn', {initializers: moduleOf('jax.nn.initializers', {}, nnxNames.initializers)}, nn),
    random: moduleOf('jax.random', {}, random),
    lax: moduleOf('jax.lax', {}, lax),
    scipy: moduleOf('jax.scipy', {}, scipy),
    ops: moduleOf('jax.ops', {}, ops),
    tree: trees,
    tree_util: moduleOf('jax.tree_util', registrations, treeUtil),
    tree_map: trees.find('map'),
    tree_leaves: trees.find('leaves'),
    errors: moduleOf('jax.errors', Object.fromEntries(errorTypes)),
  })
}

const numpyModule = (): PythonModule =>
  new PythonModule('jax.numpy', jnp, {
    linalg: moduleOf('jax.numpy.linalg', {}, jnp.linalg),
    ndarray: JaxArray,
    pi: Math.PI,
    e: Math.E,
    inf: Infinity,
    nan: NaN,
    newaxis: null,
  })

const {vmap, scan, remat, grad, valueAndGrad} = nnxNames
const transforms = {vmap, scan, remat, grad, value_and_grad: valueAndGrad}

/** A transform of flax that gives a decorator where it is given options alone. */
const laterOf = (name: string, transform: object): object =>
  builtin(name, (args, byName) =>
    args.length > 0 || byName.has('f')
      ? invoke(transform, args, byName)
      : builtin(name, ([fun]) => invoke(transform, [fun], byName)),
  )

function flaxModule(session: Session): PythonModule {
  const {initializers, metrics} = nnxNames
  const nnx = new PythonModule('flax.nnx', nnxNames, {
    jit: jitOf('jit', (fun, options) => session.nnxJit(fun, options)),
    cached_partial: builtin('cached_partial', ([fun, ...bound]) => {
      if (!isJitted(fun))
        throw new PythonError(
          'TypeError',
          `cached_partial takes a function that nnx.jit has jitted, but got ${repr(fun)}`,
        )
      return pythonic(session.cachedPartial(fun, ...bound))
    }),
    jit_partial: builtin('jit_partial', ([fun, ...bound], byName) => {
      if (typeof fun !== 'function')
        throw new PythonError('TypeError', `Expected a callable value, got ${repr(fun)}`)
      return pythonic(session.jitPartial(fun, ...withOptions(bound, byName)))
    }),
    ...Object.fromEntries(
      Object.entries(transforms).map(([name, transform]) => [name, laterOf(name, transform)]),
    ),
    initializers: moduleOf('flax.nnx.initializers', {}, initializers),
    metrics: moduleOf('flax.nnx.metrics', {}, metrics),
  })
  return moduleOf('flax', {nnx})
}

const real = (value: unknown): number => Number(numberOf(scalarOf(value, 'float')) ?? NaN)

const {sqrt, exp, log2, log10, sin, cos, tan, tanh, atan} = Math
const maths: Readonly<Record<string, (x: number, y?: number) => number>> = {
  ...{sqrt, exp, log2, log10, sin, cos, tan, tanh, atan},
  log: (x, base) => Math.log(x) / (base === undefined ? 1 : Math.log(base)),
  pow: (x, y = NaN) => x ** y,
}

const mathModule = (): PythonModule =>
  moduleOf('math', {
    ...Object.fromEntries(
      Object.entries(maths).map(([name, apply]) => [
        name,
        builtin(name, ([x, y]) => float(apply(real(x), y === undefined ? undefined : real(y)))),
      ]),
    ),
    floor: builtin('floor', ([x]) => Math.floor(real(x))),
    ceil: builtin('ceil', ([x]) => Math.ceil(real(x))),
    prod: builtin('prod', ([items]) =>
      listOf(items).reduce<number>((product, item) => product * real(item), 1),
    ),
    isnan: builtin('isnan', ([x]) => Number.isNaN(real(x))),
    pi: Math.PI,
    e: Math.E,
    inf: Infinity,
    nan: NaN,
  })

function product(lists: readonly unknown[]): readonly (readonly unknown[])[] {
  const [first, ...rest] = lists
  return first === undefined
    ? [[]]
    : listOf(first).flatMap((item) => product(rest).map((row) => [item, ...row]))
}

/** The modules that a text may import, by name. */
export const modulesOf = (session: Session): PythonModule =>
  moduleOf('modules', {
    jax: jaxModule(session),
    flax: flaxModule(session),
    optax: new PythonModule('optax', optax),
    numpy: new PythonModule('numpy', np, {pi: Math.PI, inf: Infinity, nan: NaN}),
    math: mathModule(),
    functools: moduleOf('functools', {
      partial: partialOf,
      wraps: wrapsOf,
      reduce: builtin('reduce', ([fun, items, ...start]) => {
        const all = [...start, ...listOf(items)]
        return all.slice(1).reduce((left, right) => invoke(fun, [left, right]), all[0])
      }),
    }),
    copy: moduleOf('copy', {deepcopy: builtin('deepcopy', ([value]) => deepcopy(value))}),
    dataclasses: moduleOf('dataclasses', {
      dataclass,
      replace: replaced,
      field: builtin('field', (_args, byName) => new FieldDefault(byName)),
    }),
    collections: moduleOf('collections', {
      namedtuple: builtin('namedtuple', ([name, fields]) => tupleClass(String(name), fieldsIn(fields))),
      OrderedDict: builtin(
        'OrderedDict',
        ([items], byName) => new OrderedDict([...(items === undefined ? [] : mapOf(items)), ...byName]),
      ),
      defaultdict: builtin('defaultdict', ([make, items], byName) =>
        defaultDict(make, [...(items === undefined ? [] : mapOf(items)), ...byName]),
      ),
    }),
    itertools: moduleOf('itertools', {
      product: builtin('product', (lists) => product(lists).map((row) => tuple(...row))),
      chain: builtin('chain', (all) => all.flatMap(listOf)),
      repeat: builtin('repeat', ([item, count]) =>
        Array.from({length: Math.min(real(count), 1e6)}, () => item),
      ),
    }),
    time: moduleOf('time', {
      time: builtin('time', () => float(session.time)),
      perf_counter: builtin('perf_counter', () => float(session.time)),
      sleep: builtin('sleep', () => null),
    }),
    typing: moduleOf('typing', {
      NamedTuple: NamedTupleBase,
      ...Object.fromEntries(typeNames.map((name) => [name, name])),
    }),
    __future__: moduleOf('__future__', {annotations: null}),
  })

const typeNames = [
  'Any',
  'Callable',
  'Sequence',
  'Optional',
  'Union',
  'List',
  'Tuple',
  'Dict',
  'Iterable',
  'TypeVar',
]

/**
 * What an import names.
 *
 * @throws {PythonError} ModuleNotFoundError for a module that is not here, ImportError for a name that it does not have.
 */
export function imported(modules: unknown, path: readonly string[]): unknown {
  let found: unknown = modules
  for (const [i, name] of path.entries()) {
    const next = found instanceof PythonModule ? found.find(name) : undefined
    if (next === undefined) throw absent(path.slice(0, i + 1), modules)
    found = next
  }
  return found
}

const known = [
  'jax',
  'flax.nnx',
  'optax',
  'numpy',
  'math',
  'functools',
  'copy',
  'dataclasses',
  'collections',
  'itertools',
  'typing',
  'time',
]

const absent = (path: readonly string[], modules: unknown): PythonError =>
  path.length === 1 && modules instanceof PythonModule
    ? new PythonError(
        'ModuleNotFoundError',
        `No module named '${path.join('.')}' here: there are ${known.join(', ')}`,
      )
    : new PythonError(
        'ImportError',
        `cannot import name '${path.at(-1) ?? ''}' from '${path.slice(0, -1).join('.')}' here`,
      )
