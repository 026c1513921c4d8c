import {at} from '../array/index.ts'
import {PythonError, taking, tuple, typeRepr} from '../python/index.ts'
import type {Filter} from './filter.ts'
import {share} from './split.ts'
import {flat, nested, State, type StateLeaf, type StatePath} from './state.ts'

function parts(state: State, filters: readonly Filter[], wanted: number): State | readonly State[] {
  const states = share(flat(state), filters)
    .slice(0, wanted)
    .map((leaves) => nested(leaves))
  return states.length === 1 ? at(states, 0) : tuple(...states)
}

/**
 * `nnx.map_state(f, state)`: a state with `f(path, leaf)` in the place of each leaf.
 *
 * @example
 * mapState((path, leaf) => leaf.shape, nnx.state(model)) // State({…'bias': [8],…'kernel': [4, 8]…})
 */
export const mapState = taking(
  'nnx.mapState(f: function, state: tree, /)',
  (f: (path: StatePath, leaf: StateLeaf) => unknown, state: State): State =>
    nested(flat(state).map(([path, leaf]) => [path, f(tuple(...path), leaf)])),
)

/**
 * `nnx.split_state(state, …)`: the parts of a state, one for each filter; every leaf goes to the first that lets it through.
 *
 * @throws {PythonError} ValueError when a leaf passes no filter.
 * @example
 * const [params, rest] = splitState(nnx.state(model), nnx.Param, '...')
 */
export function splitState(state: State, filter: Filter): State
export function splitState(state: State, ...filters: readonly Filter[]): readonly State[]
export function splitState(state: State, ...filters: readonly Filter[]): unknown {
  return parts(state, filters, filters.length)
}

/** `nnx.filter_state(state, …)`: as `splitState`, but a leaf may pass no filter. */
export function filterState(state: State, filter: Filter): State
export function filterState(state: State, ...filters: readonly Filter[]): readonly State[]
export function filterState(state: State, ...filters: readonly Filter[]): unknown {
  return parts(state, [...filters, true], filters.length)
}

/**
 * `nnx.merge_state(state, …)`: the states as one, the inverse of `splitState`; where two have a leaf at one path it is the later's.
 *
 * @throws {PythonError} TypeError for what is no State, and where one has a leaf at which another has leaves below.
 * @example
 * const [kernels, rest] = splitState(nnx.state(model), nnx.PathContains('kernel'), '...')
 * mergeState(kernels, rest) // State({…bias…kernel…})
 */
export function mergeState(...states: readonly unknown[]): State {
  const leaves = states.flatMap((state) => {
    if (state instanceof State) return flat(state)
    throw new PythonError('TypeError', `mergeState() takes States, but got ${typeRepr(state)}`)
  })
  return nested([...new Map(leaves.map((leaf) => [leaf[0].join('/'), leaf])).values()])
}
