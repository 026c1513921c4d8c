import type {TreeDifference} from './severity.ts'
import type {Inference} from './inference.ts'
import {printedPlaces} from './printed.ts'
import {type Slots, slots} from './slots.ts'
import type {Subtree} from './subtree.ts'

/** Which keys the dicts of the calls have. */
export interface Members {
  /** Whether a dict has a key, by the dict's place and the key behind it. */
  readonly has: Slots<boolean>
  /** All keys that are told of the dict at a place. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>
}

/** Members while they are found. */
interface Found extends Members {
  readonly keys: Map<string, Set<string>>
}

/** Puts together which keys the dicts have: JAX prints only those that one of two dicts has. */
export function dictMembers(inference: Inference): Members {
  const found = {has: slots<boolean>(inference.calls.length), keys: new Map<string, Set<string>>()}
  const told = inference.calls.flatMap(({draft}, c) =>
    (draft.miss?.keys ?? [nothing]).map(({trees}, i) => ({
      c,
      k: inference.compared.get(c)?.[i] ?? null,
      like: inference.alike.get(c)?.[i] ?? null,
      differences: trees,
    })),
  )
  for (const {c, k, like, differences} of told)
    for (const one of differences) tellPrinted(found, one, c, k ?? like)
  for (const [at, keys] of found.keys) tellSame(found, inference, at, keys)
  for (const {c, k, differences} of told) if (k !== null) tellCompared(found, differences, c, k)
  for (const at of found.keys.keys()) tellCounted(found, inference, at)
  return found
}

/** What a call without a miss differs in. */
const nothing = {trees: []}

/** Keys that JAX prints are all on one side where they are as many as one dict has more than the other. */
function tellPrinted(
  {has, keys: seen}: Found,
  difference: TreeDifference,
  c: number,
  k: number | null,
): void {
  const {at, now, before, keys} = difference
  const more = surplus(now, before)
  const all = seen.get(at) ?? new Set()
  for (const key of keys) {
    const slot = `${at}${key}`
    if (!has.keep(slot)) continue
    seen.set(at, all.add(key))
    if (more === null || Math.abs(more) !== keys.length) continue
    has.tell(slot, c, more > 0)
    if (k !== null) has.tell(slot, k, more < 0)
  }
  if (now.children === 0) for (const key of all) has.tell(`${at}${key}`, c, false)
}

/** How many keys a dict has more than the one before; null where that is not told. */
const surplus = ({children}: Subtree, before: Subtree | null): number | null =>
  children === null || before === null || before.children === null ? null : children - before.children

/** Dicts that are known to be the same have the same keys. */
function tellSame({has}: Found, {calls, trees}: Inference, at: string, keys: ReadonlySet<string>): void {
  for (const c of calls.keys()) {
    const k = trees.classOf(at, c)
    for (const key of k === c ? [] : keys) has.same(`${at}${key}`, k, c)
  }
}

/** A key that JAX does not print is in both dicts or in none, a printed one in one of them. */
function tellCompared(
  {has, keys: seen}: Found,
  differences: readonly TreeDifference[],
  c: number,
  k: number,
): void {
  const printed = printedPlaces(differences)
  for (const [at, keys] of seen) {
    const difference = printed.get(at)
    if (printed.isBelow(at) || difference?.keys.length === 0) continue
    const named = new Set(difference?.keys)
    for (const key of keys) {
      const slot = `${at}${key}`
      if (named.has(key)) tellOther(has, slot, c, k)
      else has.same(slot, c, k)
    }
  }
}

/** One of two dicts alone has a key. */
function tellOther(has: Slots<boolean>, slot: string, c: number, k: number): void {
  const [here, there] = [has.get(slot, c), has.get(slot, k)]
  if (here === undefined && there !== undefined) has.tell(slot, c, !there)
  else if (there === undefined && here !== undefined) has.tell(slot, k, !here)
}

/** A dict that is known to have as many keys as it has children has no other. */
function tellCounted({has, keys}: Found, {calls, trees}: Inference, at: string): void {
  const places = [...(keys.get(at) ?? [])].map((key) => `${at}${key}`)
  for (const c of calls.keys()) {
    const count = places.filter((slot) => has.get(slot, c) === true).length
    if (trees.get(at, c)?.children !== count) continue
    for (const slot of places) if (has.get(slot, c) === undefined) has.tell(slot, c, false)
  }
}
