import type {Lesson} from '../engine/index.ts'
import {settings} from './names.ts'
import {template} from './template.ts'

const program = template(['import jax', 'import jax.numpy as jnp', 'from functools import partial'], {
  '{s}': '`{s}`',
  x: 'shape or type of `x`',
  '<x>': 'the numbers in `x`',
})

const taking = (body: string, x = 'jnp.ones({n})'): string[] => [
  '',
  '@partial(jax.jit, static_argnames="{s}")',
  'def {f}(x, {s}):',
  `    return ${body}`,
  '',
  `x = ${x}`,
]

const number = taking('x * {s}')
const pair = taking('x * {s}[0] + {s}[1]', 'jnp.arange({n})')
const applied = taking('{s}(x)')
const object = taking('x * {s}.size')
const frozen = [
  'from dataclasses import dataclass',
  '',
  '@dataclass(frozen=True)',
  'class {C}:',
  '    size: int',
  '    step: int',
]
const plain = ['', 'class {C}:', '    def __init__(self, size):', '        self.size = size']
const forgetful = [
  '',
  'class {C}:',
  '    def __init__(self, size, step):',
  '        self.size = size',
  '        self.step = step',
  '',
  '    def __eq__(self, other):',
  '        return self.step == other.step',
  '',
  '    def __hash__(self):',
  '        return hash(self.step)',
]

export const statics: Lesson = {
  id: 'statics',
  title: 'When are two static values the same?',
  about: 'Types, tuples, lists and objects of your own: how JAX compares what is static.',
  sources: [
    {title: 'JAX: just-in-time compilation', url: 'https://docs.jax.dev/en/latest/jit-compilation.html'},
    {title: 'jax#4712', url: 'https://github.com/jax-ml/jax/issues/4712'},
    {title: 'jax#2813', url: 'https://github.com/jax-ml/jax/issues/2813'},
    {title: 'jax#13992', url: 'https://github.com/jax-ml/jax/issues/13992'},
  ],
  parts: {
    n: '`n`',
    by: '`by`',
    config: '`config`',
    x: 'shape or type of `x`',
    '<x>': 'the numbers in `x`',
  },
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom functools import partial\n\n@partial(jax.jit, static_argnames="n")\ndef scale(x, n):\n    return x * n\n\nx = jnp.arange(2)\nscale(x, n=2)',
      say: 'What is *static* is built into the program, and its value is in the key. So JAX has to compare values of Python, old and new. When are two of them the same?',
    },
    {
      code: 'scale(x, n=2.0)',
      ask: 'again',
      why: '`2 == 2.0` in Python, but JAX wants the same type as well. Rightly: with `2.0` the result is floats.',
      counters: {hit: 'scale(x, n=1 + 1)', '<x>': 'scale(jnp.array([7, 8]), n=2.0)'},
    },
    {
      code: 'for n in (1, True, 1.0, 3 - 2):\n    scale(x, n=n)',
      ask: 'count',
      why: 'Three types. How a value was made does not count.',
    },
    {
      code: '\n@partial(jax.jit, static_argnames="by")\ndef move(x, by):\n    return x + jnp.array(by)\n\ntry:\n    move(x, by=[2, 3])\nexcept ValueError as error:\n    print(type(error).__name__)\nmove(x, by=(2, 3))',
      say: 'JAX finds a key by the *hash* of its parts, a number that Python makes of a value. A list may change, so it has none, and JAX refuses it. A tuple has one.',
    },
    {
      code: 'by = [2, 3]\nmove(x, by=tuple(by))',
      ask: 'again',
      why: 'Another tuple, equal to the first.',
      counters: {miss: 'move(x, by=(3, 2))'},
    },
    {
      code: 'move(x, by=(2.0, 3.0))',
      ask: 'again',
      why: 'Both are tuples, and what is inside is compared by `==` alone. The old program adds integers: its result has the wrong type.',
      counters: {miss: 'move(x, by=(2.5, 3.0))'},
    },
    {
      code: '\nclass Config:\n    def __init__(self, width):\n        self.width = width\n\n@partial(jax.jit, static_argnames="config")\ndef stretch(x, config):\n    return x * config.width\n\nstretch(x, config=Config(2))',
      say: 'Now an object of a class of your own. Python gives it a hash, so JAX takes it.',
    },
    {
      code: 'stretch(x, config=Config(2))',
      ask: 'again',
      why: 'Without `__eq__` an object equals only itself, even after its `width` changed. Then JAX runs the old program, with the old `width` built in.',
      counters: {
        hit: 'config = Config(2)\nstretch(x, config=config)\nstretch(x, config=config)',
        '<x>': 'config = Config(2)\nstretch(x, config=config)\nstretch(jnp.array([7, 8]), config=config)',
      },
    },
    {
      code: '\nclass Same(Config):\n    def __eq__(self, other):\n        return self.width == other.width\n\n    def __hash__(self):\n        return hash(self.width)\n\nfor width in (2, 3, 2, 3):\n    stretch(x, config=Same(width))',
      ask: 'count',
      why: 'Now JAX asks your `__eq__`. Equal objects need equal hashes, so both are written.',
    },
    {
      code: 'import jax\nimport jax.numpy as jnp\nfrom functools import partial\n\nclass Config:\n    def __init__(self, width, label):\n        self.width = width\n        self.label = label\n\n@partial(jax.jit, static_argnames="config")\ndef stretch(x, config):\n    return x * config.width\n\nx = jnp.ones(2)\nfor label in ("a", "b", "c"):\n    config = Config(2, label)\n    print(config.label, stretch(x, config))\n',
      ask: 'edit',
      task: 'Three objects, and to `stretch` they are all the same. Tell JAX so, with `__eq__` and `__hash__`.',
      most: 1,
      why: '`__eq__` has to compare all that the function reads, and nothing else.',
    },
  ],
  holes: {
    'f s C': settings,
    'k l': [2, 3, 4, 5, 6],
    n: [2, 3, 8, 16],
    g: ['sin', 'cos', 'exp', 'tanh'],
  },
  variants: [
    program([...number, '{f}(x, {s}={k})', '{f}(x, {s}={k}.0)'], 'Another type.'),
    program([...pair, '{f}(x, {s}=({k}, {l}))', '{f}(x, {s}=({l}, {k}))'], 'Tuples have an order.'),
    program(
      [...applied, '{f}(x, {s}=lambda y: y * {k})', '{f}(x, {s}=lambda y: y * {k})'],
      'Each `lambda` equals only itself.',
    ),
    program([...plain, ...object, '{f}(x, {s}={C}({k}))', '{f}(x, {s}={C}({k}))'], 'No `__eq__`.'),
    program(
      [...frozen, ...object, '{f}(x, {s}={C}({k}, 1))', '{f}(x, {s}={C}({k}, 2))'],
      '`__eq__` reads `step`.',
    ),
    program(
      [...frozen, ...object, '{f}(x, {s}={C}({k}, {l}))', '{f}(x, {s}={C}({k}, {l}))'],
      '`dataclass(frozen=True)` writes `__eq__` and `__hash__` for you.',
    ),
    program([...applied, '{f}(x, {s}=jnp.{g})', '{f}(x * {k}, {s}=jnp.{g})'], 'One function, one object.'),
    program(
      [...pair, '{f}(x, {s}=({k}, {l}))', '{f}(x, {s}=({k}, {l}.0))'],
      'Inside a tuple `==` is enough. The result has the wrong type.',
    ),
    program(
      [...forgetful, ...object, '{f}(x, {s}={C}({k}, 1))', '{f}(x, {s}={C}({l}, 1))'],
      'Your rule holds, and here it hurts: `__eq__` forgets `size`, and the result is wrong.',
    ),
    program(
      [...plain, ...object, '{s} = {C}({k})', '{f}(x, {s}={s})', '{s}.size = {l}', '{f}(x, {s}={s})'],
      'Your rule holds, and here it hurts: the object equals itself, and the program has the old size in it.',
    ),
  ],
  takeaway:
    'A static value fits if it has the same type and Python calls it equal. Static objects need `__eq__` and `__hash__` that see all the function reads, and must not change.',
}
