import {valueAt} from '../frame/index.ts'
import type {Tone} from '../theme.ts'
import {ahead, type Lane, lowerBound, toneOfBits} from './levels.ts'

/** How much of a lane its calls take, summed up to each of them. */
export interface Sums {
  /** How far before its place a call begins. */
  readonly lead: number
  /** Of the hits before each call. */
  readonly hits: Float64Array
  /** Where each miss begins and ends. */
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Of the misses of a tone before each miss. */
  readonly misses: ReadonlyMap<Tone, Float64Array>
}

/** Sums up the calls of a lane, once: O(calls). */
export function sumsOf(lane: Lane, reach: (index: number) => number, lead: number): Sums {
  const {bits, index, misses, x} = lane
  const hits = new Float64Array(x.length + 1)
  const base = valueAt(bits, 0)
  let miss = 0
  for (let place = 0; place < x.length; place++) {
    const isMiss = misses[miss] === place
    if (isMiss) miss++
    hits[place + 1] = valueAt(hits, place) + (isMiss ? 0 : reach(valueAt(index, place)))
  }
  const starts = Float64Array.from(misses, (place) => valueAt(x, place) - lead)
  const reaches = Float64Array.from(misses, (place) => reach(valueAt(index, place)))
  const ends = starts.map((start, at) => start + valueAt(reaches, at))
  const tones = Array.from(misses, (place) => toneOfBits(valueAt(base, place)))
  const byTone = new Map([...new Set(tones)].map((tone) => [tone, new Float64Array(misses.length + 1)]))
  for (const [tone, sums] of byTone)
    reaches.forEach((wide, at) => (sums[at + 1] = valueAt(sums, at) + (tones[at] === tone ? wide : 0)))
  return {lead, hits, starts, ends, misses: byTone}
}

/** Which share of each column hits take, and misses of each tone. */
export interface Shares {
  readonly hits: Float32Array
  readonly misses: ReadonlyMap<Tone, Float32Array>
}

/**
 * The shares of `count` columns between `from` and `to`: of a call that reaches over the edge of a column each has its part, so that
 * no pattern shows that is not there, however many calls fall into one.
 */
export function sharesOf({coarse, x}: Lane, sums: Sums, from: number, to: number, count: number): Shares {
  const edges = Float64Array.from({length: count + 1}, (_, at) => from + ((to - from) * at) / count)
  const ranks = edges.map((edge) => lowerBound(sums.starts, edge))
  let [next, width] = [0, 1]
  return {
    hits: differences(edges, (edge) => {
      const before = next
      next = ahead(x, coarse, edge + sums.lead, next, width)
      width = next - before
      if (next === 0) return 0
      const wide = valueAt(sums.hits, next) - valueAt(sums.hits, next - 1)
      return valueAt(sums.hits, next) - beyond(valueAt(x, next - 1) - sums.lead, wide, edge)
    }),
    misses: new Map(
      [...sums.misses].map(([tone, all]) => [
        tone,
        differences(edges, (edge, column) => {
          const rank = valueAt(ranks, column)
          if (rank === 0) return 0
          const wide = valueAt(all, rank) - valueAt(all, rank - 1)
          return valueAt(all, rank) - beyond(valueAt(sums.starts, rank - 1), wide, edge)
        }),
      ]),
    ),
  }
}

/** How much of something lies beyond an edge. */
const beyond = (start: number, wide: number, edge: number): number =>
  Math.min(wide, Math.max(0, start + wide - edge))

/** What a sum grows by from each edge to the next, as a share of what lies between. */
function differences(edges: Float64Array, sumTo: (edge: number, column: number) => number): Float32Array {
  const shares = new Float32Array(edges.length - 1)
  let [from, before] = [0, 0]
  edges.forEach((edge, column) => {
    const sum = sumTo(edge, column)
    if (column > 0) shares[column - 1] = Math.min(1, Math.max(0, (sum - before) / (edge - from)))
    from = edge
    before = sum
  })
  return shares
}
