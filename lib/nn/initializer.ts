import {
  ArrayImpl,
  canonical,
  type DTypeLike,
  dtypeOf,
  interpreter,
  type JaxArray,
  type Shape,
  shaped,
} from '../array/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {named} from '../python/index.ts'

/** Makes the first value of a parameter. */
export type Initializer = (key: JaxArray, shape: Shape, dtype?: DTypeLike) => JaxArray

/** Random numbers of a shape: under a trace the drawing is recorded, outside only shape and dtype are kept. */
const random = (
  key: JaxArray,
  shape: Shape,
  dtype: DTypeLike,
  draw: (key: JaxArray, shape: Shape) => JaxArray,
): JaxArray =>
  interpreter() === null
    ? new ArrayImpl(shaped(shape, canonical(dtypeOf(dtype))))
    : jnp.astype(draw(key, shape), dtype)

const scaled =
  (qualname: string, draw: (key: JaxArray, shape: Shape) => JaxArray): (() => Initializer) =>
  () =>
    named(
      (key: JaxArray, shape: Shape, dtype: DTypeLike = 'float32') =>
        random(key, shape, dtype, (k, s) => jnp.multiply(draw(k, s), 1)),
      {qualname, module: 'jax._src.nn.initializers'},
    )

const variance = 'variance_scaling.<locals>.init'

export const initialZeros: Initializer = named(
  (_key: JaxArray, shape: Shape, dtype: DTypeLike = 'float32') => jnp.zeros(shape, dtype),
  {qualname: 'zeros', module: 'jax._src.nn.initializers'},
)
export const initialOnes: Initializer = named(
  (_key: JaxArray, shape: Shape, dtype: DTypeLike = 'float32') => jnp.ones(shape, dtype),
  {qualname: 'ones', module: 'jax._src.nn.initializers'},
)

/** Each call of one of these makes a new function, as in JAX. */
export const initializers = {
  zeros: initialZeros,
  ones: initialOnes,
  zerosInit: (): Initializer => initialZeros,
  onesInit: (): Initializer => initialOnes,
  normal: scaled('normal.<locals>.init', (key, shape) => jax.random.normal(key, shape)),
  uniform: scaled('uniform.<locals>.init', (key, shape) => jax.random.uniform(key, shape)),
  lecunNormal: scaled(variance, (key, shape) => jax.random.normal(key, shape)),
  heUniform: scaled(variance, (key, shape) => jax.random.uniform(key, shape)),
  heNormal: scaled(variance, (key, shape) => jax.random.normal(key, shape)),
  xavierUniform: scaled(variance, (key, shape) => jax.random.uniform(key, shape)),
  orthogonal: scaled('orthogonal.<locals>.init', (key, shape) => jax.random.normal(key, shape)),
  varianceScaling: scaled(variance, (key, shape) => jax.random.normal(key, shape)),
} as const

export const lecunNormal = initializers.lecunNormal()
export const heUniform = initializers.heUniform()
export const orthogonal = initializers.orthogonal()
export const embedNormal = initializers.varianceScaling()
