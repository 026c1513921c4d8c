import {differing, type PrintedLeaf, plainType, strong} from './shorttype.ts'
import type {ExplainedKeys} from './explained.ts'
import {graphNodes} from './graphnodes.ts'
import type {NamedDifference} from './severity.ts'

/** The names that JAX's messages give to leaves, by where these stand in the compile line. */
export interface LeafNames {
  /** The name of the leaf at a position of a call that has `count` leaves. */
  at(count: number, position: number): LeafName | undefined
  /** Names by the position behind the leaves of the graph nodes. */
  readonly behindNodes: ReadonlyMap<number, LeafName>
}

/** A leaf's name, and the call whose message gives it. */
export interface LeafName {
  readonly name: string
  readonly call: number
}

/** Finds the leaves whose types the messages name. */
export function leafNames(keys: ExplainedKeys): LeafNames {
  const {calls, compared} = keys
  const names = new Map<string, LeafName>()
  const behindNodes = new Map<number, LeafName>()
  calls.forEach(({draft: {miss}, leaves}, c) => {
    if (miss?.severity !== 'types') return
    const before = compared.get(c)
    const others = before === undefined ? null : (calls[before]?.leaves ?? null)
    const own = leaves ?? others
    const places = leaves === null ? placesBefore(others, miss.types) : placesOf(leaves, others, miss.types)
    if (own === null || places === null) return
    const nodes = graphNodes(keys, c, own)
    for (const {position, name} of places) {
      names.set(`${own.length} ${position}`, {name, call: c})
      if (position >= nodes.leaves) behindNodes.set(position - nodes.leaves, {name, call: c})
    }
  })
  return {at: (count, position) => names.get(`${count} ${position}`), behindNodes}
}

interface NamedPosition {
  readonly position: number
  readonly name: string
}

/** Where the leaves stand whose types a message names: those that differ from the call compared with, else the only ones of their type. */
function placesOf(
  now: readonly PrintedLeaf[],
  before: readonly PrintedLeaf[] | null,
  types: readonly NamedDifference[],
): NamedPosition[] | null {
  const positions =
    before?.length === now.length
      ? differing(now, before).map(({position}) => position)
      : onlyPositions(now, types)
  return namedAt(positions, types)
}

/** Where they stand in the call compared with, where the log does not print the leaves of the call itself. */
const placesBefore = (
  before: readonly PrintedLeaf[] | null,
  types: readonly NamedDifference[],
): NamedPosition[] | null =>
  before === null
    ? null
    : namedAt(
        onlyPositions(
          before,
          types.map((one) => ({...one, now: one.before})),
        ),
        types,
      )

/** Names and positions one by one; null where they are not as many. */
function namedAt(positions: readonly number[], types: readonly NamedDifference[]): NamedPosition[] | null {
  const found = types.flatMap(({name}, i) => {
    const position = positions[i]
    return position === undefined ? [] : [{position, name}]
  })
  return positions.length === types.length && found.length === types.length ? found : null
}

/** The position of the only leaf of each of these types; fewer where one has none or several. */
function onlyPositions(leaves: readonly PrintedLeaf[], types: readonly NamedDifference[]): number[] {
  const only = new Map<string, number | null>()
  for (const [i, {type}] of leaves.entries()) only.set(strong(type), only.has(strong(type)) ? null : i)
  return types.flatMap(({now}) => only.get(strong(plainType(now))) ?? [])
}
