import type {Component, Key} from '../log/index.ts'
import {countApart, takenOnce} from '../python/index.ts'
import {partsApart} from './avaltext.ts'
import {type Coded, Coder} from './code.ts'
import {sizeOf} from './containertext.ts'
import {kept} from './grouped.ts'
import {type HeldSlot, type Found, heavy, KeyShape, type ShapesApart, type Weights} from './keyshape.ts'
import {gapsOf, holderOf, isHidden} from './slot.ts'

/** How many shapes of keys (sets of paths) a miss is compared with, the latest first. */
const reach = 256
/** Fewer, down to 32, where they have more slots than this in all. */
const wide = 2048
const fewest = 32
/** What each part weighs in which two things differ at one place: more than a few placements. */
const fine = 256
/** So many parts are counted: all of them weigh less than another place. */
const parts = 32

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
export function nearest(): Nearest {
  // The first key is taken apart when there is a second one: most functions are compiled once.
  let only: {readonly key: Key; readonly index: number} | null = null
  let all: Earlier | null = null
  let last = -1
  const opened = (): Earlier => {
    if (all !== null) return all
    all = new Earlier()
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
  readonly #coder = new Coder()
  readonly #byName = new Map<string, KeyShape>()
  readonly #weights = new Map<number, number>()
  readonly #partsOf = takenOnce()
  /** The key that was coded last, and its shape. */
  #last: {readonly coded: Coded; readonly shape: KeyShape} | null = null
  #latest: KeyShape[] = []

  find(key: Key, isTold = false): Found | null {
    if (this.#latest.length === 0) return null
    const {values, shape} = this.#take(key)
    let best: Found | null = null
    for (const one of this.#latest) {
      const {known, untold} = this.#apart(shape, one)
      const fixed = known + untold
      if ((best !== null && fixed > best.distance) || (isTold && untold > 0)) continue
      const found = one.nearest(values, fixed, best?.distance ?? Infinity, one === shape)
      if (found !== null && (best === null || isNearer(found, best))) best = found
    }
    return best
  }

  first(key: Key): number | null {
    const {values, shape} = this.#take(key)
    const isTyped = shape.cells.some(({slot}) => this.#coder.placeOf(slot).component === 'aval')
    const found = this.#latest.flatMap((one) => {
      const {known, untold} = this.#apart(shape, one)
      const index = known === 0 ? one.first(values, one === shape) : null
      return index === null ? [] : [{index, untold: isTyped ? untold : 0}]
    })
    const [best] = found.sort((a, b) => a.untold - b.untold || a.index - b.index)
    return best?.index ?? null
  }

  add(key: Key, index: number): void {
    const {values, shape} = this.#take(key)
    shape.add(values, index)
    if (this.#latest[0] === shape) return
    const most = Math.max(fewest, Math.min(reach, Math.floor(wide / values.size)))
    this.#latest = [shape, ...this.#latest.filter((other) => other !== shape)].slice(0, most)
  }

  /** A key as integers, with its shape. */
  #take(key: Key): {values: Coded['values']; shape: KeyShape} {
    const coded = this.#coder.code(key)
    const last = this.#last
    const shape = last !== null && (last.coded === coded || coded.isLike) ? last.shape : this.#shapeOf(coded)
    this.#last = {coded, shape}
    return {values: coded.values, shape}
  }

  #shapeOf({key, values}: Coded): KeyShape {
    const slots = [...values.keys()].sort((a, b) => a - b)
    const name = `${slots.join()} ${gapsOf(key.unknown)}`
    return kept(this.#byName, name, () => {
      const cells = slots.map((slot) => this.#cell(slot, values))
      const weights: Weights = {
        least: (slot) => this.#weightOf(slot) + fine * (finenessOf(this.#coder.placeOf(slot))?.least ?? 0),
        between: (slot, one, other) => this.#weightOf(slot) + this.#fineWeight(slot, one, other),
      }
      return new KeyShape(this.#byName.size, cells, key.unknown, values, weights)
    })
  }

  #cell(slot: number, values: Coded['values']): HeldSlot {
    const numberOf = (name: string): number | null => {
      const number = this.#coder.slotOf(name)
      return number !== undefined && values.has(number) ? number : null
    }
    const holder = holderOf(this.#coder.placeOf(slot), (name) => numberOf(name) !== null)
    return {slot, holder: holder === null ? null : numberOf(holder)}
  }

  /** A difference in what JAX traces by counts first; placement and options, which only lower and compile by, break ties. */
  #weightOf(slot: number): number {
    return kept(this.#weights, slot, () => {
      const {component} = this.#coder.placeOf(slot)
      return component === 'placement' || component === 'options' ? 1 : heavy
    })
  }

  /** Of two things at one place what differs in more parts is farther. */
  #fineWeight(slot: number, one: number, other: number): number {
    const apart = finenessOf(this.#coder.placeOf(slot))
    if (apart === undefined) return 0
    const count = apart.parts(this.#coder.textOf(one), this.#coder.textOf(other), this.#partsOf)
    return fine * (apart.least + Math.min(parts, count) - 1)
  }

  #apart(a: KeyShape, b: KeyShape): ShapesApart {
    if (a === b) return together
    return kept(a.apart, b.id, () => {
      const [more, less] = [this.#surplus(a, b), this.#surplus(b, a)]
      return {known: more.known + less.known, untold: more.untold + less.untold}
    })
  }

  /** Weight of what `mine` has and `other` lacks. */
  #surplus(mine: KeyShape, other: KeyShape): ShapesApart {
    let [known, untold] = [0, 0]
    for (const {slot, holder} of mine.cells) {
      if (other.has(slot)) continue
      if (this.#isUntold(slot, other)) {
        if (this.#coder.placeOf(slot).component === 'aval') untold += heavy / 2
        continue
      }
      // What is beneath a thing that the other lacks counts with it; a thing of which the other does not tell counts for nothing.
      const isAlone = holder === null || other.has(holder) || this.#isUntold(holder, other)
      // What is there is farther from nothing than from anything else.
      if (isAlone) known += this.#weightOf(slot) + fine * (finenessOf(this.#coder.placeOf(slot))?.alone ?? 0)
    }
    return {known, untold}
  }

  /** Whether the keys of a shape do not tell what stands in a slot. */
  #isUntold(slot: number, {gaps}: KeyShape): boolean {
    const {component, path, unplaced} = this.#coder.placeOf(slot)
    return unplaced === true || isHidden(gaps, component, path)
  }
}

const together: ShapesApart = {known: 0, untold: 0}

/** In how many parts two values of one place differ, and what the first of them weighs. */
interface Fineness {
  readonly least: number
  /** What a value weighs beside none. */
  readonly alone: number
  readonly parts: (one: string, other: string, partsOf: ReturnType<typeof takenOnce>) => number
}

/** Of keys that differ at as many places, one of the same statics is nearer: another static is another program, whatever else there is. */
const finenesses: Readonly<Partial<Record<Component, Fineness>>> = {
  aval: {least: 1, alone: 0, parts: partsApart},
  tree: {least: 1, alone: 0, parts: (one, other) => Math.abs((sizeOf(one) ?? 0) - (sizeOf(other) ?? 0)) || 1},
  static: {least: parts, alone: 2 * parts, parts: countApart},
}

const finenessOf = ({component}: {readonly component: Component}): Fineness | undefined =>
  finenesses[component]

const isNearer = (a: Found, b: Found): boolean =>
  a.distance < b.distance || (a.distance === b.distance && a.index > b.index)
