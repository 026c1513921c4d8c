import type {Lesson} from '../engine/index.ts'
import {template} from './template.ts'

const net = template(
  [
    'import jax.numpy as jnp',
    'from flax import nnx',
    '',
    'class {C}(nnx.Module):',
    '    def __init__(self, rngs):',
    '        self.{p} = nnx.Linear({n}, {n}, rngs=rngs)',
    '        self.{q} = nnx.Linear({n}, {n}, rngs=rngs)',
    '',
    '    def __call__(self, x):',
    '        return self.{q}(self.{p}(x))',
    '',
    '@nnx.jit',
    'def {f}(model, x):',
    '    return model(x)',
    '',
    'x = jnp.ones((2, {n}))',
    'model = {C}(nnx.Rngs({k}))',
  ],
  {
    'model.{p}': 'the layer `{p}`',
    'model.{q}': 'the layer `{q}`',
    '<model>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
)

const pair = template(
  [
    'import jax.numpy as jnp',
    'from flax import nnx',
    '',
    '@nnx.jit',
    'def {f}({p}, {q}, x):',
    '    return {p}(x) + {q}(x)',
    '',
    'x = jnp.ones((2, {n}))',
    'a = nnx.Linear({n}, {n}, rngs=nnx.Rngs({k}))',
    'b = nnx.Linear({n}, {n}, rngs=nnx.Rngs({l}))',
  ],
  {
    '{p}': 'the layer `{p}`',
    '{q}': 'the layer `{q}`',
    '<{p}>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
)

const arrays = template(
  [
    'import jax',
    'import jax.numpy as jnp',
    '',
    '@jax.jit',
    'def {f}({p}, {q}):',
    '    return {p} + {q}',
    '',
    'a = jnp.ones({n})',
    'b = jnp.zeros({n})',
  ],
  {
    '{p}': 'shape or type of `{p}`',
    '{q}': 'shape or type of `{q}`',
    '<{p}>': 'the numbers',
  },
)

const forward = 'forward(model, x)'

const model =
  'import jax.numpy as jnp\nfrom flax import nnx\n\nclass Net(nnx.Module):\n    def __init__(self, rngs):\n        self.embed = nnx.Linear(4, 4, rngs=rngs)\n        self.out = nnx.Linear(4, 4, rngs=rngs)\n\n    def __call__(self, x):\n        return self.out(self.embed(x))\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nx = jnp.ones((2, 4))\nmodel = Net(nnx.Rngs(0))\n'

export const shared: Lesson = {
  id: 'shared',
  title: 'One array in two places',
  about: 'Tied weights and shared layers: equal is not the same.',
  sources: [
    {title: 'Flax: NNX basics', url: 'https://flax.readthedocs.io/en/stable/nnx_basics.html'},
    {title: 'Why Flax NNX', url: 'https://flax.readthedocs.io/en/stable/why.html'},
  ],
  parts: {
    'model.embed': 'the layer `embed`',
    'model.out.kernel': 'the weights of `out`',
    'model.out.use_bias': 'whether `out` has a bias',
    '<model>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
  steps: [
    {
      code: `${model}${forward}`,
      say: 'Two layers, each with weights of its own, which it calls its *kernel*. Language models often use one array for both ends: *tied* weights.',
    },
    {
      code: `model.out.kernel[...] = model.embed.kernel[...]\n${forward}`,
      ask: 'again',
      why: 'Numbers were copied. There are still two arrays, which are equal.',
      counters: {miss: 'forward(model, x[:1])'},
    },
    {
      code: `model.out.kernel = model.embed.kernel\n${forward}`,
      ask: 'again',
      why: 'Now one object stands in two places. The graphdef says so: the second place only points to the first. A program that writes into one of them has to know.',
      counters: {
        hit: `model = Net(nnx.Rngs(7))\n${forward}`,
        '<model>': `model.embed.kernel[...] = jnp.zeros((4, 4))\n${forward}`,
      },
    },
    {
      code: `model.embed.kernel[...] = jnp.ones((4, 4))\n${forward}`,
      ask: 'again',
      why: 'Data as before. Both layers have the new numbers.',
      counters: {miss: `model.out.bias = model.embed.bias\n${forward}`},
    },
    {
      code: `model.out.kernel = nnx.Param(model.embed.kernel[...])\n${forward}`,
      ask: 'again',
      why: 'A new object with the same numbers: untied. That program was kept.',
      counters: {
        miss: `model.out.kernel = nnx.Param(\n    jnp.ones((4, 4), jnp.bfloat16))\n${forward}`,
      },
    },
    {
      code: `model.out = model.embed\n${forward}`,
      ask: 'again',
      why: 'Here the whole layer is one. That is another structure than one array in two layers.',
      counters: {
        hit: `model = Net(nnx.Rngs(8))\n${forward}`,
        '<model>': `model.out.kernel[...] = jnp.zeros((4, 4))\n${forward}`,
      },
    },
    {
      code: '\n@nnx.jit\ndef both(a, b, x):\n    return a(x) + b(x)\n\none = nnx.Linear(4, 4, rngs=nnx.Rngs(0))\ntwo = nnx.Linear(4, 4, rngs=nnx.Rngs(1))\nboth(one, two, x)',
      say: 'Two arguments can be one object, too.',
    },
    {
      code: 'copy = nnx.clone(one)\nfor a, b in ((two, one), (one, one), (two, two), (one, copy)):\n    both(a, b, x)',
      ask: 'count',
      why: 'Only `(one, one)`. Which object it is does not count, only that it is there twice.',
    },
    {
      code: '\n@nnx.jit(graph=False)\ndef summed(a, b, x):\n    return a(x) + b(x)\n\ntry:\n    summed(one, one, x)\nexcept ValueError as error:\n    print(type(error).__name__)',
      say: 'With `graph=False` a model is a *tree*, where nothing can be shared, and this call is refused.',
    },
    {
      code: `${model}for scale in (1.0, 0.5, 0.25):\n    forward(model, x)\n    model.out.kernel = model.embed.kernel\n    model.embed.kernel[...] = jnp.eye(4) * scale\n    print(forward(model, x))\n`,
      ask: 'edit',
      task: 'The first call compiles a program that no other call needs. Tie the weights in time.',
      most: 1,
      why: 'Structure first, then calls.',
    },
  ],
  holes: {
    'f C p q': [
      ['predict', 'Net', 'first', 'second'],
      ['encode', 'Coder', 'inward', 'outward'],
      ['translate', 'Model', 'source', 'target'],
      ['score', 'Judge', 'left', 'right'],
    ],
    'k l': [2, 3, 4, 5, 6, 7],
    n: [3, 8, 10, 16],
  },
  variants: [
    pair(['{f}(a, b, x)', '{f}(b, a, x)'], 'Two objects, in either order.'),
    pair(['{f}(a, a, x)', '{f}(b, b, x)'], 'One object twice, as before.'),
    pair(['{f}(a, b, x)', '{f}(a, nnx.clone(a), x)'], 'A copy is an object of its own.'),
    net(
      ['{f}(model, x)', 'model.{q}.kernel[...] = model.{p}.kernel[...]', '{f}(model, x)'],
      'Equal, but not the same.',
    ),
    net(
      [
        'model.{q}.kernel = model.{p}.kernel',
        '{f}(model, x)',
        'model.{q}.kernel[...] = jnp.ones(({n}, {n}))',
        '{f}(model, x)',
      ],
      'Tied before and after.',
    ),
    net(
      [
        'model.{q}.kernel = model.{p}.kernel',
        '{f}(model, x)',
        'model = {C}(nnx.Rngs({l}))',
        'model.{p}.kernel = model.{q}.kernel',
        '{f}(model, x)',
      ],
      'Tied from the other end: the same two places are one.',
    ),
    arrays(['{f}(a, b)', '{f}(a, a)'], 'Your rule breaks here: of plain arrays only shape and type count.'),
    pair(['{f}(a, b, x)', '{f}(a, a, x)'], 'Two objects, then one.'),
    pair(['{f}(b, b, x)', '{f}(b, a, x)'], 'One object, then two.'),
    net(['{f}(model, x)', 'model.{q}.kernel = model.{p}.kernel', '{f}(model, x)'], 'One kernel for both.'),
    net(['{f}(model, x)', 'model.{q} = model.{p}', '{f}(model, x)'], 'One layer for both.'),
    pair(
      ['{f}(a, b, x)', 'b.bias = a.bias', '{f}(a, b, x)'],
      'Even a part of one argument may be a part of another.',
    ),
  ],
  takeaway:
    'JAX looks at which places of a model are one object, not at whose numbers are equal. To tie or untie is to change structure: do it before the first call.',
}
