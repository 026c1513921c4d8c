import type {JaxArray} from '../../lib/array/index.ts'
import {jax, jnp, lax} from '../../lib/index.ts'

const two = jnp.float32(2)
const positive = jnp.greater(two, 0)

test.each<[string, (x: JaxArray) => JaxArray]>([
  ['jax.jit', jax.jit((x: JaxArray) => jnp.multiply(x, two))],
  ['jax.jit inside of another function', (x) => jax.jit((y: JaxArray) => jnp.multiply(y, two))(x)],
  ['jnp.where, which is jitted', (x) => jnp.where(positive, x, two)],
  ['jax.nn.softplus, which is jitted', jax.nn.softplus],
])(
  'a gradient through %s by a Python float is of a weak type, where the function gives a strong one',
  (_, f) => {
    const given: unknown = Reflect.apply(jax.grad(f), undefined, [1.5])
    expect(given).toMatchObject({weak_type: true, dtype: jnp.float32(1).dtype})
  },
)

test('a gradient through lax.scan by a Python float has the type that the step hands on', () => {
  const last = (x: number) =>
    jax.tree.leaves(lax.scan((c: JaxArray, y: JaxArray) => [jnp.multiply(c, y), c], x, jnp.ones([2])))[0]
  expect(jax.grad(last)(1.5)).toMatchObject({weak_type: false})
})
