import type {Lesson} from '../engine/index.ts'
import {template} from './template.ts'

const program = template(['import jax', 'import jax.numpy as jnp', 'from functools import partial', ''], {
  '{f}': 'the function',
  x: 'shape or type of `x`',
  '<x>': 'the numbers in `x`',
})

const plain = ['def {f}(x):', '    return x + {k}', '', 'x = jnp.ones({n})']
const made = [
  'def make(by):',
  '    def {f}(x):',
  '        return x * by',
  '    return jax.jit({f})',
  '',
  'x = jnp.ones({n})',
]
const partly = ['def {f}(by, x):', '    return x ** by', '', 'x = jnp.ones({n})']
const method = [
  'class Filter:',
  '    def {f}(self, x):',
  '        return x - {k}',
  '',
  'x = jnp.ones({n})',
  '{o} = Filter()',
]

export const functions: Lesson = {
  id: 'functions',
  title: 'Functions have identity',
  about: 'Why jit in a loop may compile at each turn, and when it does not.',
  sources: [
    {title: 'JAX: just-in-time compilation', url: 'https://docs.jax.dev/en/latest/jit-compilation.html'},
    {title: 'jax#9288', url: 'https://github.com/jax-ml/jax/issues/9288'},
    {title: 'jax#19570', url: 'https://github.com/jax-ml/jax/issues/19570'},
  ],
  parts: {
    double: 'the function',
    run: 'the function',
    times: 'the function',
    x: 'shape or type of `x`',
    '<x>': 'the numbers in `x`',
  },
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom functools import partial\n\ndef double(x):\n    return x * 2\n\nx = jnp.ones(3)\njax.jit(double)(x)',
      say: 'A key begins with the function itself. Two functions are the same if they are one *object*, as `is` tells in Python. JAX does not compare what they compute.',
    },
    {
      code: 'jax.jit(double)(x)',
      ask: 'again',
      why: '`jit` made a new function, its *wrapper*, but around the same object: `double`.',
      counters: {miss: 'jax.jit(lambda x: x * 2)(x)'},
    },
    {
      code: 'for _ in range(3):\n    jax.jit(lambda x: x * 2)(x)',
      ask: 'count',
      why: 'Each turn of the loop makes a new `lambda`: one text, three objects.',
    },
    {
      code: 'triple = lambda x: x * 3\nfor _ in range(3):\n    jax.jit(triple)(x)',
      ask: 'count',
      why: 'This one was made before the loop. It is not `jit` in a loop that compiles, but a new function in a loop.',
    },
    {
      code: '\nclass Scale:\n    def __init__(self, by):\n        self.by = by\n\n    def run(self, x):\n        return x * self.by\n\nscale = Scale(2.0)\njax.jit(scale.run)(x)',
      say: 'Now a method. To compile, JAX runs the Python once, and what the function reads from outside (here `self.by`, elsewhere a global variable) is built into the program as it is then. It is in no key: JAX does not see when it changes.',
    },
    {
      code: 'jax.jit(scale.run)(x)',
      ask: 'again',
      why: 'Python makes a new method object each time you write `scale.run`. Keep one jitted function.',
      counters: {
        hit: 'run = jax.jit(scale.run)\nrun(x)\nrun(x)',
        '<x>': 'run = jax.jit(scale.run)\nrun(x)\nrun(jnp.zeros(3))',
      },
    },
    {
      code: '\ndef times(by, x):\n    return by * x\n\ntwice = partial(times, 2.0)\njax.jit(twice)(x)\njax.jit(twice)(x)',
      ask: 'again',
      why: 'A `partial` is an object too. Both calls got the same one, `twice`, so the second used the program of the first.',
      counters: {miss: 'jax.jit(partial(times, 2.0))(x)'},
    },
    {
      code: 'for by in (2.0, 2.0, 3.0):\n    jax.jit(partial(times, by))(x)',
      ask: 'count',
      why: 'Three new objects. That two of them hold the same number does not count.',
    },
    {
      code: 'import jax\nimport jax.numpy as jnp\n\ndef step(w, rate):\n    return w - rate * w\n\nw = jnp.ones(3)\nfor rate in (0.1, 0.1, 0.05):\n    w = jax.jit(lambda w: step(w, rate))(w)\nprint(w)\n',
      ask: 'edit',
      task: 'Each turn makes a function anew. Make one before the loop, and pass it what changes.',
      most: 1,
      why: 'What changes is an argument; the function stays.',
    },
  ],
  holes: {
    'f o': [
      ['sharpen', 'lens'],
      ['smooth', 'window'],
      ['shift', 'frame'],
      ['mask', 'layer'],
    ],
    k: [2, 3, 4, 5, 6],
    'n m': [3, 5, 8, 10, 16],
  },
  variants: [
    program(
      [...plain, 'jax.jit({f})(x)', 'fast = jax.jit({f})', 'fast(x)'],
      'Two wrappers around one object.',
    ),
    program([...plain, 'other = {f}', 'jax.jit({f})(x)', 'jax.jit(other)(x)'], 'Two names, one object.'),
    program(
      ['@jax.jit', ...plain, '{f}(x)', '{f}(x * {k})'],
      'The decorator runs once, and makes one object.',
    ),
    program([...made, 'fast = make({k})', 'fast(x)', 'fast(x)'], 'Made once.'),
    program(
      [...partly, 'power = partial({f}, {k})', 'jax.jit(power)(x)', 'jax.jit(power)(x)'],
      'One `partial`.',
    ),
    program(
      [
        'rate = 2.0',
        '',
        '@jax.jit',
        'def {f}(x):',
        '    return x * rate',
        '',
        'x = jnp.ones({n})',
        '{f}(x)',
        'rate = {k}.5',
        '{f}(x)',
      ],
      'Your rule holds, and here it hurts: the old program runs, with the old `rate` in it. The result is wrong.',
    ),
    program([...made, 'make({k})(x)', 'make({k})(x)'], 'Made twice.'),
    program(
      [...partly, 'jax.jit(partial({f}, {k}))(x)', 'jax.jit(partial({f}, {k}))(x)'],
      'Two equal objects.',
    ),
    program([...method, 'jax.jit({o}.{f})(x)', 'jax.jit({o}.{f})(x)'], 'Two method objects.'),
    program(
      [...plain, 'jax.jit({f})(x)', 'x = jnp.ones({m})', 'jax.jit({f})(x)'],
      'The function fits, the shape does not.',
    ),
  ],
  takeaway:
    'A program belongs to one function object. Jit a function once, outside of the loop, and keep it; what changes is an argument.',
}
