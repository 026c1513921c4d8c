import type {FactKind} from '../log/index.ts'
import {anonymous, args, elements, items, pairs, unquote} from './repr.ts'

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
  /** List slots that hold no element any more: part of the key, but of no meaning to the program. */
  readonly spare: readonly Described[]
  /** The log cuts off its contents. */
  readonly cut: boolean
}

interface Walk {
  readonly nodes: readonly string[]
  readonly attributes: readonly string[]
  node: number
  attribute: number
  readonly facts: Described[]
  readonly leaves: {path: readonly string[]; variable: string}[]
  readonly spare: Described[]
  readonly seen: Map<string, readonly string[]>
  cut: boolean
  /** The length that the list being walked gives itself. */
  length: number | null
}

const hidden = new Set(['_pytree__nodes', '_pytree__state', '_length'])
const ordinary = new Map([
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
 * graphdef("GraphDef(nodes=[NodeDef(type='M', index=0, num_attributes=1, metadata=M)], attributes=[('rate', Static(value=0.5))], num_leaves=0)").facts
 * // [{kind: 'node', path: [], value: 'M'}, {kind: 'attribute', path: ['rate'], value: '0.5'}]
 */
export function graphdef(text: string): Graph {
  const nodesAt = text.indexOf('nodes=[')
  const nodes = nodesAt < 0 ? {items: [], next: 0, closed: false} : items(text, nodesAt + 6)
  const attributesAt = text.indexOf('attributes=[', nodes.next)
  const attributes = attributesAt < 0 ? {items: [], next: 0, closed: false} : items(text, attributesAt + 11)
  const walk: Walk = {
    nodes: nodes.items,
    attributes: attributes.items,
    node: 0,
    attribute: 0,
    facts: [],
    leaves: [],
    spare: [],
    seen: new Map(),
    cut: !attributes.closed,
    length: null,
  }
  visit(walk, [])
  return walk
}

function visit(walk: Walk, path: readonly string[]): void {
  const text = walk.nodes[walk.node++]
  if (text === undefined || path.length > deepest) {
    walk.cut = true
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
  if (text.startsWith('VariableDef(')) {
    walk.facts.push({kind: 'variable', path, value: type})
    for (const [key, value] of pairs(inside.get('metadata') ?? '')) {
      const name = unquote(key)
      if (ordinary.get(name) !== value)
        walk.facts.push({kind: 'metadata', path: [...path, name], ...anonymous(value)})
    }
    walk.leaves.push({path, variable: type})
    return
  }
  if (text.startsWith('TreeNodeDef(')) {
    walk.facts.push({kind: 'node', path, value: type, ...identityOf(inside.get('treedef'))})
    return
  }
  const count = Number(inside.get('num_attributes') ?? 0)
  walk.facts.push({
    kind: 'node',
    path,
    value: type === 'GenericPytree' ? generic(inside.get('metadata') ?? '') : type,
  })
  const [told, outer] = [walk.facts.length, walk.length]
  walk.length = null
  for (let i = 0; i < count; i++) attribute(walk, path)
  const length = walk.length
  walk.length = outer
  if (length !== null) setApart(walk, path.length, length, told)
}

/**
 * An nnx.List that lost an element keeps a second reference to its last one in the old slot (flax 0.12 `helpers.py`,
 * `List.__delitem__`).
 */
function setApart(walk: Walk, at: number, length: number, from: number): void {
  const told = walk.facts.splice(from)
  for (const fact of told) {
    const name = fact.path[at]
    if (
      fact.target !== undefined &&
      name !== undefined &&
      fact.path.length === at + 1 &&
      /^\d+$/.test(name) &&
      Number(name) >= length
    )
      walk.spare.push(fact)
    else walk.facts.push(fact)
  }
}

function attribute(walk: Walk, path: readonly string[]): void {
  const text = walk.attributes[walk.attribute++]
  const [key, value] = text === undefined ? [] : (elements(text) ?? [])
  if (key === undefined || value === undefined) {
    walk.cut = true
    return
  }
  const name = unquote(key)
  const here = [...path, name]
  if (name === '_length') walk.length = Number(args(value).get('value'))
  if (value.startsWith('NodeAttr')) {
    if (!hidden.has(name)) visit(walk, here)
    else silently(walk)
  } else if (value.startsWith('LeafAttr')) walk.leaves.push({path: here, variable: ''})
  else if (!hidden.has(name))
    walk.facts.push({kind: 'attribute', path: here, ...anonymous(args(value).get('value') ?? value)})
}

/** Walks a hidden attribute's node without telling of it. */
function silently(walk: Walk): void {
  const told = walk.facts.length
  visit(walk, [])
  walk.facts.length = told
}

/** The class of a pytree that flax has no rule for: the first name in its printed treedef. */
const generic = (metadata: string): string =>
  /CustomNode\((?:namedtuple\[)?(\w+)/.exec(metadata)?.[1] ??
  (metadata.includes('PyTreeDef(None)') ? 'None' : 'pytree')

const identityOf = (text: string | undefined): {identity?: string} =>
  text === undefined ? {} : {identity: text}
