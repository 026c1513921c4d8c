import type {Lesson} from '../engine/index.ts'
import {settings} from './names.ts'
import {template} from './template.ts'

const head = [
  'import jax',
  'import jax.numpy as jnp',
  'from functools import partial',
  'from flax import nnx',
  '',
]
const start = 'x = jnp.full(3, {n})'

const program = template(head, {})

const read = [
  '{s} = {k}',
  '',
  '@jax.jit',
  'def {f}(x):',
  '    return x * {s}',
  '',
  start,
  '{f}(x)',
  '{s} = {l}',
]

const given = (body: string): string[] => [
  '@partial(jax.jit, static_argnames="{s}")',
  'def {f}(x, {s}):',
  `    return ${body}`,
  '',
  start,
]

const plain = ['class {C}:', '    def __init__(self, size):', '        self.size = size', '']

const gain = [
  'class {C}(nnx.Module):',
  '    def __init__(self, by):',
  '        self.by = nnx.Param(jnp.array(by))',
  '',
  '    def __call__(self, x):',
  '        return x * self.by',
  '',
  '{s} = {C}({k}.0)',
  start,
]

export const lies: Lesson = {
  id: 'lies',
  title: 'When an old program is wrong',
  about: 'What no key holds: results that are out of date, and how to make that impossible.',
  sources: [
    {title: 'JAX: sharp bits', url: 'https://docs.jax.dev/en/latest/notebooks/Common_Gotchas_in_JAX.html'},
    {title: 'jax#13992', url: 'https://github.com/jax-ml/jax/issues/13992'},
    {title: 'jax#12773', url: 'https://github.com/jax-ml/jax/issues/12773'},
  ],
  parts: {},
  quiz: 'truth',
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom functools import partial\nfrom flax import nnx\n\nrate = 2\n\n@jax.jit\ndef scale(x):\n    return x * rate\n\nx = jnp.array([1, 1])\nprint(scale(x))',
      say: 'JAX runs your Python once, as it compiles. What is no argument is read then, built into the program, and stands in no key. It printed `[2 2]`.',
    },
    {
      code: 'rate = 3\nprint(scale(x))',
      ask: 'prints',
      others: ['[6 6]'],
      why: 'Every part of the key fits, so the old program runs: with the old `rate` in it.',
    },
    {
      code: 'print(scale(x[:1]))',
      ask: 'prints',
      others: ['[2]', '[6]'],
      why: 'A new shape compiles, and that reads `rate` anew. Now two programs of one function disagree.',
    },
    {
      code: '\nclass Config:\n    def __init__(self, width):\n        self.width = width\n\n@partial(jax.jit, static_argnames="config")\ndef stretch(x, config):\n    return x * config.width\n\nconfig = Config(2)\nprint(stretch(x, config=config))',
      say: 'A static object is in the key. JAX asks whether it equals the old one; without an `__eq__`, whether it is the same object.',
    },
    {
      code: 'config.width = 5\nprint(stretch(x, config=config))',
      ask: 'prints',
      others: ['[10 10]'],
      why: 'It is the same object. JAX does not see that it was changed.',
    },
    {
      code: 'config = Config(5)\nprint(stretch(x, config=config))',
      ask: 'prints',
      others: ['[2 2]', '[10 10]'],
      why: 'A new object compiles. An object that never changes cannot lie.',
    },
    {
      code: '\nclass Gain(nnx.Module):\n    def __init__(self, by):\n        self.by = nnx.Param(jnp.array(by))\n\n    def __call__(self, x):\n        return x * self.by\n\ngain = Gain(2)\n\n@jax.jit\ndef louder(x):\n    return gain(x)\n\nprint(louder(x))\ngain.by[...] = jnp.array(7)\nprint(louder(x))',
      ask: 'prints',
      others: ['[9 9]'],
      why: '`gain` is no argument, so its weights are numbers in the program. Training it would change nothing here.',
    },
    {
      code: 'import jax\nimport jax.numpy as jnp\n\nrate = 1\n\n@jax.jit\ndef step(w):\n    return w - rate\n\nw = jnp.array([10, 10])\nfor _ in range(3):\n    w = step(w)\n    rate = rate + 1\nprint(w)\n',
      ask: 'edit',
      task: 'Each step should subtract one more. Make the lie impossible.',
      most: 1,
      why: 'An argument cannot be overlooked.',
    },
  ],
  holes: {
    'f s C': settings,
    'k l': [2, 3, 4, 5, 6],
    n: [2, 3, 5, 7],
  },
  variants: [
    program([...read, 'print({f}(x))'], '`{s}` is no argument: the old number is in the program.'),
    program(
      [
        ...plain,
        ...given('x * {s}.size'),
        '{s} = {C}({k})',
        '{f}(x, {s}={s})',
        '{s}.size = {l}',
        'print({f}(x, {s}={s}))',
      ],
      'The same object, changed: the old size is in the program.',
    ),
    program(
      [
        ...gain,
        '',
        '@jax.jit',
        'def {f}(x):',
        '    return {s}(x)',
        '',
        '{f}(x)',
        '{s}.by[...] = jnp.array({l}.0)',
        'print({f}(x))',
      ],
      'The weights are no argument: they are in the program.',
    ),
    program(
      [...given('x + jnp.array({s})'), '{f}(x[:2], {s}=({k}, {l}))', 'print({f}(x[:2], {s}=({k}.0, {l}.0)))'],
      'Both tuples are equal to Python, so the program for integers ran.',
    ),
    program(
      [
        '{s} = [{k}]',
        '',
        '@jax.jit',
        'def {f}(x):',
        '    return x * sum({s})',
        '',
        start,
        '{f}(x)',
        '{s}.append({l})',
        'print({f}(x))',
      ],
      'The list was read when the function was compiled.',
    ),
    program(
      ['@jax.jit', 'def {f}(x, {s}):', '    return x * {s}', '', start, '{f}(x, {k})', 'print({f}(x, {l}))'],
      'An argument is data: one program, and the new number.',
    ),
    program(
      [...read, 'print({f}(x[:2]))'],
      'Your rule breaks here: the shape is new, so `{f}` was compiled again, and read the new number.',
    ),
    program(
      [
        ...gain,
        '',
        '@nnx.jit',
        'def {f}({s}, x):',
        '    return {s}(x)',
        '',
        '{f}({s}, x)',
        '{s}.by[...] = jnp.array({l}.0)',
        'print({f}({s}, x))',
      ],
      'The model is an argument: its weights are data.',
    ),
    program(
      [...plain, ...given('x * {s}.size'), '{f}(x, {s}={C}({k}))', 'print({f}(x, {s}={C}({l})))'],
      'Another object, another program.',
    ),
    program(
      [
        '@jax.jit',
        'def {f}(x):',
        '    y = x',
        '    for _ in range({k}):',
        '        y = y + x',
        '    return y',
        '',
        start,
        '{f}(x)',
        'print({f}(x * {l}))',
      ],
      'All that it reads is an argument.',
    ),
  ],
  takeaway:
    'A key knows arguments alone. What a function reads from elsewhere is built in once. Pass what may change, and never change a static object.',
}
