import {inspect} from 'node:util'
import {PythonError, jax, jnp, nnx, optax} from '../../lib/index.ts'

/** A function, by its name in a program and itself, arguments that its types do not allow, and what is raised. */
type Refused = readonly [
  name: string,
  apply: (...args: never[]) => unknown,
  args: readonly unknown[],
  sentence: string,
]

const x = jnp.ones([2, 3])

const textOf = (arg: unknown): string =>
  arg === x
    ? 'x'
    : typeof arg === 'function'
      ? 'f'
      : inspect(arg, {breakLength: Infinity, compact: 9}).replace(/Array\(.*?\)/gs, 'x')

function raised(apply: Refused[1], args: readonly unknown[]): string {
  try {
    return `no error, but ${String(Reflect.apply(apply, undefined, args))}`
  } catch (error) {
    return error instanceof PythonError
      ? `${error.name}: ${error.message}`
      : `of JavaScript: ${String(error)}`
  }
}

const normed = (reduction_axes: number): unknown =>
  new nnx.LayerNorm(3, {reduction_axes, rngs: new nnx.Rngs(0)}).call(x)

const twice = "ValueError: duplicate value in 'axis': "
const whole = 'TypeError: an axis must be a whole number, but got '

const axes: readonly Refused[] = [
  ['jnp.sum', jnp.sum, [x, {axis: [0, 0]}], `${twice}(0, 0)`],
  ['jnp.sum', jnp.sum, [x, {axis: [0, -2]}], `${twice}(0, -2)`],
  ['jnp.sum', jnp.sum, [x, {axis: 0.5}], `${whole}0.5`],
  ['jnp.sum', jnp.sum, [x, {axis: '0'}], `${whole}'0'`],
  ['jnp.sum', jnp.sum, [x, {axis: 2}], 'ValueError: axis 2 is out of bounds for array of dimension 2'],
  ['jnp.argmax', jnp.argmax, [x, {axis: 0.5}], whole],
  ['jnp.sort', jnp.sort, [x, {axis: 0.5}], whole],
  ['jnp.cumsum', jnp.cumsum, [x, {axis: [0]}], `${whole}[0]`],
  ['jnp.concatenate', jnp.concatenate, [[x, x], {axis: '0'}], `${whole}'0'`],
  ['jnp.expandDims', jnp.expandDims, [x, [0, 0]], twice],
  ['jnp.expandDims', jnp.expandDims, [x, '0'], whole],
  ['jnp.transpose', jnp.transpose, [x, [0.5, 1]], whole],
  ['jnp.transpose', jnp.transpose, [x, [0, 0]], "TypeError: transpose permutation isn't a permutation"],
  ['jnp.median', jnp.median, [x, {axis: [1, 1]}], twice],
  ['jax.nn.softmax', jax.nn.softmax, [x, {axis: 0.5}], whole],
  ['nnx.LayerNorm over the axis ', normed, [0.5], whole],
]

const {map} = jax.tree
const {applyUpdates} = optax
const other = 'ValueError: pytree structure error: the trees differ in structure: '

const trees: readonly Refused[] = [
  [
    'jax.tree.map',
    map,
    [jnp.add, {a: 1}, {b: 2}],
    `${other}a dict of a stands in one where another has a dict of b`,
  ],
  [
    'jax.tree.map',
    map,
    [jnp.add, {a: 1}, {a: 1, b: 2}],
    `${other}a dict of a stands in one where another has a dict of a, b`,
  ],
  [
    'jax.tree.map',
    map,
    [jnp.add, {a: 1}, [1]],
    `${other}a dict of a stands in one where another has a list of 0`,
  ],
  ['jax.tree.map', map, [jnp.add, [1, 2], [1]], `${other}a list of 0, 1`],
  ['jax.tree.map', map, [jnp.add, {a: 1}, 5], `${other}a dict of a stands in one where another has a leaf`],
  ['jax.tree.map', map, [jnp.add, {a: null}, {a: 1}], `${other}None stands in one where another has a leaf`],
  ['optax.applyUpdates', applyUpdates, [{a: x}, {b: x}], other],
]

describe('a call that JAX refuses is refused by a sentence:', () => {
  const rows = [...axes, ...trees].map(
    ([name, apply, args, sentence]) =>
      [`${name}(${args.map(textOf).join(', ')})`, apply, args, sentence] as const,
  )
  test.each(rows)('%s', (_, apply, args, sentence) => {
    expect(raised(apply, args)).toContain(sentence)
  })
})

test('jnp.roll(x, 1, {axis: [0, 0]}) rolls an axis twice, and jnp.sum(x, {axis: [0, -1]}) sums over both', () => {
  expect(jnp.roll(jnp.arange(3), 1, {axis: [0, 0]}).tolist()).toEqual([1, 2, 0])
  expect(jnp.sum(x, {axis: [0, -1]}).item()).toBe(6)
})

test('jax.tree.map(jnp.subtract, {b: 1, a: 10}, {a: 20, b: 2}) pairs leaves by their names', () => {
  const leaves = jax.tree.leaves(jax.tree.map(jnp.subtract, {b: 1, a: 10}, {a: 20, b: 2}))
  expect(leaves.map(Number)).toEqual([-10, -1])
})
