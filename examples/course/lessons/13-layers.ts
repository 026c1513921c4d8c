import type {Lesson} from '../engine/index.ts'
import {template} from './template.ts'

const program = template(
  [
    'import jax',
    'import jax.numpy as jnp',
    'import numpy as np',
    '',
    '@jax.jit',
    'def {f}(x, {y}):',
    '    print("traced")',
    '    return x * {y}',
    '',
    'x = jnp.ones({n})',
    '{f}(x, {k}.0)',
  ],
  {},
)
const cpu = 'cpu = jax.devices("cpu")[0]'

export const layers: Lesson = {
  id: 'layers',
  title: 'Six layers',
  about: 'Looked up, traced, lowered, compiled: how far a call falls, and what each step costs.',
  sources: [
    {title: 'JAX: ahead-of-time lowering and compilation', url: 'https://docs.jax.dev/en/latest/aot.html'},
    {title: 'jax#31319', url: 'https://github.com/jax-ml/jax/issues/31319'},
  ],
  parts: {},
  quiz: 'way',
  steps: [
    {
      code: 'import jax\nimport jax.numpy as jnp\nimport numpy as np\n\n@jax.jit\ndef scale(x, by):\n    print("traced")\n    return x * by\n\nx = jnp.ones(3)\nscale(x, 2.0)',
      say: 'A call falls through *layers*, each with a store: `dispatch`, `infer`, `trace`, `lower`, `compile`, `persistent`. To *trace* is to run your Python and see what it computes; `print` tells when. To *lower* is to write that for the compiler. What one store has, no later layer does again.',
    },
    {
      code: 'scale(x, 5.0)',
      ask: 'way',
      why: 'The same types. `dispatch` is in C++ and answers in microseconds.',
    },
    {
      code: 'scale(np.ones(3, np.float32), 2.0)',
      ask: 'way',
      why: '`dispatch` asks whose array it is, NumPy’s or JAX’s; `infer` asks for shape and type alone. This costs a fraction of a millisecond, once.',
    },
    {
      code: 'cpu = jax.devices("cpu")[0]\nthere = jax.device_put(x, cpu)\nscale(there, 2.0)',
      ask: 'way',
      why: '`device_put` with a device *commits* an array to it. What is computed stays the same, where it is has changed: the trace fits, the program does not.',
    },
    {
      code: 'scale(there, 7.0)',
      ask: 'way',
      why: 'All stores have it now.',
    },
    {
      code: 'with jax.enable_x64(True):\n    scale(x, 2.0)',
      ask: 'way',
      why: 'Settings that change what your Python does are in the key of a trace.',
    },
    {
      code: 'jax.clear_caches()\nscale(x, 5.0)',
      ask: 'way',
      why: 'All stores in memory are empty. The sixth, `persistent`, is on disk, if you name a folder: it spares the compiler, not the trace.',
    },
    {
      code: 'import jax\nimport jax.numpy as jnp\n\n@jax.jit\ndef step(w):\n    return w * 2\n\ncpu = jax.devices("cpu")[0]\nw = jnp.ones(3)\nfor _ in range(3):\n    w = step(w)\n    w = jax.device_put(w, cpu)\nprint(w)\n',
      ask: 'edit',
      task: 'There is one trace here, but two programs: the first `w` was committed to no device.',
      most: 1,
      why: 'Put data where it belongs before the first call.',
    },
  ],
  holes: {
    'f y': [
      ['blur', 'amount'],
      ['decay', 'rate'],
      ['mix', 'volume'],
      ['move', 'speed'],
    ],
    'k l': [2, 3, 4, 5, 6],
    n: [3, 5, 8, 10],
  },
  variants: [
    program(['{f}(x * {l}, {l}.0)'], 'Numbers are in no key.'),
    program(['{f}(np.ones({n}, np.float32), {l}.0)'], 'NumPy’s array, of a shape and type that were traced.'),
    program(
      ['{f}(x, np.float32({k}))', '{f}(x, jnp.float32({l}))'],
      'NumPy’s number was traced; JAX’s has the same type.',
    ),
    program(
      ['with jax.enable_x64(False):', '    {f}(x, {l}.0)'],
      'Your rule breaks here: the setting is set to what it was.',
    ),
    program(['{f}(x, {k})', '{f}(x, {k}.0)'], 'An integer, and back: the first trace was kept.'),
    program([cpu, '{f}(jax.device_put(x, cpu), {k}.0)'], 'Committed for the first time.'),
    program(['with jax.enable_x64(True):', '    {f}(x, {k}.0)'], 'A setting of the trace.'),
    program(
      ['with jax.default_matmul_precision("highest"):', '    {f}(x, {k}.0)'],
      'A setting of the trace, though nothing here is a matrix product.',
    ),
    program(['jax.clear_caches()', '{f}(x, {k}.0)'], 'The stores are empty.'),
    program(['{f}(x[:2], {k}.0)'], 'Another shape.'),
    program(
      [cpu, '{f}(jax.device_put(x, cpu), {k}.0)', '{f}(jax.device_put(x * {l}, cpu), {k}.0)'],
      'A committed array has been seen.',
    ),
  ],
  takeaway:
    'A call is looked up twice, then traced, lowered and compiled, or read from disk. A log that says “compiling” does not say that your Python ran.',
}
