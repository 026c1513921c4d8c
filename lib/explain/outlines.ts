import type {Component, Key} from '../log/index.ts'
import {countApart, takenOnce} from '../python/index.ts'
import {partsApart} from './avaltext.ts'
import {type Coded, Coder} from './code.ts'
import {sizeOf} from './containertext.ts'
import {kept} from './grouped.ts'
import {gapsOf, holderOf, isHidden, textIn} from './slot.ts'

/** A slot of keys, and the one that holds it. */
interface HeldSlot {
  readonly slot: number
  readonly holder: number | null
}

/** Where the facts of keys stand: keys of one outline hold the same slots and have the same gaps. */
export interface Outline {
  readonly cells: readonly HeldSlot[]
  readonly gaps: Key['unknown']
  /** It tells of types. */
  readonly isTyped: boolean
  /** How far the keys of another outline are because one of the two has slots that the other lacks. */
  readonly apart: Map<Outline, OutlinesApart>
  has(slot: number): boolean
}

/** Weights of slots that one of two outlines has and the other lacks. */
interface OutlinesApart {
  /** Those that the other one is known to lack. */
  readonly known: number
  /** Half of those of leaves of which the other one tells nothing: as many may differ as not. */
  readonly untold: number
}

/** What differences weigh. */
export interface Weights {
  /** What any in a slot weighs at least. */
  least(slot: number): number
  /** What that of two values weighs. */
  between(slot: number, one: number, other: number): number
}

/** What a slot weighs that makes JAX trace: far more than one that only makes it compile. */
export const heavy = 65536

/** What each part weighs in which two things differ at one place: more than a few placements. */
const fine = 256
/** So many parts are counted: all of them weigh less than another place. */
const parts = 32

/** With more texts it is full. */
const textsKept = 20_000

/** Lays keys out as integers, those of several function objects alike: most of what the keys of one say, those of the next say too. */
export class Outlines {
  readonly #coder = new Coder()
  readonly #byName = new Map<string, Outline>()
  readonly #weights = new Map<number, number>()
  readonly #partsOf = takenOnce()
  readonly weights: Weights = {
    least: (slot) => this.#weightOf(slot) + fine * (this.#finenessAt(slot)?.least ?? 0),
    between: (slot, one, other) => this.#weightOf(slot) + this.#fineWeight(slot, one, other),
  }
  /** The key that was coded last, and its outline. */
  #last: {readonly coded: Coded; readonly outline: Outline} | null = null

  /** Whether it holds so much that others are better begun anew. */
  get isFull(): boolean {
    return this.#coder.texts > textsKept
  }

  /** A key as integers, with its outline. */
  of(key: Key): {readonly values: Coded['values']; readonly outline: Outline} {
    const coded = this.#coder.code(key)
    const last = this.#last
    const outline =
      last !== null && (last.coded === coded || coded.isLike) ? last.outline : this.#outlineOf(coded)
    this.#last = {coded, outline}
    return {values: coded.values, outline}
  }

  #outlineOf({key, values}: Coded): Outline {
    const slots = [...values.keys()].sort((a, b) => a - b)
    return kept(this.#byName, `${slots.join()} ${gapsOf(key.unknown)}`, () => ({
      cells: slots.map((slot) => this.#cell(slot, values)),
      gaps: key.unknown,
      isTyped: slots.some((slot) => this.#coder.placeOf(slot).component === 'aval'),
      apart: new Map(),
      has: (slot) => values.has(slot),
    }))
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
    const apart = this.#finenessAt(slot)
    if (apart === undefined) return 0
    const count = apart.parts(this.#coder.textOf(one), this.#coder.textOf(other), this.#partsOf)
    return fine * (apart.least + Math.min(parts, count) - 1)
  }

  #finenessAt(slot: number): Fineness | undefined {
    return finenesses[this.#coder.placeOf(slot).component]
  }

  /** How far the keys of two outlines are because one of them has slots that the other lacks. */
  apart(a: Outline, b: Outline): OutlinesApart {
    if (a === b) return together
    return kept(a.apart, b, () => {
      const more = this.#surplus(a, b)
      const less = this.#surplus(b, a)
      return {known: more.known + less.known, untold: more.untold + less.untold}
    })
  }

  /** Weight of what `mine` has and `other` lacks. */
  #surplus(mine: Outline, other: Outline): OutlinesApart {
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
      if (isAlone) known += this.#weightOf(slot) + fine * (this.#finenessAt(slot)?.alone ?? 0)
    }
    return {known, untold}
  }

  /** Whether keys of an outline do not tell what stands in a slot. */
  #isUntold(slot: number, {gaps}: Outline): boolean {
    const {component, path, unplaced} = this.#coder.placeOf(slot)
    return unplaced === true || isHidden(gaps, component, path)
  }
}

const together: OutlinesApart = {known: 0, untold: 0}

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
  static: {
    least: parts,
    alone: 2 * parts,
    parts: (one, other, partsOf) => Math.max(1, countApart(textIn(one), textIn(other), partsOf)),
  },
}
