import {jax, jnp, nnx, optax} from '../../lib/index.ts'

// What real JAX 0.10.2, flax 0.12.8 and optax 0.2.8 give for the same lines.

test('attention with a mask and dropout fills what is masked with the least float', () => {
  const attention = new nnx.MultiHeadAttention({
    num_heads: 2,
    in_features: 4,
    dropout_rate: 0.1,
    decode: false,
    rngs: new nnx.Rngs(0),
  })
  const mask = nnx.makeCausalMask(jnp.ones([1, 3]))
  const out = attention.call(jnp.ones([1, 3, 4]), {mask, deterministic: true})
  for (const [i, wanted] of [0.21247399, 0.7160143, -1.0293957, -1.1753637].entries())
    expect(Number(jnp.getitem(out, 0, 0, i))).toBeCloseTo(wanted, 5)
})

test('a whole number that is no safe integer is a float, as Python writes it', () => {
  expect(jnp.where(jnp.array([true, false]), 1, -3.4028234663852886e38).dtype.name).toBe('float32')
  expect(jnp.array([1e20, 2]).dtype.name).toBe('float32')
  expect(() => jnp.add(jnp.arange(2), 2 ** 40)).toThrow('too large to convert to int32')
})

test('WeightNorm draws no key for its scales, so that what is made after it has its own parameters', () => {
  const rngs = new nnx.Rngs(0)
  new nnx.WeightNorm(new nnx.Linear({in_features: 2, out_features: 3, rngs}), {rngs})
  const {kernel} = new nnx.Linear({in_features: 2, out_features: 2, rngs})
  expect(Number(jnp.getitem(kernel, 0, 1))).toBeCloseTo(1.0012555, 5)
})

test('piecewise schedules take their boundaries as an object or a Map, by place or by name', () => {
  for (const boundaries of [
    {3: 0.1, 6: 0.5},
    new Map([
      [3, 0.1],
      [6, 0.5],
    ]),
  ]) {
    const constant = optax.piecewiseConstantSchedule(1, boundaries)
    expect([0, 4, 7].map((step) => Number(constant(step)).toFixed(3))).toEqual(['1.000', '0.100', '0.050'])
    const named = optax.piecewiseInterpolateSchedule('linear', 1, {boundaries_and_scales: boundaries})
    expect([2, 4, 7].map((step) => Number(named(step)).toFixed(4))).toEqual(['0.4000', '0.0833', '0.0500'])
  }
  const misspelt = (): unknown =>
    Reflect.apply(optax.piecewiseConstantSchedule, undefined, [1, {boundaries_and_scale: 0.1}])
  expect(misspelt).toThrow(
    "boundaries_and_scales takes steps, whole numbers, each with what the rate is multiplied by there, but got 'boundaries_and_scale'",
  )
})

test('multiTransform takes its transformations as a Map too', () => {
  const tx = optax.multiTransform(
    new Map([
      ['a', optax.sgd(1)],
      ['z', optax.setToZero()],
    ]),
    {w: 'a', b: 'z'},
  )
  const params = {w: jnp.ones([2]), b: jnp.ones([2])}
  const [updates] = tx.update(params, tx.init(params), params)
  expect(jax.tree.leaves(updates).map(String)).toEqual([
    'Array([0., 0.], dtype=float32)',
    'Array([-1., -1.], dtype=float32)',
  ])
})

test('rngs.fork({split: 3}) gives streams of three keys, for a mapped function', () => {
  const rngs = new nnx.Rngs(0).fork({split: 3})
  const layers = nnx.vmap((one: nnx.Rngs) => new nnx.Linear({in_features: 2, out_features: 2, rngs: one}))(
    rngs,
  )
  expect(jax.tree.leaves(layers)).toMatchObject([{shape: [3, 2]}, {shape: [3, 2, 2]}])
})
