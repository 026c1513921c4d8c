import {type DTypeLike, type JaxArray} from '../array/index.ts'
import {treeMap} from '../graph/index.ts'
import {laxOperations} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {float, namedtuple} from '../python/index.ts'
import {
  arrayAt,
  fullOf,
  momentOf,
  noSteps,
  normOf,
  rateOf,
  part,
  type Rate,
  safeIncrement,
  transformation,
  type Transformation,
  type Tree,
  unbiased,
  noughts,
} from './transformation.ts'

const {add, subtract, multiply, divide, sqrt, square, where} = jnp

const AdamState = namedtuple('ScaleByAdamState', ['count', 'mu', 'nu'])
const BeliefState = namedtuple('ScaleByBeliefState', ['count', 'mu', 'nu'])
const AmsgradState = namedtuple('ScaleByAmsgradState', ['count', 'mu', 'nu', 'nu_max'])
const LionState = namedtuple('ScaleByLionState', ['count', 'mu'])
const NovogradState = namedtuple('ScaleByNovogradState', ['count', 'mu', 'nu'])
const AdaDeltaState = namedtuple('ScaleByAdaDeltaState', ['e_g', 'e_x'])
const RmsState = namedtuple('ScaleByRmsState', ['nu'])
const StdDevState = namedtuple('ScaleByRStdDevState', ['mu', 'nu'])
const RssState = namedtuple('ScaleByRssState', ['sum_of_squares'])
const RpropState = namedtuple('ScaleByRpropState', ['step_sizes', 'prev_updates'])
const OptimisticState = namedtuple('ScaleByOptimisticGradientState', ['is_initial_step', 'previous_gradient'])

/** How much an adaptive transformation remembers. */
export interface DecayOptions {
  /** How much of the mean of gradients stays at each step; 0.9 where it is not given. */
  readonly b1?: number
  /** How much of the mean of squares stays at each step; 0.999 where it is not given. */
  readonly b2?: number
  /** What is added to the root, so that nothing is divided by zero; 1e-8 for Adam and most others where it is not given. */
  readonly eps?: number
}

/** What `optax.adam` takes beside the learning rate. */
export interface AdamOptions extends DecayOptions {
  /** What is added below the root; 0 where it is not given. */
  readonly eps_root?: Rate
  /** The dtype of the mean of gradients; that of the parameters where it is not given. */
  readonly mu_dtype?: DTypeLike | null
  /** Whether it looks a step ahead; false where it is not given. */
  readonly nesterov?: boolean
}

const cast = (tree: Tree, dtype: DTypeLike | null): Tree =>
  dtype === null ? tree : treeMap((leaf) => jnp.astype(leaf, dtype), tree)

/** The mean of gradients as large as it would be without its beginning at zero, a step ahead for Nesterov. */
function ahead(updates: Tree, mu: Tree, b1: number, count: JaxArray, nesterov: boolean): Tree {
  if (!nesterov) return unbiased(mu, b1, count)
  return treeMap(
    (m, g) => add(multiply(b1, m), multiply(1 - b1, g)),
    unbiased(mu, b1, safeIncrement(count)),
    unbiased(updates, b1, count),
  )
}

const overRoot = (mu: Tree, nu: Tree, eps: number, eps_root: Rate): Tree =>
  treeMap((m, v) => divide(m, add(sqrt(add(v, eps_root)), eps)), mu, nu)

type Stepped = readonly [next: Tree, count: JaxArray, mu: Tree, nu: Tree]

/** Two running means, of gradients and of their squares, and a count of steps. */
const twoMoments = (
  name: string,
  step: (updates: Tree, mu: Tree, nu: Tree, count: JaxArray) => Stepped,
  {
    State = AdamState,
    start = noughts,
    mu_dtype = null,
  }: {
    readonly State?: typeof AdamState
    readonly start?: (params: Tree) => Tree
    readonly mu_dtype?: DTypeLike | null
  } = {},
): Transformation =>
  transformation(
    name,
    (params) => State(noSteps(), cast(start(params), mu_dtype), start(params)),
    (updates, state) => {
      const [next, count, mu, nu] = step(updates, part(state, 1), part(state, 2), arrayAt(state, 0))
      return [next, State(count, cast(mu, mu_dtype), nu)]
    },
  )

/** `optax.scale_by_adam()`. */
const scaleByAdam = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
  eps_root = float(0),
  mu_dtype = null,
  nesterov = false,
}: AdamOptions = {}): Transformation =>
  twoMoments(
    'scale_by_adam',
    (updates, mu0, nu0, held) => {
      const [mu, nu] = [momentOf(updates, mu0, b1, 1), momentOf(updates, nu0, b2, 2)]
      const count = safeIncrement(held)
      const [muHat, nuHat] = [ahead(updates, mu, b1, count, nesterov), unbiased(nu, b2, count)]
      return [overRoot(muHat, nuHat, eps, eps_root), count, mu, nu]
    },
    {mu_dtype},
  )

/** `optax.scale_by_belief()`: by how far gradients are from their mean. */
const scaleByBelief = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-16,
  eps_root = 1e-16,
  nesterov = false,
}: AdamOptions = {}): Transformation =>
  twoMoments(
    'scale_by_belief',
    (updates, mu0, nu0, held) => {
      const mu = momentOf(updates, mu0, b1, 1)
      const spread = momentOf(treeMap(subtract, updates, mu), nu0, b2, 2)
      const nu = treeMap((v) => add(v, eps_root), spread)
      const count = safeIncrement(held)
      const [muHat, nuHat] = [ahead(updates, mu, b1, count, nesterov), unbiased(nu, b2, count)]
      return [treeMap((m, v) => divide(m, add(sqrt(v), eps)), muHat, nuHat), count, mu, nu]
    },
    {State: BeliefState},
  )

/** `optax.scale_by_yogi()`. */
const scaleByYogi = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-3,
  eps_root = float(0),
}: AdamOptions = {}): Transformation =>
  twoMoments(
    'scale_by_yogi',
    (updates, mu0, nu0, held) => {
      const mu = momentOf(updates, mu0, b1, 1)
      const toward = (g: JaxArray, v: JaxArray) => {
        const squared = square(g)
        return subtract(v, multiply(multiply(1 - b2, jnp.sign(subtract(v, squared))), squared))
      }
      const nu = treeMap(toward, updates, nu0)
      const count = safeIncrement(held)
      return [overRoot(unbiased(mu, b1, count), unbiased(nu, b2, count), eps, eps_root), count, mu, nu]
    },
    {start: (params) => fullOf(params, 1e-6)},
  )

/** `optax.scale_by_adamax()`: by the largest gradient instead of the mean of squares. */
const scaleByAdamax = ({b1 = 0.9, b2 = 0.999, eps = 1e-8}: DecayOptions = {}): Transformation =>
  twoMoments('scale_by_adamax', (updates, mu0, nu0, held) => {
    const count = safeIncrement(held)
    const mu = momentOf(updates, mu0, b1, 1)
    const nu = treeMap((g, t) => jnp.maximum(add(jnp.abs(g), eps), multiply(b2, t)), updates, nu0)
    return [treeMap(divide, unbiased(mu, b1, count), nu), count, mu, nu]
  })

/** What `optax.radam` takes beside the learning rate. */
export interface RadamOptions extends AdamOptions {
  /** How many steps the mean of squares must be worth; 5 where it is not given. */
  readonly threshold?: Rate
}

/** `optax.scale_by_radam()`: scaled only once the mean of squares can be trusted. */
const scaleByRadam = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
  eps_root = float(0),
  threshold = float(5),
  nesterov = false,
}: RadamOptions = {}): Transformation => {
  const limit = 2 / (1 - b2) - 1
  return twoMoments('scale_by_radam', (updates, mu0, nu0, held) => {
    const [mu, nu] = [momentOf(updates, mu0, b1, 1), momentOf(updates, nu0, b2, 2)]
    const count = safeIncrement(held)
    const decayed = jnp.power(b2, count)
    const worth = subtract(limit, divide(multiply(multiply(2, count), decayed), subtract(1, decayed)))
    const [muHat, nuHat] = [ahead(updates, mu, b1, count, nesterov), unbiased(nu, b2, count)]
    const above = multiply(multiply(subtract(worth, float(4)), subtract(worth, float(2))), limit)
    const rectified = sqrt(divide(above, multiply((limit - 4) * (limit - 2), worth)))
    const scaled = (m: JaxArray, v: JaxArray) =>
      divide(multiply(jnp.astype(rectified, m.dtype), m), add(sqrt(add(v, eps_root)), eps))
    const isWorth = jnp.greaterEqual(worth, threshold)
    const next = treeMap((m, v) => where(isWorth, scaled(m, v), m), muHat, nuHat)
    return [next, count, mu, nu]
  })
}

/** `optax.scale_by_amsgrad()`: by the largest mean of squares so far. */
const scaleByAmsgrad = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
  eps_root = float(0),
}: AdamOptions = {}): Transformation =>
  transformation(
    'scale_by_amsgrad',
    (params) => AmsgradState(noSteps(), noughts(params), noughts(params), noughts(params)),
    (updates, state) => {
      const mu = momentOf(updates, part(state, 1), b1, 1)
      const nu = momentOf(updates, part(state, 2), b2, 2)
      const count = safeIncrement(arrayAt(state, 0))
      const muHat = unbiased(mu, b1, count)
      const top = treeMap(jnp.maximum, part(state, 3), unbiased(nu, b2, count))
      return [overRoot(muHat, top, eps, eps_root), AmsgradState(count, mu, nu, top)]
    },
  )

/** What `optax.lion` takes beside the learning rate. */
export interface LionOptions {
  /** How much of the mean is in the step; 0.9 where it is not given. */
  readonly b1?: number
  /** How much of the mean stays; 0.99 where it is not given. */
  readonly b2?: number
  /** The dtype of the mean; that of the parameters where it is not given. */
  readonly mu_dtype?: DTypeLike | null
}

/** `optax.scale_by_lion()`: steps of one size, by sign. */
const scaleByLion = ({b1 = 0.9, b2 = 0.99, mu_dtype = null}: LionOptions = {}): Transformation =>
  transformation(
    'scale_by_lion',
    (params) => LionState(noSteps(), cast(noughts(params), mu_dtype)),
    (updates, state) => {
      const held = part(state, 1)
      const next = treeMap((g, m) => jnp.sign(add(multiply(1 - b1, g), multiply(b1, m))), updates, held)
      const mu = cast(momentOf(updates, held, b2, 1), mu_dtype)
      return [next, LionState(safeIncrement(arrayAt(state, 0)), mu)]
    },
  )

/** What `optax.novograd` takes beside the learning rate. */
export interface NovogradOptions extends AdamOptions {
  /** How much of a parameter is added to its gradient; none where it is not given. */
  readonly weight_decay?: Rate
}

/** `optax.scale_by_novograd()`: by one mean of squared norms for each array. */
const scaleByNovograd = ({
  b1 = 0.9,
  b2 = 0.25,
  eps = 1e-8,
  eps_root = float(0),
  weight_decay = float(0),
}: NovogradOptions = {}): Transformation =>
  transformation(
    'scale_by_novograd',
    (params) =>
      NovogradState(
        noSteps(),
        noughts(params),
        treeMap((p) => jnp.zeros([], p.dtype), params),
      ),
    (updates, state, params) => {
      const count = safeIncrement(arrayAt(state, 0))
      const first = jnp.equal(count, 1)
      const nu = treeMap(
        (g, v) => {
          const norm = square(normOf(g))
          return where(first, norm, add(multiply(1 - b2, norm), multiply(b2, v)))
        },
        updates,
        part(state, 2),
      )
      const fresh = (g: JaxArray, v: JaxArray, p: JaxArray) =>
        add(divide(g, add(sqrt(add(v, eps_root)), eps)), multiply(weight_decay, p))
      const mu = treeMap(
        (g, v, p, m) => where(first, fresh(g, v, p), add(multiply(b1, m), fresh(g, v, p))),
        updates,
        nu,
        params,
        part(state, 1),
      )
      return [mu, NovogradState(count, mu, nu)]
    },
  )

/** `optax.scale_by_adadelta()`. */
const scaleByAdadelta = ({
  rho = 0.9,
  eps = 1e-6,
}: {readonly rho?: number; readonly eps?: number} = {}): Transformation =>
  transformation(
    'scale_by_adadelta',
    (params) => AdaDeltaState(noughts(params), noughts(params)),
    (updates, state) => {
      const squares = momentOf(updates, part(state, 0), rho, 2)
      const next = treeMap(
        (g, now, before) => multiply(divide(sqrt(add(before, eps)), sqrt(add(now, eps))), g),
        updates,
        squares,
        part(state, 1),
      )
      return [next, AdaDeltaState(squares, momentOf(next, part(state, 1), rho, 2))]
    },
  )

/** What `optax.scale_by_rms` takes. */
export interface RmsOptions {
  /** How much of the mean of squares stays; 0.9 where it is not given. */
  readonly decay?: number
  /** What is added, so that nothing is divided by zero; 1e-8 where it is not given. */
  readonly eps?: number
  /** The mean of squares at first; 0 where it is not given. */
  readonly initial_scale?: Rate
  /** Whether eps is added below the root; true where it is not given. */
  readonly eps_in_sqrt?: boolean
}

const overMean = (spread: JaxArray, eps: number, inside: boolean): JaxArray =>
  inside ? laxOperations.rsqrt(add(spread, eps)) : divide(1, add(sqrt(spread), eps))

/** `optax.scale_by_rms()`. */
const scaleByRms = ({
  decay = 0.9,
  eps = 1e-8,
  initial_scale = float(0),
  eps_in_sqrt = true,
}: RmsOptions = {}): Transformation =>
  transformation(
    'scale_by_rms',
    (params) => RmsState(fullOf(params, initial_scale)),
    (updates, state) => {
      const nu = momentOf(updates, part(state, 0), decay, 2)
      return [treeMap((n, g) => multiply(overMean(n, eps, eps_in_sqrt), g), nu, updates), RmsState(nu)]
    },
  )

/** `optax.scale_by_stddev()`. */
const scaleByStddev = ({
  decay = 0.9,
  eps = 1e-8,
  initial_scale = float(0),
  eps_in_sqrt = true,
}: RmsOptions = {}): Transformation =>
  transformation(
    'scale_by_stddev',
    (params) => StdDevState(noughts(params), fullOf(params, initial_scale)),
    (updates, state) => {
      const mu = momentOf(updates, part(state, 0), decay, 1)
      const nu = momentOf(updates, part(state, 1), decay, 2)
      const scaled = (g: JaxArray, m: JaxArray, n: JaxArray) =>
        multiply(overMean(subtract(n, square(m)), eps, eps_in_sqrt), g)
      return [treeMap(scaled, updates, mu, nu), StdDevState(mu, nu)]
    },
  )

/** `optax.scale_by_rss()`: by the sum of all squares so far. */
const scaleByRss = ({
  initial_accumulator_value = 0.1,
  eps = 1e-7,
}: {readonly initial_accumulator_value?: Rate; readonly eps?: number} = {}): Transformation =>
  transformation(
    'scale_by_rss',
    (params) => RssState(fullOf(params, initial_accumulator_value)),
    (updates, state) => {
      const sums = treeMap((g, t) => add(square(g), t), updates, part(state, 0))
      const scaled = (g: JaxArray, t: JaxArray) =>
        multiply(where(jnp.greater(t, 0), laxOperations.rsqrt(add(t, eps)), float(0)), g)
      return [treeMap(scaled, updates, sums), RssState(sums)]
    },
  )

/** What `optax.rprop` takes beside the learning rate. */
export interface RpropOptions {
  /** The factor of a step size when the sign has changed; 0.5 where it is not given. */
  readonly eta_minus?: number
  /** The factor of a step size when the sign has stayed; 1.2 where it is not given. */
  readonly eta_plus?: number
  /** The smallest step; 1e-6 where it is not given. */
  readonly min_step_size?: Rate
  /** The largest step; 50 where it is not given. */
  readonly max_step_size?: Rate
}

/** `optax.scale_by_rprop(learning_rate)`: by the signs of gradients alone. */
const scaleByRprop = (
  learning_rate: Rate,
  {eta_minus = 0.5, eta_plus = 1.2, min_step_size = 1e-6, max_step_size = float(50)}: RpropOptions = {},
): Transformation =>
  transformation(
    'scale_by_rprop',
    (params) => RpropState(fullOf(params, learning_rate), noughts(params)),
    (updates, state) => {
      const before = part(state, 1)
      const sign = treeMap(multiply, updates, before)
      const resized = (s: JaxArray, size: JaxArray) =>
        jnp.clip(multiply(size, where(jnp.greater(s, 0), eta_plus, eta_minus)), min_step_size, max_step_size)
      const sizes = treeMap((s, size) => where(jnp.equal(s, 0), size, resized(s, size)), sign, part(state, 0))
      const unlessTurned = (s: JaxArray, value: JaxArray) =>
        where(jnp.less(s, 0), jnp.zerosLike(value), value)
      const steps = treeMap(
        (s, g, size) => unlessTurned(s, multiply(size, jnp.sign(g))),
        sign,
        updates,
        sizes,
      )
      return [treeMap(unlessTurned, sign, before), RpropState(sizes, steps)]
    },
  )

/** What `optax.optimistic_gradient_descent` takes beside the learning rate. */
export interface OptimisticOptions {
  /** How much of the gradient is taken; 1 where it is not given. */
  readonly alpha?: Rate
  /** How much of its change is taken; 1 where it is not given. */
  readonly beta?: Rate
}

/** `optax.scale_by_optimistic_gradient()`. */
const scaleByOptimisticGradient = ({
  alpha = float(1),
  beta = float(1),
}: OptimisticOptions = {}): Transformation =>
  transformation(
    'scale_by_optimistic_gradient',
    (params) => OptimisticState(jnp.array(true), noughts(params)),
    (updates, state) => {
      const first = arrayAt(state, 0)
      const looked = (g: JaxArray, before: JaxArray) =>
        subtract(multiply(rateOf(alpha) + rateOf(beta), g), multiply(beta, where(first, g, before)))
      return [treeMap(looked, updates, part(state, 1)), OptimisticState(jnp.array(false), updates)]
    },
  )

/** Transformations that scale each gradient by what came before. */
export const adaptive = {
  scaleByAdam,
  scaleByBelief,
  scaleByYogi,
  scaleByAdamax,
  scaleByRadam,
  scaleByAmsgrad,
  scaleByLion,
  scaleByNovograd,
  scaleByAdadelta,
  scaleByRms,
  scaleByStddev,
  scaleByRss,
  scaleByRprop,
  scaleByOptimisticGradient,
} as const
