import type {Lesson} from '../engine/index.ts'
import {models} from './names.ts'
import {template} from './template.ts'

const call = '{f}({m}, x)'

const layer = (made: string) =>
  template(
    [
      'import jax.numpy as jnp',
      'from flax import nnx',
      '',
      '@nnx.jit',
      'def {f}({m}, x):',
      '    return {m}(x)',
      '',
      'x = jnp.ones(({n}, {k}))',
      `{m} = nnx.${made}`,
      call,
    ],
    {
      '{m}.deterministic': 'train or eval',
      '{m}.use_running_average': 'train or eval',
      '{m}.rate': 'the rate',
      '<{m}>': 'the numbers in the layer',
      x: 'shape or type of `x`',
      '<x>': 'the numbers in `x`',
    },
  )

const dropout = layer('Dropout(0.{k}, rngs=nnx.Rngs(0))')
const batchNorm = layer('BatchNorm({k}, rngs=nnx.Rngs(0))')
const linear = layer('Linear({k}, {l}, rngs=nnx.Rngs(0))')
const layerNorm = layer('LayerNorm({k}, rngs=nnx.Rngs(0))')

const flag = template(['import jax', 'import jax.numpy as jnp', 'from functools import partial', ''], {
  train: '`train`',
  x: 'shape or type of `x`',
  '<x>': 'the numbers in `x`',
})
const called = ['', 'x = jnp.ones({n})', '{f}(x, train=True)', '{f}(x, train=False)']

export const modes: Lesson = {
  id: 'modes',
  title: 'Train and eval',
  about: 'What a switch of mode costs, and what only looks like one.',
  sources: [
    {title: 'Flax: NNX basics', url: 'https://flax.readthedocs.io/en/stable/nnx_basics.html'},
    {title: 'pytorch#110803', url: 'https://github.com/pytorch/pytorch/issues/110803'},
  ],
  parts: {
    'model.use_running_average': 'train or eval',
    'model.momentum': 'the momentum: how slowly the average follows',
    '<model>': 'the numbers in the layer',
    x: 'shape or type of `x`',
    '<x>': 'the numbers in `x`',
  },
  steps: [
    {
      code: 'import jax.numpy as jnp\nfrom flax import nnx\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nx = jnp.ones((8, 4))\ndrop = nnx.Dropout(0.5, rngs=nnx.Rngs(0))\nforward(drop, x)',
      say: 'In training, `Dropout` sets numbers to zero; in use it must not. `eval()` and `train()` switch its *mode*, which is a setting: `deterministic`, true in use. A new layer is in training.',
    },
    {
      code: 'for epoch in range(5):\n    drop.train()\n    forward(drop, x)\n    drop.eval()\n    forward(drop, x)',
      ask: 'count',
      why: 'Only the first call in the other mode. From then on both programs are there.',
      torch: 'Two programs as well: each holds for one mode, and both stay.',
    },
    {
      code: 'for n in (8, 3):\n    for switch in (drop.train, drop.eval):\n        switch()\n        forward(drop, x[:n])',
      ask: 'count',
      why: 'Two modes, two shapes, four programs. The last, smaller batch of a data set compiles once for each mode.',
      torch:
        'Four programs as well. But the second for a mode takes any size: a third batch compiles nothing.',
    },
    {
      code: '\nnorm = nnx.BatchNorm(4, rngs=nnx.Rngs(0))\nforward(norm, x)',
      say: '`BatchNorm` measures its batch in training, and keeps a running average, which `momentum` slows down. In use it takes the average instead: `use_running_average`.',
    },
    {
      code: 'forward(norm, x * 3)',
      ask: 'again',
      why: 'The batch is data, and so is the average, though it was just changed.',
      counters: {miss: 'norm.momentum = 0.5\nforward(norm, x * 3)'},
    },
    {
      code: 'norm.eval()\nforward(norm, x)',
      ask: 'again',
      why: 'To measure and to look up are two programs.',
      counters: {
        hit: 'norm.train()\nforward(norm, x)',
        '<model>': 'norm.mean[...] = jnp.ones(4)\nforward(norm, x)',
        '<x>': 'forward(norm, x * 7)',
      },
    },
    {
      code: 'norm.eval()\nforward(norm, x)',
      ask: 'again',
      why: 'It was in that mode. What counts is the setting, not that it was set again.',
      counters: {miss: 'forward(norm, x[:2])'},
    },
    {
      code: 'import jax.numpy as jnp\nfrom flax import nnx\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\ndrop = nnx.Dropout(0.5, rngs=nnx.Rngs(0))\nx = jnp.ones((8, 4))\nfor epoch in range(2):\n    drop.rate = 0.5\n    forward(drop, x)\n    drop.rate = 0.0\n    print("check", forward(drop, x).sum())\ndrop.eval()\nprint("use", forward(drop, x).sum())\n',
      ask: 'edit',
      task: 'To check, this loop turns dropout off by its rate, which costs a third program. Switch the mode instead.',
      most: 2,
      why: 'One way to say a thing, one program.',
    },
  ],
  holes: {
    'f m': models,
    'k l': [2, 3, 4, 5, 6, 7],
    n: [4, 8, 10, 16],
  },
  variants: [
    dropout(['{m}.train()', call], 'A new layer trains already.'),
    dropout(['{m}.eval()', call, '{m}.train()', call], 'Both programs were kept.'),
    batchNorm(['{f}({m}, x + {l})'], 'What it measures is data.'),
    linear(
      ['{m}.eval()', call],
      'Your rule breaks here: `Linear` is the same in both modes, and has no setting for it.',
    ),
    layerNorm(
      ['{m}.eval()', call],
      'Your rule breaks here: `LayerNorm` measures each row anew, always. It has no mode.',
    ),
    flag(
      ['@jax.jit', 'def {f}(x, train):', '    return jnp.where(train, x * {k}, x)', ...called],
      'Here the mode is passed as data: one program does both.',
    ),
    dropout(['{m}.eval()', call], 'The other mode, for the first time.'),
    batchNorm(['{m}.eval()', call], 'The other mode, for the first time.'),
    dropout(['{m}.rate = 0.0', call], 'As good as `eval()`, but another setting.'),
    dropout(['{m}.eval()', call, '{f}({m}, x[:2])'], 'The mode fits, the batch is smaller.'),
    flag(
      [
        '@partial(jax.jit, static_argnames="train")',
        'def {f}(x, train):',
        '    return x * {k} if train else x',
        ...called,
      ],
      'A static flag: a program for each mode.',
    ),
  ],
  takeaway:
    'A mode is a setting: the first call in each compiles, and then both programs stay. Run each once, with each shape, before time counts.',
}
