import {qualname} from '../python/index.ts'
import {actual, viewing} from './actual.ts'
import {DictView} from './containers.ts'
import {guards, typeOf} from './guard.ts'
import {prototypeOf, reads} from './holder.ts'
import {
  aliasModule,
  classOf,
  deleteAttribute,
  forwardOf,
  hooksName,
  hooksOf,
  isLayer,
  isModule,
  isTorchs,
  type Module,
  type ModuleState,
  placeOf,
  setAttribute,
  stateOf,
} from './module.ts'
import {below, isPart, type Part, ranked, ranks, type Source} from './source.ts'
import type {Wrapping} from './wrapping.ts'

/** A module in a trace: what its code reads of it is guarded, and it is not told from another that reads the same. */
export function moduleView(trace: Wrapping, module: Module, place: Source): unknown {
  const {byIdentity} = trace.how.policy
  const isBuiltin = byIdentity ? isTorchs(module) : isLayer(module)
  const source = ranked(place, isBuiltin ? ranks.builtin : ranks.module)
  const state = stateOf(module)
  if (byIdentity) guardIdentity(trace, module, source)
  else trace.guard(guards.TYPE_MATCH(source, typeOf(module)))
  const read = byIdentity ? heldByIdentity : held
  const target = (): void => undefined
  Object.setPrototypeOf(target, prototypeOf(module))
  const view: object = new Proxy(target, {
    get: (_, name) =>
      typeof name === 'symbol'
        ? iterated(trace, module, source, name, view)
        : read(trace, module, source, name, view),
    has: (_, name) =>
      typeof name === 'string' ? hasName(trace, state, source, name, view) : name in prototypeOf(module),
    set(_, name, value) {
      if (typeof name === 'string') write(trace, module, source, name, value)
      return true
    },
    apply(_, __, args: unknown[]) {
      const hooks = hooksOf(module)
      if (hooks.size > 0 && !byIdentity)
        trace.guard(guards.DICT_LENGTH(below(source, {by: 'own', key: hooksName}), hooks.size))
      return forwardOf(view, args)
    },
  })
  return viewing(aliasModule(view, module), module)
}

function guardIdentity(trace: Wrapping, module: Module, source: Source): void {
  trace.guard(guards.ID_MATCH(source, module))
  trace.guard(
    guards.ID_MATCH(below(source, {by: 'own', key: 'training'}), stateOf(module).own.get('training')),
  )
}

/** The maps of a module's parts, each guarded by its class. */
function part(trace: Wrapping, state: ModuleState, source: Source, name: Part): Source {
  const place = below(source, {by: 'part', key: name})
  trace.guard(guards.TYPE_MATCH(place, typeOf(state[name])))
  return place
}

/** An attribute of a module as torch reads it: its own, one of its class, one of its parts. */
function held(trace: Wrapping, module: Module, source: Source, name: string, view: object): unknown {
  const state = stateOf(module)
  if (isPart(name)) return new DictView(trace, state[name], part(trace, state, source, name))
  const place = placeOf(state, name)
  if (place === 'own') return trace.wrap(state.own.get(name), below(source, {by: 'own', key: name}))
  const prototype = prototypeOf(module)
  if (name in prototype) {
    trace.guard(guards.NOT_SHADOWED(source, name))
    return Reflect.get(prototype, name, view)
  }
  if (place === null) return undefined
  part(trace, state, source, '_parameters')
  return trace.wrap(state[place].get(name), below(part(trace, state, source, place), {by: 'item', key: name}))
}

/** The same before torch 2.5: what torch.nn's own hold is not guarded, what the user's hold by identity where it is a tensor. */
function heldByIdentity(
  trace: Wrapping,
  module: Module,
  source: Source,
  name: string,
  view: object,
): unknown {
  const state = stateOf(module)
  if (name === '_modules') return childrenByIdentity(trace, module, source)
  if (isPart(name)) return state[name]
  const place = placeOf(state, name)
  const prototype = prototypeOf(module)
  if (place !== 'own' && name in prototype) {
    if (!isLayer(module)) trace.guard(guards.NOT_SHADOWED(source, name))
    return Reflect.get(prototype, name, view)
  }
  const value: unknown = place === null ? undefined : state[place].get(name)
  if (place === null || (isLayer(module) && !isModule(value))) return value
  const at = below(source, place === 'own' ? {by: 'own', key: name} : {by: 'attribute', key: name})
  if (place === '_parameters' || place === '_buffers') return (trace.guard(guards.ID_MATCH(at, value)), value)
  return trace.wrap(value, at)
}

/** The children of a container before torch 2.5: each is guarded by identity, and a ModuleList by its length. */
function childrenByIdentity(trace: Wrapping, module: Module, source: Source): ReadonlyMap<string, unknown> {
  const part = stateOf(module)._modules
  const keys = [...part.keys()]
  if (qualname(classOf(module)) === 'ModuleList') trace.guard(guards.LENGTH(source, keys.length))
  return new Map(
    keys.map((key) => [
      key,
      trace.wrap(part.get(key), below(source, {by: 'item', key: index.test(key) ? Number(key) : key})),
    ]),
  )
}

const index = /^\d+$/

/** What `for` asks a container for. */
function iterated(trace: Wrapping, module: Module, source: Source, name: symbol, view: object): unknown {
  if (name === Symbol.iterator && !trace.how.policy.byIdentity)
    trace.guard(guards.NOT_SHADOWED(source, '__iter__'))
  return Reflect.get(prototypeOf(module), name, view)
}

function hasName(trace: Wrapping, state: ModuleState, source: Source, name: string, view: object): boolean {
  const place = placeOf(state, name)
  if (place === 'own') {
    trace.guard(guards.OWN(below(source, {by: 'own', key: name}), null))
    return true
  }
  if (place !== null) return (reads(Reflect.get(view, name)), true)
  trace.guard(guards.NO_HASATTR(source, name))
  return false
}

function write(trace: Wrapping, module: Module, source: Source, name: string, value: unknown): void {
  const state = stateOf(module)
  const before = placeOf(state, name)
  const old: unknown = before === null ? undefined : state[before].get(name)
  setAttribute(module, name, actual(value))
  const after = placeOf(state, name)
  const at =
    after === 'own' || after === null
      ? below(source, {by: 'own', key: name})
      : below(below(source, {by: 'part', key: after}), {by: 'item', key: name})
  trace.wrote(at, value, () => {
    if (before === null) deleteAttribute(module, name)
    else state[before].set(name, old)
  })
}
