import type {Fact, Key} from '../log/index.ts'
import {kept} from './grouped.ts'
import {Numbers} from './numbers.ts'
import {isAtOnePlace, placed, valueOf} from './slot.ts'

/** A place in keys, whoever holds it. */
type FactPlace = Pick<Fact, 'component' | 'path' | 'unplaced'>

/** A fact as integers: where it stands, and what stands there. */
export interface Code {
  readonly slot: number
  readonly value: number
}

/** A key as integers. */
export interface Coded {
  readonly key: Key
  /** Of each fact. */
  readonly codes: readonly Code[]
  /** Values by slot. */
  readonly values: ReadonlyMap<number, number>
  /** Whether it holds the same places, and has the same gaps, as the key that was coded before it. */
  readonly isLike: boolean
}

/** Codes the facts of keys, so that they are compared as integers. */
export class Coder {
  readonly #slots = new Numbers()
  readonly #values = new Numbers()
  readonly #places: FactPlace[] = []
  readonly #codes = new WeakMap<Fact, Code>()
  #last: Coded | null = null

  /** How many values were met. */
  get texts(): number {
    return this.#values.count
  }

  /** A key as integers. Keys mostly hold the same facts in the same order: what stands at the same place is not looked up. */
  code(key: Key): Coded {
    const last = this.#last
    if (last?.key === key) return last
    const values = new Map<number, number>()
    const codes: Code[] = []
    let isLike = last !== null && hasGapsOf(key, last.key) && last.codes.length === key.facts.length
    for (const [at, fact] of key.facts.entries()) {
      const known = last?.codes[at]
      const other = last?.key.facts[at]
      const isThere = known !== undefined && other !== undefined && isAtOnePlace(fact, other)
      isLike &&= isThere
      const code = isThere ? this.#codeAt(fact, other, known) : this.#codeOf(fact)
      codes.push(code)
      values.set(code.slot, code.value)
    }
    this.#last = {key, codes, values, isLike}
    return this.#last
  }

  /** The code of a fact that stands where another one stood. */
  #codeAt(fact: Fact, other: Fact, known: Code): Code {
    const isSame = fact.value === other.value && fact.identity === other.identity
    return isSame ? known : {slot: known.slot, value: this.#values.of(valueOf(fact))}
  }

  #codeOf(fact: Fact): Code {
    return kept(this.#codes, fact, () => this.#newCode(fact))
  }

  #newCode(fact: Fact): Code {
    const slot = this.#slots.of(placed(fact).slot)
    if (slot === this.#places.length) this.#places.push(fact)
    return {slot, value: this.#values.of(valueOf(fact))}
  }

  /** The place that a slot's number stands for. */
  placeOf(slot: number): FactPlace {
    const place = this.#places[slot]
    if (place === undefined) throw new RangeError(`no key holds a slot ${slot}`)
    return place
  }

  /** The text that a value's number stands for. */
  textOf(value: number): string {
    return this.#values.textOf(value)
  }

  /** The number of a slot; undefined where no key holds it. */
  slotOf(slot: string): number | undefined {
    return this.#slots.find(slot)
  }
}

const hasGapsOf = ({unknown}: Key, {unknown: others}: Key): boolean =>
  unknown === others || (unknown.length === 0 && others.length === 0)
