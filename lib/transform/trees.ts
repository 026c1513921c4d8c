import {
  putTogether,
  registerDataclass,
  registerPytreeNode,
  reprText,
  structureOf,
  treeMap,
} from '../graph/index.ts'
import {closedNamespace, legible, protocol, PythonError, taking, tuple} from '../python/index.ts'

/** What stands for a leaf where a structure is printed. */
const star = {[protocol.repr]: () => '*'}

/** A tree without its leaves: JAX's `PyTreeDef`. */
export class TreeDef {
  /** How many leaves the tree has. */
  readonly num_leaves: number
  readonly #make: (next: () => unknown) => unknown

  constructor(num_leaves: number, make: (next: () => unknown) => unknown) {
    this.num_leaves = num_leaves
    this.#make = make
    Object.freeze(this)
  }

  [protocol.repr](): string {
    return `PyTreeDef(${reprText(this.#make(() => star))})`
  }

  /** The tree of that structure around these leaves. */
  unflatten(leaves: Iterable<unknown>): unknown {
    const queue = [...leaves]
    if (queue.length !== this.num_leaves)
      throw new PythonError(
        'ValueError',
        `Too ${queue.length > this.num_leaves ? 'many' : 'few'} leaves for PyTreeDef; expected ${this.num_leaves}, got ${queue.length}`,
      )
    return this.#make(() => queue.shift())
  }
}

legible(TreeDef)

function flattened(tree: unknown): readonly [readonly unknown[], TreeDef] {
  const leaves: unknown[] = []
  const structure = structureOf(tree, leaves, null)
  return tuple(leaves, new TreeDef(leaves.length, (next) => putTogether(structure, next)))
}

const leaves = (tree: unknown): readonly unknown[] => flattened(tree)[0]

/** `jax.tree`: what can be done to lists, objects, states and models as trees of arrays. */
export const tree = closedNamespace('jax.tree', {
  map: taking('jax.tree.map(f: function, /, *trees)', treeMap),
  leaves,
  flatten: flattened,
  structure: (value: unknown): TreeDef => flattened(value)[1],
  unflatten: (treedef: TreeDef, values: Iterable<unknown>): unknown => treedef.unflatten(values),
  reduce: (
    fn: (sum: never, leaf: never) => unknown,
    value: unknown,
    ...start: readonly unknown[]
  ): unknown => {
    const [first, ...rest] = [...start, ...leaves(value)]
    return rest.reduce<unknown>((sum, leaf) => Reflect.apply(fn, undefined, [sum, leaf]), first)
  },
  all: (value: unknown): boolean => leaves(value).every(Boolean),
} as const)

/** `jax.tree_util`: what makes a class a tree, and the functions of `jax.tree` under their older names. */
export const treeUtil = closedNamespace('jax.tree_util', {
  registerDataclass,
  registerPytreeNode,
  treeMap: tree.map,
  treeLeaves: tree.leaves,
  treeFlatten: tree.flatten,
  treeStructure: tree.structure,
  treeUnflatten: tree.unflatten,
  treeReduce: tree.reduce,
  treeAll: tree.all,
} as const)
