import {asArray, asOperand} from '../lax/index.ts'
import {type ArrayLike, at, isArrayLike, type JaxArray, type Operand} from '../array/index.ts'
import {
  constant,
  hole,
  isArray,
  iterGraph,
  type NodePath,
  putTogether,
  type References,
  sameStructure,
  type Structure,
  takeApart,
  Variable,
  VariableState,
  isVariable,
} from '../graph/index.ts'
import {PythonError, qualname} from '../python/index.ts'

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

/** Whether numbers outside of models are arrays too: all, or those at some paths. */
interface Numbers {
  readonly numbers?: boolean | ((path: NodePath) => boolean)
}

/** Takes trees apart; numbers outside of models stay as they are, where `numbers` does not say otherwise. */
export function partsOf(tree: unknown, {numbers = false}: Numbers = {}): Parts {
  const references: References = new Map()
  const slots: ArraySlot[] = []
  const structure = takeApart(tree, references, ({value, path, holder, inModel}) => {
    const isNumber = numbers === true || (numbers !== false && numbers(path))
    if (!(isArray(value) || (isNumber && !inModel && isArrayLike(value)))) return constant(value)
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

/**
 * Refuses a Variable that stands in two arguments which are treated differently, as flax does.
 *
 * @param prefixOf how a Variable at a path of the `i`-th argument is treated.
 */
export function refuseAliased(
  args: readonly unknown[],
  prefixOf: (i: number, path: NodePath, variable: Variable) => unknown,
): void {
  const known = new Map<Variable, unknown>()
  args.forEach((arg, i) => {
    for (const [path, node] of iterGraph(arg)) {
      if (!isVariable(node)) continue
      const prefix = prefixOf(i, path, node)
      if (!known.has(node)) known.set(node, prefix)
      else if (known.get(node) !== prefix)
        throw new PythonError(
          'ValueError',
          `Inconsistent aliasing detected. The following nodes have different prefixes:\nNode: ${qualname(node.constructor)}\n  ${path.join('/')}, which stands in two arguments that are treated differently`,
        )
    }
  })
}

/** What a function left behind: its arrays, and how they come to a caller. */
export interface Left extends Parts {
  readonly arrays: readonly Operand[]
  /** The tree around the arrays that came of it; models that the caller gave, as `into` tells, are filled again, others are new. */
  readonly apply: (results: readonly JaxArray[], into: Parts) => unknown
}

/** Takes apart what a function left of its arguments and returned. */
export function leftOf({built}: Inside, tree: unknown): Left {
  const left = partsOf(tree, {numbers: true})
  const origin = new Map([...built].map(([index, node]) => [node, index]))
  const nodes = [...left.references.keys()]
  return {
    ...left,
    arrays: arraysIn(left),
    apply: (results, {references}) => {
      const values = [...results]
      const outer = new Map([...references].map(([node, index]) => [index, node]))
      return putTogether(left.structure, () => values.shift(), {
        reuse: (index) => outer.get(origin.get(at(nodes, index)) ?? -1),
      })
    },
  }
}

/** The result in `[arguments, result]` that a function left. */
export const resultOf = (done: unknown): unknown => (Array.isArray(done) ? (done[1] ?? null) : null)

/** Keeps what is made for arguments, for others of the same structure: JAX traces the body of a transform again for another one. */
export function byStructure<T>(make: (parts: Parts) => T): (parts: Parts) => T {
  const known: {readonly structure: Structure; readonly made: T}[] = []
  return (parts) => {
    const found = known.find(({structure}) => sameStructure(parts.structure, structure))
    if (found !== undefined) return found.made
    const made = make(parts)
    known.push({structure: parts.structure, made})
    return made
  }
}
