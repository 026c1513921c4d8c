import type {DTypeLike, JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {at} from '../array/index.ts'
import {taking} from '../python/index.ts'

/** What flax's functions of masks take. */
export interface MaskOptions {
  /** How many axes are put before the others; 0 where it is not given. */
  readonly extra_batch_dims?: number
  /** The dtype of the mask; float32 where it is not given. */
  readonly dtype?: DTypeLike
}

/** What `nnx.make_attention_mask` takes beside its arrays. */
export interface PairwiseOptions extends MaskOptions {
  /** Makes an element of a query's and a key's; their product where it is not given. */
  readonly pairwise_fn?: (query: JaxArray, key: JaxArray) => JaxArray
}

/** `nnx.make_attention_mask(query_input, key_input)`: of `[batch…, queries]` and `[batch…, keys]`, `[batch…, 1, queries, keys]`. */
export const makeAttentionMask = taking(
  'nnx.makeAttentionMask(query_input, key_input, /, pairwise_fn: function=, extra_batch_dims=, dtype=)',
  pairwiseMask,
)

function pairwiseMask(
  query_input: JaxArray,
  key_input: JaxArray,
  {pairwise_fn = jnp.multiply, extra_batch_dims = 0, dtype = 'float32'}: PairwiseOptions = {},
): JaxArray {
  const pairs = pairwise_fn(jnp.expandDims(query_input, -1), jnp.expandDims(key_input, -2))
  const mask = jnp.expandDims(pairs, -3)
  const batch = Array.from({length: extra_batch_dims}, (_, axis) => axis)
  return jnp.astype(batch.length === 0 ? mask : jnp.expandDims(mask, batch), dtype)
}

/** `nnx.make_causal_mask(x)`: each place sees itself and those before it. */
export const makeCausalMask = taking('nnx.makeCausalMask(x, /, extra_batch_dims=, dtype=)', causalMask)

function causalMask(x: JaxArray, options: MaskOptions = {}): JaxArray {
  const places = jnp.broadcastTo(jnp.astype(jnp.arange(at(x.shape, x.ndim - 1)), 'int32'), x.shape)
  return pairwiseMask(places, places, {...options, pairwise_fn: jnp.greaterEqual})
}
