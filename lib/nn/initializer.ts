import {
  type DType,
  type DTypeLike,
  type JaxArray,
  type Shape,
  at,
  canonical,
  defaultDtype,
  dtypeOf,
  volume,
} from '../array/index.ts'
import {normalAxis} from '../lax/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {Float, named, PythonError, takingAll} from '../python/index.ts'

/** Makes the first value of a parameter. */
export type Initializer = (key: JaxArray, shape: Shape, dtype?: DTypeLike) => JaxArray

/** An initializer by the name of the function that makes it; each call of that makes a new one, as in JAX. */
const initializer = (
  name: string,
  own: DTypeLike | null,
  draw: (key: JaxArray, shape: Shape, dtype: DType) => JaxArray,
): Initializer =>
  named(
    (key: JaxArray, shape: Shape, dtype: DTypeLike | null = own) =>
      draw(key, shape, dtype === null ? defaultDtype('f') : canonical(dtypeOf(dtype))),
    {qualname: `${name}.<locals>.init`, module: 'jax._src.nn.initializers'},
  )

const filledWithOne =
  (name: 'zeros' | 'ones'): Initializer =>
  (_key, shape, dtype) =>
    jnp[name](shape, dtype)

/** The initializer that gives zeros. */
export const initialZeros: Initializer = named(filledWithOne('zeros'), {
  qualname: 'zeros',
  module: 'jax._src.nn.initializers',
})
/** The initializer that gives ones. */
export const initialOnes: Initializer = named(filledWithOne('ones'), {
  qualname: 'ones',
  module: 'jax._src.nn.initializers',
})

/** The axes of a kernel, for the numbers of its inputs and outputs. */
export interface FanOptions {
  /** The axis or axes of the inputs; the last but one where they are not given. */
  readonly in_axis?: number | readonly number[]
  /** The axis or axes of the outputs; the last where they are not given. */
  readonly out_axis?: number | readonly number[]
  /** Axes that count for neither; none where they are not given. */
  readonly batch_axis?: number | readonly number[]
  /** The dtype where a call gives none; float32 where it is not given. */
  readonly dtype?: DTypeLike | null
}

/** Inputs and outputs of one element; the axes that are neither count for both, as in a convolution. */
function fansOf(
  shape: Shape,
  {in_axis = -2, out_axis = -1, batch_axis = []}: FanOptions,
): readonly [number, number] {
  if (in_axis === -2 && shape.length <= 1)
    throw new PythonError(
      'ValueError',
      `Can't compute input and output sizes of a ${shape.length}-dimensional weights tensor with default in_axis. Must be at least 2D or specify in_axis explicitly.`,
    )
  const sizes = (axes: number | readonly number[]): number =>
    volume([axes].flat().map((axis) => at(shape, normalAxis(axis, shape.length))))
  const [inputs, outputs] = [sizes(in_axis), sizes(out_axis)]
  const field = volume(shape) / inputs / outputs / sizes(batch_axis)
  return [inputs * field, outputs * field]
}

/** By what number the variance is divided. */
const modes = {
  fan_in: (inputs: number) => inputs,
  fan_out: (_inputs: number, outputs: number) => outputs,
  fan_avg: (inputs: number, outputs: number) => (inputs + outputs) / 2,
  fan_geo_avg: (inputs: number, outputs: number) => Math.sqrt(inputs * outputs),
} as const

/** The standard deviation of the standard normal distribution between −2 and 2. */
const truncatedDeviation = 0.87962566103423978

/** Samples of variance one, times what gives them another. */
const drawn = {
  truncated_normal: (key: JaxArray, shape: Shape, dtype: DType, variance: JaxArray): JaxArray => {
    const deviation = jnp.divide(jnp.sqrt(variance), jnp.array(truncatedDeviation, dtype))
    return jnp.multiply(jax.random.truncatedNormal(key, -2, 2, shape, dtype), deviation)
  },
  normal: (key: JaxArray, shape: Shape, dtype: DType, variance: JaxArray): JaxArray =>
    jnp.multiply(jax.random.normal(key, shape, dtype), jnp.sqrt(variance)),
  uniform: (key: JaxArray, shape: Shape, dtype: DType, variance: JaxArray): JaxArray =>
    jnp.multiply(jax.random.uniform(key, shape, dtype, -1), jnp.sqrt(jnp.multiply(3, variance))),
} as const

/**
 * `variance_scaling(scale, mode, distribution)`: samples whose variance is `scale` over the number of inputs, of outputs, or
 * their mean.
 *
 * @param mode `fan_in`, `fan_out`, `fan_avg` or `fan_geo_avg`.
 * @param distribution `truncated_normal`, `normal` or `uniform`.
 * @throws {PythonError} ValueError, for another mode or distribution.
 * @example
 * nnx.initializers.varianceScaling(2, 'fan_in', 'normal')(jax.random.key(0), [64, 128]) // standard deviation √(2/64)
 */
function varianceScaling(
  scale: number | Float,
  mode: keyof typeof modes,
  distribution: keyof typeof drawn,
  options: FanOptions = {},
): Initializer {
  return initializer('variance_scaling', options.dtype ?? null, (key, shape, dtype) => {
    const divisor = modes[mode](...fansOf(shape, options))
    const variance = (scale instanceof Float ? scale.value : scale) / divisor
    return drawn[distribution](key, shape, dtype, jnp.array(variance, dtype))
  })
}

const scaling =
  (scale: number, mode: keyof typeof modes, distribution: keyof typeof drawn) =>
  (options: FanOptions = {}): Initializer =>
    varianceScaling(scale, mode, distribution, options)

/** `orthogonal(scale, column_axis)`: orthonormal columns, or rows where there are fewer, times a number. */
function orthogonalInit(scale = 1, column_axis = -1, own: DTypeLike | null = null): Initializer {
  return initializer('orthogonal', own, (key, shape, dtype) => {
    if (shape.length < 2)
      throw new PythonError('ValueError', 'orthogonal initializer requires at least a 2D shape')
    const axis = normalAxis(column_axis, shape.length)
    const columns = at(shape, axis)
    if (shape.includes(0)) return jnp.zeros(shape, dtype)
    const q = jax.random.orthogonal(key, volume(shape) / columns, {dtype, m: columns})
    const apart = jnp.reshape(q, [...shape.toSpliced(axis, 1), columns])
    return jnp.multiply(
      jnp.array(scale, dtype),
      axis === shape.length - 1 ? apart : jnp.moveaxis(apart, -1, axis),
    )
  })
}

/** `delta_orthogonal(scale, column_axis)`: a convolution kernel that is orthogonal in its centre and zero around it. */
function deltaOrthogonal(scale = 1, column_axis = -1, own: DTypeLike | null = null): Initializer {
  return initializer('delta_orthogonal', own, (key, shape, dtype) => {
    if (shape.length < 3 || shape.length > 5)
      throw new PythonError('ValueError', 'Delta orthogonal initializer requires a 3D, 4D or 5D shape.')
    const [inputs, outputs] = [at(shape, shape.length - 2), at(shape, shape.length - 1)]
    if (outputs < inputs)
      throw new PythonError('ValueError', '`fan_in` must be less or equal than `fan_out`. ')
    const centre = orthogonalInit(scale, column_axis, dtype)(key, [inputs, outputs])
    const around = shape.map((n, axis): readonly [number, number] =>
      axis < shape.length - 2 ? [Math.floor((n - 1) / 2), n - 1 - Math.floor((n - 1) / 2)] : [0, 0],
    )
    return jnp.pad(jnp.reshape(centre, [...shape.slice(0, -2).map(() => 1), inputs, outputs]), around)
  })
}

/** Samples of a distribution times a number. */
const times =
  (name: string, draw: (key: JaxArray, shape: Shape, dtype: DType) => JaxArray) =>
  (scale = 0.01, own: DTypeLike | null = null): Initializer =>
    initializer(name, own, (key, shape, dtype) =>
      jnp.multiply(draw(key, shape, dtype), jnp.array(scale, dtype)),
    )

/** `constant(value)`: arrays full of a value. */
const constant = (value: number, own: DTypeLike | null = null): Initializer =>
  initializer('constant', own, (_key, shape, dtype) => jnp.full(shape, value, dtype))

/** `truncated_normal(stddev, dtype, lower, upper)`: the standard normal distribution between two bounds, times a number. */
const truncatedNormal = (stddev = 0.01, own: DTypeLike | null = null, lower = -2, upper = 2): Initializer =>
  times('truncated_normal', (key, shape, dtype) =>
    jax.random.truncatedNormal(key, new Float(lower), new Float(upper), shape, dtype),
  )(stddev, own)

const [glorotUniform, glorotNormal] = [
  scaling(1, 'fan_avg', 'uniform'),
  scaling(1, 'fan_avg', 'truncated_normal'),
]
const [heUniformInit, heNormal] = [scaling(2, 'fan_in', 'uniform'), scaling(2, 'fan_in', 'truncated_normal')]

const table = {
  zeros: initialZeros,
  ones: initialOnes,
  /** An initializer that gives zeros. */
  zerosInit: (): Initializer => initialZeros,
  /** An initializer that gives ones. */
  onesInit: (): Initializer => initialOnes,
  constant,
  /** Numbers of a normal distribution, times `stddev`. */
  normal: times('normal', (key, shape, dtype) => jax.random.normal(key, shape, dtype)),
  /** Numbers from 0 to `scale`. */
  uniform: times('uniform', (key, shape, dtype) => jax.random.uniform(key, shape, dtype)),
  truncatedNormal,
  /** Normal numbers whose variance is one over the number of inputs. */
  lecunNormal: scaling(1, 'fan_in', 'truncated_normal'),
  /** Evenly spread numbers whose variance is one over the number of inputs. */
  lecunUniform: scaling(1, 'fan_in', 'uniform'),
  /** Normal numbers whose variance is two over the number of inputs and outputs. */
  glorotNormal,
  /** Evenly spread numbers whose variance is two over the number of inputs and outputs. */
  glorotUniform,
  /** `glorotNormal` by another name. */
  xavierNormal: glorotNormal,
  /** `glorotUniform` by another name. */
  xavierUniform: glorotUniform,
  /** Normal numbers whose variance is two over the number of inputs. */
  heNormal,
  /** Evenly spread numbers whose variance is two over the number of inputs. */
  heUniform: heUniformInit,
  /** `heNormal` by another name. */
  kaimingNormal: heNormal,
  /** `heUniform` by another name. */
  kaimingUniform: heUniformInit,
  orthogonal: orthogonalInit,
  deltaOrthogonal,
  varianceScaling,
} as const

const fans = 'in_axis: places=, out_axis: places=, batch_axis: places=, dtype='

/** `nnx.initializers`: each call makes a new function, as in JAX; the numbers that they draw are JAX's. */
export const initializers = takingAll('nnx.initializers', table, {
  lecunNormal: fans,
  lecunUniform: fans,
  glorotNormal: fans,
  glorotUniform: fans,
  xavierNormal: fans,
  xavierUniform: fans,
  heNormal: fans,
  heUniform: fans,
  kaimingNormal: fans,
  kaimingUniform: fans,
  varianceScaling: `scale: float, mode: ${Object.keys(modes).join('|')}, distribution: ${Object.keys(drawn).join('|')}, /, ${fans}`,
})

export const lecunNormal = initializers.lecunNormal()
export const heUniform = initializers.heUniform()
export const initialOrthogonal = initializers.orthogonal()
export const embedNormal = varianceScaling(1, 'fan_in', 'normal', {out_axis: 0})
