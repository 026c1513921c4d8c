import {at, type DTypeLike, type JaxArray, mapped, volume} from '../array/index.ts'
import {type Input} from '../lax/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {Intermediate, type Module} from '../graph/index.ts'
import {optionsBy, named, PythonError} from '../python/index.ts'
import {given} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'

/** What an attention function takes beside queries, keys and values. */
export interface AttentionOptions {
  /** Added to the logits: `[batch…, heads, queries, keys]`; nothing where it is not given. */
  readonly bias?: JaxArray | null
  /** True where a key is seen: `[batch…, heads, queries, keys]`; all are where it is not given. */
  readonly mask?: JaxArray | null
  /** Whether all heads and examples drop the same weights; true where it is not given. */
  readonly broadcast_dropout?: boolean
  /** The key by which weights are dropped; none is dropped where it is not given. */
  readonly dropout_rng?: JaxArray | null
  /** The share of weights that become zero; 0 where it is not given. */
  readonly dropout_rate?: number
  /** Whether nothing is dropped, as in evaluation; a call may say otherwise; false where it is not given. */
  readonly deterministic?: boolean
  /** The dtype of the computation; where it is null, the promotion of inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** JAX's precision of the products, its default where it is not given. */
  readonly precision?: unknown
  /** Where the weights are sown; none where it is null. */
  readonly module?: Module | null
  /** Casts inputs and parameters to one dtype; flax's way where it is not given. */
  readonly promote_dtype?: Promote
  /** Whether a place sees only what comes before it; false where it is not given. */
  readonly is_causal?: boolean
}

/** The type of an attention function: queries, keys and values of `[batch…, length, heads, features]`. */
export type Attention = (query: Input, key: Input, value: Input, options: AttentionOptions) => JaxArray

/** flax's `combine_masks`: places that all masks show. */
const combined = (masks: readonly JaxArray[], dtype: DTypeLike): JaxArray =>
  jnp.astype(
    masks.reduce((all, mask) => jnp.logicalAnd(all, mask)),
    dtype,
  )

/**
 * `nnx.combine_masks(...masks)`: places that all masks show; null where there are none.
 *
 * @throws {PythonError} AssertionError for masks of different rank.
 */
export function combineMasks(...masks: readonly (JaxArray | null)[]): JaxArray | null {
  const given = masks.filter((mask) => mask !== null)
  if (new Set(given.map(({ndim}) => ndim)).size > 1)
    throw new PythonError(
      'AssertionError',
      `masks must have same rank: (${given.map(({ndim}) => ndim).join(', ')})`,
    )
  return given.length === 0 ? null : combined(given, 'float32')
}

function weightsOf(query: JaxArray, key: JaxArray, options: AttentionOptions): JaxArray {
  const {bias = null, deterministic = false, dropout_rate = 0, module = null} = options
  const {dtype} = query
  const depth = jnp.astype(jnp.sqrt(at(query.shape, query.ndim - 1)), dtype)
  const products = jnp.einsum('...qhd,...khd->...hqk', jnp.divide(query, depth), key)
  const logits = shown(bias === null ? products : jnp.add(products, bias), options, dtype)
  const weights = jnp.astype(jax.nn.softmax(logits), dtype)
  module?.sow(Intermediate, 'attention_weights', weights)
  return deterministic || dropout_rate === 0 ? weights : dropped(weights, options, dropout_rate)
}

/** Logits far below zero where a mask, or the order of time, hides a place. */
function shown(
  logits: JaxArray,
  {mask = null, is_causal = false}: AttentionOptions,
  dtype: DTypeLike,
): JaxArray {
  const masks = mask === null ? [] : [mask]
  if (is_causal) {
    const before = jnp.tril(jnp.ones(logits.shape.slice(-2), dtype))
    masks.push(jnp.broadcastTo(before, mask?.shape ?? logits.shape))
  }
  return masks.length === 0 ? logits : jnp.where(combined(masks, dtype), logits, -3.4028234663852886e38)
}

/** Weights of which a share is zero; with `broadcast_dropout` the same ones for all heads and examples. */
function dropped(
  weights: JaxArray,
  {broadcast_dropout = true, dropout_rng = null}: AttentionOptions,
  rate: number,
): JaxArray {
  const {shape, dtype} = weights
  const own = broadcast_dropout ? shape.map((n, axis) => (axis < shape.length - 2 ? 1 : n)) : shape
  const keep = jax.random.bernoulli(given(dropout_rng), 1 - rate, own)
  return jnp.multiply(weights, jnp.divide(jnp.astype(keep, dtype), jnp.asarray(1 - rate, dtype)))
}

const attentionOptions = optionsBy<AttentionOptions>(
  `nnx.dotProductAttention(bias=, mask=, broadcast_dropout: bool=, dropout_rng=, dropout_rate=,
    deterministic: bool=, dtype=, precision=, module=, promote_dtype=, is_causal: bool=)`,
)

/** flax's `dot_product_attention` on `[batch…, length, heads, features]`. */
export const dot_product_attention: Attention = named(
  (query: Input, key: Input, value: Input, said: AttentionOptions = {}): JaxArray => {
    const options = attentionOptions([said])
    const promote = options.promote_dtype ?? promote_dtype
    const [q, k, v] = mapped(promote([query, key, value], {dtype: options.dtype}), given)
    if (q.ndim !== k.ndim || q.ndim !== v.ndim)
      throw new PythonError('ValueError', 'q, k, v must have same rank.')
    if (k.shape[k.ndim - 3] !== v.shape[v.ndim - 3])
      throw new PythonError(
        'ValueError',
        `k, v lengths must match, but got ${k.shape[k.ndim - 3]} and ${v.shape[v.ndim - 3]}.`,
      )
    if ((options.dropout_rate ?? 0) === 0 && (options.module ?? null) === null) return fast(q, k, v, options)
    return jnp.einsum('...hqk,...khd->...qhd', weightsOf(q, k, options), v)
  },
  {qualname: 'dot_product_attention', module: 'flax.nnx.nn.attention'},
)

function fast(
  q: JaxArray,
  k: JaxArray,
  v: JaxArray,
  {bias = null, mask = null, is_causal = false}: AttentionOptions,
): JaxArray {
  const fold = (x: JaxArray): JaxArray =>
    x.ndim > 4
      ? jnp.reshape(x, [volume(x.shape.slice(0, -3)), ...x.shape.slice(-3)])
      : x.ndim < 4
        ? jnp.expandDims(x, 0)
        : x
  const out = jax.nn.dotProductAttention(fold(q), fold(k), fold(v), {
    bias: bias === null ? null : fold(bias),
    mask: mask === null ? null : fold(jnp.astype(mask, 'bool')),
    is_causal,
  })
  return q.ndim === 4 ? out : jnp.reshape(out, q.shape)
}
