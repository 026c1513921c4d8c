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

describe('a scenario file that holds a program', () => {
  const scenario = (more: object = {}, text = program): string =>
    JSON.stringify({id: 'scales', title: 'Two sizes', program: text.split('\n'), ...more}, null, 2)

  test('jitlens simulate tells each call with its line, and what was printed', async () => {
    expect(await jitlens(['simulate', 'a.json'], {'a.json': scenario()})).toMatchObject({
      code: 0,
      out: 'Two sizes\n  line 7: scale: retrace\n  line 8: scale: hit\n  line 10: scale: retrace\nIt printed:\n  so far\n',
      err: '',
    })
  })

  test('jitlens explain, report and draw take it as they take a log', async () => {
    const held = {'a.json': scenario()}
    const told = await jitlens(['explain', 'a.json'], held)
    expect(told.out).toContain('scale, call 3 (program.py:10)')
    const page = await jitlens(['report', 'a.json', '-o', 'run.html'], held)
    const picture = await jitlens(['draw', 'a.json', '-o', 'run.svg'], held)
    expect([told.code, page.code, picture.code]).toEqual([0, 0, 0])
    expect([...page.saved.keys(), ...picture.saved.keys()]).toEqual(['run.html', 'run.svg'])
  })

  test('jitlens simulate runs it on the release that it names, and on another that is asked for', async () => {
    const held = {'a.json': scenario({versions: {jax: '0.8.2'}})}
    expect((await jitlens(['explain', 'a.json'], held)).out).toContain('Simulated: jax 0.8.2.')
    const asked = await jitlens(['simulate', 'a.json', '--release', '0.10.2', '--json'], held)
    expect(JSON.parse(asked.out)).toMatchObject([
      {id: 'scales', misses: [{function: 'scale'}, {function: 'scale'}]},
    ])
  })

  test.each([
    [
      'explain',
      scenario({}, 'import jax\nx = (1'),
      "a.json: scales, program: SyntaxError: line 2: '(' was never closed",
    ],
    [
      'simulate',
      scenario({}, 'x = 1\ny = z'),
      "a.json: scales, program: line 2: NameError: name 'z' is not defined",
    ],
    [
      'explain',
      scenario({}, 'x = 1'),
      'a.json: scales: this program called no function that jax.jit or nnx.jit had jitted',
    ],
    ['explain', scenario({lokced: []}), 'line 17, lokced: unknown key "lokced"; did you mean "locked"?'],
    ['report', scenario({versions: {jax: '0.1'}}), 'a.json: release "0.1": its caches are not known'],
    ['simulate --check', scenario(), '--check compares steps with what they expect'],
    ['simulate --policy jax.jit', scenario(), '--policy is for scenarios of steps'],
    ['simulate --policy torch', scenario(), 'there is no such policy'],
    ['simulate --release 0.8.2 --release 0.10.2', scenario(), 'two releases are compared step by step'],
  ])('jitlens %s of %j ends in one sentence', async (words, text, sentence) => {
    const [command = '', ...options] = words.split(' ')
    const {code, out, err} = await jitlens([command, 'a.json', ...options], {'a.json': text})
    expect({code, out}).toEqual({code: 2, out: ''})
    expect(err).toContain(sentence)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a log in JSON whose lines have a word "program" is a log', async () => {
    const {code, err} = await jitlens(['explain', 'a.log'], {
      'a.log': '{"program": "train", "message": "step 1"}\n',
    })
    expect({code, err}).not.toMatchObject({code: 2})
  })
})

test('jitlens simulate refuses what only scenarios have', async () => {
  const {code, err} = await jitlens(['simulate', 'train.py', '--check'], files)
  expect(code).toBe(2)
  expect(err).toContain('--check is for scenarios')
})
