import {type Input, laxOperations as lax} from '../lax/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {JaxArray} from '../array/index.ts'
import {data, Module} from '../graph/index.ts'
import {Float, named, optionsBy, PythonError, tuple, typeRepr} from '../python/index.ts'
import {type RngSource, Rngs, RngStream, streamOf} from './stream.ts'

/** What Dropout takes. */
export interface DropoutOptions {
  /** The share of elements that become zero, from 0 to 1. */
  readonly rate: number | Float
  /** The axes along which an element and its neighbours share one fate; none where it is not given. */
  readonly broadcast_dims?: readonly number[]
  /** Whether nothing is dropped, as in evaluation; a call may say otherwise. False where it is not given. */
  readonly deterministic?: boolean | null
  /** The name of the stream of `rngs` that it draws from; `dropout` where it is not given. */
  readonly rng_collection?: string
  /** Where random numbers come from; a call brings them where it is not given. */
  readonly rngs?: RngSource | null
}

/** What a call of Dropout may say. */
export interface DropoutCall {
  /** Whether nothing is dropped, as in evaluation; a call may say otherwise. */
  readonly deterministic?: boolean | null
  /** The stream to draw from; that of the layer where it is not given. */
  readonly rngs?: RngSource | JaxArray | null
}

/** The number of a Python float. */
export const plainNumber = (value: number | Float): number => (value instanceof Float ? value.value : value)

/** The first of two options that is given, as flax's `first_from`. */
export function first<T>(a: T | null | undefined, b: T | null | undefined, message: string): T {
  const found = a ?? b
  if (found === null || found === undefined) throw new PythonError('ValueError', message)
  return found
}

const missing =
  'No `deterministic` argument was provided to Dropout. Consider one of the following options:\n\n1. Pass `deterministic` to the Dropout constructor:\n\n  self.dropout = nnx.Dropout(..., deterministic=True/False)\n\n2. Pass `deterministic` to the Dropout __call__:\n\n  self.dropout(x, deterministic=True/False)\n\n3. Use `nnx.view` to create a view of the model with a specific `deterministic` value:\n\n  model_view = nnx.view(model, deterministic=True/False)\n'

const dropoutOptions = optionsBy<DropoutOptions>(
  'nnx.Dropout(rate: float, *, broadcast_dims=, deterministic: bool=, rng_collection=, rngs=)',
)

const dropoutCall = optionsBy<DropoutCall>('nnx.Dropout.call(*, deterministic: bool=, rngs=)')

/** Sets a random part of the input to zero while training; the count of its stream grows with each call. */
export class Dropout extends Module {
  static readonly views: readonly string[] = ['deterministic']
  declare rate: number | Float
  declare broadcast_dims: readonly number[]
  declare deterministic: boolean | null
  declare rng_collection: string
  declare rngs: RngStream | null

  constructor(rate: number | Float, options?: Omit<DropoutOptions, 'rate'>)
  constructor(options: DropoutOptions)
  constructor(...given: readonly unknown[]) {
    super()
    const {
      rate,
      broadcast_dims = tuple(),
      deterministic = false,
      rng_collection = 'dropout',
      rngs = null,
    } = dropoutOptions(given)
    this.rate = rate
    this.broadcast_dims = broadcast_dims
    this.deterministic = deterministic
    this.rng_collection = rng_collection
    this.rngs = streamOf(rngs, rng_collection)?.fork() ?? data(null)
  }

  /** @throws {PythonError} ValueError when it needs a key and has no stream. */
  call(inputs: Input, options: DropoutCall = {}): JaxArray {
    const {deterministic = null, rngs = null} = dropoutCall([options])
    const x = jnp.asarray(inputs)
    const still = first(deterministic, this.deterministic, missing)
    const rate = plainNumber(this.rate)
    if (rate === 0 || still) return x
    if (rate === 1) return jnp.zerosLike(x)
    const source = first<unknown>(
      rngs,
      this.rngs,
      '`deterministic` is False, but no `rngs` argument was provided to Dropout\n          as either a __call__ argument or class attribute.',
    )
    const keep = 1 - rate
    const mask = jax.random.bernoulli(
      keyFrom(source, this.rng_collection),
      keep,
      x.shape.map((n, axis) =>
        this.broadcast_dims.some((dim) => (dim < 0 ? dim + x.ndim : dim) === axis) ? 1 : n,
      ),
    )
    return lax.select(jnp.broadcastTo(mask, x.shape), jnp.divide(x, keep), jnp.zerosLike(x))
  }
}

function keyFrom(source: unknown, collection: string): JaxArray {
  if (source instanceof Rngs) return source.stream(collection).call()
  if (source instanceof RngStream) return source.call()
  if (source instanceof JaxArray) return source
  throw new PythonError(
    'TypeError',
    `rngs must be a Rngs, RngStream or jax.Array, but got ${typeRepr(source)}.`,
  )
}

named(Dropout, {qualname: 'Dropout', module: 'flax.nnx.nn.stochastic'})
