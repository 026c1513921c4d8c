import {ArrayImpl, canonical, devicePut, dtypeOf, NumpyScalar, shaped} from '../array/index.ts'
import {jax, jnp, np} from '../numpy/index.ts'
import {
  BatchStat,
  Cache,
  clone,
  data,
  deepcopy,
  Dict,
  graphdef,
  Intermediate,
  List,
  merge,
  type Metadata,
  Module,
  Param,
  GraphDef,
  split,
  Variable,
  type VariableClass,
  view,
} from '../graph/index.ts'
import {optax, type Transformation} from '../optax/index.ts'
import * as nn from '../nn/index.ts'
import {complex, float, named, partial, protocol, tuple, repr} from '../python/index.ts'
import {functions} from './bodies.ts'
import {isJson, type Json, jsonList, jsonObject, jsonPairs, textOr} from './jsonvalue.ts'

/** A path of the scenario leads nowhere, because an earlier step failed. */
export class Missing extends Error {}

/** A user's own Variable subclass. */
class Tagged<V = unknown> extends Variable<V> {}
named(Tagged, {type: 'flax.nnx.variablelib.VariableMeta'})

/** A static object that compares by value and can be changed in place. */
class Plain {
  a: unknown = 0
  b: unknown = ''
  readonly [protocol.hashable] = false;
  [protocol.by](): unknown {
    return tuple(Plain, this.a, this.b)
  }
  [protocol.repr](): string {
    return `Record(a=${repr(this.a)}, b=${repr(this.b)})`
  }
}
named(Plain, {qualname: 'Record'})

/** A static object that compares by identity. */
class Opaque {
  readonly [protocol.type] = '__main__.Opaque'
}

export const variables: Readonly<Record<string, VariableClass>> = {
  Param,
  BatchStat,
  Cache,
  Intermediate,
  Variable,
  Tagged,
}

/** What expressions may refer to: named values, and the user's classes of Modules. */
export interface World {
  readonly get: (path: string) => unknown
  readonly moduleClass: (name: string) => new () => Module
}

const num = (value: unknown, otherwise = 0): number => (typeof value === 'number' ? value : otherwise)
const shapeOf = (value: unknown): readonly number[] => jsonList(value).map(Number)

/** A JAX array as the format describes it. */
export function describedArray(spec: Json): ArrayImpl {
  const dtype = canonical(dtypeOf(textOr(spec['dtype'], 'float32')))
  const aval = shaped(shapeOf(spec['shape']), dtype, spec['weak'] === true)
  const full = jnp.full([...aval.shape], num(spec['fill'], 1), {dtype})
  const array = new ArrayImpl(aval, full instanceof ArrayImpl ? full.contents : null)
  return spec['committed'] === true ? devicePut(array) : array
}

const dtypeOption = (value: unknown): unknown => {
  const name = String(value)
  const found: unknown = Reflect.get(jnp, name)
  return found ?? dtypeOf(name)
}

export const layerOptions = [
  'use_bias',
  'dtype',
  'param_dtype',
  'deterministic',
  'use_running_average',
  'num_heads',
  'epsilon',
  'use_scale',
  'momentum',
  'decode',
] as const

const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown =>
  typeof value === 'function'

/** Options of a layer, with floats that JSON writes without a point. */
function options(spec: Json): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const name of layerOptions) {
    if (!(name in spec)) continue
    const value = spec[name]
    out[name] =
      (name === 'dtype' || name === 'param_dtype') && value
        ? dtypeOption(value)
        : name === 'epsilon' || name === 'momentum'
          ? pythonNumber(value)
          : value
  }
  return out
}

const pythonNumber = (value: unknown): unknown => (typeof value === 'number' ? float(value) : value)

/** Evaluates an expression: an object with one key. */
export function evaluateExpression(expression: unknown, world: World): unknown {
  if (!isJson(expression))
    throw new SyntaxError(
      `expected an expression (an object with one key), got ${JSON.stringify(expression)?.slice(0, 80) ?? 'nothing'}`,
    )
  const [entry] = Object.entries(expression)
  if (entry === undefined) throw new SyntaxError('an empty expression: expected one key, as in {"int": 1}')
  const [kind, value] = entry
  const make = Object.hasOwn(makers, kind) ? makers[kind] : undefined
  if (make === undefined)
    throw new SyntaxError(
      `unknown expression ${JSON.stringify(kind)}; known are ${Object.keys(makers).join(', ')}`,
    )
  return make(value, (inner) => evaluateExpression(inner, world), world)
}

type Maker = (value: unknown, ev: (inner: unknown) => unknown, world: World) => unknown

const rngsOf = (spec: Json): nn.Rngs => new nn.Rngs(num(spec['seed'], 0))
const layer =
  (make: (spec: Json, rngs: nn.Rngs, given: Record<string, unknown>) => unknown): Maker =>
  (value) => {
    const spec = jsonObject(value)
    return make(spec, rngsOf(spec), options(spec))
  }

export const transformations: Readonly<Record<string, () => Transformation>> = {
  sgd: () => optax.sgd(0.1),
  adam: () => optax.adam(1e-3),
  adamw: () => optax.adamw(1e-3),
  momentum: () => optax.sgd(0.1, {momentum: 0.9}),
}

const makers: Readonly<Record<string, Maker>> = {
  ref: (path, _ev, world) => world.get(String(path)),
  int: (value) =>
    typeof value === 'string'
      ? BigInt(value)
      : Number.isSafeInteger(Math.trunc(Number(value)))
        ? Math.trunc(Number(value))
        : BigInt(Math.trunc(Number(value))),
  float: (value) => float(Number(value)),
  bool: (value) => Boolean(value),
  complex: (value) => complex(num(jsonList(value)[0]), num(jsonList(value)[1])),
  str: (value) => String(value),
  none: () => null,
  fn: (name) => {
    const found = Object.hasOwn(functions, String(name)) ? functions[String(name)] : undefined
    if (found === undefined)
      throw new SyntaxError(
        `unknown function ${JSON.stringify(name)}; known are ${Object.keys(functions).join(', ')}`,
      )
    return found
  },
  lambda: () => named((x: unknown) => x, {qualname: 'Run.ev.<locals>.<lambda>'}),
  partial: (value, ev, world) => {
    const fn = evaluateExpression({fn: jsonObject(value)['fn']}, world)
    return isFunction(fn) ? partial(fn, ...jsonList(jsonObject(value)['args']).map(ev)) : null
  },
  dtype: (name) => dtypeOption(name),
  list: (items, ev) => jsonList(items).map(ev),
  tuple: (items, ev) => tuple(...jsonList(items).map(ev)),
  set: (items, ev) => new Set(jsonList(items).map(ev)),
  dict: (items, ev) => Object.fromEntries(jsonPairs(items).map(([key, item]) => [key, ev(item)])),
  nnxlist: (items, ev) => new List(jsonList(items).map(ev)),
  nnxdict: (items, ev) => new Dict(jsonPairs(items).map(([key, item]) => [key, ev(item)] as const)),
  jnp: (spec) => describedArray(jsonObject(spec)),
  np: (spec) =>
    np.full([...shapeOf(jsonObject(spec)['shape'])], num(jsonObject(spec)['fill'], 1), {
      dtype: dtypeOf(textOr(jsonObject(spec)['dtype'], 'float32')),
    }),
  npscalar: (spec) => {
    const {dtype, value} = jsonObject(spec)
    const type = dtypeOf(String(dtype))
    return new NumpyScalar(type, type.kind === 'b' ? Boolean(value) : Number(value))
  },
  key: (seed) => jax.random.key(num(seed)),
  prngkey: (seed) => jax.random.PRNGKey(num(seed)),
  shapedtype: (spec) =>
    new jax.ShapeDtypeStruct(shapeOf(jsonObject(spec)['shape']), String(jsonObject(spec)['dtype'])),
  var: (value) => {
    const spec = jsonObject(value)
    const name = textOr(spec['type'], 'Param')
    const Type = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (Type === undefined)
      throw new SyntaxError(
        `unknown Variable class ${JSON.stringify(name)}; known are ${Object.keys(variables).join(', ')}`,
      )
    const metadata: Metadata = jsonObject(spec['metadata'])
    return new Type(describedArray(spec), metadata)
  },
  module: (value, ev, world) => {
    const spec = jsonObject(value)
    const made = new (world.moduleClass(String(spec['class'])))()
    for (const [name, item] of jsonPairs(spec['attrs'])) Reflect.set(made, name, ev(item))
    return made
  },
  Linear: layer(
    (spec, rngs, given) =>
      new nn.Linear({in_features: num(spec['in']), out_features: num(spec['out']), rngs, ...given}),
  ),
  Conv: layer(
    (spec, rngs, given) =>
      new nn.Conv({
        in_features: num(spec['in']),
        out_features: num(spec['out']),
        kernel_size: tuple(...shapeOf(spec['kernel'])),
        rngs,
        ...given,
      }),
  ),
  Embed: layer(
    (spec, rngs, given) =>
      new nn.Embed({num_embeddings: num(spec['num']), features: num(spec['features']), rngs, ...given}),
  ),
  LayerNorm: layer(
    (spec, rngs, given) => new nn.LayerNorm({num_features: num(spec['features']), rngs, ...given}),
  ),
  RMSNorm: layer(
    (spec, rngs, given) => new nn.RMSNorm({num_features: num(spec['features']), rngs, ...given}),
  ),
  BatchNorm: layer(
    (spec, rngs, given) => new nn.BatchNorm({num_features: num(spec['features']), rngs, ...given}),
  ),
  Dropout: layer(
    (spec, rngs, given) =>
      new nn.Dropout({rate: float(num(spec['rate'])), rngs: spec['rngs'] === false ? null : rngs, ...given}),
  ),
  MultiHeadAttention: layer(
    (spec, rngs, given) =>
      new nn.MultiHeadAttention({
        in_features: num(spec['in']),
        num_heads: num(spec['num_heads']),
        rngs,
        ...given,
      }),
  ),
  LoRA: layer(
    (spec, rngs) =>
      new nn.LoRA({
        in_features: num(spec['in']),
        lora_rank: num(spec['rank']),
        out_features: num(spec['out']),
        rngs,
      }),
  ),
  Sequential: (value, ev) => new nn.Sequential(...jsonList(jsonObject(value)['layers']).map(ev)),
  Rngs: (value) => {
    const spec = jsonObject(value)
    return isJson(spec['streams'])
      ? new nn.Rngs(
          Object.fromEntries(Object.entries(spec['streams']).map(([name, seed]) => [name, num(seed)])),
        )
      : rngsOf(spec)
  },
  Optimizer: (value, _ev, world) => {
    const spec = jsonObject(value)
    const name = textOr(spec['tx'], 'sgd')
    const tx = Object.hasOwn(transformations, name) ? transformations[name] : undefined
    const model = world.get(String(spec['model']))
    if (tx === undefined || !(model instanceof Module))
      throw new SyntaxError(
        `an Optimizer needs a model and a transformation (${Object.keys(transformations).join(', ')}), got ${JSON.stringify(value)}`,
      )
    return new nn.Optimizer(model, tx(), {wrt: Param})
  },
  clone: (path, _ev, world) => clone(world.get(String(path))),
  deepcopy: (path, _ev, world) => deepcopy(world.get(String(path))),
  view: (value, _ev, world) =>
    view(world.get(String(jsonObject(value)['of'])), jsonObject(jsonObject(value)['attributes'])),
  data: (value, ev) => data(ev(value)),
  record: (value) => Object.assign(new Plain(), jsonObject(value)),
  identity: () => new Opaque(),
  graphdef: (path, _ev, world) => graphdef(world.get(String(path))),
  state: (path, _ev, world) => split(world.get(String(path)))[1],
  merge: (value, ev) => {
    const [def, ...states] = jsonList(value).map(ev)
    if (!(def instanceof GraphDef)) throw new SyntaxError('merge takes a graphdef and states')
    const model: unknown = merge(def, ...states)
    return model
  },
}
