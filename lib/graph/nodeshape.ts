import {FrozenDict} from '../python/index.ts'
import {byKey, byName} from './order.ts'

/**
 * The attributes that a node has, without their values: which names, and which of them are data. Nodes that got the same
 * attributes in the same order have one shape, so that what follows from it is found out once.
 */
export class NodeShape {
  /** Whether the names of items are numbers, which sort as such. */
  readonly hasIntKeys: boolean
  readonly #next = new Map<string, NodeShape>()
  #sorted: readonly string[] | null = null
  #status: FrozenDict | null = null

  constructor(hasIntKeys: boolean) {
    this.hasIntKeys = hasIntKeys
  }

  /** The shape with one attribute more. */
  with(name: string, isData: boolean | undefined): NodeShape {
    const step = isData === undefined ? name : isData ? `+${name}` : `-${name}`
    let next = this.#next.get(step)
    if (next === undefined) this.#next.set(step, (next = new NodeShape(this.hasIntKeys)))
    return next
  }

  /** The names in flax's order; `target` is any node of this shape. */
  names(target: object): readonly string[] {
    this.#sorted ??= Object.freeze(Object.keys(target).sort(this.hasIntKeys ? byKey : byName))
    return this.#sorted
  }

  /** What flax keeps of the status of attributes, one object for the nodes of this shape that have the same: `_pytree__nodes`. */
  status(nodes: ReadonlyMap<string, boolean>): FrozenDict {
    if (this.#status === null || !hasSameItems(this.#status.items, nodes))
      this.#status = new FrozenDict(nodes)
    return this.#status
  }
}

function hasSameItems(one: ReadonlyMap<unknown, unknown>, other: ReadonlyMap<unknown, unknown>): boolean {
  if (one.size !== other.size) return false
  const names = other.keys()
  for (const [name, value] of one) if (names.next().value !== name || other.get(name) !== value) return false
  return true
}

/** Nodes without attributes: one shape for lists, which sort their items as numbers, and one for all others. */
export const emptyShape = new NodeShape(false)
export const emptyListShape = new NodeShape(true)
