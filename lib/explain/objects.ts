import type {Event, Key} from '../log/index.ts'
import type {Found} from './keyshape.ts'
import {nearest, type Nearest} from './nearest.ts'

/** So many function objects of one definition are remembered, the latest: programs make them anew in loops. */
const remembered = 16

/** The earlier keys of a function, apart by the function objects that it was: JAX compares with those of one object alone. */
export interface FunctionObjects {
  /** The nearest of the earlier keys that JAX compares with; null where there is none. */
  find(key: Key, event: Event): Found | null
  /** The first of these that equals this one in all that is known; null where there is none. */
  first(key: Key, event: Event): number | null
  /** Adds the key of an event under its index. */
  add(key: Key, event: Event, index: number): void
}

/**
 * Keeps the earlier keys of a function. What JAX never saw begins an object, even under a number that it met before: the entries of
 * an older one at that address are gone.
 *
 * @example
 * const earlier = functionObjects()
 * earlier.add(trace.key(0), trace.at(0), 0)
 * earlier.find(trace.key(1), trace.at(1)) // {index: 0, distance: 65536}: one slot differs
 */
export function functionObjects(): FunctionObjects {
  const objects = new Map<string, Nearest>()
  const compared = (key: Key, {blamed}: Event): readonly Nearest[] => {
    const own = objects.get(identityOf(key))
    const isSeen = blamed !== undefined && blamed.kind !== 'function' && blamed.kind !== 'unread'
    return isSeen && own !== undefined ? [own] : [...objects.values()]
  }
  return {
    find: (key, event) =>
      compared(key, event).reduce<Found | null>((best, one) => nearer(best, one.find(key)), null),
    first(key, event) {
      const found = compared(key, event).flatMap((one) => one.first(key) ?? [])
      return found.length === 0 ? null : Math.min(...found)
    },
    add(key, {blamed}, index) {
      const identity = identityOf(key)
      const known = objects.get(identity)
      if (blamed?.kind === 'function' && known !== undefined) {
        objects.delete(identity)
        objects.set(`${identity} until ${index}`, known)
      }
      const own = objects.get(identity) ?? nearest()
      objects.set(identity, own)
      own.add(key, index)
      const [oldest] = objects.keys()
      if (objects.size > remembered && oldest !== undefined) objects.delete(oldest)
    },
  }
}

/** The number of the function object; empty where the log does not give it. */
const identityOf = ({facts}: Key): string =>
  facts.find(({component}) => component === 'function')?.identity ?? ''

const nearer = (a: Found | null, b: Found | null): Found | null => {
  if (a === null || b === null) return a ?? b
  return b.distance < a.distance || (b.distance === a.distance && b.index > a.index) ? b : a
}
