import type {JaxArray, NumpyArray} from '../array/index.ts'
import {
  container,
  flatten,
  isArray,
  isGraphNode,
  type NodePath,
  type References,
  unflatten,
  Variable,
  VariableState,
} from '../graph/index.ts'

/** An array inside a value: where it stands, and the Variable or state that holds it. */
export interface Slot {
  readonly path: NodePath
  readonly holder: unknown
  /** Whether it stands in a model, where a filter decides over it. */
  readonly inModel: boolean
  readonly array: JaxArray | NumpyArray
}

interface Building {
  /** The next array, in the order of the slots. */
  readonly take: () => unknown
  /** The live node to fill again, by its number. */
  readonly reuse?: (index: number) => object | undefined
  readonly built: Map<number, object>
}

/** How a value is put together again around other arrays. */
export type Rebuild = (building: Building) => unknown

/**
 * Takes the arrays out of a value: Python containers, states and models alike. Models share `references`, so that a node
 * met twice stays one.
 */
export function takeApart(
  value: unknown,
  references: References,
  slots: Slot[],
  path: NodePath = [],
  holder: unknown = value,
  inModel = false,
): Rebuild {
  if (isArray(value)) {
    slots.push({path, holder, inModel, array: value})
    return ({take}) => take()
  }
  if (value instanceof VariableState) {
    const inner = takeApart(value.value, references, slots, path, value)
    return (building) => new VariableState(value.type, inner(building), value.metadata)
  }
  if (isGraphNode(value)) {
    const {graphdef, leaves} = flatten(value, references)
    const parts = leaves.map(([at, leaf]) =>
      takeApart(
        leaf instanceof Variable ? leaf.value : leaf,
        references,
        slots,
        [...path, ...at],
        leaf,
        true,
      ),
    )
    return (building) => {
      const {reuse, built} = building
      const values = parts.map((part) => part(building))
      return unflatten(graphdef, values, {built, ...(reuse && {reuse})})
    }
  }
  const parts = container(value)
  if (parts === null) return () => value
  const children = parts.children.map((child, i) =>
    takeApart(child, references, slots, [...path, parts.keys[i]]),
  )
  return (building) => parts.make(children.map((child) => child(building)))
}
