import {outcomes, total, type Trace} from '../../lib/index.ts'

/** The calls of one row of a timeline in the order of x, with levels over them: each level joins two neighbours of the one below. */
export interface Lane {
  /** Where each call stands: its position, or its time in seconds; ascending. */
  readonly x: Float64Array
  /** Its position in the trace. */
  readonly index: Uint32Array
  /** Level by level, a bit for each outcome that occurs, in the order of `outcomes`. */
  readonly bits: readonly Uint8Array[]
  /** Level by level, the highest cost in seconds. */
  readonly cost: readonly Float32Array[]
  /** The places in this lane of all that is no hit, ascending. */
  readonly misses: Uint32Array
}

/** What stands in each of some columns of equal width. */
export interface Columns {
  readonly bits: Uint8Array
  readonly cost: Float32Array
}

/** The bit of a plain hit; all others are loud. */
export const quiet = 1 << outcomes.indexOf('hit')

const bitOf = new Map(outcomes.map((outcome, at) => [outcome, 1 << at]))

/**
 * Sorts the calls of a trace into lanes and builds the levels, in one pass over the trace: O(calls), once a trace.
 *
 * @param rowOf the lane of a function's id, 0 to `rows - 1`
 * @param place where a call stands; ascending in each lane, or it is sorted
 */
export function lanes(trace: Trace, rows: number, rowOf: (fn: number) => number, place: (index: number) => number): Lane[] {
  const sizes = new Uint32Array(rows)
  for (let index = 0; index < trace.length; index++) bump(sizes, rowOf(trace.functionAt(index)))
  const members = Array.from(sizes, (size) => new Uint32Array(size))
  sizes.fill(0)
  for (let index = 0; index < trace.length; index++) {
    const row = rowOf(trace.functionAt(index))
    const list = members[row]
    if (list !== undefined) list[bump(sizes, row)] = index
  }
  return members.map((index) => lane(trace, index, place))
}

/** Adds one, and returns what was there before. */
function bump(counts: Uint32Array, at: number): number {
  const before = counts[at] ?? 0
  counts[at] = before + 1
  return before
}

function lane(trace: Trace, index: Uint32Array, place: (index: number) => number): Lane {
  let last = -Infinity
  let sorted = true
  for (const at of index) {
    const x = place(at)
    if (x < last) sorted = false
    last = x
  }
  if (!sorted) index.sort((a, b) => place(a) - place(b) || a - b)
  const bits = new Uint8Array(index.length)
  const cost = new Float32Array(index.length)
  const misses: number[] = []
  index.forEach((at, rank) => {
    const bit = bitOf.get(trace.outcome(at)) ?? quiet
    bits[rank] = bit
    if (bit === quiet) return
    misses.push(rank)
    cost[rank] = total(trace.seconds(at))
  })
  return {x: Float64Array.from(index, place), index, misses: Uint32Array.from(misses), bits: pyramid(bits, Uint8Array, (a, b) => a | b), cost: pyramid(cost, Float32Array, Math.max)}
}

function pyramid<A extends Uint8Array | Float32Array>(base: A, Type: new (length: number) => A, join: (a: number, b: number) => number): A[] {
  const levels = [base]
  for (let below = base; below.length > 1; ) {
    const level = new Type((below.length + 1) >> 1)
    for (let at = 0; at < level.length; at++) level[at] = join(below[2 * at] ?? 0, below[2 * at + 1] ?? 0)
    levels.push(level)
    below = level
  }
  return levels
}

/** The first place in an ascending list that is not below a value: binary search, from `low` on. */
export function lowerBound(list: ArrayLike<number>, value: number, low = 0): number {
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? Infinity) < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * What a lane holds in `count` columns between `from` and `to` (which belongs to the last). Every call falls into exactly one
 * column whatever the zoom, so that no miss is lost, and no column shows what is not there. O(count × log calls).
 */
export function columns({x, bits, cost}: Lane, from: number, to: number, count: number): Columns {
  const found = {bits: new Uint8Array(count), cost: new Float32Array(count)}
  let low = lowerBound(x, from)
  for (let column = 0; column < count; column++) {
    const edge = from + ((to - from) * (column + 1)) / count
    const high = column === count - 1 ? upperBound(x, to, low) : lowerBound(x, edge, low)
    let [a, b, seen, most] = [low, high, 0, 0]
    for (let level = 0; a < b; level++) {
      if (a & 1) {
        seen |= bits[level]?.[a] ?? 0
        most = Math.max(most, cost[level]?.[a++] ?? 0)
      }
      if (b & 1) {
        seen |= bits[level]?.[--b] ?? 0
        most = Math.max(most, cost[level]?.[b] ?? 0)
      }
      a >>= 1
      b >>= 1
    }
    found.bits[column] = seen
    found.cost[column] = most
    low = high
  }
  return found
}

function upperBound(list: ArrayLike<number>, value: number, low: number): number {
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? Infinity) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The place in a lane of the miss nearest to x within `reach`, else of the nearest call; -1 in an empty lane. */
export function nearest({x, misses}: Lane, at: number, reach: number): number {
  const rank = lowerBound(misses, lowerBound(x, at))
  let best = -1
  let gap = reach
  for (const place of [misses[rank - 1], misses[rank]]) {
    const away = place === undefined ? Infinity : Math.abs((x[place] ?? Infinity) - at)
    if (away > gap || place === undefined) continue
    best = place
    gap = away
  }
  if (best !== -1 || x.length === 0) return best
  const after = lowerBound(x, at)
  return after > 0 && (after === x.length || at - (x[after - 1] ?? 0) <= (x[after] ?? 0) - at) ? after - 1 : after
}
