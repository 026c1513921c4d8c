import {PythonError, repr} from '../python/index.ts'
import {GraphDef, type VariableDef} from './graphdef.ts'
import {byKey} from './order.ts'
import {flat, type FlatState, originOf, VariableState} from './state.ts'
import {newVariable, unflatten} from './unflatten.ts'
import {isVariable, type Variable} from './variable.ts'

/**
 * Builds a model from a graphdef and states; the inverse of `split`. As in flax, Variables that nobody edited or wrote
 * since the split are shared with the model they came from; `clone` copies them.
 *
 * @throws {PythonError} ValueError for another number of leaves.
 * @example
 * const model = merge(graphdef, state)
 * model.call(jnp.ones([2, 4])).shape // [2, 8]
 */
export function merge<M>(graphdef: GraphDef<M>, ...states: readonly unknown[]): M
/** A graphdef of the type `GraphDef<M>` was split from an `M`, and builds one: the compiler is told, and cannot see it. */
export function merge(graphdef: GraphDef, ...states: readonly unknown[]): unknown {
  if (!(graphdef instanceof GraphDef))
    throw new PythonError('TypeError', `Expected a GraphDef or GraphState object, got: ${repr(graphdef)}`)
  if (states.length === 0)
    throw new PythonError('TypeError', "merge() missing 1 required positional argument: 'state'")
  const model = unflatten(graphdef, leavesOf(states), {variable: sharedVariable})
  if (model === undefined) throw new PythonError('ValueError', 'This GraphDef describes nothing.')
  return model
}

const sharedVariable = (def: VariableDef, leaf: unknown): Variable =>
  isVariable(leaf)
    ? leaf
    : ((leaf instanceof VariableState ? originOf(leaf) : undefined) ?? newVariable(def, leaf))

/** The leaves of several states, in the order of the walk. */
function leavesOf(states: readonly unknown[]): unknown[] {
  const [only] = states
  if (states.length === 1 && Array.isArray(only)) return only
  const all: FlatState[number][] = states.flatMap((state) => flat(state))
  return all.sort(([a], [b]) => byPath(a, b)).map(([, leaf]) => leaf)
}

function byPath(a: FlatState[number][0], b: FlatState[number][0]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = byKey(String(a[i]), String(b[i]))
    if (order !== 0) return order
  }
  return a.length - b.length
}
