import {type DTypeLike, type JaxArray, at} from '../array/index.ts'
import {laxOperations} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  BatchStat,
  data,
  type Filter,
  flatten,
  Module,
  type NodePath,
  Param,
  PathContains,
  predicate,
  toPredicate,
} from '../graph/index.ts'
import {named, PythonError, repr, tuple, optionsBy} from '../python/index.ts'
import {initializers, type Initializer, initialOnes} from './initializer.ts'
import {type Axes, positive} from './norm.ts'
import {computeDtype, type Promote, promote_dtype as promoted} from './promote.ts'
import {callLayer} from './sequential.ts'
import type {Rngs} from './stream.ts'

/** `x` over its norm along some axes, or all. */
const unitLong = (x: JaxArray, axis: readonly number[] | null, eps: number): JaxArray =>
  jnp.multiply(x, laxOperations.rsqrt(jnp.add(jnp.sum(jnp.multiply(x, x), {axis, keepdims: true}), eps)))

/** The parameters of a layer and where they stand. */
const paramsOf = (layer: Module): readonly (readonly [NodePath, Param<JaxArray>])[] =>
  flatten(layer, null).leaves.flatMap(([path, leaf]) => (leaf instanceof Param ? [[path, leaf]] : []))

/** A path as the key of a Python dict. */
const keyOf = (...path: NodePath): string => repr(tuple(...path))

/** What WeightNorm takes beside the layer. */
export interface WeightNormOptions {
  /** The axes of features, each of which has a scale; the last where it is not given, none where it is null. */
  readonly feature_axes?: Axes | null
  /** Whether a scale is learned; true where it is not given. */
  readonly use_scale?: boolean
  /** Makes the scales; ones where it is not given. */
  readonly scale_init?: Initializer
  /** What is added to the squared norm; 1e-12 where it is not given. */
  readonly epsilon?: number
  /** The dtype of the weights; that of the parameters where it is null. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the scales; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Which parameters are normalised; those named kernel where it is not given. */
  readonly variable_filter?: Filter
  /** Casts what the layer computes with to one dtype; flax's own where it is not given. */
  readonly promote_dtype?: Promote
  /** Where random numbers come from. */
  readonly rngs: Rngs
}

const weightNormOptions = optionsBy<WeightNormOptions>(
  `nnx.WeightNorm(*, feature_axes=, use_scale: bool=, scale_init: function=, epsilon: float=, dtype=,
    param_dtype=, variable_filter=, promote_dtype=, rngs: Rngs)`,
)

/** A layer whose weights are divided by their norm and multiplied by a scale, before each call. */
export class WeightNorm extends Module {
  declare layer_instance: Module
  declare feature_axes: Axes
  declare use_scale: boolean
  declare scale_init: Initializer
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare variable_filter: Filter
  declare promote_dtype: Promote
  declare scales: Record<string, JaxArray> | null

  constructor(layer_instance: Module, options: WeightNormOptions) {
    super()
    const {
      feature_axes = -1,
      use_scale = true,
      scale_init = initialOnes,
      epsilon = 1e-12,
      dtype = null,
      param_dtype = jnp.float32,
      variable_filter = PathContains('kernel'),
      promote_dtype = promoted,
      rngs,
    } = weightNormOptions([options])
    this.layer_instance = layer_instance
    this.feature_axes = feature_axes ?? tuple()
    this.use_scale = use_scale
    this.scale_init = scale_init
    this.epsilon = epsilon
    this.dtype = dtype
    this.param_dtype = param_dtype
    this.variable_filter = toPredicate(variable_filter)
    this.promote_dtype = promote_dtype
    this.scales = null
    if (use_scale)
      this.scales = data(
        Object.fromEntries(
          normalised(this).map(([path, {value}]) => [
            keyOf(...path),
            // Flax hands the stream on as the key, and draws none.
            scale_init(
              rngs.params.key.value,
              positive(this.feature_axes, value.ndim).map((axis) => at(value.shape, axis)),
              'float32',
            ),
          ]),
        ),
      )
  }

  call(...args: readonly unknown[]): unknown {
    for (const [path, param] of normalised(this)) {
      const {value} = param
      const features = positive(this.feature_axes, value.ndim)
      const rest = [...value.shape.keys()].filter((axis) => !features.includes(axis))
      const unit = unitLong(value, rest, this.epsilon)
      const scale = this.scales?.[keyOf(...path)]
      if (this.use_scale && scale === undefined)
        throw new PythonError(
          'RuntimeError',
          `Could not find the scale corresponding to the param ${keyOf(...path)} in scales dict. Parameters of the layer_instance should not change!`,
        )
      const shaped =
        scale &&
        jnp.reshape(
          scale,
          value.shape.map((n, axis) => (features.includes(axis) ? n : 1)),
        )
      const own = computeDtype([value, ...(shaped ? [shaped] : [])], {dtype: this.dtype})
      param.value = jnp.asarray(shaped ? jnp.multiply(unit, shaped) : unit, own)
    }
    return callLayer(this.layer_instance, ...args)
  }
}

/** The parameters that a WeightNorm's filter lets through; no method, since a merged model is no instance made by its class. */
function normalised({layer_instance, variable_filter}: WeightNorm): ReturnType<typeof paramsOf> {
  const passes = predicate(variable_filter)
  return paramsOf(layer_instance).filter(([path, param]) => passes(path, param))
}

/** What SpectralNorm takes beside the layer. */
export interface SpectralNormOptions {
  /** How many steps the largest singular value is followed at each call; 1 where it is not given. */
  readonly n_steps?: number
  /** What is added to the squared norm; 1e-12 where it is not given. */
  readonly epsilon?: number
  /** The dtype of the weights; that of the parameters where it is null. */
  readonly dtype?: DTypeLike | null
  /** The dtype of what is kept; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Whether a parameter of more than two dimensions is refused, not made a matrix; false where it is not given. */
  readonly error_on_non_matrix?: boolean
  /** Whether a call keeps what it found; true where it is not given. */
  readonly update_stats?: boolean
  /** Where random numbers come from. */
  readonly rngs: Rngs
}

const spectralNormOptions = optionsBy<SpectralNormOptions>(
  `nnx.SpectralNorm(*, n_steps: int=, epsilon: float=, dtype=, param_dtype=, error_on_non_matrix=,
    update_stats=, rngs: Rngs)`,
)

/** What a call of SpectralNorm may say. */
export interface SpectralNormCall {
  /** Whether the kept vectors and norms follow; unless the layer uses those that it has, where it is not given. */
  readonly update_stats?: boolean
}

const spectralNormCall = optionsBy<SpectralNormCall>('nnx.SpectralNorm.call(*, update_stats: bool=)')

/** A layer whose weights are divided by their largest singular value, before each call. */
export class SpectralNorm extends Module {
  declare layer_instance: Module
  declare n_steps: number
  declare epsilon: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare error_on_non_matrix: boolean
  declare use_running_average: boolean
  declare batch_stats: Record<string, BatchStat<JaxArray>>

  constructor(layer_instance: Module, options: SpectralNormOptions) {
    super()
    const {
      n_steps = 1,
      epsilon = 1e-12,
      dtype = null,
      param_dtype = jnp.float32,
      error_on_non_matrix = false,
      update_stats = true,
      rngs,
    } = spectralNormOptions([options])
    this.layer_instance = layer_instance
    this.n_steps = n_steps
    this.epsilon = epsilon
    this.dtype = dtype
    this.param_dtype = param_dtype
    this.error_on_non_matrix = error_on_non_matrix
    this.use_running_average = !update_stats
    const draw = initializers.normal()
    this.batch_stats = data(
      Object.fromEntries(
        matricesOf(this).flatMap(([path, {value}]) => {
          const key = rngs.params.call()
          return [
            [
              keyOf(...path, 'u'),
              new BatchStat(draw(key, [1, at(value.shape, value.ndim - 1)], param_dtype)),
            ],
            [keyOf(...path, 'sigma'), new BatchStat(initialOnes(key, [], param_dtype))],
          ]
        }),
      ),
    )
  }

  call(x: unknown, options: SpectralNormCall = {}): unknown {
    const {update_stats = !this.use_running_average} = spectralNormCall([options])
    for (const [path, param] of matricesOf(this)) {
      const [kept, spread] = [keptOf(this, path, 'u'), keptOf(this, path, 'sigma')]
      const {value} = param
      const matrix = jnp.reshape(value, [-1, at(value.shape, value.ndim - 1)])
      let [u, v] = [kept.value, kept.value]
      for (let step = 0; step < this.n_steps; step++) {
        v = unitLong(jnp.matmul(u, jnp.transpose(matrix)), null, this.epsilon)
        u = unitLong(jnp.matmul(v, matrix), null, this.epsilon)
      }
      u = laxOperations.stopGradient(u)
      v = laxOperations.stopGradient(v)
      const product = jnp.matmul(jnp.matmul(v, matrix), jnp.transpose(u))
      const sigma = jnp.reshape(product, [])
      const scaled = jnp.divide(matrix, jnp.where(jnp.notEqual(sigma, 0), sigma, 1))
      if (update_stats) {
        kept.value = u
        spread.value = sigma
      }
      const own = computeDtype([value, u, v, sigma], {dtype: this.dtype})
      param.value = jnp.asarray(jnp.reshape(scaled, value.shape), own)
    }
    return callLayer(this.layer_instance, x)
  }
}

function keptOf({batch_stats}: SpectralNorm, path: NodePath, name: string): BatchStat<JaxArray> {
  const key = keyOf(...path, name)
  const found = batch_stats[key]
  if (found !== undefined) return found
  throw new PythonError(
    'RuntimeError',
    `Could not find the batch stat ${key}. Parameters of the layer_instance should not change!`,
  )
}

const matricesOf = ({
  layer_instance,
  error_on_non_matrix,
  n_steps,
}: SpectralNorm): ReturnType<typeof paramsOf> =>
  paramsOf(layer_instance).filter(([, {value}]) => {
    if (value.ndim > 2 && error_on_non_matrix)
      throw new PythonError(
        'ValueError',
        `Layer instance parameter is ${value.ndim}D but error_on_non_matrix is True`,
      )
    return value.ndim > 1 && n_steps > 0
  })

for (const [qualname, type] of Object.entries({WeightNorm, SpectralNorm}))
  named(type, {qualname, module: 'flax.nnx.nn.normalization'})
