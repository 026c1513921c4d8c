import fc from 'fast-check'
import {jax, jnp, type JaxArray} from '../../lib/index.ts'

const six = jnp.arange(6)
const table = jnp.reshape(six, [2, 3])
const columns = [
  [0, 2, 4],
  [1, 3, 5],
]
const untyped = (f: unknown, ...args: readonly unknown[]): unknown =>
  typeof f === 'function' ? Reflect.apply(f, undefined, args) : f
const list = (x: unknown): unknown => jnp.asarray(x).tolist()
const sizes = fc.array(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 3})

test('reshape in the order F lets the first axis run fastest, by place, by name and as a method', () => {
  expect(list(untyped(jnp.reshape, six, [2, 3], 'F'))).toEqual(columns)
  expect(list(jnp.reshape(six, [2, 3], {order: 'F'}))).toEqual(columns)
  expect(list(six.reshape([2, -1], {order: 'F'}))).toEqual(columns)
  expect(list(six.reshape(2, 3, {order: 'F'}))).toEqual(columns)
})

test('ravel and flatten in the order F read down the columns', () => {
  const down = [0, 3, 1, 4, 2, 5]
  expect(list(untyped(jnp.ravel, table, 'F'))).toEqual(down)
  expect(list(jnp.ravel(table, {order: 'F'}))).toEqual(down)
  for (const order of ['F', {order: 'F'}] as const) {
    expect(list(table.ravel(order))).toEqual(down)
    expect(list(table.flatten(order))).toEqual(down)
  }
})

test('reshape in the order F is the transpose of a reshape in the order C of the transpose', () => {
  fc.assert(
    fc.property(sizes, sizes, (before, wanted) => {
      const count = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1)
      const [from, to] = [
        [...before, count(wanted)],
        [...wanted, count(before)],
      ]
      const x = jnp.reshape(jnp.arange(count(from)), from)
      const turned = jnp.reshape(jnp.transpose(x), to.toReversed()).T
      expect(list(jnp.reshape(x, to, {order: 'F'}))).toEqual(list(turned))
    }),
  )
})

test('reshape in the order F is traced as JAX traces it', () => {
  const reshaped = (x: JaxArray): JaxArray => jnp.reshape(x, [3, 2], {order: 'F'})
  const written = String(jax.makeJaxpr(reshaped)(jnp.ones([6])))
  expect(written).toContain('b:f32[2,3] = reshape[dimensions=None new_sizes=(2, 3) sharding=None] a')
  expect(written).toContain('c:f32[3,2] = transpose[permutation=(1, 0)] b')
  const flat = String(jax.makeJaxpr((x: JaxArray) => jnp.ravel(x, {order: 'F'}))(jnp.ones([2, 3])))
  expect(flat).toContain('b:f32[6] = reshape[dimensions=(1, 0) new_sizes=(6,) sharding=None] a')
  expect(flat).not.toContain('transpose[')
})

test('reshape and ravel in an order that JAX has not throw JAX’s sentence', () => {
  for (const call of [
    (order: string) => untyped(jnp.reshape, six, [2, 3], order),
    (order: string) => untyped(jnp.ravel, table, {order}),
  ]) {
    expect(() => call('A')).toThrow('np.reshape order=A is not implemented.')
    expect(() => call('f')).toThrow("Unexpected value for 'order' argument: f.")
  }
  expect(() => untyped(jnp.ravel, table, 'K')).toThrow("Ravel not implemented for order='K'.")
  expect(() => untyped(jnp.reshape, six, 6, 3)).toThrow("Unexpected value for 'order' argument: 3.")
})
