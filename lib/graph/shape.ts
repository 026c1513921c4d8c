import {byKey, byName} from './order.ts'

/**
 * The attributes that a node has, without their values: which names, and which of them are data. Nodes that got the same
 * attributes in the same order have one shape, so that what follows from it is found out once.
 */
export class Shape {
  readonly #next = new Map<string, Shape>()
  #sorted: readonly string[] | null = null

  /** The shape with one attribute more. */
  with(name: string, isData: boolean | undefined): Shape {
    const step = isData === undefined ? name : isData ? `+${name}` : `-${name}`
    let next = this.#next.get(step)
    if (next === undefined) this.#next.set(step, (next = new Shape()))
    return next
  }

  /** The names in flax's order; `target` is any node of this shape. */
  names(target: object, hasIntKeys: boolean): readonly string[] {
    this.#sorted ??= Object.freeze(Object.keys(target).sort(hasIntKeys ? byKey : byName))
    return this.#sorted
  }
}

/** Nodes without attributes: one shape for lists, which sort their items as numbers, and one for all others. */
export const emptyShape = new Shape()
export const emptyListShape = new Shape()
