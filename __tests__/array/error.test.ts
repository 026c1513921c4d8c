import golden from '../golden/errors.json' with {type: 'json'}
import {entry} from '../entry.ts'
import {at, dtypeOf, type JaxArray, shaped, trace} from '../../lib/array/index.ts'
import {bool, item, jax, jnp} from '../../lib/numpy/index.ts'
import {laxOperations as lax, gradientsOf} from '../../lib/lax/index.ts'
import {conv} from './conv.ts'

const [x, v] = [jnp.ones([3, 4]), jnp.ones(5)]
const k = jax.random.key(0)
const keys = jax.random.split(k, 3)
const traced =
  (body: (x: JaxArray) => unknown, dtype = 'float32', shape: readonly number[] = []) =>
  () =>
    trace([shaped(shape, dtypeOf(dtype), shape.length === 0)], ([t]) => (body(t), []))
const grad = (body: (x: JaxArray) => JaxArray, at: JaxArray) => () =>
  gradientsOf(([z]) => [body(z)], [at], [true])

const calls: Readonly<Record<keyof typeof golden, () => unknown>> = {
  add: () => jnp.add(x, v),
  add3: () => jnp.add(jnp.ones([2, 3]), jnp.ones([4, 3])),
  add3b: () => jnp.add(jnp.ones([2, 3]), jnp.ones([4, 1, 2])),
  where: () => jnp.where(jnp.greater(x, 0), v, x),
  laxadd: () => lax.add(x, jnp.ones(4)),
  laxadd2: () => lax.add(x, jnp.ones([3, 5])),
  laxaddt: () => lax.add(x, jnp.ones([3, 4], jnp.int32)),
  matmul: () => jnp.matmul(x, v),
  matmul0: () => jnp.matmul(x, jnp.float32(1)),
  dot: () => jnp.dot(x, v),
  dg: () =>
    lax.dotGeneral(x, jnp.ones([5, 2]), [
      [[1], [0]],
      [[], []],
    ]),
  dgb: () =>
    lax.dotGeneral(jnp.ones([2, 3, 4]), jnp.ones([3, 4, 5]), [
      [[2], [1]],
      [[0], [0]],
    ]),
  einsum: () => jnp.einsum('ij,jk->ik', x, jnp.ones([5, 2])),
  einsum2: () => jnp.einsum('ijk,jk->ik', x, jnp.ones([4, 2])),
  reshape: () => jnp.reshape(x, 5),
  'reshape-1': () => jnp.reshape(x, [5, -1]),
  reshape2: () => jnp.reshape(x, [7, 2]),
  transpose: () => jnp.transpose(x, [0]),
  bc: () => jnp.broadcastTo(x, [3, 5]),
  concat: () => jnp.concatenate([x, jnp.ones([3, 5])]),
  concat0: () => jnp.concatenate([]),
  concat1: () => jnp.concatenate([x, v]),
  sumaxis: () => jnp.sum(x, {axis: 2}),
  meanaxis: () => jnp.mean(x, {axis: 5}),
  meanaxis2: () => jnp.mean(x, {axis: 2}),
  'meanaxis-3': () => jnp.mean(x, {axis: -3}),
  'sumaxis-3': () => jnp.sum(x, {axis: -3}),
  maxempty: () => jnp.max(jnp.ones(0)),
  roundbool: () => jnp.round(jnp.array([true])),
  squeeze2: () => jnp.squeeze(jnp.ones([1, 2, 1]), [0, 1]),
  idx: () => jnp.getitem(x, 0, 0, 0),
  idxname: () => jnp.getitem(x, 'a'),
  idxf: () => jnp.getitem(x, 1.5),
  idxfl: () => jnp.getitem(x, jnp.array([1.5])),
  take: () => jnp.take(x, 1.5),
  conv: () =>
    conv(jnp.ones([1, 8, 8, 3]), jnp.ones([3, 3, 4, 8]), {
      padding: [
        [1, 1],
        [1, 1],
      ],
    }),
  squeeze: () => jnp.squeeze(x, 0),
  expand: () => jnp.expandDims(x, 5),
  stack: () => jnp.stack([x, v]),
  split: () => jnp.split(x, 3, {axis: 1}),
  argmax: () => jnp.argmax(x, {axis: 3}),
  zerosneg: () => jnp.zeros([-1]),
  zerosf: () => jnp.zeros([1.5]),
  f8: () => jnp.add(jnp.ones(2, jnp.float8_e4m3fn), jnp.ones(2, jnp.float8_e5m2)),
  keyadd: () => jnp.add(k, 1),
  keysum: () => jnp.sum(k),
  splitkeys: () => jax.random.split(keys),
  splitraw: () => jax.random.split(jnp.ones([3, 2], 'uint32')),
  foldkeys: () => jax.random.foldIn(keys, 1),
  uniformkeys: () => jax.random.uniform(keys, [2]),
  normalkeys: () => jax.random.normal(keys),
  bernoullikeys: () => jax.random.bernoulli(keys),
  laxtranspose: () => lax.transpose(x, [0, 2]),
  laxtranspose2: () => lax.transpose(x, [0, 0]),
  boolneg: () => jnp.negative(jnp.array([true])),
  boolsub: () => jnp.subtract(jnp.array([true]), jnp.array([true])),
  intrsqrt: () => lax.rsqrt(jnp.arange(3)),
  softmaxax: () => jax.nn.softmax(x, {axis: 4}),
  big: () => jnp.asarray(2 ** 31),
  powneg: () => jnp.power(jnp.arange(3), -1),
  gradint: grad((z) => jnp.sum(z), jnp.arange(3)),
  gradvec: grad((z) => z, x),
  gradintout: grad((z) => jnp.argmax(z), v),
  if: traced((t) => bool(jnp.greater(t, 0))),
  ifempty: traced((t) => bool(t), 'float32', [2, 0]),
  ifmany: traced((t) => bool(t), 'float32', [2, 1]),
  ifone: traced((t) => bool(t), 'float32', [1, 1]),
  int: traced((t) => item(t, 'int'), 'int32'),
  float: traced((t) => item(t, 'float')),
  shapeT: traced((n) => jnp.zeros([n]), 'int32'),
  boolidx: traced((t) => jnp.getitem(t, jnp.greater(t, 0)), 'float32', [3, 4]),
  leak: () => {
    let leaked: JaxArray = x
    traced((t) => (leaked = t), 'float32', [3, 4])()
    return jnp.add(leaked, 1)
  },
}

const recorded: Readonly<
  Record<string, {readonly python: string; readonly type: string; readonly message: string}>
> = golden

const raised = (call: () => unknown): {type: string; message: string} | null => {
  try {
    call()
    return null
  } catch (error) {
    return error instanceof Error ? {type: error.name, message: at(error.message.split('\n'), 0)} : null
  }
}

describe('a call that JAX refuses is refused in JAX’s words', () => {
  for (const [name, call] of Object.entries(calls)) {
    const {python, type, message} = entry(recorded, name)
    test(python, () => {
      expect(raised(call)).toEqual({type, message})
    })
  }

  test.each<[string, () => unknown, readonly string[]]>([
    ['abs', () => lax.abs(jnp.array([1], 'uint8')), ['complexfloating', 'floating', 'signedinteger']],
    ['neg', () => jnp.negative(jnp.array([true])), ['complexfloating', 'floating', 'integer']],
    ['exp', () => lax.exp(jnp.arange(3)), ['complexfloating', 'floating']],
  ])('%s of a dtype that it does not take names those that it takes, a set in JAX', (_name, call, taken) => {
    const {message = ''} = raised(call) ?? {}
    expect(message.split('are subtypes of ')[1]?.replace('.', '').split(', ').toSorted()).toEqual(taken)
  })

  test('a tracer is no number to JavaScript’s operators, and its text is its repr', () => {
    expect(raised(traced((t) => Number(t)))?.type).toBe('ConcretizationTypeError')
    const texts: string[] = []
    expect(raised(traced((t) => texts.push(Reflect.apply(String, undefined, [t]))))).toBeNull()
    expect(texts).toEqual([expect.stringMatching(/^JitTracer\(~?\w+\[.*\]\)$/)])
  })

  test('a derivative that is not there is named', () => {
    expect(raised(grad((z) => jnp.sum(jax.random.gamma(jax.random.key(0), z)), v))).toEqual({
      type: 'NotImplementedError',
      message: 'samples of the gamma distribution have no derivative here',
    })
  })
})
