import type {JaxArray, NumpyArray} from '../array/index.ts'
import {PythonError, tuple} from '../python/index.ts'
import {type Filter, predicates} from './filter.ts'
import {type Flat, flatten} from './flatten.ts'
import type {GraphDef} from './graphdef.ts'
import type {Module} from './module.ts'
import {type FlatState, nest, type State, stateOfVariable, type VariableState} from './state.ts'
import {classOf, Variable, isVariable} from './variable.ts'

/** The state of a model, typed from the model: what is a Variable there is its `VariableState` here. */
export type StateOf<M> =
  M extends Variable<infer V>
    ? VariableState<V>
    : M extends JaxArray | NumpyArray
      ? M
      : M extends Module
        ? {
            readonly [
              K in keyof M as NonNullable<M[K]> extends Variable | Module | JaxArray | NumpyArray ? K : never
            ]: StateOf<NonNullable<M[K]>>
          } & State
        : State

/**
 * Splits a model into its static half and its state. With filters there is one state for each; every leaf goes to the
 * first filter that lets it through.
 *
 * @throws {PythonError} ValueError when a leaf passes no filter.
 * @example
 * const [graphdef, state] = split(new Linear({in_features: 4, out_features: 8, rngs: new Rngs(0)}))
 * state.kernel.value.shape // [4, 8]
 * state.bias.value.shape // [8]
 */
export function split<M>(model: M): readonly [GraphDef<M>, StateOf<M>]
export function split(model: unknown, ...filters: readonly Filter[]): readonly [GraphDef, ...State[]]
export function split(model: unknown, ...filters: readonly Filter[]): readonly [GraphDef, ...unknown[]] {
  const {graphdef, leaves} = apart(model)
  const flat: FlatState = leaves.map(([path, leaf]) => [
    path,
    isVariable(leaf) ? stateOfVariable(leaf, classOf(leaf)) : leaf,
  ])
  return tuple(graphdef, ...share(flat, filters).map(nest))
}

/** A model taken apart. */
function apart(model: unknown): Flat {
  if (model === undefined)
    throw new PythonError('TypeError', 'the model is missing: expected a Module, as in nnx.split(model)')
  return flatten(model)
}

/** The leaves that each filter is the first to let through; all of them together, without a filter. */
export function share(flat: FlatState, filters: readonly Filter[]): FlatState[] {
  if (filters.length === 0) return [flat]
  const tests = predicates(filters)
  const parts: (readonly [FlatState[number][0], unknown])[][] = tests.map(() => [])
  const rest: (readonly [FlatState[number][0], unknown])[] = []
  for (const entry of flat) {
    const at = tests.findIndex((test) => test(entry[0], entry[1]))
    const part = parts[at]
    if (part === undefined) rest.push(entry)
    else part.push(entry)
  }
  if (rest.length > 0)
    throw new PythonError(
      'ValueError',
      `Non-exhaustive filters, got a non-empty remainder: FlatState([${rest.map(([path]) => `(${path.map(String).join(', ')})`).join(', ')}]).\nUse \`...\` to match all remaining elements.`,
    )
  return parts
}

/** The static half of a model alone. */
export const graphdef = (model: unknown): GraphDef => apart(model).graphdef

/** The state of a model alone; with filters, only what they let through. */
export function state<M>(model: M): StateOf<M>
export function state(model: unknown, ...filters: readonly Filter[]): State | readonly State[]
export function state(model: unknown, ...filters: readonly Filter[]): unknown {
  if (filters.length === 0) return split(model)[1]
  const [, ...states] = split(model, ...filters, true)
  const wanted = states.slice(0, filters.length)
  return wanted.length === 1 ? wanted[0] : tuple(...wanted)
}
