import type {Lesson} from '../engine/index.ts'
import {template} from './template.ts'

const model = (made: readonly string[], call: readonly string[]) =>
  template(
    [
      'import jax.numpy as jnp',
      'from flax import nnx',
      '',
      'class {C}(nnx.Module):',
      '    def __init__(self):',
      ...made.map((line) => `        ${line}`),
      '',
      '    def __call__(self, x):',
      ...call.map((line) => `        ${line}`),
      '',
      '@nnx.jit',
      'def {f}(model, x):',
      '    return model(x)',
      '',
      'x = jnp.ones(({n}, {k}))',
      'model = {C}()',
    ],
    {
      'model.{a}': '`model.{a}`',
      'model.factor': 'the factor',
      '<model>': 'the numbers in the model',
      x: 'shape or type of `x`',
      '<x>': 'the numbers in `x`',
    },
  )

const call = '{f}(model, x)'
const counting = model(['self.factor = {k}.0', 'self.{a} = 0'], ['self.{a} += 1', 'return x * self.factor'])
const holding = model(
  ['self.factor = {k}.0', 'self.{a} = nnx.Variable(jnp.array(0))'],
  ['self.{a}[...] += 1', 'return x * self.factor'],
)
const sowing = model(
  ['self.factor = {k}.0'],
  ['x = x * self.factor', 'self.sow(nnx.Intermediate, "{a}", x)', 'return x'],
)
const marking = model(['self.{a} = False'], ['self.{a} = True', 'return x * {k}'])
const listing = model(['self.{a} = nnx.List([])'], ['self.{a}.append(nnx.Variable(x))', 'return x * {k}'])
const joining = model(
  ['self.{a} = nnx.Variable(jnp.zeros((0, {k})))'],
  ['old = self.{a}[...]', 'self.{a}.set_value(jnp.concatenate([old, x]))', 'return x'],
)
const averaging = model(
  ['self.{a} = nnx.Variable(jnp.zeros({k}))'],
  ['old = self.{a}[...]', 'self.{a}[...] = 0.9 * old + 0.1 * x.mean(0)', 'return x'],
)

const forward = 'forward(model, x)'

export const grows: Lesson = {
  id: 'grows',
  title: 'A model that grows as it runs',
  about: 'Counters and notes that a call leaves behind, and why the next one compiles.',
  sources: [
    {
      title: 'Flax: extracting intermediates',
      url: 'https://flax.readthedocs.io/en/latest/guides/extracting_intermediates.html',
    },
    {title: 'flax#5116', url: 'https://github.com/google/flax/issues/5116'},
    {title: 'Flax: NNX basics', url: 'https://flax.readthedocs.io/en/stable/nnx_basics.html'},
  ],
  parts: {
    'model.calls': '`model.calls`',
    'model.seen': '`model.seen`',
    'model.layer': 'the layer',
    '<model>': 'the numbers in the weights',
    x: 'shape or type of `x`',
  },
  steps: [
    {
      code: 'import jax.numpy as jnp\nfrom flax import nnx\n\nclass Net(nnx.Module):\n    def __init__(self, rngs):\n        self.layer = nnx.Linear(4, 4, rngs=rngs)\n        self.calls = 0\n\n    def __call__(self, x):\n        self.calls += 1\n        return self.layer(x)\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nx = jnp.ones((2, 4))\nmodel = Net(nnx.Rngs(0))\nforward(model, x)',
      say: 'A call may change the model that it is given: `nnx.jit` carries the changes out of the program. This model counts its calls, and `model.calls` is 1 now.',
    },
    {
      code: forward,
      ask: 'again',
      why: 'A plain number that the model keeps is a setting. In the first key it was 0.',
      counters: {
        hit: `model.calls = 0\n${forward}`,
        '<model>': `model.calls = 0\nmodel.layer.kernel[...] = jnp.ones((4, 4))\n${forward}`,
      },
    },
    {
      code: `for _ in range(5):\n    ${forward}`,
      ask: 'count',
      why: 'Each call leaves a number that no key has. It never ends.',
    },
    {
      code: `model = Net(nnx.Rngs(1))\n${forward}`,
      ask: 'again',
      why: 'A new model counts from 0, and that program was kept.',
      counters: {miss: `model.calls = 100\n${forward}`},
    },
    {
      code: `\nclass Counter(nnx.Module):\n    def __init__(self, rngs):\n        self.layer = nnx.Linear(4, 4, rngs=rngs)\n        self.calls = nnx.Variable(jnp.array(0))\n\n    def __call__(self, x):\n        self.calls[...] += 1\n        return self.layer(x)\n\nmodel = Counter(nnx.Rngs(0))\nfor _ in range(5):\n    ${forward}`,
      ask: 'count',
      why: 'In a `Variable` the count is an array: data, which may change as it likes.',
    },
    {
      code: `\nclass Watched(nnx.Module):\n    def __init__(self, rngs):\n        self.layer = nnx.Linear(4, 4, rngs=rngs)\n\n    def __call__(self, x):\n        x = self.layer(x)\n        self.sow(nnx.Intermediate, "seen", x)\n        return x\n\nmodel = Watched(nnx.Rngs(0))\n${forward}`,
      say: '`sow` puts aside what you want to look at later: it adds an array to a tuple, `model.seen`.',
    },
    {
      code: forward,
      ask: 'again',
      why: 'The call before left an array there, so the model has another structure.',
      counters: {
        hit: `model = Watched(nnx.Rngs(3))\n${forward}`,
        '<model>': `model = Watched(nnx.Rngs(0))\nmodel.layer.kernel[...] = jnp.ones((4, 4))\n${forward}`,
      },
    },
    {
      code: `for _ in range(4):\n    ${forward}\n    nnx.pop(model, nnx.Intermediate)`,
      ask: 'count',
      why: 'Only the first, which found two arrays. `nnx.pop` takes them out, and the model is as it was made.',
    },
    {
      code: 'import jax.numpy as jnp\nfrom flax import nnx\n\nclass Fade(nnx.Module):\n    def __init__(self):\n        self.step = 0\n\n    def __call__(self, x):\n        self.step += 1\n        return x / 2 ** self.step\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nmodel = Fade()\nfor _ in range(4):\n    print(forward(model, jnp.ones(2)))\n',
      ask: 'edit',
      task: 'The model computes with its count. Let it go on counting, in one program.',
      most: 1,
      why: 'What a call changes is better data.',
    },
    {
      code: `import jax.numpy as jnp\nfrom flax import nnx\n\nclass Watched(nnx.Module):\n    def __call__(self, x):\n        x = x * 2\n        self.sow(nnx.Intermediate, "seen", x)\n        return x + 1\n\n@nnx.jit\ndef forward(model, x):\n    return model(x)\n\nmodel = Watched()\nfor n in range(3):\n    forward(model, jnp.full(2, n, jnp.float32))\n    print(model.seen[-1])\n`,
      ask: 'edit',
      task: 'What was seen is printed after each call. Take it out then.',
      most: 1,
      why: 'Newer versions of flax have `nnx.capture`, which puts aside and takes out at once.',
    },
  ],
  holes: {
    'f C a': [
      ['predict', 'Net', 'turns'],
      ['encode', 'Coder', 'uses'],
      ['score', 'Judge', 'rounds'],
      ['run', 'Block', 'steps'],
    ],
    'k l': [2, 3, 4, 5, 6],
    n: [3, 8, 10, 16],
  },
  variants: [
    holding([call, call], 'Counted in a `Variable`.'),
    counting([call, 'model.{a} = 0', call], 'Set back to what it was.'),
    counting([call, '{f}({C}(), x)'], 'A new model counts from 0.'),
    sowing([call, 'nnx.pop(model, nnx.Intermediate)', call], 'Taken out in between.'),
    averaging([call, call], 'An average changes, but neither its shape nor its type does.'),
    marking(
      [call, call, call],
      'Your rule breaks here: the setting changed once, in the first call, and then no more.',
    ),
    counting([call, call], 'The count is a setting.'),
    counting(['{f}({C}(), x)', call, call], 'The second call of `model` finds a 1.'),
    sowing([call, call], 'The first call left an array.'),
    marking([call, call], 'The first call changed a setting.'),
    listing([call, call], 'The list is longer.'),
    joining([call, call], 'Your rule breaks here: it is data in a `Variable`, but its shape grows.'),
  ],
  takeaway:
    'What a call leaves in the model is in the key of the next. A counter belongs in a `Variable`, and what was sown is taken out with `nnx.pop`.',
}
