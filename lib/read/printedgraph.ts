import type {FactKind} from '../log/index.ts'
import {anonymous, args, bracketItems, closesBracket, elements, pairs, unquote} from '../python/index.ts'

/** A fact of a graphdef, its path relative to the parameter that holds it. */
export interface Described {
  readonly kind: FactKind
  readonly path: readonly string[]
  readonly value: string
  readonly identity?: string
  /** Where a shared node or Variable first stood. */
  readonly target?: readonly string[]
}

export interface Graph {
  readonly facts: readonly Described[]
  /** The paths of its leaves in the order of the state, with the class of the Variable (`''` for a raw array). */
  readonly leaves: readonly {readonly path: readonly string[]; readonly variable: string}[]
  /** The log has not all of it, or lines of others within: what is not told of it is a gap. */
  readonly cut: boolean
}

/** A GraphDef while it is read: what is left of its nodes and attributes, the next one last, and what was found. */
interface Walk {
  readonly nodes: string[]
  readonly attributes: string[]
  readonly facts: Described[]
  readonly leaves: {path: readonly string[]; variable: string}[]
  readonly seen: Map<string, readonly string[]>
  cut: boolean
  isDeep: boolean
}

/** Attributes that flax adds to every module and list, of no meaning to the program. */
const hidden = new Set(['_pytree__nodes', '_pytree__state', '_length'])

/** Metadata that every Variable has, unless the program says otherwise. */
export const usualMetadata: ReadonlyMap<string, string> = new Map([
  ['hijax', 'False'],
  ['ref', 'False'],
  ['eager_sharding', 'True'],
])

const deepest = 200

/**
 * A printed GraphDef read back: its nodes, attributes, Variables and shared references with their paths, in flax's
 * depth-first order (flax `nnx/graphlib.py`, `_graph_flatten`; a NodeDef owns its next `num_attributes` attributes).
 *
 * @example
 * printedGraph("GraphDef(nodes=[NodeDef(type='M', index=0, num_attributes=1, metadata=M)], attributes=[('rate', Static(value=0.5))], num_leaves=0)").facts
 * // [{kind: 'node', path: [], value: 'M'}, {kind: 'attribute', path: ['rate'], value: '0.5'}]
 */
export function printedGraph(text: string): Graph {
  const nodes = listed(text, 'nodes=[', 0)
  const attributes = listed(text, 'attributes=[', nodes.next)
  const walk: Walk = {
    nodes: nodes.items.reverse(),
    attributes: attributes.items.reverse(),
    facts: [],
    leaves: [],
    seen: new Map(),
    cut: !attributes.closed,
    isDeep: false,
  }
  if (!walk.nodes.every(isNode)) return damaged
  visit(walk, [])
  const isLeft = walk.nodes.length + walk.attributes.length > 0
  return !attributes.closed || (!walk.cut && !isLeft) || walk.isDeep ? walk : damaged
}

/** A GraphDef that does not hold what it says: lines are missing in it, or others stand between them. */
const damaged: Graph = Object.freeze({facts: [], leaves: [], cut: true})

const nodeBegins = /^\w+\(/

/** Whether a text is a node as flax prints them, with names for all that it says. */
function isNode(text: string): boolean {
  const inside = nodeBegins.test(text) && text.endsWith(')') ? [...args(text)] : []
  return inside.length > 0 && inside.every(([name, value]) => !index.test(name) && !isBroken(value))
}

/** Whether a value goes on in another line outside of brackets. */
const isBroken = (value: string): boolean =>
  value.includes('\n') && !closesBracket(value.charCodeAt(value.length - 1))

/** The items of the list that stands behind a mark; without the one in which the log breaks off. */
function listed(text: string, mark: string, from: number): ReturnType<typeof bracketItems> {
  const at = text.indexOf(mark, from)
  if (at < 0) return {items: [], next: 0, closed: false}
  const found = bracketItems(text, at + mark.length - 1)
  return found.closed ? found : {...found, items: found.items.slice(0, -1)}
}

/** Takes the next of what is left; where nothing is, the log is cut. */
function take(walk: Walk, left: string[]): string | null {
  const next = left.pop()
  if (next === undefined) walk.cut = true
  return next ?? null
}

/** Reads the next node and all that is below it. What lies too deep ends the reading: nothing behind it can be placed. */
function visit(walk: Walk, path: readonly string[]): void {
  const text = take(walk, walk.nodes)
  if (text === null) return
  if (path.length > deepest) {
    walk.cut = walk.isDeep = true
    walk.nodes.length = walk.attributes.length = 0
    return
  }
  const inside = args(text)
  const index = inside.get('index') ?? 'None'
  if (text.startsWith('NodeRef(')) {
    walk.facts.push({kind: 'reference', path, value: '', target: walk.seen.get(index) ?? []})
    return
  }
  if (index !== 'None') walk.seen.set(index, path)
  const type = unquote(inside.get('type') ?? '?')
  if (text.startsWith('VariableDef(')) variable(walk, path, type, inside.get('metadata'))
  else if (text.startsWith('TreeNodeDef(')) {
    const identity = inside.get('treedef')
    walk.facts.push({kind: 'node', path, value: type, ...(identity !== undefined && {identity})})
  } else node(walk, path, type, inside)
}

function variable(walk: Walk, path: readonly string[], type: string, metadata: string | undefined): void {
  walk.facts.push({kind: 'variable', path, value: type})
  for (const [key, value] of metadata === undefined ? [] : pairs(metadata)) {
    const name = unquote(key)
    if (usualMetadata.get(name) !== value)
      walk.facts.push({kind: 'metadata', path: [...path, name], ...anonymous(value)})
  }
  walk.leaves.push({path, variable: type})
}

function node(walk: Walk, path: readonly string[], type: string, inside: ReadonlyMap<string, string>): void {
  walk.facts.push({
    kind: 'node',
    path,
    value: type === 'GenericPytree' ? genericClass(inside.get('metadata')) : type,
  })
  const told = walk.facts.length
  let length: number | null = null
  for (let left = Number(inside.get('num_attributes') ?? 0); left > 0; left--) {
    const text = take(walk, walk.attributes)
    if (text === null) break
    length = attribute(walk, path, text) ?? length
  }
  if (length !== null) setApart(walk, path.length, length, told)
}

/** A name into which a blank was read where a line was folded. */
const parted = /^ | $|_ | _|^_pytree__.* /

/** Whether a name is none that a program gives. */
export const isParted = (name: string): boolean => parted.test(name)

/** Reads an attribute; the length of the list, where it is that. */
function attribute(walk: Walk, path: readonly string[], text: string): number | null {
  const [key, value] = elements(text) ?? []
  const name = unquote(key ?? '')
  if (value === undefined || isParted(name)) {
    walk.cut = true
    return null
  }
  const here = [...path, name]
  const told = walk.facts.length
  if (value.startsWith('NodeAttr')) {
    visit(walk, here)
    if (hidden.has(name)) walk.facts.length = told
  } else if (value.startsWith('LeafAttr')) walk.leaves.push({path: here, variable: ''})
  else if (!hidden.has(name))
    walk.facts.push({kind: 'attribute', path: here, ...anonymous(args(value).get('value') ?? value)})
  return name === '_length' ? Number(args(value).get('value')) : null
}

const index = /^\d+$/

/**
 * An nnx.List that lost an element keeps a second reference to its last one in the old slot (flax 0.12 `helpers.py`,
 * `List.__delitem__`): part of the key, but of no meaning to the program.
 */
function setApart({facts}: Walk, depth: number, length: number, from: number): void {
  facts.slice(from).forEach((fact, i) => {
    const name = fact.path[depth]
    const isLeftover =
      fact.target !== undefined &&
      fact.path.length === depth + 1 &&
      name !== undefined &&
      index.test(name) &&
      Number(name) >= length
    if (isLeftover) facts[from + i] = {kind: 'leftover', path: fact.path, value: ''}
  })
}

const customNode = /CustomNode\((?:namedtuple\[)?(\w+)/

/** The class of a pytree that flax has no rule for: the first name in its printed treedef. */
const genericClass = (metadata = ''): string =>
  customNode.exec(metadata)?.[1] ?? (metadata.includes('PyTreeDef(None)') ? 'None' : 'pytree')
