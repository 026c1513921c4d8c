import type {Component, Event, Fact, Key, Path, Trace} from '../log/index.ts'
import type {Cause} from './explanation.ts'
import type {History} from './history.ts'
import {haveSameLeaves} from './othertypes.ts'
import {heldBy, isHidden, isWithin, placed, slotOf} from './slot.ts'

/** A place of a key. */
interface Place extends Pick<Fact, 'component' | 'path'> {
  /** The place as text. */
  readonly slot: string
}

const placeOf = (component: Component, path: Path): Place => ({
  component,
  path,
  slot: slotOf(component, path),
})

/**
 * An earlier call that may have had all that is told to differ, or that JAX says of a tree: JAX puts a call of another tree before one of
 * other types, so that what it says of the tree is then not known to be why it missed. The first that was compiled with the same leaves,
 * else the latest of the same trees; null where there is none.
 *
 * @param told what differs from the nearest earlier key
 * @param causes the same, or where there is none what JAX says
 */
export function callAgain(
  trace: Trace,
  {blamed: said, evidence}: Event,
  key: Key,
  {opening, recent}: History,
  {told, causes}: {readonly told: readonly Cause[]; readonly causes: readonly Cause[]},
): number | null {
  if (evidence === 'simulated' || said?.kind !== 'tree') return null
  const keyOf = (index: number): Key => trace.key(trace.keyAt(index))
  const find = (isAgain: IsAgain | null, calls: readonly number[]): number | null =>
    (isAgain && calls.find((index) => isAgain(keyOf(index)))) ?? null
  const isNew = (place: Place): boolean =>
    [...opening, ...recent].every((index) =>
      isUntold(keyOf(index), place)
        ? isCarried(trace.at(index), place)
        : heldAt(keyOf(index), place) !== heldAt(key, place),
    )
  return find(sameLeaves(key, causes, isNew), opening) ?? find(sameTrees(key, told), recent.toReversed())
}

/** Whether a call holds at a place what an earlier one held: JAX compared their trees, and does not name it. */
const isCarried = ({blamed: said}: Event, {path}: Place): boolean =>
  said !== undefined &&
  (said.kind === 'types' ||
    (said.kind === 'tree' &&
      said.more === undefined &&
      said.places.length > 0 &&
      said.places.every((one) => !isWithin(path, one.path) && !isWithin(one.path, path))))

/** Whether an earlier key may be the one again. */
type IsAgain = (earlier: Key) => boolean

/**
 * Of the same leaves, one by one, and not known to be of another tree; null where more is told than these.
 *
 * @param isNew whether no earlier call held what stands at a place, told or not
 */
function sameLeaves(key: Key, causes: readonly Cause[], isNew: (place: Place) => boolean): IsAgain | null {
  if (causes.length === 0 || !causes.every(isOfLeaves)) return null
  const trees = beneath(key, placesOf(causes, ['tree']))
  return (earlier) =>
    haveSameLeaves(key, earlier) &&
    trees.every((place) => mayHoldSame(earlier, key, place)) &&
    !trees.some((place) => isUntold(earlier, place) && isNew(place))
}

/** Known to hold all that is told of the tree, and of no other structure that is told; null where more is told than trees. */
function sameTrees(key: Key, told: readonly Cause[]): IsAgain | null {
  const trees = placesOf(told, structural)
  if (trees.length === 0 || trees.length < told.length) return null
  const own = structure(key)
  const isAsOwn = (earlier: Key) => (place: Place) => mayHoldSame(earlier, key, place)
  return (earlier) =>
    trees.every((place) => !isUntold(earlier, place) && mayHoldSame(earlier, key, place)) &&
    own.every(isAsOwn(earlier)) &&
    structure(earlier).every(isAsOwn(earlier))
}

/** Whether it tells of leaves, or of the tree that they stand in. */
export const isOfLeaves = ({component}: Cause): boolean => component === 'aval' || component === 'tree'

/** The places at which something of these components is told to differ. */
const placesOf = (told: readonly Cause[], of: readonly Component[]): readonly Place[] =>
  told.flatMap(({component, segments}) => (of.includes(component) ? [placeOf(component, segments)] : []))

/** These places, and what a key tells of the tree beneath them: JAX prints a container with its metadata as one. */
const beneath = (key: Key, places: readonly Place[]): readonly Place[] => [
  ...places,
  ...structure(key).filter(({path}) => places.some((place) => isWithin(path, place.path))),
]

/** Whether two keys hold the same at a place, for all that is told of both. */
const mayHoldSame = (one: Key, other: Key, place: Place): boolean =>
  heldAt(one, place) === heldAt(other, place) || isUntold(one, place) || isUntold(other, place)

const allArguments = placeOf('tree', ['args'])

/** Whether two keys are told to be of as many arguments by position. */
export function haveSameArguments(one: Key, other: Key): boolean {
  const held = heldAt(one, allArguments)
  return held !== undefined && held === heldAt(other, allArguments)
}

/** What a key holds at a place, as text; undefined where it holds nothing. */
const heldAt = (key: Key, {slot}: Place): string | undefined => heldBy(key).get(slot)

/** Whether a log does not tell what a key holds at a place. */
const isUntold = (key: Key, place: Place): boolean =>
  heldAt(key, place) === undefined && isHidden(key.unknown, place.component, place.path)

const structure = ({facts}: Key): readonly Place[] =>
  facts.flatMap((fact) => {
    const {component, path, unplaced} = fact
    return structural.includes(component) && unplaced !== true
      ? [{component, path, slot: placed(fact).slot}]
      : []
  })

const structural: readonly Component[] = ['tree', 'graphdef', 'static']
