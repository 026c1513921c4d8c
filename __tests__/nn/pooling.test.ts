import fc from 'fast-check'
import {jax, jnp, lax, nnx, type JaxArray} from '../../lib/index.ts'
import {float} from '../../lib/python/index.ts'

const floats = (values: readonly number[]): JaxArray => jnp.array(values.map(float))
const image = (values: readonly number[]): JaxArray => jnp.reshape(floats(values), [1, 4, 4, 1])
const flatOf = (x: JaxArray): unknown => jnp.ravel(x).tolist()
const inner = (x: JaxArray, y: JaxArray): number => Number(jnp.sum(jnp.multiply(x, y)).item())

const sixteen = fc.uniqueArray(fc.integer({min: -40, max: 40}), {minLength: 16, maxLength: 16})
const paddings = fc.constantFrom('VALID', 'SAME', [
  [1, 0],
  [0, 1],
] as const)
const strides = fc.constantFrom([1, 1], [2, 2], [2, 1])
const pools = fc.constantFrom(nnx.maxPool, nnx.minPool, nnx.avgPool)

describe('a pooling function', () => {
  test('takes the largest, the smallest and the mean of each window of 2 by 2', () => {
    const x = image([1, 2, 5, 6, 3, 4, 7, 8, -1, -2, 0, 0, -3, -4, 0, 9])
    const two = {strides: [2, 2]}
    expect(flatOf(nnx.maxPool(x, [2, 2], two))).toEqual([4, 8, -1, 9])
    expect(flatOf(nnx.minPool(x, [2, 2], two))).toEqual([1, 5, -4, 0])
    expect(flatOf(nnx.avgPool(x, [2, 2], two))).toEqual([2.5, 6.5, -2.5, 2.25])
  })

  test('leaves padding out of the mean only with count_include_pad false', () => {
    const x = jnp.ones([1, 2, 2, 1])
    const same = {padding: 'SAME'}
    expect(flatOf(nnx.avgPool(x, [2, 2], same))).toEqual([1, 0.5, 0.5, 0.25])
    expect(flatOf(nnx.avgPool(x, [2, 2], {...same, count_include_pad: false}))).toEqual([1, 1, 1, 1])
  })

  test('of an array without a batch has none in its result', () => {
    expect(nnx.maxPool(jnp.ones([4, 4, 3]), [2, 2]).shape).toEqual([3, 3, 3])
  })

  test('has a gradient at the first of the largest elements of a window', () => {
    const x = image([1, 2, 5, 5, 3, 4, 5, 5, 0, 0, 7, 0, 0, 0, 0, 7])
    const loss = (v: JaxArray) => jnp.sum(nnx.maxPool(v, [2, 2], {strides: [2, 2]}))
    expect(flatOf(jnp.asarray(jax.grad(loss)(x)))).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0])
  })

  test('of a stack under vmap is that of its rows, and so is its gradient', () => {
    fc.assert(
      fc.property(pools, sixteen, sixteen, strides, paddings, (pool, a, b, moves, padding) => {
        const f = (x: JaxArray) => pool(x, [2, 2], {strides: moves, padding})
        const g = (x: JaxArray) => jnp.sum(jnp.square(f(x)))
        const xs = jnp.stack([image(a), image(b)])
        expect(flatOf(jnp.asarray(jax.vmap(f)(xs)))).toEqual(flatOf(jnp.stack([f(image(a)), f(image(b))])))
        const rows = [jax.grad(g)(image(a)), jax.grad(g)(image(b))].map((row) => jnp.asarray(row))
        expect(flatOf(jnp.asarray(jax.vmap(jax.grad(g))(xs)))).toEqual(flatOf(jnp.stack(rows)))
      }),
      {numRuns: 12},
    )
  })

  test('is pushed forward and pulled back by transposed linear maps', () => {
    fc.assert(
      fc.property(pools, sixteen, sixteen, strides, paddings, (pool, a, b, moves, padding) => {
        const f = (x: JaxArray) => pool(x, [2, 2], {strides: moves, padding})
        const [, tangent] = jax.jvp(f, [image(a)], [image(b)])
        const [out, back] = jax.vjp(f, image(a))
        const weights = jnp.add(jnp.multiply(jnp.asarray(out), float(0.5)), float(1))
        const pulled = back(weights)
        expect(inner(jnp.asarray(tangent), weights)).toBeCloseTo(
          inner(image(b), jnp.asarray(pulled instanceof Array ? pulled[0] : pulled)),
          2,
        )
      }),
      {numRuns: 20},
    )
  })
})

test('lax.reduceWindow begins with its first value, and refuses a function that it does not know', () => {
  const x = floats([1, 2, 3, 4])
  const over = (init: number, f: typeof lax.add) => lax.reduceWindow(x, init, f, [2], [2], 'VALID')
  expect(over(10, lax.add).tolist()).toEqual([13, 17])
  expect(over(3, lax.max).tolist()).toEqual([3, 4])
  expect(() => over(1, lax.mul)).toThrow('reduce_window is by lax.add, lax.max or lax.min')
})

test('combineMasks shows what all masks show', () => {
  const causal = nnx.makeCausalMask(jnp.ones([1, 3]))
  const padding = nnx.makeAttentionMask(jnp.ones([1, 3]), jnp.array([[1, 1, 0]]))
  expect(nnx.combineMasks(causal, null, padding)?.tolist()).toEqual([
    [
      [
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 0],
      ],
    ],
  ])
  expect(nnx.combineMasks(null)).toBeNull()
  expect(() => nnx.combineMasks(causal, jnp.ones([3, 3]))).toThrow('masks must have same rank: (4, 2)')
})
