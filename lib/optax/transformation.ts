import {type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {container, leafArray, treeMap} from '../graph/index.ts'
import {float, type Float, NamedTuple, named, namedtuple, PythonError, tuple} from '../python/index.ts'

/** A tree of arrays: parameters, gradients or what an optimizer keeps. */
export type Tree = unknown

/** Makes what an optimizer keeps, from the parameters. */
export type Init = (params: Tree) => Tree
/** Makes the updates and what is kept next, from gradients, what was kept, and the parameters. */
export type Update = (updates: Tree, state: Tree, params?: Tree) => readonly [Tree, Tree]

/** Optax's `GradientTransformation`: two new functions each time, compared by identity. */
export interface Transformation extends NamedTuple {
  readonly 0: Init
  readonly 1: Update
  readonly init: Init
  readonly update: Update
}

/** A number, or a float of Python. */
export type Rate = number | Float
/** A rate, or what gives one for the number of steps taken. */
export type Schedule = (count: JaxArray | number) => JaxArray | Rate

/** The number that a rate is. */
export const rateOf = (rate: Rate): number => (typeof rate === 'number' ? rate : rate.value)
/** The rate with another sign. */
export const negated = (rate: Rate): Rate => (typeof rate === 'number' ? -rate : float(-rate.value))

const Plain = namedtuple('GradientTransformation', ['init', 'update'])
const Extra = namedtuple('GradientTransformationExtraArgs', ['init', 'update'])
const EmptyState = namedtuple('EmptyState', [])

/** Whether a value is one of these transformations. */
const isTransformation = (value: unknown): value is Transformation =>
  value instanceof NamedTuple && value.fields.join() === 'init,update'

/** Refuses a call that lacks one of its trees. */
function refuseMissing(method: string, trees: Readonly<Record<string, Tree>>): void {
  const missing = Object.keys(trees).find((name) => trees[name] === undefined)
  if (missing !== undefined)
    throw new PythonError(
      'TypeError',
      `${missing} is missing: a transformation is called as in ${method}(${Object.keys(trees).join(', ')})`,
    )
}

/** A transformation of two functions, which bear the names that optax's function of that name gives them. */
export function transformation(
  name: string,
  init: Init,
  update: Update,
  {module = 'transform', extra = false}: {readonly module?: string; readonly extra?: boolean} = {},
): Transformation {
  const first: Init = (params) => {
    refuseMissing('init', {params})
    return init(params)
  }
  const next: Update = (updates, state, params) => {
    refuseMissing('update', {updates, state})
    return tuple(...update(updates, state, params))
  }
  const made: unknown = (extra ? Extra : Plain)(
    named(first, {qualname: `${name}.<locals>.init_fn`, module: `optax._src.${module}`}),
    named(next, {qualname: `${name}.<locals>.update_fn`, module: `optax._src.${module}`}),
  )
  if (isTransformation(made)) return made
  throw new TypeError('a transformation has an init and an update')
}

/** A transformation that keeps nothing. */
export const stateless = (name: string, apply: (updates: Tree, params?: Tree) => Tree): Transformation =>
  transformation(
    name,
    () => EmptyState(),
    (updates, state, params) => [apply(updates, params), state],
  )

/** A transformation that keeps nothing and changes each array by itself. */
export const eachUpdate = (name: string, apply: (update: JaxArray) => JaxArray): Transformation =>
  stateless(name, (updates) => treeMap(apply, updates))

/** A transformation that keeps nothing and changes each array by its parameter. */
export const eachParam = (
  name: string,
  apply: (update: JaxArray, param: JaxArray) => JaxArray,
): Transformation => stateless(name, (updates, params) => treeMap(apply, updates, needed(params)))

/**
 * The parameters, where a transformation cannot do without.
 *
 * @throws {PythonError} ValueError where update was called without.
 */
export function needed(params?: Tree): Tree {
  if (params !== undefined && params !== null) return params
  throw new PythonError(
    'ValueError',
    'You are using a transformation that requires the current value of parameters, but you are not passing `params` when calling `update`.',
  )
}

/** The `i`-th part of what is kept. */
export const part = (state: Tree, i: number): Tree => container(state)?.children[i]
/** The `i`-th part of what is kept, an array. */
export const arrayAt = (state: Tree, i: number): JaxArray => leafArray(part(state, i))

/** The arrays of a tree, in order. */
export function arraysOf(tree: Tree): readonly JaxArray[] {
  const found: JaxArray[] = []
  treeMap((leaf) => found.push(leaf), tree)
  return found
}

/** A tree of zeros. */
export const noughts = (params: Tree): Tree => treeMap((leaf) => jnp.zerosLike(leaf), params)
/** A tree of one number. */
export const fullOf = (params: Tree, value: Rate): Tree =>
  treeMap((leaf) => jnp.fullLike(leaf, value), params)
/** A count of steps, at its beginning. */
export const noSteps = (): JaxArray => jnp.zeros([], 'int32')

/** One more, unless that would overflow. */
export const safeIncrement = (count: JaxArray): JaxArray => {
  const below = jnp.less(count, 2147483647)
  return jnp.where(below, jnp.add(count, 1), jnp.asarray(2147483647, 'int32'))
}

/** The running mean of the powers of gradients. */
export const momentOf = (updates: Tree, moments: Tree, decay: number, order: number): Tree =>
  treeMap(
    (g, t) => {
      const powered = jnp.power(g, order)
      const fresh = jnp.multiply(1 - decay, powered)
      return jnp.add(fresh, jnp.multiply(decay, t))
    },
    updates,
    moments,
  )

/** A running mean that began at zero, made as large as it would be otherwise. */
export const unbiased = (moments: Tree, decay: number, count: JaxArray): Tree => {
  const bias = jnp.subtract(1, jnp.power(decay, count))
  return treeMap((t) => jnp.divide(t, t.dtype === bias.dtype ? bias : jnp.astype(bias, t.dtype)), moments)
}

/** The root of the sum of the squares of all numbers of a tree: `optax.tree.norm`. */
export const normOf = (tree: Tree): JaxArray =>
  jnp.sqrt(
    arraysOf(tree).reduce<JaxArray>((sum, leaf) => jnp.add(sum, jnp.sum(jnp.square(leaf))), jnp.asarray(0)),
  )
