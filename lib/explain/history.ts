import {
  type Event,
  type Key,
  type Seconds,
  type Trace,
  addSeconds,
  noSeconds,
  show,
  total,
} from '../log/index.ts'
import type {Delta} from '../words/index.ts'
import type {Cause, Row} from './explanation.ts'
import {grouped, kept} from './grouped.ts'
import type {Found} from './keyshape.ts'
import {lengthenedBy} from './lengths.ts'
import {type Nearest, nearestIn} from './nearest.ts'
import {type Arrays, arraysHeld} from './othertypes.ts'
import {heavy, Outlines} from './outlines.ts'
import {isCompared} from './saidkey.ts'

/** How paths differed, oldest first. A list stays as it is, so that what follows from one is found once. */
type Life = Map<string, readonly Delta[]>

/** What is known of a function while its calls are read in order; its traces inside others are apart from its own calls. */
export interface History {
  /** The function's id in `trace.functions`. */
  readonly id: number
  readonly earlier: FunctionObjects
  /** Number of the call that each event made, by the event's position. */
  readonly calls: Map<number, number>
  /** The first of these events, and the latest, as many as are looked through. */
  readonly opening: number[]
  readonly recent: number[]
  /** Keys that were met, by their ids. */
  readonly keys: Set<number>
  /** Of torch's, at which names each entry failed before. */
  readonly failed: Map<string, Set<string>>
  /** Likewise what each entry takes for granted where it failed. */
  readonly taken: Map<string, Map<string, string>>
  /** How many arrays the latest of them have. */
  readonly arrays: Arrays[]
  /** How the paths that were causes differed; apart by whether types of 64 bits were enabled. */
  readonly lives: Map<boolean, Life>
  readonly row: {calls: number; hits: number; misses: number; compiles: number; seconds: Seconds}
  /** Number of the latest call that missed. */
  latest: number
}

export const newHistory = (id: number): History => ({
  id,
  earlier: functionObjects(),
  calls: new Map(),
  opening: [],
  recent: [],
  keys: new Set(),
  failed: new Map(),
  taken: new Map(),
  arrays: [],
  lives: new Map(),
  row: {calls: 0, hits: 0, misses: 0, compiles: 0, seconds: noSeconds},
  latest: 1,
})

/** So many of the keys that a function had are looked through. */
export const looked = 64

/** Keeps that a key was met. */
export function meet({keys, arrays}: History, key: Key): void {
  if (keys.size === keys.add(key.id).size) return
  if (arrays.push(arraysHeld(key)) > looked) arrays.shift()
}

/** Keeps which call an event made. */
export function keepCall({calls, opening, recent}: History, index: number, call: number): void {
  calls.set(index, call)
  if (opening.length < looked) opening.push(index)
  if (recent.push(index) > looked) recent.shift()
}

/** So many differences of a path are remembered. */
const remembers = 64

/** The setting that enables types of 64 bits. */
const x64 = 'jax_enable_x64'

/** How paths differed in the calls that had one setting of x64 with this one; off where a key does not tell it. */
export const lifeOf = ({lives}: History, key: Key | null): Life =>
  kept(
    lives,
    key?.facts.some(({path: [name], value}) => name === x64 && value === 'True') === true,
    (): Life => new Map(),
  )

/** Whether two calls differ in whether types of 64 bits were enabled: their dtypes then differ because of it. */
export const isOfX64 = (causes: readonly Cause[]): boolean => causes.some(isX64)

/** Whether it is that setting. */
export const isX64 = ({component, path}: Cause): boolean => component === 'context' && path === x64

/** Keeps how the paths differed, for the judgement of all misses of one setting of x64; of what left no entry, which the next call meets as well, the first. */
export function remember(life: Life, causes: readonly Cause[], isKept = true): void {
  if (isOfX64(causes)) return
  const lengths = new Set<string>()
  for (const one of causes) {
    const longer = lengthenedBy(one)
    const path = longer === null ? one.path : show(longer.place)
    // Of several keys that were added at once, the first stands for all.
    if (longer !== null && lengths.size === lengths.add(path).size) continue
    const known = life.get(path) ?? []
    const delta = one.items === 'other' ? one.delta : (longer ?? one).delta
    if (known.length < remembers && (isKept || !isMetAgain(delta, known.at(-1))))
      life.set(path, [...known, delta])
  }
}

/** Whether a guard of the same entry did not hold again. */
const isMetAgain = (delta: Delta, last: Delta | undefined): boolean =>
  delta.kind === 'guard' && last?.kind === 'guard' && last.before === delta.before

/** One row a function, dearest first. */
export function rows(trace: Trace, histories: Iterable<Pick<History, 'id' | 'row'>>): Row[] {
  return [...grouped(histories, ({id}) => id)]
    .map(([id, all]): Row => {
      const sum = (of: 'calls' | 'hits' | 'misses' | 'compiles'): number =>
        all.reduce((count, {row}) => count + row[of], 0)
      return {
        function: trace.functions[id]?.name ?? '',
        functionId: id,
        calls: sum('calls'),
        hits: sum('hits'),
        misses: sum('misses'),
        compiles: sum('compiles'),
        seconds: all.reduce((seconds, {row}) => addSeconds(row.seconds, seconds), noSeconds),
      }
    })
    .sort((a, b) => total(b.seconds) - total(a.seconds))
}

/** So many function objects of one definition are remembered, the latest: programs make them anew in loops. */
const remembered = 16

/** The earlier keys of a function, apart by the function objects that it was: JAX compares with those of one object alone. */
interface FunctionObjects {
  /** The nearest of the earlier keys that JAX compares with, or of those that tell of all types; null where there is none. */
  find(key: Key, event: Event, isTold?: boolean): Found | null
  /** The first of these that equals this one in all that is known; null where there is none. */
  first(key: Key, event: Event): number | null
  /** Whether JAX may know several: a log then does not tell which of them it compared with. */
  areSeveral(): boolean
  /** Adds the key of an event under its index. */
  add(key: Key, event: Event, index: number): void
}

/**
 * Keeps the earlier keys of a function. What JAX never saw begins an object, even under a number that it met before: the entries of
 * an older one at that address are gone.
 */
function functionObjects(): FunctionObjects {
  const objects = new Map<string, Nearest>()
  let shared: Outlines | null = null
  const outlines = (): Outlines => (shared = shared === null || shared.isFull ? new Outlines() : shared)
  const compared = (key: Key, {blamed, line}: Event): readonly Nearest[] => {
    const own = objects.get(identityOf(key))
    // A recorder numbers the objects themselves; the number in a log is an address.
    const isSeen = blamed === undefined ? line === undefined : isCompared(blamed)
    return isSeen && own !== undefined ? [own] : [...objects.values()].reverse()
  }
  /** Whether it is another function object than all that are remembered: no key of theirs is nearer than by that. */
  const isAnother = (key: Key): boolean => identityOf(key) !== '' && !objects.has(identityOf(key))
  return {
    find(key, event, isTold) {
      const least = isAnother(key) ? heavy : 0
      let best: Found | null = null
      for (const one of compared(key, event))
        if (best === null || best.distance > least || best.index < one.last)
          best = nearer(best, one.find(key, isTold))
      return best
    },
    first(key, event) {
      if (isAnother(key)) return null
      const found = compared(key, event).flatMap((one) => one.first(key) ?? [])
      return found.length === 0 ? null : Math.min(...found)
    },
    areSeveral: () => [...objects.keys()].filter((identity) => !identity.includes(until)).length > 1,
    add(key, {blamed}, index) {
      const identity = identityOf(key)
      const known = objects.get(identity)
      if (blamed?.kind === 'function' && known !== undefined) {
        objects.delete(identity)
        objects.set(`${identity}${until}${index}`, known)
      }
      const own = objects.get(identity) ?? nearestIn(outlines)
      objects.set(identity, own)
      own.add(key, index)
      const [oldest] = objects.keys()
      if (objects.size > remembered && oldest !== undefined) objects.delete(oldest)
    },
  }
}

/** Marks an object of which the entries are gone. */
const until = ' until '

/** The number of the function object; empty where the log does not give it. */
const identityOf = (key: Key): string =>
  kept(identities, key, ({facts}) => facts.find(({component}) => component === 'function')?.identity ?? '')

const identities = new WeakMap<Key, string>()

const nearer = (a: Found | null, b: Found | null): Found | null => {
  if (a === null || b === null) return a ?? b
  return b.distance < a.distance || (b.distance === a.distance && b.index > a.index) ? b : a
}
