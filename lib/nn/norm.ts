import {type DTypeLike, dtypeOf, type JaxArray, promote} from '../array/index.ts'
import {type Input, laxOperations as lax, normalAxis, shaping as s} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {float} from '../python/index.ts'
import {computeDtype} from './promote.ts'

/** One axis or several. */
export type Axes = number | readonly number[]

/** Axes counted from the front, each once, in order. */
export const positive = (axes: Axes, rank: number): readonly number[] =>
  [...new Set([axes].flat().map((axis) => normalAxis(axis, rank)))].sort((a, b) => a - b)

interface StatsOptions {
  /** Over which axes. */
  readonly axes: Axes
  /** The dtype of the statistics, float32 at least; from that of the input where it is null. */
  readonly dtype: DTypeLike | null
  /** Whether the mean is taken off; true where it is not given, else it is zero. */
  readonly use_mean?: boolean
  /** Whether the variance is the mean of the squares less the square of the mean; true where it is not given, else it is of the distances. */
  readonly use_fast_variance?: boolean
}

/** Mean and variance over axes, in float32 at least (flax/nnx/nn/normalization.py). */
export function statistics(
  input: JaxArray,
  {axes, dtype, use_mean = true, use_fast_variance = true}: StatsOptions,
): readonly [JaxArray, JaxArray] {
  const own = dtype === null ? input.dtype : dtypeOf(dtype)
  const wide = promote([
    {dtype: own, weak_type: false},
    {dtype: dtypeOf('float32'), weak_type: false},
  ]).dtype
  const x = jnp.asarray(input, wide)
  const over = positive(axes, x.ndim)
  const mean = (value: JaxArray) => jnp.mean(value, {axis: over})
  if (!use_mean) {
    const variance = mean(lax.square(x))
    return [jnp.zerosLike(variance), variance]
  }
  if (!use_fast_variance) {
    const mu = mean(x)
    return [mu, mean(lax.square(jnp.subtract(x, jnp.expandDims(mu, over))))]
  }
  const squares = lax.square(x)
  const mu = mean(x)
  const mu2 = mean(squares)
  return [mu, jnp.maximum(float(0), jnp.subtract(mu2, lax.square(mu)))]
}

interface NormalizeOptions {
  /** What the features are multiplied by; null for none. */
  readonly scale: JaxArray | null
  /** What is added to them; null for none. */
  readonly bias: JaxArray | null
  /** The axes that the statistics do not have. */
  readonly reduction_axes: Axes
  /** The axes of scale and bias. */
  readonly feature_axes: Axes
  /** The dtype of the result; from those that go in where it is null. */
  readonly dtype: DTypeLike | null
  /** What is added to the variance, so that its root is not zero. */
  readonly epsilon: number
}

/** Shifts and scales by the statistics and by what was learned. */
export function normalize(
  x: JaxArray,
  mean: JaxArray,
  variance: JaxArray,
  {scale, bias, reduction_axes, feature_axes, dtype, epsilon}: NormalizeOptions,
): JaxArray {
  const reduced = positive(reduction_axes, x.ndim)
  const features = positive(feature_axes, x.ndim)
  const stats = s.onesAt(x.shape, reduced)
  const shape = x.shape.map((n, axis) => (features.includes(axis) ? n : 1))
  const centre = jnp.reshape(mean, stats)
  const spread = jnp.reshape(variance, stats)
  const args: Input[] = [x]
  const shifted = jnp.subtract(x, centre)
  let factor = lax.rsqrt(jnp.add(spread, epsilon))
  if (scale !== null) {
    const shaped = jnp.reshape(scale, shape)
    factor = jnp.multiply(factor, shaped)
    args.push(shaped)
  }
  let y = jnp.multiply(shifted, factor)
  if (bias !== null) {
    const shaped = jnp.reshape(bias, shape)
    y = jnp.add(y, shaped)
    args.push(shaped)
  }
  return jnp.asarray(y, computeDtype(args, {dtype}))
}
