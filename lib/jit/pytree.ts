import {
  type Attribute,
  constant,
  type Container,
  GraphDef,
  type NodeDef,
  type Structure,
  takeApart,
  type VariableDef,
} from '../graph/index.ts'
import type {Component} from '../log/index.ts'
import {classPath, equal, equalStatic, FrozenDict, qualname, repr, Tuple, tuple} from '../python/index.ts'
import type {Mode} from './wrapper.ts'

/** The arguments of a call without their leaves. */
export interface Arguments {
  readonly positional: readonly (Structure | {readonly fixed: unknown})[]
  readonly keywords: readonly (readonly [string, Structure | {readonly fixed: unknown}])[]
}

/** A node of the pytree of a call, as JAX's registry takes it apart (jax `tree_util.py`, `flatten_one_level`). */
export interface Branch {
  /** Its Python type: one object or word for one type. */
  readonly type: unknown
  /** `str(type(x))`. */
  readonly name: string
  /** The type's `__name__`, where it is a list or a tuple: JAX compares those by length first. */
  readonly sequence: string | null
  /** The children's keys as `keystr` writes them: `[0]`, `['x']`, `.kernel`. */
  readonly keys: readonly string[]
  readonly children: readonly PytreeNode[]
  /** What is compared of the node beside its type and children, and Python's text of it. */
  readonly metadata: unknown
  readonly text: () => string
  /** A number that equal metadata have in common; null where none is known. */
  readonly same: number | null
  /** The part of a key that it belongs to. */
  readonly component: Component
  /** Of a part of a model: the attributes that its children are. */
  readonly names?: readonly (string | number)[]
}

/** A node, a leaf that is traced, or a static value that stands as a leaf. */
export type PytreeNode = Branch | 'leaf' | 'static'

/** What stands for the types that JAX and flax wrap around what a program passes. */
const builtin = (name: string): string => `<class '${name}'>`

export const staticType = 'jax._src.tree_util.Static'
const graphDefType = 'flax.nnx.graphlib.GraphDef'

/** Whether two nodes of one type have equal metadata. */
export function sameMetadata(now: Branch, before: Branch): boolean {
  if (now.same !== null && before.same !== null) return now.same === before.same
  const {type, metadata: mine} = now
  const {metadata: other} = before
  if (mine instanceof GraphDef && other instanceof GraphDef) return mine.equals(other)
  return type === staticType ? equalStatic(mine, other) : equal(mine, other)
}

/** How statics stand in the tree of a call: as nodes that hold their value, or (jax 0.11 on) as leaves. */
export interface CallTree {
  readonly mode: Mode
  readonly staticsAreNodes: boolean
}

/** The pytree `(args, kwargs)` that JAX traces a call with. */
export function pytreeOf({positional, keywords}: Arguments, how: CallTree): Branch {
  const names = keywords.map(([name]) => name)
  return sequence('tuple', [
    sequence(
      'tuple',
      positional.map((one) =>
        'fixed' in one ? (how.staticsAreNodes ? staticNode(one.fixed) : 'static') : open(one, how.mode),
      ),
    ),
    mapping(
      'dict',
      names,
      keywords.map(([, one]) =>
        'fixed' in one
          ? how.staticsAreNodes
            ? staticNode(one.fixed)
            : opened(one.fixed)
          : open(one, how.mode),
      ),
    ),
  ])
}

/** The traced leaves of a pytree in order, each with the keys that lead to it. */
export function leafPaths(tree: PytreeNode, path: readonly string[] = []): readonly (readonly string[])[] {
  if (tree === 'leaf') return [path]
  if (tree === 'static') return []
  return tree.children.flatMap((child, i) => leafPaths(child, [...path, tree.keys[i] ?? `[${i}]`]))
}

/** A structure as the mode of a wrapper hands it to JAX. */
function open(structure: Structure, mode: Mode): PytreeNode {
  switch (structure.kind) {
    case 'leaf':
      return 'leaf'
    case 'constant':
      return 'static'
    case 'container':
      return container(
        structure.like,
        structure.children.map((child) => open(child, mode)),
      )
    case 'node':
      if (mode === 'graph') return nodeStates(structure.graphdef, structure.values)
      return mode === 'values'
        ? treeState(structure.graphdef, structure.values)
        : modulePytree(structure.graphdef, structure.values)
  }
}

const node = (
  type: unknown,
  name: string,
  keys: readonly string[],
  children: readonly PytreeNode[],
  metadata: unknown = null,
  component: Component = 'tree',
): Branch => ({
  type,
  name: builtin(name),
  sequence: null,
  keys,
  children,
  metadata,
  text: once(() => repr(metadata)),
  same: null,
  component,
})

/** Made at the first look. */
function once(make: () => string): () => string {
  let made: string | null = null
  return () => (made ??= make())
}

const sequence = (type: 'list' | 'tuple', children: readonly PytreeNode[]): Branch => ({
  ...node(type, type, [...children.keys()].map(subscript), children),
  sequence: type,
})

const subscript = (key: unknown): string => `[${repr(key)}]`

const mapping = (type: string, keys: readonly unknown[], children: readonly PytreeNode[]): Branch =>
  node(type, mappingPaths[type] ?? type, keys.map(subscript), children, tuple(...keys))

const mappingPaths: Readonly<Record<string, string>> = {
  OrderedDict: 'collections.OrderedDict',
  defaultdict: 'collections.defaultdict',
  State: 'flax.nnx.statelib.State',
}

/** A static argument that stands as a node. */
export const staticNode = (value: unknown): Branch => ({
  ...node(staticType, staticType, [], [], value, 'static'),
  text: () => `Static(val=${repr(value)})`,
})

/** A static keyword argument that JAX takes apart like any other (jax `flattree.py`, `FTDict.tree`). */
const opened = (value: unknown): PytreeNode =>
  open(
    takeApart(value, null, ({value: leaf}) => constant(leaf)),
    'jax',
  )

const variable = (type: object, metadata: FrozenDict, value: PytreeNode): Branch => ({
  ...node(type, classPath(type), ['.value'], [value], metadata, 'graphdef'),
  text: () => repr(tuple(...[...metadata.items].map(([name, held]) => tuple(name, held)))),
})

function container(like: Container, children: readonly PytreeNode[]): PytreeNode {
  switch (like.type) {
    case 'NoneType':
      return node('NoneType', 'NoneType', [], [])
    case 'list':
    case 'tuple':
      return sequence(like.type, children)
    case 'namedtuple':
      return {
        ...node(
          like.class,
          like.class === null ? 'tuple' : classPath(like.class),
          like.keys.map(attribute),
          children,
        ),
        sequence: like.class === null ? 'tuple' : qualname(like.class),
      }
    case 'GraphDef':
      return like.fixed instanceof GraphDef ? graphDef(like.fixed) : 'leaf'
    case 'VariableState': {
      const metadata = like.fixed instanceof FrozenDict ? like.fixed : new FrozenDict({})
      const [value = 'leaf'] = children
      return like.class === null ? value : variable(like.class, metadata, value)
    }
    case 'registered':
      return node(
        like.class,
        like.class === null ? 'object' : classPath(like.class),
        like.keys.map(childKey(like)),
        children,
        like.fixed,
      )
    default:
      return mapping(like.type, like.keys, children)
  }
}

/** The key of a child of a registered class: an attribute of a dataclass, a place of another. */
const childKey =
  ({fields}: Container) =>
  (key: string | number): string =>
    fields === null ? `[${key}]` : attribute(key)

const attribute = (key: string | number): string => (typeof key === 'number' ? `[${key}]` : `.${key}`)

const graphDef = (graphdef: GraphDef): Branch =>
  node(graphDefType, graphDefType, [], [], graphdef, 'graphdef')

/** Graph mode: `NodeStates` of the graphdef and the list of all leaves (flax/nnx/extract.py, `to_tree`). */
const nodeStates = (graphdef: GraphDef, values: readonly Structure[]): Branch =>
  node(
    'NodeStates',
    'flax.nnx.extract.NodeStates',
    ['._graphdef', '.states'],
    [
      graphDef(graphdef),
      sequence('tuple', [
        sequence(
          'list',
          values.map((value) => open(value, 'graph')),
        ),
      ]),
    ],
  )

/** `graph_updates=False`: `TreeState`, whose graphdef is metadata and whose one child is the state (`to_tree2`). */
function treeState(graphdef: GraphDef, values: readonly Structure[]): Branch {
  const leaves = leavesIn(modulePytree(graphdef, values))
  const branch = node(
    'TreeState',
    'flax.nnx.extract.TreeState',
    ['.__state__'],
    [
      node(
        'State',
        'flax.nnx.statelib.State',
        leaves.map(({path}) => path.map(subscript).join('')),
        leaves.map(({tree}) => tree),
      ),
    ],
    graphdef,
    'graphdef',
  )
  return {...branch, text: () => repr(tuple(graphdef))}
}

/** The Variables and arrays of a Module's pytree, with the names of the attributes that lead to them. */
function leavesIn(tree: PytreeNode, path: readonly (string | number)[] = []): readonly Held[] {
  if (tree === 'static') return []
  if (tree === 'leaf' || tree.names === undefined) return [{path, tree}]
  const {names, children} = tree
  return children.flatMap((child, i) => {
    const name = names[i]
    return name === undefined || name === hiddenState ? [] : leavesIn(child, [...path, name])
  })
}

interface Held {
  readonly path: readonly (string | number)[]
  readonly tree: PytreeNode
}

const hiddenState = '_pytree__state'

/** A graph node as flax registers it with jax.tree: what is static is metadata (flax/nnx/pytreelib.py). */
function modulePytree(graphdef: GraphDef, values: readonly Structure[]): PytreeNode {
  const nodes = graphdef.nodes[Symbol.iterator]()
  const attributes = graphdef.attributes[Symbol.iterator]()
  const held = values[Symbol.iterator]()
  const take = <T>(from: Iterator<T>): T => {
    const step = from.next()
    if (step.done === true) throw new RangeError('a graphdef has fewer nodes than its attributes name')
    return step.value
  }
  const value = (): PytreeNode => open(take(held), 'jax')
  const visit = (): PytreeNode => {
    const def = take(nodes)
    if (def.kind === 'NodeRef') return 'static'
    if (def.kind === 'VariableDef') return variableOf(def, value())
    const rows: Row[] = []
    for (let i = 0; i < def.num_attributes; i++) {
      const [key, given] = take(attributes)
      rows.push({
        key,
        given,
        child: given.kind === 'NodeAttr' ? visit() : given.kind === 'LeafAttr' ? value() : 'static',
      })
    }
    return typeof def.type === 'string' ? containerNode(def, rows) : moduleNode(def.type, rows)
  }
  return visit()
}

interface Row {
  readonly key: string | number
  readonly given: Attribute
  readonly child: PytreeNode
}

const variableOf = ({type, metadata}: VariableDef, value: PytreeNode): Branch =>
  variable(type, metadata, value)

function moduleNode(type: object, rows: readonly Row[]): Branch {
  const data = rows.filter(({given}) => given.kind !== 'Static')
  const statics = rows.flatMap(({key, given}) =>
    given.kind === 'Static' ? [[key, given.value] as const] : [],
  )
  const names = data.map(({key}) => key)
  return {
    ...node(
      type,
      classPath(type),
      names.map(attribute),
      data.map(({child}) => child),
      tuple(
        tuple(...names),
        tuple(...statics.map(([key]) => key)),
        tuple(...statics.map(([, value]) => value)),
      ),
      'graphdef',
    ),
    names,
  }
}

function containerNode({type, metadata}: NodeDef, rows: readonly Row[]): PytreeNode {
  const keys = rows.map(({key}) => key)
  const children = rows.map(({child}) => child)
  const like = (branch: Branch): Branch => ({...branch, names: keys})
  if (type === 'NoneType') return node('NoneType', 'NoneType', [], [])
  if (type === 'list' || type === 'tuple') return like(sequence(type, children))
  if (type === 'dict' || type === 'State') return like(mapping(type, keys, children))
  const [kind, own]: readonly unknown[] = metadata instanceof Tuple ? metadata : []
  const of = typeof own === 'object' && own !== null ? own : kind
  return like(node(of ?? metadata, String(kind ?? metadata), keys.map(attribute), children, metadata))
}
