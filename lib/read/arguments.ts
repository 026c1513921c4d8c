import type {PrintedLeaf} from './shorttype.ts'
import type {ExplainedKeys} from './explained.ts'
import {type ArgumentLeaves, type Given, type GraphNodes, graphNodes} from './graphnodes.ts'
import {type LeafNames, leafNames} from './leafnames.ts'
import {argumentAt, argumentOf, place} from './place.ts'
import {arityOf, type Subtree} from './subtree.ts'

/** What is told of a function object's parameters as a whole. */
export interface ToldParameters {
  readonly keys: ExplainedKeys
  readonly leafNames: LeafNames
  /** Positions of the arguments inside which a message names a place. */
  readonly containers: ReadonlySet<number>
  /** Input paths of the arguments that are static in a call, and so in all: they have no leaf. */
  readonly statics: ReadonlySet<string>
}

/** What the log tells of the parameters of one function object. */
export const toldParameters = (keys: ExplainedKeys): ToldParameters => ({
  keys,
  leafNames: leafNames(keys),
  containers: new Set(
    [...keys.trees.names()].flatMap((at) => (place(at).rest.length > 0 ? (argumentOf(at) ?? []) : [])),
  ),
  statics: new Set([...keys.trees.names()].filter((at) => isStatic(keys, at))),
})

const isStatic = ({calls, trees}: ExplainedKeys, at: string): boolean =>
  calls.some((_, c) => trees.get(at, c)?.component === 'static')

/**
 * The arguments of a call in the order of their leaves: graph nodes, others by position, keywords; fewer where they cannot be told. A
 * keyword may be static and have no leaf: where it may be that of a plain argument, it has one only where there
 * are as many leaves as arguments.
 */
export function callArguments(
  signature: ToldParameters,
  c: number,
  leaves: readonly PrintedLeaf[],
): {readonly nodes: GraphNodes; readonly all: readonly ArgumentLeaves[]} {
  const {keys, statics} = signature
  const nodes = graphNodes(keys, c, leaves)
  const names = keywordsOf(keys, c)
  const keywords = names.map((argument) => plainArgument({root: 1, argument}))
  const left = leaves.length - nodes.leaves - keywords.length
  const isCounted =
    arityOf(keys.trees.get('[0]', c)) === nodes.next + left &&
    !names.some((name) => statics.has(`[1][${name}]`))
  const isOpen = keywords.length > 0 && !isCounted && (nodes.found.length === 0 || left === 0)
  const behind = left < 0 || isOpen ? null : behindNodes(signature, c, nodes, left)
  return {nodes, all: behind === null ? nodes.found : [...nodes.found, ...behind, ...keywords]}
}

/** The arguments given by position behind the graph nodes, which have `left` leaves; null where they cannot be told. */
function behindNodes(
  signature: ToldParameters,
  c: number,
  nodes: GraphNodes,
  left: number,
): ArgumentLeaves[] | null {
  const {keys} = signature
  const arity = arityOf(keys.trees.get('[0]', c))
  const container = keys.trees.get(argumentAt(nodes.next), c)
  if (container?.component === 'tree' && container.type !== 'leaf') {
    const count = container.length ?? container.children ?? 0
    return count === left ? [containerArgument(keys, c, nodes.next, container, left)] : null
  }
  const places = Array.from({length: left}, (_, i) => nodes.next + i)
  if (arity === nodes.next + left && places.every((at) => mayBePlain(signature, c, at)))
    return places.map((at) => plainArgument({root: 0, argument: String(at)}))
  return nodes.found.length > 0 ? places.map(() => plainArgument(null)) : null
}

/** Whether an argument may be an array or a scalar, for all that the log tells. */
const mayBePlain = (
  {keys: {trees}, containers, statics}: ToldParameters,
  c: number,
  position: number,
): boolean => {
  const at = argumentAt(position)
  return !containers.has(position) && !statics.has(at) && (trees.get(at, c)?.type ?? 'leaf') === 'leaf'
}

const plainArgument = (given: Given | null): ArgumentLeaves => ({
  given,
  isPlain: true,
  isTold: false,
  isPlaced: given !== null,
  leaves: [[]],
  dropped: [],
})

/** The keywords of a call, sorted as JAX sorts them; none where not all of them are told. */
function keywordsOf(keys: ExplainedKeys, c: number): readonly string[] {
  const kwargs = keys.trees.get('[1]', c)
  if (kwargs === undefined) return []
  const told = keysAt(keys, '[1]', c)
  return told.length === kwargs.children ? told.sort() : []
}

/** The keys that a dict is known to have. */
const keysAt = ({members}: ExplainedKeys, at: string, c: number): string[] =>
  [...(members.keys.get(at) ?? [])].filter((key) => members.has.get(`${at}${key}`, c) === true)

/** An argument that is a container of `count` leaves, these by their subscripts where the log tells them. */
function containerArgument(
  keys: ExplainedKeys,
  c: number,
  position: number,
  {length}: Subtree,
  count: number,
): ArgumentLeaves {
  const told = keysAt(keys, argumentAt(position), c).filter((key) => key.startsWith("'"))
  const subscripts = length === null ? told.sort() : Array.from({length}, (_, i) => String(i))
  const isPlaced = subscripts.length === count
  const segments = isPlaced ? subscripts : Array.from({length: count}, (_, i) => `leaf ${i}`)
  return {
    given: {root: 0, argument: String(position)},
    isPlain: false,
    isTold: arityOf(keys.trees.get('[0]', c)) === position + 1,
    isPlaced,
    leaves: segments.map((segment) => [`[${segment}]`]),
    dropped: [],
  }
}
