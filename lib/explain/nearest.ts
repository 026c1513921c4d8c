import type {Fact, Key} from '../log/index.ts'
import {type Found, heavy, shape, type Shape} from './shape.ts'
import {gapsOf, holderOf, isAtOnePlace, isHidden, slotOf, valueOf} from './slot.ts'

/** A difference in what JAX traces by counts first; placement and options, which only lower and compile by, break ties. */
const weightOf = (slot: string): number =>
  slot.startsWith('placement\u0000') || slot.startsWith('options\u0000') ? 1 : heavy

/** How many shapes of keys (sets of paths) a miss is compared with, the latest first. */
const reach = 256
/** Fewer, down to 32, where they have more slots than this in all. */
const wide = 2048

/** A fact as integers: where it stands, and what stands there. */
interface Code {
  readonly slot: number
  readonly value: number
}

interface Encoded {
  readonly key: Key
  /** Values by slot. */
  readonly coded: ReadonlyMap<number, number>
  /** Of each fact. */
  readonly codes: readonly Code[]
  readonly shape: Shape
}

/** The earlier keys of one function. */
export interface Nearest {
  /** The nearest earlier key, the latest of equally near ones; null where there is none. */
  find(key: Key): Found | null
  /** The first key that equals this one in all that is known. */
  first(key: Key): number | null
  add(key: Key, index: number): void
}

/**
 * Finds the nearest earlier key by true distance: the number of slots that differ, where a whole subtree that only one of
 * the two has counts as one (JAX compares with a key chosen by the kind of the first difference).
 *
 * Keys of one shape are kept as their few differences from the first of that shape, so that a comparison costs what differs
 * and not the size of the model. Beyond 256 shapes only the latest 256 are compared (of wide keys fewer, at least the latest 32).
 */
export function nearest(): Nearest {
  const slots = interner()
  const values = interner()
  const weights: number[] = []
  const places: Pick<Fact, 'component' | 'path'>[] = []
  const shapes = new Map<string, Shape>()
  let latest: Shape[] = []
  const codes = new WeakMap<Fact, Code>()
  let last: Encoded | null = null
  const weightAt = (slot: number): number => weights[slot] ?? heavy

  function codeOf(fact: Fact): Code {
    const known = codes.get(fact)
    if (known !== undefined) return known
    const name = slotOf(fact.component, fact.path)
    const code = {slot: slots(name), value: values(valueOf(fact))}
    if (code.slot === weights.length) {
      weights.push(weightOf(name))
      places.push(fact)
    }
    codes.set(fact, code)
    return code
  }

  /** Keys mostly hold the same facts in the same order as the one before: what stands at the same place is not looked up. */
  function encode(key: Key): Encoded {
    if (last?.key === key) return last
    const coded = new Map<number, number>()
    let isAligned =
      last !== null &&
      last.key.facts.length === key.facts.length &&
      (last.key.unknown === key.unknown || (last.key.unknown.length === 0 && key.unknown.length === 0))
    const codes = key.facts.map((fact, at): Code => {
      const other = last?.key.facts[at]
      const known = last?.codes[at]
      const isThere = other !== undefined && known !== undefined && isAtOnePlace(fact, other)
      isAligned &&= isThere
      const code = !isThere
        ? codeOf(fact)
        : fact.value === other.value && fact.identity === other.identity
          ? known
          : {slot: known.slot, value: values(valueOf(fact))}
      coded.set(code.slot, code.value)
      return code
    })
    last = {key, coded, codes, shape: isAligned && last !== null ? last.shape : shapeOf(key, coded)}
    return last
  }

  function shapeOf(key: Key, coded: Map<number, number>): Shape {
    const sorted = [...coded.keys()].sort((a, b) => a - b)
    const name = `${sorted.join()} ${gapsOf(key.unknown)}`
    const known = shapes.get(name)
    if (known !== undefined) return known
    const at = new Map(sorted.map((slot, where) => [slot, where]))
    const has = (slot: string): boolean => at.has(slots(slot, false))
    const holders = sorted.map((slot) => {
      const place = places[slot]
      const holder = place === undefined ? null : holderOf(place, has)
      return holder === null ? null : slots(holder)
    })
    const made: Shape = shape(
      {id: shapes.size, slots: sorted, at, gaps: key.unknown, holders},
      coded,
      weightAt,
    )
    shapes.set(name, made)
    return made
  }

  /** Weight of what `mine` has and `other` lacks. */
  function surplus(mine: Shape, other: Shape): number {
    let weight = 0
    mine.slots.forEach((slot, at) => {
      const place = places[slot]
      if (other.at.has(slot) || place === undefined || isHidden(other.gaps, place.component, place.path))
        return
      const holder = mine.holders[at] ?? null
      const held = holder === null ? undefined : places[holder]
      // What is beneath a thing that the other lacks counts with it; a thing of which the other does not tell counts for nothing.
      if (
        holder === null ||
        other.at.has(holder) ||
        held === undefined ||
        isHidden(other.gaps, held.component, held.path)
      )
        weight += weightAt(slot)
    })
    return weight
  }

  function apart(a: Shape, b: Shape): number {
    if (a === b) return 0
    const known = a.apart.get(b.id)
    if (known !== undefined) return known
    const weight = surplus(a, b) + surplus(b, a)
    a.apart.set(b.id, weight)
    return weight
  }

  /** The first key is taken apart when there is a second one: most functions are compiled once. */
  let only: {key: Key; index: number} | null = null
  function settle(): void {
    if (only === null) return
    const {key, index} = only
    only = null
    put(key, index)
  }
  function put(key: Key, index: number): void {
    const {coded, shape: mine} = encode(key)
    mine.add(coded, index)
    if (latest[0] !== mine)
      latest = [mine, ...latest.filter((other) => other !== mine)].slice(
        0,
        Math.max(32, Math.min(reach, Math.floor(wide / coded.size))),
      )
  }

  return {
    find(key) {
      settle()
      if (latest.length === 0) return null
      const {coded, shape: mine} = encode(key)
      return latest.reduce<Found | null>((best, one) => {
        const fixed = apart(mine, one)
        const near =
          best !== null && fixed > best.distance
            ? null
            : one.nearest(coded, fixed, best?.distance ?? Infinity, one === mine)
        return best === null ||
          (near !== null &&
            (near.distance < best.distance || (near.distance === best.distance && near.index > best.index)))
          ? near
          : best
      }, null)
    },
    first(key) {
      settle()
      const {coded, shape: mine} = encode(key)
      const found = latest.flatMap((one) => (apart(mine, one) === 0 ? one.first(coded, one === mine) : []))
      return found.length === 0 ? null : Math.min(...found)
    },
    add(key, index) {
      settle()
      if (latest.length === 0) only = {key, index}
      else put(key, index)
    },
  }
}

/** Small integers for texts, in the order in which they are first met; -1 for a new one when it shall not be kept. */
function interner(): (text: string, keep?: boolean) => number {
  const ids = new Map<string, number>()
  return (text, keep = true) => {
    const known = ids.get(text)
    if (known !== undefined) return known
    if (!keep) return -1
    ids.set(text, ids.size)
    return ids.size - 1
  }
}
