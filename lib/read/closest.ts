import type {ExplanationSays} from '../release/index.ts'
import {isHeading, type Line} from './item.ts'

/** One kind of difference, and the lines that tell of it. */
interface Part {
  readonly says: ExplanationSays
  readonly lines: readonly Line[]
}

/** A difference with how much of it there is, as JAX counts it. */
interface Sized extends Part {
  readonly size: number
}

/** So many of the keys that are closest are kept, the latest. */
const keysKept = 32

/**
 * The lines of a record as it tells of each of the keys that are closest, in the order in which these were made. JAX lists several one after
 * the other without a mark between them; of each it counts as many differences, the smaller ones first, and each kind once (jax 0.6–0.8
 * `pjit.py`, `diff_tracing_cache_keys`). Where they can be dealt in several ways, it is to the fewest keys; where they cannot, as in a
 * damaged record, it is sure of the first alone.
 *
 * @param sizeOf how many differences some lines tell of
 */
export function closestKeys(
  lines: readonly Line[],
  sizeOf: (lines: readonly Line[]) => number,
): (readonly Line[])[] {
  const says = new Set(lines.map(({said}) => said?.says))
  if (says.has('closest') || says.has('ranked closest')) return [lines]
  const {head, parts} = partsOf(lines)
  const sized = (part: Part): Sized => ({...part, size: sizeOf(part.lines)})
  const keys = (says.has('several closest') ? dealt(parts.map(sized)) : null) ?? [firstOf(parts)]
  return keys.slice(-keysKept).map((key) => [...head, ...key.flatMap((part) => part.lines)])
}

/** The lines before the first difference, and the differences. */
function partsOf(lines: readonly Line[]) {
  const begins: {says: ExplanationSays; i: number}[] = []
  for (const [i, {said}] of lines.entries()) {
    if (said === null || !isHeading(said.says)) continue
    // What has no explanation says so behind its heading.
    if (said.says !== 'unavailable' || begins.at(-1)?.says !== 'unavailable')
      begins.push({says: said.says, i})
  }
  const parts = begins.map(({says, i}, at): Part => ({says, lines: lines.slice(i, begins[at + 1]?.i)}))
  return {head: lines.slice(0, begins[0]?.i), parts}
}

/** The first of several keys: each has the same kinds of differences, or is told by one. */
function firstOf(parts: readonly Part[]): readonly Part[] {
  const again = parts.findIndex(({says}, i) => i > 0 && says === parts[0]?.says)
  return parts.slice(0, Math.max(1, again))
}

/** Differences dealt to the fewest keys; null where that is not possible. */
function dealt(parts: readonly Sized[]): Part[][] | null {
  const total = parts.reduce((sum, {size}) => sum + size, 0)
  for (let keys = 2; keys <= parts.length; keys++) {
    const found = total % keys === 0 ? deal(parts, total / keys) : null
    if (found !== null) return found
  }
  return null
}

/** Deals differences to keys of each of which they count so much; null where that is not possible. */
function deal(parts: readonly Sized[], each: number): Part[][] | null {
  const keys: Part[][] = []
  let [open, left]: [Sized[], number] = [[], each]
  for (const one of parts) {
    const isOrdered = open.every(({says, size}) => says !== one.says && size <= one.size)
    if (one.size > left || !isOrdered) return null
    open.push(one)
    left -= one.size
    if (left > 0) continue
    keys.push(open)
    ;[open, left] = [[], each]
  }
  return open.length > 0 ? null : keys
}
