import {jitlens} from './io.ts'

const program = `import jax, jax.numpy as jnp

@jax.jit
def scale(x, by):
    return x * by

scale(jnp.ones(3), 2.0)
scale(jnp.zeros(3), 3.0)
print('so far')
scale(jnp.ones(4), 2.0)
`
const files = {'train.py': program}

test('jitlens simulate train.py tells each call of a jitted function with its line, and what the program printed', async () => {
  expect(await jitlens(['simulate', 'train.py'], files)).toMatchObject({
    code: 0,
    out: 'train.py\n  line 7: scale: retrace\n  line 8: scale: hit\n  line 10: scale: retrace\nIt printed:\n  so far\n',
    err: '',
  })
})

test('jitlens explain train.py says where the call that missed stands, and what changed', async () => {
  const {code, out} = await jitlens(['explain', 'train.py'], files)
  expect(code).toBe(0)
  expect(out).toContain('scale, call 3 (train.py:10)')
  expect(out).toContain('x is f32[4], before f32[3]')
})

test('jitlens report train.py writes a page of the run', async () => {
  const {code, saved} = await jitlens(['report', 'train.py', '-o', 'run.html'], files)
  expect({code, names: [...saved.keys()]}).toEqual({code: 0, names: ['run.html']})
})

test('jitlens simulate train.py --release 0.8.2 runs the program on that release', async () => {
  const {code, out} = await jitlens(['simulate', 'train.py', '--release', '0.8.2', '--json'], files)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject([
    {name: 'train.py', misses: [{function: 'scale'}, {function: 'scale'}]},
  ])
})

test('jitlens check train.py does not take a program for a run', async () => {
  const {code, err} = await jitlens(['check', 'train.py'], files)
  expect(code).toBe(2)
  expect(err).toContain('JAX_LOG_COMPILES=1')
})

test.each([
  ['import os', "line 1: ModuleNotFoundError: No module named 'os' here"],
  ['async def f(): pass', 'SyntaxError: line 1: `async` is not in the Python that runs here'],
  ['x = (1', "SyntaxError: line 1: '(' was never closed"],
  ['x = 1', 'this program called no function that jax.jit or nnx.jit had jitted'],
])('jitlens explain of %j ends in one sentence with its line', async (text, sentence) => {
  const {code, out, err} = await jitlens(['explain', 'a.py'], {'a.py': text})
  expect({code, out}).toEqual({code: 2, out: ''})
  expect(err).toContain(sentence)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
})

test('jitlens simulate of a program that jits nothing shows what it prints', async () => {
  const {code, out, err} = await jitlens(['simulate', 'a.py'], {'a.py': "print(1 + 1)\nprint('a\\nb')\n"})
  expect({code, err}).toEqual({code: 0, err: ''})
  expect(out).toBe(
    'a.py\n  called no function that jax.jit or nnx.jit had jitted\nIt printed:\n  2\n  a\n  b\n',
  )
})

test('a program that stops is shown up to there, and standard error says why it stopped', async () => {
  const {code, out, err} = await jitlens(['simulate', 'a.py'], {
    'a.py': `${program}1 / 0\nscale(jnp.ones(5), 1.0)\n`,
  })
  expect(code).toBe(0)
  expect(out).toContain('line 10: scale: retrace')
  expect(err).toContain('a.py: line 11: ZeroDivisionError: division by zero')
})

test('jitlens simulate refuses what only scenarios have', async () => {
  const {code, err} = await jitlens(['simulate', 'train.py', '--check'], files)
  expect(code).toBe(2)
  expect(err).toContain('--check is for scenarios')
})
