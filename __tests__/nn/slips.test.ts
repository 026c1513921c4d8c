import {jax, jnp, nnx, optax} from '../../lib/index.ts'

const rngs = new nnx.Rngs(0)
const x = jnp.ones([2, 3])

const cell = new nnx.Linear(3, 3, {rngs})

/** A program of JavaScript, which no compiler has checked. */
const untyped = (f: unknown, ...args: readonly unknown[]): unknown =>
  typeof f === 'function' ? Reflect.apply(f, undefined, args) : undefined
const made = (type: unknown, ...args: readonly unknown[]): unknown =>
  typeof type === 'function' ? Reflect.construct(type, args) : undefined

test.each<[string, () => unknown, string]>([
  [
    'an option that is misspelt',
    () => made(nnx.Linear, {in_features: 4, out_features: 8, use_bia: false, rngs}),
    "nnx.Linear got an unexpected keyword argument 'use_bia': did you mean use_bias?",
  ],
  [
    'an option in camelCase',
    () => made(nnx.Linear, {inFeatures: 4, outFeatures: 8, rngs}),
    "nnx.Linear got an unexpected keyword argument 'inFeatures': did you mean in_features?",
  ],
  [
    'an option that no layer has',
    () => made(nnx.Embed, {num_embeddings: 4, features: 8, colour: 'red', rngs}),
    "nnx.Embed got an unexpected keyword argument 'colour': it takes num_embeddings, features, dtype,",
  ],
  [
    'a forgotten rngs',
    () => made(nnx.Linear, {in_features: 4, out_features: 8}),
    'nnx.Linear needs rngs, as in new nnx.Linear({in_features: 8, out_features: 8, rngs: new nnx.Rngs(0)})',
  ],
  [
    'nothing at all',
    () => made(nnx.Linear),
    'nnx.Linear needs in_features, out_features and rngs, as in new',
  ],
  [
    'a seed for rngs',
    () => made(nnx.BatchNorm, 4, {rngs: 0}),
    'rngs of nnx.BatchNorm must be the streams of random keys, as in new nnx.Rngs(0), but got 0',
  ],
  [
    'a text for a number',
    () => made(nnx.Linear, '4', 8, {rngs}),
    "in_features of nnx.Linear must be a whole number, 0 or more, but got '4'",
  ],
  [
    'a list with a text for a size',
    () => made(nnx.Conv, 3, 8, [3, '3'], {rngs}),
    "kernel_size of nnx.Conv must be a whole number or a list of them, each 0 or more, but got [3, '3']",
  ],
  ["the text 'false'", () => made(nnx.Linear, 4, 8, {use_bias: 'false', rngs}), 'must be true or false'],
  [
    'too much by place',
    () => made(nnx.Linear, 4, 8, true, {rngs}),
    'nnx.Linear takes in_features and out_features by place, but got True as argument 3',
  ],
  [
    'a value by place and by name',
    () => made(nnx.Linear, 4, 8, {in_features: 4, rngs}),
    "nnx.Linear got multiple values for argument 'in_features'",
  ],
  [
    'a misspelt option of a view',
    () => untyped(nnx.view, new nnx.Linear(3, 3, {rngs}), {}, {ony: nnx.Dropout}),
    "nnx.view got an unexpected keyword argument 'ony': did you mean only?",
  ],
  [
    'a misspelt option of attributes',
    () => untyped(nnx.withAttributes, new nnx.Linear(3, 3, {rngs}), {use_bias: true}, {ony: nnx.Dropout}),
    "nnx.withAttributes got an unexpected keyword argument 'ony': did you mean only?",
  ],
  [
    'a misspelt option of a capture',
    () => untyped(nnx.capture, new nnx.Linear(3, 3, {rngs}), nnx.Intermediate, {method_output: nnx.Param}),
    "nnx.capture got an unexpected keyword argument 'method_output': did you mean method_outputs?",
  ],
  [
    'a misspelt option of averages',
    () => made(nnx.EMA, new nnx.Linear(3, 3, {rngs}), 0.9, {ony: nnx.Param}),
    "nnx.EMA got an unexpected keyword argument 'ony': did you mean only?",
  ],
  [
    'a misspelt option of sow',
    () => untyped(cell.sow.bind(cell), nnx.Intermediate, 'x', 1, {int_fn: () => 0}),
    "Module.sow got an unexpected keyword argument 'int_fn': did you mean init_fn?",
  ],
  [
    'a misspelt option of a reduction',
    () => untyped(jnp.sum, x, {axs: 0}),
    "jnp.sum got an unexpected keyword argument 'axs': did you mean axis?",
  ],
  [
    'a misspelt option of a method',
    () => untyped(x.sum.bind(x), {keepDims: true}),
    "jnp.sum got an unexpected keyword argument 'keepDims': did you mean keepdims?",
  ],
  ['no learning rate', () => untyped(optax.adam), 'optax.adam needs learning_rate, as in optax.adam('],
  [
    'a learning rate in quotes',
    () => untyped(optax.adam, '1e-3'),
    "learning_rate of optax.adam must be a number or a schedule, but got '1e-3'",
  ],
  [
    'a misspelt option of an optimizer',
    () => untyped(optax.sgd, 0.1, {momentun: 0.9}),
    "optax.sgd got an unexpected keyword argument 'momentun': did you mean momentum?",
  ],
  ['the gradient of a number', () => untyped(jax.grad, 3), 'fun of jax.grad must be a function, but got 3'],
  [
    'the gradient of a model',
    () => untyped(nnx.grad, new nnx.Linear(4, 8, {rngs})),
    'f of nnx.grad must be a function, but got a Linear: call a model by its method, (model, x) => model.call(x)',
  ],
  [
    'the shapes of a model',
    () => untyped(nnx.evalShape, new nnx.Linear(4, 8, {rngs}), x),
    'f of nnx.evalShape must be a function, but got a Linear',
  ],
  ['nnx.jit of a number', () => untyped(nnx.jit, 3), 'Expected a callable value, got 3'],
  [
    'a misspelt option of jit',
    () => untyped(jax.jit, Math.abs, {staticArgnums: 0}),
    "jax.jit got an unexpected keyword argument 'staticArgnums': did you mean static_argnums?",
  ],
])('%s meets a sentence', (_slip, program, sentence) => {
  expect(program).toThrow(sentence)
})

test('a layer takes its first arguments by place, as in Python, and gives the same parameters', () => {
  const [placed, named] = [
    new nnx.Linear(4, 8, {rngs: new nnx.Rngs(0)}),
    new nnx.Linear({in_features: 4, out_features: 8, rngs: new nnx.Rngs(0)}),
  ]
  expect(placed.kernel.value.tolist()).toEqual(named.kernel.value.tolist())
  expect(new nnx.Dropout(0.5).rate).toBe(0.5)
  expect(new nnx.Conv(3, 8, [3, 3], {rngs}).kernel.shape).toEqual([3, 3, 3, 8])
})

test('a function takes what Python takes by place, by place or by name', () => {
  const rows = untyped(jnp.sum, x, 0)
  expect(rows).toEqual(jnp.sum(x, {axis: 0}))
  expect(untyped(jax.nn.softmax, x, 0)).toEqual(jax.nn.softmax(x, {axis: 0}))
  expect(untyped(jnp.concatenate, [x, x], 1)).toEqual(jnp.concatenate([x, x], {axis: 1}))
  const add = (row: typeof x, y: number) => jnp.add(row, y)
  expect(String(untyped(untyped(jax.vmap, add, [0, null]), x, 1))).toBe(
    String(jax.vmap(add, {in_axes: [0, null]})(x, 1)),
  )
  expect(untyped(optax.adam, {learning_rate: 0.1})).toHaveProperty('init')
})
