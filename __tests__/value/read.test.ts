import '../../lib/value/index.ts'
import fc from 'fast-check'
import {ArrayImpl, configured, type JaxArray} from '../../lib/array/index.ts'
import {Session} from '../../lib/jit/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
import {lax} from '../../lib/transform/index.ts'
import {complex} from '../../lib/python/index.ts'

const list = (array: unknown): unknown => (array instanceof ArrayImpl ? array.tolist() : array)

test('x.tolist() gives nested lists, x.item() the one element', () => {
  expect(
    jnp
      .array([
        [1, 2],
        [3, 4],
      ])
      .tolist(),
  ).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(jnp.sum(jnp.array([1, 2, 3])).item()).toBe(6)
  expect(jnp.greater(jnp.array([1, 3]), 2).tolist()).toEqual([false, true])
})

test('x.item() of several elements is an error that says so', () => {
  expect(() => jnp.array([1, 2]).item()).toThrow('can only convert an array of size 1 to a Python scalar')
})

test('a tracer has no list of elements', () => {
  const f = new Session().jaxJit((x: ArrayImpl) => x.tolist())
  expect(() => f(jnp.ones([2]))).toThrow('Abstract tracer value encountered where concrete value is expected')
})

test('a chain of 100,000 operations is read without recursion', () => {
  let x = jnp.array([0])
  for (let i = 0; i < 100_000; i++) x = jnp.add(x, 1)
  expect(x.tolist()).toEqual([100_000])
})

test('a call of 150,000 arrays that wait is read without recursion', () => {
  const first = new Session().jaxJit((all: readonly JaxArray[]) => jnp.add(all[0] ?? 0, all.at(-1) ?? 0))
  const [one, other] = [jnp.add(jnp.array(1), 1), jnp.add(jnp.array(2), 1)]
  expect(list(first([...Array<JaxArray>(150_000).fill(one), other]))).toBe(5)
})

test('contents that wait on more arrays than are kept are not known, and the error says what to do', () => {
  let x = jnp.array([0])
  for (let i = 0; i < 200_001; i++) x = jnp.add(x, 1)
  expect(() => x.tolist()).toThrow('read some now and then')
})

test('an operation beyond the budget of a call leaves contents unknown, and says so', () => {
  const x = configured({valueBudget: 1000}, () => jnp.matmul(jnp.ones([100, 100]), jnp.ones([100, 100])))
  expect(() => x.tolist()).toThrow('more operations than the budget of a call')
})

test('a while loop without end leaves contents unknown at the budget, and says that it may have none', () => {
  const loop = configured({valueBudget: 1e6}, () =>
    lax.whileLoop(
      (x: ArrayImpl) => jnp.greater(x, 0),
      (x: ArrayImpl) => jnp.add(x, 1),
      jnp.array(1),
    ),
  )
  expect(loop).toBeInstanceOf(ArrayImpl)
  expect(() => (loop instanceof ArrayImpl ? loop.tolist() : null)).toThrow(
    'computing them takes more operations than the budget of a call: a while loop had not ended by then, if it ends at all',
  )
})

test('a hit runs the program that is cached: a constant that the first call captured stays', () => {
  const held = {scale: jnp.array(2)}
  const f = new Session().jaxJit((x: ArrayImpl) => jnp.multiply(x, held.scale))
  expect(list(f(jnp.array(3)))).toBe(6)
  held.scale = jnp.array(100)
  expect(list(f(jnp.array(3)))).toBe(6)
  expect(list(f(jnp.array(5)))).toBe(10)
})

test('a session without values gives arrays of shape and dtype alone', () => {
  const session = new Session()
  session.values = false
  const f = session.jaxJit((x: ArrayImpl) => jnp.add(x, 1))
  expect(() => list(f(jnp.ones([2])))).toThrow('not known')
})

test('random keys and uniform numbers are those of JAX, bit for bit', () => {
  expect(jax.random.keyData(jax.random.split(jax.random.key(0))).tolist()).toEqual([
    [1797259609, 2579123966],
    [928981903, 3453687069],
  ])
  expect(jax.random.keyData(jax.random.foldIn(jax.random.key(0), 1)).tolist()).toEqual([
    928981903, 3453687069,
  ])
})

test('jnp.add and jnp.multiply of int32 wrap as 32 bits do, whatever the numbers', () => {
  const int = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1})
  fc.assert(
    fc.property(int, int, (a, b) => {
      const [x, y] = [jnp.array([a], 'int32'), jnp.array([b], 'int32')]
      expect(jnp.add(x, y).tolist()).toEqual([(a + b) | 0])
      expect(jnp.multiply(x, y).tolist()).toEqual([Math.imul(a, b)])
    }),
  )
})

test('a matrix product agrees with its definition on any shapes', () => {
  const sizes = fc.tuple(
    fc.integer({min: 0, max: 6}),
    fc.integer({min: 0, max: 6}),
    fc.integer({min: 0, max: 6}),
  )
  fc.assert(
    fc.property(sizes, ([m, k, n]) => {
      const [a, b] = [jnp.reshape(jnp.arange(m * k), [m, k]), jnp.reshape(jnp.arange(k * n), [k, n])]
      const wanted = Array.from({length: m}, (_r, i) =>
        Array.from({length: n}, (_c, j) =>
          Array.from({length: k}, (_s, x) => (i * k + x) * (x * n + j)).reduce((sum, term) => sum + term, 0),
        ),
      )
      expect(jnp.matmul(a, b).tolist()).toEqual(wanted)
      expect(jnp.matmul(jnp.astype(a, 'float32'), jnp.astype(b, 'float32')).tolist()).toEqual(wanted)
    }),
  )
})

test('jnp.maximum and jnp.minimum choose one of two numbers, and a NaN before any', () => {
  expect(jnp.maximum(jnp.array([1, 5]), jnp.array([3, 2])).tolist()).toEqual([3, 5])
  expect(jnp.minimum(jnp.array([1, 5]), jnp.array([3, 2])).tolist()).toEqual([1, 2])
  expect(jnp.maximum(jnp.array([Number.NaN]), 1).tolist()).toEqual([Number.NaN])
})

test('item() and tolist() of a complex array give both parts of each number', () => {
  const z = complex(1, 2)
  expect(jnp.array(z).item()).toEqual(z)
  expect(jnp.array([z, z]).tolist()).toEqual([z, z])
})
