import {differing, mayBeOf, type PrintedLeaf} from './shorttype.ts'
import type {ExplainedKeys} from './explained.ts'
import {graphNodes} from './graphnodes.ts'
import type {NamedDifference} from './severity.ts'
import type {MissRecord, ToldKey} from './miss.ts'

/** The names that JAX's messages give to leaves, by where these stand in the compile line. */
export interface LeafNames {
  /** The name of the leaf at a position of a call, given by a call of the same structure with as many leaves. */
  at(call: number, position: number): LeafName | undefined
  /** The name of a leaf by its position behind the leaves of the graph nodes, of which there are `count`. */
  behindNodes(count: number, position: number): LeafName | undefined
}

/** A leaf's name, and the call whose message gives it. */
export interface LeafName {
  readonly name: string
  readonly call: number
}

/** Finds the leaves whose types the messages name. */
export function leafNames(keys: ExplainedKeys): LeafNames {
  const {calls, compared, structures} = keys
  const names = new Map<string, LeafName>()
  const behind = new Map<string, LeafName>()
  const slotOf = (c: number, count: number, position: number): string =>
    `${structures.classOf(c)} ${count} ${position}`
  const tell = (miss: MissRecord, key: ToldKey, before: number | null, c: number): void => {
    const leaves = calls[c]?.leaves ?? null
    const others = before === null ? null : (calls[before]?.leaves ?? null)
    const own = leaves ?? others
    if (own === null) return
    const nodes = graphNodes(keys, c, own)
    const left = own.length - nodes.leaves
    for (const {position, name} of positions(key, miss.given, leaves, others)) {
      names.set(slotOf(c, own.length, position), {name, call: c})
      if (nodes.found.length > 0 && position >= nodes.leaves)
        behind.set(`${left} ${position - nodes.leaves}`, {name, call: c})
    }
  }
  calls.forEach(({draft: {miss}}, c) => {
    miss?.keys.forEach((key, i) => {
      tell(miss, key, compared.get(c)?.[i] ?? null, c)
    })
  })
  return {
    at: (c, position) => names.get(slotOf(c, calls[c]?.leaves?.length ?? 0, position)),
    behindNodes: (count, position) => behind.get(`${count} ${position}`),
  }
}

interface NamedPosition {
  readonly position: number
  readonly name: string
}

/** Where the leaves stand that a message names, as far as there is one way only to lay its names over the leaves of the compile line. */
function positions(
  {severity, types}: ToldKey,
  given: MissRecord['given'],
  now: readonly PrintedLeaf[] | null,
  before: readonly PrintedLeaf[] | null,
): readonly NamedPosition[] {
  if (now !== null && given.length === now.length && holdAll(now, given))
    return given.map(({name}, position) => ({position, name}))
  if (severity !== 'types') return []
  if (now === null || before?.length !== now.length)
    return now === null && before !== null
      ? onlyWay(before, types, (leaf, one) => mayBeOf(leaf.type, one.before))
      : now === null
        ? []
        : onlyWay(now, types, (leaf, one) => mayBeOf(leaf.type, one.now))
  const differ = new Map(differing(now, before).map((pair) => [pair.position, pair]))
  return onlyWay(now, types, (leaf, one, position) => {
    const pair = differ.get(position)
    return mayBeOf(leaf.type, one.now) && mayBeOf((pair?.before ?? leaf).type, one.before)
  })
}

const holdAll = (leaves: readonly PrintedLeaf[], given: MissRecord['given']): boolean =>
  leaves.every((leaf, i) => {
    const one = given[i]
    return one !== undefined && mayBeOf(leaf.type, one.now)
  })

/** Names laid over leaves in order: each where the first and the last way to do so agree; none where there is no way. */
function onlyWay(
  leaves: readonly PrintedLeaf[],
  names: readonly NamedDifference[],
  fits: (leaf: PrintedLeaf, name: NamedDifference, position: number) => boolean,
): NamedPosition[] {
  const first = walk(leaves.length, names, (position, name) => {
    const leaf = leaves[position]
    return leaf !== undefined && fits(leaf, name, position)
  })
  const last = walk(leaves.length, names.toReversed(), (back, name) => {
    const position = leaves.length - 1 - back
    const leaf = leaves[position]
    return leaf !== undefined && fits(leaf, name, position)
  })
  if (first.length < names.length) return []
  return names.flatMap(({name}, i) => {
    const [position, back] = [first[i], last[names.length - 1 - i]]
    return position !== undefined && back !== undefined && position === leaves.length - 1 - back
      ? [{position, name}]
      : []
  })
}

/** The first positions, in order, that fit the names one by one; fewer where some find none. */
function walk(
  count: number,
  names: readonly NamedDifference[],
  fits: (position: number, name: NamedDifference) => boolean,
): number[] {
  const found: number[] = []
  let position = 0
  for (const name of names) {
    while (position < count && !fits(position, name)) position++
    if (position === count) return found
    found.push(position++)
  }
  return found
}
