import {asArray, asOperand, type Input} from '../lax/index.ts'
import {jax, jnp, type ShapeLike} from '../numpy/index.ts'
import {JaxArray} from '../array/index.ts'
import {iterGraph, Pytree, Variable} from '../graph/index.ts'
import {drawing} from './drawing.ts'
import {named, optionsBy, protocol, PythonError, repr, typeRepr} from '../python/index.ts'

/** What a random stream keeps. */
export class RngState<V = unknown> extends Variable<V> {}
/** The Variable that counts how many keys a stream has given. */
export class RngCount<V = unknown> extends RngState<V> {}
/** The Variable that holds the key of a stream. */
export class RngKey<V = unknown> extends RngState<V> {}

for (const [qualname, type] of Object.entries({RngState, RngCount, RngKey}))
  named(type, {qualname, module: 'flax.nnx.rnglib', type: 'flax.nnx.variablelib.VariableMeta'})

/** What `rngs.fork` takes. */
export interface ForkStreamOptions {
  /** Into how many keys each new stream is split, for a mapped function; into none where it is not given. */
  readonly split?: ShapeLike | null
}

const forkOptions = optionsBy<ForkStreamOptions>('fork(*, split=)')

/**
 * One stream of random keys: a key and a count of how many were drawn. Both are data, only the name is static.
 *
 * @example
 * new Rngs(0).params.normal([2, 3]) // jax.random.normal with the next key
 */
export class RngStream extends drawing(Pytree) {
  declare readonly tag: string
  declare readonly key: RngKey<JaxArray>
  declare readonly count: RngCount<JaxArray>

  constructor(key: number | Input, {tag}: {readonly tag: string}) {
    super()
    const typed = typeof key === 'number' ? jax.random.key(key) : asArray(asOperand(key))
    if (typed.dtype.kind !== 'k')
      throw new PythonError(
        'ValueError',
        `Invalid rng value: ${repr(key)}, expected a jax.Array of jax.dtypes.prng_key sub-dtype`,
      )
    this.tag = tag
    this.key = new RngKey(typed, {tag})
    this.count = new RngCount(jnp.zeros(typed.shape, 'uint32'), {tag})
  }

  /**
   * The next key.
   *
   * @throws {PythonError} TraceContextError inside a trace when the stream was made outside of it.
   */
  call(): JaxArray {
    const key = jax.random.foldIn(this.key, this.count)
    this.count.value = jnp.add(this.count, 1)
    return key
  }

  /** A new stream of the same name, seeded by the next key; of several keys where `split` says how many. */
  fork(options?: ForkStreamOptions): RngStream {
    const {split = null} = forkOptions(options === undefined ? [] : [options])
    return split === null ? new RngStream(this.call(), {tag: this.tag}) : this.split(split)
  }

  /** A stream of `k` keys, for a mapped function. */
  split(k: ShapeLike): RngStream {
    return new RngStream(jax.random.split(this.call(), k), {tag: this.tag})
  }
}

/** A seed of random numbers: an int, or a key. */
export type Seed = number | JaxArray | RngStream

/**
 * Named streams of random keys. A stream that is not there is the `default` one.
 *
 * @example
 * const rngs = new Rngs(0)
 * rngs.params.call() // a key from the default stream
 * rngs.normal([2, 3]) // jax.random.normal with the next key of the default stream
 */
export class Rngs extends drawing(Pytree) {
  constructor(
    first: Seed | Readonly<Record<string, Seed>> | null = null,
    more: Readonly<Record<string, Seed>> = {},
  ) {
    super()
    const isMap =
      typeof first === 'object' &&
      first !== null &&
      !(first instanceof JaxArray) &&
      !(first instanceof RngStream)
    const seeds: Record<string, Seed> = isMap
      ? {...first, ...more}
      : {...more, ...(first !== null && {default: first})}
    for (const [tag, seed] of Object.entries(seeds))
      Reflect.set(this, tag, new RngStream(seed instanceof RngStream ? seed.key.value : seed, {tag}))
  }

  /** The stream of that name, else the default one. */
  stream(name: string): RngStream {
    const found: unknown = own(this, name) ?? own(this, 'default')
    if (found instanceof RngStream) return found
    throw new PythonError('AttributeError', `No RngStream named '${name}' found in Rngs.`)
  }

  /** A stream by any name: `rngs.noise.call()`. */
  [protocol.getattr](name: string): RngStream {
    return this.stream(name)
  }

  get params(): RngStream {
    return this.stream('params')
  }

  get dropout(): RngStream {
    return this.stream('dropout')
  }

  get carry(): RngStream {
    return this.stream('carry')
  }

  /** A key of the default stream. */
  call(): JaxArray {
    return this.stream('default').call()
  }

  /** New streams of the same names, seeded by the next key of each; of several keys where `split` says how many. */
  fork(options?: ForkStreamOptions): Rngs {
    return new Rngs(
      Object.fromEntries(Object.keys(this).map((name) => [name, this.stream(name).fork(options)])),
    )
  }

  /** New streams of the same names, each of `k` keys, for a mapped function. */
  split(k: ShapeLike): Rngs {
    return new Rngs(Object.fromEntries(Object.keys(this).map((name) => [name, this.stream(name).split(k)])))
  }
}

const own = (rngs: object, name: string): unknown =>
  Object.hasOwn(rngs, name) ? Reflect.get(rngs, name) : undefined

named(RngStream, {qualname: 'RngStream', module: 'flax.nnx.rnglib'})
named(Rngs, {qualname: 'Rngs', module: 'flax.nnx.rnglib'})

/** Where a layer takes its keys from. */
export type RngSource = Rngs | RngStream

/** A stream of a source by name. */
export function streamOf(rngs: RngSource | null, name: string): RngStream | null {
  if (rngs === null || rngs instanceof RngStream) return rngs
  if (rngs instanceof Rngs) return rngs.stream(name)
  throw new PythonError('TypeError', `rngs must be a Rngs, RngStream or None, but got ${typeRepr(rngs)}.`)
}

/**
 * Gives streams of a model new seeds, by name, and sets their counts to zero. Seeds are data: no key changes.
 *
 * @example
 * reseed(model, {dropout: 7})
 */
export function reseed(model: unknown, seeds: Readonly<Record<string, Seed>>): void {
  const rngs = new Rngs(seeds)
  for (const [, stream] of iterGraph(model)) {
    if (!(stream instanceof RngStream) || !Object.hasOwn(seeds, stream.tag)) continue
    const key = rngs.stream(stream.tag).call()
    stream.key.value = stream.key.value.ndim === 0 ? key : jax.random.split(key, stream.key.shape)
    stream.count.value = jnp.zeros(stream.key.shape, 'uint32')
  }
}
