import type {Joined} from './message.ts'

/** How a process began: what it compiled up to its first function, in order. */
interface Beginning {
  readonly compiles: string[]
  readonly names: string[]
  isWhole: boolean
  /** So many of these compiles came again, one behind the other. */
  again: number
  /** Functions that JAX had never seen, which it has not compiled yet, with their ids. */
  readonly fresh: Map<string, string>
  /** The id of the first function: under the same, it is the caches that were cleared. */
  first: string
  isRestarted: boolean
}

/** Knows where a program begins anew in a log that another run was appended to, but not where its caches were cleared. */
export interface Restarts {
  take(message: Joined, process: string): void
  /** Whether the types that are compiled for this name tell something here. */
  wants(name: string): boolean
  has(process: string): boolean
}

const longest = 16

/**
 * A fresh look-out. A process compiles no operation twice for the same types and sizes: where all that it compiled first comes
 * again in the same order, operations before a function that JAX had never seen, another one wrote it.
 *
 * @example
 * const again = restarts()
 * again.has('') // false
 */
export function restarts(): Restarts {
  const all = new Map<string, Beginning>()
  return {
    take(message, process) {
      const own = all.get(process) ?? beginning()
      all.set(process, own)
      if (message.kind === 'miss' && message.neverSeen && message.blamed.redefined !== true)
        own.fresh.set(message.name, message.object)
      else if (message.kind === 'compiling') follow(own, message.name, message.types)
    },
    wants(name) {
      for (const {isWhole, names, again} of all.values()) if (!isWhole || names[again] === name) return true
      return all.size === 0
    },
    has: (process) => all.get(process)?.isRestarted === true,
  }
}

const beginning = (): Beginning => ({
  compiles: [],
  names: [],
  isWhole: false,
  again: 0,
  fresh: new Map(),
  first: '',
  isRestarted: false,
})

function follow(own: Beginning, name: string, types: string): void {
  const object = own.fresh.get(name)
  const isFresh = own.fresh.delete(name)
  const compile = `${name} ${types}`
  if (!own.isWhole) {
    own.compiles.push(compile)
    own.names.push(name)
    own.first = object ?? ''
    own.isWhole = isFresh || own.compiles.length === longest
    return
  }
  const isLast = own.again === own.compiles.length - 1
  if (compile === own.compiles[own.again] && isFresh === isLast) own.again++
  else own.again = compile === own.compiles[0] && own.compiles.length > 1 ? 1 : 0
  own.isRestarted ||= own.again === own.compiles.length && own.compiles.length > 1 && object !== own.first
  if (own.again === own.compiles.length) own.again = 0
}
