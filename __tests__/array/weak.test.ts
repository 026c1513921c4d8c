import golden from '../golden/weak.json' with {type: 'json'}
import {entry} from '../entry.ts'
import {asOperand, laxOperations as lax} from '../../lib/lax/index.ts'
import {isArrayLike} from '../../lib/array/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
import {float} from '../../lib/python/index.ts'

const [w, s] = [jnp.full([3], 1), jnp.ones([3], 'int32')]
const [wf, sf] = [jnp.full([3], float(1)), jnp.ones([3])]

const calls: Readonly<Record<keyof typeof golden, () => unknown>> = {
  'jnp.max(w)': () => jnp.max(w),
  'jnp.min(w)': () => jnp.min(w),
  'jnp.sum(w)': () => jnp.sum(w),
  'jnp.prod(w)': () => jnp.prod(w),
  'jnp.argmax(w)': () => jnp.argmax(w),
  'jnp.max(wf)': () => jnp.max(wf),
  'jnp.any(w)': () => jnp.any(w),
  'jnp.cumsum(w)': () => jnp.cumsum(w),
  'jnp.sort(w)': () => jnp.sort(w),
  'jnp.concatenate([w,s])': () => jnp.concatenate([w, s]),
  'jnp.stack([w,w])': () => jnp.stack([w, w]),
  'jnp.dot(w,s)': () => jnp.dot(w, s),
  'jnp.dot(w,w)': () => jnp.dot(w, w),
  'jnp.matmul(wf,sf)': () => jnp.matmul(wf, sf),
  'jnp.matmul(wf,wf)': () => jnp.matmul(wf, wf),
  'lax.dot_general(w,s,(((0,),(0,)),((),())))': () =>
    lax.dotGeneral(w, s, [
      [[0], [0]],
      [[], []],
    ]),
  'lax.dot_general(s,w,(((0,),(0,)),((),())))': () =>
    lax.dotGeneral(s, w, [
      [[0], [0]],
      [[], []],
    ]),
  'lax.dot_general(w,w,(((0,),(0,)),((),())))': () =>
    lax.dotGeneral(w, w, [
      [[0], [0]],
      [[], []],
    ]),
  'lax.add(w,s)': () => lax.add(w, s),
  'jnp.where(w>0,w,w)': () => jnp.where(jnp.greater(w, 0), w, w),
  'jnp.where(w>0,w,s)': () => jnp.where(jnp.greater(w, 0), w, s),
  'jnp.mean(wf)': () => jnp.mean(wf),
  'jnp.mean(w)': () => jnp.mean(w),
  'jnp.reshape(w,(3,1))': () => jnp.reshape(w, [3, 1]),
  'jnp.transpose(w)': () => jnp.transpose(w),
  'jnp.abs(w)': () => jnp.abs(w),
  'jnp.negative(w)': () => jnp.negative(w),
  'jnp.exp(wf)': () => jnp.exp(wf),
  'jnp.exp(w)': () => jnp.exp(w),
  'jnp.equal(w,w)': () => jnp.equal(w, w),
  'jnp.zeros_like(w)': () => jnp.zerosLike(w),
  'jnp.ones_like(w)': () => jnp.onesLike(w),
  'jnp.full_like(w,2)': () => jnp.fullLike(w, 2),
  "jnp.full_like(w,2,'float32')": () => jnp.fullLike(w, 2, 'float32'),
  "jnp.astype(w,'int32')": () => jnp.astype(w, 'int32'),
  'jnp.asarray(w)': () => jnp.asarray(w),
  'jnp.array(w)': () => jnp.array(w),
  'jnp.broadcast_to(w,(2,3))': () => jnp.broadcastTo(w, [2, 3]),
  'jnp.take(w,jnp.array([0]))': () => jnp.take(w, jnp.array([0])),
  'w[0]': () => jnp.getitem(w, 0),
  'w[jnp.array([0,1])]': () => jnp.getitem(w, jnp.array([0, 1])),
  'jnp.clip(w,0,1)': () => jnp.clip(w, 0, 1),
  'jnp.maximum(w,1)': () => jnp.maximum(w, 1),
  'jnp.power(w,2)': () => jnp.power(w, 2),
  'jnp.power(w,w)': () => jnp.power(w, w),
  'jnp.square(w)': () => jnp.square(w),
  'jnp.pad(w,1)': () => jnp.pad(w, [[1, 1]]),
  'jnp.expand_dims(w,0)': () => jnp.expandDims(w, 0),
  'jnp.split(jnp.full((4,),1),2)': () => jnp.split(jnp.full([4], 1), 2),
  'lax.rsqrt(wf)': () => lax.rsqrt(wf),
  'jax.nn.relu(wf)': () => jax.nn.relu(wf),
  'jax.nn.softmax(wf)': () => jax.nn.softmax(wf),
  'jax.nn.gelu(wf)': () => jax.nn.gelu(wf),
  'jnp.var(wf)': () => jnp.var(wf),
  'jnp.std(wf)': () => jnp.std(wf),
  'lax.stop_gradient(wf)': () => lax.stopGradient(wf),
  'jnp.cumsum(wf)': () => jnp.cumsum(wf),
  'jnp.tril(jnp.full((2,2),1))': () => jnp.tril(jnp.full([2, 2], 1)),
  "jnp.einsum('i,i->',w,w)": () => jnp.einsum('i,i->', w, w),
  "jnp.einsum('i->',w)": () => jnp.einsum('i->', w),
  "jnp.einsum('i,i->',w,s)": () => jnp.einsum('i,i->', w, s),
  'jnp.floor(wf)': () => jnp.floor(wf),
  'jnp.round(wf)': () => jnp.round(wf),
  'jnp.sign(w)': () => jnp.sign(w),
  'jnp.logical_not(w)': () => jnp.logicalNot(w),
  'jnp.isnan(wf)': () => jnp.isnan(wf),
  'jnp.log(w)': () => jnp.log(w),
  'jnp.sqrt(w)': () => jnp.sqrt(w),
  'jnp.all(w)': () => jnp.all(w),
  'jnp.swapaxes(jnp.full((2,3),1),0,1)': () => jnp.swapaxes(jnp.full([2, 3], 1), 0, 1),
}

test.each(Object.entries(golden))('%s is of the types %j', (python, types) => {
  const value = entry(calls, python)()
  const results: readonly unknown[] = Array.isArray(value) ? value : [value]
  expect(results.filter(isArrayLike).map((one) => asOperand(one).aval.toString())).toEqual(types)
})
