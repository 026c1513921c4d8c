import type {Joined} from './message.ts'
import type {MissRecord} from './miss.ts'

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
  /** JAX said nothing where it should have told of another function, and it said so somewhere: no filter took such lines out of the log. */
  isSilent: boolean
  isTelling: boolean
  /** The calls at which JAX met functions that it had never seen, and the ids of these. */
  readonly sites: Set<string>
  readonly ids: Map<string, string>
  /** What was told of misses, and where. */
  readonly told: Set<string>
  isDoubled: boolean
}

/** Knows where a process begins anew in a log that another run was appended to, but not where its caches were cleared. */
export interface Restarts {
  /** Takes a message, and says of one that tells of another function at its call whether an earlier one told of that. */
  take(message: Joined): boolean
  /** Whether one was met; 'perhaps' where lines may be missing as well. */
  met(): Surety
  /** Whether a miss was told twice in the same words, which two processes do rather than one. */
  isDoubled(): boolean
}

/** Whether several histories wrote lines that nothing tells apart. */
export type Surety = 'none' | 'perhaps' | 'sure'

const longest = 16
const sitesKept = 10_000

/**
 * A fresh look-out. A process compiles no operation twice for the same types and sizes: where all that it compiled first comes
 * again in the same order, operations before a function that JAX had never seen, another one wrote it.
 *
 * @example
 * const again = restarts()
 * again.met() // 'none'
 */
export function restarts(): Restarts {
  const own: Beginning = {
    compiles: [],
    isWhole: false,
    again: 0,
    fresh: new Map(),
    first: '',
    isRestarted: false,
    isSilent: false,
    isTelling: false,
    sites: new Set(),
    ids: new Map(),
    told: new Set(),
    isDoubled: false,
  }
  return {
    take(message) {
      if (message.kind === 'compiling' && message.types !== null) follow(own, message.name, message.types)
      if (message.kind !== 'miss') return true
      noteDoubled(own, message)
      if (!message.neverSeen) return true
      const isMet = own.sites.has(message.callsite) || own.sites.size >= sitesKept
      const isOther = open(own, message)
      if (message.blamed.redefined === true) {
        own.isTelling = true
        return isMet
      }
      own.fresh.set(message.name, message.object)
      own.isSilent ||= isOther
      return true
    },
    met: () =>
      own.isRestarted || (own.isSilent && own.isTelling) ? 'sure' : own.isSilent ? 'perhaps' : 'none',
    isDoubled: () => own.isDoubled,
  }
}

/** A function that is made anew is told in the same words each time. */
function noteDoubled(
  own: Beginning,
  {callsite, name, object, blamed: {kind, places, redefined}}: MissRecord,
): void {
  if (redefined === true || own.isDoubled || own.told.size >= sitesKept) return
  const words = [callsite, name, object, kind, JSON.stringify(places[0])].join('\u0000')
  own.isDoubled = own.told.size === own.told.add(words).size
}

/**
 * JAX keeps the calls at which it met a function that it had never seen, and says at each further one there that it has seen another
 * (jax `partial_eval.py`, `callsites_with_tracing_cache_miss`). Where it does not, another process wrote the line, unless the function has the
 * id that it had: then a line may be missing. So may all such lines where the log has none.
 */
function open({sites, ids}: Beginning, {callsite, name, object}: MissRecord): boolean {
  const isOther = callsite !== '' && sites.has(callsite) && ids.get(name) !== object
  if (sites.size < sitesKept) sites.add(callsite)
  if (ids.size < sitesKept || ids.has(name)) ids.set(name, object)
  return isOther
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
