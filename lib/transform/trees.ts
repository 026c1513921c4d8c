import {at, type Each, type JaxArray} from '../array/index.ts'
import {
  childrenAs,
  putTogether,
  refuseGraphDef,
  registerDataclass,
  registerPytreeNode,
  reprText,
  sameStructure,
  type Structure,
  structureOf,
} from '../graph/index.ts'
import {closedNamespace, isPlain, legible, protocol, PythonError, takingAll, tuple} from '../python/index.ts'
import {treeText} from './treetext.ts'

/** What stands for a leaf where a structure is printed. */
class Star {
  [protocol.repr](): string {
    return '*'
  }
}

/** Makes the structure of a tree, whose parts are no public type. */
let treeDef: (num_leaves: number, structure: Structure) => TreeDef

/** A tree without its leaves: JAX's `PyTreeDef`. */
export class TreeDef {
  static {
    treeDef = (num_leaves, structure) => new TreeDef(num_leaves, structure)
  }

  /** How many leaves the tree has. */
  readonly num_leaves: number
  readonly #structure: Structure

  private constructor(num_leaves: number, structure: Structure) {
    this.num_leaves = num_leaves
    this.#structure = structure
    Object.freeze(this)
  }

  [protocol.repr](): string {
    const model = (one: Structure): string => reprText(putTogether(one, () => new Star()))
    return `PyTreeDef(${treeText(this.#structure, model)})`
  }

  [protocol.by](): unknown {
    return this[protocol.repr]()
  }

  /** The tree of that structure around these leaves. */
  unflatten(leaves: Iterable<unknown>): unknown {
    const queue = [...leaves]
    if (queue.length !== this.num_leaves)
      throw new PythonError(
        'ValueError',
        `Too ${queue.length > this.num_leaves ? 'many' : 'few'} leaves for PyTreeDef; expected ${this.num_leaves}, got ${queue.length}`,
      )
    return putTogether(this.#structure, () => queue.shift())
  }
}

legible(TreeDef)

/** What the functions of `jax.tree` take beside trees, in a last object. */
export interface TreeOptions {
  /** Whether a value is a leaf although it could be taken apart; nothing is where it is not given. */
  readonly is_leaf?: ((value: unknown) => unknown) | null
}

const isTreeOptions = (value: unknown): value is TreeOptions =>
  isPlain(value) && Object.keys(value).join() === 'is_leaf'

function taken(tree: unknown, {is_leaf = null}: TreeOptions = {}) {
  const found: unknown[] = []
  const naming = is_leaf === null ? {} : {isLeaf: (value: unknown) => Boolean(is_leaf(value))}
  return {structure: structureOf(tree, found, null, naming), found}
}

/** The leaves of a tree, and how it is nested. */
function flattened(tree: unknown, options?: TreeOptions): readonly [readonly unknown[], TreeDef] {
  const {structure, found} = taken(tree, options)
  return tuple(found, treeDef(found.length, structure))
}

/** The leaves of a tree. */
const leaves = (tree: unknown, options?: TreeOptions): readonly unknown[] => flattened(tree, options)[0]

/** What stands in another tree at the leaves of a structure. */
function standingAt(structure: Structure, tree: unknown): readonly unknown[] {
  if (structure.kind === 'leaf') return [tree]
  if (structure.kind === 'constant') return []
  if (structure.kind === 'container')
    return childrenAs(structure.like, tree).flatMap((child, i) =>
      standingAt(at(structure.children, i), child),
    )
  const own: unknown[] = []
  if (sameStructure(structure, structureOf(tree, own, null))) return own
  throw new PythonError('ValueError', 'pytree structure error: the trees hold models that differ')
}

/**
 * `jax.tree.map(f, tree, ...rest)`: a tree of that structure with `f(leaf, …)` for each leaf and what stands in its place in the
 * others; None stays None. The last argument may be `{is_leaf}`.
 *
 * @throws {PythonError} ValueError for trees of different structure.
 * @example
 * jax.tree.map((p, g) => jnp.subtract(p, jnp.multiply(0.1, g)), params, params)
 */
function mapped<const R extends readonly unknown[]>(
  fn: (leaf: JaxArray, ...rest: Each<R, JaxArray>) => unknown,
  first: unknown,
  ...rest: R
): unknown {
  refuseGraphDef(first)
  const last = rest.at(-1)
  const [others, options] = isTreeOptions(last) ? [rest.slice(0, -1), last] : [rest, {}]
  const {structure, found} = taken(first, options)
  const rows = others.map((tree) => standingAt(structure, tree))
  let next = 0
  return putTogether(structure, () => {
    const i = next++
    return Reflect.apply(fn, undefined, [found[i], ...rows.map((row) => row[i])])
  })
}

/** One value made of all leaves, from the first on. */
const reduced = (
  fn: (sum: never, leaf: never) => unknown,
  value: unknown,
  ...start: readonly unknown[]
): unknown => {
  const [first, ...rest] = [...start, ...leaves(value)]
  return rest.reduce<unknown>((sum, leaf) => Reflect.apply(fn, undefined, [sum, leaf]), first)
}

const one = 'tree: tree, /, is_leaf='

/** `jax.tree`: what can be done to lists, objects, states and models as trees of arrays. */
export const tree = takingAll(
  'jax.tree',
  {
    map: mapped,
    leaves,
    flatten: flattened,
    /** How a tree is nested, without its leaves. */
    structure: (value: unknown, options?: TreeOptions): TreeDef => flattened(value, options)[1],
    /** A tree made of a structure and leaves. */
    unflatten: (treedef: TreeDef, values: Iterable<unknown>): unknown => treedef.unflatten(values),
    reduce: reduced,
    /** Whether all leaves are true. */
    all: (value: unknown): boolean => leaves(value).every(Boolean),
  } as const,
  {
    map: 'f: function, tree: tree, /, *rest',
    leaves: one,
    flatten: one,
    structure: one,
    unflatten: 'treedef: PyTreeDef, leaves: tree, /',
    reduce: 'function: function, tree: tree, /, *initializer',
    all: 'tree: tree, /',
  },
)

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
