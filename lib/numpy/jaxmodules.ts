import {JaxArray, ShapeDtypeStruct, devicePut} from '../array/index.ts'
import {takingAll, withoutOptions} from '../python/index.ts'
import {activations} from './activation.ts'
import {distributions} from './distribution.ts'
import {dotProductAttention} from './dotproduct.ts'
import {jnp} from './namespace.ts'
import {foldIn, key, keyData, PRNGKey, splitKeys, wrapKeyData} from './prng.ts'
import * as r from './random.ts'
import {scipyModules, segmentReductions} from './scipy.ts'
import {glu, logmeanexp, logSoftmaxOf, logSumExpOf, oneHotOf, softmaxOf, standardize} from './softmax.ts'

const segmented = 'data, segment_ids, /, num_segments: int'

/** The array itself. */
const identity = (x: JaxArray): JaxArray => x

/** JAX's modules beside `jnp`: `jax.nn`, `jax.random` and what stands at the top. */
export const jax = {
  Array: JaxArray,
  ShapeDtypeStruct,
  devicePut,
  nn: takingAll(
    'jax.nn',
    {
      ...activations,
      tanh: jnp.tanh,
      identity,
      softmax: softmaxOf,
      logSoftmax: logSoftmaxOf,
      logsumexp: logSumExpOf,
      logmeanexp,
      standardize,
      glu,
      oneHot: oneHotOf,
      dotProductAttention,
    } as const,
    {
      elu: 'x, alpha=, /',
      celu: 'x, alpha=, /',
      leakyRelu: 'x, negative_slope=, /',
      squareplus: 'x, b=, /',
      gelu: 'x, /, approximate: bool=',
      softmax: 'x, /, axis=, where=',
      logSoftmax: 'x, /, axis=, where=',
      logsumexp: 'a, /, axis=, b=, keepdims=, *, where=',
      logmeanexp: 'x, /, axis=, *, keepdims=',
      standardize: 'x, /, axis=, mean=, variance=, epsilon=',
      glu: 'x, /, axis=',
      oneHot: 'x, num_classes: int, /, *, dtype=, axis=',
      dotProductAttention: 'query, key, value, /, bias=, mask=, *, is_causal: bool=',
    },
    withoutOptions,
  ),
  scipy: scipyModules,
  ops: takingAll('jax.ops', segmentReductions, {
    segmentSum: segmented,
    segmentProd: segmented,
    segmentMax: segmented,
    segmentMin: segmented,
  }),
  random: takingAll(
    'jax.random',
    {
      key,
      PRNGKey,
      keyData,
      wrapKeyData,
      split: splitKeys,
      foldIn,
      clone: identity,
      bits: r.bits,
      uniform: r.uniform,
      normal: r.normal,
      truncatedNormal: r.truncatedNormal,
      bernoulli: r.bernoulli,
      rademacher: r.rademacher,
      randint: r.randint,
      permutation: r.permutation,
      choice: r.choice,
      categorical: r.categorical,
      gumbel: r.gumbel,
      orthogonal: r.orthogonalMatrix,
      ...distributions,
    } as const,
    {
      key: 'seed, /, *, impl=',
      permutation: 'key, x, /, axis=, independent: bool=',
      choice: 'key, a, /, shape=, replace: bool=, p=, axis=',
      categorical: 'key, logits, /, axis=, shape=, replace: bool=',
    },
  ),
} as const
