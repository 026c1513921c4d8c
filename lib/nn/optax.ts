import {type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {container, leafArray, treeMap} from '../graph/index.ts'
import {float, type Float, NamedTuple, named, namedtuple, tuple} from '../python/index.ts'

/** A tree of arrays: parameters, gradients or what an optimizer keeps. */
export type Tree = unknown

/** Optax's `GradientTransformationExtraArgs`: two new functions each time, compared by identity. */
export interface Transformation extends NamedTuple {
  readonly 0: Init
  readonly 1: Update
}

/** Makes what an optimizer keeps, from the parameters. */
export type Init = (params: Tree) => Tree
/** Makes the updates and what is kept next, from gradients, what was kept, and the parameters. */
export type Update = (updates: Tree, state: Tree, params: Tree) => readonly [Tree, Tree]

const Extra = namedtuple('GradientTransformationExtraArgs', ['init', 'update'])
const EmptyState = namedtuple('EmptyState', [])
const TraceState = namedtuple('TraceState', ['trace'])
const AdamState = namedtuple('ScaleByAdamState', ['count', 'mu', 'nu'])

/** The transformation of two functions, under the names that optax's chains have. */
function transformation(init: Init, update: Update): Transformation {
  const made: unknown = Extra(
    named(init, {qualname: 'chain.<locals>.init_fn', module: 'optax._src.combine'}),
    named(update, {qualname: 'chain.<locals>.update_fn', module: 'optax._src.combine'}),
  )
  if (isTransformation(made)) return made
  throw new TypeError('a transformation has an init and an update')
}

/** Whether a value is one of these transformations. */
const isTransformation = (value: unknown): value is Transformation =>
  value instanceof NamedTuple && value.fields.join() === 'init,update'

const zerosOf = (params: Tree): Tree => treeMap((leaf) => jnp.zerosLike(leaf), params)
const part = (state: Tree, i: number): Tree => container(state)?.children[i]

/** A number, or a float of Python. */
export type Rate = number | Float

const scaleBy = (step: number | Float, updates: Tree): Tree => treeMap((g) => jnp.multiply(step, g), updates)

const negative = (value: Rate): Rate => (typeof value === 'number' ? -value : float(-value.value))

interface Stage {
  readonly init: Init
  readonly update: Update
}

const chain = (...stages: readonly Stage[]): Transformation =>
  transformation(
    (params) => tuple(...stages.map(({init}) => init(params))),
    (updates, state, params) => {
      let now = updates
      const states = stages.map((stage, i) => {
        const [next, kept] = stage.update(now, part(state, i), params)
        now = next
        return kept
      })
      return [now, tuple(...states)]
    },
  )

const stateless = (apply: (updates: Tree, params: Tree) => Tree): Stage => ({
  init: () => EmptyState(),
  update: (updates, _state, params) => [apply(updates, params), EmptyState()],
})

const learningRate = (rate: Rate): Stage => stateless((updates) => scaleBy(negative(rate), updates))

const momentumStage = (decay: Rate, nesterov: boolean): Stage => ({
  init: (params) => TraceState(zerosOf(params)),
  update: (updates, state) => {
    const follow = (g: JaxArray, t: JaxArray) => jnp.add(g, jnp.multiply(decay, t))
    const trace = treeMap(follow, updates, part(state, 0))
    return [nesterov ? treeMap(follow, updates, trace) : trace, TraceState(trace)]
  },
})

/** What `optax.adam` takes beside the learning rate. */
export interface AdamOptions {
  /** How much of the mean of gradients stays at each step; 0.9 where it is not given. */
  readonly b1?: number
  /** How much of the mean of squares stays at each step; 0.999 where it is not given. */
  readonly b2?: number
  /** What is added to the root, so that nothing is divided by zero. */
  readonly eps?: number
  /** What is added below the root; 0 where it is not given. */
  readonly eps_root?: Rate
}

const adamStage = ({b1 = 0.9, b2 = 0.999, eps = 1e-8, eps_root = float(0)}: AdamOptions): Stage => ({
  init: (params) => AdamState(jnp.zeros([], 'int32'), zerosOf(params), zerosOf(params)),
  update: (updates, state) => {
    const moment = (decay: number, order: number) => (g: JaxArray, t: JaxArray) => {
      const powered = jnp.power(g, order)
      const fresh = jnp.multiply(1 - decay, powered)
      return jnp.add(fresh, jnp.multiply(decay, t))
    }
    const mu = treeMap(moment(b1, 1), updates, part(state, 1))
    const nu = treeMap(moment(b2, 2), updates, part(state, 2))
    const count = safeIncrement(leafArray(part(state, 0)))
    const correct = (moments: Tree, decay: number) => {
      const bias = jnp.subtract(1, jnp.power(decay, count))
      return treeMap((t) => jnp.divide(t, bias), moments)
    }
    const [muHat, nuHat] = [correct(mu, b1), correct(nu, b2)]
    const next = treeMap((m, v) => jnp.divide(m, jnp.add(jnp.sqrt(jnp.add(v, eps_root)), eps)), muHat, nuHat)
    return [next, AdamState(count, mu, nu)]
  },
})

/** One more, unless that would overflow. */
const safeIncrement = (count: JaxArray): JaxArray => {
  const below = jnp.less(count, 2147483647)
  return jnp.where(below, jnp.add(count, 1), jnp.asarray(2147483647, 'int32'))
}

/** What `optax.sgd` takes beside the learning rate. */
export interface SgdOptions {
  /** How much of the last step is done again; none where it is null. */
  readonly momentum?: Rate | null
  /** Whether it looks a step ahead; false where it is not given. */
  readonly nesterov?: boolean
}

/** What `optax.adamw` takes beside the learning rate. */
export interface AdamwOptions extends AdamOptions {
  /** How much of a parameter is taken off it at each step; 1e-4 where it is not given. */
  readonly weight_decay?: number
}

/** Optax: each call makes a new transformation, and a new transformation is a new static value. */
export const optax = {
  /** `optax.sgd(learning_rate, momentum)`. */
  sgd: (learning_rate: Rate, {momentum = null, nesterov = false}: SgdOptions = {}): Transformation =>
    chain(
      momentum === null ? stateless((updates) => updates) : momentumStage(momentum, nesterov),
      learningRate(learning_rate),
    ),
  /** `optax.adam(learning_rate)`. */
  adam: (learning_rate: Rate, options: AdamOptions = {}): Transformation =>
    chain(adamStage(options), learningRate(learning_rate)),
  /** `optax.adamw(learning_rate)`. */
  adamw: (learning_rate: Rate, {weight_decay = 1e-4, ...options}: AdamwOptions = {}): Transformation =>
    chain(
      adamStage(options),
      stateless((updates, params) =>
        treeMap((g, p) => jnp.add(g, jnp.multiply(weight_decay, p)), updates, params),
      ),
      learningRate(learning_rate),
    ),
  /** `optax.apply_updates(params, updates)`. */
  applyUpdates: (params: Tree, updates: Tree): Tree =>
    treeMap((p, u) => jnp.asarray(jnp.add(p, u), p.dtype), params, updates),
} as const
