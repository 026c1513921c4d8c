import type {Code} from './code.ts'
import {heavy, type Outline, type Weights} from './outlines.ts'

/** An earlier key, and how far it is. */
export interface Found {
  /** What was handed to `add` with it. */
  readonly index: number
  /** 0 where nothing that is known differs. */
  readonly distance: number
}

/** So many keys, the latest first, are looked through for one that is nearer by a part of a type. */
const finer = 64

type Values = ReadonlyMap<number, number>

/** How far a key is from the base: in all, and in each slot in which it differs. */
interface ToBase {
  readonly sum: number
  readonly at: ReadonlyMap<number, number>
}

/** A key, however often it came. */
interface Entry {
  readonly first: number
  last: number
  /** What differs from the base. */
  readonly changed: readonly Code[]
  /** Whether no later entry is of the same key. */
  isLatest: boolean
}

/**
 * Keys of one outline: each is kept as what differs from the first of them. A comparison costs
 * what differs and not the size of the model; it ends at the first key that is as near as any can be: values that no key has yet
 * count against all of them.
 */
export class KeyShape {
  readonly #weights: Weights
  /** The values of the first key. */
  readonly #base: Values
  readonly #byText = new Map<string, Entry>()
  /** What differs in slots that make JAX trace, as text. */
  readonly #traced = new Set<string>()
  readonly #seen = new Set<number>()
  #entries: Entry[] = []
  #dropped = 0

  constructor(
    readonly outline: Outline,
    base: Values,
    weights: Weights,
  ) {
    this.#base = base
    this.#weights = weights
  }

  /**
   * The nearest key, the latest of equally near ones; null where all are farther than `limit`.
   *
   * @param fixed how far all keys here are at least, by their outline
   * @param isMine whether the key is of this outline
   */
  nearest(values: Values, fixed: number, limit: number, isMine: boolean): Found | null {
    const changed = this.#changes(values)
    const equal = isMine ? this.#byText.get(textOf(changed)) : undefined
    if (equal !== undefined) return {index: equal.last, distance: fixed}
    const bound = this.#entries.length < 4 ? fixed : fixed + this.#least(changed, isMine)
    return bound > limit ? null : this.#search(values, this.#toBase(changed, fixed), bound, limit)
  }

  /** Looks for the nearest key from the latest on, until one is as near as `bound`; a few more where only parts of types are left. */
  #search(values: Values, toBase: ToBase, bound: number, limit: number): Found | null {
    let best: Found | null = null
    let left = finer
    for (let last = this.#entries.length - 1; last >= 0; last--) {
      const entry = this.#entries[last]
      if (entry?.isLatest !== true) continue
      if (best !== null && best.distance < bound + heavy && left-- === 0) break
      const distance = this.#distance(values, toBase, entry)
      if (distance > limit || (best !== null && distance >= best.distance)) continue
      best = {index: entry.last, distance}
      if (distance <= bound) break
    }
    return best
  }

  /** The first key that holds the same in the slots in common; null where there is none. */
  first(values: Values, isMine: boolean): number | null {
    const mine = this.#changes(values)
    if (isMine) return this.#byText.get(textOf(mine))?.first ?? null
    const toBase = this.#toBase(mine)
    return this.#entries.reduce<number | null>((best, entry) => {
      const isNearer = entry.isLatest && (best === null || entry.first < best)
      return isNearer && this.#distance(values, toBase, entry) === 0 ? entry.first : best
    }, null)
  }

  /** Adds a key of this outline. */
  add(values: Values, index: number): void {
    const changed = this.#changes(values)
    const text = textOf(changed)
    const known = this.#byText.get(text)
    if (known !== undefined && known === this.#entries.at(-1)) {
      known.last = index
      return
    }
    if (known !== undefined) {
      known.isLatest = false
      this.#dropped++
    }
    const first = known === undefined ? index : known.first
    const entry = {first, last: index, changed, isLatest: true}
    this.#entries.push(entry)
    this.#byText.set(text, entry)
    this.#traced.add(textOf(this.#heavy(changed)))
    for (const code of changed) this.#seen.add(pair(code))
    if (this.#dropped * 2 >= this.#entries.length) this.#compact()
  }

  #compact(): void {
    this.#entries = this.#entries.filter(({isLatest}) => isLatest)
    this.#dropped = 0
  }

  /** What differs from the base in the slots in common, in their order. */
  #changes(values: Values): Code[] {
    const changed: Code[] = []
    for (const {slot} of this.outline.cells) {
      const value = values.get(slot)
      if (value !== undefined && value !== this.#base.get(slot)) changed.push({slot, value})
    }
    return changed
  }

  #heavy(changed: readonly Code[]): Code[] {
    return changed.filter(({slot}) => this.#weights.least(slot) >= heavy)
  }

  /** The least distance that any key here can have. */
  #least(changed: readonly Code[], isMine: boolean): number {
    let weight = 0
    for (const code of changed) if (!this.#seen.has(pair(code))) weight += this.#weights.least(code.slot)
    if (!isMine || weight >= heavy) return weight
    return this.#traced.has(textOf(this.#heavy(changed))) ? Math.max(weight, 1) : weight + heavy
  }

  #distance(values: Values, {sum: toBase, at}: ToBase, {changed}: Entry): number {
    let sum = toBase
    for (const {slot, value} of changed) {
      const mine = values.get(slot)
      if (mine === undefined) continue
      sum += (mine === value ? 0 : this.#weights.between(slot, mine, value)) - (at.get(slot) ?? 0)
    }
    return sum
  }

  /** @param fixed how far it is besides, by its outline */
  #toBase(changed: readonly Code[], fixed = 0): ToBase {
    const at = new Map<number, number>()
    let sum = fixed
    for (const {slot, value} of changed) {
      const apart = this.#weights.between(slot, value, this.#base.get(slot) ?? value)
      at.set(slot, apart)
      sum += apart
    }
    return {sum, at}
  }
}

/** A slot and a value as one number; there are fewer than 2 ** 26 values. */
const pair = ({slot, value}: Code): number => slot * 2 ** 26 + value

const textOf = (codes: readonly Code[]): string => codes.map(({slot, value}) => `${slot}:${value}`).join()
