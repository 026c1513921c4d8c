import {asArray, callJaxpr, laxOperations as lax, type ConvPadding, scanJaxpr} from '../../lib/lax/index.ts'
import {at, type JaxArray, shaped, trace} from '../../lib/array/index.ts'
import {type DotProductOptions, jax, jnp, span} from '../../lib/numpy/index.ts'
import {conv} from './conv.ts'
import {float} from '../../lib/python/index.ts'
import type golden from '../golden/jaxprs.json'

const [matrix, pair, key] = [jnp.ones([4, 5]), jnp.array([0, 1]), jax.random.key(0)]
const crossed = jnp.ones([4, 3])
const y = () => matrix
const two = () => pair
const k = () => key

const reflected =
  (...widths: readonly (readonly [number, number])[]) =>
  (x: JaxArray) =>
    jnp.pad(x, widths, {mode: 'reflect'})

const image = (x: JaxArray) => jnp.reshape(x, [1, 3, 2, 2])

const transposedConv = (
  x: JaxArray,
  kernel: JaxArray,
  strides: readonly number[],
  padding: string | ConvPadding,
  more: {readonly rhs_dilation?: readonly number[]; readonly transpose_kernel?: boolean} = {},
) => lax.convTranspose(x, kernel, strides, padding, more)

const featuresFirst = {dimension_numbers: ['NCHW', 'OIHW', 'NCHW']} as const

/** Four heads of queries, of which two and two share keys and values. */
const shared = (x: JaxArray, more: () => DotProductOptions = () => ({})) =>
  jax.nn.dotProductAttention(
    jnp.reshape(x, [1, 3, 4, 1]),
    jnp.getitem(x, null, span(), span(null, 2), null),
    jnp.getitem(x, null, span(), span(2), null),
    more(),
  )

/** A scan over the rows of `x`, whose step takes vectors and gives back as many carries as there are. */
const loop = (
  x: JaxArray,
  given: {readonly consts: readonly JaxArray[]; readonly carry: readonly JaxArray[]; readonly reverse?: true},
  step: (...inputs: readonly JaxArray[]) => readonly JaxArray[],
): readonly JaxArray[] => {
  const {consts, carry, reverse = false} = given
  const row = shaped(x.shape.slice(1), x.dtype)
  const avals = [...[...consts, ...carry].map(({aval}) => aval), row]
  const jaxpr = trace(avals, (inputs) => step(...inputs))
  const options = {length: at(x.shape, 0), num_consts: consts.length, num_carry: carry.length, reverse}
  return scanJaxpr(jaxpr, [...consts, ...carry, x], options).map(asArray)
}

/** The last carry of a scan that multiplies rows. */
const growing = (x: JaxArray) =>
  at(
    loop(x, {consts: [], carry: [jnp.getitem(x, 1)]}, (carry = x, row = x) => [
      jnp.multiply(carry, row),
      jnp.sin(carry),
    ]),
    0,
  )

/** Each program in JAX's words, by its name in the golden file. */
export const programs: Readonly<Record<keyof typeof golden, (x: JaxArray) => unknown>> = {
  relu: jax.nn.relu,
  gelu: jax.nn.gelu,
  silu: jax.nn.silu,
  sigmoid: jax.nn.sigmoid,
  softplus: jax.nn.softplus,
  tanh: jnp.tanh,
  softmax: (x) => jax.nn.softmax(x),
  log_softmax: (x) => jax.nn.logSoftmax(x),
  logsumexp: (x) => jax.nn.logsumexp(x),
  elu: jax.nn.elu,
  leaky_relu: jax.nn.leakyRelu,
  var: (x) => jnp.var(x),
  mean: (x) => jnp.mean(x),
  sum: (x) => jnp.sum(x),
  max: (x) => jnp.max(x),
  min: (x) => jnp.min(x),
  std: (x) => jnp.std(x),
  prod: (x) => jnp.prod(x),
  mean1: (x) => jnp.mean(x, {axis: -1, keepdims: true}),
  sum_bool: (x) => jnp.sum(jnp.greater(x, 0)),
  matmul: (x) => jnp.matmul(x, y()),
  einsum: (x) => jnp.einsum('ij,jk->ik', x, y()),
  where: (x) => jnp.where(jnp.greater(x, 0), x, float(0)),
  where2: (x) => jnp.where(jnp.greater(x, 0), x, x),
  pow2: (x) => jnp.power(x, 2),
  'pow.5': (x) => jnp.power(x, 0.5),
  powx: (x) => jnp.power(x, x),
  square: jnp.square,
  sqrt: jnp.sqrt,
  rsqrt: lax.rsqrt,
  abs: jnp.abs,
  div: (x) => jnp.divide(x, 2),
  neg: jnp.negative,
  max2: (x) => jnp.maximum(x, 0),
  clip: (x) => jnp.clip(x, 0, 1),
  reshape: (x) => jnp.reshape(x, 12),
  T: (x) => jnp.transpose(x),
  swapaxes: (x) => jnp.swapaxes(x, 0, 1),
  expand: (x) => jnp.expandDims(x, 0),
  None: (x) => jnp.getitem(x, null),
  idx0: (x) => jnp.getitem(x, 0),
  'idx-1': (x) => jnp.getitem(x, -1),
  slice: (x) => jnp.getitem(x, span(1)),
  slice2: (x) => jnp.getitem(x, span(), span(1, 3)),
  idxcol: (x) => jnp.getitem(x, span(), 0),
  ellipsis0: (x) => jnp.getitem(x, '...', 0),
  take: (x) => jnp.take(x, two(), {axis: 0}),
  fancy: (x) => jnp.getitem(x, two()),
  step: (x) => jnp.getitem(x, span(null, null, 2)),
  concat: (x) => jnp.concatenate([x, x]),
  stack: (x) => jnp.stack([x, x]),
  astype: (x) => jnp.astype(x, jnp.bfloat16),
  astype_same: (x) => jnp.astype(x, jnp.float32),
  argmax: (x) => jnp.argmax(x, {axis: -1}),
  one_hot: () => jax.nn.oneHot(jnp.array([1, 2]), 4),
  cumsum: (x) => jnp.cumsum(x, {axis: 0}),
  zeros: () => jnp.zeros([3]),
  full: () => jnp.full([2], float(3)),
  arange: () => jnp.arange(4),
  broadcast: (x) => jnp.broadcastTo(x, [2, 3, 4]),
  addb: (x) => jnp.add(x, jnp.ones([4])),
  add1: (x) => jnp.add(x, 1),
  logical: (x) => jnp.logicalAnd(jnp.greater(x, 0), jnp.less(x, 1)),
  not: (x) => jnp.logicalNot(jnp.greater(x, 0)),
  key: () => jax.random.key(0),
  PRNGKey: () => jax.random.PRNGKey(0),
  split: () => jax.random.split(k()),
  normal: () => jax.random.normal(k(), [3]),
  uniform: () => jax.random.uniform(k(), [3]),
  bernoulli: () => jax.random.bernoulli(k(), 0.5, [3]),
  fold_in: () => jax.random.foldIn(k(), 1),
  erf: lax.erf,
  tril: (x) => jnp.tril(x),
  squeeze: (x) => jnp.squeeze(jnp.getitem(x, null), 0),
  floor: jnp.floor,
  exp: jnp.exp,
  log1p: jnp.log1p,
  sin: jnp.sin,
  any: (x) => jnp.any(jnp.greater(x, 0)),
  all: (x) => jnp.all(jnp.greater(x, 0)),
  tile: (x) => jnp.tile(x, [2, 1]),
  sort: (x) => jnp.sort(x),
  isnan: jnp.isnan,
  sign: jnp.sign,
  stop_gradient: lax.stopGradient,
  'item>0': (x) => jnp.greater(jnp.sum(x), 0),
  einsum_attention: (x) =>
    jnp.einsum('...qhd,...khd->...hqk', jnp.reshape(x, [1, 3, 2, 2]), jnp.reshape(x, [1, 3, 2, 2])),
  einsum_values: (x) =>
    jnp.einsum(
      '...hqk,...khd->...qhd',
      jnp.multiply(jnp.ones([1, 2, 3, 3]), jnp.sum(x)),
      jnp.reshape(x, [1, 3, 2, 2]),
    ),
  einsum_both: (x) => jnp.einsum('ij,ji->', x, crossed),
  reflect_behind: reflected([0, 0], [0, 2]),
  reflect_before: reflected([2, 0], [0, 0]),
  reflect_around: reflected([1, 1], [2, 1]),
  wrap: (x) =>
    jnp.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      {mode: 'wrap'},
    ),
  einsum_trace: (x) => jnp.einsum('ij->j', x),
  sum_weak: () => jnp.sum(jnp.full([2], float(1))),
  sum_bf16: (x) => jnp.sum(jnp.astype(x, 'bfloat16')),
  mean_bf16: (x) => jnp.mean(jnp.astype(x, 'bfloat16')),
  mean_int: (x) => jnp.mean(jnp.astype(x, 'int32')),
  var_axis: (x) => jnp.var(x, {axis: -1, keepdims: true}),
  max_axis: (x) => jnp.max(x, {axis: 0, keepdims: true}),
  add_int_float: (x) => jnp.add(jnp.astype(x, 'int32'), 1.5),
  add_bf16: (x) => jnp.add(jnp.astype(x, 'bfloat16'), x),
  weak_strong: (x) => jnp.add(x, jnp.multiply(jnp.asarray(float(1)), 2)),
  split2: (x) => jnp.split(x, 2, {axis: 1})[0],
  batched: (x) => jnp.matmul(jnp.reshape(x, [3, 2, 2]), jnp.reshape(x, [3, 2, 2])),
  vecmat: (x) => jnp.matmul(jnp.getitem(x, 0), y()),
  broadcast_matmul: (x) => jnp.matmul(x, jnp.ones([2, 4, 5])),
  mse: (x) => jnp.mean(jnp.power(jnp.subtract(x, float(1)), 2)),
  dropout: (x) => lax.select(jax.random.bernoulli(k(), 0.9, x.shape), jnp.divide(x, 0.9), jnp.zerosLike(x)),
  conv: (x) => conv(image(x), jnp.ones([2, 2, 2, 5])),
  conv_wide: (x) =>
    conv(image(x), jnp.ones([3, 2, 2, 5]), {
      window_strides: [2, 1],
      padding: [
        [1, 2],
        [3, 0],
      ],
      lhs_dilation: [2, 1],
      rhs_dilation: [1, 3],
    }),
  conv_features_first: (x) =>
    conv(image(x), jnp.ones([5, 3, 2, 1]), {
      window_strides: [1, 2],
      padding: lax.padtypeToPads([2, 2], [2, 1], [1, 2], 'SAME'),
      dimension_numbers: null,
    }),
  conv_groups: (x) =>
    conv(image(x), jnp.ones([2, 1, 1, 4]), {
      padding: lax.padtypeToPads([3, 2], [2, 1], [1, 1], 'SAME'),
      feature_group_count: 2,
    }),
  conv_kernel: (x) =>
    conv(jnp.ones([2, 5, 6, 2]), jnp.reshape(x, [3, 2, 2, 1]), {
      window_strides: [2, 1],
      padding: [
        [2, 1],
        [0, 3],
      ],
      lhs_dilation: [1, 2],
      rhs_dilation: [2, 1],
    }),
  conv_kernel_groups: (x) =>
    conv(jnp.ones([2, 5, 6, 4]), jnp.reshape(x, [3, 1, 2, 2]), {
      window_strides: [1, 2],
      padding: lax.padtypeToPads([5, 6], [3, 1], [1, 2], 'SAME'),
      feature_group_count: 2,
    }),
  conv_transpose: (x) => transposedConv(image(x), jnp.ones([3, 2, 2, 5]), [2, 3], 'SAME'),
  conv_transpose_valid: (x) =>
    transposedConv(image(x), jnp.ones([3, 2, 2, 5]), [1, 4], 'VALID', {rhs_dilation: [2, 1]}),
  conv_transpose_kernel: (x) =>
    transposedConv(
      image(x),
      jnp.ones([3, 2, 5, 2]),
      [2, 2],
      [
        [1, 0],
        [2, 1],
      ],
      {transpose_kernel: true},
    ),
  dot_general: (x) =>
    lax.dotGeneral(jnp.reshape(x, [2, 3, 2]), jnp.ones([2, 3, 5, 2]), [
      [[1], [1]],
      [
        [0, 2],
        [0, 3],
      ],
    ]),
  dot_general_order: (x) =>
    lax.dotGeneral(jnp.ones([3, 4, 5]), x, [
      [
        [1, 0],
        [1, 0],
      ],
      [[], []],
    ]),
  dot_general_wide: (x) =>
    lax.dotGeneral(
      jnp.astype(x, 'bfloat16'),
      jnp.ones([4, 2], 'bfloat16'),
      [
        [[1], [0]],
        [[], []],
      ],
      {preferred_element_type: 'float32'},
    ),
  lax_transpose: (x) => lax.transpose(lax.reshape(x, [2, 3, 2]), [2, 0, 1]),
  broadcast_in_dim: (x) => lax.broadcastInDim(x, [3, 2, 4, 5], [0, 2]),
  reduce_sum: (x) => lax.reduceSum(x, [1]),
  reduce_max: (x) => lax.reduceMax(x, [0]),
  reduce_min: (x) => lax.reduceMin(x, [1, 0]),
  update: (x) =>
    lax.dynamicUpdateSlice(jnp.zeros([5, 6], 'int32'), jnp.astype(x, 'int32'), [
      jnp.astype(jnp.getitem(x, 0, 0), 'int32'),
      jnp.astype(jnp.getitem(x, 0, 1), 'int32'),
    ]),
  attention: (x) => jax.nn.dotProductAttention(image(x), image(x), image(x)),
  causal: (x) => jax.nn.dotProductAttention(image(x), image(x), image(x), {is_causal: true}),
  masked: (x) =>
    jax.nn.dotProductAttention(image(x), image(x), image(x), {mask: jnp.ones([1, 1, 3, 3], 'bool')}),
  biased: (x) => jax.nn.dotProductAttention(image(x), image(x), image(x), {bias: jnp.ones([1, 2, 3, 3])}),
  take_ints: (x) => jnp.take(jnp.astype(x, 'int32'), two(), {axis: 1}),
  take_deep: (x) => jnp.take(image(x), jnp.zeros([2, 5], 'int32'), {axis: 2}),
  take_bytes: (x) => jnp.take(jnp.astype(x, 'uint8'), two(), {axis: -1}),
  take_flags: (x) => jnp.take(jnp.greater(x, 0), two(), {axis: 0}),
  fancy_deep: (x) => jnp.getitem(image(x), span(), span(), jnp.zeros([2, 5], 'int32')),
  cumsum_last: (x) => jnp.cumsum(x, {axis: -1}),
  moveaxis: (x) => jnp.moveaxis(image(x), -1, 1),
  triu: (x) => jnp.triu(x, 2),
  'tril-1': (x) => jnp.tril(x, -1),
  expand2: (x) => jnp.expandDims(x, [0, -1]),
  stack_last: (x) => jnp.stack([x, x, x], {axis: -1}),
  concat_last: (x) => jnp.concatenate([x, x], {axis: -1}),
  repeat: (x) => jnp.repeat(x, 3, {axis: -1}),
  flip: (x) => jnp.flip(x, -1),
  one_hot_deep: (x) => jax.nn.oneHot(jnp.astype(x, 'int32'), 7, {dtype: 'bfloat16'}),
  sum_keep: (x) => jnp.sum(image(x), {axis: [-1, 1], keepdims: true}),
  any_keep: (x) => jnp.any(jnp.greater(x, 0), {axis: -1, keepdims: true}),
  var_ddof: (x) => jnp.var(x, {axis: 0, ddof: 1}),
  std_ddof: (x) => jnp.std(x, {axis: 0, ddof: 1, keepdims: true}),
  max_initial: (x) => jnp.max(x, {axis: -1, initial: 2}),
  min_keep: (x) => jnp.min(x, {axis: [0, 1], keepdims: true}),
  logsumexp_axes: (x) => jax.nn.logsumexp(image(x), {axis: [1, -1]}),
  softmax0: (x) => jax.nn.softmax(x, {axis: 0}),
  log_softmax0: (x) => jax.nn.logSoftmax(x, {axis: 0}),
  uniform_range: () => jax.random.uniform(k(), [2, 3], {minval: float(-1), maxval: float(3)}),
  normal_half: () => jax.random.normal(k(), [2], {dtype: 'float16'}),
  normal_bf16: () => jax.random.normal(k(), [2], {dtype: 'bfloat16'}),
  split_shape: () => jax.random.split(k(), [2, 3]),
  bernoulli_x: (x) => jax.random.bernoulli(k(), x, x.shape),
  old_key: () => jax.random.foldIn(jax.random.PRNGKey(3), 2),
  rbg_key: () => jax.random.key(0, {impl: 'rbg'}),
  expm1: jnp.expm1,
  log: jnp.log,
  cos: jnp.cos,
  ceil: jnp.ceil,
  isfinite: jnp.isfinite,
  erf_grad: (x) => jnp.multiply(lax.erf(x), x),
  rem: (x) => lax.rem(x, jnp.add(x, 1)),
  where_broadcast: (x) =>
    jnp.where(jnp.greater(jnp.getitem(x, span(), span(null, 1)), 0), x, jnp.getitem(x, 0)),
  sub_broadcast: (x) => jnp.subtract(jnp.getitem(x, span(null, 1)), jnp.getitem(x, span(), span(null, 1))),
  div_broadcast: (x) => jnp.divide(jnp.getitem(x, 0), x),
  max_broadcast: (x) => jnp.maximum(jnp.getitem(x, span(null, 1)), jnp.getitem(x, span(), span(null, 1))),
  lax_pow: (x) => lax.pow(x, jnp.add(x, 1)),
  integer_pow3: (x) => lax.integerPow(x, 3),
  'integer_pow-2': (x) => lax.integerPow(x, -2),
  squeeze_all: (x) => jnp.squeeze(jnp.getitem(x, span(null, 1), span(null, 1))),
  squeeze_axes: (x) => jnp.squeeze(jnp.getitem(image(x), span(), span(null, 1)), [1, 0]),
  pad: (x) =>
    jnp.pad(x, [
      [1, 2],
      [0, 3],
    ]),
  pad_scalar: (x) => jnp.pad(jnp.getitem(x, 0), [[2, 1]]),
  slice_steps: (x) => jnp.getitem(image(x), span(), span(0, 3, 2), span(-1)),
  index_two: (x) => jnp.getitem(image(x), 0, -1),
  index_mixed: (x) => jnp.getitem(image(x), null, span(), 1, '...', null),
  concat_scalar_types: (x) => jnp.concatenate([x, jnp.astype(x, 'int32')]),
  split_parts: (x) => jnp.split(x, 4, {axis: -1})[2],
  tile_grid: (x) => jnp.tile(x, [2, 3]),
  biased_masked: (x) =>
    jax.nn.dotProductAttention(image(x), image(x), image(x), {
      bias: jnp.ones([1, 2, 3, 3]),
      mask: jnp.ones([1, 2, 3, 3], 'bool'),
    }),
  biased_causal: (x) =>
    jax.nn.dotProductAttention(image(x), image(x), image(x), {
      bias: jnp.ones([1, 1, 3, 3]),
      is_causal: true,
    }),
  attention_shared: (x) => shared(x),
  scan: (x) =>
    loop(x, {consts: [x], carry: [jnp.getitem(x, 1)]}, (whole = x, carry = x, row = x) => [
      jnp.add(jnp.multiply(carry, row), jnp.getitem(whole, 0)),
      jnp.sin(carry),
    ])[0],
  scan_back: (x) =>
    loop(x, {consts: [], carry: [jnp.getitem(x, 1)], reverse: true}, (carry = x, row = x) => [
      jnp.multiply(carry, row),
      jnp.sin(carry),
    ])[1],
  scan_still: (x) =>
    loop(x, {consts: [], carry: [jnp.zeros(4)]}, (carry = x, row = x) => [jnp.add(carry, row), carry])[0],
  scan_two: (x) =>
    loop(x, {consts: [], carry: [jnp.getitem(x, 1), jnp.getitem(x, 2)]}, (first = x, second = x, row = x) => [
      jnp.add(first, second),
      jnp.multiply(second, row),
      first,
    ]).slice(0, 2),
  einsum_types: (x) => jnp.einsum('ij,jk->ik', jnp.astype(x, 'int32'), jnp.ones([4, 2])),
  dot_types: (x) => jnp.dot(x, jnp.ones([4, 2], 'bfloat16')),
  matmul_weak: () => jnp.matmul(jnp.full([2, 3], float(1)), jnp.full([3, 2], float(1))),
  dot_general_weak: () =>
    lax.dotGeneral(jnp.full([2, 3], float(1)), jnp.full([3, 2], float(1)), [
      [[1], [0]],
      [[], []],
    ]),
  matmul_half: (x) => jnp.matmul(jnp.astype(x, 'bfloat16'), jnp.ones([4, 2], 'bfloat16')),
  einsum_weak: () => jnp.einsum('ij,jk->ik', jnp.full([2, 3], float(1)), jnp.full([3, 2], float(1))),
  dot: (x) => jnp.dot(x, jnp.ones([4, 2])),
  dot_vectors: (x) => jnp.dot(jnp.getitem(x, 0), jnp.getitem(x, 1)),
  matmul_types: (x) => jnp.matmul(jnp.astype(x, 'int32'), jnp.ones([4, 2])),
  conv_first_groups: (x) =>
    conv(jnp.reshape(x, [1, 2, 3, 2]), jnp.ones([4, 1, 2, 1]), {
      ...featuresFirst,
      padding: lax.padtypeToPads([3, 2], [2, 1], [1, 1], 'SAME'),
      feature_group_count: 2,
    }),
  conv_kernel_first_groups: (x) =>
    conv(jnp.ones([3, 4, 5, 6]), jnp.reshape(x, [2, 2, 3, 1]), {
      ...featuresFirst,
      padding: lax.padtypeToPads([5, 6], [3, 1], [1, 1], 'SAME'),
      feature_group_count: 2,
    }),
  conv_batch_groups: (x) =>
    conv(jnp.reshape(x, [2, 3, 2, 1]), jnp.ones([2, 1, 1, 4]), {
      padding: lax.padtypeToPads([3, 2], [2, 1], [1, 1], 'SAME'),
      batch_group_count: 2,
    }),
  scan_inside: (x) =>
    callJaxpr(
      trace([x.aval], ([z]) => [growing(z)], '<lambda>'),
      [x],
    ).map(asArray),
  scan_partly: (x) =>
    loop(x, {consts: [], carry: [jnp.getitem(x, 1), jnp.zeros(4)]}, (first = x, second = x, row = x) => [
      jnp.multiply(first, row),
      jnp.add(second, float(1)),
      second,
    ])[0],
  masked_heads: (x) =>
    jax.nn.dotProductAttention(image(x), image(x), image(x), {mask: jnp.ones([1, 2, 3, 3], 'bool')}),
  biased_once: (x) =>
    jax.nn.dotProductAttention(image(x), image(x), image(x), {bias: jnp.ones([1, 1, 3, 3])}),
  shared_masked: (x) => shared(x, () => ({mask: jnp.ones([1, 4, 3, 3], 'bool')})),
  shared_biased: (x) => shared(x, () => ({bias: jnp.ones([1, 4, 3, 3])})),
  shared_biased_once: (x) => shared(x, () => ({bias: jnp.ones([1, 1, 3, 3])})),
  shared_causal: (x) => shared(x, () => ({is_causal: true})),
  slice_empty: (x) => jnp.getitem(x, span(2, 1)),
  slice_none_of_step: (x) => jnp.getitem(x, span(2, 2, 2)),
  slice_step_one: (x) => jnp.getitem(x, span(1, 2, 2)),
  slice_step_last: (x) => jnp.getitem(x, span(), span(1, 4, 3)),
  round: jnp.round,
  round_ints: (x) => jnp.round(jnp.astype(x, 'int32')),
}
