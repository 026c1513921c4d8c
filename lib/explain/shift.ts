import type {Path} from '../log/index.ts'
import {kept} from './grouped.ts'
import {contentBelow} from './renamed.ts'
import {type Placed, slotOf, textOf} from './slot.ts'

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

/**
 * New indices of the children of lists that did not keep theirs, by the text of the list's path; no list whose children all kept them.
 *
 * @param parents paths of lists, all equally long
 */
export function shiftsOf(
  mine: readonly Placed[],
  theirs: readonly Placed[],
  parents: readonly Path[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const depth = parents[0]?.length ?? 0
  const names = new Set(parents.map(textOf))
  const [now, before] = [children(mine, depth, names), children(theirs, depth, names)]
  return new Map(
    [...names]
      .map((name) => [name, shiftsIn(now.get(name) ?? [], before.get(name) ?? [])] as const)
      .filter(([, shifts]) => shifts.size > 0),
  )
}

/** The same of one list. */
function shiftsIn(now: readonly Child[], before: readonly Child[]): ReadonlyMap<string, string> {
  if (now.length > longest || before.length > longest) return new Map()
  const straight = straightCost(now, before)
  const grown = Math.abs(now.length - before.length)
  if (straight === 0 || (straight === grown && straight < 2)) return new Map()
  const {cost, last} = cheapest(now, before)
  return cost < straight ? indices(last, now) : new Map()
}

/** The children of lists at a depth, by their index. */
function children(
  entries: readonly Placed[],
  depth: number,
  names: ReadonlySet<string>,
): ReadonlyMap<string, readonly Child[]> {
  const found = new Map<string, Map<string, Child>>()
  for (const {fact, path} of entries) {
    const index = path[depth]
    if (!isChildIndex(index) || fact.component === 'placement') continue
    const name = textOf(path.slice(0, depth))
    if (!names.has(name)) continue
    const list = kept(found, name, () => new Map<string, Child>())
    kept(list, index, () => ({index, content: new Map<string, string>()})).content.set(
      slotOf(fact.component, path.slice(depth + 1)),
      contentBelow(fact, path.slice(0, depth + 1)),
    )
  }
  return new Map([...found].map(([name, list]) => [name, inOrder([...list.values()])]))
}

const inOrder = (all: readonly Child[]): readonly Child[] =>
  all
    .map((child) => ({child, at: numberOf(child)}))
    .sort((a, b) => a.at - b.at)
    .map(({child}) => child)

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
