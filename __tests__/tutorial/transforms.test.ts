import golden from '../golden/tutorials.json' with {type: 'json'}
import {jax, jnp, type JaxArray, nnx} from '../../lib/index.ts'
import {arrayOf, isNear, numbersOf, paths} from './near.ts'

const {transforms} = golden

type Param = InstanceType<typeof nnx.Param<JaxArray>>
class Count<V = JaxArray> extends nnx.Variable<V> {}

class Weights extends nnx.Module {
  declare kernel: Param
  declare bias?: Param
  declare count: Count
  declare rngs: nnx.Rngs

  constructor(kernel: JaxArray, bias: JaxArray, count: JaxArray, seed: number | JaxArray = 0) {
    super()
    this.kernel = new nnx.Param(kernel)
    this.bias = new nnx.Param(bias)
    this.count = new Count(count)
    this.rngs = new nnx.Rngs({noise: seed})
  }
}

const {random} = jax
const x = random.normal(random.key(1), [10, 2])
const stack = (): Weights =>
  new Weights(
    random.uniform(random.key(0), [10, 2, 3]),
    jnp.zeros([10, 3]),
    jnp.arange(10),
    random.split(random.key(0), 10),
  )
const single = (seed: number | JaxArray): Weights =>
  new Weights(random.uniform(random.key(0), [2, 3]), jnp.zeros([3]), jnp.array(0), seed)

function dot(weights: Weights, row: JaxArray): JaxArray {
  expect([weights.kernel.shape.length, row.ndim]).toEqual([2, 1])
  weights.count.value = jnp.add(weights.count, 1)
  return jnp.add(jnp.matmul(row, weights.kernel), weights.bias ?? 0)
}

function noisy(weights: Weights, row: JaxArray): JaxArray {
  const y = dot(weights, row)
  return jnp.add(y, random.normal(weights.rngs.stream('noise').call(), y.shape))
}

const splitNoise = new nnx.StateAxes([
  [nnx.RngState, 0],
  [[nnx.Param, Count], null],
])

describe('the tutorial "transforms"', () => {
  test('vmap takes a stack of weights and rows apart, and puts the results along axis 1', () => {
    const y = arrayOf(nnx.vmap(dot, {in_axes: 0, out_axes: 1})(stack(), x))
    expect(y.shape).toEqual([3, 10])
    expect(isNear(numbersOf(y), transforms.y)).toBe(true)
  })

  test('vmap of a function that makes a model gives a stack of them', () => {
    const create = nnx.vmap(
      (seed: JaxArray) => new Weights(random.uniform(random.key(seed), [2, 3]), jnp.zeros([3]), jnp.array(0)),
    )
    const weights = create(jnp.arange(10))
    if (!(weights instanceof Weights)) throw new TypeError('vmap gave back no model')
    expect([weights.kernel.shape, weights.bias?.shape]).toEqual([
      [10, 2, 3],
      [10, 3],
    ])
  })

  test('what the function does to its model comes back', () => {
    const weights = stack()
    nnx.vmap(dot, {in_axes: 0, out_axes: 1})(weights, x)
    expect(numbersOf(weights.count.value)).toEqual(transforms.count)
  })

  test('attributes that are added, deleted and shared inside are so outside', () => {
    const weights = stack()
    const crazy = (inner: Weights, row: JaxArray): JaxArray => {
      const y = dot(inner, row)
      Reflect.set(inner, 'some_property', ['a', 2, false])
      delete inner.bias
      Reflect.set(inner, 'new_param', inner.kernel)
      return y
    }
    nnx.vmap(crazy, {in_axes: 0, out_axes: 1})(weights, x)
    expect(Reflect.get(weights, 'some_property')).toEqual(['a', 2, false])
    expect('bias' in weights).toBe(false)
    expect(Reflect.get(weights, 'new_param')).toBe(weights.kernel)
    expect(paths(weights, nnx.Param)).toEqual(['kernel'])
  })

  test('StateAxes map the Params and keep one count for all rows', () => {
    const weights = stack()
    weights.count = new Count(jnp.array(0))
    const axes = new nnx.StateAxes([
      [[nnx.Param, nnx.RngState], 0],
      [Count, null],
    ])
    nnx.vmap(dot, {in_axes: [axes, 0], out_axes: 1})(weights, x)
    expect(numbersOf(weights.count.value)).toBe(1)
  })

  test('each row has its own noise, and each call another', () => {
    const weights = single(random.split(random.key(0), 10))
    const f = nnx.vmap(noisy, {in_axes: [splitNoise, 0]})
    const [first, second] = [f(weights, x), f(weights, x)].map(numbersOf)
    expect(isNear(first, second)).toBe(false)
  })

  test('splitRngs splits a stream for the call alone; the numbers are those of flax', () => {
    const weights = single(0)
    const f = nnx.splitRngs({splits: 10})(nnx.vmap(noisy, {in_axes: [splitNoise, 0]}))
    expect(isNear([f(weights, x), f(weights, x)].map(numbersOf), transforms.noisy)).toBe(true)
    expect(weights.rngs.stream('noise').key.value.shape).toEqual([])
  })

  test('a model in the closure of a jitted function may be read, and not changed', () => {
    const counter = new Weights(jnp.ones([2, 3]), jnp.zeros([3]), jnp.array(0))
    const count = nnx.jit(() => {
      counter.count.value = jnp.add(counter.count, 1)
      return null
    })
    expect(() => count()).toThrow('Cannot mutate')
    expect(numbersOf(counter.count.value)).toBe(0)
    expect(numbersOf(nnx.jit(() => jnp.sum(counter.kernel))())).toBe(6)
  })

  test('one model in two arguments along other axes is refused', () => {
    const weights = stack()
    const f = (a: Weights, b: Weights): JaxArray => jnp.add(a.kernel, b.kernel)
    expect(() => nnx.vmap(f, {in_axes: [0, null]})(weights, weights)).toThrow('Inconsistent aliasing')
    expect(arrayOf(nnx.vmap(f)(weights, weights)).shape).toEqual([10, 2, 3])
  })
})
