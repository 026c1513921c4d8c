import type {Lesson} from '../engine/index.ts'
import {models} from './names.ts'
import {template} from './template.ts'

const head = ['import jax', 'import jax.numpy as jnp', 'from flax import nnx', '']

const pure = [
  '@jax.jit',
  'def pure(graphdef, state, x):',
  '    model = nnx.merge(graphdef, state)',
  '    return model(x), nnx.state(model)',
  '',
]

const forward = [
  'def {f}({m}, x):',
  '    graphdef, state = nnx.split({m})',
  '    y, state = pure(graphdef, state, x)',
  '    nnx.update({m}, state)',
  '    return y',
  '',
]

const parts = {
  graphdef: 'the graphdef',
  state: 'shape or type of the state',
  '<state>': 'the numbers in the state',
  x: 'shape or type of `x`',
  '<x>': 'the numbers in `x`',
}

const made = template([...head, ...pure, ...forward, 'x = jnp.ones(({n}, {k}))'], parts)

const whole = template(
  [
    ...head,
    ...pure,
    'x = jnp.ones(({n}, {k}))',
    '{m} = nnx.Linear({k}, {l}, rngs=nnx.Rngs(0))',
    'graphdef, state = nnx.split({m})',
    'pure(graphdef, state, x)',
  ],
  parts,
)

const closed = template(
  [
    ...head,
    'x = jnp.ones(({n}, {k}))',
    '{m} = nnx.Linear({k}, {l}, rngs=nnx.Rngs(0))',
    'graphdef, state = nnx.split({m})',
    '',
  ],
  {...parts, '{f}': 'the function'},
)

export const byhand: Lesson = {
  id: 'byhand',
  title: 'nnx.jit by hand',
  about: 'Split, merge, update: what stands between a model and a compiled program.',
  sources: [
    {
      title: 'Flax: performance considerations',
      url: 'https://flax.readthedocs.io/en/stable/guides/performance.html',
    },
    {title: 'flax#4329', url: 'https://github.com/google/flax/issues/4329'},
  ],
  parts: {
    pure: 'the function',
    graphdef: 'the graphdef',
    state: 'shape or type of the state',
    '<state>': 'the numbers in the state',
    x: 'shape or type of `x`',
  },
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom flax import nnx\n\ndef naive(model, x):\n    graphdef, state = nnx.split(model)\n    @jax.jit\n    def pure(state, x):\n        return nnx.merge(graphdef, state)(x)\n    return pure(state, x)\n\nx = jnp.arange(8.0).reshape(4, 2)\nnorm = nnx.BatchNorm(2, rngs=nnx.Rngs(0))\nnaive(norm, x)',
      say: '`jax.jit` knows no models. `nnx.split` takes one apart, into structure and numbers; `nnx.merge` is the way back. So `nnx.jit` can be built by hand. A first try.',
    },
    {
      code: 'naive(norm, x)',
      ask: 'again',
      why: '`naive` defines `pure` anew in each call, and a function equals only itself.',
      counters: {
        hit: 'fast = jax.jit(lambda state, x: x)\nfast(nnx.state(norm), x)\nfast(nnx.state(norm), x)',
        '<state>':
          'fast = jax.jit(lambda state, x: x)\nfast(nnx.state(norm), x)\nnorm.mean[...] = jnp.ones(2)\nfast(nnx.state(norm), x)',
      },
    },
    {
      code: '\n@jax.jit\ndef pure(graphdef, state, x):\n    return nnx.merge(graphdef, state)(x)\n\ndef better(model, x):\n    graphdef, state = nnx.split(model)\n    return pure(graphdef, state, x)\n\nbetter(norm, x)',
      say: 'Now `pure` is defined once, and the structure is an argument. JAX takes a graphdef as *static* by itself: it compares its value.',
    },
    {
      code: 'norm = nnx.BatchNorm(2, rngs=nnx.Rngs(1))\nbetter(norm, x)',
      ask: 'again',
      why: 'A new model has a new graphdef. It is equal to the old one, and that is enough.',
      counters: {miss: 'better(norm, x[:3])'},
    },
    {
      code: 'norm.eval()\nbetter(norm, x)',
      ask: 'again',
      why: 'The mode is a setting, so it stands in the graphdef.',
      counters: {
        hit: 'norm.train()\nbetter(norm, x)',
        '<state>': 'norm.mean[...] = jnp.ones(2)\nbetter(norm, x)',
      },
    },
    {
      code: 'norm.train()\nfor _ in range(3):\n    better(norm, x)\nprint(norm.mean[...])',
      ask: 'prints',
      others: ['[nan nan]'],
      why: '`pure` trained the copy that it had merged, and nobody took the new averages out. Your `norm` has still those it was made with.',
    },
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom flax import nnx\n\n@jax.jit\ndef pure(graphdef, state, x):\n    ____\n    y = model(x)\n    ____\n\ndef forward(model, x):\n    ____\n    y, state = pure(graphdef, state, x)\n    ____\n    return y\n\nx = jnp.arange(8.0).reshape(4, 2)\nnorm = nnx.BatchNorm(2, rngs=nnx.Rngs(0))\nfor _ in range(3):\n    forward(norm, x)\nprint(norm.mean[...])\n',
      ask: 'fill',
      task: 'Make a `forward` that does what one under `nnx.jit` does: the state goes in, and comes back.',
      lines: [
        'graphdef, state = nnx.split(model)',
        'return y',
        'model = nnx.merge(graphdef, state)',
        'nnx.update(model, state)',
        'model = nnx.clone(model)',
        'return y, nnx.state(model)',
      ],
      like: 'import jax.numpy as jnp\nfrom flax import nnx\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nx = jnp.arange(8.0).reshape(4, 2)\nnorm = nnx.BatchNorm(2, rngs=nnx.Rngs(0))\nfor _ in range(3):\n    forward(norm, x)\nprint(norm.mean[...])\n',
      why: 'Split, run, update: this is `nnx.jit`. It makes one program, and loses nothing.',
    },
  ],
  holes: {
    'f m': models,
    'k l': [2, 3, 4, 5, 6, 7],
    n: [4, 8, 10, 16],
  },
  variants: [
    made(
      ['{m} = nnx.BatchNorm({k}, rngs=nnx.Rngs(0))', '{f}({m}, x)', '{f}({m}, x * {l})'],
      'The averages that came back are numbers.',
    ),
    made(
      [
        '{m} = nnx.Linear({k}, {l}, rngs=nnx.Rngs(0))',
        '{f}({m}, x)',
        '{m} = nnx.Linear({k}, {l}, rngs=nnx.Rngs({l}))',
        '{f}({m}, x)',
      ],
      'Two models, equal graphdefs.',
    ),
    whole(
      ['zeros = jax.tree.map(jnp.zeros_like, state)', 'pure(graphdef, zeros, x)'],
      'The same structure, other numbers.',
    ),
    whole(
      ['other = nnx.merge(graphdef, state)', 'pure(*nnx.split(other), x)'],
      'What is merged and split again has an equal graphdef.',
    ),
    closed(
      [
        '@jax.jit',
        'def {f}(state, x):',
        '    return nnx.merge(graphdef, state)(x)',
        '',
        '{f}(state, x)',
        '{m}.note = "best of {l}"',
        'graphdef, state = nnx.split({m})',
        '{f}(state, x)',
      ],
      'Your rule breaks here: this graphdef is no argument. The old program runs, with the old structure.',
    ),
    made(
      ['{m} = nnx.Dropout(0.{k}, rngs=nnx.Rngs(0))', '{f}({m}, x)', '{m}.rate = 0.{l}', '{f}({m}, x)'],
      'The rate is a setting.',
    ),
    made(
      ['{m} = nnx.BatchNorm({k}, rngs=nnx.Rngs(0))', '{f}({m}, x)', '{f}({m}, x[:2])'],
      'The structure fits, the batch does not.',
    ),
    whole(
      ['{m}.note = "best of {l}"', 'pure(*nnx.split({m}), x)'],
      'A text on the model stands in its graphdef.',
    ),
    whole(
      ['halves = jax.tree.map(lambda a: a.astype(jnp.bfloat16), state)', 'pure(graphdef, halves, x)'],
      'Numbers of another type: what half precision does.',
    ),
    closed(
      [
        'def make():',
        '    @jax.jit',
        '    def {f}(state, x):',
        '        return nnx.merge(graphdef, state)(x)',
        '    return {f}',
        '',
        'make()(state, x)',
        'make()(state, x)',
      ],
      'The same graphdef in two functions.',
    ),
  ],
  takeaway:
    '`nnx.jit` splits a model, passes its graphdef as static and its state as data, and writes the new state back. A function made inside of a call is a new one.',
}
