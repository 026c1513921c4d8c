import {type DTypeLike, type JaxArray} from '../array/index.ts'
import {treeMap} from '../graph/index.ts'
import {jnp} from '../numpy/index.ts'
import {optionsBy, float, namedtuple, tuple} from '../python/index.ts'
import {combining} from './combining.ts'
import {clipping} from './clipping.ts'
import {
  arrayAt,
  eachParam,
  momentOf,
  needed,
  negated,
  noSteps,
  rateOf,
  part,
  type Rate,
  safeIncrement,
  type Schedule,
  transformation,
  type Transformation,
  type Tree,
  unbiased,
  noughts,
} from './transformation.ts'

const {add, subtract, multiply, divide} = jnp

const TraceState = namedtuple('TraceState', ['trace'])
const EmaState = namedtuple('EmaState', ['count', 'ema'])
const ScheduleState = namedtuple('ScaleByScheduleState', ['count'])
const DecaySchedule = namedtuple('WeightDecaySchedule', ['count'])
const EveryState = namedtuple('ApplyEvery', ['count', 'grad_acc'])
const StepsState = namedtuple('MultiStepsState', [
  'mini_step',
  'gradient_step',
  'inner_opt_state',
  'acc_grads',
  'skip_state',
])
const FactoredState = namedtuple('FactoredState', ['count', 'v_row', 'v_col', 'v'])

const widened = (tree: Tree, dtype: DTypeLike | null): Tree =>
  dtype === null ? tree : treeMap((leaf) => jnp.astype(leaf, dtype), tree)

/** What `optax.trace` takes beside the decay. */
export interface TraceOptions {
  /** Whether it looks a step ahead; false where it is not given. */
  readonly nesterov?: boolean
  /** The dtype in which gradients are added up; that of the parameters where it is not given. */
  readonly accumulator_dtype?: DTypeLike | null
}

/** `optax.trace(decay)`: momentum. */
const trace = (
  decay: Rate,
  {nesterov = false, accumulator_dtype = null}: TraceOptions = {},
): Transformation =>
  transformation(
    'trace',
    (params) => TraceState(widened(noughts(params), accumulator_dtype)),
    (updates, state) => {
      const follow = (g: JaxArray, t: JaxArray) => add(g, multiply(decay, t))
      const next = treeMap(follow, updates, part(state, 0))
      const moved = nesterov ? treeMap(follow, updates, next) : next
      return [moved, TraceState(widened(next, accumulator_dtype))]
    },
  )

/** `optax.ema(decay)`: the running mean of gradients. */
const ema = (decay: number, {debias = true}: {readonly debias?: boolean} = {}): Transformation =>
  transformation(
    'ema',
    (params) => EmaState(noSteps(), noughts(params)),
    (updates, state) => {
      const mean = momentOf(updates, part(state, 1), decay, 1)
      const count = safeIncrement(arrayAt(state, 0))
      return [debias ? unbiased(mean, decay, count) : mean, EmaState(count, mean)]
    },
  )

/** `optax.scale_by_schedule(step_size_fn)`. */
const scaleBySchedule = (step_size_fn: Schedule): Transformation =>
  transformation(
    'scale_by_schedule',
    () => ScheduleState(noSteps()),
    (updates, state) => {
      const count = arrayAt(state, 0)
      const size = step_size_fn(count)
      const next = treeMap((g) => multiply(jnp.asarray(size, g.dtype), g), updates)
      return [next, ScheduleState(safeIncrement(count))]
    },
  )

/** `optax.scale_by_learning_rate(learning_rate)`: by the negative rate, which may be a schedule. */
const scaleByLearningRate = (
  learning_rate: Rate | Schedule | null = null,
  {flip_sign = true}: {readonly flip_sign?: boolean} = {},
): Transformation => {
  if (learning_rate === null) return clipping.identity()
  if (typeof learning_rate === 'function')
    return scaleBySchedule((count) => multiply(flip_sign ? -1 : 1, learning_rate(count)))
  return clipping.scale(flip_sign ? negated(learning_rate) : learning_rate)
}

/** What says which parameters: a tree of booleans, or what makes one of the parameters. */
export type Mask = boolean | object | ((params: Tree) => Tree) | null

const decayed = (weight_decay: Rate | Schedule): Transformation => {
  if (typeof weight_decay !== 'function')
    return rateOf(weight_decay) === 0
      ? clipping.identity()
      : eachParam('add_decayed_weights', (g, p) => add(g, multiply(weight_decay, p)))
  return transformation(
    'add_decayed_weights',
    () => DecaySchedule(noSteps()),
    (updates, state, params) => {
      const count = arrayAt(state, 0)
      const rate = weight_decay(count)
      const next = treeMap((g, p) => add(g, multiply(rate, p)), updates, needed(params))
      return [next, DecaySchedule(safeIncrement(count))]
    },
  )
}

/** `optax.add_decayed_weights(weight_decay)`: adds a share of each parameter to its gradient. */
const addDecayedWeights = (
  weight_decay: Rate | Schedule = float(0),
  {mask = null}: {readonly mask?: Mask} = {},
): Transformation => (mask === null ? decayed(weight_decay) : combining.masked(decayed(weight_decay), mask))

/** `optax.apply_every(k)`: adds up, and moves at each k-th step only. */
const applyEvery = (k = 1): Transformation =>
  transformation(
    'apply_every',
    (params) => EveryState(noSteps(), noughts(params)),
    (updates, state) => {
      const held = arrayAt(state, 0)
      const count = jnp.remainder(held, k)
      const isLater = jnp.notEqual(count, 0)
      const sums = treeMap((g, sum) => add(multiply(isLater, sum), g), updates, part(state, 1))
      const emit = jnp.equal(count, k - 1)
      const next = treeMap((sum) => multiply(emit, sum), sums)
      return [next, EveryState(jnp.remainder(safeIncrement(held), k), sums)]
    },
  )

/** What `optax.MultiSteps` takes beside the optimizer. */
export interface MultiStepsOptions {
  /** After how many steps the optimizer moves, or what tells it of the moves so far; 1 where it is not given. */
  readonly every_k_schedule?: number | Schedule
  /** Whether it moves by the mean of the gradients, not by their sum; true where it is not given. */
  readonly use_grad_mean?: boolean
}

const stepsOptions = optionsBy<MultiStepsOptions>('optax.MultiSteps(every_k_schedule=, use_grad_mean: bool=)')

/**
 * `optax.MultiSteps(opt, every_k_schedule)`: adds up the gradients of several small batches, then moves once.
 *
 * @example
 * const tx = new optax.MultiSteps(optax.adam(1e-3), 4)
 * const state = tx.init(params)
 */
export class MultiSteps {
  readonly init: Transformation['init']
  readonly update: Transformation['update']

  constructor(
    opt: Transformation | MultiSteps,
    every_k_schedule: number | Schedule,
    options?: Pick<MultiStepsOptions, 'use_grad_mean'>,
  )
  constructor(opt: Transformation | MultiSteps, options: MultiStepsOptions)
  constructor(opt: Transformation | MultiSteps, ...given: readonly unknown[]) {
    const {every_k_schedule = 1, use_grad_mean = true} = stepsOptions(given)
    this.init = (params) =>
      StepsState(noSteps(), noSteps(), opt.init(params), widened(noughts(params), 'float32'), tuple())
    this.update = (updates, state, params) => {
      const [mini, moves] = [arrayAt(state, 0), arrayAt(state, 1)]
      const k = typeof every_k_schedule === 'function' ? every_k_schedule(moves) : every_k_schedule
      const gather = (g: JaxArray, sum: JaxArray) =>
        use_grad_mean ? add(sum, divide(subtract(g, sum), add(mini, 1))) : add(g, sum)
      const sums = treeMap(gather, updates, part(state, 3))
      const own = treeMap((sum, g) => jnp.astype(sum, g.dtype), sums, updates)
      const [moved, kept] = opt.update(own, part(state, 2), params)
      const emit = jnp.equal(mini, subtract(k, 1))
      const wait = subtract(1, emit)
      const next = StepsState(
        jnp.remainder(safeIncrement(mini), k),
        add(multiply(emit, safeIncrement(moves)), multiply(wait, moves)),
        treeMap((old, fresh) => jnp.astype(jnp.where(emit, fresh, old), old.dtype), part(state, 2), kept),
        treeMap((sum) => jnp.astype(multiply(wait, sum), 'float32'), sums),
        part(state, 4),
      )
      return tuple(
        treeMap((g) => multiply(emit, g), moved),
        next,
      )
    }
  }

  /** The same as a transformation. */
  gradientTransformation(): Transformation {
    return transformation('MultiSteps', this.init, this.update)
  }

  /** Whether the last step moved. */
  hasUpdated(state: Tree): JaxArray {
    return jnp.logicalAnd(jnp.equal(arrayAt(state, 0), 0), jnp.greater(arrayAt(state, 1), 0))
  }
}

/** What `optax.scale_by_factored_rms` takes. */
export interface FactoredOptions {
  /** Whether large matrices keep the means of rows and columns only; true where it is not given. */
  readonly factored?: boolean
  /** How fast the mean of squares follows; 0.8 where it is not given. */
  readonly decay_rate?: number
  /** How many steps are taken for done before the first; 0 where it is not given. */
  readonly step_offset?: number
  /** How large the two largest sizes must be; 128 where it is not given. */
  readonly min_dim_size_to_factor?: number
  /** What is added to squares; 1e-30 where it is not given. */
  readonly epsilon?: number
}

/** The second largest and the largest dimension, where both are large. */
function factoredAxes(
  {shape}: JaxArray,
  {factored = true, min_dim_size_to_factor = 128}: FactoredOptions,
): readonly [number, number] | null {
  const [largest, second] = shape.map((n, axis) => ({n, axis})).sort((a, b) => b.n - a.n || b.axis - a.axis)
  return factored && largest && second && second.n >= min_dim_size_to_factor
    ? [second.axis, largest.axis]
    : null
}

/** `optax.scale_by_factored_rms()`: what Adafactor keeps instead of a mean of squares. */
const scaleByFactoredRms = (options: FactoredOptions = {}): Transformation => {
  const {decay_rate = 0.8, step_offset = 0, epsilon = 1e-30} = options
  const none = (p: JaxArray) => jnp.zeros([1], p.dtype)
  const without = (p: JaxArray, axis: number) =>
    jnp.zeros(
      p.shape.filter((_, i) => i !== axis),
      p.dtype,
    )
  const along = (which: 0 | 1, p: JaxArray) => {
    const axes = factoredAxes(p, options)
    return axes === null ? none(p) : without(p, axes[which])
  }
  return transformation(
    'scale_by_factored_rms',
    (params) =>
      FactoredState(
        noSteps(),
        treeMap((p) => along(1, p), params),
        treeMap((p) => along(0, p), params),
        treeMap((p) => (factoredAxes(p, options) === null ? jnp.zerosLike(p) : none(p)), params),
      ),
    (updates, state) => {
      const held = arrayAt(state, 0)
      const t = jnp.astype(add(subtract(held, step_offset), 1), 'float32')
      const decay = subtract(float(1), jnp.power(t, -decay_rate))
      const follow = (old: JaxArray, fresh: JaxArray) =>
        jnp.astype(add(multiply(decay, old), multiply(subtract(float(1), decay), fresh)), old.dtype)
      const squares = (g: JaxArray) => add(jnp.square(g), epsilon)
      const mean = (which: 0 | 1) => (g: JaxArray, old: JaxArray) => {
        const axes = factoredAxes(g, options)
        return axes === null ? old : follow(old, jnp.mean(squares(g), {axis: axes[which]}))
      }
      const rows = treeMap(mean(1), updates, part(state, 1))
      const columns = treeMap(mean(0), updates, part(state, 2))
      const whole = treeMap(
        (g, old) => (factoredAxes(g, options) === null ? follow(old, squares(g)) : old),
        updates,
        part(state, 3),
      )
      const next = treeMap(
        (g, row, column, v) => {
          const axes = factoredAxes(g, options)
          if (axes === null) return multiply(g, jnp.power(v, -0.5))
          const [d1, d0] = axes
          const level = jnp.mean(row, {axis: d1 > d0 ? d1 - 1 : d1, keepdims: true})
          const byRow = jnp.expandDims(jnp.power(divide(row, level), -0.5), d0)
          return multiply(multiply(g, byRow), jnp.expandDims(jnp.power(column, -0.5), d1))
        },
        updates,
        rows,
        columns,
        whole,
      )
      return [next, FactoredState(safeIncrement(held), rows, columns, whole)]
    },
  )
}

/** Transformations that keep a count or a running sum. */
export const accumulation = {
  trace,
  ema,
  scaleBySchedule,
  scaleByLearningRate,
  addDecayedWeights,
  applyEvery,
  scaleByFactoredRms,
} as const
