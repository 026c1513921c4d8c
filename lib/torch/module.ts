import {classPath, named, OrderedDict, PythonError, qualname} from '../python/index.ts'
import {holder, prototypeOf} from './holder.ts'
import {isPart, parts, type Part} from './source.ts'
import {Parameter, Tensor} from './tensor.ts'
import {recording, running} from './trace.ts'

/** What a module holds, as torch keeps it: attributes of its own, and its parts. */
export interface ModuleState extends Readonly<Record<Part, Map<string, unknown>>> {
  readonly own: Map<string, unknown>
}

/** Where a module holds names: its own attributes, and its parts. */
const places = ['own', ...parts] as const

const states = new WeakMap<object, ModuleState>()
const classes = new WeakMap<object, object>()

/** Whether a value is a module. */
export const isModule = (value: unknown): value is Module => typeof value === 'function' && states.has(value)

/** What a module holds. */
export function stateOf(module: object): ModuleState {
  const state = states.get(module)
  if (state === undefined) throw new TypeError('not a Module')
  return state
}

/** The class of a module. */
export const classOf = (module: object): object => classes.get(module) ?? Module

/** A view of a module is the module to whoever asks for its state. */
export function aliasModule<V extends object>(view: V, module: object): V {
  const state = states.get(module)
  if (state !== undefined) states.set(view, state)
  classes.set(view, classOf(module))
  return view
}

/** Whether a module is one of torch.nn's own layers, which are no containers. */
export function isLayer(module: object): boolean {
  const path = classPath(classOf(module))
  return path.startsWith('torch.nn.modules.') && !path.startsWith('torch.nn.modules.container')
}

/** Whether its class is torch's own. */
export const isTorchs = (module: object): boolean => classPath(classOf(module)).startsWith('torch.')

/** Where a module holds a name: its own attribute, or one of its parts. */
export function placeOf(state: ModuleState, name: string): 'own' | Part | null {
  return places.find((place) => state[place].has(name)) ?? null
}

/** Python's `setattr` of a module (torch `Module.__setattr__`). */
export function setAttribute(module: object, name: string, value: unknown): void {
  const state = stateOf(module)
  const place = placeOf(state, name)
  const isPart = place !== null && place !== 'own'
  const into: 'own' | Part =
    value instanceof Parameter
      ? '_parameters'
      : isModule(value)
        ? '_modules'
        : isPart && (value === null || (place === '_buffers' && value instanceof Tensor))
          ? place
          : 'own'
  if (into === 'own' && isPart)
    throw new PythonError(
      'TypeError',
      `cannot assign value as ${place === '_modules' ? 'child module' : place === '_parameters' ? 'parameter' : 'buffer'} '${name}'`,
    )
  for (const part of places) if (part !== into) state[part].delete(name)
  state[into].set(name, value)
}

/** Python's `del` of an attribute. */
export function deleteAttribute(module: object, name: string): void {
  const state = stateOf(module)
  const place = placeOf(state, name)
  if (place === null)
    throw new PythonError(
      'AttributeError',
      `'${qualname(classOf(module))}' object has no attribute '${name}'`,
    )
  state[place].delete(name)
}

/**
 * Base class of models. An instance is called as in Python; what it calls is its `forward`.
 *
 * @example
 * class Net extends torch.nn.Module {
 *   constructor() {
 *     super()
 *     this.l1 = new torch.nn.Linear(4, 8)
 *   }
 *   forward(x) {
 *     return torch.relu(this.l1(x))
 *   }
 * }
 */
export class Module {
  [name: string]: unknown
  declare training: boolean

  constructor() {
    return callable(this, new.target)
  }

  /** Training mode, for it and all below it. */
  train(mode = true): this {
    for (const module of modulesOf(this)) stateOf(module).own.set('training', mode)
    return this
  }

  /** Evaluation mode. */
  eval(): this {
    return this.train(false)
  }

  /** Runs a function behind each call, which may give another result; the function that is given back takes it off. */
  register_forward_hook(hook: ForwardHook): () => void {
    const hooks = hooksOf(this)
    const key = {}
    hooks.set(key, hook)
    return () => void hooks.delete(key)
  }

  /** Whether gradients are kept for its parameters. */
  requires_grad_(requires = true): this {
    for (const parameter of parametersOf(this)) parameter.requires_grad_(requires)
    return this
  }
}

/** An object that is called, in the place of a new instance of a class of modules. */
function callable<M extends object>(instance: M, Class: {readonly prototype: object}): M {
  const target = Object.assign((): void => undefined, instance)
  Object.setPrototypeOf(target, Class.prototype)
  for (const name of ['name', 'length']) Reflect.deleteProperty(target, name)
  const module = new Proxy<typeof target>(target, handler)
  proxies.set(target, module)
  targets.set(module, target)
  states.set(module, {
    own: new Map<string, unknown>([
      ['training', true],
      [hooksName, new OrderedDict()],
    ]),
    _parameters: new Map(),
    _buffers: new Map(),
    _modules: new Map(),
  })
  classes.set(module, Class)
  return module
}

/** The module of a proxy's target. */
const proxies = new WeakMap<object, object>()
const moduleOf = (target: object): object => proxies.get(target) ?? target

const handler: ProxyHandler<object> = {
  get(target, name): unknown {
    const module = moduleOf(target)
    if (typeof name === 'symbol') return Reflect.get(target, name, module)
    const state = stateOf(module)
    if (isPart(name)) return state[name]
    const place = placeOf(state, name)
    return place === 'own' || (place !== null && !(name in target))
      ? state[place].get(name)
      : Reflect.get(target, name, module)
  },
  set: (target, name, value) => (
    typeof name === 'string' && setAttribute(moduleOf(target), name, value),
    true
  ),
  deleteProperty: (target, name) => (
    typeof name === 'string' && deleteAttribute(moduleOf(target), name),
    true
  ),
  has: (target, name) =>
    Reflect.has(target, name) ||
    (typeof name === 'string' && placeOf(stateOf(moduleOf(target)), name) !== null),
  apply(target, _, args: unknown[]) {
    const module = moduleOf(target)
    return forwardOf(recording()?.captured(module) ?? module, args)
  },
}

/** What runs behind a module's `forward`: it is given the module, the arguments and the result. */
export type ForwardHook = (module: object, args: readonly unknown[], result: unknown) => unknown

/** Where a module keeps them. */
export const hooksName = '_forward_hooks'

/** The functions that run behind a module's `forward`. */
export function hooksOf(module: object): OrderedDict {
  const hooks = stateOf(module).own.get(hooksName)
  return hooks instanceof OrderedDict ? hooks : new OrderedDict()
}

const hooked = (module: object, args: readonly unknown[], result: unknown): unknown =>
  [...hooksOf(module).values()].reduce<unknown>(
    (last, hook) =>
      (typeof hook === 'function'
        ? (Reflect.apply(hook, undefined, [module, args, last]) as unknown)
        : null) ?? last,
    result,
  )

/** Calls what a module calls: its `forward`, and the hooks behind it. */
export function forwardOf(module: object, args: readonly unknown[]): unknown {
  const forward: unknown = Reflect.get(module, 'forward')
  if (typeof forward !== 'function')
    throw new PythonError(
      'NotImplementedError',
      `Module [${qualname(classOf(module))}] is missing the required "forward" function`,
    )
  const run = (): unknown => hooked(module, args, Reflect.apply(forward, module, args))
  const call = running()
  return call === null ? run() : call.called(module, args, run)
}

/** A module of the same class that holds copies. */
export function copyModule(
  module: Module,
  copy: (value: unknown) => unknown,
  made: (copied: Module) => void,
): Module {
  const Class = classOf(module)
  const copied: Module = new Module()
  Object.setPrototypeOf(targetOf(copied), holder(Reflect.get(Class, 'prototype')))
  classes.set(copied, Class)
  made(copied)
  for (const part of places) {
    const into = stateOf(copied)[part]
    into.clear()
    for (const [name, value] of stateOf(module)[part]) into.set(name, copy(value))
  }
  return copied
}

const targets = new WeakMap<object, object>()
const targetOf = (module: object): object => targets.get(module) ?? module

/** Gives a module a class of its own, as a parametrization does: below that it had, under another name. */
export function reclass(module: Module, name: string, home: string): void {
  const Class = class extends Module {}
  Object.setPrototypeOf(Class.prototype, prototypeOf(targetOf(module)))
  Object.setPrototypeOf(targetOf(module), Class.prototype)
  classes.set(module, named(Class, {qualname: name, module: home}))
}

/** Every module from one down, each once. */
export function modulesOf(module: object, seen = new Set<object>()): ReadonlySet<object> {
  if (seen.has(module)) return seen
  seen.add(module)
  for (const child of stateOf(module)._modules.values()) if (isModule(child)) modulesOf(child, seen)
  return seen
}

/** Every parameter of a module and of those below it, each once. */
export function parametersOf(module: object): ReadonlySet<Parameter> {
  const found = new Set<Parameter>()
  for (const one of modulesOf(module))
    for (const parameter of stateOf(one)._parameters.values())
      if (parameter instanceof Parameter) found.add(parameter)
  return found
}
