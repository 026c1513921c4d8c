import {components, type Evidence, type Fact, type Key, show} from '../log/index.ts'
import {type Delta, leftOver, type Stand, withoutAddress} from '../words/index.ts'
import {comparable} from './avaltext.ts'
import {cause} from './cause.ts'
import {isConsequence} from './consequence.ts'
import {compareSlots, type Difference, isMere, plainDifferences, type Sides} from './difference.ts'
import type {Cause} from './explanation.ts'
import {fold} from './fold.ts'
import {asLeftovers, withoutLeftovers} from './leftovers.ts'
import {withItems} from './lengths.ts'
import type {Move} from './renamed.ts'
import {otherObjects, otherParts, textual} from './valueparts.ts'

/**
 * Everything that differs between a key and an earlier one, each once, at its root: a subtree that only one of them has is one
 * cause, a subtree that stood elsewhere is `moved`, equal text with another identity is `identity`. What either key's log did not
 * tell is no difference. What a list keeps past its length counts where nothing else differs: JAX compares it too.
 *
 * @param evidence how the two calls are known
 * @example
 * causes(key, earlier, 'observed').map(({path, now, before}) => [path, now, before]) // [['model.drop.rate', '0.2', '0.1']]
 */
export function causes(now: Key, before: Key, evidence: Evidence): readonly Cause[] {
  const [mine, theirs] = [withoutLeftovers(now), withoutLeftovers(before)]
  const found = _causes(mine, theirs, evidence)
  const isOfLeftovers = found.length === 0 && (mine !== now || theirs !== before)
  return isOfLeftovers ? _causes(asLeftovers(now), asLeftovers(before), evidence) : found
}

function _causes(now: Key, before: Key, evidence: Evidence): readonly Cause[] {
  const plain = plainDifferences(now, before)
  if (plain !== null)
    return ranked(plain.flatMap((one) => apart(differing(one, deltaOf(one), evidence), one)))
  const sides = compareSlots(now, before)
  const found = [...sides.differences]
    .filter(([, one]) => !isConsequence(one, sides))
    .flatMap(([slot, one]) => apart(differing(one, deltaOf(one, leafAt(slot, sides)), evidence), one))
  const all = merged([...found, ...sides.moves.map((move) => moved(move, evidence))])
  return ranked(all.map((one) => withItems(one, now, before)))
}

/** The causes in the order of their components, those that are alike folded. */
function ranked(all: Cause[]): readonly Cause[] {
  const rank = (one: Cause): number => components.indexOf(one.component)
  return fold(all.sort((a, b) => rank(a) - rank(b)))
}

/** What is gone at a path where something of another kind is now, a static value where an array was, is one change. */
function merged(all: readonly Cause[]): Cause[] {
  const removed = new Map<string, {readonly one: Cause; readonly before: Stand}>()
  for (const one of all)
    if (one.delta.kind === 'removed' && one.component !== 'placement')
      removed.set(one.path, {one, before: one.delta.before})
  const taken = new Set<Cause>()
  const joined = all.map((one) => {
    const gone = removed.get(one.path)
    if (one.delta.kind !== 'added' || gone === undefined) return one
    const isOfOneKind = gone.one.component === one.component && gone.one.kind === one.kind
    if (isOfOneKind || gone.one.before === one.now) return one
    taken.add(gone.one)
    return cause({...one, delta: replaced(one.delta.now, gone.before)})
  })
  return joined.filter((one) => !taken.has(one))
}

const differing = ({path, fact, now, before}: Difference, delta: Delta, evidence: Evidence): Cause =>
  cause({
    // An aval that only one key has is a leaf that only one tree has.
    component: fact.component === 'aval' && (now === null || before === null) ? 'tree' : fact.component,
    segments: now === null ? fact.path : path,
    delta,
    evidence: now?.evidence ?? before?.evidence ?? evidence,
    kind: fact.kind,
    ...(fact.unplaced === true && {unplaced: true}),
  })

/** A static value that holds others is told by those of them that differ. */
function apart(whole: Cause, {now, before}: Difference): Cause[] {
  const {component, kind, segments, delta} = whole
  const isStatic = component === 'static' || (component === 'tree' && kind === 'static')
  if (!isStatic || delta.kind !== 'value' || now === null || before === null) return [whole]
  const objects = otherObjects(now, before)
  if (objects === null) return [whole]
  const parts = [...otherParts(now.value, before.value), ...objects]
  if (parts.length === 0 || parts.some(({path}) => path.length === 0)) return [whole]
  return parts.map(({path, delta}) => cause({...whole, segments: [...segments, ...path], delta, part: true}))
}

const moved = ({component, from, to}: Move, evidence: Evidence): Cause =>
  cause({
    component: component === 'aval' ? 'tree' : component,
    segments: to,
    delta: {kind: 'moved', from: show(from), to: show(to)},
    evidence,
  })

/** The facts of a leaf's type, in the two keys. */
interface Leaf {
  readonly now?: Fact | undefined
  readonly before?: Fact | undefined
}

const leafAt = (slot: string, {mine, theirs}: Sides): Leaf => {
  const aval = `aval${slot.slice(slot.indexOf('\u0000'))}`
  return {now: mine.get(aval), before: theirs.get(aval)?.fact}
}

/** How a place differs; the type of a leaf is told where the tree says only that it is there. */
function deltaOf({now, before}: Difference, leaf: Leaf = {}): Delta {
  if (now === null) return {kind: 'removed', before: standing(before, leaf.before)}
  if (before === null) return {kind: 'added', now: standing(now, leaf.now)}
  return now.kind === before.kind && withoutAddress(now.value) === withoutAddress(before.value)
    ? textual(now.value, before.value)
    : now.component === 'aval' && before.component === 'aval'
      ? replaced(...comparable(now, before))
      : replaced(standing(now, leaf.now), standing(before, leaf.before))
}

function standing(fact: Fact, leaf: Fact | undefined): Stand {
  if (fact.kind === 'leftover') return leftOver
  if (fact.kind === 'reference') return {sharedWith: fact.value}
  return leaf !== undefined && isMere(fact) ? leaf.value : fact.value
}

const replaced = (now: Stand, before: Stand): Delta =>
  typeof now === 'string' && typeof before === 'string'
    ? {kind: 'value', now, before}
    : {kind: 'shared', now, before}
