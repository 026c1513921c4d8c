import {closedNamespace, takingAll} from '../python/index.ts'
import {accumulation, MultiSteps} from './accumulate.ts'
import {adaptive} from './adaptive.ts'
import {clipping, safeNorm} from './clipping.ts'
import {combining} from './combining.ts'
import {allLosses, losses} from './losses.ts'
import {optimizers} from './optimizers.ts'
import {schedules} from './schedule.ts'
import {normOf, safeIncrement} from './transformation.ts'

const transformations = takingAll(
  'optax',
  {...optimizers, ...adaptive, ...clipping, ...accumulation, ...combining} as const,
  {
    signSgd: 'learning_rate: Rate, /',
    clip: 'max_delta: float, /',
    clipByBlockRms: 'threshold: float, /',
    clipByGlobalNorm: 'max_norm: float, /',
    scale: 'step_size: float, /',
    scaleBySchedule: 'step_size_fn: function, /',
    applyEvery: 'k: int=, /',
    masked: 'inner: Transformation, mask: tree, /',
    multiTransform: 'transforms: dict, param_labels: tree, /',
    partition: 'transforms: dict, param_labels: tree, /',
    applyIfFinite: 'inner: Transformation, max_consecutive_errors: int, /',
    applyUpdates: 'params: tree, updates: tree, /',
    incrementalUpdate: 'new_tensors: tree, old_tensors: tree, step_size: float, /',
    periodicUpdate: 'new_tensors: tree, old_tensors: tree, steps, update_period: int, /',
    trace: 'decay, /, nesterov=, accumulator_dtype=',
    ema: 'decay, /, debias=',
    scaleByLearningRate: 'learning_rate: Rate=, /, *, flip_sign=',
    addDecayedWeights: 'weight_decay=, /, mask=',
    scaleByFactoredRms: 'factored=, decay_rate=, step_offset=, min_dim_size_to_factor=, epsilon=',
    adaptiveGradClip: 'clipping, /, eps=',
    normalizeByUpdateNorm: 'scale_factor=, eps=',
    scaleByTrustRatio: 'min_norm=, trust_coefficient=, eps=',
    scaleByParamBlockNorm: 'min_scale=',
    scaleByParamBlockRms: 'min_scale=',
    scaleByAdam: 'b1=, b2=, eps=, eps_root=, mu_dtype=, *, nesterov=',
    scaleByBelief: 'b1=, b2=, eps=, eps_root=, *, nesterov=',
    scaleByYogi: 'b1=, b2=, eps=, eps_root=',
    scaleByAdamax: 'b1=, b2=, eps=',
    scaleByRadam: 'b1=, b2=, eps=, eps_root=, threshold=, *, nesterov=',
    scaleByAmsgrad: 'b1=, b2=, eps=, eps_root=, mu_dtype=',
    scaleByLion: 'b1=, b2=, mu_dtype=',
    scaleByNovograd: 'b1=, b2=, eps=, eps_root=, weight_decay=, mu_dtype=',
    scaleByAdadelta: 'rho=, eps=',
    scaleByRms: 'decay=, eps=, initial_scale=, eps_in_sqrt=',
    scaleByStddev: 'decay=, eps=, initial_scale=, eps_in_sqrt=',
    scaleByRss: 'initial_accumulator_value=, eps=',
    scaleByRprop: 'learning_rate: Rate, /, eta_minus=, eta_plus=, min_step_size=, max_step_size=',
    scaleByOptimisticGradient: 'alpha=, beta=',
    sgd: 'learning_rate: Rate, /, momentum=, nesterov=, accumulator_dtype=',
    adam: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, mu_dtype=, *, nesterov=',
    adamw: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, mu_dtype=, weight_decay=, mask=, *, nesterov=',
    nadam: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, mu_dtype=, *, nesterov=',
    nadamw:
      'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, mu_dtype=, weight_decay=, mask=, *, nesterov=',
    adabelief: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, *, nesterov=',
    yogi: 'learning_rate: Rate, /, b1=, b2=, eps=',
    adamax: 'learning_rate: Rate, /, b1=, b2=, eps=',
    radam: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, threshold=, *, nesterov=',
    amsgrad: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, mu_dtype=',
    lamb: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, weight_decay=, mask=',
    lars: 'learning_rate: Rate, /, weight_decay=, weight_decay_mask=, trust_coefficient=, eps=, trust_ratio_mask=, momentum=, nesterov=',
    novograd: 'learning_rate: Rate, /, b1=, b2=, eps=, eps_root=, weight_decay=',
    rmsprop:
      'learning_rate: Rate, /, decay=, eps=, initial_scale=, eps_in_sqrt=, centered=, momentum=, nesterov=',
    adagrad: 'learning_rate: Rate, /, initial_accumulator_value=, eps=',
    adafactor:
      'learning_rate: Rate=, /, min_dim_size_to_factor=, decay_rate=, decay_offset=, multiply_by_parameter_scale=, clipping_threshold=, momentum=, *, weight_decay_rate=, eps=, factored=',
    rprop: 'learning_rate: Rate, /, eta_minus=, eta_plus=, min_step_size=, max_step_size=',
    optimisticGradientDescent: 'learning_rate: Rate, /, alpha=, beta=',
    fromage: 'learning_rate: Rate, /, min_norm=',
    adamaxw: 'learning_rate: Rate, /, b1=, b2=, eps=, weight_decay=, mask=',
    lion: 'learning_rate: Rate, /, b1=, b2=, mu_dtype=, weight_decay=, mask=',
    adadelta: 'learning_rate: Rate=, /, rho=, eps=, weight_decay=',
  },
)

/** Optax: each call makes a new transformation, and a new transformation is a new static value. */
export const optax = closedNamespace('optax', {
  ...transformations,
  ...schedules,
  ...losses,
  MultiSteps,
  losses: allLosses,
  schedules,
  safeNorm,
  safeIncrement,
  globalNorm: normOf,
  /** Functions of trees of arrays. */
  tree: {norm: normOf},
} as const)
