import {type JaxArray, type Operand, at, dtypeOf, each, mapped} from '../array/index.ts'
import {
  type DotNumbers,
  type Input,
  asArray,
  asOperand,
  dotGeneral,
  elementwise as e,
  jitted,
  reduceMax,
  shaping as s,
} from '../lax/index.ts'
import {broadcastTo} from './create.ts'
import {jnp} from './namespace.ts'

/** What `jax.nn.dotProductAttention` takes beside queries, keys and values. */
export interface DotProductOptions {
  /** Added to the logits: `[batch…, heads, queries, keys]`; nothing where it is not given. */
  readonly bias?: Input | null
  /** Booleans, `[batch, heads or 1, queries, keys]`; all are seen where it is not given. */
  readonly mask?: Input | null
  /** Whether a place sees only what comes before it; false where it is not given. */
  readonly is_causal?: boolean
}

/** Moves the axis of query groups to the front, as `vmap` does. */
const front = (x: Operand): Operand =>
  s.transpose(x, [
    x.aval.ndim - 2,
    ...x.aval.shape.map((_, axis) => axis).filter((axis) => axis !== x.aval.ndim - 2),
  ])

const groupFirst = (x: Operand): Operand => s.transpose(x, [2, 0, 1, 3, 4])

/**
 * `jax.nn.dot_product_attention` on `[batch, length, heads, features]`; several query heads may share one of keys. JAX maps
 * it over the queries of a shared head, which shows in the equations.
 */
export function dotProductAttention(
  query: Input,
  key: Input,
  value: Input,
  {bias = null, mask = null, is_causal = false}: DotProductOptions = {},
): JaxArray {
  const [q, k, v] = mapped([query, key, value], (x) => asOperand(x))
  const [batch, length, heads, features] = sizesOf(q, 'query')
  const [, keys, shared] = sizesOf(k, 'key')
  const groups = heads / shared
  const split = s.reshape(q, [batch, length, shared, groups, features])
  const shift = bias === null ? null : grouped(asOperand(bias), shared, groups)
  const seen = mask === null ? null : grouped(asOperand(mask), shared, groups)
  const products = dotGeneral(split, k, byHead, q.aval.dtype.bits < 32 ? dtypeOf('float32') : q.aval.dtype)
  const scaled = e.mul(products, s.literal(1 / Math.sqrt(features), products.aval.dtype))
  const shifted = shift && e.add(front(scaled), groupFirst(shift))
  const held =
    seen === null && !is_causal
      ? shifted
      : hidden(scaled, shifted, seen, is_causal, [batch, shared, length, keys])
  const weights = softmaxOf(scaled, held)
  const mixed = dotGeneral(v, s.convertElementType(weights, v.aval.dtype), overKeys, v.aval.dtype)
  const ordered = s.transpose(s.transpose(mixed, [3, 0, 4, 1, 2]), [1, 2, 3, 0, 4])
  return asArray(s.reshape(ordered, [batch, length, heads, features]))
}

/** Features meet features, for each batch and head. */
const byHead: DotNumbers = [
  [[4], [3]],
  [
    [0, 2],
    [0, 2],
  ],
]

/** Keys meet weights, for each batch and head. */
const overKeys: DotNumbers = [
  [[1], [4]],
  [
    [0, 2],
    [1, 2],
  ],
]

/** The sizes of `[batch, length, heads, features]`. */
function sizesOf({aval}: Operand, name: string): readonly [number, number, number, number] {
  if (aval.ndim !== 4) s.fail('ValueError', `${name} ndim should be 4, but got ${aval.ndim}`)
  return each<readonly [0, 1, 2, 3], number>(4, aval.shape)
}

/** A mask or bias with an axis of the queries that share a head. */
const grouped = (x: Operand, shared: number, groups: number): Operand => {
  const [batch, heads, ...rest] = sizesOf(x, 'mask or bias')
  return heads === 1
    ? broadcastTo(s.expandDims(x, [2]), [batch, 1, groups, ...rest])
    : s.reshape(x, [batch, shared, groups, ...rest])
}

/** The weights, with the group first: of the logits, or of those `held` that are there already. */
function softmaxOf(logits: Operand, held: Operand | null): Operand {
  const peak = floor(reduceMax(held ?? logits, [4]))
  const level = e.stopGradient(s.expandDims(held === null ? s.transpose(peak, [3, 0, 1, 2]) : peak, [4]))
  const powers = e.exp(e.sub(held ?? front(logits), level))
  return e.div(powers, s.expandDims(s.reduceSum(powers, [4]), [4]))
}

const floor = (x: Operand): Operand => e.max(s.like(x, -Infinity), x)

/** Where the axes of a batch stand behind that of the groups. */
const inGroups = [1, 2, 3, 4]

/** Logits with the group first, where hidden places are far below zero; `shifted` are those that a bias put there. */
function hidden(
  scaled: Operand,
  shifted: Operand | null,
  mask: Operand | null,
  is_causal: boolean,
  shape: readonly number[],
): Operand {
  const bool = dtypeOf('bool')
  const all = s.filled(shape, s.literal(1, bool))
  const both = mask === null ? all : e.and(s.expandDims(all, [0]), groupFirst(mask))
  const causal = is_causal ? asOperand(jnp.tril(asArray(s.filled(shape.slice(2), s.literal(1, bool))))) : null
  const placed = causal && s.expandDims(causal, [0, 1])
  const shown =
    placed === null ? both : e.and(both, both.aval.ndim === 5 ? s.expandDims(placed, [0]) : placed)
  const low = s.literal(-0.7 * 3.4028234663852886e38, scaled.aval.dtype)
  return jitted('_where', `attention ${shifted === null}`, [shown, shifted ?? scaled, low], (w, x, y) => {
    const rest = broadcastTo(y, shape)
    const full = [at(scaled.aval.shape, 3), ...shape]
    const which = w.aval.ndim === 5 ? w : s.broadcastInDim(w, full, inGroups)
    const lower = s.broadcastInDim(rest, full, inGroups)
    return e.selectN(which, [lower, shifted === null ? front(x) : x])
  })
}
