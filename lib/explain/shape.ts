import type {Key} from '../log/index.ts'

/** Slots and gaps that keys have in common, as numbers. */
export interface Outline {
  readonly id: number
  readonly slots: readonly number[]
  /** Where in `slots` each slot stands. */
  readonly at: ReadonlyMap<number, number>
  readonly gaps: Key['unknown']
  /** The slot that holds each slot. */
  readonly holders: readonly (number | null)[]
}

/** An earlier key, and how far it is. */
export interface Found {
  /** What was handed to `add` with it. */
  readonly index: number
  /** 0 where nothing that is known differs. */
  readonly distance: number
}

/** The keys of one outline: each as what differs from the first of them. */
export interface Shape extends Outline {
  /** Weight of the slots that differ because one shape has them and the other has not, by the other's id. */
  readonly apart: Map<number, number>
  /** The nearest key, the latest of equally near ones; null where all are farther than `limit`. */
  nearest(coded: ReadonlyMap<number, number>, fixed: number, limit: number, isMine: boolean): Found | null
  /** The first key that holds the same in the slots in common, as a list of none or one. */
  first(coded: ReadonlyMap<number, number>, isMine: boolean): number[]
  add(coded: ReadonlyMap<number, number>, index: number): void
}

/** What a slot weighs that makes JAX trace: far more than one that only makes it compile. */
export const heavy = 65536

/** A key, however often it came. */
interface Entry {
  readonly first: number
  last: number
  /** Slots that differ from the base, and their values. */
  readonly changed: readonly number[]
  readonly values: readonly number[]
  isLatest: boolean
}

/**
 * Keeps keys of one outline. A comparison costs what differs and not the size of the model; it ends at the first key that is
 * as near as any can be: values that no key has yet count against all of them.
 */
export function shape(
  outline: Outline,
  first: ReadonlyMap<number, number>,
  weightOf: (slot: number) => number,
): Shape {
  const {slots, at} = outline
  const base = slots.map((slot) => first.get(slot) ?? -1)
  const baseOf = (slot: number): number => base[at.get(slot) ?? 0] ?? -1
  const byText = new Map<string, {entry: Entry; place: number}>()
  const traced = new Set<string>()
  const seen = new Set<number>()
  let entries: Entry[] = []
  let dropped = 0

  const pair = (slot: number, value: number): number => slot * 2 ** 26 + value
  function changes(coded: ReadonlyMap<number, number>): {changed: number[]; values: number[]} {
    const changed: number[] = []
    const values: number[] = []
    slots.forEach((slot, where) => {
      const value = coded.get(slot) ?? -1
      if (value === base[where]) return
      changed.push(slot)
      values.push(value)
    })
    return {changed, values}
  }
  const textOf = (changed: readonly number[], values: readonly number[]): string =>
    `${changed.join()} ${values.join()}`
  function tracedOf(changed: readonly number[], values: readonly number[]): string {
    const isTraced = (_: number, where: number): boolean => weightOf(changed[where] ?? 0) >= heavy
    return textOf(changed.filter(isTraced), values.filter(isTraced))
  }

  /** The least distance that any key here can have. */
  function least(coded: ReadonlyMap<number, number>, isMine: boolean): number {
    let weight = 0
    for (const [slot, value] of coded)
      if (at.has(slot) && baseOf(slot) !== value && !seen.has(pair(slot, value))) weight += weightOf(slot)
    if (!isMine || weight >= heavy) return weight
    const {changed, values} = changes(coded)
    return traced.has(tracedOf(changed, values)) ? Math.max(weight, 1) : weight + heavy
  }

  function distance(coded: ReadonlyMap<number, number>, toBase: number, {changed, values}: Entry): number {
    let sum = toBase
    for (let where = 0; where < changed.length; where++) {
      const slot = changed[where] ?? 0
      const value = coded.get(slot)
      if (value === undefined) continue
      if (value === values[where]) sum -= weightOf(slot)
      else if (value === baseOf(slot)) sum += weightOf(slot)
    }
    return sum
  }

  function toBase(coded: ReadonlyMap<number, number>): number {
    let sum = 0
    for (const [slot, value] of coded) if (at.has(slot) && baseOf(slot) !== value) sum += weightOf(slot)
    return sum
  }

  function same(coded: ReadonlyMap<number, number>): Entry | undefined {
    const {changed, values} = changes(coded)
    return byText.get(textOf(changed, values))?.entry
  }

  return {
    ...outline,
    apart: new Map(),
    nearest(coded, fixed, limit, isMine) {
      const equal = isMine ? same(coded) : undefined
      if (equal !== undefined) return {index: equal.last, distance: fixed}
      const bound = entries.length < 4 ? fixed : fixed + least(coded, isMine)
      if (bound > limit) return null
      const start = fixed + toBase(coded)
      let best: Found | null = null
      for (let where = entries.length - 1; where >= 0; where--) {
        const entry = entries[where]
        if (entry === undefined || !entry.isLatest) continue
        const far = distance(coded, start, entry)
        if (far > limit || (best !== null && far >= best.distance)) continue
        best = {index: entry.last, distance: far}
        if (far <= bound) break
      }
      return best
    },
    first(coded, isMine) {
      if (isMine) {
        const equal = same(coded)
        return equal === undefined ? [] : [equal.first]
      }
      const start = toBase(coded)
      const found = entries
        .filter((entry) => entry.isLatest && distance(coded, start, entry) === 0)
        .map((entry) => entry.first)
      return found.length === 0 ? [] : [Math.min(...found)]
    },
    add(coded, index) {
      const {changed, values} = changes(coded)
      const text = textOf(changed, values)
      const known = byText.get(text)
      if (known !== undefined) {
        if (known.place === entries.length - 1) {
          known.entry.last = index
          return
        }
        known.entry.isLatest = false
        dropped++
      }
      const entry = {first: known?.entry.first ?? index, last: index, changed, values, isLatest: true}
      changed.forEach((slot, where) => seen.add(pair(slot, values[where] ?? 0)))
      traced.add(tracedOf(changed, values))
      byText.set(text, {entry, place: entries.push(entry) - 1})
      if (dropped * 2 < entries.length) return
      entries = entries.filter((one) => one.isLatest)
      dropped = 0
      entries.forEach((one, place) => byText.set(textOf(one.changed, one.values), {entry: one, place}))
    },
  }
}
