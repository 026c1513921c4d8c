import type {Lesson} from '../engine/index.ts'
import {models} from './names.ts'
import {template} from './template.ts'

const head = [
  'import jax.numpy as jnp',
  'from flax import nnx',
  '',
  '@nnx.jit',
  'def {f}({m}, x):',
  '    return {m}(x)',
  '',
]

const call = '{f}({m}, jnp.ones((2, {n})))'

const layer = template([...head, '{m} = nnx.Linear({n}, {k}, rngs=nnx.Rngs(0))', call], {
  '{m}.use_bias': 'whether it has a bias',
  '{m}.bias': 'the bias',
  '{m}.kernel': 'shape or type of the weights',
  '{m}.note': 'the note',
  '<{m}>': 'the numbers in the weights',
  x: 'shape or type of `x`',
})

const dropping = template([...head, '{m} = nnx.Dropout(0.{k}, rngs=nnx.Rngs(0))', call], {
  '{m}.rate': 'the rate',
  '{m}.deterministic': 'train or eval',
  '<{m}>': 'the random numbers',
  x: 'shape or type of `x`',
})

const forward = 'forward(model, jnp.ones((2, 4)))'

export const halves: Lesson = {
  id: 'halves',
  title: 'A model is structure and numbers',
  about: 'Why training compiles once, and a dropout rate compiles again.',
  sources: [
    {title: 'Flax: NNX basics', url: 'https://flax.readthedocs.io/en/stable/nnx_basics.html'},
    {title: 'flax#4329', url: 'https://github.com/google/flax/issues/4329'},
  ],
  parts: {
    'model.drop.rate': 'the dropout rate',
    'model.drop.deterministic': 'whether dropout is off',
    'model.layers': 'the layers',
    'model.layers.0.kernel model.layers.0.bias': 'shape or type of the weights',
    '<model>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
  steps: [
    {
      code: 'import jax.numpy as jnp\nfrom flax import nnx\n\nclass Net(nnx.Module):\n    def __init__(self, rngs):\n        self.layers = nnx.List([\n            nnx.Linear(4, 4, rngs=rngs)])\n        self.drop = nnx.Dropout(0.5, rngs=rngs)\n\n    def __call__(self, x):\n        for layer in self.layers:\n            x = layer(x)\n        return self.drop(x)\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n',
      say: 'Flax’s `nnx` makes models of *layers*, which keep numbers, their *weights*: `nnx.Linear(4, 4)` makes four numbers of four by a 4 × 4 table, its `kernel`, drawn at random from `rngs`, and adds a `bias`. `nnx.Dropout(0.5)` sets half of its input to zero. `nnx.jit` is `jax.jit` for functions that take models.',
    },
    {
      code: `model = Net(nnx.Rngs(0))\n${forward}`,
      say: '`jnp.ones((2, 4))` is a *batch* of two rows. `nnx.jit` takes the model apart. Its *graphdef* is the structure: layers and settings, in the key by value. Its *state* is the weights, in the key by shape and type. `[...] =` writes into them.',
    },
    {
      code: `model.layers[0].kernel[...] = jnp.zeros((4, 4))\n${forward}`,
      ask: 'again',
      why: 'Weights are data. Training changes all of them at each step, and compiles nothing.',
      counters: {miss: 'forward(model, jnp.ones((5, 4)))'},
    },
    {
      code: `model.drop.rate = 0.1\n${forward}`,
      ask: 'again',
      why: 'What the model keeps in arrays (weights, averages, random numbers) is data. What it keeps as plain Python values (a number, text, flag), read or not, is a setting: structure.',
      counters: {
        hit: `model.drop.rate = 0.5\n${forward}`,
        '<model>': `model.layers[0].kernel[...] = jnp.ones((4, 4))\n${forward}`,
      },
    },
    {
      code: `model = Net(nnx.Rngs(1))\n${forward}`,
      ask: 'again',
      why: 'New weights, the same structure, rate `0.5` again: the first program was kept. Next, `eval()`, for use after training, turns dropout off; `train()` turns it on.',
      counters: {miss: `model.drop.rate = 0.9\n${forward}`},
    },
    {
      code: `model.eval()\n${forward}`,
      ask: 'again',
      why: 'It does so by a setting, `deterministic`.',
      counters: {
        hit: `model.drop.deterministic = False\n${forward}`,
        '<model>': `model.layers[0].kernel[...] = jnp.ones((4, 4))\n${forward}`,
      },
    },
    {
      code: `for _ in range(3):\n    model.train()\n    ${forward}\n    model.eval()\n    ${forward}`,
      ask: 'count',
      why: 'Both programs were kept.',
    },
    {
      code: `model.layers.append(\n    nnx.Linear(4, 4, rngs=nnx.Rngs(2)))\n${forward}`,
      ask: 'again',
      why: 'A layer more: more structure, and more weights.',
      counters: {
        hit: `model = Net(nnx.Rngs(3))\nmodel.eval()\n${forward}`,
        '<model>': `model.layers[1].kernel[...] = jnp.zeros((4, 4))\n${forward}`,
      },
    },
    {
      code: `model.layers[1].kernel[...] = jnp.full((4, 4), 2)\n${forward}`,
      ask: 'again',
      why: '`[...] =` writes into the array that is there: its type stays. Another array put in its place, by `nnx.Param`, brings its own, such as `jnp.bfloat16`, floats of 16 bits.',
      counters: {miss: `model.layers[1].kernel = nnx.Param(\n    jnp.full((4, 4), 2))\n${forward}`},
    },
    {
      code: 'import jax.numpy as jnp\nfrom flax import nnx\n\nclass Scale(nnx.Module):\n    def __init__(self, by):\n        self.by = by\n\n    def __call__(self, x):\n        return x * self.by\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nmodel = Scale(1.0)\nfor by in (1.0, 0.5, 0.25):\n    model.by = by\n    print(forward(model, jnp.ones(3)))\n',
      ask: 'edit',
      task: '`by` changes often. Make it data: an `nnx.Variable` holds an array; `variable[...]` reads and writes it.',
      most: 1,
      why: 'What changes often is better data.',
    },
  ],
  holes: {
    'f m': models,
    'k l': [2, 3, 4, 5, 6, 7],
    n: [3, 8, 10, 16],
  },
  variants: [
    layer(['{m} = nnx.Linear({n}, {k}, rngs=nnx.Rngs({l}))', call], 'Another object, the same structure.'),
    layer(['{m}.kernel[...] = {m}.kernel[...] * 0.{l}', call], 'Other numbers.'),
    layer(['{m}.eval()', call], 'Your rule breaks here: a `Linear` has no such setting.'),
    layer(['{m}.bias = nnx.Param(jnp.ones({k}))', call], 'The same shape and type.'),
    layer(['{f}({m}, jnp.ones((1, {n})))'], 'A smaller batch: another shape.'),
    layer(
      ['{m} = nnx.Linear({n}, {k}, use_bias=False,', '    rngs=nnx.Rngs(0))', call],
      'A setting, and the bias is gone.',
    ),
    layer(['{m}.note = "best of {l}"', call], 'A text is a setting, read or not.'),
    layer(
      ['{m}.kernel = nnx.Param(', '    jnp.ones(({n}, {k}), jnp.bfloat16))', call],
      '`bfloat16` is another type.',
    ),
    dropping(['{m}.rate = 0.{l}', call], 'A setting.'),
    dropping(['{m}.eval()', call], 'A setting.'),
    dropping(['{m} = nnx.Dropout(0.{k}, rngs=nnx.Rngs({l}))', call], 'Other random numbers are data.'),
    dropping(['{m}.eval()', call, '{m}.train()', call], 'Both programs were kept.'),
  ],
  takeaway:
    'A model’s structure and settings are in the key by value, its weights by shape and type. A new instance costs nothing; a changed setting compiles.',
}
