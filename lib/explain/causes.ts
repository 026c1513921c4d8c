import {components, type Evidence, type Fact, type Key, type Path, show} from '../log/index.ts'
import {align} from './align.ts'
import type {Cause} from './explanation.ts'
import {fold} from './fold.ts'
import type {Move} from './renamed.ts'
import {
  holderOf,
  isArgument,
  isAtOnePlace,
  isHidden,
  isWithin,
  slotOf,
  valueOf,
  withoutAddress,
} from './slot.ts'

/** What one slot holds in the two keys. */
interface Difference {
  readonly path: Path
  readonly now: Fact | null
  readonly before: Fact | null
}

/**
 * Everything that differs between a key and an earlier one, each once, at its root: a subtree that only one of them has is one
 * cause, a subtree that stood elsewhere is `moved`, equal text with another identity is `identity`. What either key's log did not
 * tell is no difference.
 *
 * @param evidence how the two calls are known
 */
export function causes(now: Key, before: Key, evidence: Evidence): Cause[] {
  return _causes(withoutLeftovers(now), withoutLeftovers(before), evidence)
}

/** Items of an nnx.List past its length are left over from a deletion: flax keeps them, no program sees them. */
function withoutLeftovers(key: Key): Key {
  const lengths = key.facts.filter(
    ({component, path, value}) =>
      component === 'graphdef' && path.at(-1) === '_length' && /^\d+$/.test(value),
  )
  const isLeftover = ({path}: Fact): boolean =>
    lengths.some((length) => {
      const at = length.path.length - 1
      return (
        /^\d+$/.test(path[at] ?? '') &&
        Number(path[at]) >= Number(length.value) &&
        isWithin(path, length.path.slice(0, -1))
      )
    })
  return lengths.length > 0 && key.facts.some(isLeftover)
    ? {...key, facts: key.facts.filter((fact) => !isLeftover(fact))}
    : key
}

/**
 * The facts that differ, where the keys hold the same places in one order and none of the few differences is of structure: each
 * is then a cause. Null for any others.
 */
function plainChanges({facts}: Key, {facts: others}: Key): Difference[] | null {
  if (facts.length !== others.length) return null
  const changed: Difference[] = []
  for (const [at, fact] of facts.entries()) {
    const other = others[at]
    if (other === undefined || !isAtOnePlace(fact, other)) return null
    if (
      fact === other ||
      (fact.value === other.value && fact.identity === other.identity && fact.kind === other.kind) ||
      isSame(fact, other, [])
    )
      continue
    const isPlain =
      fact.component !== 'graphdef' &&
      fact.component !== 'tree' &&
      !isMere(fact) &&
      !isMere(other) &&
      !bookkeeping.has(fact.path.at(-1) ?? '')
    if (!isPlain || changed.length === 16) return null
    changed.push({path: fact.path, now: fact, before: other})
  }
  const isTwice = changed.some(
    ({now}) => now !== null && facts.some((fact) => fact !== now && isAtOnePlace(fact, now)),
  )
  return isTwice ? null : changed
}

function _causes(now: Key, before: Key, evidence: Evidence): Cause[] {
  const plain = plainChanges(now, before)
  if (plain !== null)
    return ranked(plain.map((difference) => cause('', difference, evidence, new Map(), new Map())))
  const {placed, moves} = align(now, before)
  const theirs = new Map(placed.map((entry) => [slotOf(entry.fact.component, entry.path), entry]))
  const mine = new Map(now.facts.map((fact) => [slotOf(fact.component, fact.path), fact]))
  const differences = new Map<string, Difference>()
  for (const [slot, fact] of mine) {
    const other = theirs.get(slot)?.fact ?? null
    if (other === null ? isHidden(before.unknown, fact.component, fact.path) : isSame(fact, other, moves))
      continue
    differences.set(slot, {path: fact.path, now: fact, before: other})
  }
  for (const [slot, {fact, path}] of theirs) {
    if (mine.has(slot) || isHidden(now.unknown, fact.component, fact.path)) continue
    differences.set(slot, {path, now: null, before: fact})
  }

  const hasMine = (slot: string): boolean => mine.has(slot)
  const hasTheirs = (slot: string): boolean => theirs.has(slot)
  const holderAt = ({path, now: own, before: other}: Difference): Difference | undefined => {
    const fact = own ?? other
    const holder =
      fact === null ? null : holderOf({component: fact.component, path}, own === null ? hasTheirs : hasMine)
    return holder === null ? undefined : differences.get(holder)
  }
  const isRestructured = [...differences.values()].some(
    (one) => (one.now ?? one.before)?.component === 'tree',
  )
  const nameless = countNameless(now) - countNameless(before)
  for (const [slot, difference] of isRestructured ? [...differences] : []) {
    const fact = difference.now ?? difference.before
    const isAlone = difference.now === null || difference.before === null
    if (fact === null || !isAlone || !isLeaf(fact)) continue
    const isNamedThere = difference.now === null ? nameless <= 0 : nameless >= 0
    if (isNameless(difference.path) || !isNamedThere) differences.delete(slot)
  }

  const found: Cause[] = []
  for (const [slot, difference] of differences) {
    const fact = difference.now ?? difference.before
    if (fact === null || isConsequence(difference, differences, moves)) continue
    if (
      isMere(fact) &&
      moves.some(({from, to}) => isWithin(difference.path, to) || isWithin(difference.path, from))
    )
      continue
    if (isWithinReplaced(difference.path, differences)) continue
    const held = holderAt(difference)
    const isAlone = difference.now === null || difference.before === null
    if (held !== undefined && isAlone && !isOutside(difference) && !isConsequence(held, differences, moves)) {
      if (held.now === null || held.before === null || isReplaced(held)) continue
    }
    found.push(cause(slot, difference, evidence, mine, theirs))
  }
  for (const move of moves) {
    found.push({
      component: move.component === 'aval' ? 'tree' : move.component,
      path: show(move.to),
      segments: move.to,
      change: 'moved',
      now: show(move.to),
      before: show(move.from),
      from: show(move.from),
      evidence,
    })
  }
  return ranked(merged(found))
}

/** The causes in the order of their components, those that are alike folded. */
function ranked(causes: Cause[]): Cause[] {
  const rank = (one: Cause): number => components.indexOf(one.component)
  return fold(causes.sort((a, b) => rank(a) - rank(b)))
}

/** What is gone at a path where something of another kind is now, a static value where an array was, is one change. */
function merged(causes: readonly Cause[]): Cause[] {
  const removed = new Map(causes.filter(({change}) => change === 'removed').map((one) => [one.path, one]))
  const taken = new Set<Cause>()
  const all = causes.map((one): Cause => {
    const other = one.change === 'added' ? removed.get(one.path) : undefined
    if (other === undefined || other.component === one.component || other.before === one.now) return one
    taken.add(other)
    return {...one, change: 'changed', before: other.before}
  })
  return all.filter((one) => !taken.has(one))
}

/** A reference is the same when it points at the same thing, wherever that went. */
function isSame(now: Fact, before: Fact, moves: readonly Move[]): boolean {
  if (valueOf(now) === valueOf(before) && now.kind === before.kind) return true
  if (now.kind !== 'reference' || before.kind !== 'reference') return false
  return moves.some(({from, to}) => {
    const text = show(from)
    return before.value.startsWith(text) && now.value === show(to) + before.value.slice(text.length)
  })
}

/** flax's own bookkeeping of a node's children, which changes with them. */
const bookkeeping = new Set(['_pytree__nodes', '_pytree__state', '_length'])

/** Whether it lies in a node that is of another class now, and so differs throughout. */
function isWithinReplaced(path: Path, all: ReadonlyMap<string, Difference>): boolean {
  for (let length = 1; length < path.length; length++) {
    const owner = all.get(slotOf('graphdef', path.slice(0, length)))
    if (
      owner?.now?.kind === 'node' &&
      owner.before?.kind === 'node' &&
      owner.now.value !== owner.before.value
    )
      return true
  }
  return false
}

/** A container or a node of another kind: what it holds differs because of that. */
const isReplaced = ({now, before}: Difference): boolean =>
  now?.kind === 'container' ||
  now?.kind === 'node' ||
  now?.kind === 'variable' ||
  (now !== null && now.kind !== before?.kind)

/** The kind of a container without its size: `tuple`, `dict`. */
const shapeOf = ({value}: Fact): string => /^(?:<class ')?\w+/.exec(value)?.[0] ?? value

/** Whether something in the container at `path` was added or removed: it says what the container's size does, and where. */
const isChild = ({now, before, path: child}: Difference, path: Path): boolean =>
  (now === null || before === null) &&
  (isBeneath(child, path) ||
    (path.length === 1 &&
      path[0] === 'args' &&
      isArgument(child) &&
      !isBeneath(child, ['kwargs']) &&
      (now ?? before)?.component !== 'static'))

const isBeneath = (path: Path, above: Path): boolean => isWithin(path, above) && !isWithin(above, path)

/** That something is there, of which other facts tell more. */
const isMere = ({value}: Fact): boolean => value === 'leaf' || value === 'present'

const isLeaf = ({component}: Fact): boolean => component === 'aval' || component === 'placement'

/** A leaf of which the log does not tell the place. */
const isNameless = (path: Path): boolean =>
  path[0] === 'leaves' || path.some((segment) => segment.startsWith('[leaf '))

const countNameless = (key: Key): number =>
  key.facts.filter(({component, path}) => component === 'aval' && isNameless(path)).length

/** A difference that another one says better. */
function isConsequence(
  {path, now, before}: Difference,
  all: ReadonlyMap<string, Difference>,
  moves: readonly Move[],
): boolean {
  const last = path.at(-1)
  if (now?.kind === 'container' && before?.kind === 'container' && shapeOf(now) === shapeOf(before)) {
    for (const other of all.values()) if (isChild(other, path)) return true
    if (moves.some(({from, to}) => isBeneath(from, path) || isBeneath(to, path))) return true
  }
  if (last === undefined || !bookkeeping.has(last) || now === null || before === null) return false
  const parent = path.slice(0, -1)
  for (const other of all.values()) {
    if (
      other.path.length > parent.length &&
      !bookkeeping.has(other.path.at(-1) ?? '') &&
      isWithin(other.path, parent)
    )
      return true
  }
  return false
}

/** A reference out of a subtree that is new: that it is shared is worth a word of its own. */
const isOutside = ({now, before, path}: Difference): boolean => {
  const fact = now ?? before
  return fact !== null && fact.kind === 'reference' && !fact.value.startsWith(show(path.slice(0, -1)))
}

function cause(
  slot: string,
  {path, now, before}: Difference,
  evidence: Evidence,
  mine: ReadonlyMap<string, Fact>,
  theirs: ReadonlyMap<string, {readonly fact: Fact}>,
): Cause {
  const fact = now ?? before
  const component = fact?.component ?? 'tree'
  const segments = now === null ? (before?.path ?? path) : path
  const at = slot.slice(slot.indexOf('\u0000'))
  const text = (one: Fact | null, leaf: Fact | undefined): string | null => {
    if (one === null) return null
    if (one.kind === 'reference') return `shared with ${one.value}`
    return isMere(one) && leaf !== undefined ? leaf.value : one.value
  }
  const isOnlyIdentity =
    now !== null &&
    before !== null &&
    now.kind === before.kind &&
    withoutAddress(now.value) === withoutAddress(before.value)
  return {
    // An aval that only one key has is a leaf that only one tree has.
    component: component === 'aval' && (now === null || before === null) ? 'tree' : component,
    path: show(segments),
    segments,
    change: now === null ? 'removed' : before === null ? 'added' : isOnlyIdentity ? 'identity' : 'changed',
    now: text(now, mine.get(`aval${at}`)),
    before: text(before, theirs.get(`aval${at}`)?.fact),
    evidence: now?.evidence ?? before?.evidence ?? evidence,
    ...(fact !== null && {kind: fact.kind}),
  }
}
