import type {Evidence, Fact, Key} from '../log/index.ts'
import {isLeavesAlone, leavesAlone} from '../words/index.ts'
import {type Aval, parseAval, withoutMeshes} from './avaltext.ts'
import {cause} from './cause.ts'
import type {Cause} from './explanation.ts'
import {fold} from './fold.ts'
import {kept} from './grouped.ts'

/** A leaf of a call, and the one of an earlier call that it took the place of. */
interface Pair {
  readonly now: Fact
  readonly before: Fact
}

/** What differs in the types of the leaves of two calls whose trees differ. */
export interface OtherTypes {
  /** The leaves that can be laid beside each other in one way alone. */
  readonly told: readonly Cause[]
  /** The others, which a verdict must know of. */
  readonly besides: readonly Cause[]
}

/** No type differs. */
export const noTypes: OtherTypes = {told: [], besides: []}

/**
 * What an earlier call with as many leaves has no leaf of the type of. The trees of the two differ, so that leaves without a name are
 * compared by their types alone, wherever they stand. Nothing where the two have the same types, or where a log does not tell all of them.
 */
export function otherTypes(now: Key, before: Key, evidence: Evidence, isVaried = false): OtherTypes {
  const pairs = pairsOf(allLeaves(now), allLeaves(before))?.filter(isUnplaced) ?? []
  if (pairs.length === 0) return noTypes
  const all = fold(
    pairs.map(({now: leaf, before: other}) =>
      cause({
        component: 'aval',
        kind: 'leaf',
        segments: (leaf.unplaced === true ? leaf : other).path,
        delta: {kind: 'value', now: leaf.value, before: other.value},
        evidence: leaf.evidence ?? evidence,
        unplaced: true,
      }),
    ),
  )
  const isSame =
    !isVaried || !pairs.some(({now: leaf, before: other}) => isOther(changeOf(leaf, other), true))
  return isSame && isOneWay(pairs) ? {told: all, besides: []} : {told: [], besides: all}
}

/** So many new types are told; more are another model's. */
const fewTypes = 3

/** The types that a call has and no earlier one had; none where they are many, or where a log does not tell all types of all of them. */
export function newTypes(now: Key, earlier: readonly Key[], evidence: Evidence): readonly Cause[] {
  const mine = allLeaves(now)
  const theirs = earlier.map(allLeaves)
  if (mine === null || theirs.includes(null)) return []
  const known = new Set(theirs.flatMap((all) => all?.map(typeOf) ?? []))
  const types = [...new Set(mine.map(typeOf))].filter((type) => !known.has(type))
  return types.length > fewTypes ? [] : types.map((type) => newType(type, evidence))
}

const newType = (now: string, evidence: Evidence): Cause =>
  cause({
    component: 'aval',
    kind: 'leaf',
    segments: ['leaves'],
    delta: {kind: 'added', now},
    evidence,
    unplaced: true,
  })

/** Whether two calls are known to have leaves of the same types, however placed. */
export const haveSameTypes = (now: Key, before: Key): boolean => countOtherTypes(now, before) === 0

/** How many leaves of either of two calls are of types that the other one has not, however placed; Infinity where a log does not tell all types of both. */
export function countOtherTypes(now: Key, before: Key): number {
  const [mine, theirs] = [allLeaves(now), allLeaves(before)]
  if (mine === null || theirs === null) return Infinity
  return without(mine, theirs).length + without(theirs, mine).length
}

/** Whether two calls are known to have leaves of the same types in the same order. */
export function haveSameLeaves(now: Key, before: Key): boolean {
  const [mine, theirs] = [allLeaves(now), allLeaves(before)]
  if (mine === null || theirs === null || mine.length !== theirs.length) return false
  return mine.every(({value}, at) => value === theirs[at]?.value)
}

/**
 * Whether leaves differ by their places in ways that no one change of types explains: one has another kind of numbers and another
 * shape as well, or some have other ranks and others do not. Leaves of another structure then stand in these places.
 *
 * @param isVaried some calls have more leaves than others: one of another kind or rank alone is then another leaf
 */
export function areOthers(now: Key, before: Key, isVaried = false): boolean {
  const [mine, theirs] = [allLeaves(now), allLeaves(before)]
  if (mine === null || theirs === null || mine.length !== theirs.length) return false
  const changes = mine.flatMap((leaf, at) => {
    const other = theirs[at]
    return other === undefined || typeOf(leaf) === typeOf(other) ? [] : [changeOf(leaf, other)]
  })
  return (
    changes.some((change) => isOther(change, isVaried)) || new Set(changes.map(({axes}) => axes)).size > 1
  )
}

/**
 * What differs, where arguments are told by their leaves alone by those of the two calls: the tree of an earlier one may have been met
 * with other types, which then stand for it.
 */
export const byOwnLeaves = (told: readonly Cause[], before: Key): readonly Cause[] =>
  told.map((one) => {
    const theirs = one.delta.kind === 'value' && isLeavesAlone(one.delta.now) ? allLeaves(before) : null
    if (theirs === null || one.now === null) return one
    const [now, was] = [one.now, leavesAlone(theirs.map(({value}) => value))]
    const texts = {now, before: was}
    return cause({...one, delta: now === was ? {kind: 'identity', ...texts} : {kind: 'value', ...texts}})
  })

/**
 * Whether a call may be a batch of what an earlier one was, or one of what was a batch: the shapes differ in one leading axis, which one
 * side alone has. So it may be where a log tells no types.
 */
export function mayBeBatch(now: Key, before: Key): boolean {
  const [mine, theirs] = [now, before].map((key) =>
    allLeaves(key)?.map(({value}) => parseAval(value)?.shape ?? []),
  )
  if (mine === undefined || theirs === undefined)
    return countsApart(arraysHeld(now), arraysHeld(before)) === null
  return mine.length === theirs.length && (isBatch(mine, theirs) || isBatch(theirs, mine))
}

type Shape = readonly string[]

/** Whether some arrays have an axis before those of the others, and all else is the same. */
const isBatch = (mine: readonly Shape[], theirs: readonly Shape[]): boolean =>
  mine.join(';') !== theirs.join(';') &&
  mine.every((shape, at) => [shape.join(), shape.slice(1).join()].includes(theirs[at]?.join() ?? ''))

/** By how many axes two types differ, and whether in their kind of numbers and in their shape. */
interface Change {
  readonly axes: number
  readonly isOfKind: boolean
  readonly isOfShape: boolean
}

function changeOf({value: one}: Fact, {value: other}: Fact): Change {
  const [now, before] = [parseAval(one), parseAval(other)]
  if (now === null || before === null || isRawOf(now, before) || isRawOf(before, now))
    return {axes: 0, isOfKind: false, isOfShape: false}
  return {
    axes: now.shape.length - before.shape.length,
    isOfKind: kindOf(now.dtype) !== kindOf(before.dtype),
    isOfShape: now.shape.join() !== before.shape.join(),
  }
}

/** Whether they are random keys, raw and typed: the numbers of a raw one are an axis more. */
const isRawOf = (raw: Aval, typed: Aval): boolean =>
  typed.dtype.startsWith('key') && raw.dtype === 'u32' && raw.shape.length === typed.shape.length + 1

/** Whether a leaf is another one than stood in its place, where some calls have more leaves than others. */
const isOther = ({axes, isOfKind, isOfShape}: Change, isVaried: boolean): boolean =>
  isVaried ? isOfKind || axes !== 0 : isOfKind && isOfShape

/** Integers with and without a sign are numbers of one kind. */
const unsigned = /^u\d/
const kindOf = (dtype: string): string => (unsigned.test(dtype) ? 'i' : dtype.replace('bf', 'f').charAt(0))

/**
 * That the program of a call takes another number of arrays than that of an earlier one; nothing where it takes as many, or the log does
 * not tell how many.
 */
export function otherCount(mine: Key, theirs: Key, evidence: Evidence): readonly Cause[] {
  const counts = countsApart(arraysHeld(mine), arraysHeld(theirs))
  if (counts === null) return []
  const delta = {kind: 'value', now: String(counts.now), before: String(counts.before)} as const
  return [cause({component: 'tree', segments: ['number of leaves'], delta, evidence, unplaced: true})]
}

/**
 * What differs, with the number of arrays that the two programs take in place of how many leaves the calls are known to have: another static
 * value, too, makes a program that uses more of the same leaves.
 */
export const ofPrograms = (
  told: readonly Cause[],
  mine: Key,
  theirs: Key,
  evidence: Evidence,
): readonly Cause[] =>
  told.some(isCount) ? [...told.filter((one) => !isCount(one)), ...otherCount(mine, theirs, evidence)] : told

/** Whether a cause is no more than another number of arrays. */
export const isCount = ({component, unplaced}: Cause): boolean => component === 'tree' && unplaced === true

/** How many arrays a call has, as far as a log tells it; 0 where it does not. */
export interface Arrays {
  /** Those that its program takes. */
  readonly used: number
  /** The leaves that it is known to have, some of which its program may not use. */
  readonly leaves: number
}

/** How many arrays a call has, for `countsApart`. */
export const arraysHeld = (key: Key): Arrays =>
  kept(arraysOfKeys, key, () => ({used: usedBy(key), leaves: leavesOf(key)}))

const arraysOfKeys = new WeakMap<Key, Arrays>()

/** How many arrays the programs of two calls take; null where they take as many, or the log does not tell, or tells that the calls have as many. */
export function countsApart(
  mine: Arrays,
  theirs: Arrays,
): {readonly now: number; readonly before: number} | null {
  const [now, before] = [mine.used || mine.leaves, theirs.used || theirs.leaves]
  const isKnown = mine.leaves > 0 && mine.leaves === theirs.leaves
  return now === 0 || before === 0 || now === before || isKnown ? null : {now, before}
}

const usedBy = ({facts}: Key): number => facts.filter(({component}) => component === 'placement').length

const leavesOf = ({facts}: Key): number =>
  Number(facts.find(({component, unplaced}) => component === 'tree' && unplaced)?.value ?? 0)

const leavesOfKeys = new WeakMap<Key, readonly Fact[] | null>()

/** The leaves of a call in their order, found once; null where the log tells only some of those that it compiled. */
export const allLeaves = (key: Key): readonly Fact[] | null =>
  kept(leavesOfKeys, key, () => {
    const leaves = key.facts.filter(({component}) => component === 'aval')
    const used = usedBy(key)
    return used > 0 && leaves.length === used && (leavesOf(key) || used) === used ? leaves : null
  })

/** The leaves of two calls beside each other, without those of types that both have; null where they have not as many. */
function pairsOf(mine: readonly Fact[] | null, theirs: readonly Fact[] | null): readonly Pair[] | null {
  if (mine === null || theirs === null || mine.length !== theirs.length) return null
  const isMoved = (leaf: Fact, at: number, others: readonly Fact[]): boolean =>
    typeOf(leaf) !== typeOf(others[at] ?? leaf)
  const now = mine.filter((leaf, at) => isMoved(leaf, at, theirs))
  const before = theirs.filter((leaf, at) => isMoved(leaf, at, mine))
  const others = without(before, now)
  return without(now, before).flatMap((leaf, at) => {
    const other = others[at]
    return other === undefined ? [] : [{now: leaf, before: other}]
  })
}

const isUnplaced = ({now, before}: Pair): boolean => (now.unplaced ?? before.unplaced) === true

/** Leaves without as many others of their types. */
function without(leaves: readonly Fact[], others: readonly Fact[]): readonly Fact[] {
  const open = new Map<string, number>()
  for (const other of others) open.set(typeOf(other), (open.get(typeOf(other)) ?? 0) + 1)
  return leaves.filter((leaf) => {
    const count = open.get(typeOf(leaf)) ?? 0
    open.set(typeOf(leaf), count - 1)
    return count <= 0
  })
}

const typeOf = ({value}: Fact): string => withoutMeshes(value)

const isOneWay = (pairs: readonly Pair[]): boolean =>
  pairs.every(({now, before}) => now.path[0] === before.path[0]) ||
  [pairs.map(({now}) => typeOf(now)), pairs.map(({before}) => typeOf(before))].every(
    (types) => new Set(types).size === 1,
  )
