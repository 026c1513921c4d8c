import {isGraphNode} from './nodecell.ts'
import {type Container, container} from './container.ts'
import type {NodePath} from './filter.ts'
import {flatten, holdersIn, type References} from './flatten.ts'
import {equal} from '../python/index.ts'
import {GraphDef} from './graphdef.ts'
import {VariableState} from './state.ts'
import {unflatten, type Rebuild} from './unflatten.ts'
import {Variable, isVariable} from './variable.ts'

/** A tree of containers and graph nodes without its leaves. */
export type Structure =
  | {readonly kind: 'leaf'}
  | {readonly kind: 'constant'; readonly value: unknown}
  | {readonly kind: 'container'; readonly like: Container; readonly children: readonly Structure[]}
  | {readonly kind: 'node'; readonly graphdef: GraphDef; readonly values: readonly Structure[]}

/** A value that is no container and no graph node, and where it stands. */
interface TreeLeaf {
  readonly value: unknown
  readonly path: NodePath
  /** The Variable, or the state of one, that holds it; the leaf itself, where none does. */
  readonly holder: unknown
  /** Whether it stands in a graph node. */
  readonly inModel: boolean
}

/** How paths are told, and what counts as a leaf. */
interface Naming {
  /** Whether a value is a leaf although it could be taken apart; nothing is, where nothing else is said. */
  readonly isLeaf?: (value: unknown) => boolean
  /** An item of a container; its key, where nothing else is said. */
  readonly item?: (parts: Container, key: string | number) => string | number
  /** The `i`-th leaf of a graph node, at a path in it; that path, where nothing else is said. */
  readonly inside?: (at: NodePath, i: number) => NodePath
}

/** What stands for a leaf that is put back later. */
export const hole: Structure = Object.freeze({kind: 'leaf'})

/** What stands for a leaf that stays as it is. */
export const constant = (value: unknown): Structure => ({kind: 'constant', value})

/**
 * Takes a tree apart: graph nodes become a graphdef and the values of their Variables, containers are seen as jax.tree sees
 * them. With `references`, a node seen before is referred to; with null, it is taken apart again.
 *
 * @param leaf is given each leaf in order, and says what stands for it.
 * @throws {RangeError} without references, for a Module that holds itself.
 * @example
 * const leaves = []
 * const structure = takeApart([1, {b: 2}], null, ({value}) => (leaves.push(value), hole)) // leaves: [1, 2]
 * putTogether(structure, () => 0) // [0, {b: 0}]
 */
export function takeApart(
  tree: unknown,
  references: References | null,
  leaf: (leaf: TreeLeaf) => Structure,
  {item = (_parts, key) => key, inside = (at) => at, isLeaf = () => false}: Naming = {},
): Structure {
  const visit = (value: unknown, path: NodePath, holder: unknown, inModel: boolean): Structure => {
    if (isLeaf(value)) return leaf({value, path, holder: holder ?? value, inModel})
    if (isGraphNode(value)) {
      const {graphdef, leaves} = flatten(value, references)
      const values = leaves.map(([at, held], i) =>
        visit(isVariable(held) ? held.value : held, [...path, ...inside(at, i)], held, true),
      )
      return {kind: 'node', graphdef, values}
    }
    const parts = container(value)
    if (parts === null) return leaf({value, path, holder: holder ?? value, inModel})
    const owner = value instanceof VariableState ? value : holder
    const children = parts.children.map((child, i) =>
      visit(child, [...path, item(parts, parts.keys[i] ?? i)], owner, inModel),
    )
    return {kind: 'container', like: parts, children}
  }
  return visit(tree, [], null, false)
}

/** Builds a tree from its structure and leaves; the inverse of `takeApart`. */
export function putTogether(structure: Structure, next: () => unknown, rebuild: Rebuild = {}): unknown {
  switch (structure.kind) {
    case 'leaf':
      return next()
    case 'constant':
      return structure.value
    case 'container':
      return structure.like.make(structure.children.map((child) => putTogether(child, next, rebuild)))
    case 'node': {
      const values = structure.values.map((value) => putTogether(value, next, rebuild))
      return unflatten(structure.graphdef, values, rebuild)
    }
  }
}

/**
 * Whether two trees have the same containers, models and constants.
 *
 * @param sameConstant whether two constants are one; those that are the same value, where it is not given.
 */
export function sameStructure(
  a: Structure,
  b: Structure | undefined,
  sameConstant: (a: unknown, b: unknown) => boolean = Object.is,
): boolean {
  const areAlike = (as: readonly Structure[], bs: readonly Structure[]): boolean =>
    as.length === bs.length && as.every((one, i) => sameStructure(one, bs[i], sameConstant))
  if (a.kind === 'container' && b?.kind === 'container')
    return sameContainer(a.like, b.like) && areAlike(a.children, b.children)
  if (a.kind === 'node' && b?.kind === 'node')
    return a.graphdef.equals(b.graphdef) && areAlike(a.values, b.values)
  if (a.kind === 'constant' && b?.kind === 'constant') return sameConstant(a.value, b.value)
  return a.kind === b?.kind
}

/** Whether two containers are alike but for their children. */
const sameContainer = (a: Container, b: Container): boolean =>
  a.type === b.type &&
  a.class === b.class &&
  sameFixed(a.fixed, b.fixed) &&
  a.keys.every((key, i) => key === b.keys[i])

/** Whether what containers hold beside their children is the same, by Python's `==`. */
const sameFixed = (a: unknown, b: unknown): boolean =>
  a instanceof GraphDef && b instanceof GraphDef ? a.equals(b) : equal(a, b)

/** The structure of a tree; its leaves are appended to `leaves`. */
export const structureOf = (
  tree: unknown,
  leaves: unknown[],
  references: References | null,
  naming?: Naming,
): Structure =>
  takeApart(
    tree,
    references,
    ({value}) => {
      leaves.push(value)
      return hole
    },
    naming,
  )

/** The leaves of several trees in order, as `takeApart` meets them. */
export function leavesOf(trees: readonly unknown[], references: References | null): readonly unknown[] {
  const leaves: unknown[] = []
  const visit = (value: unknown): void => {
    if (isGraphNode(value))
      for (const held of holdersIn(value, references)) visit(isVariable(held) ? held.value : held)
    else {
      const parts = container(value)
      if (parts === null) leaves.push(value)
      else parts.children.forEach(visit)
    }
  }
  trees.forEach(visit)
  return leaves
}

/** The Variables of several trees in the order of the walk: each once, or, without references, as often as it is met. */
export const variablesOf = (
  trees: readonly unknown[],
  references: References | null = new Map(),
): readonly Variable[] => trees.flatMap((tree) => holdersIn(tree, references).filter(isVariable))

/** The graph nodes of several trees by the numbers that `takeApart` gives them. */
export function nodesOf(trees: readonly unknown[]): readonly object[] {
  const references: References = new Map()
  leavesOf(trees, references)
  return [...references.keys()]
}
