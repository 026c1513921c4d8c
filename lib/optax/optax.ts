import {accumulation, MultiSteps} from './accumulate.ts'
import {adaptive} from './adaptive.ts'
import {clipping, safeNorm} from './clipping.ts'
import {combining} from './combining.ts'
import {allLosses, losses} from './losses.ts'
import {optimizers} from './optimizers.ts'
import {schedules} from './schedule.ts'
import {normOf, safeIncrement} from './transformation.ts'

/** Optax: each call makes a new transformation, and a new transformation is a new static value. */
export const optax = {
  ...optimizers,
  ...adaptive,
  ...clipping,
  ...accumulation,
  ...combining,
  ...schedules,
  ...losses,
  MultiSteps,
  losses: allLosses,
  schedules,
  safeNorm,
  safeIncrement,
  globalNorm: normOf,
  tree: {norm: normOf},
} as const
