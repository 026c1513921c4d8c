import type {Component, Fact, Key, Path} from '../log/index.ts'
import {type Move, renamed} from './renamed.ts'
import {isChildIndex, isRemoved, shiftsOf} from './shift.ts'
import {isWithin, type Placed, placed, placedAt, slotOf, valueOf} from './slot.ts'

/**
 * Finds what moved between two keys, by content: children of a list whose indices shifted because others were added or
 * removed before them, and subtrees that went from one path to another (a renamed attribute).
 */
export function align(now: Key, before: Key): {placed: readonly Placed[]; moves: readonly Move[]} {
  const start: Alignment = {placed: before.facts.map(placed), moves: []}
  if (isStill(now, before)) return start
  const shifted = lists(now, before).reduce((all, parent) => withShifts(all, now, parent), start)
  return renamed(now, before, shifted.placed).reduce(withMove, shifted)
}

/** Facts of the earlier key where the later one holds them, and what moved there. */
interface Alignment {
  readonly placed: readonly Placed[]
  readonly moves: readonly Move[]
}

/** Brings the children of a list to their new indices. */
function withShifts({placed: theirs, moves}: Alignment, now: Key, parent: Path): Alignment {
  const shifts = shiftsOf(now.facts.map(placed), theirs, parent)
  const inParent = (one: Placed): Placed => {
    const {fact, path} = one
    const child = path[parent.length]
    const to = child !== undefined && isWithin(path, parent) ? shifts.get(child) : undefined
    return to === undefined ? one : placedAt(fact, [...parent, to, ...path.slice(parent.length + 1)])
  }
  const found = [...shifts]
    .filter(([, to]) => !isRemoved(to))
    .reverse()
    .map(([from, to]) => moveOf(now, [...parent, from], [...parent, to]))
  return {placed: shifts.size === 0 ? theirs : theirs.map(inParent), moves: [...moves, ...found]}
}

function moveOf(now: Key, from: Path, to: Path): Move {
  const root = now.facts.find(
    (fact) => isStructure(fact) && fact.path.length === to.length && isWithin(fact.path, to),
  )
  return {from, to, component: root === undefined ? 'graphdef' : root.component}
}

/** Brings what was renamed to its new path. */
const withMove = ({placed: theirs, moves}: Alignment, move: Move): Alignment => ({
  moves: [...moves, {...move, from: original(theirs, move)}],
  placed: theirs.map((one) =>
    isWithin(one.path, move.from)
      ? placedAt(one.fact, [...move.to, ...one.path.slice(move.from.length)])
      : one,
  ),
})

/** The path under which the earlier key itself held what moves now. */
function original(theirs: readonly Placed[], {from, component}: Move): Path {
  const slot = slotOf(component, from)
  return theirs.find((one) => one.slot === slot)?.fact.path ?? from
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

/** Paths of lists, outermost first: graph nodes that have an indexed child on both sides. */
function lists(now: Key, before: Key): Path[] {
  const others = listsIn(before)
  return [...listsIn(now)]
    .filter(([name]) => others.has(name))
    .map(([, path]) => path)
    .sort((a, b) => a.length - b.length)
}

const listsIn = ({facts}: Key): ReadonlyMap<string, Path> =>
  new Map(
    facts
      .filter(({component, path}) => isHolder(component) && isChildIndex(path.at(-1)))
      .filter(isStructure)
      .map(({path}) => path.slice(0, -1))
      .map((parent) => [parent.join('\u0000'), parent]),
  )

const isHolder = (component: Component): boolean => component === 'graphdef' || component === 'tree'
