import type {Lesson} from '../engine/index.ts'
import {models} from './names.ts'
import {template} from './template.ts'

const head = [
  'import jax',
  'import jax.numpy as jnp',
  'from flax import nnx',
  '',
  '@nnx.jit',
  'def {f}({m}, x):',
  '    return {m}(x)',
  '',
  'x = jnp.ones((2, {n}))',
]

const layer = template(
  [
    ...head,
    '{m} = nnx.Linear({n}, {k}, rngs=nnx.Rngs(0))',
    '{f}({m}, x)',
    'graphdef, state = nnx.split({m})',
  ],
  {
    '{m}.note {m}.in_features {m}.out_features {m}.use_bias': 'the graphdef: structure and settings',
    '{m}.kernel {m}.bias': 'shape or type of the weights',
    '<{m}>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
)

const dropping = template(
  [...head, '{m} = nnx.Dropout(0.{k}, rngs=nnx.Rngs(0))', '{f}({m}, x)', 'graphdef, state = nnx.split({m})'],
  {
    '{m}.rate': 'the rate',
    '{m}.deterministic': 'train or eval',
    '<{m}>': 'the random numbers',
    x: 'shape or type of `x`',
  },
)

const twins =
  'import jax.numpy as jnp\nfrom flax import nnx\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nx = jnp.ones((2, 4))\na = nnx.Linear(4, 3, rngs=nnx.Rngs(0))\nb = nnx.clone(a)\n\nsame = (forward(a, x) == forward(b, x)).all()\nprint("same result:", same)\n'

export const split: Lesson = {
  id: 'split',
  title: 'Split and merge',
  about: 'Take a model apart and put it together: what each half knows.',
  sources: [
    {title: 'Flax: NNX basics', url: 'https://flax.readthedocs.io/en/stable/nnx_basics.html'},
    {
      title: 'Flax: functional API',
      url: 'https://flax.readthedocs.io/en/stable/api_reference/flax.nnx/graph.html',
    },
    {title: 'flax#4329', url: 'https://github.com/google/flax/issues/4329'},
  ],
  parts: {
    'model.note model.in_features model.out_features model.use_bias': 'the graphdef: structure and settings',
    'model.kernel model.bias': 'shape or type of the weights',
    '<model>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom flax import nnx\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nx = jnp.ones((2, 4))\nmodel = nnx.Linear(4, 3, rngs=nnx.Rngs(0))\nforward(model, x)',
      say: '`nnx.jit` takes a model apart. You can too: `nnx.split` gives its *graphdef* (structure) and *state* (weights), and `nnx.merge` makes a model of both.',
    },
    {
      code: 'graphdef, state = nnx.split(model)\nforward(nnx.merge(graphdef, state), x)',
      ask: 'again',
      why: 'Nothing is lost on the way: a new object with the same structure and weights. Next, `jax.tree.map` calls a function for each array of a state: `astype` makes another type of it, floats of 16 bits.',
      counters: {miss: 'forward(nnx.merge(graphdef, state), x[:1])'},
    },
    {
      code: 'half = jax.tree.map(lambda w: w.astype(jnp.bfloat16), state)\nforward(nnx.merge(graphdef, half), x)',
      ask: 'again',
      why: 'The graphdef is the same, but the key has the state in it too, by shape and type.',
      counters: {
        hit: 'forward(nnx.merge(graphdef, state), x)',
        '<model>': 'double = jax.tree.map(lambda w: w * 2, state)\nforward(nnx.merge(graphdef, double), x)',
      },
    },
    {
      code: 'model.note = "tuned"\nforward(nnx.merge(graphdef, state), x)',
      ask: 'again',
      why: 'A graphdef is a picture of the moment. It was taken before the note, and never changes.',
      counters: {miss: 'forward(nnx.clone(model), x)'},
    },
    {
      code: 'graphdef, state = nnx.split(model)\nforward(nnx.merge(graphdef, state), x)',
      ask: 'again',
      why: 'Taken anew, it has the note, a setting like any other. Next, `nnx.update` puts a state into a model that is there. Unlike `[...] =`, it brings the types of its arrays.',
      counters: {
        hit: 'del model.note\nforward(nnx.merge(*nnx.split(model)), x)',
        '<model>': 'zero = jax.tree.map(jnp.zeros_like, state)\nforward(nnx.merge(graphdef, zero), x)',
      },
    },
    {
      code: 'saved = jax.tree.map(lambda w: w + 1, state)\nnnx.update(model, saved)\nforward(model, x)',
      ask: 'again',
      why: 'So one loads saved weights. Structure and types are those of the call before: its program fits.',
      counters: {miss: 'nnx.update(model, half)\nforward(model, x)'},
    },
    {
      code: 'for seed in range(3):\n    fresh = nnx.Linear(4, 3, rngs=nnx.Rngs(seed))\n    graphdef, state = nnx.split(fresh)\n    forward(nnx.merge(graphdef, state), x)\n    forward(nnx.merge(graphdef, half), x)',
      ask: 'count',
      why: 'Three graphdefs, all equal, and two types of weights, all seen.',
    },
    {
      code: twins,
      ask: 'edit',
      task: 'Two models, one program. Now let `b` give another result, and compile nothing for it.',
      most: 1,
      prints: 'same result: False',
      hints: [
        'The call of `b` may not change its key: leave its structure and settings alone.',
        'What is in no key are the numbers in its weights.',
        '`b.kernel[...] = …` writes other numbers; so does `nnx.update` with another state.',
      ],
      why: 'Equal graphdefs, other numbers: one program.',
    },
    {
      code: twins,
      ask: 'edit',
      task: 'The other way round: the same result, and yet a program for each.',
      most: 2,
      least: 2,
      hints: [
        'Leave the numbers alone. Something has to differ in the key.',
        'A setting that the layer does not read changes no result.',
        'An attribute of your own is a setting: `b.note = "tuned"`.',
      ],
      why: 'Other structure, the same numbers: JAX compares structure, not what is computed.',
    },
  ],
  holes: {
    'f m': models,
    'k l': [2, 3, 4, 5, 6, 7],
    n: [3, 8, 10, 16],
  },
  variants: [
    layer(['{m} = nnx.merge(graphdef, state)', '{f}({m}, x)'], 'Apart and together: the same key.'),
    layer(['{f}(nnx.clone({m}), x)'], 'A copy is of the same structure.'),
    layer(
      ['zero = jax.tree.map(jnp.zeros_like, state)', '{f}(nnx.merge(graphdef, zero), x)'],
      'Other numbers of the same shape and type.',
    ),
    layer(
      [
        'other = nnx.Linear({n}, {k}, rngs=nnx.Rngs({l}))',
        'nnx.update({m}, nnx.state(other))',
        '{f}({m}, x)',
      ],
      '`update` writes the weights of another.',
    ),
    layer(
      ['{m}.note = "best of {l}"', '{f}(nnx.merge(graphdef, state), x)'],
      'The graphdef is older than the note.',
    ),
    layer(
      [
        'graphdef, kernels, rest = nnx.split(',
        '    {m}, nnx.PathContains("kernel"), ...)',
        '{f}(nnx.merge(graphdef, rest, kernels), x)',
      ],
      'Several states, in another order: the same model.',
    ),
    dropping(
      ['{m}.eval()', '{f}({m}, x)', '{f}(nnx.merge(graphdef, state), x)'],
      'The graphdef still trains, and that program was kept.',
    ),
    layer(['{m}.note = "best of {l}"', '{f}(nnx.merge(*nnx.split({m})), x)'], 'The note was there before.'),
    layer(
      ['first = jax.tree.map(lambda w: w[..., :1], state)', '{f}(nnx.merge(graphdef, first), x)'],
      'The same graphdef, other shapes.',
    ),
    layer(
      [
        'half = jax.tree.map(',
        '    lambda w: w.astype(jnp.bfloat16), state)',
        'nnx.update({m}, half)',
        '{f}({m}, x)',
      ],
      '`update` brings its types.',
    ),
    dropping(['{m}.eval()', '{f}(nnx.merge(*nnx.split({m})), x)'], 'It was split after `eval()`.'),
    layer(['{f}(nnx.merge(graphdef, state), x[:1])'], 'The model fits, the batch does not.'),
  ],
  takeaway:
    'A graphdef is the structure at one moment, a state the weights. Merged, they are the model again, and make its key: the graphdef by value, the state by shape and type.',
}
