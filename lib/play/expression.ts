import {dtypeOf} from '../array/index.ts'
import {float, named, namedtuple, OrderedDict, partial, tuple} from '../python/index.ts'
import {type Json, jsonList, jsonObject, textOr} from '../scenario/index.ts'
import {
  full,
  isModule,
  layouts,
  Module,
  modes,
  Parameter,
  registerBuffer,
  Tensor,
  torch,
} from '../torch/index.ts'
import {helpers, makeLambda, Mode} from './bodies.ts'
import {deepcopy} from './copy.ts'

/** What expressions may refer to. */
export interface World {
  readonly get: (path: string) => unknown
  /** A user's module class of this name, with these methods. */
  readonly moduleClass: (name: string, forward: string) => new () => Module
}

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
const pairs = (value: unknown): readonly (readonly [string, unknown])[] =>
  jsonList(value).map((row) => [String(jsonList(row)[0]), jsonList(row)[1]])

/** A plain object of scenarios. */
class Plain {
  constructor(attributes: object) {
    Object.assign(this, attributes)
  }
}

/** A dataclass: attributes in order, with defaults. */
class Dataclass extends Plain {
  constructor(attributes: object) {
    super({scale: float(1), n: 0, ...attributes})
  }
}

/** The same, which Python does not let change. */
class Frozen extends Dataclass {
  constructor(attributes: object) {
    super(attributes)
    Object.freeze(this)
  }
}
for (const [name, made] of Object.entries({Plain, Record: Dataclass, Frozen}))
  named(made, {qualname: name, module: 'scenario'})
const Point = namedtuple('Point', ['scale', 'n'])

/** A tensor as the format describes it. */
function describedTensor(spec: Json): Tensor {
  const {layout} = spec
  const made = full(jsonList(spec['shape']).map(Number), number(spec['fill'], 1), {
    dtype: textOr(spec['dtype'], modes().dtype),
  })
  const laid = typeof layout === 'string' && layout in layouts ? (layouts[layout]?.(made) ?? made) : made
  if (spec['requires_grad'] === true) laid.requires_grad_()
  return laid.become({device: textOr(spec['device'], laid.spec.device)})
}

type Maker = (value: unknown, ev: (inner: unknown) => unknown, world: World) => unknown

const modules = (value: unknown, ev: (inner: unknown) => unknown): readonly Module[] =>
  jsonList(value).map(ev).filter(isModule)

const instance =
  (Class: new (attributes: object) => Plain): Maker =>
  (value, ev) =>
    new Class(Object.fromEntries(pairs(value).map(([name, item]) => [name, ev(item)])))

const {nn} = torch

const makers: Readonly<Record<string, Maker>> = {
  ref: (path, _, world) => world.get(String(path)),
  int: (value) => Math.trunc(Number(value)),
  float: (value) => float(Number(value)),
  bool: (value) => Boolean(value),
  str: (value) => String(value),
  none: () => null,
  list: (items, ev) => jsonList(items).map(ev),
  size: (sizes) => tuple(...jsonList(sizes)),
  tuple: (items, ev) => tuple(...jsonList(items).map(ev)),
  dict: (items, ev) => Object.fromEntries(pairs(items).map(([key, item]) => [key, ev(item)])),
  odict: (items, ev) => new OrderedDict(pairs(items).map(([key, item]) => [key, ev(item)])),
  tensor: (value) => describedTensor(jsonObject(value)),
  param(value) {
    const spec = describedTensor({...jsonObject(value), requires_grad: false}).spec
    return new Parameter({...spec, requires_grad: jsonObject(value)['requires_grad'] !== false})
  },
  fn(name) {
    const found: unknown =
      helpers[String(name)] ?? (name === 'F.relu' ? relu : Reflect.get(torch, String(name).replace('F.', '')))
    if (typeof found !== 'function') throw new SyntaxError(`unknown function ${JSON.stringify(name)}`)
    return found
  },
  lambda: () => makeLambda(),
  partial(value, ev) {
    const {fn, args} = jsonObject(value)
    const fun = ev(fn)
    return isFunction(fun) ? partial(fun, ...jsonList(args).map(ev)) : null
  },
  enum: (name) => Mode[String(name)] ?? null,
  dtype: (name) => dtypeOf(String(name)),
  Record: instance(Dataclass),
  Frozen: instance(Frozen),
  Plain: instance(Plain),
  Point: (items, ev) => Point(...jsonList(items).map(ev)),
  deepcopy: (path, _, world) => deepcopy(world.get(String(path))),
  module(value, ev, world) {
    const spec = jsonObject(value)
    const made = new (world.moduleClass(String(spec['class']), String(spec['forward'])))()
    for (const [name, item] of pairs(spec['attrs'])) Reflect.set(made, name, ev(item))
    for (const [name, item] of pairs(spec['buffers'])) {
      const tensor = ev(item)
      if (tensor instanceof Tensor) registerBuffer(made, name, tensor)
    }
    return made
  },
  Linear: (value) => {
    const spec = jsonObject(value)
    return new nn.Linear(number(spec['in'], 1), number(spec['out'], 1), {bias: spec['bias'] !== false})
  },
  Conv2d: (value) => {
    const spec = jsonObject(value)
    return new nn.Conv2d(
      number(spec['in'], 1),
      number(spec['out'], 1),
      number(spec['kernel'], 3),
      number(spec['padding'], 0),
    )
  },
  Dropout: (value) => new nn.Dropout(number(jsonObject(value)['p'], 0.5)),
  LayerNorm: (value) =>
    new nn.LayerNorm(number(jsonObject(value)['features'], 1), number(jsonObject(value)['eps'], 1e-5)),
  BatchNorm1d: (value) =>
    new nn.BatchNorm1d(number(jsonObject(value)['features'], 1), number(jsonObject(value)['momentum'], 0.1)),
  Embedding: (value) =>
    new nn.Embedding(number(jsonObject(value)['num'], 1), number(jsonObject(value)['features'], 1)),
  ReLU: () => new nn.ReLU(),
  Tanh: () => new nn.Tanh(),
  GELU: () => new nn.GELU(),
  SiLU: () => new nn.SiLU(),
  Identity: () => new nn.Identity(),
  LeakyReLU: (value) => new nn.LeakyReLU(number(jsonObject(value)['slope'], 0.01)),
  Sequential: (items, ev) => new nn.Sequential(...modules(items, ev)),
  ModuleList: (items, ev) => new nn.ModuleList(...modules(items, ev)),
  ModuleDict: (items, ev) =>
    new nn.ModuleDict(
      pairs(items).flatMap(([key, item]) => {
        const made = ev(item)
        return isModule(made) ? [[key, made] as const] : []
      }),
    ),
  SGD: (value, ev, world) =>
    optimizer(value, ev, world, (model, lr, momentum) => new torch.optim.SGD(model, {lr, momentum})),
  Adam: (value, ev, world) => optimizer(value, ev, world, (model, lr) => new torch.optim.Adam(model, {lr})),
  ParameterList: (items, ev) =>
    new nn.ParameterList(
      jsonList(items)
        .map(ev)
        .filter((item) => item instanceof Tensor),
    ),
}

function optimizer(
  value: unknown,
  ev: (inner: unknown) => unknown,
  world: World,
  make: (model: Module, lr: Tensor | number, momentum: number) => unknown,
): unknown {
  const {model, lr = {float: 0.1}, momentum} = jsonObject(value)
  const [found, rate] = [world.get(String(model)), ev(lr)]
  if (!isModule(found)) throw new SyntaxError(`an optimizer needs a model, got ${JSON.stringify(value)}`)
  return make(found, rate instanceof Tensor || typeof rate === 'number' ? rate : 0.1, number(momentum, 0))
}

const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown =>
  typeof value === 'function'

const relu = (x: Tensor): Tensor => torch.relu(x)

/** Evaluates an expression: an object with one key. */
export function evaluate(expression: unknown, world: World): unknown {
  const [entry] = Object.entries(jsonObject(expression))
  if (entry === undefined) throw new SyntaxError(`expected an expression, got ${JSON.stringify(expression)}`)
  const [kind, value] = entry
  const make = Object.hasOwn(makers, kind) ? makers[kind] : undefined
  if (make === undefined)
    throw new SyntaxError(
      `unknown expression ${JSON.stringify(kind)}; known are ${Object.keys(makers).join(', ')}`,
    )
  return make(value, (inner) => evaluate(inner, world), world)
}
