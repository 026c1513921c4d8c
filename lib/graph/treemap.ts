import {type Each, each, type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {PythonError} from '../python/index.ts'
import {container, type Container} from './container.ts'
import {GraphDef} from './graphdef.ts'
import {VariableState} from './state.ts'

/**
 * `jax.tree.map` on trees of parameters or gradients, whose leaves are taken for arrays: applies a function to the leaves of trees of one structure; None stays None.
 *
 * @throws {PythonError} TypeError for a leaf that is no array; ValueError for trees of different structure.
 * @example
 * treeMap((p, g) => jnp.subtract(p, jnp.multiply(0.1, g)), params, params)
 */
export function treeMap<const R extends readonly unknown[]>(
  fn: (leaf: JaxArray, ...rest: Each<R, JaxArray>) => unknown,
  first: unknown,
  ...rest: R
): unknown {
  if (first instanceof VariableState)
    return new VariableState(
      first.type,
      treeMap<Each<R, unknown>>(fn, first.value, ...each<R, unknown>(rest.length, rest.map(inside))),
      first.metadata,
    )
  refuseGraphDef(first)
  const parts = container(first)
  if (parts === null) return fn(leafArray(first), ...each<R, JaxArray>(rest.length, rest.map(leafArray)))
  const others = rest.map((tree) => childrenAs(parts, inside(tree)))
  return parts.make(
    parts.children.map((child, i) =>
      treeMap<Each<R, unknown>>(
        fn,
        child,
        ...each<R, unknown>(
          rest.length,
          others.map((children) => children[i]),
        ),
      ),
    ),
  )
}

/**
 * Refuses the static half of a model where a tree of arrays is meant.
 *
 * @throws {PythonError} TypeError for a GraphDef.
 */
export function refuseGraphDef(tree: unknown): void {
  if (tree instanceof GraphDef)
    throw new PythonError(
      'TypeError',
      'a GraphDef was given where a tree of arrays is expected. The graphdef is the static half of a model and holds no parameters: pass the state (from split or nnx.state), or the gradients.',
    )
}

/**
 * The children of a tree in the order of another's keys: a State, which stands for a dict or a list, counts its items where
 * a dict sorts their names.
 */
export function childrenAs(parts: Container, tree: unknown): readonly unknown[] {
  const other = container(tree)
  const byName = new Map(other?.keys.map((key, i) => [String(key), other.children[i]]))
  const isAlike =
    other !== null &&
    (other.type === parts.type || [other.type, parts.type].includes('State')) &&
    other.class === parts.class &&
    byName.size === parts.keys.length &&
    parts.keys.every((key) => byName.has(String(key)))
  if (isAlike) return parts.keys.map((key) => byName.get(String(key)))
  throw new PythonError(
    'ValueError',
    `pytree structure error: the trees differ in structure: ${textOf(parts)} stands in one where another has ${textOf(other)}. An optimizer takes the gradients of the model and filter that it was made for.`,
  )
}

function textOf(parts: Container | null): string {
  if (parts === null) return 'a leaf'
  const {type, keys} = parts
  if (type === 'NoneType') return 'None'
  return keys.length === 0 ? `an empty ${type}` : `a ${type} of ${keys.map(String).join(', ')}`
}

const inside = (tree: unknown): unknown => (tree instanceof VariableState ? tree.value : tree)

/**
 * A leaf of a tree of arrays as an array.
 *
 * @throws {PythonError} TypeError for anything else.
 */
export function leafArray(leaf: unknown): JaxArray {
  const value = inside(leaf)
  if (
    typeof value === 'number' ||
    (typeof value === 'object' && value !== null && 'aval' in value && 'shape' in value)
  )
    return jnp.asarray(value)
  const type = value === null ? 'None' : typeof value === 'object' ? value.constructor.name : typeof value
  throw new PythonError(
    'TypeError',
    `an optimizer works on trees of arrays (parameters or gradients), but one leaf is ${type}`,
  )
}
