import {
  container,
  type Container,
  flatten,
  type GraphDef,
  isGraphNode,
  type Rebuild,
  type References,
  unflatten,
  Variable,
} from '../graph/index.ts'

/** The structure of a tree of arguments or results without its leaves. */
export type Pure =
  | {readonly kind: 'leaf'}
  | {readonly kind: 'none'}
  | {readonly kind: 'container'; readonly like: Container; readonly children: readonly Pure[]}
  | {readonly kind: 'node'; readonly graphdef: GraphDef; readonly values: readonly Pure[]}

const leaf: Pure = Object.freeze({kind: 'leaf'})
const none: Pure = Object.freeze({kind: 'none'})

/**
 * Takes a tree apart: graph nodes become a graphdef and the values of their Variables. With `references`, a node seen
 * before is referred to (graph mode); with null, it is taken apart again (tree mode).
 *
 * @returns the structure; the leaves are appended to `leaves`.
 */
export function pure(value: unknown, leaves: unknown[], references: References | null): Pure {
  if (isGraphNode(value)) {
    const {graphdef, leaves: found} = flatten(value, references)
    return {
      kind: 'node',
      graphdef,
      values: found.map(([, held]) => pure(held instanceof Variable ? held.value : held, leaves, references)),
    }
  }
  const parts = container(value)
  if (parts === null) {
    leaves.push(value)
    return leaf
  }
  return {
    kind: 'container',
    like: parts,
    children: parts.children.map((child) => pure(child, leaves, references)),
  }
}

/** The same with everything but graph nodes left out, as nnx.jit returns its arguments. */
export function pureNodes(value: unknown, leaves: unknown[], references: References): Pure {
  if (isGraphNode(value)) return pure(value, leaves, references)
  const parts = container(value)
  if (parts === null) return none
  return {
    kind: 'container',
    like: parts,
    children: parts.children.map((child) => pureNodes(child, leaves, references)),
  }
}

/** The leaves of several trees in order. */
export function leavesOf(values: readonly unknown[], references: References | null): readonly unknown[] {
  const leaves: unknown[] = []
  for (const value of values) pure(value, leaves, references)
  return leaves
}

/** Builds a tree from its structure and leaves; the inverse of `pure`. */
export function impure(structure: Pure, next: () => unknown, rebuild: Rebuild): unknown {
  switch (structure.kind) {
    case 'leaf':
      return next()
    case 'none':
      return null
    case 'container':
      return structure.like.make(structure.children.map((child) => impure(child, next, rebuild)))
    case 'node':
      return unflatten(
        structure.graphdef,
        structure.values.map((value) => impure(value, next, rebuild)),
        rebuild,
      )
  }
}
