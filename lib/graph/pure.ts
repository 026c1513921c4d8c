import {byKey} from './order.ts'
import {recursiveMap} from './recursive.ts'
import {State} from './state.ts'
import {Variable} from './variable.ts'

const valueOf = (leaf: unknown): unknown => (leaf instanceof Variable ? leaf.value : leaf)

/**
 * `nnx.as_pure(tree)`: a tree in which a Variable's value stands for the Variable.
 *
 * @example
 * asPure(nnx.state(model)).kernel.shape // [4, 8]
 */
export function asPure(tree: unknown): unknown {
  return recursiveMap<unknown>(
    (_path, value) => (value instanceof Variable ? asPure(value.value) : value),
    tree,
  )
}

/**
 * `nnx.to_pure_dict(state)`: a state as objects in objects.
 *
 * @param extract what stands for a leaf; the value of a Variable, where it is not given.
 * @example
 * toPureDict(nnx.state(model), (variable) => variable.shape) // {bias: [8], kernel: [4, 8]}
 */
export function toPureDict(state: unknown, extract: (leaf: unknown) => unknown = valueOf): unknown {
  if (!(state instanceof State)) return extract(state)
  const names = Object.keys(state).sort(byKey)
  return Object.fromEntries(names.map((name) => [name, toPureDict(state[name], extract)]))
}
