import type {Lesson} from '../engine/index.ts'
import {template} from './template.ts'

const trained = template(
  [
    'import jax.numpy as jnp',
    'import optax',
    'from flax import nnx',
    '',
    '@nnx.jit',
    'def {f}({m}, {o}, x):',
    '    loss = lambda {m}: ({m}(x) ** 2).mean()',
    '    {o}.update({m}, nnx.grad(loss)({m}))',
    '',
    'x = jnp.ones(({n}, {k}))',
    '{m} = nnx.Linear({k}, 1, rngs=nnx.Rngs(0))',
  ],
  {
    '{o}.tx': 'the rule: `{o}.tx`',
    '{m}.use_bias': 'whether `{m}` has a bias',
    '<{m}>': 'the numbers in the weights',
    '<{o}>': 'the numbers that `{o}` keeps',
    x: 'shape or type of `x`',
  },
)
const call = '{f}({m}, {o}, x)'
const made = (rule: string): string => `{o} = nnx.Optimizer({m}, ${rule}, wrt=nnx.Param)`

const plain = (passed: string) =>
  template(
    [
      'import jax',
      'import optax',
      'import jax.numpy as jnp',
      'from functools import partial',
      '',
      ...(passed === ''
        ? ['{r} = optax.adam(0.{k})', '', '@jax.jit']
        : ['@partial(jax.jit, static_argnames="{r}")']),
      `def {f}(w, state${passed}):`,
      '    change, state = {r}.update(w, state)',
      '    return optax.apply_updates(w, change), state',
      '',
      'w = jnp.ones({n})',
    ],
    {
      '{r}': 'the rule `{r}`',
      w: 'shape or type of `w`',
      '<w>': 'the numbers in `w`',
      '<state>': 'the numbers in `state`',
    },
  )
const closed = plain('')
const static_ = plain(', {r}')

export const optimizer: Lesson = {
  id: 'optimizer',
  title: 'The optimizer is in the key',
  about: 'Why training that starts anew compiles anew, and how one line spares it.',
  sources: [
    {title: 'flax#5548', url: 'https://github.com/google/flax/issues/5548'},
    {title: 'optax#353', url: 'https://github.com/google-deepmind/optax/issues/353'},
  ],
  parts: {
    'optimizer.tx': 'the rule: `optimizer.tx`',
    '<judge>': 'the numbers in the weights',
    '<optimizer>': 'the numbers that the optimizer keeps',
    x: 'shape or type of `x`',
  },
  steps: [
    {
      code: 'import jax.numpy as jnp\nimport optax\nfrom flax import nnx\n\ndef loss(judge, x):\n    return jnp.mean(judge(x) ** 2)\n\n@nnx.jit\ndef train(judge, optimizer, x):\n    grads = nnx.grad(loss)(judge, x)\n    optimizer.update(judge, grads)\n\nx = jnp.ones((4, 2))\njudge = nnx.Linear(2, 1, rngs=nnx.Rngs(0))\noptimizer = nnx.Optimizer(\n    judge, optax.adam(0.1), wrt=nnx.Param)\ntrain(judge, optimizer, x)',
      say: '`nnx.grad` tells how the loss changes with each weight. The *optimizer* changes the weights by that, after a rule: `optax.adam(0.1)`. `train` takes both, so both are in the key.',
    },
    {
      code: 'train(judge, optimizer, x)',
      ask: 'again',
      why: 'The step changed all weights, and the averages that `adam` keeps. All of that is data.',
      counters: {miss: 'train(judge, optimizer, x[:3])'},
    },
    {
      code: 'judge = nnx.Linear(2, 1, rngs=nnx.Rngs(1))\noptimizer = nnx.Optimizer(\n    judge, optax.adam(0.1), wrt=nnx.Param)\ntrain(judge, optimizer, x)',
      ask: 'again',
      why: 'The new model is no reason: its structure is equal. But `optax.adam(0.1)` returned new functions, and a function equals only itself.',
      counters: {
        hit: 'train(judge, optimizer, x)',
        '<judge>': 'judge = nnx.Linear(2, 1, rngs=nnx.Rngs(2))\ntrain(judge, optimizer, x)',
        '<optimizer>': 'optimizer.step[...] = jnp.uint32(9)\ntrain(judge, optimizer, x)',
      },
    },
    {
      code: 'for rate in (0.1, 0.1, 0.2):\n    optimizer = nnx.Optimizer(\n        judge, optax.adam(rate), wrt=nnx.Param)\n    for _ in range(2):\n        train(judge, optimizer, x)',
      ask: 'count',
      why: 'One for each `optax.adam`. And JAX keeps all five programs, though no call can ever fit the old ones: memory grows.',
    },
    {
      code: 'rule = optax.adam(0.1)\noptimizer = nnx.Optimizer(\n    judge, rule, wrt=nnx.Param)\ntrain(judge, optimizer, x)',
      say: 'Now the rule has a name. This call still compiles.',
    },
    {
      code: 'judge = nnx.Linear(2, 1, rngs=nnx.Rngs(3))\noptimizer = nnx.Optimizer(\n    judge, rule, wrt=nnx.Param)\ntrain(judge, optimizer, x)',
      ask: 'again',
      why: 'A new model and a new optimizer with fresh averages, but one rule.',
      counters: {
        miss: 'optimizer = nnx.Optimizer(\n    judge, optax.sgd(0.1), wrt=nnx.Param)\ntrain(judge, optimizer, x)',
      },
    },
    {
      code: 'import jax.numpy as jnp\nimport optax\nfrom flax import nnx\n\ndef loss(judge, x):\n    return jnp.mean(judge(x) ** 2)\n\n@nnx.jit\ndef train(judge, optimizer, x):\n    grads = nnx.grad(loss)(judge, x)\n    optimizer.update(judge, grads)\n\nx = jnp.ones((4, 2))\nfor epoch in range(4):\n    judge = nnx.Linear(2, 1, rngs=nnx.Rngs(epoch))\n    optimizer = nnx.Optimizer(\n        judge, optax.adam(0.1), wrt=nnx.Param)\n    for _ in range(2):\n        train(judge, optimizer, x)\n        print(f"{loss(judge, x):.3f}")\n',
      ask: 'edit',
      task: 'Each epoch trains a new judge, and it has to stay new: the losses are printed.',
      most: 1,
      why: 'On one processor, to compile this took as long as a thousand steps. Each epoch paid that.',
    },
  ],
  holes: {
    'f m o r': [
      ['learn', 'net', 'stepper', 'rule'],
      ['fit', 'block', 'tuner', 'way'],
      ['improve', 'encoder', 'opt', 'plan'],
      ['practise', 'critic', 'coach', 'method'],
    ],
    'k l': [2, 3, 4, 5, 6, 7],
    n: [4, 8, 10, 16],
  },
  variants: [
    trained(
      [made('optax.adam(0.{k})'), call, '{m} = nnx.Linear({k}, 1, rngs=nnx.Rngs({l}))', call],
      'The rule stayed.',
    ),
    trained(['{r} = optax.adam(0.{k})', made('{r}'), call, made('{r}'), call], 'Two optimizers, one rule.'),
    trained([made('optax.sgd(0.{k})'), call, '{f}({m}, {o}, x * {l})'], 'A step, and other numbers.'),
    trained(
      [
        'rules = {0.1: optax.sgd(0.1), 0.{l}: optax.sgd(0.{l})}',
        'for rate in (0.1, 0.{l}):',
        `    ${made('rules[rate]')}`,
        `    ${call}`,
        made('rules[0.1]'),
        call,
      ],
      'A dictionary keeps both rules, so both programs can fit again.',
    ),
    closed(
      ['w, state = {f}(w, {r}.init(w))', 'w, state = {f}(w, {r}.init(w))'],
      'What a rule begins with is data. The rule itself is never passed.',
    ),
    trained(
      [made('optax.sgd(0.{k})'), call, made('optax.sgd(0.{k})'), call],
      'Two rules, equal in all but identity.',
    ),
    trained(
      [made('optax.adam(0.{k})'), call, made('optax.adam(0.{l})'), call],
      'Another rate is another rule.',
    ),
    trained([made('optax.adam(0.{k})'), call, '{f}({m}, {o}, x[:2])'], 'The last, smaller batch.'),
    trained(
      [
        made('optax.adam(0.{k})'),
        call,
        '{m} = nnx.Linear({k}, 1, use_bias=False,',
        '    rngs=nnx.Rngs(0))',
        made('{o}.tx'),
        call,
      ],
      'Your rule breaks here: the rule is the same, but the structure is not.',
    ),
    static_(
      [
        '{r} = optax.sgd(0.{k})',
        'w, state = {f}(w, {r}.init(w), {r}={r})',
        '{r} = optax.sgd(0.{k})',
        'w, state = {f}(w, {r}.init(w), {r}={r})',
      ],
      'Static and new. Plain JAX has the same trap.',
    ),
  ],
  takeaway:
    'An optimizer holds functions, and a function equals only itself. Make the rule once, outside of the loop; models and optimizers may be made anew.',
}
