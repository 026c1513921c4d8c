import {isDict} from '../python/index.ts'
import {codeOf} from './code.ts'
import {isHolder} from './holder.ts'
import {isModule, stateOf} from './module.ts'
import {isPart, type Source} from './source.ts'

/** The names of a frame. */
export interface Names {
  readonly locals: ReadonlyMap<string, unknown>
  readonly globals: ReadonlyMap<string, unknown>
}

/** There is nothing at a place: the error, and torch's words. */
class Missing {
  readonly what: string
  readonly says: string

  constructor(what: string, says: string) {
    this.what = what
    this.says = says
  }
}

const noKey = (name: string): Missing => new Missing('KeyError', `KeyError on ${name}`)
const notFunction = 'Not a function'

export const isMissing = (value: unknown): value is Missing => value instanceof Missing

/** What stands at a place, given what stands above it. */
export function readStep(source: Source, parent: unknown, {locals, globals}: Names): unknown {
  const {step, name} = source
  switch (step.by) {
    case 'local':
      return entry(locals, step.key, name)
    case 'global':
      return entry(globals, step.key, name)
    case 'own':
    case 'part':
      return isModule(parent) ? ofModule(parent, step.by, step.key, name) : noKey(name)
    case 'attribute':
      return attribute(parent, step.key, name)
    case 'place':
      return entry(placed(parent), step.key, name)
    case 'item':
      return item(parent, step.key, name)
    case 'held':
      return step.object
    case 'code':
      return codeBelow(parent) ?? new Missing(notFunction, `CodeGuardAccessor: ${notFunction} on ${name}`)
  }
}

const codeBelow = (parent: unknown): object | null => (isModule(parent) ? null : codeOf(parent))

/** The values of a dict by their places. */
const placed = (parent: unknown): ReadonlyMap<unknown, unknown> =>
  new Map(parent instanceof Map ? [...parent.values()].entries() : [])

function ofModule(module: object, by: 'own' | 'part', key: string, name: string): unknown {
  const state = stateOf(module)
  if (by === 'own') return entry(state.own, key, name)
  return isPart(key) ? state[key] : noKey(name)
}

const entry = (map: ReadonlyMap<unknown, unknown>, key: unknown, name: string): unknown =>
  map.has(key) ? map.get(key) : noKey(name)

function attribute(parent: unknown, key: string, name: string): unknown {
  if (!isHolder(parent) || !Reflect.has(parent, key))
    return new Missing('AttributeError', `getattr failed on source ${name}`)
  return Reflect.get(parent, key)
}

function item(parent: unknown, key: string | number, name: string): unknown {
  if (isModule(parent)) return entry(stateOf(parent)._modules, String(key), name)
  if (Array.isArray(parent)) {
    const at = Number(key)
    return at < parent.length ? (parent[at] as unknown) : new Missing('IndexError', `IndexError on ${name}`)
  }
  if (parent instanceof Map) return entry(parent, key, name)
  return isDict(parent) && Object.hasOwn(parent, key) ? Reflect.get(parent, key) : noKey(name)
}
