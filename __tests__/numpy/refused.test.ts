import {inspect} from 'node:util'
import {PythonError, float, jax, type JaxArray, jnp, lax, nnx, optax} from '../../lib/index.ts'

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
  ['jnp.add', jnp.add, [1], 'TypeError: jnp.add takes 2 arguments by place, but argument 2 is missing'],
  ['jnp.sin', jnp.sin, [], 'TypeError: jnp.sin takes 1 argument by place, but argument 1 is missing'],
  ['jnp.where', jnp.where, [x, 1], 'TypeError: where takes x and y, or neither of them'],
  ['jax.nn.relu', jax.nn.relu, [x, 2], 'TypeError: jax.nn.relu takes 1 argument by place, but got 2'],
  ['jax.nn.elu', jax.nn.elu, [x, 2, 3], 'TypeError: jax.nn.elu takes x and alpha by place, but got 3'],
  ['jax.nn.silu', jax.nn.silu, [x, {foo: 1}], 'TypeError: jax.nn.silu got an unexpected keyword argument'],
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
    [row, 1, {mode: 'median'}],
    "mode of jnp.pad must be one of 'constant', 'wrap', 'reflect', 'symmetric', 'edge', 'maximum', 'minimum', 'mean', 'empty', but got 'median'",
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

const layer = new nnx.Linear(3, 2, {rngs: new nnx.Rngs(0)})
const [graphdef, state] = nnx.split(layer)
const {getitem, arange, zeros, eye, linspace, einsum, array} = jnp

const kinds: readonly Refused[] = [
  ['jnp.zeros', zeros, [[2], {dtyp: 'int32'}], "'dtyp': did you mean dtype?"],
  ['jnp.zeros', zeros, [[2], {foo: 1}], "unexpected keyword argument 'foo': it takes dtype here"],
  ['jnp.array', array, [[1], Number], 'Cannot interpret <function Number> as a data type'],
  ['jnp.eye', eye, [2.5], 'N of jnp.eye must be a whole number, 0 or more, but got 2.5'],
  [
    'jnp.linspace',
    linspace,
    [0, 1, '3'],
    "num of jnp.linspace must be a whole number, 0 or more, but got '3'",
  ],
  ['jnp.split', jnp.split, [x, 'a'], 'must be a number, a list of them or an array'],
  ['jnp.arange', arange, [], 'jnp.arange needs start'],
  ['jnp.arange', arange, ['3'], "got <class 'str'> at position 0."],
  ['jnp.einsum', einsum, [x, 'ij'], 'subscripts of jnp.einsum must be a text'],
  ['jax.nn.oneHot', jax.nn.oneHot, [x, '3'], 'num_classes of jax.nn.oneHot must be a whole number'],
  ['jax.vmap', jax.vmap(jnp.sin, {in_axes: 0.5}), [x], 'vmap in_axes must be an int, None, or a tuple'],
  [
    'jax.jit',
    jax.jit,
    [jnp.sin, {static_argnames: 1}],
    'static_argnames of jax.jit must be a text or a list',
  ],
  ['lax.switch', lax.switch, [0, jnp.sin, x], 'branches argument should be a sequence of callables.'],
  ['getitem', getitem, [x, [0, 1]], 'several places of one axis are jnp.array([…])'],
  ['nnx.maxPool', nnx.maxPool, [x, 2], 'must be a list of whole numbers, one for each axis, but got 2'],
  ['optax.chain', optax.chain, [[optax.sgd(1)]], 'takes transformations one by one, as in optax.chain('],
  [
    'linear.call',
    layer.call.bind(layer),
    [x, {foo: 1}],
    "nnx.Linear.call got an unexpected keyword argument 'foo'",
  ],
  ['linear.call', layer.call.bind(layer), [x, 5], 'nnx.Linear.call takes 1 argument by place, but got 5'],
  ['jnp.stack', jnp.stack, [[jnp.ones(2), jnp.ones(3)]], 'must have the same shape. Got (2,), (3,).'],
  [
    'jax.random.permutation',
    jax.random.permutation,
    [jax.random.key(0), 2.5],
    'x must be an integer or at least',
  ],
  ['a traced bound of arange', jax.jit(jnp.arange), [3], "It arose in the jnp.arange argument 'stop'"],
  ['x[0] = 1 for', Reflect.set, [x, 0, 1], 'use x = x.at(0).set(y)'],
  [
    'nnx.grad of a pair at',
    nnx.grad(() => [x, x]),
    [layer],
    'the loss and something else, has_aux: true says so',
  ],
  ['jax.grad of nothing at', jax.grad(() => null), [float(1)], 'scalar-output functions. Output was None.'],
  ['nnx.digest', nnx.digest, [state], 'as in digest(nnx.graphdef(model)), but got'],
]

const tx = optax.sgd(0.1)

const missing: readonly Refused[] = [
  ['jnp.einsum', jnp.einsum, [], 'jnp.einsum needs subscripts, as in'],
  ['jnp.concatenate', jnp.concatenate, [3], 'arrays of jnp.concatenate must be a list, but got 3'],
  ['jnp.concatenate', jnp.concatenate, [x, x], `${whole}Array(`],
  ['lax.foriLoop', lax.foriLoop, [0, 3, jnp.add], "missing 1 required positional argument: 'init_val'"],
  ['jax.evalShape', jax.evalShape, [], 'jax.evalShape needs fun, as in'],
  ['jax.vjp', jax.vjp, [], 'jax.vjp needs fun, as in'],
  ['jax.tree.map', map, [], 'jax.tree.map needs f and tree, as in jax.tree.map(f, tree)'],
  ['jax.tree.map', map, [jnp.sin], 'jax.tree.map needs tree, as in'],
  ['jax.tree.leaves', jax.tree.leaves, [], 'jax.tree.leaves needs tree, as in'],
  [
    'jax.tree.unflatten',
    jax.tree.unflatten,
    [[1], 2],
    'must be a structure, as jax.tree.structure(tree) gives',
  ],
  ['nnx.split', nnx.split, [], 'the model is missing: expected a Module, as in nnx.split(model)'],
  ['nnx.mapState', nnx.mapState, [], 'nnx.mapState needs f and state, as in'],
  ['nnx.cond', nnx.cond, [true], 'nnx.cond needs'],
  ['optax.applyUpdates', applyUpdates, [{a: 1}], 'optax.applyUpdates needs updates, as in'],
  ['optax.masked', optax.masked, [tx], 'optax.masked needs mask, as in optax.masked(inner, mask)'],
  [
    'optax.multiTransform',
    optax.multiTransform,
    [tx, 'a'],
    'transforms of optax.multiTransform must be an object',
  ],
  [
    'optax.scaleBySchedule',
    optax.scaleBySchedule,
    [0.1],
    'step_size_fn of optax.scaleBySchedule must be a function',
  ],
  ['optax.joinSchedules', optax.joinSchedules, [[3], [1]], 'must be a list of functions, but got [3]'],
  ['optax.linearSchedule', optax.linearSchedule, [1], 'needs end_value and transition_steps, as in'],
  ['optax.clip', optax.clip, ['1'], "max_delta of optax.clip must be a number, but got '1'"],
  ['an init of optax', tx.init, [], 'params is missing: a transformation is called as in init(params)'],
  [
    'an update of optax',
    tx.update,
    [{a: x}],
    'state is missing: a transformation is called as in update(updates, state)',
  ],
  ['nnx.edit', nnx.edit, [state], 'nnx.edit takes a state and a function of it, as in'],
  [
    'an initializer that was not made',
    nnx.initializers.lecunNormal,
    [jax.random.key(0), [2]],
    'in_axis of nnx.initializers.lecunNormal must be a whole number or a list of them',
  ],
  [
    'new nnx.metrics.Average',
    (named: never) => new nnx.metrics.Average(named),
    [3],
    'argname of nnx.metrics.Average must be a text, but got 3',
  ],
  ['new nnx.List', (items: never) => new nnx.List(items), [3], 'items of nnx.List must be a list, but got 3'],
  [
    'new nnx.Dict',
    (items: never) => new nnx.Dict(items),
    [[1]],
    'nnx.Dict takes an object, or pairs of a name and',
  ],
  [
    'new nnx.MultiMetric',
    (metrics: never) => new nnx.MultiMetric(metrics),
    [{a: nnx.metrics.Accuracy}],
    'a of nnx.MultiMetric must be a metric, such as new nnx.metrics.Accuracy()',
  ],
  [
    'the update of metrics',
    (updates?: never) => {
      new nnx.MultiMetric({loss: new nnx.metrics.Average('loss')}).update(updates)
    },
    [],
    "TypeError: Expected keyword argument 'loss'",
  ],
]

describe('a call that JAX refuses is refused by a sentence:', () => {
  const rows = [...axes, ...trees, ...keys, ...places, ...choices, ...numbers, ...kinds, ...missing].map(
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

test.each([
  [[4], [2], 'in index 0: got (2,), expected [4]'],
  [[4, 2], [1, 3], 'in index 0: got (1, 3), expected [4, 2]'],
])(
  'a mask of another shape than the axes of an array of shape %p is an IndexError',
  (shape, of, sentence) => {
    const mask = jnp.ones(of, 'bool')
    expect(raised(jnp.getitem, [jnp.ones(shape), mask])).toContain(
      `IndexError: boolean index did not match shape of indexed array ${sentence}`,
    )
  },
)

test('a tree may hold a name that the function has too: trees are no options', () => {
  expect(jax.tree.flatten({tree: x})[1].unflatten([1])).toEqual({tree: 1})
  expect(applyUpdates({updates: x}, {updates: x})).toMatchObject({updates: {shape: [2, 3]}})
  expect(Reflect.apply(applyUpdates, null, [{params: x, updates: x}])).toMatchObject({shape: [2, 3]})
  expect(optax.masked(tx, {mask: true}).init({mask: x})).toHaveLength(1)
})

test('new nnx.metrics.Average({argname}) takes its name as flax does', () => {
  const mean = new nnx.metrics.Average({argname: 'loss'})
  mean.update({loss: float(2)})
  expect(mean.compute().item()).toBe(2)
})

test('x.toString() is what String(x) is, and a literal of whole numbers has no fraction', () => {
  expect(x.toString()).toBe(String(x))
  expect(String(jax.makeJaxpr((a: JaxArray) => jnp.fullLike(a, 2.7))(jnp.ones([2], 'int32')))).toContain(
    ' 2:i32[]',
  )
})

test('jnp.concatenate(x) and jnp.stack(x) take the parts of an array, as in JAX', () => {
  expect([jnp.concatenate(x).shape, jnp.stack(x).shape]).toEqual([[6], [2, 3]])
})

test('a graphdef is equal to nothing that is none', () => {
  expect(graphdef.equals(null)).toBe(false)
  expect(graphdef.equals(state)).toBe(false)
})

test('nnx.StateAxes takes a dict or pairs, and nothing else', () => {
  expect(new nnx.StateAxes({params: 0}).entries).toEqual([['params', 0]])
  expect(() => {
    Reflect.construct(nnx.StateAxes, [3])
  }).toThrow('nnx.StateAxes takes filters with their axes')
})

test('a function with two names is one function, as in JAX', () => {
  expect(jax.nn.swish).toBe(jax.nn.silu)
  expect(jax.nn.tanh).toBe(jnp.tanh)
  expect(nnx.relu).toBe(jax.nn.relu)
})

test('what JAX takes by place or by name is taken so', () => {
  const steps = jnp.array([1, 4, 9])
  expect(jnp.ediff1d(steps, {to_begin: jnp.array([7, 8]), to_end: 1.5}).tolist()).toEqual([7, 8, 3, 5, 1])
  expect(jnp.where(jnp.greater(steps, 1)).map(String)).toEqual(['Array([1, 2], dtype=int32)'])
  expect(jnp.where(jnp.greater(steps, 1), {size: 3, fill_value: 9}).map(String)).toEqual([
    'Array([1, 2, 9], dtype=int32)',
  ])
  expect(jnp.array([1, 2], null, {ndmin: 3}).shape).toEqual([1, 1, 2])
  const r = jnp.linalg.qr(jnp.ones([3, 2]), {mode: 'r'})
  expect(r.tolist()).toEqual(jnp.linalg.qr(jnp.ones([3, 2]))[1]?.tolist())
})
