import {jax, jnp} from '../../lib/index.ts'
import golden from './activations.json' with {type: 'json'}
import {near} from './near.ts'
import {run, spelt} from './spelt.ts'

for (const {fn, x, args, options, result, gradient} of golden) {
  const given = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, Array.isArray(value) ? jnp.array(value) : value]),
  )
  const more = Object.keys(given).length === 0 ? args : [...args, given]
  const f = (a: unknown): unknown => run(Reflect.get(jax.nn, spelt(fn)), [a, ...more])
  const call = `jax.nn.${spelt(fn)}(x${[...args, ...Object.keys(options)].map((one) => `, ${one}`).join('')})`

  test(`${call} gives what JAX gives`, () => {
    near(f(jnp.array(x)), result)
  })
  if (gradient !== undefined)
    test(`the gradient of jnp.sum(${call}) is that of JAX`, () => {
      const sum = (a: unknown): unknown => run(jnp.sum, [f(a)])
      near(run(jax.grad(sum), [jnp.array(x)]), gradient)
    })
}

test('jax.nn.oneHot(x, n, {axis: 0}) puts the classes first', () => {
  expect(jax.nn.oneHot(jnp.array([2, 0]), 3, {axis: 0}).tolist()).toEqual([
    [0, 1],
    [0, 0],
    [1, 0],
  ])
})

test('jax.nn.glu(x) of an odd number of columns is an error that says so', () => {
  expect(() => jax.nn.glu(jnp.ones([2, 3]))).toThrow('axis size must be divisible by 2')
})
