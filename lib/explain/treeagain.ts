import type {Component, Event, Fact, Key, Trace} from '../log/index.ts'
import type {Cause} from './explanation.ts'
import type {History} from './history.ts'
import {isHidden, placed, slotOf, valueOf} from './slot.ts'

/** So many earlier calls are looked through, the latest first. */
const looked = 64

/** A place of a tree. */
type Place = Pick<Fact, 'component' | 'path'>

/** The places of the trees that are told to differ. */
export const treesOf = (told: readonly Cause[]): readonly Place[] =>
  told.flatMap(({component, segments: path}) => (component === 'tree' ? [{component, path}] : []))

/**
 * The latest earlier call that is known to hold all that is told of the tree of a later one, and of which no other structure is told: JAX
 * puts a call of another tree before one of other types, so that what it says of the tree is then not known to be why it missed. Null
 * where there is none, or where more is told than trees.
 */
export function treeAgain(
  trace: Trace,
  {blamed: said, evidence}: Event,
  key: Key,
  {calls}: History,
  told: readonly Cause[],
): number | null {
  const places = treesOf(told)
  if (evidence === 'simulated' || said?.kind !== 'tree' || places.length === 0 || places.length < told.length)
    return null
  const isSame = (index: number): boolean => {
    const earlier = trace.key(trace.keyAt(index))
    return (
      places.every((place) => !isUntold(earlier, place) && mayHoldSame(earlier, key, place)) &&
      [...structure(key), ...structure(earlier)].every((place) => mayHoldSame(earlier, key, place))
    )
  }
  return [...calls.keys()].slice(-looked).reverse().find(isSame) ?? null
}

/** Whether two keys hold the same at a place, for all that is told of both. */
export const mayHoldSame = (one: Key, other: Key, place: Place): boolean =>
  isUntold(one, place) || isUntold(other, place) || heldAt(one, place) === heldAt(other, place)

/** Whether two keys are told to hold the same at a place. */
export const isToldAlike = (one: Key, other: Key, place: Place): boolean =>
  heldAt(one, place) !== undefined && heldAt(one, place) === heldAt(other, place)

/** What a key holds at a place, as text; undefined where it holds nothing. */
function heldAt({facts}: Key, {component, path}: Place): string | undefined {
  const slot = slotOf(component, path)
  const fact = facts.find((one) => placed(one).slot === slot)
  return fact === undefined ? undefined : valueOf(fact)
}

/** Whether a log does not tell what a key holds at a place. */
const isUntold = (key: Key, place: Place): boolean =>
  heldAt(key, place) === undefined && isHidden(key.unknown, place.component, place.path)

const structure = ({facts}: Key): readonly Fact[] =>
  facts.filter(({component, unplaced}) => structural.includes(component) && unplaced !== true)

const structural: readonly Component[] = ['tree', 'graphdef', 'static']
