import {type Component, type Fact, type Key, type Path, show} from '../log/index.ts'
import {grouped} from './grouped.ts'
import {haveSameTypes} from './othertypes.ts'
import {isHidden, type Placed, placed, slotOf, valueOf} from './slot.ts'

/** A thing that stood elsewhere: the same content, another path. */
export interface Move {
  readonly from: Path
  readonly to: Path
  readonly component: Component
}

/**
 * Subtrees that only one key has, with equal content: a renamed attribute, a thing moved to another owner. What the other key does
 * not tell of may be there as well, and did not move; nor did what an argument holds, where nothing is told of it and the types differ.
 */
export function renamed(now: Key, before: Key, theirs: readonly Placed[]): Move[] {
  const mine = now.facts.map(placed)
  const added = roots(mine, theirs)
    .filter(({component, path}) => !isHidden(before.unknown, component, path))
    .filter(({size}) => size > 0 || haveSameTypes(now, before))
  const gone = roots(theirs, mine).filter(({component, path}) => !isHidden(now.unknown, component, path))
  if (added.length === 0 || gone.length === 0) return []
  const alike = grouped(added, contentOf)
  const candidates = grouped(gone, contentOf)
  const moves: Move[] = []
  const taken = new Set<Root>()
  const isReplaced = replaced(now, theirs)
  for (const root of added) {
    const isOnly = alike.get(root.content)?.length === 1
    if (isReplaced(root.path) || (root.size <= 1 && !isOnly)) continue
    const equal = (candidates.get(root.content) ?? []).filter(
      (other) => !taken.has(other) && (other.component === root.component || isLeafPair(other, root)),
    )
    const siblings = equal.filter(({owner}) => owner === root.owner)
    const [match] = siblings.length > 0 || root.size <= 3 ? siblings : equal
    if (match === undefined || (root.size <= 1 && siblings.length > 1)) continue
    taken.add(match)
    moves.push({from: match.path, to: root.path, component: root.component})
  }
  return moves
}

const contentOf = ({content}: Root): string => content

const argument = /^k?w?args(?:\[[^\]]*\])?$/

/** What holds a thing: a node's path, or nothing for an argument. */
const ownerOf = (path: Path): string => (argument.test(show(path)) ? '' : show(path.slice(0, -1)))

/** Whether a path lies in a node that is of another class now: what such a node holds did not move. */
function replaced(now: Key, theirs: readonly Placed[]): (path: Path) => boolean {
  const classes = new Map(
    theirs.flatMap(({fact, path}) => (fact.kind === 'node' ? [[show(path), fact.value] as const] : [])),
  )
  const others = new Set(
    now.facts.flatMap(({kind, path, value}) =>
      kind === 'node' && (classes.get(show(path)) ?? value) !== value ? [show(path)] : [],
    ),
  )
  return (path) => path.some((_, length) => others.has(show(path.slice(0, length))))
}

/** An argument that is one leaf, told with its tree in one key and without in the other. */
const isLeafPair = (a: Root, b: Root): boolean => a.component !== 'graphdef' && b.component !== 'graphdef'

interface Root {
  readonly path: Path
  readonly component: Component
  /** What holds it. */
  readonly owner: string
  readonly content: string
  readonly size: number
}

const unnamed = /^k?w?args\[/

/** The outermost things of one key that the other has not, each with its content as text. */
function roots(entries: readonly Placed[], others: readonly Placed[]): Root[] {
  const held = new Set(others.map(({slot}) => slot))
  const alone = entries.filter(({fact, slot}) => fact.component !== 'placement' && !held.has(slot))
  const own = new Set(alone.map(({slot}) => slot))
  const found: {entry: Placed; content: string[]}[] = []
  const byPlace = new Map<string, (typeof found)[number]>()
  const isUnnamed = ([root]: Path): boolean => root !== undefined && unnamed.test(root)
  const isHolder = ({fact, path}: Placed): boolean =>
    fact.component === 'graphdef' ||
    fact.component === 'tree' ||
    (fact.component === 'aval' && isUnnamed(path) && !own.has(slotOf('tree', path)))
  const holders = alone.filter(isHolder).sort((a, b) => a.path.length - b.path.length)
  for (const entry of holders) {
    const {component} = entry.fact
    const isInside = entry.path.some(
      (_, at) => at > 0 && byPlace.has(slotOf(component, entry.path.slice(0, at))),
    )
    if (isInside) continue
    const root = {entry, content: []}
    byPlace.set(entry.slot, root)
    found.push(root)
  }
  const rootAt = (path: Path) =>
    byPlace.get(slotOf('graphdef', path)) ??
    byPlace.get(slotOf('tree', path)) ??
    byPlace.get(slotOf('aval', path))
  for (const {fact, path} of alone) {
    const above = path.map((_, at) => path.slice(0, at + 1)).find((one) => rootAt(one) !== undefined)
    if (above === undefined || fact.value === 'leaf' || fact.value === 'present') continue
    const below = slotOf(fact.component, path.slice(above.length))
    rootAt(above)?.content.push(`${below}\u0002${contentBelow(fact, above)}`)
  }
  return found.map(({entry, content}) => ({
    path: entry.path,
    component: entry.fact.component,
    owner: ownerOf(entry.path),
    content: content.sort().join('\u0003'),
    size: content.length,
  }))
}

/** A reference into the subtree itself counts by where it points within it. */
export function contentBelow(fact: Fact, root: Path): string {
  if (fact.kind !== 'reference') return valueOf(fact)
  const text = show(root)
  return fact.value.startsWith(text) ? fact.value.slice(text.length) : fact.value
}
