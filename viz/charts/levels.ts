import {total, type Trace} from '../../lib/index.ts'
import {valueAt} from '../frame/index.ts'
import {type Tone, tones} from '../theme.ts'

/** The calls of one row of a timeline in the order of x, with levels over its misses: each level joins two neighbours of the one below. */
export interface Lane {
  /** Where each call stands: its position, or its time in seconds; ascending. */
  readonly x: Float64Array
  /** Its position in the trace. */
  readonly index: Uint32Array
  /** The places in this lane of all that is no hit, ascending. */
  readonly misses: Uint32Array
  /** Of the misses, level by level, a bit for each tone that occurs, in the order of `tones`. */
  readonly bits: readonly Uint8Array[]
  /** Of the misses, level by level, the highest cost in seconds. */
  readonly cost: readonly Float32Array[]
}

/** Where the columns of a window, all of one width, begin and end in a lane. */
export interface Cut {
  /** Where each begins, and the last one ends: a place more than there are columns. */
  readonly edges: Float64Array
  /** The first call at or after each edge. */
  readonly places: Uint32Array
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
  const misses: number[] = []
  const bits: number[] = []
  index.forEach((at, place) => {
    const bit = 1 << tones.indexOf(toneOf(at))
    if (bit === quiet) return
    misses.push(place)
    bits.push(bit)
  })
  const costs = misses.map((at) => total(trace.seconds(valueAt(index, at))))
  return {
    x: Float64Array.from(index, place),
    index,
    misses: Uint32Array.from(misses),
    bits: pyramid(Uint8Array.from(bits), Uint8Array, (a, b) => a | b),
    cost: pyramid(Float32Array.from(costs), Float32Array, Math.max),
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
    if ((list[middle] ?? Infinity) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Cuts what stands between `from` and `to` into `count` columns: O(count × log calls), and less where calls come evenly. */
export function cut({x}: Lane, from: number, to: number, count: number): Cut {
  const edges = new Float64Array(count + 1)
  const places = new Uint32Array(count + 1)
  let [low, width] = [0, x.length]
  for (let at = 0; at <= count; at++) {
    const edge = from + ((to - from) * at) / count
    const place = ahead(x, edge, low, width)
    edges[at] = edge
    places[at] = place
    if (at > 0) width = place - low
    low = place
  }
  return {edges, places}
}

/**
 * What a lane holds in each column, the end of the last of which belongs to it. Every call falls into exactly one column whatever
 * the zoom, so that no miss is lost, and no column shows what is not there.
 */
export function columns({x, misses, bits, cost}: Lane, {edges, places}: Cut): Columns {
  const count = edges.length - 1
  const found = {bits: new Uint8Array(count), cost: new Float32Array(count)}
  let low = valueAt(places, 0)
  let first = lowerBound(misses, low)
  for (let column = 0; column < count; column++) {
    const high = column === count - 1 ? upperBound(x, valueAt(edges, count), low) : (places[column + 1] ?? 0)
    const last = (misses[first] ?? Infinity) < high ? ahead(misses, high, first, 1) : first
    const loud = last > first ? join(bits, first, last) : 0
    found.bits[column] = high - low > last - first ? loud | quiet : loud
    if (loud !== 0) found.cost[column] = highest(cost, first, last)
    low = high
    first = last
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

/** As `lowerBound` from `low` on, looking first so many places further: few looks where the guess is near. */
export function ahead(list: Float64Array | Uint32Array, value: number, low: number, guess: number): number {
  let [from, to, step] = [low, Math.min(list.length, low + guess), 1]
  if ((list[to] ?? Infinity) < value)
    for (; (list[to] ?? Infinity) < value; step *= 2) {
      from = to + 1
      to = Math.min(list.length, to + step)
    }
  else {
    for (; to - step > low && (list[to - step] ?? Infinity) >= value; step *= 2) to -= step
    from = Math.max(low, to - step)
  }
  return lowerBound(list, value, from, to)
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
