import type {Path} from '../log/index.ts'
import {kept} from './grouped.ts'
import {contentBelow} from './renamed.ts'
import {isWithin, type Placed, slotOf} from './slot.ts'

/** Marks a child that was removed while another took its index; no path of a real key holds it. */
const removed = '\u0001'

/** Whether a new index says that the child is gone. */
export const isRemoved = (index: string): boolean => index.startsWith(removed)

/** A pair of lists longer than this is compared index by index. */
const longest = 400

/** What it costs to replace what a child holds, at most: to add and to remove one cost 1 each. */
const replaced = 2.5

const indexSegment = /^\[?\d{1,6}\]?$/
const noDigit = /\D/g

/** Whether a segment is the index of a child. */
export const isChildIndex = (segment: string | undefined): segment is string =>
  segment !== undefined && indexSegment.test(segment)

/** A child of a list: what stands at which path beneath it. */
interface Child {
  readonly index: string
  readonly content: Map<string, string>
}

/** New indices of the children of a list that did not keep theirs; none where all kept them. */
export function shiftsOf(
  mine: readonly Placed[],
  theirs: readonly Placed[],
  parent: Path,
): ReadonlyMap<string, string> {
  const now = children(mine, parent)
  const before = children(theirs, parent)
  if (now.length > longest || before.length > longest) return new Map()
  const straight = straightCost(now, before)
  const grown = Math.abs(now.length - before.length)
  if (straight === 0 || (straight === grown && straight < 2)) return new Map()
  const {cost, last} = cheapest(now, before)
  return cost < straight ? indices(last, now) : new Map()
}

/** The children of a list, by their index. */
function children(entries: readonly Placed[], parent: Path): Child[] {
  const found = new Map<string, Child>()
  for (const {fact, path} of entries) {
    const index = path[parent.length]
    if (!isChildIndex(index) || fact.component === 'placement' || !isWithin(path, parent)) continue
    kept(found, index, () => ({index, content: new Map<string, string>()})).content.set(
      slotOf(fact.component, path.slice(parent.length + 1)),
      contentBelow(fact, [...parent, index]),
    )
  }
  return [...found.values()].sort((a, b) => numberOf(a) - numberOf(b))
}

const numberOf = ({index}: Child): number => Number(index.replace(noDigit, ''))

/** In how many places two children differ. */
function distance({content: a}: Child, {content: b}: Child): number {
  let count = 0
  for (const [slot, value] of a) if (b.get(slot) !== value) count++
  for (const slot of b.keys()) if (!a.has(slot)) count++
  return count
}

/** What it costs to take each child for the one of its place. */
function straightCost(now: readonly Child[], before: readonly Child[]): number {
  const kept = now.map((child, at) => {
    const other = before[at]
    return other === undefined ? 1 : Math.min(distance(child, other), 2)
  })
  return kept.reduce((sum, one) => sum + one, Math.max(0, before.length - now.length))
}

/** The last step on the way from one list to the other. */
type Step =
  | {readonly did: 'kept'; readonly from: Child; readonly to: Child; readonly back: Step | null}
  | {readonly did: 'removed'; readonly from: Child; readonly back: Step | null}
  | {readonly did: 'added'; readonly back: Step | null}

interface Way {
  readonly cost: number
  readonly last: Step | null
}

/** The cheapest way from one list to the other: to keep (what differs inside, at most as much as to replace), to add, to remove. */
function cheapest(now: readonly Child[], before: readonly Child[]): Way {
  let row: Way[] = [{cost: 0, last: null}]
  for (const from of before) row.push(remove(endOf(row), from))
  for (const to of now) {
    const next: Way[] = []
    let diagonal: Way | null = null
    for (const [at, above] of row.entries()) {
      const from = before[at - 1]
      const added: Way = {cost: above.cost + 1, last: {did: 'added', back: above.last}}
      next.push(
        from === undefined || diagonal === null
          ? added
          : cheaper(keep(diagonal, from, to), remove(endOf(next), from), added),
      )
      diagonal = above
    }
    row = next
  }
  return endOf(row)
}

function endOf(row: readonly Way[]): Way {
  const end = row.at(-1)
  if (end === undefined) throw new RangeError('a row of ways begins with one')
  return end
}

const remove = ({cost, last}: Way, from: Child): Way => ({
  cost: cost + 1,
  last: {did: 'removed', from, back: last},
})

const keep = ({cost, last}: Way, from: Child, to: Child): Way => ({
  cost: cost + Math.min(distance(to, from), replaced),
  last: {did: 'kept', from, to, back: last},
})

/** The cheapest of some ways, the first of equal ones. */
const cheaper = (first: Way, ...others: readonly Way[]): Way =>
  others.reduce((best, one) => (one.cost < best.cost ? one : best), first)

/** What a way does to the indices, from its end. */
function indices(last: Step | null, now: readonly Child[]): ReadonlyMap<string, string> {
  const shifts = new Map<string, string>()
  const lost: string[] = []
  for (let step = last; step !== null; step = step.back) {
    if (step.did === 'kept' && step.from.index !== step.to.index) shifts.set(step.from.index, step.to.index)
    if (step.did === 'removed') lost.push(step.from.index)
  }
  for (const index of lost) if (now.some((child) => child.index === index)) shifts.set(index, removed + index)
  return shifts
}
