import {float} from '../python/index.ts'
import {accumulation, type Mask, type TraceOptions} from './accumulate.ts'
import {
  adaptive,
  type AdamOptions,
  type DecayOptions,
  type LionOptions,
  type NovogradOptions,
  type OptimisticOptions,
  type RadamOptions,
  type RmsOptions,
  type RpropOptions,
} from './adaptive.ts'
import {clipping, type TrustOptions} from './clipping.ts'
import {combining} from './combining.ts'
import {rateOf, type Rate, type Schedule, type Transformation} from './transformation.ts'

const {chain, masked} = combining
const {trace, addDecayedWeights} = accumulation
const {identity, scale} = clipping

/** A learning rate, or what gives one for each step. */
export type Learning = Rate | Schedule

/** A transformation, then a step against it. */
const against = (learning_rate: Learning | null, ...before: readonly Transformation[]): Transformation =>
  chain(...before, accumulation.scaleByLearningRate(learning_rate))

/** What `optax.sgd` takes beside the learning rate. */
export interface SgdOptions extends TraceOptions {
  /** How much of the last step is done again; none where it is null. */
  readonly momentum?: Rate | null
}

/** How parameters decay. */
export interface WeightDecay {
  /** How much of a parameter is taken off it at each step. */
  readonly weight_decay?: Learning
  /** Which parameters decay; all where it is null. */
  readonly mask?: Mask
}

/** What `optax.adamw` takes beside the learning rate; the decay is 1e-4 where it is not given. */
export interface AdamwOptions extends AdamOptions, WeightDecay {}

const sgd = (learning_rate: Learning, {momentum = null, ...options}: SgdOptions = {}): Transformation =>
  against(learning_rate, momentum === null ? identity() : trace(momentum, options))

const adam = (learning_rate: Learning, options: AdamOptions = {}): Transformation =>
  against(learning_rate, adaptive.scaleByAdam(options))

const adamw = (
  learning_rate: Learning,
  {weight_decay = 1e-4, mask = null, ...options}: AdamwOptions = {},
): Transformation =>
  against(learning_rate, adaptive.scaleByAdam(options), addDecayedWeights(weight_decay, {mask}))

/** What `optax.lars` takes beside the learning rate. */
export interface LarsOptions extends Omit<TrustOptions, 'min_norm'> {
  /** How much of a parameter is added to its gradient; none where it is not given. */
  readonly weight_decay?: Learning
  /** Which parameters decay; all where it is not given. */
  readonly weight_decay_mask?: Mask
  /** Which parameters have their own ratio; all where it is not given. */
  readonly trust_ratio_mask?: Mask
  /** How much of the last step is done again; 0.9 where it is not given. */
  readonly momentum?: Rate
  /** Whether it looks a step ahead; false where it is not given. */
  readonly nesterov?: boolean
}

/** LARS: steps scaled layer by layer to the size of the weights. */
const lars = (
  learning_rate: Learning,
  {
    weight_decay = float(0),
    weight_decay_mask = true,
    trust_coefficient = 1e-3,
    eps = float(0),
    trust_ratio_mask = true,
    momentum = 0.9,
    nesterov = false,
  }: LarsOptions = {},
): Transformation =>
  chain(
    addDecayedWeights(weight_decay, {mask: weight_decay_mask}),
    masked(clipping.scaleByTrustRatio({trust_coefficient, eps}), trust_ratio_mask),
    accumulation.scaleByLearningRate(learning_rate),
    trace(momentum, {nesterov}),
  )

/** What `optax.rmsprop` takes beside the learning rate. */
export interface RmspropOptions extends RmsOptions {
  /** Whether the mean of gradients is taken off; false where it is not given. */
  readonly centered?: boolean
  /** How much of the last step is done again; none where it is null. */
  readonly momentum?: Rate | null
  /** Whether it looks a step ahead; false where it is not given. */
  readonly nesterov?: boolean
}

/** RMSProp: steps divided by the root of a running mean of squared gradients. */
const rmsprop = (
  learning_rate: Learning,
  {centered = false, momentum = null, nesterov = false, ...options}: RmspropOptions = {},
): Transformation =>
  chain(
    centered ? adaptive.scaleByStddev(options) : adaptive.scaleByRms(options),
    accumulation.scaleByLearningRate(learning_rate),
    momentum === null ? identity() : trace(momentum, {nesterov}),
  )

/** What `optax.adafactor` takes beside the learning rate. */
export interface AdafactorOptions {
  /** How large the two largest sizes must be for a mean of rows and columns; 128 where it is not given. */
  readonly min_dim_size_to_factor?: number
  /** How fast the mean of squares follows; 0.8 where it is not given. */
  readonly decay_rate?: number
  /** How many steps are taken for done before the first; 0 where it is not given. */
  readonly decay_offset?: number
  /** Whether a step is scaled by its parameter; true where it is not given. */
  readonly multiply_by_parameter_scale?: boolean
  /** From which root mean square an update is clipped; 1 where it is not given, never where it is null. */
  readonly clipping_threshold?: Rate | null
  /** How much of the mean of updates stays; no mean where it is null. */
  readonly momentum?: number | null
  /** How much of a parameter is taken off it at each step; none where it is null. */
  readonly weight_decay_rate?: Learning | null
  /** What is added to squares; 1e-30 where it is not given. */
  readonly eps?: number
  /** Whether large matrices keep the means of rows and columns only; true where it is not given. */
  readonly factored?: boolean
}

/** Adafactor: second moments of matrices kept as rows and columns. */
const adafactor = (learning_rate: Learning | null = null, options: AdafactorOptions = {}): Transformation => {
  const {clipping_threshold = float(1), multiply_by_parameter_scale = true} = options
  const {momentum = null, weight_decay_rate = null} = options
  return chain(
    accumulation.scaleByFactoredRms({...options, step_offset: options.decay_offset, epsilon: options.eps}),
    ...(clipping_threshold === null ? [] : [clipping.clipByBlockRms(clipping_threshold)]),
    ...(learning_rate === null ? [] : [accumulation.scaleByLearningRate(learning_rate, {flip_sign: false})]),
    ...(multiply_by_parameter_scale ? [clipping.scaleByParamBlockRms()] : []),
    ...(momentum === null ? [] : [accumulation.ema(momentum, {debias: false})]),
    ...(weight_decay_rate === null ? [] : [addDecayedWeights(weight_decay_rate)]),
    scale(-1),
  )
}

/** Fromage: steps as long as the weights are, times the rate. */
const fromage = (learning_rate: Rate, {min_norm = 1e-6}: {readonly min_norm?: Rate} = {}): Transformation => {
  const rate = rateOf(learning_rate)
  const shrink = 1 / Math.sqrt(1 + rate ** 2)
  return chain(
    clipping.scaleByTrustRatio({min_norm}),
    scale(float(-rate * shrink)),
    addDecayedWeights(shrink - 1),
  )
}

/** Whole optimizers, made of the transformations. */
export const optimizers = {
  /** `optax.sgd(learning_rate, momentum)`. */
  sgd,
  /** `optax.adam(learning_rate)`. */
  adam,
  /** `optax.adamw(learning_rate)`. */
  adamw,
  /** `optax.nadam(learning_rate)`. */
  nadam: (learning_rate: Learning, options: AdamOptions = {}) =>
    adam(learning_rate, {...options, nesterov: true}),
  /** `optax.nadamw(learning_rate)`. */
  nadamw: (learning_rate: Learning, options: AdamwOptions = {}) =>
    adamw(learning_rate, {...options, nesterov: true}),
  /** `optax.adabelief(learning_rate)`. */
  adabelief: (learning_rate: Learning, options: AdamOptions = {}) =>
    against(learning_rate, adaptive.scaleByBelief(options)),
  /** `optax.yogi(learning_rate)`. */
  yogi: (learning_rate: Learning, options: DecayOptions = {}) =>
    against(learning_rate, adaptive.scaleByYogi(options)),
  /** `optax.adamax(learning_rate)`. */
  adamax: (learning_rate: Learning, options: DecayOptions = {}) =>
    against(learning_rate, adaptive.scaleByAdamax(options)),
  /** `optax.adamaxw(learning_rate)`. */
  adamaxw: (
    learning_rate: Learning,
    {weight_decay = 1e-4, mask = null, ...options}: DecayOptions & WeightDecay = {},
  ) => against(learning_rate, adaptive.scaleByAdamax(options), addDecayedWeights(weight_decay, {mask})),
  /** `optax.radam(learning_rate)`. */
  radam: (learning_rate: Learning, options: RadamOptions = {}) =>
    against(learning_rate, adaptive.scaleByRadam(options)),
  /** `optax.amsgrad(learning_rate)`. */
  amsgrad: (learning_rate: Learning, options: AdamOptions = {}) =>
    against(learning_rate, adaptive.scaleByAmsgrad(options)),
  /** `optax.lion(learning_rate)`. */
  lion: (
    learning_rate: Learning,
    {weight_decay = 1e-3, mask = null, ...options}: LionOptions & WeightDecay = {},
  ) => against(learning_rate, adaptive.scaleByLion(options), addDecayedWeights(weight_decay, {mask})),
  /** `optax.lamb(learning_rate)`. */
  lamb: (
    learning_rate: Learning,
    {weight_decay = float(0), mask = null, eps = 1e-6, ...options}: AdamwOptions = {},
  ) =>
    against(
      learning_rate,
      adaptive.scaleByAdam({...options, eps}),
      addDecayedWeights(weight_decay, {mask}),
      clipping.scaleByTrustRatio(),
    ),
  lars,
  /** `optax.novograd(learning_rate)`. */
  novograd: (learning_rate: Learning, {eps = 1e-6, ...options}: NovogradOptions = {}) =>
    against(learning_rate, adaptive.scaleByNovograd({...options, eps})),
  rmsprop,
  /** `optax.adagrad(learning_rate)`. */
  adagrad: (learning_rate: Learning, options: Parameters<typeof adaptive.scaleByRss>[0] = {}) =>
    against(learning_rate, adaptive.scaleByRss(options)),
  /** `optax.adadelta(learning_rate)`. */
  adadelta: (
    learning_rate: Learning | null = null,
    {
      weight_decay = float(0),
      ...options
    }: NonNullable<Parameters<typeof adaptive.scaleByAdadelta>[0]> & {readonly weight_decay?: Learning} = {},
  ) => against(learning_rate, addDecayedWeights(weight_decay), adaptive.scaleByAdadelta(options)),
  adafactor,
  /** `optax.rprop(learning_rate)`. */
  rprop: (learning_rate: Rate, options: RpropOptions = {}) =>
    chain(adaptive.scaleByRprop(learning_rate, options), scale(float(-1))),
  /** `optax.sign_sgd(learning_rate)`. */
  signSgd: (learning_rate: Learning) => against(learning_rate, clipping.scaleBySign()),
  /** `optax.optimistic_gradient_descent(learning_rate)`. */
  optimisticGradientDescent: (learning_rate: Learning, options: OptimisticOptions = {}) =>
    against(learning_rate, adaptive.scaleByOptimisticGradient(options)),
  fromage,
} as const
