import {inspect} from 'node:util'
import {PythonError, jax, jnp, lax, nnx, optax} from '../../lib/index.ts'

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

const {normal, choice} = jax.random
const key = jax.random.key(0)

const keys: readonly Refused[] = [
  ['jax.random.normal', normal, [5, [2]], 'TypeError: JAX encountered invalid PRNG key data'],
  ['jax.random.normal', normal, [x], 'expected key_data.dtype = uint32; got dtype=float32'],
  ['jax.random.choice', choice, [key, 0], 'ValueError: a must be greater than 0 unless no samples are taken'],
]

const {initializers} = nnx
const row = jnp.arange(3)

const places: readonly Refused[] = [
  ['jnp.add', jnp.add, [1, 2, 3], 'TypeError: jnp.add takes 2 arguments by place, but got 3 as argument 3'],
  ['jnp.exp', jnp.exp, [1, 2], 'TypeError: jnp.exp takes 1 argument by place'],
  ['jnp.ediff1d', jnp.ediff1d, [x, 9], 'TypeError: jnp.ediff1d takes 1 argument by place'],
  [
    'jnp.linalg.qr',
    jnp.linalg.qr,
    [x, 'r'],
    "TypeError: jnp.linalg.qr takes 1 argument by place, but got 'r'",
  ],
  ['lax.exp', lax.exp, [x, 1], 'TypeError: lax.exp takes 1 argument by place'],
  [
    'jax.jvp',
    jax.jvp,
    [jnp.sin, [1], [1], {has_aux: true}],
    "TypeError: jax.jvp got an unexpected keyword argument 'has_aux'",
  ],
]

const {searchsorted, meshgrid, quantile, take, convolve, pad} = jnp

const misspelt: readonly Refused[] = [
  [
    'jnp.searchsorted',
    searchsorted,
    [row, 1, {side: 'lft'}],
    "side of jnp.searchsorted must be 'left' or 'right', but got 'lft'",
  ],
  ['jnp.searchsorted', searchsorted, [row, 1, 'lft'], 'side of jnp.searchsorted must be'],
  [
    'jnp.meshgrid',
    meshgrid,
    [row, row, {indexing: 'yx'}],
    "indexing of jnp.meshgrid must be 'xy' or 'ij', but got 'yx'",
  ],
  [
    'jnp.quantile',
    quantile,
    [row, 0.5, {method: 'hazen'}],
    "method of jnp.quantile must be one of 'linear', 'lower', 'higher', 'midpoint', 'nearest'",
  ],
  [
    'jnp.take',
    take,
    [row, 0, {mode: 'fil'}],
    "mode of jnp.take must be one of 'fill', 'clip', 'wrap', but got 'fil'",
  ],
  [
    'jnp.convolve',
    convolve,
    [row, row, {mode: 'sme'}],
    "mode of jnp.convolve must be one of 'full', 'same', 'valid', but got 'sme'",
  ],
  [
    'jnp.pad',
    pad,
    [row, 1, {mode: 'mean'}],
    "mode of jnp.pad must be one of 'constant', 'wrap', 'reflect', 'symmetric', 'edge', but got 'mean'",
  ],
  [
    'an update of row',
    (options: object) => row.at(0).set(1, options),
    [{mode: 'dropp'}],
    "mode of x.at.set must be one of 'drop', 'fill', 'clip'",
  ],
  [
    'varianceScaling',
    initializers.varianceScaling,
    [1, 'fan_on', 'normal'],
    'mode of nnx.initializers.varianceScaling must be',
  ],
  [
    'varianceScaling',
    initializers.varianceScaling,
    [1, 'fan_in', 'norml'],
    'distribution of nnx.initializers.varianceScaling must be',
  ],
]
const choices = misspelt.map(([name, apply, args, sentence]): Refused => [
  name,
  apply,
  args,
  `ValueError: ${sentence}`,
])

const numbers: readonly Refused[] = [
  [
    'varianceScaling',
    initializers.varianceScaling,
    ['1', 'fan_in', 'normal'],
    "TypeError: scale of nnx.initializers.varianceScaling must be a number, but got '1'",
  ],
  [
    'jax.jit',
    jax.jit,
    [jnp.sin, {static_argnums: '1'}],
    "TypeError: static_argnums of jax.jit must be a whole number or a list of them, but got '1'",
  ],
  [
    'jax.grad',
    jax.grad,
    [jnp.sin, {argnums: '0'}],
    "TypeError: argnums of jax.grad must be a whole number or a list of them, but got '0'",
  ],
]

describe('a call that JAX refuses is refused by a sentence:', () => {
  const rows = [...axes, ...trees, ...keys, ...places, ...choices, ...numbers].map(
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

test('xs.map(jnp.square) and xs.reduce(jnp.add) work: JavaScript hands the place and the list on', () => {
  const xs = [jnp.array(1), jnp.array(2), jnp.array(3)]
  expect(xs.map(jnp.square).reduce(jnp.add).item()).toBe(14)
})
