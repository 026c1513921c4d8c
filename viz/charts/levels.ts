import {total, type Trace} from '../../lib/index.ts'
import {valueAt} from '../frame/index.ts'
import {type Tone, tones} from '../theme.ts'

/** The calls of one row of a timeline in the order of x, with levels over them: each level joins two neighbours of the one below. */
export interface Lane {
  /** Where each call stands: its position, or its time in seconds; ascending. */
  readonly x: Float64Array
  /** Every 16th of them: a search touches little memory. */
  readonly coarse: Float64Array
  /** Its position in the trace. */
  readonly index: Uint32Array
  /** Level by level, a bit for each tone that occurs, in the order of `tones`. */
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
export const quiet = 1 << tones.indexOf('hit')

/** The tone that a bit stands for. */
export const toneOfBits = (bits: number): Tone => tones[31 - Math.clz32(bits)] ?? 'hit'

/**
 * Sorts the calls of a trace into lanes and builds the levels, in one pass over the trace: O(calls), once a trace.
 *
 * @param rowOf the lane of a function's id, 0 to `rows - 1`
 * @param place where a call stands; ascending in each lane, or it is sorted
 */
export function lanes(
  trace: Trace,
  rows: number,
  rowOf: (fn: number) => number,
  place: (index: number) => number,
  toneOf: (index: number) => Tone,
): Lane[] {
  const sizes = new Uint32Array(rows)
  for (let index = 0; index < trace.length; index++) bump(sizes, rowOf(trace.functionAt(index)))
  const members = Array.from(sizes, (size) => new Uint32Array(size))
  sizes.fill(0)
  for (let index = 0; index < trace.length; index++) {
    const row = rowOf(trace.functionAt(index))
    valueAt(members, row)[bump(sizes, row)] = index
  }
  return members.map((index) => lane(trace, index, place, toneOf))
}

/** Adds one, and returns what was there before. */
function bump(counts: Uint32Array, at: number): number {
  const before = valueAt(counts, at)
  counts[at] = before + 1
  return before
}

function lane(
  trace: Trace,
  index: Uint32Array,
  place: (index: number) => number,
  toneOf: (index: number) => Tone,
): Lane {
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
    const bit = 1 << tones.indexOf(toneOf(at))
    bits[rank] = bit
    if (bit === quiet) return
    misses.push(rank)
    cost[rank] = total(trace.seconds(at))
  })
  const x = Float64Array.from(index, place)
  return {
    x,
    coarse: x.filter((_, rank) => rank % 16 === 0),
    index,
    misses: Uint32Array.from(misses),
    bits: pyramid(bits, Uint8Array, (a, b) => a | b),
    cost: pyramid(cost, Float32Array, Math.max),
  }
}

function pyramid<A extends Uint8Array | Float32Array>(
  base: A,
  Type: new (length: number) => A,
  join: (a: number, b: number) => number,
): A[] {
  const levels = [base]
  for (let below = base; below.length > 1;) {
    const level = new Type((below.length + 1) >> 1)
    for (let at = 0; at < level.length; at++) level[at] = join(valueAt(below, 2 * at), below[2 * at + 1] ?? 0)
    levels.push(level)
    below = level
  }
  return levels
}

/** The first place in an ascending list, from `low` up to `high`, that is not below a value: binary search. */
export function lowerBound(list: ArrayLike<number>, value: number, low = 0, high = list.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(list, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * What a lane holds in `count` columns between `from` and `to` (which belongs to the last). Every call falls into exactly one
 * column whatever the zoom, so that no miss is lost, and no column shows what is not there. O(count × log calls).
 */
export function columns({x, coarse, bits, cost}: Lane, from: number, to: number, count: number): Columns {
  const found = {bits: new Uint8Array(count), cost: new Float32Array(count)}
  let low = lowerBound(x, from)
  let width = 1
  for (let column = 0; column < count; column++) {
    const edge = from + ((to - from) * (column + 1)) / count
    const high = column === count - 1 ? upperBound(x, to, low) : ahead(x, coarse, edge, low, width)
    width = high - low
    const seen = join(bits, low, high)
    found.bits[column] = seen
    if ((seen & ~quiet) !== 0) found.cost[column] = highest(cost, low, high)
    low = high
  }
  return found
}

/** The tones from one place up to another: at most two reads a level. */
function join(levels: readonly Uint8Array[], low: number, high: number): number {
  let seen = 0
  for (let at = 0; low < high; at++, low >>= 1, high >>= 1) {
    const level = valueAt(levels, at)
    if (low & 1) seen |= valueAt(level, low++)
    if (high & 1) seen |= valueAt(level, --high)
  }
  return seen
}

function highest(levels: readonly Float32Array[], low: number, high: number): number {
  let most = 0
  for (let at = 0; low < high; at++, low >>= 1, high >>= 1) {
    const level = valueAt(levels, at)
    if (low & 1) most = Math.max(most, valueAt(level, low++))
    if (high & 1) most = Math.max(most, valueAt(level, --high))
  }
  return most
}

/** As `lowerBound` from `low` on, guessing first that the next column is as full as the last one. */
export function ahead(
  x: Float64Array,
  coarse: Float64Array,
  value: number,
  low: number,
  guess: number,
): number {
  let from = (low + 15) >> 4
  let to = Math.min(coarse.length, from + (guess >> 4))
  for (let step = 1; to < coarse.length && valueAt(coarse, to) < value; step *= 2) {
    from = to + 1
    to = Math.min(coarse.length, to + step)
  }
  for (let step = 1; to - step > from && valueAt(coarse, to - step) >= value; step *= 2) to -= step
  const block = lowerBound(coarse, value, from, to)
  return lowerBound(x, value, Math.max(low, (block - 1) * 16), Math.min(x.length, block * 16))
}

function upperBound(list: ArrayLike<number>, value: number, low: number): number {
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(list, middle) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The place in a lane of the miss nearest to x within `reach`, else of the nearest call; -1 in an empty lane. */
export function nearest({x, misses}: Lane, at: number, reach: number): number {
  const rank = lowerBound(misses, lowerBound(x, at))
  let best = -1
  let gap = reach
  for (const place of misses.subarray(Math.max(0, rank - 1), rank + 1)) {
    const away = Math.abs(valueAt(x, place) - at)
    if (away > gap) continue
    best = place
    gap = away
  }
  if (best !== -1 || x.length === 0) return best
  const after = lowerBound(x, at)
  return after > 0 && (after === x.length || at - valueAt(x, after - 1) <= valueAt(x, after) - at)
    ? after - 1
    : after
}
