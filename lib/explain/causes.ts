import {components, type Evidence, type Fact, type Key, type Path, show} from '../log/index.ts'
import {align} from './align.ts'
import type {Cause} from './explanation.ts'
import {fold} from './fold.ts'
import {holderOf, isHidden, isWithin, slotOf, valueOf, withoutAddress} from './slot.ts'

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
  const {placed, moves} = align(now, before)
  const theirs = new Map(placed.map((entry) => [slotOf(entry.fact.component, entry.path), entry]))
  const mine = new Map(now.facts.map((fact) => [slotOf(fact.component, fact.path), fact]))
  const differences = new Map<string, Difference>()
  for (const [slot, fact] of mine) {
    const other = theirs.get(slot)?.fact ?? null
    if (other === null ? isHidden(before.unknown, fact.component, fact.path) : isSame(fact, other, moves)) continue
    differences.set(slot, {path: fact.path, now: fact, before: other})
  }
  for (const [slot, {fact, path}] of theirs) {
    if (mine.has(slot) || isHidden(now.unknown, fact.component, fact.path)) continue
    differences.set(slot, {path, now: null, before: fact})
  }

  const hasMine = (slot: string): boolean => mine.has(slot)
  const hasTheirs = (slot: string): boolean => theirs.has(slot)
  const found: Cause[] = []
  for (const [slot, difference] of differences) {
    const fact = difference.now ?? difference.before
    if (fact === null || isConsequence(difference, differences)) continue
    const holder = holderOf({component: fact.component, path: difference.path}, difference.now === null ? hasTheirs : hasMine)
    const held = holder === null ? undefined : differences.get(holder)
    const isAlone = difference.now === null || difference.before === null
    if (held !== undefined && isAlone && !isOutside(difference)) {
      if (held.now === null || held.before === null || isReplaced(held)) continue
    }
    found.push(cause(slot, difference, evidence, mine, theirs))
  }
  for (const move of moves) {
    found.push({
      component: move.component,
      path: show(move.to),
      segments: move.to,
      change: 'moved',
      now: show(move.to),
      before: show(move.from),
      from: show(move.from),
      evidence,
    })
  }
  const rank = (one: Cause): number => components.indexOf(one.component)
  return fold(found.sort((a, b) => rank(a) - rank(b)))
}

/** A reference is the same when it points at the same thing, wherever that went. */
function isSame(now: Fact, before: Fact, moves: readonly {readonly from: Path; readonly to: Path}[]): boolean {
  if (valueOf(now) === valueOf(before) && now.kind === before.kind) return true
  if (now.kind !== 'reference' || before.kind !== 'reference') return false
  return moves.some(({from, to}) => {
    const text = show(from)
    return before.value.startsWith(text) && now.value === show(to) + before.value.slice(text.length)
  })
}

/** flax's own bookkeeping of a node's children, which changes with them. */
const bookkeeping = new Set(['_pytree__nodes', '_pytree__state', '_length'])

/** A container or a node of another kind: what it holds differs because of that. */
const isReplaced = ({now, before}: Difference): boolean =>
  now?.kind === 'container' || now?.kind === 'node' || now?.kind === 'variable' || (now !== null && now.kind !== before?.kind)

/** A difference that another one says better. */
function isConsequence({path, now, before}: Difference, all: ReadonlyMap<string, Difference>): boolean {
  const last = path.at(-1)
  if (last === undefined || !bookkeeping.has(last) || now === null || before === null) return false
  const parent = path.slice(0, -1)
  for (const other of all.values()) {
    if (other.path.length > parent.length && !bookkeeping.has(other.path.at(-1) ?? '') && isWithin(other.path, parent)) return true
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
    return one.value === 'leaf' && leaf !== undefined ? leaf.value : one.value
  }
  const isOnlyIdentity = now !== null && before !== null && now.kind === before.kind && withoutAddress(now.value) === withoutAddress(before.value)
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
