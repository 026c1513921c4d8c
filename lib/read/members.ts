import type {Call} from './told.ts'
import {listing} from './listing.ts'
import {type Slots, slots} from './slots.ts'
import type {Thing} from './thing.ts'

/** Which keys the dicts of the calls have. */
export interface Members {
  /** Whether a dict has a key, by the dict's path and the key behind it. */
  readonly has: Slots<boolean>
  /** All keys that are told of the dict at a path. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>
}

/** Puts together which keys the dicts have: JAX prints only those that one of two dicts has. */
export function members(calls: readonly Call[], trees: Slots<Thing>, compared: readonly number[]): Members {
  const has = slots<boolean>(calls.length)
  const seen = new Map<string, Set<string>>()
  calls.forEach(({draft}, c) => {
    const k = compared[c] ?? -1
    for (const {at, now, before, keys} of draft.miss?.trees ?? []) {
      const more = children(now) - (before === null ? Number.NaN : children(before))
      const all = seen.get(at) ?? new Set()
      seen.set(at, all)
      for (const key of keys) {
        const slot = `${at}${key}`
        if (!has.keep(slot)) continue
        all.add(key)
        if (Math.abs(more) !== keys.length) continue
        has.tell(slot, c, more > 0)
        if (k >= 0) has.tell(slot, k, more < 0)
      }
      if (children(now) === 0) for (const key of all) has.tell(`${at}${key}`, c, false)
    }
  })
  calls.forEach(({draft}, c) => {
    const k = compared[c] ?? -1
    if (k < 0) return
    const listed = listing(draft.miss?.trees ?? [])
    for (const [at, keys] of seen) {
      const said = listed.get(at)
      if (listed.isBelow(at) || said?.keys.length === 0) continue
      const named = new Set(said?.keys)
      for (const key of keys) {
        const slot = `${at}${key}`
        if (!named.has(key)) has.same(slot, c, k)
        else {
          const [here, there] = [has.get(slot, c), has.get(slot, k)]
          if (here === undefined && there !== undefined) has.tell(slot, c, !there)
          else if (there === undefined && here !== undefined) has.tell(slot, k, !here)
        }
      }
    }
  })
  for (const [at, keys] of seen)
    calls.forEach((_, c) => {
      const held = trees.get(at, c)
      if (held === undefined) return
      const open: string[] = []
      let count = 0
      for (const key of keys) {
        const slot = `${at}${key}`
        const value = has.get(slot, c)
        if (value === undefined) open.push(slot)
        else if (value) count++
      }
      if (open.length > 0 && children(held) === count) for (const slot of open) has.tell(slot, c, false)
    })
  return {has, keys: seen}
}

/** The number of children that a container's words give; `NaN` where they give none. */
export const children = ({words}: Thing): number => Number(/ with (\d+) child/.exec(words)?.[1] ?? Number.NaN)
