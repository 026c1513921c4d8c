import {
  type DType,
  type DTypeLike,
  type Each,
  type Impl,
  type JaxArray,
  Literal,
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
import {type Input, asArray, asOperand, elementwise as e, jitted, shaping as s} from '../lax/index.ts'
import {asarray, broadcastTo, type ShapeLike, shapeOf} from './create.ts'

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
function keyIn(name: string, given: Input): Operand {
  const x = asOperand(given)
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
const foldKey = (x: Operand, by: Operand): Operand => simple('random_fold_in', {}, x.aval, [x, by], foldKey)
const bits = (x: Operand, shape: readonly number[], width: number): Operand => {
  const words = shaped(shape, dtypeOf(`uint${width}`))
  return simple('random_bits', {bit_width: width, shape}, words, [x], (y) => bits(y, shape, width))
}

/** `jax.random.split(key, n)`. */
export function splitKeys(given: Input, n: ShapeLike = 2): JaxArray {
  return asArray(likeKey(splitKey(keyIn('split', given), shapeOf(n)), given))
}

/** `jax.random.fold_in(key, data)`. */
export function foldIn(given: Input, data: Input): JaxArray {
  const by = asOperand(asarray(data, uint32()))
  return asArray(likeKey(foldKey(keyIn('fold_in', given), by), given))
}

/** Of the floats that are sampled: bits of the mantissa, and the exponent of 1. */
const layouts = {float32: [23, 127], float64: [52, 1023], float16: [10, 15], bfloat16: [7, 127]} as const

const layoutOf = ({name}: DType): readonly [mantissa: number, bias: number] =>
  name === 'float64' || name === 'float16' || name === 'bfloat16' ? layouts[name] : layouts.float32

function uniformOf(
  given: Operand,
  shape: readonly number[],
  low: Operand,
  high: Operand,
  dtype: DType,
): Operand {
  return jitted('_uniform', `${shape.join(',')}|${dtype.name}`, [given, low, high], (k, lo, hi) => {
    const ones = shape.map(() => 1)
    const [from, to] = mapped(
      mapped([lo, hi], (bound) => s.convertElementType(bound, dtype)),
      (bound) => broadcastTo(bound, ones),
    )
    const [mantissa, bias] = layoutOf(dtype)
    const width = mantissa < 8 ? 8 : dtype.bits
    const word = dtypeOf(`uint${dtype.bits}`)
    const random = s.convertElementType(bits(k, shape, width), word)
    const shifted = e.shiftRightLogical(random, s.literal(width - mantissa, word))
    const one = s.literal(bias * 2 ** mantissa, word)
    const floats = e.sub(e.bitcast(e.or(shifted, one), dtype), s.literal(1, dtype))
    return e.max(from, e.add(e.mul(floats, e.sub(to, from)), from))
  })
}

/** What samples take beside the key and the shape. */
export interface SampleOptions {
  /** The dtype of the sample; float32 where it is not given. */
  readonly dtype?: DTypeLike
  /** The least value; 0 where it is not given. */
  readonly minval?: Input
  /** What values stay below; 1 where it is not given. */
  readonly maxval?: Input
}

/** `jax.random.uniform(key, shape)`. */
export function uniform(
  given: Input,
  shape: ShapeLike = [],
  {dtype = 'float', minval = weakFloat(0), maxval = weakFloat(1)}: SampleOptions = {},
): JaxArray {
  return asArray(
    uniformOf(
      keyIn('uniform', given),
      shapeOf(shape),
      asOperand(minval),
      asOperand(maxval),
      canonical(dtypeOf(dtype)),
    ),
  )
}

const weakFloat = (value: number): Literal =>
  new Literal(value, shaped([], canonical(dtypeOf('float64')), true))

/** `jax.random.normal(key, shape)`. */
export function normal(given: Input, shape: ShapeLike = [], {dtype = 'float'}: SampleOptions = {}): JaxArray {
  const [size, to] = [shapeOf(shape), canonical(dtypeOf(dtype))]
  const id = `${size.join(',')}|${to.name}`
  const aboveMinusOne = 2 ** -(layoutOf(to)[0] + 1) - 1
  const sample = (k: Operand): Operand =>
    e.mul(
      s.literal(Math.SQRT2, to),
      e.erfInv(uniformOf(k, size, s.literal(aboveMinusOne, to), s.literal(1, to), to)),
    )
  return asArray(
    jitted('_normal', id, [keyIn('normal', given)], (k) => jitted('_normal_real', id, [k], sample)),
  )
}

/** `jax.random.bernoulli(key, p, shape)`. */
export function bernoulli(given: Input, p: Input = 0.5, shape: ShapeLike = []): JaxArray {
  const size = shapeOf(shape)
  const chance = s.convertElementType(asOperand(p), canonical(dtypeOf('float64')))
  return asArray(
    jitted('_bernoulli', size.join(','), [keyIn('bernoulli', given), chance], (k, q) =>
      e.lt(uniformOf(k, size, weakFloat(0), weakFloat(1), q.aval.dtype), q),
    ),
  )
}
