import {jax, type JaxArray, jnp, lax, span} from '../../lib/array/index.ts'
import {float} from '../../lib/python/index.ts'
import type golden from '../golden/jaxprs.json'

const [matrix, pair, key] = [jnp.ones([4, 5]), jnp.array([0, 1]), jax.random.key(0)]
const y = () => matrix
const two = () => pair
const k = () => key

/** Each program in JAX's words, by its name in the golden file. */
export const programs: Readonly<Record<keyof typeof golden, (x: JaxArray) => unknown>> = {
  relu: jax.nn.relu, gelu: jax.nn.gelu, silu: jax.nn.silu, sigmoid: jax.nn.sigmoid, softplus: jax.nn.softplus, tanh: jnp.tanh,
  softmax: (x) => jax.nn.softmax(x), log_softmax: (x) => jax.nn.logSoftmax(x), logsumexp: (x) => jax.nn.logsumexp(x), elu: jax.nn.elu, leaky_relu: jax.nn.leakyRelu,
  var: (x) => jnp.var(x), mean: (x) => jnp.mean(x), sum: (x) => jnp.sum(x), max: (x) => jnp.max(x), min: (x) => jnp.min(x), std: (x) => jnp.std(x), prod: (x) => jnp.prod(x),
  mean1: (x) => jnp.mean(x, {axis: -1, keepdims: true}), sum_bool: (x) => jnp.sum(jnp.greater(x, 0)),
  matmul: (x) => jnp.matmul(x, y()), einsum: (x) => jnp.einsum('ij,jk->ik', x, y()),
  where: (x) => jnp.where(jnp.greater(x, 0), x, float(0)), where2: (x) => jnp.where(jnp.greater(x, 0), x, x),
  pow2: (x) => jnp.power(x, 2), 'pow.5': (x) => jnp.power(x, 0.5), powx: (x) => jnp.power(x, x), square: jnp.square, sqrt: jnp.sqrt, rsqrt: lax.rsqrt, abs: jnp.abs,
  div: (x) => jnp.divide(x, 2), neg: jnp.negative, max2: (x) => jnp.maximum(x, 0), clip: (x) => jnp.clip(x, 0, 1),
  reshape: (x) => jnp.reshape(x, 12), T: (x) => jnp.transpose(x), swapaxes: (x) => jnp.swapaxes(x, 0, 1), expand: (x) => jnp.expandDims(x, 0), None: (x) => jnp.getitem(x, null),
  idx0: (x) => jnp.getitem(x, 0), 'idx-1': (x) => jnp.getitem(x, -1), slice: (x) => jnp.getitem(x, span(1)), slice2: (x) => jnp.getitem(x, span(), span(1, 3)), idxcol: (x) => jnp.getitem(x, span(), 0),
  ellipsis0: (x) => jnp.getitem(x, '...', 0), take: (x) => jnp.take(x, two(), {axis: 0}), fancy: (x) => jnp.getitem(x, two()), step: (x) => jnp.getitem(x, span(null, null, 2)),
  concat: (x) => jnp.concatenate([x, x]), stack: (x) => jnp.stack([x, x]), astype: (x) => jnp.astype(x, jnp.bfloat16), astype_same: (x) => jnp.astype(x, jnp.float32),
  argmax: (x) => jnp.argmax(x, {axis: -1}), one_hot: () => jax.nn.oneHot(jnp.array([1, 2]), 4), cumsum: (x) => jnp.cumsum(x, {axis: 0}), zeros: () => jnp.zeros([3]), full: () => jnp.full([2], float(3)), arange: () => jnp.arange(4),
  broadcast: (x) => jnp.broadcastTo(x, [2, 3, 4]), addb: (x) => jnp.add(x, jnp.ones([4])), add1: (x) => jnp.add(x, 1),
  logical: (x) => jnp.logicalAnd(jnp.greater(x, 0), jnp.less(x, 1)), not: (x) => jnp.logicalNot(jnp.greater(x, 0)),
  key: () => jax.random.key(0), PRNGKey: () => jax.random.PRNGKey(0), split: () => jax.random.split(k()), normal: () => jax.random.normal(k(), [3]), uniform: () => jax.random.uniform(k(), [3]),
  bernoulli: () => jax.random.bernoulli(k(), 0.5, [3]), fold_in: () => jax.random.foldIn(k(), 1), erf: lax.erf, tril: (x) => jnp.tril(x), squeeze: (x) => jnp.squeeze(jnp.getitem(x, null), 0),
  floor: jnp.floor, exp: jnp.exp, log1p: jnp.log1p, sin: jnp.sin, any: (x) => jnp.any(jnp.greater(x, 0)), all: (x) => jnp.all(jnp.greater(x, 0)), tile: (x) => jnp.tile(x, [2, 1]), sort: (x) => jnp.sort(x),
  isnan: jnp.isnan, sign: jnp.sign, stop_gradient: lax.stopGradient, 'item>0': (x) => jnp.greater(jnp.sum(x), 0),
  einsum_attention: (x) => jnp.einsum('...qhd,...khd->...hqk', jnp.reshape(x, [1, 3, 2, 2]), jnp.reshape(x, [1, 3, 2, 2])),
  einsum_values: (x) => jnp.einsum('...hqk,...khd->...qhd', jnp.multiply(jnp.ones([1, 2, 3, 3]), jnp.sum(x)), jnp.reshape(x, [1, 3, 2, 2])),
  einsum_trace: (x) => jnp.einsum('ij->j', x),
  sum_weak: () => jnp.sum(jnp.full([2], float(1))), sum_bf16: (x) => jnp.sum(jnp.astype(x, 'bfloat16')), mean_bf16: (x) => jnp.mean(jnp.astype(x, 'bfloat16')), mean_int: (x) => jnp.mean(jnp.astype(x, 'int32')),
  var_axis: (x) => jnp.var(x, {axis: -1, keepdims: true}), max_axis: (x) => jnp.max(x, {axis: 0, keepdims: true}),
  add_int_float: (x) => jnp.add(jnp.astype(x, 'int32'), 1.5), add_bf16: (x) => jnp.add(jnp.astype(x, 'bfloat16'), x), weak_strong: (x) => jnp.add(x, jnp.multiply(jnp.asarray(float(1)), 2)),
  split2: (x) => jnp.split(x, 2, {axis: 1})[0], batched: (x) => jnp.matmul(jnp.reshape(x, [3, 2, 2]), jnp.reshape(x, [3, 2, 2])), vecmat: (x) => jnp.matmul(jnp.getitem(x, 0), y()), broadcast_matmul: (x) => jnp.matmul(x, jnp.ones([2, 4, 5])),
  mse: (x) => jnp.mean(jnp.power(jnp.subtract(x, float(1)), 2)),
  dropout: (x) => lax.select(jax.random.bernoulli(k(), 0.9, x.shape), jnp.divide(x, 0.9), jnp.zerosLike(x)),
}

