import type {Fact, Key} from '../log/index.ts'
import {holderOf, isHidden, slotOf, valueOf} from './slot.ts'

/** A difference in what JAX traces by counts first; placement and options, which only lower and compile by, break ties. */
const heavy = 65536
const weightOf = (slot: string): number => (slot.startsWith('placement\u0000') || slot.startsWith('options\u0000') ? 1 : heavy)

/** How many shapes of keys (sets of paths) a miss is compared with, the latest first. */
const reach = 256

/** The keys that have the same slots and the same gaps: each as what differs from the first of them. */
interface Shape {
  readonly slots: readonly number[]
  readonly gaps: Key['unknown']
  readonly base: readonly number[]
  /** Weight of the slots that differ because one shape has them and the other has not, by the other's id. */
  readonly apart: Map<number, number>
  readonly id: number
  readonly made: number[]
  /** Where each key's differences start in `changed` and `values`. */
  readonly starts: number[]
  readonly changed: number[]
  readonly values: number[]
  /** Where in `slots` each slot stands. */
  readonly at: Map<number, number>
  /** The slot that holds each slot. */
  readonly holders: readonly (number | null)[]
}

/** A fact as integers: where it stands, and what stands there. */
interface Code {
  readonly slot: number
  readonly value: number
}

interface Encoded {
  readonly key: Key
  readonly coded: Map<number, number>
  readonly shape: Shape
}

export interface Found {
  /** What was handed to `add` with the nearest key. */
  readonly index: number
  /** 0 where nothing that is known differs. */
  readonly distance: number
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
 * and not the size of the model. Beyond 256 shapes only the latest 256 are compared.
 */
export function nearest(): Nearest {
  const slots = interner()
  const values = interner()
  const weights: number[] = []
  const places: Pick<Fact, 'component' | 'path'>[] = []
  const shapes = new Map<string, Shape>()
  let latest: Shape[] = []
  const current: number[] = []
  const codes = new WeakMap<Fact, Code>()
  let last: Encoded | null = null

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

  function encode(key: Key): Encoded {
    if (last?.key === key) return last
    const coded = new Map<number, number>()
    for (const fact of key.facts) {
      const {slot, value} = codeOf(fact)
      coded.set(slot, value)
    }
    last = {key, coded, shape: shapeOf(key, coded)}
    return last
  }

  function shapeOf(key: Key, coded: Map<number, number>): Shape {
    const sorted = [...coded.keys()].sort((a, b) => a - b)
    const name = `${sorted.join()} ${key.unknown.map(({component, path}) => slotOf(component, path)).sort().join('\n')}`
    const known = shapes.get(name)
    if (known !== undefined) return known
    const at = new Map(sorted.map((slot, where) => [slot, where]))
    const has = (slot: string): boolean => at.has(slots(slot, false))
    const shape: Shape = {
      slots: sorted,
      gaps: key.unknown,
      base: sorted.map((slot) => coded.get(slot) ?? -1),
      apart: new Map(),
      id: shapes.size,
      made: [],
      starts: [],
      changed: [],
      values: [],
      at,
      holders: sorted.map((slot) => {
        const place = places[slot]
        const holder = place === undefined ? null : holderOf(place, has)
        return holder === null ? null : slots(holder)
      }),
    }
    shapes.set(name, shape)
    return shape
  }

  /** Weight of what `mine` has and `other` lacks. */
  function surplus(mine: Shape, other: Shape): number {
    let weight = 0
    mine.slots.forEach((slot, at) => {
      const place = places[slot]
      if (other.at.has(slot) || place === undefined || isHidden(other.gaps, place.component, place.path)) return
      const holder = mine.holders[at] ?? null
      const held = holder === null ? undefined : places[holder]
      // What is beneath a thing that the other lacks counts with it; a thing of which the other does not tell counts for nothing.
      if (holder === null || other.at.has(holder) || held === undefined || isHidden(other.gaps, held.component, held.path)) weight += weights[slot] ?? heavy
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

  function distances(key: Key, visit: (distance: number, index: number) => number): void {
    const {coded, shape: mine} = encode(key)
    let limit = Infinity
    current.length = weights.length
    for (const shape of latest) {
      const fixed = apart(mine, shape)
      if (fixed > limit) continue
      let own = fixed
      current.fill(-1)
      for (const [slot, value] of coded) {
        current[slot] = value
        const at = shape.at.get(slot)
        if (at !== undefined && shape.base[at] !== value) own += weights[slot] ?? heavy
      }
      for (let which = shape.made.length - 1; which >= 0; which--) {
        let distance = own
        const end = shape.starts[which + 1] ?? shape.changed.length
        for (let at = shape.starts[which] ?? 0; at < end; at++) {
          const slot = shape.changed[at] ?? 0
          const value = current[slot]
          if (value === -1) continue
          if (value === shape.values[at]) distance -= weights[slot] ?? heavy
          else if (value === shape.base[shape.at.get(slot) ?? 0]) distance += weights[slot] ?? heavy
        }
        if (distance <= limit) limit = visit(distance, shape.made[which] ?? -1)
      }
    }
  }

  return {
    find(key) {
      let best: Found | null = null
      distances(key, (distance, index) => {
        if (best === null || distance < best.distance || (distance === best.distance && index > best.index)) best = {index, distance}
        return best.distance
      })
      return best
    },
    first(key) {
      let first: number | null = null
      distances(key, (distance, index) => {
        if (distance === 0 && (first === null || index < first)) first = index
        return 0
      })
      return first
    },
    add(key, index) {
      const {coded, shape} = encode(key)
      shape.made.push(index)
      shape.starts.push(shape.changed.length)
      shape.slots.forEach((slot, at) => {
        const value = coded.get(slot) ?? -1
        if (value === shape.base[at]) return
        shape.changed.push(slot)
        shape.values.push(value)
      })
      latest = [shape, ...latest.filter((other) => other !== shape)].slice(0, reach)
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
