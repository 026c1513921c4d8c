import {type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {float, PythonError, repr, takingAll} from '../python/index.ts'
import {rateOf, type Rate, type Schedule} from './transformation.ts'

const {add, subtract, multiply, divide, where, less} = jnp

/** `optax.constant_schedule(value)`. */
const constantSchedule =
  (value: Rate): Schedule =>
  () =>
    value

/**
 * `optax.polynomial_schedule(init_value, end_value, power, transition_steps, transition_begin)`.
 *
 * @example
 * optax.polynomialSchedule(1, 0, 2, 10)(3) // Array(0.48999998, dtype=float32, weak_type=True)
 */
function polynomialSchedule(
  init_value: Rate,
  end_value: Rate,
  power: number,
  transition_steps: number,
  transition_begin = 0,
): Schedule {
  if (transition_steps <= 0) return constantSchedule(init_value)
  const begin = Math.max(transition_begin, 0)
  return (count) => {
    const gone = jnp.clip(subtract(count, begin), 0, transition_steps)
    const left = subtract(1, divide(gone, transition_steps))
    return add(multiply(rateOf(init_value) - rateOf(end_value), jnp.power(left, power)), end_value)
  }
}

/** `optax.linear_schedule(init_value, end_value, transition_steps, transition_begin)`. */
const linearSchedule = (
  init_value: Rate,
  end_value: Rate,
  transition_steps: number,
  transition_begin = 0,
): Schedule => polynomialSchedule(init_value, end_value, 1, transition_steps, transition_begin)

/** Steps, each with what the rate is multiplied by there: as an object, or as a Map from numbers. */
export type Boundaries = Readonly<Record<number, Rate>> | ReadonlyMap<number, Rate>

/** What piecewise schedules take by name. */
export interface NamedBoundaries {
  /** Steps, each with what the rate is multiplied by there; none where it is not given. */
  readonly boundaries_and_scales?: Boundaries | null
}

/** What piecewise schedules take by name, or the boundaries alone in its place. */
export type BoundaryOptions = NamedBoundaries | Boundaries

/** The steps at which a schedule changes, in order, and by how much. */
function boundariesOf(given: BoundaryOptions): readonly (readonly [number, number])[] {
  const scales = 'boundaries_and_scales' in given ? (given.boundaries_and_scales ?? {}) : given
  const pairs: readonly (readonly [unknown, Rate])[] =
    scales instanceof Map ? [...scales] : Object.entries(scales)
  const wrong = pairs.find(([step]) => !Number.isInteger(Number(step)))
  if (wrong !== undefined)
    throw new PythonError(
      'TypeError',
      `boundaries_and_scales takes steps, whole numbers, each with what the rate is multiplied by there, but got ${repr(wrong[0])}`,
    )
  return pairs
    .map(([step, scale]): [number, number] => [Number(step), rateOf(scale)])
    .sort(([a], [b]) => a - b)
}

/** `optax.piecewise_constant_schedule(init_value)`: multiplied at certain steps. */
function piecewiseConstantSchedule(init_value: Rate, boundaries: BoundaryOptions = {}): Schedule {
  const steps = boundariesOf(boundaries)
  return (count) =>
    steps.reduce<JaxArray | Rate>((value, [step, scale]) => {
      const before = jnp.maximum(float(0), jnp.sign(subtract(step, count)))
      const after = multiply(multiply(subtract(1, before), float(scale)), value)
      return add(multiply(value, before), after)
    }, init_value)
}

/** What `optax.exponential_decay` takes beside its first three. */
export interface ExponentialOptions {
  /** How many steps pass before the rate falls; 0 where it is not given. */
  readonly transition_begin?: number
  /** Whether it falls in stairs, at each full transition; false where it is not given. */
  readonly staircase?: boolean
  /** Where it stops; nowhere where it is null. */
  readonly end_value?: Rate | null
}

/** `optax.exponential_decay(init_value, transition_steps, decay_rate)`. */
function exponentialDecay(
  init_value: Rate,
  transition_steps: number,
  decay_rate: Rate,
  {transition_begin = 0, staircase = false, end_value = null}: ExponentialOptions = {},
): Schedule {
  const rate = rateOf(decay_rate)
  if (transition_steps <= 0 || rate === 0) return constantSchedule(init_value)
  const stop = rate < 1 ? jnp.maximum : jnp.minimum
  return (count) => {
    const gone = subtract(count, Math.max(transition_begin, 0))
    const share = divide(gone, transition_steps)
    const power = staircase ? jnp.floor(share) : share
    const isBefore = jnp.lessEqual(gone, 0)
    const value = where(isBefore, init_value, multiply(init_value, jnp.power(float(rate), power)))
    return end_value === null ? value : stop(value, end_value)
  }
}

/** What `optax.cosine_decay_schedule` takes beside its first two. */
export interface CosineOptions {
  /** Which share of the rate is left at the end; 0 where it is not given. */
  readonly alpha?: Rate
  /** The power of the cosine; 1 where it is not given. */
  readonly exponent?: Rate
}

/**
 * `optax.cosine_decay_schedule(init_value, decay_steps)`.
 *
 * @throws {PythonError} ValueError without steps.
 */
function cosineDecaySchedule(
  init_value: Rate,
  decay_steps: number,
  {alpha = float(0), exponent = float(1)}: CosineOptions = {},
): Schedule {
  if (decay_steps <= 0)
    throw new PythonError(
      'ValueError',
      `The cosine_decay_schedule requires positive decay_steps, got decay_steps=${decay_steps}.`,
    )
  return (count) => {
    const gone = jnp.minimum(count, float(decay_steps))
    const wave = add(1, jnp.cos(divide(multiply(Math.PI, gone), float(decay_steps))))
    const cosine = multiply(0.5, wave)
    const decayed = add(multiply(float(1 - rateOf(alpha)), jnp.power(cosine, float(rateOf(exponent)))), alpha)
    return multiply(init_value, decayed)
  }
}

/** `optax.join_schedules(schedules, boundaries)`: one after the other, each arrayAt from its own beginning. */
const joinSchedules =
  (schedules: readonly Schedule[], boundaries: readonly number[]): Schedule =>
  (count) => {
    const [first = constantSchedule(float(0)), ...rest] = schedules
    return boundaries.reduce<JaxArray | Rate>((value, boundary, i) => {
      const next = rest[i]
      return next ? where(less(count, boundary), value, next(subtract(count, boundary))) : value
    }, first(count))
  }

/** `optax.warmup_constant_schedule(init_value, peak_value, warmup_steps)`. */
const warmupConstantSchedule = (init_value: Rate, peak_value: Rate, warmup_steps: number): Schedule =>
  linearSchedule(init_value, peak_value, warmup_steps)

/** `optax.warmup_cosine_decay_schedule(init_value, peak_value, warmup_steps, decay_steps)`. */
function warmupCosineDecaySchedule(
  init_value: Rate,
  peak_value: Rate,
  warmup_steps: number,
  decay_steps: number,
  {end_value = float(0), exponent = float(1)}: {readonly end_value?: Rate; readonly exponent?: Rate} = {},
): Schedule {
  const peak = rateOf(peak_value)
  const alpha = float(peak === 0 ? 0 : rateOf(end_value) / peak)
  const falling = cosineDecaySchedule(peak_value, decay_steps - warmup_steps, {alpha, exponent})
  return joinSchedules([linearSchedule(init_value, peak_value, warmup_steps), falling], [warmup_steps])
}

/** `optax.warmup_exponential_decay_schedule(init_value, peak_value, warmup_steps, transition_steps, decay_rate)`. */
const warmupExponentialDecaySchedule = (
  init_value: Rate,
  peak_value: Rate,
  warmup_steps: number,
  transition_steps: number,
  decay_rate: Rate,
  options: ExponentialOptions = {},
): Schedule =>
  joinSchedules(
    [
      linearSchedule(init_value, peak_value, warmup_steps),
      exponentialDecay(peak_value, transition_steps, decay_rate, options),
    ],
    [warmup_steps],
  )

/** From one value to the next, at a share of the way. */
const ways = {
  linear: (from: JaxArray, to: JaxArray, share: JaxArray) => add(multiply(subtract(to, from), share), from),
  cosine: (from: JaxArray, to: JaxArray, share: JaxArray) =>
    add(to, multiply(divide(subtract(from, to), float(2)), add(jnp.cos(multiply(Math.PI, share)), 1))),
}

/** `optax.piecewise_interpolate_schedule(interpolate_type, init_value)`: between values at certain steps. */
const piecewiseInterpolateSchedule = (
  interpolate_type: keyof typeof ways,
  init_value: Rate,
  boundaries: BoundaryOptions = {},
): Schedule => {
  const steps = boundariesOf(boundaries)
  const ends = [0, ...steps.map(([step]) => step)]
  const values = [Math.fround(rateOf(init_value))]
  for (const [, scale] of steps) values.push(Math.fround(Math.fround(scale) * (values.at(-1) ?? 0)))
  const floats = (list: readonly number[]) => jnp.asarray(list, 'float32')
  return (count) => {
    const [from, to] = [jnp.asarray(ends.slice(0, -1), 'int32'), jnp.asarray(ends.slice(1), 'int32')]
    const inside = jnp.logicalAnd(jnp.lessEqual(from, count), less(count, to))
    const share = divide(subtract(count, from), jnp.maximum(subtract(to, from), 1))
    const between = ways[interpolate_type](floats(values.slice(0, -1)), floats(values.slice(1)), share)
    const isOver = jnp.lessEqual(jnp.asarray(ends.at(-1), 'int32'), count)
    return add(jnp.sum(multiply(inside, between)), multiply(isOver, jnp.asarray(values.at(-1), 'float32')))
  }
}

/** What the one-cycle schedules take beside their first two. */
export interface OneCycleOptions {
  /** Which share of the steps the rate rises; 0.3 where it is not given. */
  readonly pct_start?: number
  /** At which share of the steps the linear one is back where it began; 0.85 where it is not given. */
  readonly pct_final?: number
  /** How much less than the peak it is at first; 25 where it is not given. */
  readonly div_factor?: Rate
  /** How much less than at first it is at the end; 10000 where it is not given. */
  readonly final_div_factor?: Rate
}

/** `optax.linear_onecycle_schedule(transition_steps, peak_value)`. */
const linearOnecycleSchedule = (
  transition_steps: number,
  peak_value: Rate,
  {pct_start = 0.3, pct_final = 0.85, div_factor = 25, final_div_factor = 1e4}: OneCycleOptions = {},
): Schedule => {
  const factor = rateOf(div_factor)
  return piecewiseInterpolateSchedule('linear', rateOf(peak_value) / factor, {
    boundaries_and_scales: {
      [Math.trunc(pct_start * transition_steps)]: factor,
      [Math.trunc(pct_final * transition_steps)]: 1 / factor,
      [transition_steps]: 1 / rateOf(final_div_factor),
    },
  })
}

/** `optax.cosine_onecycle_schedule(transition_steps, peak_value)`. */
const cosineOnecycleSchedule = (
  transition_steps: number,
  peak_value: Rate,
  {pct_start = 0.3, div_factor = 25, final_div_factor = 1e4}: OneCycleOptions = {},
): Schedule => {
  const factor = rateOf(div_factor)
  return piecewiseInterpolateSchedule('cosine', rateOf(peak_value) / factor, {
    boundaries_and_scales: {
      [Math.trunc(pct_start * transition_steps)]: factor,
      [transition_steps]: 1 / (factor * rateOf(final_div_factor)),
    },
  })
}

/** Rates by the number of steps taken: `optax.schedules`. */
export const schedules = takingAll(
  'optax',
  {
    constantSchedule,
    polynomialSchedule,
    linearSchedule,
    piecewiseConstantSchedule,
    piecewiseInterpolateSchedule,
    exponentialDecay,
    cosineDecaySchedule,
    joinSchedules,
    warmupConstantSchedule,
    warmupCosineDecaySchedule,
    warmupExponentialDecaySchedule,
    linearOnecycleSchedule,
    cosineOnecycleSchedule,
  } as const,
  {
    constantSchedule: 'value: float, /',
    polynomialSchedule:
      'init_value: float, end_value: float, power: float, transition_steps: float, transition_begin: float=, /',
    linearSchedule:
      'init_value: float, end_value: float, transition_steps: float, transition_begin: float=, /',
    piecewiseConstantSchedule: 'init_value: float, boundaries_and_scales: dict=, /',
    piecewiseInterpolateSchedule:
      'interpolate_type: linear|cosine, init_value: float, boundaries_and_scales: dict=, /',
    joinSchedules: 'schedules: functions, boundaries: places, /',
    warmupConstantSchedule: 'init_value: float, peak_value: float, warmup_steps: float, /',
    exponentialDecay:
      'init_value, transition_steps, decay_rate, /, transition_begin=, staircase=, end_value=',
    cosineDecaySchedule: 'init_value, decay_steps, /, alpha=, exponent=',
    warmupCosineDecaySchedule: 'init_value, peak_value, warmup_steps, decay_steps, /, end_value=, exponent=',
    warmupExponentialDecaySchedule:
      'init_value, peak_value, warmup_steps, transition_steps, decay_rate, /, transition_begin=, staircase=, end_value=',
    linearOnecycleSchedule:
      'transition_steps, peak_value, /, pct_start=, pct_final=, div_factor=, final_div_factor=',
    cosineOnecycleSchedule: 'transition_steps, peak_value, /, pct_start=, div_factor=, final_div_factor=',
  },
)
