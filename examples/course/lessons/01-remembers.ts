import type {Lesson} from '../engine/index.ts'
import {amounts} from './names.ts'
import {template} from './template.ts'

const product = [
  'import jax',
  'import jax.numpy as jnp',
  '',
  '@jax.jit',
  'def {f}({x}, {y}):',
  '    return {x} * {y}',
  '',
]
const factors = {
  '{x}': 'shape or type of `{x}`',
  '<{x}>': 'the numbers in `{x}`',
  '{y}': 'type of `{y}`',
  '<{y}>': 'the value of `{y}`',
}
const scaling = template(product, factors)
const naming = template(product, {...factors, kwargs: 'whether `{y}` is passed by name'})

const choosing = template(
  [
    'import jax',
    'import jax.numpy as jnp',
    'from functools import partial',
    '',
    '@partial(jax.jit, static_argnames="how")',
    'def {f}({x}, how):',
    '    return {x}.mean() if how == "mean" else {x}.sum()',
    '',
  ],
  {
    '{x}': 'shape or type of `{x}`',
    '<{x}>': 'the numbers in `{x}`',
    how: 'the value of `how`',
    kwargs: 'whether `how` is passed by name',
  },
)

export const remembers: Lesson = {
  id: 'remembers',
  title: 'What does jit remember?',
  about: 'Shapes, types and static values: what JAX looks at before it compiles again.',
  sources: [
    {title: 'JAX: just-in-time compilation', url: 'https://docs.jax.dev/en/latest/jit-compilation.html'},
    {title: 'jax#2521', url: 'https://github.com/jax-ml/jax/issues/2521'},
  ],
  parts: {
    x: 'shape or type of `x`',
    '<x>': 'the numbers in `x`',
    by: 'type of `by`',
    '<by>': 'the value of `by`',
    n: 'the value of `n`',
  },
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom functools import partial\n\n@jax.jit\ndef scale(x, by):\n    return x * by\n',
      say: '`jax.jit` *compiles* a function: JAX turns it into machine code, a *program*. That can take seconds, running it microseconds. So JAX keeps each program for calls that it fits. You will predict when.',
    },
    {
      code: 'scale(jnp.ones(3), 2.0)',
      say: 'A first call always compiles. JAX keeps the program under a *key*: all that decides whether the program fits. Each part is a pin. `jnp.ones(3)` and `jnp.linspace(0, 1, 3)` are `f32[3]`, three 32-bit floats; `jnp.arange(3)` is `i32[3]`, three integers. `f32[]` is one float, *weak* if Python’s.',
    },
    {
      code: 'scale(jnp.zeros(3), 2.0)',
      ask: 'again',
      why: 'The key holds the shape and type of an array, never its numbers.',
      counters: {miss: 'scale(jnp.zeros(5), 2.0)'},
    },
    {
      code: 'scale(jnp.ones(4), 2.0)',
      ask: 'again',
      why: 'Machine code is made for one shape: another needs another program.',
      counters: {
        hit: 'scale(jnp.ones(3), 2.0)',
        '<x>': 'scale(jnp.zeros(4), 2.0)',
        '<by>': 'scale(jnp.ones(4), 7.0)',
      },
    },
    {
      code: 'scale(jnp.ones(3), 5.0)',
      ask: 'again',
      why: 'A number that you pass is data too: only its type counts. And the first program was kept.',
      counters: {miss: 'scale(jnp.ones(6), 5.0)'},
    },
    {
      code: 'scale(jnp.ones(3), jnp.float32(5))',
      ask: 'again',
      why: 'A Python number is *weak*: it takes the type of its partner. `jnp.float32(5)` has a type of its own. Two types, two programs.',
      counters: {
        hit: 'scale(jnp.ones(3), 5.0)',
        '<by>': 'scale(jnp.ones(3), jnp.float32(9))',
        '<x>': 'scale(jnp.zeros(3), jnp.float32(5))',
      },
    },
    {
      code: 'scale(jnp.zeros(3), jnp.ones(()))',
      ask: 'again',
      why: '`jnp.ones(())` is an array of one number, of the same type as `jnp.float32(5)`.',
      counters: {miss: 'scale(jnp.zeros(3), jnp.ones((), jnp.int32))'},
    },
    {
      code: 'for n in (3, 4):\n    for by in (1.0, jnp.float32(1)):\n        scale(jnp.ones(n), by)',
      ask: 'count',
      why: 'The key must fit as a whole. Both parts of the last call had been seen, never together.',
    },
    {
      code: '\n@partial(jax.jit, static_argnames="n")\ndef power(x, n):\n    y = x\n    for _ in range(n - 1):\n        y = y * x\n    return y\n\npower(jnp.ones(3), n=2)',
      say: '`n` says how often the loop runs, so no program can be made without it. That is what *static* is for: its value goes into the key.',
    },
    {
      code: 'power(jnp.ones(3), n=3)',
      ask: 'again',
      why: 'A static value is built into the program: each new one compiles.',
      counters: {hit: 'power(jnp.ones(3), n=2)', '<x>': 'power(jnp.zeros(3), n=3)'},
    },
    {
      code: 'power(jnp.zeros(3), n=2)',
      ask: 'again',
      why: 'Same shape, same type, same `n`.',
      counters: {miss: 'power(jnp.zeros(3), n=4)'},
    },
  ],
  holes: {
    'f x y': amounts,
    'k l': [2, 3, 4, 6, 7, 8],
    'n m': [3, 5, 8, 10, 16, 20],
    's t': ['"sum"', '"mean"', '"max"'],
  },
  variants: [
    scaling(['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.ones({n}), {l}.0)'], 'A passed number is data.'),
    scaling(
      ['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.ones({m}), {k}.0)', '{f}(jnp.zeros({n}), {k}.0)'],
      'The first program was kept.',
    ),
    scaling(['{f}(jnp.ones({n}), {k})', '{f}(jnp.ones({n}), {l})'], 'Two integers, one type.'),
    scaling(['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.linspace(0, 1, {n}), {k}.0)'], 'Both are floats.'),
    scaling(['{f}(jnp.ones({n}), {k})', '{f}(jnp.ones({n}), {k}.0)'], 'An integer, then a float.'),
    scaling(
      ['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.ones({n}), jnp.float32({k}))'],
      'A weak number, then an array.',
    ),
    scaling(['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.arange({n}), {k}.0)'], '`arange` makes integers.'),
    scaling(
      ['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.ones(({n}, 1)), {k}.0)'],
      'As many numbers, another shape.',
    ),
    naming(
      ['{f}(jnp.ones({n}), {k}.0)', '{f}(jnp.ones({n}), {y}={k}.0)'],
      'Your rule breaks here: how you pass an argument counts.',
    ),
    choosing(['{f}(jnp.ones({n}), how={s})', '{f}(jnp.ones({n}), how={t})'], 'A static value.'),
    choosing(
      ['{f}(jnp.ones({n}), how={s})', '{f}(jnp.zeros({n}), how={s})'],
      'Other numbers, the same static value.',
    ),
    choosing(
      ['{f}(jnp.ones({n}), how={s})', '{f}(jnp.ones({n}), how={t})', '{f}(jnp.zeros({n}), how={s})'],
      'Both programs were kept.',
    ),
  ],
  takeaway:
    '`jit` keeps one program for each key: shapes and types of data, values of what is static, and how each is passed. The numbers in your data cost nothing.',
}
