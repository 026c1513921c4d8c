import {byKey, byName} from './order.ts'

/**
 * The attributes that a node has, without their values: which names, and which of them are data. Nodes that got the same
 * attributes in the same order have one shape, so that what follows from it is found out once.
 */
export class NodeShape {
  readonly #next = new Map<string, NodeShape>()
  #sorted: readonly string[] | null = null

  /** The shape with one attribute more. */
  with(name: string, isData: boolean | undefined): NodeShape {
    const step = isData === undefined ? name : isData ? `+${name}` : `-${name}`
    let next = this.#next.get(step)
    if (next === undefined) this.#next.set(step, (next = new NodeShape()))
    return next
  }

  /** The names in flax's order; `target` is any node of this shape. */
  names(target: object, hasIntKeys: boolean): readonly string[] {
    this.#sorted ??= Object.freeze(Object.keys(target).sort(hasIntKeys ? byKey : byName))
    return this.#sorted
  }
}

/** Nodes without attributes: one shape for lists, which sort their items as numbers, and one for all others. */
export const emptyShape = new NodeShape()
export const emptyListShape = new NodeShape()
