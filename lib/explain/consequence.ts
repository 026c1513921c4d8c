import {type Fact, type Path, show} from '../log/index.ts'
import {lengthOf, otherNames} from './containertext.ts'
import {type Difference, isBookkeeping, isMere, type Sides} from './difference.ts'
import {withoutAddress} from '../words/index.ts'
import {kept} from './grouped.ts'
import {holderOf, isArgument, isWithin, slotOf} from './slot.ts'

/** Whether another difference, or what moved, says this one better. */
export const isConsequence = (difference: Difference, sides: Sides): boolean =>
  isOfLeaves(difference, sides) ||
  isOfLength(difference, sides) ||
  isOfChildren(difference, sides) ||
  isOfMove(difference, sides) ||
  isInReplaced(difference, sides) ||
  isOfHolder(difference, sides)

/** How many leaves without a name there are, where something else of the arguments says why; such a leaf, where its change is told by its name. */
function isOfLeaves({fact, now, before}: Difference, sides: Sides): boolean {
  if (fact.unplaced !== true) return false
  const {trees, named} = kept(reasons, sides, reasonsOf)
  return fact.component === 'tree'
    ? trees.some((other) => other !== fact)
    : named.has(changeOf(fact, now, before))
}

/** A change of a part of the key as text, wherever it is. */
const changeOf = ({component}: Fact, now: Fact | null, before: Fact | null): string =>
  JSON.stringify([component, now?.value, before?.value])

/** What may say better that leaves without a name differ. */
interface Reasons {
  /** What differs in the trees of the arguments, two of it at most. */
  readonly trees: readonly Fact[]
  /** The changes of what has a name. */
  readonly named: ReadonlySet<string>
}

/** Found once for all differences of two keys. */
const reasons = new WeakMap<Sides, Reasons>()

function reasonsOf({differences}: Sides): Reasons {
  const all = [...differences.values()]
  return {
    trees: all
      .filter(isOfTrees)
      .slice(0, 2)
      .map(({fact}) => fact),
    named: new Set(
      all.flatMap(({fact, now, before}) => (fact.unplaced === true ? [] : [changeOf(fact, now, before)])),
    ),
  }
}

/** Whether a difference is one of the arguments' trees that reads as one. */
const isOfTrees = ({fact: {component}, now, before}: Difference): boolean =>
  (component === 'tree' || component === 'graphdef') &&
  !(now !== null && before !== null && readsAlike(now, before))

/** Two objects that print alike: what else differs, they do not explain. */
const readsAlike = (one: Fact, other: Fact): boolean =>
  one.kind === other.kind && withoutAddress(one.value) === withoutAddress(other.value)

/** What of the differences lies beneath each place, the place as the slot of a container. */
interface Beneath {
  /** Places above something that one key alone has, or that moved. */
  readonly moving: ReadonlySet<string>
  /** Places above any difference but bookkeeping. */
  readonly any: ReadonlySet<string>
  /** An argument by position is in one key alone. */
  readonly argument: boolean
}

/** Found once for all differences of two keys. */
const remembered = new WeakMap<Sides, Beneath>()

/** A place that lies deeper is not looked for. */
const deepest = 64

/** The slots of the containers above a place. */
function* above(path: Path): Generator<string> {
  const slot = slotOf('tree', path.slice(0, deepest))
  let at = slot.indexOf('\u0000')
  if (path.length > 0) yield slot.slice(0, at + 1)
  for (at = slot.indexOf('\u0000', at + 1); at >= 0; at = slot.indexOf('\u0000', at + 1))
    yield slot.slice(0, at)
}

function beneath(sides: Sides): Beneath {
  const moving = new Set<string>()
  const any = new Set<string>()
  let argument = false
  for (const {path, fact, now, before} of sides.differences.values()) {
    const isMoving = now === null || before === null
    for (const slot of above(path)) {
      if (isMoving) moving.add(slot)
      if (!isBookkeeping(path)) any.add(slot)
    }
    argument ||= isMoving && fact.component !== 'static' && isArgument(path) && !isBeneath(path, ['kwargs'])
  }
  for (const {from, to} of sides.moves)
    for (const path of [from, to]) for (const slot of above(path)) moving.add(slot)
  return {moving, any, argument}
}

/** What only one key has in a list or a tuple: that this is longer in one of them says it, at one place for all that it holds. */
const isOfLength = ({path, now, before}: Difference, {differences}: Sides): boolean =>
  (now === null || before === null) &&
  path.some((_, length) => {
    const owner = length === 0 ? undefined : differences.get(slotOf('tree', path.slice(0, length)))
    return owner !== undefined && isLengthened(owner)
  })

/** The size of a container whose children tell it, or bookkeeping of a node's children. */
function isOfChildren(difference: Difference, sides: Sides): boolean {
  const {path, now, before} = difference
  const below = kept(remembered, sides, beneath)
  if (isResized(difference) && !isLengthened(difference)) {
    if (below.moving.has(slotOf('tree', path))) return true
    if (below.argument && isArguments(path)) return true
    if (path.length === 1 && path[0] === 'kwargs' && areTold(difference, sides)) return true
  }
  if (!isBookkeeping(path) || now === null || before === null) return false
  return below.any.has(slotOf('tree', path.slice(0, -1)))
}

/** `arrays['a1']`, or `['a1']` of `kwargs`. */
const subscript = /^[^[]*\['(.*)'\]$/

/** Whether all keywords that one call alone has are told as arguments of their own. */
function areTold({now, before}: Difference, {differences}: Sides): boolean {
  const others = otherNames(now?.value ?? '', before?.value ?? '')
  const told = new Set(
    [...differences.values()].flatMap(({path, now: mine, before: theirs}) =>
      path.length < 3 && (mine === null || theirs === null) ? path.slice(-1) : [],
    ),
  )
  const names = new Set([...told].map((segment) => segment.replace(subscript, '$1')))
  return others.length > 0 && others.every((name) => names.has(name))
}

const ofClass = "<class '"
const className = /^\w+/

/** The kind of a container without its size: `tuple`, `dict`; one without a name, `{'k'}`, is a kind of its own. */
function kindOf({value}: Fact): string {
  const bare = value.startsWith(ofClass) ? value.slice(ofClass.length) : value
  return className.exec(bare)?.[0] ?? bare
}

/** A container of one kind with other things in it. */
const isResized = ({now, before}: Difference): boolean =>
  now?.kind === 'container' && before?.kind === 'container' && kindOf(now) === kindOf(before)

const isArguments = (path: Path): boolean => path.length === 1 && path[0] === 'args'

/** A list or a tuple of another length, not that of the arguments, which have names. */
const isLengthened = (difference: Difference): boolean =>
  isResized(difference) &&
  !isArguments(difference.path) &&
  [difference.now, difference.before].every((fact) => fact !== null && lengthOf(fact.value) !== null)

const isBeneath = (path: Path, above: Path): boolean => isWithin(path, above) && !isWithin(above, path)

/** That something is there, or was, where it moved to or from. */
const isOfMove = ({path, fact}: Difference, {moves}: Sides): boolean =>
  isMere(fact) && moves.some(({from, to}) => isWithin(path, to) || isWithin(path, from))

/** What lies in a node that is of another class now, and so differs throughout. */
const isInReplaced = ({path}: Difference, {differences}: Sides): boolean =>
  path.some((_, length) => {
    if (length === 0) return false
    const owner = differences.get(slotOf('graphdef', path.slice(0, length)))
    return (
      owner?.now?.kind === 'node' && owner.before?.kind === 'node' && owner.now.value !== owner.before.value
    )
  })

/** What only one key has, in a thing that only one has or that is of another kind. */
function isOfHolder(difference: Difference, sides: Sides): boolean {
  const {path, fact, now, before} = difference
  if ((now !== null && before !== null) || isOutside(difference)) return false
  const side = now === null ? sides.theirs : sides.mine
  const holder = holderOf({component: fact.component, path}, (slot) => side.has(slot))
  const held = holder === null ? undefined : sides.differences.get(holder)
  if (held === undefined || isOfChildren(held, sides)) return false
  return held.now === null || held.before === null || isReplaced(held)
}

/** A container or a node of another kind: what it holds differs because of that. */
const isReplaced = ({now, before}: Difference): boolean =>
  now?.kind === 'container' ||
  now?.kind === 'node' ||
  now?.kind === 'variable' ||
  (now !== null && now.kind !== before?.kind)

/** A reference out of a subtree that is new: that it is shared is worth a word of its own. */
const isOutside = ({fact, path}: Difference): boolean =>
  fact.kind === 'reference' && !fact.value.startsWith(show(path.slice(0, -1)))
