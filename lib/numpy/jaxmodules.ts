import {JaxArray, ShapeDtypeStruct, devicePut} from '../array/index.ts'
import {
  elu,
  gelu,
  leakyRelu,
  logSoftmax,
  logsumexp,
  oneHot,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
} from './activation.ts'
import {dotProductAttention} from './dotproduct.ts'
import {jnp} from './jnp.ts'
import {bernoulli, foldIn, key, keyData, normal, PRNGKey, splitKeys, uniform, wrapKeyData} from './random.ts'

const identity = (x: JaxArray): JaxArray => x

/** JAX's modules beside `jnp`: `jax.nn`, `jax.random` and what stands at the top. */
export const jax = {
  Array: JaxArray,
  ShapeDtypeStruct,
  devicePut,
  nn: {
    relu,
    gelu,
    silu,
    swish: silu,
    sigmoid,
    softplus,
    elu,
    leakyRelu,
    tanh: jnp.tanh,
    identity,
    softmax,
    logSoftmax,
    logsumexp,
    oneHot,
    dotProductAttention,
  },
  random: {key, PRNGKey, keyData, wrapKeyData, split: splitKeys, foldIn, uniform, normal, bernoulli},
} as const
