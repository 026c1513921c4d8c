import {
  type DType,
  type JaxArray,
  type Operand,
  type Shape,
  at,
  canonical,
  dtypeOf,
  isInexact,
  isInteger,
  mapped,
  sameShape,
  shapeText,
  volume,
} from '../array/index.ts'
import {
  type Input,
  argmax,
  asArray,
  asOperand,
  commonShape,
  elementwise as e,
  jitted,
  normalAxis,
  promoteDtypes,
  promoteShapes,
  qr,
  shaping as s,
  sortAll,
  take,
  topK,
} from '../lax/index.ts'
import {Float, isSequence} from '../python/index.ts'
import {arange, broadcastTo, type ShapeLike, shapeOf} from './create.ts'
import {epsilonOf, floatLayout, tinyOf} from './limits.ts'
import {jnp} from './namespace.ts'
import {bitsOf, keyIn, keysOf} from './prng.ts'
import {type ByPlace, SampleCall, sampler, standard} from './sampler.ts'

/** Python's floats as the bounds of a sample. */
const [zero, one] = [new Float(0), new Float(1)]

/** `jax.random.uniform` on operands: JAX's jitted `_uniform`. */
export function uniformOf(
  key: Operand,
  shape: Shape,
  dtype: DType,
  low: Input = zero,
  high: Input = one,
): Operand {
  const bounds = mapped([low, high], (bound) => asOperand(bound))
  return jitted('_uniform', `${String(shape)}|${dtype.name}`, [key, ...bounds], (k, lo, hi) => {
    const [from, to] = mapped(
      mapped([lo, hi], (bound) => s.convertElementType(bound, dtype)),
      (bound) => toRank(bound, shape.length),
    )
    const [mantissa, bias] = floatLayout(dtype)
    const width = mantissa < 8 ? 8 : dtype.bits
    const word = dtypeOf(`uint${dtype.bits}`)
    const random = s.convertElementType(bitsOf(k, shape, width), word)
    const shifted = e.shiftRightLogical(random, s.literal(width - mantissa, word))
    const exponent = s.literal(dtype.bits === 64 ? BigInt(bias) << 52n : bias * 2 ** mantissa, word)
    const floats = e.sub(e.bitcast(e.or(shifted, exponent), dtype), s.literal(1, dtype))
    return e.max(from, s.reshape(e.add(e.mul(floats, e.sub(to, from)), from), shape))
  })
}

/** An operand with leading axes of one element: `lax.broadcast_to_rank`. */
const toRank = (x: Operand, rank: number): Operand =>
  x.aval.ndim >= rank
    ? x
    : broadcastTo(x, [...Array.from({length: rank - x.aval.ndim}, () => 1), ...x.aval.shape])

/** `jax.random.uniform(key, shape, dtype, minval, maxval)`: floats from `minval` (0) to below `maxval` (1). */
export const uniform = sampler('uniform', ['shape', 'dtype', 'minval', 'maxval'], (key, given) =>
  uniformOf(
    key,
    given.shape([]),
    given.dtype('float'),
    given.operand('minval', zero),
    given.operand('maxval', one),
  ),
)

const normalReal = (key: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_normal_real', `${String(shape)}|${dtype.name}`, [key], (k) => {
    const aboveMinusOne = s.literal(epsilonOf(dtype) / 2 - 1, dtype)
    return e.mul(
      s.literal(Math.SQRT2, dtype),
      e.erfInv(uniformOf(k, shape, dtype, aboveMinusOne, s.literal(1, dtype))),
    )
  })

/** `jax.random.normal(key, shape, dtype)` on operands. */
export const normalOf = (key: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_normal', `${String(shape)}|${dtype.name}`, [key], (k) => normalReal(k, shape, dtype))

/** `jax.random.normal(key, shape, dtype)`: the standard normal distribution. */
export const normal = sampler('normal', ['shape', 'dtype'], (key, given) =>
  normalOf(key, given.shape([]), given.dtype('float')),
)

/** `jax.random.truncated_normal` on operands: JAX's jitted `_truncated_normal`. */
const truncatedOf = (
  key: Operand,
  low: Operand,
  high: Operand,
  given: Shape | null,
  dtype: DType,
): Operand => {
  const shape = given ?? commonShape([low, high])
  return jitted('_truncated_normal', `${String(shape)}|${dtype.name}`, [key, low, high], (k, lo, hi) => {
    const root = s.literal(Math.SQRT2, dtype)
    const [from, to] = mapped([lo, hi], (bound) => s.convertElementType(bound, dtype))
    const [a, b] = mapped([from, to], (bound) => e.erf(e.div(bound, root)))
    const sample = e.mul(root, e.erfInv(uniformOf(k, shape, dtype, a, b)))
    const inside = (bound: Operand, towards: number): Operand =>
      e.nextafter(e.stopGradient(bound), s.literal(towards, dtype))
    return asOperand(jnp.clip(sample, inside(from, Infinity), inside(to, -Infinity)))
  })
}

/** `jax.random.truncated_normal(key, lower, upper, shape, dtype)`: the standard normal distribution between two bounds. */
export const truncatedNormal = sampler(
  'truncated_normal',
  ['lower', 'upper', 'shape', 'dtype'],
  (key, given) =>
    truncatedOf(key, given.operand('lower'), given.operand('upper'), given.shape(null), given.dtype('float')),
)

/** `jax.random.bernoulli(key, p, shape)`: true with probability `p` (one half). */
export const bernoulli = sampler('bernoulli', ['p', 'shape'], (key, given) => {
  const p = given.operand('p', new Float(0.5))
  const chance = s.convertElementType(p, isInexact(p.aval.dtype) ? p.aval.dtype : canonical(dtypeOf('float')))
  return chosen(key, chance, given.shape(null) ?? p.aval.shape)
})

/** True with a probability: JAX's jitted `_bernoulli`. */
const chosen = (key: Operand, chance: Operand, shape: Shape): Operand =>
  jitted('_bernoulli', String(shape), [key, chance], (k, q) =>
    e.lt(...promoteShapes([uniformOf(k, shape, q.aval.dtype), q])),
  )

/** `jax.random.bits(key, shape, dtype)`: random words, uint32 where no dtype is given. */
export const bits = sampler('bits', ['shape', 'dtype'], (key, given) =>
  bitsOf(key, given.shape([]), given.dtype('uint').bits),
)

/** The least and the largest integer of a dtype. */
const rangeOf = ({kind, bits: width}: DType): readonly [bigint, bigint] =>
  kind === 'u' ? [0n, 2n ** BigInt(width) - 1n] : [-(2n ** BigInt(width - 1)), 2n ** BigInt(width - 1) - 1n]

/** An integer of another dtype, held inside it; source: jax `random.py`, `_convert_and_clip_integer`. */
function clipped(x: Operand, dtype: DType): Operand {
  const [[low, high], [least, most]] = [rangeOf(dtype), rangeOf(x.aval.dtype)]
  const bounds = mapped([low > least ? low : least, high < most ? high : most], (bound) =>
    s.literal(bound, x.aval.dtype),
  )
  return s.convertElementType(asOperand(jnp.clip(x, ...bounds)), dtype)
}

/** `jax.random.randint(key, shape, minval, maxval, dtype)`: integers from `minval` to below `maxval`. */
export const randint = sampler('randint', ['shape', 'minval', 'maxval', 'dtype'], (key, given) => {
  const dtype = given.dtype('int')
  const wide = dtype.bits < 32 ? dtypeOf('int32') : dtype
  const [least, most] = rangeOf(dtype)
  const bounds = mapped(['minval', 'maxval'] as const, (name) => {
    const bound = given.operand(name)
    const whole = isInteger(bound.aval.dtype) ? bound : s.convertElementType(bound, canonical(dtypeOf('int')))
    return dtype.bits < 32
      ? asOperand(
          jnp.clip(
            s.convertElementType(whole, wide),
            Number(least),
            Number(name === 'minval' ? most : most + 1n),
          ),
        )
      : whole
  })
  return s.convertElementType(integersOf(key, given.shape([]), ...bounds, wide), dtype)
})

/** JAX's jitted `_randint`: two words for each number, so that no number is favoured. */
const integersOf = (key: Operand, shape: Shape, low: Operand, high: Operand, dtype: DType): Operand =>
  jitted('_randint', `${String(shape)}|${dtype.name}`, [key, low, high], (k, lo, hi) => {
    const largest = s.literal(rangeOf(dtype)[1], dtype)
    const isBeyond = e.gt(hi, clipped(largest, hi.aval.dtype))
    const [from, to] = mapped(
      mapped([lo, hi], (bound) => clipped(bound, dtype)),
      (bound) => toRank(bound, shape.length),
    )
    const word = dtypeOf(`uint${dtype.bits}`)
    const [upper, lower] = mapped(keysOf(k, ['upper', 'lower']), (one) => bitsOf(one, shape, dtype.bits))
    const width = s.convertElementType(e.sub(to, from), word)
    const some = e.selectN(e.le(to, from), [width, s.filled(width.aval.shape, s.like(width, 1))])
    const span = e.selectN(broadcastTo(e.and(isBeyond, e.gt(to, from)), some.aval.shape), [
      some,
      e.add(some, s.like(some, 1)),
    ])
    const half = e.rem(s.literal(2 ** (dtype.bits / 2), word), span)
    const factor = e.rem(e.mul(half, half), span)
    const offset = e.rem(e.add(e.mul(e.rem(upper, span), factor), e.rem(lower, span)), span)
    return e.add(from, s.convertElementType(offset, dtype))
  })

/** What `permutation` takes. */
export interface PermutationOptions {
  /** The axis whose items are put in another order; the first where it is not given. */
  readonly axis?: number
  /** Whether each row is shuffled by itself; false where it is not given. */
  readonly independent?: boolean
}

/** Sorts by random words, as often as it takes that equal words do not matter: JAX's jitted `_shuffle`. */
const shuffled = (key: Operand, x: Operand, axis: number): Operand =>
  jitted('_shuffle', String(axis), [key, x], (k, values) => {
    const rounds = Math.ceil((3 * Math.log(Math.max(1, x.aval.size))) / Math.log(2 ** 32 - 1))
    let [left, items] = [k, values]
    for (let round = 0; round < rounds; round++) {
      const [next, own] = keysOf(left, ['next', 'own'])
      left = next
      items = at(sortAll([bitsOf(own, items.aval.shape, 32), items], axis), 1)
    }
    return items
  })

const permuted = (
  key: Operand,
  x: Input,
  {axis = 0, independent = false}: PermutationOptions = {},
): Operand => {
  if (typeof x === 'number' && Number.isInteger(x)) return shuffled(key, asOperand(arange(x)), 0)
  const operand = asOperand(x)
  if (operand.aval.ndim === 0) s.fail('TypeError', 'x must be an integer or at least 1-dimensional')
  const along = normalAxis(axis, operand.aval.ndim)
  if (independent || operand.aval.ndim === 1) return shuffled(key, operand, along)
  return take(operand, shuffled(key, asOperand(arange(at(operand.aval.shape, along))), 0), along)
}

/** `jax.random.permutation(key, x)`: the items of an array, or the numbers below an int, in a random order. */
export const permutation = (key: Input, x: Input, options: PermutationOptions = {}): JaxArray =>
  asArray(permuted(keyIn('permutation', key), x, options))

/** What `choice` takes. */
export interface ChoiceOptions {
  /** The shape of the sample; of no dimensions where it is not given. */
  readonly shape?: ShapeLike
  /** Whether an item may come twice; true where it is not given. */
  readonly replace?: boolean
  /** The probability of each item; all alike where it is not given. */
  readonly p?: Input | null
  /** The axis whose items are chosen; the first where it is not given. */
  readonly axis?: number
}

/**
 * `jax.random.choice(key, items, shape)`: items of an array, or numbers below an int.
 *
 * @throws {PythonError} ValueError, for more items than there are without replacement.
 */
export function choice(
  key: Input,
  items: Input,
  given: ShapeLike | ChoiceOptions = [],
  options: ChoiceOptions = {},
): JaxArray {
  const {shape: size = [], replace = true, p = null, axis = 0} = byPlace(given, options)
  const shape = shapeOf(size)
  const k = keyIn('choice', key)
  const from = typeof items === 'number' ? asOperand(arange(items)) : asOperand(items)
  const along = normalAxis(axis, from.aval.ndim)
  const count = at(from.aval.shape, along)
  const draws = volume(shape)
  checkDraws(draws, count, replace)
  const out = from.aval.shape.toSpliced(along, 1, ...shape)
  if (p === null && !replace)
    return asArray(s.reshape(firstOf(permuted(k, items, {axis: along}), along, draws), out))
  const indices =
    p === null
      ? integersOf(k, shape, asOperand(0), asOperand(count), canonical(dtypeOf('int')))
      : weighted(k, promoteDtypes('choice', [p], true)[0], shape, replace ? null : draws, count)
  const found = typeof items === 'number' ? indices : take(from, indices, along)
  return asArray(s.reshape(found, out))
}

/** Refuses to draw from nothing, and more than there is. */
function checkDraws(draws: number, count: number, replace: boolean): void {
  if (count <= 0 && draws > 0) s.fail('ValueError', 'a must be greater than 0 unless no samples are taken')
  if (!replace && draws > count)
    s.fail(
      'ValueError',
      `Cannot take a larger sample (size ${draws}) than population (size ${count}) when 'replace=False'`,
    )
}

/** A shape given by its place as an option. */
const byPlace = (given: ShapeLike | ChoiceOptions, options: ChoiceOptions): ChoiceOptions =>
  typeof given === 'number' || isSequence(given) ? {...options, shape: given} : given

/** The first items along an axis. */
const firstOf = (x: Operand, axis: number, count: number): Operand =>
  s.slice(
    x,
    x.aval.shape.map(() => 0),
    x.aval.shape.with(axis, count),
  )

/** Indices by their probabilities; `draws` of them without replacement, or null with it. */
function weighted(key: Operand, p: Operand, shape: Shape, draws: number | null, count: number): Operand {
  if (!sameShape(p.aval.shape, [count]))
    s.fail(
      'ValueError',
      `p must be None or a 1D vector with the same size as a.shape[axis]. p has shape ${shapeText(p.aval.shape)} and a.shape[axis] is ${count}.`,
    )
  const int = canonical(dtypeOf('int'))
  if (draws !== null)
    return s.convertElementType(topK(e.add(gumbelOf(key, [count], p.aval.dtype), e.log(p)), draws)[1], int)
  const sums = asOperand(jnp.cumsum(p))
  const last = s.squeeze(s.slice(sums, [count - 1], [count]), [0])
  const level = e.mul(last, e.sub(s.like(sums, 1), uniformOf(key, shape, p.aval.dtype)))
  return belowEach(sums, level)
}

/** `jnp.searchsorted(sums, levels)`: how many of the sums lie below each level. */
function belowEach(sums: Operand, levels: Operand): Operand {
  const rank = levels.aval.ndim
  const wide = [...levels.aval.shape, sums.aval.size]
  const [a, b] = [broadcastTo(sums, wide), broadcastTo(s.expandDims(levels, [rank]), wide)]
  return s.reduceSum(s.convertElementType(e.lt(a, b), canonical(dtypeOf('int'))), [rank])
}

/** `jax.random.gumbel` on operands. */
const gumbelOf = (key: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_gumbel', `${String(shape)}|${dtype.name}`, [key], (k) => gumbelFrom(k, shape, dtype))

const gumbelFrom = (key: Operand, shape: Shape, dtype: DType): Operand =>
  e.neg(e.log(e.neg(e.log(uniformOf(key, shape, dtype, s.literal(tinyOf(dtype), dtype), one)))))

/** `jax.random.gumbel(key, shape, dtype)`. */
export const gumbel = standard('gumbel', gumbelFrom)

/** What `categorical` takes. */
export interface CategoricalOptions {
  /** The axis of the categories; the last where it is not given. */
  readonly axis?: number
  /** The shape of the sample; that of the logits without their categories where it is not given. */
  readonly shape?: ShapeLike | null
  /** Whether a category may come twice; true where it is not given. */
  readonly replace?: boolean
}

/**
 * `jax.random.categorical(key, logits)`: categories by the logarithms of their probabilities.
 *
 * @throws {PythonError} ValueError, for more categories than there are without replacement.
 */
export function categorical(
  key: Input,
  given: Input,
  {axis = -1, shape = null, replace = true}: CategoricalOptions = {},
): JaxArray {
  const k = keyIn('categorical', key)
  const logits = asOperand(given)
  const along = normalAxis(axis, logits.aval.ndim)
  const batch = logits.aval.shape.toSpliced(along, 1)
  const count = at(logits.aval.shape, along)
  const out = shape === null ? batch : shapeOf(shape)
  const prefix = out.slice(0, out.length - batch.length)
  if (!sameShape(out.slice(prefix.length), batch))
    s.fail(
      'ValueError',
      `categorical parameter shapes must be broadcast-compatible with shape argument, and the result of broadcasting the shapes must equal the shape argument, but got result ${shapeText(batch)} for shape argument ${shapeText(out)}.`,
    )
  if (replace) {
    const noise = gumbelOf(k, [...prefix, ...batch.toSpliced(along, 0, count)], logits.aval.dtype)
    const wide = s.expandDims(logits, [...prefix.keys()])
    return asArray(argmax(e.add(noise, wide), [prefix.length + along]))
  }
  const draws = volume(prefix)
  if (draws > count)
    s.fail(
      'ValueError',
      `Number of samples without replacement (${draws}) cannot exceed number of categories (${count}).`,
    )
  const noisy = e.add(logits, gumbelOf(k, logits.aval.shape, logits.aval.dtype))
  const [, indices] = topK(asOperand(jnp.moveaxis(noisy, along, -1)), draws)
  const last = indices.aval.ndim - 1
  return asArray(s.reshape(indices, out, [last, ...Array.from({length: last}, (_, i) => i)]))
}

/** `jax.random.rademacher(key, shape, dtype)`: 1 or −1. */
export const rademacher = sampler('rademacher', ['shape', 'dtype'], (key, given) =>
  signsOf(key, given.shape([]), given.dtype('int')),
)

/** Random signs. */
export const signsOf = (key: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_rademacher', `${String(shape)}|${dtype.name}`, [key], (k) => {
    const heads = asOperand(bernoulli(k, new Float(0.5), shape))
    return s.convertElementType(asOperand(jnp.subtract(jnp.multiply(2, heads), 1)), dtype)
  })

/** Orthonormal columns, or rows where there are fewer: JAX's jitted `_orthogonal`. */
const orthogonalOf = (key: Operand, n: number, shape: Shape, dtype: DType, m: number): Operand =>
  jitted('_orthogonal', `${n}|${m}|${String(shape)}|${dtype.name}`, [key], (k) => {
    const z = normalOf(k, [...shape, Math.max(n, m), Math.min(n, m)], dtype)
    const [q, r] = qr(z)
    const rank = r.aval.ndim
    const signs = e.sign(diagonalOf(r))
    const basis = e.mul(q, s.expandDims(signs, [rank - 2]))
    return n < m ? asOperand(jnp.swapaxes(basis, -1, -2)) : basis
  })

/** The diagonals of square matrices. */
function diagonalOf(x: Operand): Operand {
  const {shape, ndim} = x.aval
  const int = dtypeOf('int32')
  const square = shape.slice(-2)
  const mask = s.convertElementType(e.eq(s.iota(int, square, 0), s.iota(int, square, 1)), x.aval.dtype)
  return s.reduceSum(e.mul(x, broadcastTo(mask, shape)), [ndim - 2])
}

/** `jax.random.orthogonal(key, n, shape, dtype, m)`: a random matrix of `n` rows with orthonormal columns, uniform among all. */
export function orthogonalMatrix(
  key: Input,
  n: number,
  ...values: ByPlace<readonly ['shape', 'dtype', 'm']>
): JaxArray {
  const given = new SampleCall('orthogonal', ['shape', 'dtype', 'm'], values)
  const [shape, dtype] = [given.shape([]), given.dtype('float')]
  return asArray(orthogonalOf(keyIn('orthogonal', key), n, shape, dtype, given.count('m', n)))
}
