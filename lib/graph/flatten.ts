import {constructorOf, type FrozenDict, PythonError, tuple, typeRepr} from '../python/index.ts'
import {isGraphNode} from './nodecell.ts'
import {type Container, container} from './container.ts'
import type {NodePath} from './filter.ts'
import {
  type Attribute,
  type Def,
  GraphDef,
  hiddenNodes,
  hiddenState,
  leafAttr,
  nodeAttr,
  staticAttr,
} from './graphdef.ts'
import {pathKey} from './iterate.ts'
import {graphLayout} from './layout.ts'
import {metadataDict} from './metadata.ts'
import {classOf, isVariable} from './variable.ts'
import {isPytree, vars} from './vars.ts'
import {isArray} from './leaf.ts'

/** A model taken apart: its static half, and its leaves (Variables, and arrays that stand by themselves) with their paths. */
export interface Flat {
  readonly graphdef: GraphDef
  readonly leaves: readonly (readonly [NodePath, unknown])[]
}

/** The class that flax names for containers without a class of their own in the graph. */
const generic = 'GenericPytree'

/** Graph nodes met so far and their numbers; one map for all arguments of a call. */
export type References = Map<object, number>

/**
 * Walks a model depth first, attributes sorted by name, as flax's `_graph_flatten` (flax/nnx/graphlib.py): a Module or
 * Variable is numbered at first sight and referred to by its number afterwards. Without references (null) a shared node is
 * described as often as it is met, as jax.tree sees it. What an attribute is follows from its status, or from its value: `GraphLayout`.
 *
 * @throws {RangeError} without references, for a Module that holds itself.
 */
export function flatten(root: unknown, references: References | null = new Map()): Flat {
  const walk = new Walk(references)
  walk.visit(root, [])
  const {nodes, attributes, leaves} = walk
  return {graphdef: new GraphDef(nodes, attributes, leaves.length), leaves}
}

/** Containers that flax's graph has classes of its own for. */
const known: ReadonlySet<unknown> = new Set(['list', 'tuple', 'dict', 'State', 'NoneType'])

/** A walk through a model, and what it has written down. */
class Walk {
  readonly nodes: Def[] = []
  readonly attributes: (readonly [string | number, Attribute])[] = []
  readonly leaves: (readonly [NodePath, unknown])[] = []
  readonly #references: References | null
  /** The nodes that the walk is inside of. */
  readonly #open = new Set<object>()
  #count = 0

  constructor(references: References | null) {
    this.#references = references
  }

  visit(value: unknown, path: NodePath): void {
    if (isGraphNode(value)) {
      this.#node(value, path)
      return
    }
    const parts = container(value)
    if (parts === null)
      throw new PythonError('RuntimeError', `Unsupported type: ${typeRepr(value)}, this is a bug.`)
    this.#container(parts, path)
  }

  #node(node: object, path: NodePath): void {
    const seen = this.#references?.get(node)
    if (seen !== undefined) {
      this.nodes.push({kind: 'NodeRef', index: seen})
      return
    }
    const index = this.#references?.size ?? this.#count++
    this.#references?.set(node, index)
    if (isVariable(node)) {
      const metadata = metadataDict(node.getMetadata())
      this.nodes.push({kind: 'VariableDef', type: classOf(node), index, metadata})
      this.leaves.push([path, node])
      return
    }
    // a tree has no way to say that it holds itself
    if (this.#references === null && this.#open.has(node))
      throw new RangeError('maximum recursion depth exceeded')
    this.#open.add(node)
    this.#module(node, index, path)
    this.#open.delete(node)
  }

  #module(node: object, index: number, path: NodePath): void {
    const {names, nodes, shape, target} = vars(node)
    const type = constructorOf(node)
    this.nodes.push({kind: 'NodeDef', type, index, num_attributes: names.length + 2, metadata: type})
    const strict = isStrict(node, this.#references)
    const isLater = (name: string): boolean => name > hiddenNodes && !Number.isInteger(pathKey(node, name))
    const later = names.findIndex(isLater)
    const first = later < 0 ? names.length : later
    const add = (name: string): void => {
      const isData = strict ? (nodes.get(name) ?? false) : undefined
      this.#attribute(pathKey(node, name), Reflect.get(target, name), isData, path)
    }
    names.slice(0, first).forEach(add)
    this.#hidden(shape.status(nodes))
    names.slice(first).forEach(add)
  }

  /** The two attributes that flax keeps of each Pytree, in their place among the names. */
  #hidden(status: FrozenDict): void {
    this.attributes.push([hiddenNodes, staticAttr(status)], [hiddenState, nodeAttr])
    this.nodes.push({kind: 'NodeDef', type: generic, index: null, num_attributes: 0, metadata: 'PytreeState'})
  }

  #attribute(key: string | number, value: unknown, isData: boolean | undefined, path: NodePath): void {
    const node = isData !== false && isGraphNode(value) ? value : null
    const parts = isData === false || node !== null ? null : container(value)
    if (node !== null) {
      this.attributes.push([key, nodeAttr])
      this.#node(node, [...path, key])
    } else if (parts !== null) {
      this.attributes.push([key, nodeAttr])
      this.#container(parts, [...path, key])
    } else if (isLeaf(value, isData)) {
      this.attributes.push([key, leafAttr])
      this.leaves.push([[...path, key], value])
    } else this.attributes.push([key, staticAttr(value)])
  }

  #container(parts: Container, path: NodePath): void {
    const {type, keys} = parts
    const isKnown = known.has(type)
    this.nodes.push({
      kind: 'NodeDef',
      type: isKnown ? type : generic,
      index: null,
      num_attributes: keys.length,
      metadata: isKnown ? null : tuple(type, parts.class, tuple(...keys)),
    })
    for (const [key, child] of itemsOf(parts)) this.#attribute(key, child, undefined, path)
  }
}

/** Whether the status of a Module's attributes says what they are; else their values do. */
const isStrict = (node: object, references: References | null): boolean =>
  isPytree(node) && (references === null || graphLayout().statusDecides)

/** Whether a value that is no node is a leaf; a static value where not. */
const isLeaf = (value: unknown, isData: boolean | undefined): boolean => isData ?? isArray(value)

/** The items of a container in flax's order. */
function itemsOf({type, keys, children}: Container): readonly (readonly [string | number, unknown])[] {
  const items = keys.map((key, i): readonly [string | number, unknown] => [key, children[i]])
  return known.has(type) ? items : items.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

/**
 * The Variables and the arrays of a tree in the order of `flatten`, without a description of it: a call that hits needs no more,
 * and a description costs ten times as much.
 *
 * @throws {RangeError} without references, for a Module that holds itself.
 */
export function holdersIn(root: unknown, references: References | null): readonly unknown[] {
  const held: unknown[] = []
  const open = new Set<object>()
  const visit = (value: unknown, isData?: boolean): void => {
    if (isGraphNode(value)) {
      if (references?.has(value)) return
      references?.set(value, references.size)
      if (isVariable(value)) held.push(value)
      else inside(value)
      return
    }
    const parts = container(value)
    if (parts !== null) for (const [, child] of itemsOf(parts)) visit(child)
    else if (isLeaf(value, isData)) held.push(value)
  }
  const inside = (node: object): void => {
    if (open.has(node)) throw new RangeError('maximum recursion depth exceeded')
    const {names, nodes, target} = vars(node)
    const strict = isStrict(node, references)
    open.add(node)
    for (const name of names)
      if (!strict || nodes.get(name) === true) visit(target[name], strict || undefined)
    open.delete(node)
  }
  visit(root)
  return held
}
