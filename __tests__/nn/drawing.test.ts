import {jax, jnp, nnx, Session} from '../../lib/index.ts'

test('rngs.normal(shape) draws with the next key of the default stream, rngs.params.uniform(shape) with that of its own', () => {
  const [rngs, other] = [new nnx.Rngs(0, {params: 1}), new nnx.Rngs(0, {params: 1})]
  expect(rngs.normal([2]).tolist()).toEqual(jax.random.normal(other.call(), [2]).tolist())
  expect(rngs.params.uniform([3]).tolist()).toEqual(jax.random.uniform(other.params.call(), [3]).tolist())
  expect(rngs.normal([2]).tolist()).toEqual(jax.random.normal(other.call(), [2]).tolist())
})

test('a stream draws what flax draws after as many keys', () => {
  const rngs = new nnx.Rngs(0, {dropout: 1})
  rngs.call()
  rngs.params.call()
  rngs.dropout.call()
  expect(rngs.normal([2]).tolist()).toEqual([expect.closeTo(1.2956359, 5), expect.closeTo(1.3550105, 5)])
  expect(rngs.params.uniform([2]).tolist()).toEqual([
    expect.closeTo(0.26698947, 6),
    expect.closeTo(0.73395014, 6),
  ])
  expect(jnp.getitem(rngs.lecunNormal()([2, 2]), 0, 1).item()).toBeCloseTo(0.46515653, 5)
  expect(rngs.randint([3], 0, 9).tolist()).toEqual([4, 4, 4])
})

test('rngs.lecunNormal()(shape) is the initializer with the next key', () => {
  const [rngs, other] = [new nnx.Rngs(3), new nnx.Rngs(3)]
  expect(rngs.lecunNormal()([4, 2]).tolist()).toEqual(
    nnx.initializers.lecunNormal()(other.call(), [4, 2]).tolist(),
  )
})

test('an array that a session without values gave says why its contents are not known', () => {
  const session = new Session()
  session.values = false
  const twice = session.jaxJit((x: jax.Array) => jnp.multiply(x, 2))
  expect(() => twice(jnp.ones([2])).tolist()).toThrow(
    'session.values was false at the call that gave this array',
  )
})
