import {PythonError, Tuple, typeName} from '../python/index.ts'
import {container} from './container.ts'
import {
  type Attribute,
  type Def,
  type GraphDef,
  hiddenNodes,
  hiddenState,
  type NodeDef,
  type VariableDef,
} from './graphdef.ts'
import {metadataOf} from './metadata.ts'
import {State, VariableState} from './state.ts'
import {make, Variable, isVariable} from './variable.ts'
import {adopt, emptyOf, keepOnly, refill, restore, restoreStatus} from './vars.ts'

/** How a graph is built up again. */
export interface Rebuild {
  /** The live node to fill again in place of a new one, by its number in the graphdef. */
  readonly reuse?: (index: number) => object | undefined
  /** The Variable for a leaf; a new one where it is not given. */
  readonly variable?: (def: VariableDef, leaf: unknown) => Variable
  /** Nodes built so far, by number; one map for all results of a call. */
  readonly built?: Map<number, object>
}

const hidden = new Set<string | number>([hiddenNodes, hiddenState])

/**
 * Builds a model from a graphdef and the leaves of its state in the order of the walk; the inverse of `flatten`.
 *
 * @throws {PythonError} ValueError for another number of leaves.
 */
export function unflatten(graphdef: GraphDef, leaves: readonly unknown[], rebuild: Rebuild = {}): unknown {
  if (leaves.length !== graphdef.num_leaves)
    throw new PythonError(
      'ValueError',
      `Incorrect number of leaves, expected ${graphdef.num_leaves} leaves, but got ${leaves.length}.`,
    )
  return new Building(graphdef, leaves, rebuild).next()
}

/** A graph that is being built: how far its graphdef and leaves are read. */
class Building {
  readonly #nodes: Iterator<Def, undefined>
  readonly #attributes: Iterator<readonly [string | number, Attribute], undefined>
  readonly #leaves: Iterator<unknown, undefined>
  readonly #reuse: (index: number) => object | undefined
  readonly #variable: (def: VariableDef, leaf: unknown) => Variable
  readonly #built: Map<number, object>

  constructor(
    {nodes, attributes}: GraphDef,
    leaves: readonly unknown[],
    {reuse = () => undefined, variable = newVariable, built = new Map()}: Rebuild,
  ) {
    this.#nodes = nodes.values()
    this.#attributes = attributes.values()
    this.#leaves = leaves.values()
    this.#reuse = reuse
    this.#variable = variable
    this.#built = built
  }

  /** The node that the graphdef names next. */
  next(): unknown {
    const {value: def} = this.#nodes.next()
    if (def === undefined) throw new PythonError('ValueError', 'This GraphDef ends before its nodes do.')
    if (def.kind === 'NodeRef') return this.#built.get(def.index)
    if (def.kind === 'VariableDef') return this.#variableOf(def)
    return def.index === null ? this.#container(def) : this.#module(def, def.index)
  }

  #variableOf(def: VariableDef): Variable {
    const leaf = this.#leaves.next().value
    const live = this.#reuse(def.index)
    if (!isVariable(live)) {
      const fresh = this.#variable(def, leaf)
      this.#built.set(def.index, fresh)
      return fresh
    }
    live.put(leaf instanceof VariableState ? leaf.value : leaf)
    this.#built.set(def.index, live)
    return live
  }

  /** The attributes of a node: their names, what the graphdef holds for them, and their values. */
  *#entries({num_attributes}: NodeDef): Generator<readonly [string | number, Attribute, unknown]> {
    for (let i = 0; i < num_attributes; i++) {
      const {value: row} = this.#attributes.next()
      if (row === undefined)
        throw new PythonError('ValueError', 'This GraphDef ends before its attributes do.')
      const [key, attribute] = row
      yield [key, attribute, this.#child(attribute)]
    }
  }

  #child(attribute: Attribute): unknown {
    if (attribute.kind === 'Static') return attribute.value
    return attribute.kind === 'LeafAttr' ? this.#leaves.next().value : this.next()
  }

  #module(def: NodeDef, index: number): object {
    const live = this.#reuse(index)
    const node = live ?? adopt(emptyOf(prototypeOf(def.type)))
    this.#built.set(index, node)
    const entries: [string, unknown][] = []
    let isData: ReadonlyMap<string, unknown> = new Map()
    for (const [key, attribute, value] of this.#entries(def)) {
      if (key === hiddenNodes && attribute.kind === 'Static') isData = itemsOf(attribute.value)
      if (!hidden.has(String(key))) entries.push([String(key), value])
    }
    if (live !== undefined) keepOnly(node, new Set(entries.map(([key]) => key)))
    for (const [key, status] of isData) if (typeof status === 'boolean') restoreStatus(node, key, status)
    for (const [key, value] of entries) {
      const status = isData.get(key)
      restore(node, key, value, typeof status === 'boolean' ? status : undefined)
    }
    if (live !== undefined) refill(node)
    return node
  }

  #container(def: NodeDef): unknown {
    const entries = [...this.#entries(def)]
    return assemble(
      def,
      entries.map(([key]) => key),
      entries.map(([, , value]) => value),
    )
  }
}

const itemsOf = (value: unknown): ReadonlyMap<string, unknown> => {
  const items: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'items') : undefined
  return items instanceof Map ? items : new Map()
}

const prototypeOf = (type: NodeDef['type']): object => {
  const prototype: unknown = typeof type === 'function' ? type.prototype : null
  if (typeof prototype === 'object' && prototype !== null) return prototype
  throw new PythonError(
    'ValueError',
    `This GraphDef names a node of type ${typeof type === 'string' ? type : typeName(type)}, which is no class of Modules.`,
  )
}

function assemble(def: NodeDef, keys: readonly (string | number)[], children: readonly unknown[]): unknown {
  switch (def.type) {
    case 'NoneType':
      return null
    case 'list':
      return [...children]
    case 'tuple':
      return Object.freeze(Tuple.from(children))
    case 'dict':
      return Object.fromEntries(keys.map((key, i) => [String(key), children[i]]))
    case 'State':
      return State.of(keys.map((key, i) => [String(key), children[i]]))
    case 'PytreeState':
      return null
    default:
      return generic(def, keys, children)
  }
}

function generic(def: NodeDef, keys: readonly (string | number)[], children: readonly unknown[]): unknown {
  const parts: readonly unknown[] = def.metadata instanceof Tuple ? def.metadata : []
  const [, Class, order] = parts
  if (!Array.isArray(order)) return null
  const placed = order.map((key: unknown) => children[keys.findIndex((one) => one === key)])
  if (typeof Class !== 'function') return placed
  const empty: unknown = Reflect.construct(Class, [])
  return container(empty)?.make(placed)
}

/** A new Variable of the definition's class and metadata, with the leaf's value. */
export const newVariable = (def: VariableDef, leaf: unknown): Variable =>
  leaf instanceof VariableState
    ? make(leaf.type, leaf.value, leaf.metadata)
    : make(def.type, leaf, metadataOf(def.metadata))
