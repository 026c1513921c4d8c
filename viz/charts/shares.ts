import {valueAt} from '../frame/index.ts'
import type {Tone} from '../theme.ts'
import {ahead, type Cut, type Lane, toneOfBits} from './levels.ts'

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
  let miss = 0
  for (let place = 0; place < x.length; place++) {
    const isMiss = misses[miss] === place
    if (isMiss) miss++
    hits[place + 1] = valueAt(hits, place) + (isMiss ? 0 : reach(valueAt(index, place)))
  }
  const starts = Float64Array.from(misses, (place) => valueAt(x, place) - lead)
  const reaches = Float64Array.from(misses, (place) => reach(valueAt(index, place)))
  const ends = starts.map((start, at) => start + valueAt(reaches, at))
  const tones = Array.from(valueAt(bits, 0), toneOfBits)
  const byTone = new Map([...new Set(tones)].map((tone) => [tone, new Float64Array(misses.length + 1)]))
  for (const [tone, sums] of byTone)
    reaches.forEach((wide, at) => (sums[at + 1] = valueAt(sums, at) + (tones[at] === tone ? wide : 0)))
  return {lead, hits, starts, ends, misses: byTone}
}

/** A number of a list of this kind alone: in the loops of a frame `valueAt`, which meets all kinds, takes most of the time. */
const sumAt = (list: Float64Array, at: number): number => list[at] ?? Number.NaN

/**
 * Which share of each column hits take: of a call that reaches over the edge of a column each has its part, so that no pattern shows
 * that is not there, however many calls fall into one.
 */
export function hitShares({x}: Lane, {hits, lead}: Sums, {edges, places}: Cut): Float32Array {
  return differences(edges, (edge, column) => {
    let next = places[column] ?? 0
    while ((x[next] ?? Infinity) < edge + lead) next++
    return next === 0 ? 0 : sumTo(hits, next, sumAt(x, next - 1) - lead, edge)
  })
}

/** Which share of each column misses of each tone take, likewise. */
export function missShares({misses, starts}: Sums, {edges}: Cut): ReadonlyMap<Tone, Float32Array> {
  let rank = 0
  const ranks = Uint32Array.from(edges, (edge) => (rank = ahead(starts, edge, rank, 1)))
  const shares = (sums: Float64Array): Float32Array =>
    differences(edges, (edge, column) => {
      const next = ranks[column] ?? 0
      return next === 0 ? 0 : sumTo(sums, next, sumAt(starts, next - 1), edge)
    })
  return new Map([...misses].map(([tone, sums]) => [tone, shares(sums)]))
}

/** A sum up to an edge, of all before a place; the last of them begins at `start`, and may reach beyond the edge. */
function sumTo(sums: Float64Array, place: number, start: number, edge: number): number {
  const sum = sumAt(sums, place)
  const wide = sum - sumAt(sums, place - 1)
  return sum - Math.min(wide, Math.max(0, start + wide - edge))
}

/** What a sum grows by from each edge to the next, as a share of what lies between. */
function differences(edges: Float64Array, sumUpTo: (edge: number, column: number) => number): Float32Array {
  const shares = new Float32Array(edges.length - 1)
  let [from, before] = [0, 0]
  edges.forEach((edge, column) => {
    const sum = sumUpTo(edge, column)
    if (column > 0) shares[column - 1] = Math.min(1, Math.max(0, (sum - before) / (edge - from)))
    from = edge
    before = sum
  })
  return shares
}
