import {type JaxArray} from '../array/index.ts'
import {treeMap} from '../graph/index.ts'
import {jnp} from '../numpy/index.ts'
import {float, namedtuple} from '../python/index.ts'
import {
  eachParam,
  eachUpdate,
  negated,
  normOf,
  type Rate,
  stateless,
  transformation,
  type Transformation,
} from './transformation.ts'

const {multiply, divide, maximum, sqrt, square, where, less} = jnp

const ZeroNansState = namedtuple('ZeroNansState', ['found_nan'])

const meanSquareRoot = (x: JaxArray): JaxArray => sqrt(jnp.mean(square(x)))

/** The norm of each unit's weights, on the shape of all; an array of one dimension is one unit. */
function unitwiseNorm(x: JaxArray): JaxArray {
  const isFlat = x.shape.filter((n) => n !== 1).length <= 1
  const axis = isFlat ? null : x.ndim <= 3 ? 0 : x.shape.map((_, i) => i).slice(0, -1)
  return jnp.broadcastTo(sqrt(jnp.sum(square(x), {axis, keepdims: true})), x.shape)
}

/**
 * `optax.safe_norm(x, min_norm)`: the norm, `min_norm` at least, with a derivative at zero.
 *
 * @example
 * safeNorm(jnp.zeros([3]), 0.1) // Array(0.1, dtype=float32)
 */
export function safeNorm(x: JaxArray, min_norm: Rate): JaxArray {
  const small = jnp.lessEqual(sqrt(jnp.sum(square(x))), min_norm)
  return where(small, min_norm, sqrt(jnp.sum(square(where(small, jnp.onesLike(x), x)))))
}

function safeMeanSquareRoot(x: JaxArray, least: Rate): JaxArray {
  const small = jnp.lessEqual(meanSquareRoot(x), least)
  return where(small, least, meanSquareRoot(where(small, jnp.onesLike(x), x)))
}

/** What `optax.scale_by_trust_ratio` takes. */
export interface TrustOptions {
  /** What norms are at least; 0 where it is not given. */
  readonly min_norm?: Rate
  /** How far the ratio is trusted; 1 where it is not given. */
  readonly trust_coefficient?: Rate
  /** What is added to the norm of the update; 0 where it is not given. */
  readonly eps?: Rate
}

/** Transformations that keep no state: they clip, scale and constrain. */
export const clipping = {
  /** `optax.clip(max_delta)`: no number above it, none below its negative. */
  clip: (max_delta: Rate) => eachUpdate('clip', (g) => jnp.clip(g, negated(max_delta), max_delta)),
  /** `optax.clip_by_block_rms(threshold)`: each array by the root of its mean square. */
  clipByBlockRms: (threshold: Rate) =>
    eachUpdate('clip_by_block_rms', (g) =>
      divide(g, maximum(float(1), divide(meanSquareRoot(g), threshold))),
    ),
  /** `optax.clip_by_global_norm(max_norm)`: all arrays by the norm of all. */
  clipByGlobalNorm: (max_norm: Rate) =>
    stateless('clip_by_global_norm', (updates) => {
      const norm = normOf(updates)
      const isShort = less(norm, max_norm)
      return treeMap(
        (g) => where(isShort, g, multiply(divide(g, jnp.astype(norm, g.dtype)), max_norm)),
        updates,
      )
    }),
  /** `optax.adaptive_grad_clip(clipping)`: each unit by the norm of its weights. */
  adaptiveGradClip: (share: Rate, {eps = 1e-3}: {readonly eps?: Rate} = {}) =>
    eachParam('adaptive_grad_clip', (g, p) => {
      const norm = unitwiseNorm(g)
      const most = multiply(share, maximum(unitwiseNorm(p), eps))
      return where(less(norm, most), g, multiply(g, divide(most, maximum(norm, 1e-6))))
    }),
  /** `optax.centralize()`: the mean over all axes but the first is taken off. */
  centralize: () =>
    eachUpdate('centralize', (g) =>
      g.ndim > 1
        ? jnp.subtract(g, jnp.mean(g, {axis: g.shape.map((_, i) => i).slice(1), keepdims: true}))
        : g,
    ),
  /** `optax.normalize_by_update_norm()`. */
  normalizeByUpdateNorm: ({
    scale_factor = float(1),
    eps = 1e-6,
  }: {readonly scale_factor?: Rate; readonly eps?: Rate} = {}) =>
    stateless('normalize_by_update_norm', (updates) => {
      const norm = divide(jnp.add(normOf(updates), eps), scale_factor)
      return treeMap((g) => divide(g, norm), updates)
    }),
  /** `optax.scale(step_size)`. */
  scale: (step_size: Rate) => eachUpdate('scale', (g) => multiply(step_size, g)),
  /** `optax.scale_by_sign()`. */
  scaleBySign: () => eachUpdate('scale_by_sign', jnp.sign),
  /** `optax.scale_by_trust_ratio()`: by the norm of the parameter over that of the update. */
  scaleByTrustRatio: ({
    min_norm = float(0),
    trust_coefficient = float(1),
    eps = float(0),
  }: TrustOptions = {}) =>
    eachParam('scale_by_trust_ratio', (g, p) => {
      const [weight, step] = [safeNorm(p, min_norm), safeNorm(g, min_norm)]
      const ratio = divide(multiply(trust_coefficient, weight), jnp.add(step, eps))
      const isZero = jnp.logicalOr(jnp.equal(weight, float(0)), jnp.equal(step, float(0)))
      return multiply(g, where(isZero, jnp.asarray(float(1), p.dtype), ratio))
    }),
  /** `optax.scale_by_param_block_norm()`: each array by the norm of its parameter. */
  scaleByParamBlockNorm: ({min_scale = 1e-3}: {readonly min_scale?: Rate} = {}) =>
    eachParam('scale_by_param_block_norm', (g, p) => multiply(g, safeNorm(p, min_scale))),
  /** `optax.scale_by_param_block_rms()`: each array by the root of its parameter's mean square. */
  scaleByParamBlockRms: ({min_scale = 1e-3}: {readonly min_scale?: Rate} = {}) =>
    eachParam('scale_by_param_block_rms', (g, p) => multiply(g, safeMeanSquareRoot(p, min_scale))),
  /** `optax.keep_params_nonnegative()`: no step goes below zero. */
  keepParamsNonnegative: () =>
    eachParam('keep_params_nonnegative', (g, p) => where(less(jnp.add(p, g), float(0)), jnp.negative(p), g)),
  /** `optax.set_to_zero()`. */
  setToZero: () => eachUpdate('set_to_zero', (g) => jnp.zerosLike(g)),
  /** `optax.identity()`. */
  identity: () => stateless('identity', (updates) => updates),
  /** `optax.zero_nans()`: NaNs become zero, and the state tells where there were any. */
  zeroNans: (): Transformation =>
    transformation(
      'zero_nans',
      (params) => ZeroNansState(treeMap(() => jnp.array(false), params)),
      (updates) => [
        treeMap((g) => where(jnp.isnan(g), jnp.zerosLike(g), g), updates),
        ZeroNansState(treeMap((g) => jnp.any(jnp.isnan(g)), updates)),
      ],
    ),
} as const
