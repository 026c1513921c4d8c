import type {Key} from '../log/index.ts'
import {kept} from './grouped.ts'
import {type Found, KeyShape} from './keyshape.ts'
import {type Outline, Outlines} from './outlines.ts'

/** How many shapes of keys (sets of paths) a miss is compared with, the latest first. */
const reach = 256
/** Fewer, down to 32, where they have more slots than this in all. */
const wide = 2048
const fewest = 32
/** Fewer likewise where there were more shapes: this many, times how many there were, are compared in all. */
const thrashed = 32_768

/** The earlier keys of one function. */
export interface Nearest {
  /** The index of the key that was added last; -1 before any was. */
  readonly last: number
  /**
   * The nearest earlier key, the latest of equally near ones; null where there is none.
   *
   * @param isTold only those that tell of all types which the key tells, and the other way round
   */
  find(key: Key, isTold?: boolean): Found | null
  /** The first key that equals this one in all that is known, of those that tell of its types if any does; null where there is none. */
  first(key: Key): number | null
  /** Adds a key under an index. */
  add(key: Key, index: number): void
}

/**
 * Finds the nearest earlier key by true distance: the number of slots that differ, where a whole subtree that only one of
 * the two has counts as one (JAX compares with a key chosen by the kind of the first difference). Of two types that differ, those that
 * differ in fewer parts are nearer.
 *
 * Keys of one shape are kept as their few differences from the first of that shape, so that a comparison costs what differs
 * and not the size of the model. Beyond 256 shapes only the latest 256 are compared (of wide keys fewer, at least the latest 32).
 *
 * @example
 * const earlier = nearest()
 * earlier.add(trace.key(0), 0)
 * earlier.find(trace.key(1)) // {index: 0, distance: 65536}: one slot differs
 */
export const nearest = (): Nearest => nearestIn(() => new Outlines())

/**
 * Finds the nearest of the earlier keys of a function object.
 *
 * @param outlines what lays its keys out, once there are two; that of other function objects spares much
 */
export function nearestIn(outlines: () => Outlines): Nearest {
  // The first key is taken apart when there is a second one: most functions are compiled once.
  let only: {readonly key: Key; readonly index: number} | null = null
  let all: Earlier | null = null
  let last = -1
  const opened = (): Earlier => {
    if (all !== null) return all
    all = new Earlier(outlines())
    if (only !== null) all.add(only.key, only.index)
    return all
  }
  return {
    find: (key, isTold) => opened().find(key, isTold),
    first: (key) => opened().first(key),
    get last() {
      return last
    },
    add(key, index) {
      last = index
      if (all === null && only === null) only = {key, index}
      else opened().add(key, index)
    },
  }
}

class Earlier implements Omit<Nearest, 'last'> {
  readonly #outlines: Outlines
  readonly #shapes = new Map<Outline, KeyShape>()
  #latest: KeyShape[] = []

  constructor(outlines: Outlines) {
    this.#outlines = outlines
  }

  find(key: Key, isTold = false): Found | null {
    if (this.#latest.length === 0) return null
    const {values, outline} = this.#outlines.of(key)
    let best: Found | null = null
    for (const one of this.#latest) {
      const {known, untold} = this.#outlines.apart(outline, one.outline)
      const fixed = known + untold
      if ((best !== null && fixed > best.distance) || (isTold && untold > 0)) continue
      const found = one.nearest(values, fixed, best?.distance ?? Infinity, one.outline === outline)
      if (found !== null && (best === null || isNearer(found, best))) best = found
    }
    return best
  }

  first(key: Key): number | null {
    const {values, outline} = this.#outlines.of(key)
    let best: {readonly index: number; readonly untold: number} | null = null
    for (const one of this.#latest) {
      const {known, untold} = this.#outlines.apart(outline, one.outline)
      const index = known === 0 ? one.first(values, one.outline === outline) : null
      if (index === null) continue
      const found = {index, untold: outline.isTyped ? untold : 0}
      if (best === null || found.untold < best.untold || (found.untold === best.untold && index < best.index))
        best = found
    }
    return best?.index ?? null
  }

  add(key: Key, index: number): void {
    const {values, outline} = this.#outlines.of(key)
    const shape = kept(this.#shapes, outline, () => new KeyShape(outline, values, this.#outlines.weights))
    shape.add(values, index)
    if (this.#latest[0] === shape) return
    const most = Math.max(fewest, Math.min(reach, wide / values.size, thrashed / this.#shapes.size))
    this.#latest = [shape, ...this.#latest.filter((other) => other !== shape)].slice(0, most)
  }
}

const isNearer = (a: Found, b: Found): boolean =>
  a.distance < b.distance || (a.distance === b.distance && a.index > b.index)
