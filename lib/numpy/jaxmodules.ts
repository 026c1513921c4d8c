import {JaxArray, ShapeDtypeStruct, devicePut} from '../array/index.ts'
import {activations} from './activation.ts'
import {distributions} from './distribution.ts'
import {dotProductAttention} from './dotproduct.ts'
import {jnp} from './namespace.ts'
import {foldIn, key, keyData, PRNGKey, splitKeys, wrapKeyData} from './prng.ts'
import * as r from './random.ts'
import {scipyModules, segmentReductions} from './scipy.ts'
import {glu, logmeanexp, logSoftmax, logsumexp, oneHot, softmax, standardize} from './softmax.ts'

const identity = (x: JaxArray): JaxArray => x

/** JAX's modules beside `jnp`: `jax.nn`, `jax.random` and what stands at the top. */
export const jax = {
  Array: JaxArray,
  ShapeDtypeStruct,
  devicePut,
  nn: {
    ...activations,
    tanh: jnp.tanh,
    identity,
    softmax,
    logSoftmax,
    logsumexp,
    logmeanexp,
    standardize,
    glu,
    oneHot,
    dotProductAttention,
  },
  scipy: scipyModules,
  ops: segmentReductions,
  random: {
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
  },
} as const
