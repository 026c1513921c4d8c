import type {Lesson} from '../engine/index.ts'
import {amounts} from './names.ts'
import {template} from './template.ts'

const program = template(
  [
    'import jax',
    'import jax.numpy as jnp',
    'import numpy as np',
    '',
    '@jax.jit',
    'def {f}({x}, {y}):',
    '    return {x} * {y}',
    '',
    '{x} = jnp.ones({n})',
  ],
  {
    '{x}': 'shape or type of `{x}`',
    '<{x}>': 'the numbers in `{x}`',
    '{y}': 'type of `{y}`',
    '<{y}>': 'the value of `{y}`',
  },
)

const summing = template(
  [
    'import jax',
    'import jax.numpy as jnp',
    '',
    '@jax.jit',
    'def {f}({y}, {x}):',
    '    return {y} + {x}.sum()',
    '',
    '{x} = jnp.ones({n})',
  ],
  {
    '{x}': 'shape or type of `{x}`',
    '<{x}>': 'the numbers in `{x}`',
    '{y}': 'type of `{y}`',
    '<{y}>': 'the value of `{y}`',
  },
)

export const numbers: Lesson = {
  id: 'numbers',
  title: 'One number, several programs',
  about: 'Python’s numbers are weak, others are not: why a loop compiles twice.',
  sources: [
    {title: 'JAX: type promotion', url: 'https://docs.jax.dev/en/latest/type_promotion.html'},
    {title: 'jax#3163', url: 'https://github.com/jax-ml/jax/issues/3163'},
    {title: 'jax#4274', url: 'https://github.com/jax-ml/jax/issues/4274'},
    {title: 'numpyro#463', url: 'https://github.com/pyro-ppl/numpyro/issues/463'},
  ],
  parts: {
    rate: 'type of `rate`',
    '<rate>': 'the value of `rate`',
    w: 'shape or type of `w`',
    '<w>': 'the numbers in `w`',
  },
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nimport numpy as np\n\n@jax.jit\ndef step(w, rate):\n    return w - rate * w\n\nw = jnp.ones(3)\nstep(w, 0.1)',
      say: 'To JAX a Python number is *weak*: it takes the type of what it meets. The key tells float or integer, and weak. An array may be weak too.',
    },
    {
      code: 'step(w, np.float64(0.1))',
      ask: 'again',
      why: 'A NumPy number is an array without dimensions: it has a type and is not weak. Of its 64 bits JAX keeps 32.',
      counters: {
        hit: 'step(w, float(np.float64(0.1)))',
        '<rate>': 'step(w, np.float64(0.7))',
        '<w>': 'step(w * 2, np.float64(0.1))',
      },
    },
    {
      code: 'step(w, jnp.float32(0.1))',
      ask: 'again',
      why: 'Also `f32[]`, not weak: the same type, whoever made it. The pin that crosses tells who did, NumPy or JAX: it makes JAX look twice, but not compile.',
      counters: {miss: 'step(w, jnp.bfloat16(0.1))'},
    },
    {
      code: 'step(w, jnp.array(0.1))',
      ask: 'again',
      why: '`array` and `asarray` of a bare Python number stay weak. `jnp.array(0.1, jnp.float32)` has a type.',
      counters: {miss: 'step(w, jnp.array([0.1]))'},
    },
    {
      code: 'for rate in (1, 1.0, np.float32(1), jnp.array(1)):\n    step(w, rate)',
      ask: 'count',
      why: 'Only `1`: an integer is no float. `jnp.array(1)`, weak too, fits its program; the others had been seen.',
    },
    {
      code: 'step(jnp.full(3, 1.0), 0.1)',
      ask: 'again',
      why: '`full` got a Python number and no type, so its array is weak.',
      counters: {
        hit: 'step(jnp.full(3, 1.0, jnp.float32), 0.1)',
        '<w>': 'step(jnp.full(3, 7.0), 0.1)',
        '<rate>': 'step(jnp.full(3, 1.0), 0.7)',
      },
    },
    {
      code: 'h = jnp.ones(3, jnp.bfloat16)\nfor rate in (0.1, jnp.float32(0.1)):\n    step(h, rate)',
      ask: 'count',
      why: 'That is why it matters: `0.1` leaves the result 16 bits wide, `float32` makes it 32. So two programs.',
    },
    {
      code: '\n@jax.jit\ndef add(total, w):\n    return total + w.sum()\n\ntotal = 0.0\nfor _ in range(4):\n    total = add(total, w)',
      ask: 'count',
      why: 'What goes in first is weak; what comes out, and goes in next, is `f32[]`. Begin with `jnp.float32(0)`, and one program does all.',
    },
    {
      code: 'import jax\nimport jax.numpy as jnp\nimport numpy as np\n\n@jax.jit\ndef step(w, rate):\n    return w - rate * w\n\nw = jnp.ones(3)\nfor rate in (0.5, 2, np.float64(0.5), jnp.array(0.25)):\n    w = step(w, rate)\n    print(w)\n',
      ask: 'edit',
      task: 'Four rates from four places. Bring them to one type.',
      most: 1,
      why: 'One type, given where a number enters.',
    },
  ],
  holes: {
    'f x y': amounts,
    'k l': [2, 3, 4, 5, 6, 7],
    n: [4, 5, 8, 10, 16],
  },
  variants: [
    program(['{f}({x}, np.float32({k}))', '{f}({x}, jnp.float32({l}))'], 'NumPy’s or JAX’s: one type.'),
    program(['{f}({x}, {k}.0)', '{f}({x}, jnp.asarray({l}.0))'], 'Weak as well.'),
    program(
      ['{f}({x}, jnp.float32({k}))', '{f}({x}, jnp.array({l}.0, jnp.float32))'],
      'With a type: not weak.',
    ),
    program(['{f}({x}, {k}.0)', '{f}({x}, {l} / {l})'], '`/` always makes a float.'),
    program(['{f}({x}, {k}.0)', '{f}(jnp.full({n}, {l}.0, jnp.float32), {k}.0)'], 'With a type: not weak.'),
    summing(
      ['{y} = jnp.float32(0)', '{y} = {f}({y}, {x})', '{y} = {f}({y}, {x})'],
      'The first value is of the type that comes out.',
    ),
    summing(['{y} = 0.0', '{y} = {f}({y}, {x})', '{y} = {f}({y}, {x})'], 'Weak goes in, `f32[]` comes out.'),
    program(['{f}({x}, {k}.0)', '{f}({x}, np.float64({k}))'], 'A weak number, then NumPy’s.'),
    program(['{f}({x}, {k})', '{f}({x}, {k} * 1.0)'], 'An integer, then a float.'),
    program(['{f}({x}, 1)', '{f}({x}, {k} > 1)'], '`True` is no integer for JAX.'),
    program(['{f}({x}, {k}.0)', '{f}(jnp.full({n}, {l}.0), {k}.0)'], 'An array can be weak.'),
    program(
      ['{f}({x}, {k}.0)', '{f}(jnp.arange({n}) * 1.0, {k}.0)'],
      'Your rule breaks here: the integers have a type, but the weak float decides: the result is weak.',
    ),
    program(['{f}({x}, {k}.0)', '{f}({x}, {x}.mean())'], 'What JAX computes of `{x}` has the type of `{x}`.'),
  ],
  takeaway:
    'A Python number is weak, and what is made of it alone may be. To JAX that is another type. Give numbers a type where they enter, first values of a loop above all.',
}
