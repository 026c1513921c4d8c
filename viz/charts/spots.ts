import {valueAt} from '../frame/index.ts'

/** A label that wants a place beside others above the marks of a row. */
export interface Wish {
  /** Where its mark begins, in px. */
  readonly x: number
  /** The width of the whole label, and the least that says something, in px. */
  readonly wanted: number
  readonly least: number
  /** How soon it gets room; of rank 2 it names no part of a key, and cuts none that does. */
  readonly rank: number
}

/** Where a label goes: its line, 0 next to the marks, its room, and whether it ends at its mark instead of beginning there. */
export interface Spot {
  readonly line: number
  readonly room: number
  readonly isBefore: boolean
}

/** How wide the shape at a label is, the space between two labels, and what a label keeps for those that come after it, in px. */
export const shape = 13
const [space, enough] = [10, 150]

/** So near a mark no other's line may go down, in px. */
const near = 4

/** The edges between which labels stand, where what stands on the highest line ends, in px, and how many lines there may be. */
export interface Sheet {
  readonly left: number
  readonly right: number
  readonly headEnd: number
  readonly lines: number
}

/**
 * Places labels, the first wishes before the later ones; one that leaves an earlier one too little room is left out, and the first is cut
 * for none. None covers another, and the line from a label of a higher line down to its mark crosses none.
 */
export function place<W extends Wish>(wishes: readonly W[], sheet: Sheet): ReadonlyMap<W, Spot> {
  let placed: ReadonlyMap<W, Spot> = new Map()
  for (const wish of wishes) {
    const next = laidOut([...placed.keys(), wish], sheet)
    const isWorse = ([one, spot]: readonly [W, Spot]): boolean =>
      (next?.get(one)?.room ?? 0) <
      Math.min(
        spot.room,
        one.wanted,
        one === wishes[0] || (wish.rank === 2 && one.rank < 2) ? Infinity : enough,
      ) -
        1e-6
    if (next !== null && ![...placed].some(isWorse)) placed = next
  }
  return placed
}

/**
 * Places labels from the right to the left, each whole on the lowest line that has room, else where there is most: so what stands on
 * lower lines begins to the right of each line down. Null where one has no room.
 */
function laidOut<W extends Wish>(
  wishes: readonly W[],
  {headEnd, left, right, lines}: Sheet,
): Map<W, Spot> | null {
  const ends = Array.from({length: lines}, () => right + space)
  const placed = new Map<W, Spot>()
  for (const wish of [...wishes].sort((a, b) => b.x - a.x)) {
    const spot = spotFor(wish, ends, left, headEnd)
    if (spot === null) return null
    placed.set(wish, spot)
    for (let line = 0; line <= spot.line; line++) ends[line] = wish.x
    if (spot.isBefore) ends[spot.line] = wish.x - shape - Math.min(wish.wanted, spot.room)
  }
  return placed
}

function spotFor(
  {x, wanted, least}: Wish,
  ends: readonly number[],
  left: number,
  headEnd: number,
): Spot | null {
  // The line down from a label must not touch one that begins where its mark does.
  const blocked = ends.findIndex((end) => end < x + near)
  const lines = blocked === -1 ? ends : ends.slice(0, blocked + 1)
  const open = lines
    .map((end, line): Spot => ({line, room: end - space - x - shape, isBefore: false}))
    .filter(({line}) => line < ends.length - 1 || x >= headEnd + space)
  const whole = open.find(({room}) => room >= wanted)
  if (whole !== undefined) return whole
  const most = open.reduce((best, one) => (one.room > best.room ? one : best), none)
  const isBlocked = lines.length < ends.length
  const before = isBlocked ? none : ending(x, ends, left, headEnd + space)
  const chosen = before.room >= wanted || most.room < enough ? roomier(most, before) : most
  return chosen.room >= least ? chosen : null
}

const none: Spot = {line: 0, room: 0, isBefore: false}

const roomier = (one: Spot, other: Spot): Spot => (other.room > one.room ? other : one)

/** A label that ends at its mark, on the highest line, or on the one below where what stands on that leaves it next to nothing. */
function ending(x: number, ends: readonly number[], left: number, head: number): Spot {
  const highest = ends.length - 1
  const line = highest > 0 && x - head < enough ? highest - 1 : highest
  const end = Math.min(x, valueAt(ends, line) - space)
  const from = line === highest ? head : left
  return {line, room: valueAt(ends, line) < x ? 0 : end - from - shape, isBefore: true}
}
