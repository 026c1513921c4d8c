import {
  type DType,
  type Each,
  type Impl,
  type JaxArray,
  NumpyScalar,
  type Operand,
  type Params,
  type ShapedArray,
  bind,
  canonical,
  checkRange,
  dtypeOf,
  isInteger,
  isPythonInt,
  mapped,
  settings,
  shapeText,
  shaped,
} from '../array/index.ts'
import {type Input, asArray, asOperand, shaping as s} from '../lax/index.ts'
import {asarray, type ShapeLike, shapeOf} from './create.ts'

const uint32 = (): DType => dtypeOf('uint32')
const keyDtype = (impl: Impl): DType => dtypeOf(`key<${impl}>`)

/** An operation of one result without a derivative. */
function simple<const I extends readonly Operand[]>(
  name: string,
  params: Params,
  out: ShapedArray,
  inputs: I,
  again: (...inputs: Each<I, Operand>) => Operand,
): Operand {
  const [made] = bind<I, readonly [ShapedArray]>(
    {
      name,
      params,
      outs: [out],
      again: (values) => [again(...values)],
      batch: (values, _stacked, size) => [
        simple<Each<I, Operand>>(name, params, shaped([size, ...out.shape], out.dtype), values, again),
      ],
    },
    inputs,
  )
  return made
}

const seedKey = (seed: Operand, impl: Impl): Operand =>
  simple('random_seed', {impl}, shaped(seed.aval.shape, keyDtype(impl)), [seed], (x) => seedKey(x, impl))

/**
 * A seed without its weak type. A Python int may have 64 bits, of which the lower 32 count without x64; source: jax
 * `prng.py`, `random_seed`.
 */
function seedIn(name: string, given: Input): Operand {
  const long = dtypeOf('int64')
  checkRange(given, long, () => 'Python int too large to convert to C long')
  const dtype = canonical(long)
  const seed = isPythonInt(given)
    ? s.literal(BigInt.asIntN(dtype.bits, BigInt(given)), dtype)
    : asOperand(typeof given === 'boolean' ? new NumpyScalar(long, Number(given)) : given)
  if (seed.aval.ndim > 0)
    s.fail(
      'TypeError',
      `${name} accepts a scalar seed, but was given an array of shape ${shapeText(seed.aval.shape)} != (). Use jax.vmap for batching`,
    )
  if (!isInteger(seed.aval.dtype))
    s.fail('TypeError', `PRNG key seed must be an integer; got JitTracer(${seed.aval.toString()})`)
  return s.convertElementType(seed, seed.aval.dtype)
}

/** `jax.random.key(seed)`: a typed PRNG key, `key<fry>[]` as long as `jax_default_prng_impl` is threefry. */
export function key(seed: Input, {impl = settings().impl}: {readonly impl?: Impl} = {}): JaxArray {
  return asArray(seedKey(seedIn('key', seed), impl))
}

/** `jax.random.PRNGKey(seed)`: the older form, `uint32[2]`; `uint32[4]` where `jax_default_prng_impl` is no threefry. */
export function PRNGKey(seed: Input): JaxArray {
  return asArray(unwrap(seedKey(seedIn('PRNGKey', seed), settings().impl)))
}

const unwrap = (x: Operand): Operand => {
  const words = shaped([...x.aval.shape, x.aval.dtype.bits / 32], uint32())
  return simple('random_unwrap', {}, words, [x], unwrap)
}

/** `jax.random.key_data(key)`: the words of a typed key. */
export const keyData = (given: Input): JaxArray => {
  const x = asOperand(given)
  return asArray(x.aval.dtype.kind === 'k' ? unwrap(x) : x)
}

/** `jax.random.wrap_key_data(words)`: the inverse of `keyData`. */
export const wrapKeyData = (given: Input): JaxArray => asArray(wrap(asOperand(given)))

const wrap = (x: Operand): Operand => {
  const {impl} = settings()
  return simple('random_wrap', {impl}, shaped(x.aval.shape.slice(0, -1), keyDtype(impl)), [x], wrap)
}

/** One key, as a typed one; source: jax `random.py`, `_check_prng_key`. */
export function keyIn(name: string, given: Input): Operand {
  const x = asOperand(given)
  if (x.aval.dtype.kind !== 'k' && x.aval.dtype.name !== 'uint32')
    s.fail(
      'TypeError',
      `JAX encountered invalid PRNG key data: expected key_data.dtype = uint32; got dtype=${x.aval.dtype.name}. A key is made by jax.random.key(0)`,
    )
  const one = x.aval.dtype.kind === 'k' ? x : wrap(x)
  if (one.aval.ndim > 0)
    s.fail(
      'ValueError',
      `${name} accepts a single key, but was given a key array of shape ${shapeText(x.aval.shape)} != (). Use jax.vmap for batching.`,
    )
  return one
}
const likeKey = (made: Operand, given: Input): Operand =>
  asOperand(given).aval.dtype.kind === 'k' ? made : unwrap(made)

const splitKey = (x: Operand, shape: readonly number[]): Operand => {
  const keys = shaped(shape, x.aval.dtype)
  return simple('random_split', {shape}, keys, [x], (y) => splitKey(y, shape))
}

/** The first keys that a key is split into, one by one. */
export const keysOf = <const N extends readonly unknown[]>(key: Operand, names: N): Each<N, Operand> => {
  const all = splitKey(key, [names.length])
  return mapped(names, (_, i) => s.squeeze(s.slice(all, [i], [i + 1]), [0]))
}

const foldKey = (x: Operand, by: Operand): Operand => simple('random_fold_in', {}, x.aval, [x, by], foldKey)
export const bitsOf = (x: Operand, shape: readonly number[], width: number): Operand => {
  const words = shaped(shape, dtypeOf(`uint${width}`))
  return simple('random_bits', {bit_width: width, shape}, words, [x], (y) => bitsOf(y, shape, width))
}

/** `jax.random.split(key, n)`. */
export function splitKeys(given: Input, n: ShapeLike = 2): JaxArray {
  const shape = shapeOf(n)
  if (shape.some((count) => count < 0))
    s.fail('ValueError', `split makes 0 or more keys, but got ${shapeText(shape)}`)
  return asArray(likeKey(splitKey(keyIn('split', given), shape), given))
}

/** `jax.random.fold_in(key, data)`. */
export function foldIn(given: Input, data: Input): JaxArray {
  const by = asOperand(asarray(data, uint32()))
  return asArray(likeKey(foldKey(keyIn('fold_in', given), by), given))
}
