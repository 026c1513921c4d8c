import {asArray, asOperand} from '../lax/index.ts'
import {type ArrayLike, at, isArrayLike, type JaxArray, type Operand} from '../array/index.ts'
import {
  constant,
  hole,
  isArray,
  type NodePath,
  putTogether,
  type References,
  type Structure,
  takeApart,
  VariableState,
} from '../graph/index.ts'

/** An array in a tree: where it stands, and the Variable or state that holds it. */
export interface ArraySlot {
  readonly path: NodePath
  readonly holder: unknown
  /** Whether it stands in a model, where a filter decides over it. */
  readonly inModel: boolean
  readonly array: ArrayLike
}

/** The arguments of a call with models in it, as their arrays and the way back. */
export interface Parts {
  readonly structure: Structure
  readonly slots: readonly ArraySlot[]
  readonly references: References
}

/** Takes trees apart; numbers outside of models stay as they are, or with `numbers` are arrays too. */
export function partsOf(tree: unknown, {numbers = false}: {readonly numbers?: boolean} = {}): Parts {
  const references: References = new Map()
  const slots: ArraySlot[] = []
  const structure = takeApart(tree, references, ({value, path, holder, inModel}) => {
    if (!(isArray(value) || (numbers && !inModel && isArrayLike(value)))) return constant(value)
    const isState = holder instanceof VariableState
    slots.push({path: isState ? path.slice(0, -1) : path, holder, inModel, array: value})
    return hole
  })
  return {structure, slots, references}
}

/** The arrays of such a tree. */
export const arraysIn = ({slots}: Parts): readonly Operand[] => slots.map(({array}) => asOperand(array))

/** Arguments put together around other arrays, as models of the trace at work. */
interface Inside {
  readonly args: readonly unknown[]
  /** The nodes by the number that they have in the arguments. */
  readonly built: ReadonlyMap<number, object>
}

/** Builds the arguments again around other arrays. */
export function putBack({structure}: Parts, arrays: readonly Operand[]): Inside {
  const built = new Map<number, object>()
  const queue = arrays.map(asArray)
  const args = putTogether(structure, () => queue.shift(), {built})
  return {args: Array.isArray(args) ? args : [], built}
}

/** What a function left behind: its arrays, and how they come to the caller. */
export interface Left extends Parts {
  readonly arrays: readonly Operand[]
  /** The tree around the arrays that came of it; models that the caller gave are filled again, others are new. */
  readonly apply: (results: readonly JaxArray[]) => unknown
}

/** Takes apart what a function left of its arguments and returned. */
export function leftOf({references}: Parts, {built}: Inside, tree: unknown): Left {
  const left = partsOf(tree, {numbers: true})
  const outer = new Map([...references].map(([node, index]) => [index, node]))
  const origin = new Map([...built].map(([index, node]) => [node, outer.get(index)]))
  const nodes = [...left.references.keys()]
  return {
    ...left,
    arrays: arraysIn(left),
    apply: (results) => {
      const values = [...results]
      return putTogether(left.structure, () => values.shift(), {
        reuse: (index) => origin.get(at(nodes, index)),
      })
    },
  }
}
