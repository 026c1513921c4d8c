import {constructorOf, FrozenDict, PythonError, tuple, typeRepr} from '../python/index.ts'
import {isGraphNode} from './cell.ts'
import {container} from './container.ts'
import type {NodePath} from './filter.ts'
import {type Attribute, type Def, GraphDef, leafAttr, nodeAttr, staticAttr} from './graphdef.ts'
import {pathKey} from './iterate.ts'
import {graphLayout} from './layout.ts'
import {classOf, Variable} from './variable.ts'
import {isPytree, vars} from './vars.ts'
import {isArray} from './leaf.ts'

/** A model taken apart: its static half, and its leaves (Variables, and arrays that stand by themselves) with their paths. */
export interface Flat {
  readonly graphdef: GraphDef
  readonly leaves: readonly (readonly [NodePath, unknown])[]
}

/** The class that flax names for containers without a class of their own in the graph. */
export const generic = 'GenericPytree'

const hiddenState = '_pytree__state'
const hiddenNodes = '_pytree__nodes'

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
  let count = 0
  const open = new Set<object>()
  const nodes: Def[] = []
  const attributes: (readonly [string | number, Attribute])[] = []
  const leaves: (readonly [NodePath, unknown])[] = []

  const visit = (value: unknown, path: NodePath): void => {
    if (typeof value === 'object' && value !== null && isGraphNode(value)) visitNode(value, path)
    else visitContainer(value, path)
  }

  const visitNode = (node: object, path: NodePath): void => {
    const seen = references?.get(node)
    if (seen !== undefined) {
      nodes.push({kind: 'NodeRef', index: seen})
      return
    }
    const index = references?.size ?? count++
    references?.set(node, index)
    if (node instanceof Variable) {
      nodes.push({
        kind: 'VariableDef',
        type: classOf(node),
        index,
        metadata: new FrozenDict(node.getMetadata()),
      })
      leaves.push([path, node])
      return
    }
    if (references === null && open.has(node)) throw new RangeError('maximum recursion depth exceeded') // a tree has no way to say that it holds itself
    open.add(node)
    const found = vars(node)
    const strict = isPytree(node) && (references === null || graphLayout().statusDecides)
    nodes.push({
      kind: 'NodeDef',
      type: constructorOf(node),
      index,
      num_attributes: found.names.length + 2,
      metadata: constructorOf(node),
    })
    let hidden = false
    for (const name of found.names) {
      if (!hidden && name > hiddenNodes && !Number.isInteger(pathKey(node, name))) {
        addHidden(found.nodes)
        hidden = true
      }
      const key = pathKey(node, name)
      addAttribute(
        key,
        Reflect.get(found.target, name),
        strict ? (found.nodes.get(name) ?? false) : undefined,
        path,
      )
    }
    if (!hidden) addHidden(found.nodes)
    open.delete(node)
  }

  const addHidden = (isData: ReadonlyMap<string, boolean>): void => {
    attributes.push(
      [hiddenNodes, staticAttr(new FrozenDict(Object.fromEntries(isData)))],
      [hiddenState, nodeAttr],
    )
    nodes.push({kind: 'NodeDef', type: generic, index: null, num_attributes: 0, metadata: 'PytreeState'})
  }

  const addAttribute = (
    key: string | number,
    value: unknown,
    isData: boolean | undefined,
    path: NodePath,
  ): void => {
    if (isData === false) attributes.push([key, staticAttr(value)])
    else if (isGraphNode(value) || container(value) !== null) {
      attributes.push([key, nodeAttr])
      visit(value, [...path, key])
    } else if (isData === true || isArray(value)) {
      attributes.push([key, leafAttr])
      leaves.push([[...path, key], value])
    } else attributes.push([key, staticAttr(value)])
  }

  const visitContainer = (value: unknown, path: NodePath): void => {
    const parts = container(value)
    if (parts === null)
      throw new PythonError('RuntimeError', `Unsupported type: ${typeRepr(value)}, this is a bug.`)
    const own =
      parts.type === 'list' ||
      parts.type === 'tuple' ||
      parts.type === 'dict' ||
      parts.type === 'State' ||
      parts.type === 'NoneType'
    nodes.push({
      kind: 'NodeDef',
      type: own ? parts.type : generic,
      index: null,
      num_attributes: parts.keys.length,
      metadata: own ? null : tuple<unknown>(parts.type, parts.class, tuple(...parts.keys)),
    })
    const order = own
      ? [...parts.keys.keys()]
      : [...parts.keys.keys()].sort((a, b) => (String(parts.keys[a]) < String(parts.keys[b]) ? -1 : 1))
    for (const i of order) {
      const key = parts.keys[i]
      if (key !== undefined) addAttribute(key, parts.children[i], undefined, path)
    }
  }

  visit(root, [])
  return {graphdef: new GraphDef(nodes, attributes, leaves.length), leaves}
}
