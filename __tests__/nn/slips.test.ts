import {explain, jax, JaxArray, jnp, lax, nnx, optax, Session} from '../../lib/index.ts'

const rngs = new nnx.Rngs(0)
const x = jnp.ones([2, 3])

const cell = new nnx.Linear(3, 3, {rngs})

/** What an object has under a name that no compiler knows. */
const named = (object: object, name: string): unknown => Reflect.get(object, name)
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
  const numbers = (found: unknown): unknown => (found instanceof JaxArray ? found.tolist() : found)
  expect(numbers(untyped(jnp.sum, x, 0))).toEqual(jnp.sum(x, {axis: 0}).tolist())
  expect(numbers(untyped(jax.nn.softmax, x, 0))).toEqual(jax.nn.softmax(x, {axis: 0}).tolist())
  expect(numbers(untyped(jnp.concatenate, [x, x], 1))).toEqual(jnp.concatenate([x, x], {axis: 1}).tolist())
  const add = (row: typeof x, y: number) => jnp.add(row, y)
  expect(String(untyped(untyped(jax.vmap, add, [0, null]), x, 1))).toBe(
    String(jax.vmap(add, {in_axes: [0, null]})(x, 1)),
  )
  expect(untyped(optax.adam, {learning_rate: 0.1})).toHaveProperty('init')
})

test.each<[string, () => unknown, () => unknown]>([
  ['jnp.ones', () => untyped(jnp.ones, [2], {dtype: 'int32'}), () => jnp.ones([2], 'int32')],
  ['jnp.arange', () => jnp.arange(3, {dtype: 'float32'}), () => jnp.array([0, 1, 2], 'float32')],
  ['jnp.clip', () => untyped(jnp.clip, x, {min: 2}), () => jnp.clip(x, 2)],
  ['jnp.tri', () => untyped(jnp.tri, 3, {k: 1}), () => jnp.tri(3, null, 1)],
  ['jnp.transpose', () => untyped(jnp.transpose, x, {axes: [1, 0]}), () => jnp.transpose(x)],
])('%s takes by name what Python takes by name', (_name, byName, byPlace) => {
  expect(String(byName())).toBe(String(byPlace()))
})

const image = jnp.ones([1, 4, 4, 3])
const attention = new nnx.MultiHeadAttention({num_heads: 1, in_features: 3, rngs, decode: false})
const recurrent = new nnx.RNN(new nnx.SimpleCell(3, 3, {rngs}))
const row = jnp.ones([1, 2, 3])
const spectral = new nnx.SpectralNorm(new nnx.Linear(3, 3, {rngs}), {rngs: new nnx.Rngs(0)})
const noise = new nnx.Dropout(0.5, {rngs})
const norm = new nnx.BatchNorm(3, {rngs})
const places = x.at(0)

test.each<[string, () => unknown, string]>([
  ['Dropout.call', () => untyped(noise.call.bind(noise), x, {determinstic: true}), 'deterministic'],
  [
    'BatchNorm.call',
    () => untyped(norm.call.bind(norm), x, {use_runing_average: true}),
    'use_running_average',
  ],
  [
    'MultiHeadAttention.call',
    () => untyped(attention.call.bind(attention), row, null, null, {decod: true}),
    'decode',
  ],
  ['RNN.call', () => untyped(recurrent.call.bind(recurrent), row, {revers: true}), 'reverse'],
  ['SpectralNorm.call', () => untyped(spectral.call.bind(spectral), x, {update_stat: true}), 'update_stats'],
  ['metrics.Accuracy', () => made(nnx.metrics.Accuracy, {treshold: 0.5}), 'threshold'],
  ['maxPool', () => untyped(nnx.maxPool, image, [2, 2], {stride: [2, 2]}), 'strides'],
  ['avgPool', () => untyped(nnx.avgPool, image, [2, 2], {paddin: 'SAME'}), 'padding'],
  ['makeCausalMask', () => untyped(nnx.makeCausalMask, x, {dtyp: 'bool'}), 'dtype'],
  ['makeAttentionMask', () => untyped(nnx.makeAttentionMask, x, x, {pairwise: jnp.add}), 'pairwise_fn'],
  ['dotProductAttention', () => untyped(nnx.dotProductAttention, image, image, image, {masks: null}), 'mask'],
  ['splitRngs', () => untyped(nnx.splitRngs, rngs, {split: 3}), 'splits'],
  ['splitRngs as a decorator', () => untyped(nnx.splitRngs, {split: 3}), 'splits'],
  ['forkRngs', () => untyped(nnx.forkRngs, rngs, {splits: 3}), 'split'],
  ['findDuplicates', () => untyped(nnx.findDuplicates, cell, {onl: nnx.Param}), 'only'],
  ['initializers', () => untyped(nnx.initializers.lecunNormal, {in_axes: 0}), 'in_axis'],
  ['x.at(…).set', () => untyped(places.set.bind(places), 1, {mod: 'clip'}), 'mode'],
  ['x.at(…).get', () => untyped(places.get.bind(places), {fill_valu: 0}), 'fill_value'],
  [
    'lax.scan',
    () => untyped(lax.scan, (c: unknown, one: unknown) => [c, one], 0, x, {revers: true}),
    'reverse',
  ],
  ['lax.map', () => untyped(lax.map, (one: unknown) => one, x, {batchsize: 1}), 'batch_size'],
  ['lax.associativeScan', () => untyped(lax.associativeScan, jnp.add, x, {axs: 1}), 'axis'],
  ['lax.cumsum', () => untyped(lax.cumsum, x, {revers: true}), 'reverse'],
  ['lax.dynamicSliceInDim', () => untyped(lax.dynamicSliceInDim, x, 0, 1, {axs: 1}), 'axis'],
  ['optax.MultiSteps', () => made(optax.MultiSteps, optax.sgd(1), {every_k_shedule: 2}), 'every_k_schedule'],
  ['optax.softmaxCrossEntropy', () => untyped(optax.softmaxCrossEntropy, x, x, {axs: 0}), 'axis'],
  ['optax.klDivergence', () => untyped(optax.klDivergence, x, x, {axs: 0}), 'axis'],
  [
    'optax.losses.polyLossCrossEntropy',
    () => untyped(optax.losses.polyLossCrossEntropy, x, x, {epsilo: 1}),
    'epsilon',
  ],
  [
    'jax.customVjp',
    () => untyped(jax.customVjp, (a: unknown) => a, {nondiff_argnum: [0]}),
    'nondiff_argnums',
  ],
  ['Session', () => made(Session, {verfy: true}), 'verify'],
])('a misspelt option of %s is told the right one', (_name, call, right) => {
  expect(call).toThrow(`did you mean ${right}?`)
})

test.each<[string, () => unknown]>([
  ['lax.scan', () => untyped(lax.scan, cell, 0, x)],
  ['lax.map', () => untyped(lax.map, cell, x)],
  ['lax.cond', () => untyped(lax.cond, true, cell, cell, x)],
  ['lax.associativeScan', () => untyped(lax.associativeScan, cell, x)],
  ['nnx.cond', () => untyped(nnx.cond, true, cell, cell, x)],
  ['nnx.switch', () => untyped(nnx.switch, 0, [cell], x)],
  ['nnx.whileLoop', () => untyped(nnx.whileLoop, cell, cell, x)],
  ['nnx.foriLoop', () => untyped(nnx.foriLoop, 0, 2, cell, x)],
  ['jax.vjp', () => untyped(jax.vjp, cell, x)],
  ['jax.jvp', () => untyped(jax.jvp, cell, [x], [x])],
  ['jax.linearize', () => untyped(jax.linearize, cell, x)],
  ['jax.makeJaxpr', () => untyped(jax.makeJaxpr, cell)],
  ['jax.tree.map', () => untyped(jax.tree.map, cell, x)],
  ['jax.customJvp', () => untyped(jax.customJvp, cell)],
])('%s of a model names its method call', (_name, call) => {
  expect(call).toThrow('call a model by its method, (model, x) => model.call(x)')
})

test('a dict among the operands of a loop is no options, whatever its keys are', () => {
  const step = (carry: JaxArray, {xs}: {xs: JaxArray}): [JaxArray, null] => [jnp.add(carry, xs), null]
  expect(String(lax.scan(step, jnp.zeros([]), {xs: jnp.arange(3)})[0])).toBe('Array(3., dtype=float32)')
})

test.each<[string, () => unknown, string]>([
  [
    'a camelCase option where a number is meant by place',
    () => untyped(optax.adam, {learningRate: 0.1}),
    'learning_rate of optax.adam must be a number or a schedule, but got a dict',
  ],
  [
    'a number in the place of a transformation',
    () => made(nnx.Optimizer, cell, 0.1, {wrt: nnx.Param}),
    'an Optimizer takes a transformation, such as optax.adam(1e-3), but got 0.1',
  ],
  [
    'a factory that was not called',
    () => made(nnx.Optimizer, cell, optax.adam, {wrt: nnx.Param}),
    'but got a function: call it',
  ],
  [
    'sizes that are no list',
    () => untyped(jnp.ones, 3, 4),
    'several sizes are one list, as in jnp.ones([3, 4])',
  ],
  ['a text for a shape', () => untyped(jnp.ones, '3'), 'sequences of concrete values of integer type'],
  [
    'a function that returns nothing',
    () =>
      untyped(
        jax.grad(() => undefined),
        0.5,
      ),
    'Output was None.',
  ],
])('%s gets a sentence', (_name, call, sentence) => {
  expect(call).toThrow(sentence)
})

test.each<[string, () => unknown, string]>([
  ['jnp.sin', () => untyped(jnp.sin, x, {dtype: 'float32'}), "an unexpected keyword argument 'dtype'"],
  ['jnp.add', () => untyped(jnp.add, x, x, {where: x}), 'it takes no options'],
  ['jnp.swapaxes', () => untyped(jnp.swapaxes, x, 0, 0, {order: 'C'}), 'it takes no options'],
  ['lax.exp', () => untyped(lax.exp, x, {accuracy: 1}), 'lax.exp got an unexpected'],
])('%s, which has no options, refuses an object of them', (_name, call, sentence) => {
  expect(call).toThrow(sentence)
})

test('jax.jit(jnp.add) is keyed on the parameters of jnp.add', () => {
  const session = new Session()
  const add = session.jaxJit(jnp.add)
  expect([add(1, 2), add(1, 2)].map(String)).toEqual(Array(2).fill('Array(3, dtype=int32, weak_type=True)'))
  expect(explain(session.trace).misses.length).toBe(1)
})

test.each<[string, () => unknown, string]>([
  ['x[0] of an array', () => named(x, '0'), 'x[0] is jnp.getitem(x, 0)'],
  ['x.length of an array', () => named(x, 'length'), 'an array has x.shape, here (2, 3), and x.size'],
  [
    'x[0] of a traced array',
    () => jax.evalShape((y: JaxArray): unknown => named(y, '0'), x),
    'x[0] is jnp.getitem(x, 0)',
  ],
  [
    'a misspelt property of a session',
    () => Object.assign(new Session(), {verfy: true}),
    'Session has no property verfy: did you mean verify?',
  ],
  ['a name of flax.linen', () => made(named(nnx, 'Dense'), 3), 'it is nnx.Linear'],
  ["Python's spelling of a function", () => untyped(named(nnx, 'fori_loop')), 'it is nnx.foriLoop'],
  ["Python's spelling in jax", () => untyped(named(jax, 'value_and_grad')), 'it is jax.valueAndGrad'],
  [
    'a class where a function is meant',
    () => untyped(nnx.evalShape, nnx.Linear),
    "must be a function, but got <class 'flax.nnx.nn.linear.Linear'>: JavaScript needs new, () => new Linear(…)",
  ],
  [
    'a partial of a model',
    () => untyped(nnx.cachedPartial, cell),
    'nnx.cachedPartial needs a function that nnx.jit has jitted',
  ],
  [
    'a partial of a function that is not jitted',
    () =>
      untyped(
        nnx.cachedPartial,
        function step() {
          return 0
        },
        cell,
      ),
    'but got the function step, which is not jitted: nnx.cachedPartial(nnx.jit(f), model)',
  ],
  [
    'a gradient by numbers that JavaScript takes for ints',
    () => untyped(jax.grad(jnp.sum), jnp.array([1.0, 2.0])),
    'JavaScript has one kind of number: 1.0 is 1, an int.',
  ],
])('%s gets a sentence', (_name, call, sentence) => {
  expect(call).toThrow(sentence)
})

test('a session takes properties of other names', () => {
  expect(Object.assign(new Session(), {lesson: 3})).toHaveProperty('lesson', 3)
})

const add = (a: JaxArray, b: JaxArray) => jnp.add(a, b)

test.each<[string, () => unknown, string]>([
  [
    'jax.vmap over axes of other sizes',
    () => jax.vmap(add)(x, jnp.ones([4])),
    '  * one axis had size 2: axis 0 of args[0] of type float32[2,3];\n  * one axis had size 4: axis 0 of args[1] of type float32[4]',
  ],
  [
    'jax.vmap over axes most of which have one size',
    () => jax.vmap((d: {a: JaxArray; b: JaxArray}, y: JaxArray) => add(d.a, y))({a: x, b: x}, jnp.ones([4])),
    "  * most axes (2 of them) had size 2, e.g. axis 0 of args[0]['a'] of type float32[2,3];\n  * one axis had size 4: axis 0 of args[1] of type float32[4]",
  ],
  [
    'jax.vmap with axes for one of two arguments',
    () => jax.vmap(add, {in_axes: [0]})(x, x),
    'but got len(in_axes)=1, len(args)=2',
  ],
  [
    'jax.vmap with a text for an axis',
    () => untyped(untyped(jax.vmap, add, {in_axes: '0'}), x, x),
    "but got '0'.",
  ],
  [
    'jax.vmap with an axis that a result does not have',
    () => jax.vmap(add, {out_axes: 5})(x, x),
    'axis 5 is out of bounds for array of dimension 2',
  ],
  [
    'jax.vmap with axes of another structure than the result',
    () => jax.vmap(add, {out_axes: [0, 1]})(x, x),
    'vmap out_axes specification must be a tree prefix of the corresponding value',
  ],
  [
    'lax.cond of two structures',
    () =>
      lax.cond(
        true,
        (y: JaxArray) => y,
        (y: JaxArray) => [y, y],
        x,
      ),
    'true_fun output is * but false_fun output is [*, *], where * is an array.\n\nRevise true_fun and/or false_fun',
  ],
  [
    'lax.cond of two types',
    () =>
      lax.cond(
        true,
        (y: JaxArray) => ({a: y}),
        (y: JaxArray) => ({a: jnp.sum(y)}),
        x,
      ),
    "The output of true_fun at path ['a'] has type float32[2,3] but the corresponding output of false_fun has type float32[], so the shapes do not match.",
  ],
  [
    'lax.switch of two dtypes',
    () => lax.switch(0, [(y: JaxArray) => y, (y: JaxArray) => y.astype('int32')], x),
    'The output of branch 0 has type float32[2,3] but the corresponding output of branch 1 has type int32[2,3], so the dtypes do not match.',
  ],
  [
    'lax.cond by a text',
    () => untyped(lax.cond, 'yes', jnp.sin, jnp.cos, x),
    "Pred must be a scalar, got 'yes' of type",
  ],
  [
    'lax.scan that hands on another structure',
    () => lax.scan((c: JaxArray, y: JaxArray) => [[c, c], y], 0, x),
    'The input carry is * but the carry output is [*, *], where * is an array.',
  ],
])('%s ends as in JAX, with what was given, where, and what to do', (_name, call, sentence) => {
  expect(call).toThrow(sentence)
})

test('attention takes its options right after the inputs that a call names', () => {
  const attend = new nnx.MultiHeadAttention({num_heads: 1, in_features: 3, decode: false, rngs})
  const mask = nnx.makeCausalMask(jnp.ones([2]))
  const long = attend.call(x, null, null, {mask}).tolist()
  expect(attend.call(x, {mask}).tolist()).toEqual(long)
  expect(attend.call(x, x, {mask}).tolist()).toEqual(long)
  expect(() => untyped(attend.call.bind(attend), x, {mas: mask})).toThrow('did you mean mask?')
})
