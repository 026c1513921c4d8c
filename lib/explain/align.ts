import type {Component, Fact, Key, Path} from '../log/index.ts'
import {grouped} from './grouped.ts'
import {type Move, renamed} from './renamed.ts'
import {isChildIndex, isRemoved, shiftsOf} from './shift.ts'
import {firstAbove, type Placed, placed, placedAt, slotOf, textOf, valueOf} from './slot.ts'

/**
 * Finds what moved between two keys, by content: children of a list whose indices shifted because others were added or
 * removed before them, and subtrees that went from one path to another (a renamed attribute).
 */
export function align(now: Key, before: Key): {placed: readonly Placed[]; moves: readonly Move[]} {
  const start: Alignment = {placed: before.facts.map(placed), moves: []}
  if (isStill(now, before)) return start
  const shifted = lists(now, before).reduce((all, parents) => withShifts(all, now, parents), start)
  return withMoves(shifted, renamed(now, before, shifted.placed))
}

/** Facts of the earlier key where the later one holds them, and what moved there. */
interface Alignment {
  readonly placed: readonly Placed[]
  readonly moves: readonly Move[]
}

/** Brings the children of lists, all equally deep, to their new indices. */
function withShifts({placed: theirs, moves}: Alignment, now: Key, parents: readonly Path[]): Alignment {
  const shifts = shiftsOf(now.facts.map(placed), theirs, parents)
  if (shifts.size === 0) return {placed: theirs, moves}
  const depth = parents[0]?.length ?? 0
  const inParent = (one: Placed): Placed => {
    const {fact, path} = one
    const to = shifts.get(textOf(path.slice(0, depth)))?.get(path[depth] ?? '')
    return to === undefined ? one : placedAt(fact, [...path.slice(0, depth), to, ...path.slice(depth + 1)])
  }
  const componentAt = structures(now)
  const found = parents.flatMap((parent) =>
    [...(shifts.get(textOf(parent)) ?? [])]
      .filter(([, to]) => !isRemoved(to))
      .reverse()
      .map(([from, to]) => ({
        from: [...parent, from],
        to: [...parent, to],
        component: componentAt.get(textOf([...parent, to])) ?? 'graphdef',
      })),
  )
  return {placed: theirs.map(inParent), moves: [...moves, ...found]}
}

/** What tells the structure at a path of a key. */
const structures = ({facts}: Key): ReadonlyMap<string, Component> =>
  new Map(
    facts
      .filter(isStructure)
      .reverse()
      .map(({component, path}) => [textOf(path), component]),
  )

/** Brings what was renamed to its new path; what moves are things apart. */
function withMoves({placed: theirs, moves}: Alignment, renames: readonly Move[]): Alignment {
  if (renames.length === 0) return {placed: theirs, moves}
  const byPlace = new Map([...renames].reverse().map((move) => [textOf(move.from), move]))
  const origins = new Map([...theirs].reverse().map(({fact, slot}) => [slot, fact.path]))
  const inPlace = (one: Placed): Placed => {
    const move = firstAbove(byPlace, one.path)
    return move === undefined ? one : placedAt(one.fact, [...move.to, ...one.path.slice(move.from.length)])
  }
  return {
    moves: [
      ...moves,
      ...renames.map((move) => ({
        ...move,
        from: origins.get(slotOf(move.component, move.from)) ?? move.from,
      })),
    ],
    placed: theirs.map(inPlace),
  }
}

const isStructure = ({kind}: Fact): boolean =>
  kind === 'node' || kind === 'variable' || kind === 'container' || kind === 'reference'

/** Whether two keys hold the same places, and differ in one fact of a graphdef at most: one alone cannot be a permutation. */
function isStill({facts}: Key, {facts: others}: Key): boolean {
  const values = new Map(others.map((fact) => [placed(fact).slot, valueOf(fact)]))
  const isChanged = (fact: Fact): boolean =>
    fact.component === 'graphdef' && values.get(placed(fact).slot) !== valueOf(fact)
  return (
    facts.length === others.length &&
    facts.every((fact) => values.has(placed(fact).slot)) &&
    facts.filter(isChanged).length < 2
  )
}

/** Paths of lists, outermost first, those of one depth together: graph nodes that have an indexed child on both sides. */
function lists(now: Key, before: Key): Path[][] {
  const others = listsIn(before)
  const both = [...listsIn(now)].filter(([name]) => others.has(name)).map(([, path]) => path)
  return [...grouped(both, ({length}) => length)].sort(([a], [b]) => a - b).map(([, paths]) => paths)
}

const listsIn = ({facts}: Key): ReadonlyMap<string, Path> =>
  new Map(
    facts
      .filter(({component, path}) => isHolder(component) && isChildIndex(path.at(-1)))
      .filter(isStructure)
      .map(({path}) => path.slice(0, -1))
      .map((parent) => [textOf(parent), parent]),
  )

const isHolder = (component: Component): boolean => component === 'graphdef' || component === 'tree'
