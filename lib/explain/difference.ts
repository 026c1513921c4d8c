import {type Fact, type Key, type Path, show} from '../log/index.ts'
import {align} from './align.ts'
import {mayBeOneType} from './avaltext.ts'
import type {Move} from './renamed.ts'
import {isAtOnePlace, isHidden, type Placed, placed, valueOf} from './slot.ts'

/** What stands at a place of two keys. */
export type Difference = {
  readonly path: Path
  /** What is there, in the later key where it has it. */
  readonly fact: Fact
} & ({readonly now: Fact; readonly before: Fact | null} | {readonly now: null; readonly before: Fact})

/** The facts of two keys by their slots, what moved from one to the other, and where they differ. */
export interface Sides {
  readonly mine: ReadonlyMap<string, Fact>
  /** The earlier key's, each where the later one holds it. */
  readonly theirs: ReadonlyMap<string, Placed>
  readonly moves: readonly Move[]
  readonly differences: ReadonlyMap<string, Difference>
}

/** flax's own bookkeeping of a node's children, which changes with them. */
const bookkeeping = new Set<string | undefined>(['_pytree__nodes', '_pytree__state', '_length'])

export const isBookkeeping = (path: Path): boolean => bookkeeping.has(path.at(-1))

/** That something is there, of which other facts tell more. */
export const isMere = ({value}: Fact): boolean => value === 'leaf' || value === 'present'

/** So many changes are compared as they stand. */
const few = 16

/**
 * The facts that differ, where the keys hold the same places in one order and none of the few differences is of structure: each
 * is then a cause. Null for any others.
 */
export function plainDifferences({facts}: Key, {facts: others}: Key): Difference[] | null {
  if (facts.length !== others.length) return null
  const changed: Difference[] = []
  for (const [at, fact] of facts.entries()) {
    const other = others[at]
    if (other === undefined || !isAtOnePlace(fact, other)) return null
    if (isOne(fact, other)) continue
    if (!isPlain(fact) || isMere(other) || changed.length === few) return null
    changed.push({path: fact.path, fact, now: fact, before: other})
  }
  const isTwice = changed.some((one) =>
    facts.some((fact) => fact !== one.fact && isAtOnePlace(fact, one.fact)),
  )
  return isTwice ? null : changed
}

const isOne = (a: Fact, b: Fact): boolean =>
  a === b ||
  (a.kind === b.kind &&
    ((a.value === b.value && a.identity === b.identity) || valueOf(a) === valueOf(b) || mayBeOneType(a, b)))

const isPlain = (fact: Fact): boolean =>
  fact.component !== 'graphdef' && fact.component !== 'tree' && !isMere(fact) && !isBookkeeping(fact.path)

/** Compares two keys slot by slot, after what moved was brought to its place. What a key's log did not tell is no difference. */
export function compareSlots(now: Key, before: Key): Sides {
  const {placed: aligned, moves} = align(now, before)
  const theirs = new Map(aligned.map((one) => [one.slot, one]))
  const mine = new Map(now.facts.map((fact) => [placed(fact).slot, fact]))
  const differences = new Map<string, Difference>()
  for (const [slot, fact] of mine) {
    const other = theirs.get(slot)?.fact ?? null
    const isEqual = other === null ? isUntold(before, fact) : isSame(fact, other, moves)
    if (!isEqual) differences.set(slot, {path: fact.path, fact, now: fact, before: other})
  }
  for (const [slot, {fact, path}] of theirs)
    if (!mine.has(slot) && !isUntold(now, fact)) differences.set(slot, {path, fact, now: null, before: fact})
  return {mine, theirs, moves, differences}
}

/** Whether a key tells nothing of a fact that it lacks; a leaf without a name is told of by its number in calls of one structure alone. */
const isUntold = ({unknown}: Key, {component, path, unplaced}: Fact): boolean =>
  unplaced === true || isHidden(unknown, component, path)

/** Two containers of one class that a log tells in different ways: nothing says that they differ. */
const mayBeOne = ({printed: a}: Fact, {printed: b}: Fact): boolean =>
  a !== undefined && b !== undefined && a.type === b.type && a.as !== b.as

/** A reference is the same when it points at the same thing, wherever that went. */
function isSame(now: Fact, before: Fact, moves: readonly Move[]): boolean {
  if (isOne(now, before) || mayBeOne(now, before)) return true
  if (now.kind !== 'reference' || before.kind !== 'reference') return false
  return moves.some(({from, to}) => {
    const text = show(from)
    return before.value.startsWith(text) && now.value === show(to) + before.value.slice(text.length)
  })
}
