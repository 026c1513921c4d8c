import type {Joined} from './message.ts'
import type {MissRecord} from './miss.ts'
import {ownerOfMiss} from './whose.ts'

/** How a process began: what it compiled up to its first function, in order. */
interface Beginning {
  readonly compiles: {readonly name: string; readonly types: string}[]
  isWhole: boolean
  /** So many of these compiles came again, one behind the other. */
  again: number
  /** Functions that JAX had never seen, which it has not compiled yet, with their ids. */
  readonly fresh: Map<string, string>
  /** The id of the first function: under the same, it is the caches that were cleared. */
  first: string
  isRestarted: boolean
  /** The first function of the program that JAX had never seen. */
  opener: MissRecord | null
}

/** Knows where a process begins anew in a log that another run was appended to, but not where its caches were cleared. */
export interface Restarts {
  take(message: Joined): void
  isMet(): boolean
}

const longest = 16

/**
 * A fresh look-out. A process compiles no operation twice for the same types and sizes: where all that it compiled first comes
 * again in the same order, operations before a function that JAX had never seen, another one wrote it.
 *
 * @example
 * const again = restarts()
 * again.isMet() // false
 */
export function restarts(): Restarts {
  const own: Beginning = {
    compiles: [],
    isWhole: false,
    again: 0,
    fresh: new Map(),
    first: '',
    isRestarted: false,
    opener: null,
  }
  return {
    take(message) {
      if (message.kind === 'compiling') follow(own, message.name, message.types)
      else if (message.kind === 'miss' && message.neverSeen && message.blamed.redefined !== true) {
        own.fresh.set(message.name, message.object)
        open(own, message)
      }
    },
    isMet: () => own.isRestarted,
  }
}

/**
 * Of a function object that takes the place of one at the same line, JAX says that it has seen another. Where it does not, and the function
 * is the one that the process began with, called where it was called then, another process wrote it.
 */
function open(own: Beginning, miss: MissRecord): void {
  if (own.opener === null) {
    if (ownerOfMiss(miss) === 'program') own.opener = miss
    return
  }
  const {name, file, line, site, object} = own.opener
  const isSame = miss.name === name && miss.file === file && miss.line === line && miss.site === site
  own.isRestarted ||= isSame && site !== '' && miss.inside === '<module>' && miss.object !== object
}

function follow(own: Beginning, name: string, types: string): void {
  const object = own.fresh.size === 0 ? undefined : own.fresh.get(name)
  const isFresh = object !== undefined && own.fresh.delete(name)
  if (!own.isWhole) {
    own.compiles.push({name, types})
    own.first = object ?? ''
    own.isWhole = isFresh || own.compiles.length === longest
    return
  }
  const isOf = (at: number): boolean => own.compiles[at]?.name === name && own.compiles[at].types === types
  const isLast = own.again === own.compiles.length - 1
  if (isOf(own.again) && isFresh === isLast) own.again++
  else own.again = isOf(0) && own.compiles.length > 1 ? 1 : 0
  own.isRestarted ||= own.again === own.compiles.length && own.compiles.length > 1 && object !== own.first
  if (own.again === own.compiles.length) own.again = 0
}
