import {
  equal,
  FrozenDict,
  named,
  protocol,
  PythonError,
  qualname,
  refuseAbsent,
  repr,
  tuple,
  unhashable,
  legible,
} from '../python/index.ts'
import type {VariableClass} from './variable.ts'

/** A class of a node, or the name of the Python container that it is. */
export type NodeType = object | string

/** A Module or a container of the graph: its class and how many attributes follow. */
export interface NodeDef {
  readonly kind: 'NodeDef'
  readonly type: NodeType
  /** Its number in the order of the walk; null for containers, which have no identity. */
  readonly index: number | null
  readonly num_attributes: number
  /** What a container needs to be made again: its keys. */
  readonly metadata: unknown
}

/** A Variable of the graph: its class and metadata; its value is in the state. */
export interface VariableDef {
  readonly kind: 'VariableDef'
  readonly type: VariableClass
  readonly index: number
  readonly metadata: FrozenDict
}

/** The second sight of a Module or Variable. */
export interface NodeRef {
  readonly kind: 'NodeRef'
  readonly index: number
}

/** One node of a graphdef, in the order of the walk. */
export type Def = NodeDef | VariableDef | NodeRef

/** What an attribute holds: a node, a leaf of the state, or a static value. */
export type Attribute =
  | {readonly kind: 'NodeAttr'}
  | {readonly kind: 'LeafAttr'}
  | {readonly kind: 'Static'; readonly value: unknown}

/** The two attributes that flax keeps of each Pytree. */
export const [hiddenNodes, hiddenState] = ['_pytree__nodes', '_pytree__state'] as const

export const nodeAttr: Attribute = Object.freeze({kind: 'NodeAttr'})
export const leafAttr: Attribute = Object.freeze({kind: 'LeafAttr'})
export const staticAttr = (value: unknown): Attribute => Object.freeze({kind: 'Static', value})

/**
 * The static half of a model: classes, attribute names, static values and sharing, flat and frozen as in flax
 * (flax/nnx/graphlib.py, `GraphDef`). It holds no array, no shape and no dtype.
 */
export class GraphDef<M = unknown> {
  /** The model's type, for the compiler alone. */
  declare readonly model?: M
  readonly nodes: readonly Def[]
  readonly attributes: readonly (readonly [string | number, Attribute])[]
  readonly num_leaves: number

  constructor(
    nodes: readonly Def[],
    attributes: readonly (readonly [string | number, Attribute])[],
    num_leaves: number,
  ) {
    this.nodes = Object.freeze(nodes)
    this.attributes = Object.freeze(attributes)
    this.num_leaves = num_leaves
    Object.freeze(this)
  }

  /** Python's `==`: nodes, attributes and static values equal. */
  equals(other: unknown): boolean {
    return (
      this === other ||
      (other instanceof GraphDef &&
        this.num_leaves === other.num_leaves &&
        sameDefs(this.nodes, other.nodes) &&
        sameAttributes(this.attributes, other.attributes))
    )
  }

  get [protocol.hashable](): boolean {
    return this.unhashable() === undefined
  }

  [protocol.by](): unknown {
    return tuple(
      ...this.nodes.map((def) =>
        tuple(
          ...(def.kind === 'NodeRef'
            ? [def.kind, def.index]
            : def.kind === 'VariableDef'
              ? [def.kind, def.type, def.index, def.metadata]
              : [def.kind, def.type, def.index, def.num_attributes, def.metadata]),
        ),
      ),
      ...this.attributes.map(([key, attribute]) =>
        tuple(key, attribute.kind, attribute.kind === 'Static' ? attribute.value : null),
      ),
    )
  }

  [protocol.repr](): string {
    return `GraphDef(nodes=[${this.nodes.map(defRepr).join(', ')}], attributes=[${this.attributes.map(([key, attribute]) => `(${repr(key)}, ${attributeRepr(key, attribute)})`).join(', ')}], num_leaves=${this.num_leaves})`
  }

  /** The first static value that Python cannot hash; undefined when the whole can be hashed. */
  unhashable(): unknown {
    for (const [, attribute] of this.attributes) {
      const found = attribute.kind === 'Static' ? unhashable(attribute.value) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }

  /** JavaScript's conversions: `${graphdef}` is its text, and it is no number. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this[protocol.repr]()
    throw new PythonError(
      'TypeError',
      'a GraphDef has no value that JavaScript could compare or add: a.equals(b) is a == b of Python, nnx.digest(a) stands for hash(a)',
    )
  }

  /** A graphdef holds classes and functions, so it has no JSON form. */
  toJSON(): never {
    throw new PythonError(
      'TypeError',
      'a GraphDef cannot be written as JSON: it holds classes and functions, which are compared by identity. Save the state instead (saveState(state)), and build the model again from its code before loading it.',
    )
  }
}

named(GraphDef, {qualname: 'GraphDef', module: 'flax.nnx.graphlib'})
legible(GraphDef)

refuseAbsent(GraphDef.prototype)

/** As flax prints it (flax/nnx/graphlib.py, `__nnx_repr__`). */
function defRepr(def: Def): string {
  const fields: string[] = []
  if (def.kind !== 'NodeRef') fields.push(`type='${nameOf(def.type)}'`)
  fields.push(`index=${repr(def.index)}`)
  if (def.kind !== 'NodeRef') fields.push('outer_index=None')
  if (def.kind === 'NodeDef')
    fields.push(`num_attributes=${def.num_attributes}`, `metadata=${metadataRepr(def)}`)
  if (def.kind === 'VariableDef') {
    const items = [...def.metadata.items].map(([name, value]) => `\n    ${repr(name)}: ${repr(value)}`)
    fields.push(`metadata=PrettyMapping({${items.join(',')}\n  })`)
  }
  return `${def.kind}(\n  ${fields.join(',\n  ')}\n)`
}

/** `type.__name__`. */
const nameOf = (type: NodeType): string =>
  typeof type === 'string' ? type : qualname(type).slice(qualname(type).lastIndexOf('.') + 1)

const metadataRepr = ({type, metadata}: NodeDef): string =>
  typeof type === 'object' || typeof type === 'function'
    ? nameOf(type)
    : metadata === 'PytreeState'
      ? '({}, PyTreeDef(CustomNode(PytreeState[(False, False)], [])))'
      : repr(metadata)

const attributeRepr = (key: string | number, attribute: Attribute): string => {
  if (attribute.kind !== 'Static') return `${attribute.kind}()`
  const {value} = attribute
  const shown = key === hiddenNodes && value instanceof FrozenDict ? statusesOf(value) : value
  return `Static(value=${repr(shown)})`
}

/** Which attributes are data, with those that flax hides before and behind them. */
const statusesOf = ({items}: FrozenDict): ReadonlyMap<unknown, unknown> =>
  new Map<unknown, unknown>([[hiddenState, true], ...items, [hiddenNodes, false]])

const sameDefs = (a: readonly Def[], b: readonly Def[]): boolean =>
  a.length === b.length && a.every((def, i) => sameDef(def, b[i]))

function sameDef(a: Def, b: Def | undefined): boolean {
  if (b === undefined || a.kind !== b.kind || a.index !== b.index) return false
  if (a.kind === 'NodeRef' || b.kind === 'NodeRef') return true
  if (a.type !== b.type) return false
  return (
    equal(a.metadata, b.metadata) &&
    (a.kind !== 'NodeDef' || b.kind !== 'NodeDef' || a.num_attributes === b.num_attributes)
  )
}

const sameAttributes = (a: GraphDef['attributes'], b: GraphDef['attributes']): boolean =>
  a.length === b.length &&
  a.every(([key, attribute], i) => {
    const other = b[i]
    if (other === undefined || key !== other[0] || attribute.kind !== other[1].kind) return false
    return attribute.kind !== 'Static' || other[1].kind !== 'Static' || equal(attribute.value, other[1].value)
  })
