import {repr} from '../../lib/python/index.ts'
import {encode, jnp, Session} from '../../lib/index.ts'
import {Program} from '../../lib/script/index.ts'

const head = 'import jax, jax.numpy as jnp\nfrom flax import nnx\n'

/** What a text raises, as `type: message`, and in which line. */
const raised = (text: string): string => {
  const {error} = new Program().run(text)
  return error === null ? 'nothing' : `${error.type}: ${error.message}`
}

test.each([
  ['def f(x):\n    return g(x\n\ny = 3\n', "SyntaxError: line 2: '(' was never closed"],
  ['y = [1, 2\nz = 3\n', "SyntaxError: line 1: '[' was never closed"],
  ['y = 3 +\nz = 3\n', 'SyntaxError: line 1: this is not Python: y = 3 +'],
])('of %j the place is told where it ceases to be Python', (text, said) => {
  expect(raised(text)).toBe(said)
})

test('a miss tells where in the text its call and its function stand', () => {
  const program = new Program({file: 'train.py'})
  const {calls} = program.run(
    `${head}@jax.jit\ndef f(x): return x * 2\n\nfor n in (1, 2):\n    f(jnp.ones(n))\n`,
  )
  expect(calls).toEqual([
    {line: 7, from: 7, event: 0},
    {line: 7, from: 7, event: 1},
  ])
  expect(program.trace.at(1).site).toBe('train.py:7')
  expect(program.trace.functions[0]).toMatchObject({name: 'f', file: 'train.py', line: 4, params: ['x']})
})

test('a call that a function of the text makes stands at its line, and comes from the line that called that function', () => {
  const {calls} = new Program().run(
    `${head}f = jax.jit(lambda x: x)\ndef g(x):\n    h = lambda: f(x)\n    return h()\ng(1.0)\nf(2.0)`,
  )
  expect(calls).toEqual([
    {line: 5, from: 7, event: 0},
    {line: 8, from: 8, event: 1},
  ])
})

test('what the program does to a model between calls stands in the event of the next one', () => {
  const program = new Program()
  program.run(
    `${head}model = nnx.Dropout(0.1, rngs=nnx.Rngs(0))\nstep = nnx.jit(lambda m, x: m(x))\nx = jnp.ones(3)\nstep(model, x)\nmodel.eval()\nmodel.rate = 0.2\nstep(model, x)\n`,
  )
  expect(program.trace.at(1).edit).toBe('model.eval(); model.rate = 0.2')
})

test('run(text) goes on with the names of the text before, on the caches of its session', () => {
  const session = new Session()
  const program = new Program({session})
  program.run(`${head}@jax.jit\ndef f(x): return x + 1\nf(jnp.ones(3))`)
  expect(program.run('f(jnp.zeros(3))').calls).toEqual([{line: 1, from: 1, event: 1}])
  expect(session.trace.at(1).outcome).toBe('hit')
})

test('running(text) gives way after each statement of the text, and comes to what run(text) does', () => {
  const text = `${head}f = jax.jit(lambda x: x * 2)\nfor n in (1, 2):\n    f(jnp.ones(n))\njax.config.update("jax_enable_x64", True)\nf(jnp.ones(2)).dtype\n`
  const lengths: number[] = []
  const program = new Program()
  const steps = program.running(text)
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) lengths.push(program.trace.length)
  const whole = new Program()
  expect(step.value).toEqual(whole.run(text))
  expect([...encode(program.trace)]).toEqual([...encode(whole.trace)])
  expect(lengths).toEqual([0, 0, 0, 2, 2, 3])
})

test('a setting that the program changes holds for the arrays that follow, also in the same block', () => {
  const printed: string[] = []
  const to = (value: string): string => `jax.config.update("jax_enable_x64", ${value})`
  const told = 'print(jnp.ones(2).dtype, f(jnp.ones(2)).dtype)'
  const text = `${head}f = jax.jit(lambda x: x)\n${told}\n${to('True')}\n${told}\nif True:\n    ${to('False')}\n    ${told}\n${told}\n`
  new Program({print: (line) => printed.push(line)}).run(text)
  expect(printed).toEqual(['float32 float32', 'float64 float64', 'float32 float32', 'float32 float32'])
})

test('jax.config.update(name, value) holds from the next line of a text on, and in the texts that follow', () => {
  const printed: string[] = []
  const program = new Program({print: (line) => printed.push(line)})
  program.run(
    `${head}print(jnp.arange(3).dtype)\njax.config.update('jax_enable_x64', True)\nprint(jnp.arange(3).dtype)\n`,
  )
  program.run('print(jnp.ones(2).dtype)')
  expect([...printed, String(jnp.arange(3).dtype)]).toEqual(['int32', 'int64', 'float64', 'int32'])
})

test('what ran before an error stays, and the error says its line', () => {
  const program = new Program()
  const {calls, error} = program.run(`${head}f = jax.jit(lambda x: x)\nf(1.0)\nf(undefined)\n`)
  expect(calls).toHaveLength(1)
  expect(error).toEqual({type: 'NameError', message: "name 'undefined' is not defined", line: 5})
})

test('a loop without an end is stopped after the steps that it may take', () => {
  const {error} = new Program({steps: 1000}).run('n = 0\nwhile True:\n    n += 1\n')
  expect(error?.type).toBe('RuntimeError')
  expect(error?.message).toContain('stopped after 1,000 steps')
})

test.each([
  ['x = 10 ** 10 ** 10', 'OverflowError'],
  ["x = 'a' * 10 ** 9", 'MemoryError'],
  ['x = [0] * 10 ** 9', 'MemoryError'],
  ['range(10 ** 12)', 'MemoryError'],
  ['def f(): return f()\nf()', 'RecursionError'],
])('%j is refused, and neither hangs nor crashes', (text, type) => {
  expect(raised(text)).toMatch(new RegExp(`^${type}: `))
})

test.each([
  "''.constructor",
  '[].constructor',
  '(1).constructor',
  "(lambda: 0).constructor('return 1')()",
  '(lambda: 0).call',
  '(lambda: 0).__proto__',
  'print.apply',
  '{}.constructor',
  `${head}jnp.constructor`,
  `${head}jnp.ones.constructor`,
  `${head}nnx.Linear.prototype`,
  `${head}nnx.Rngs(0).constructor`,
  `${head}nnx.Rngs(0).__proto__`,
  'class A: pass\nA().constructor',
  'class A: pass\nA.prototype',
  "getattr([], 'constructor')",
  "class A: pass\nsetattr(A(), '__proto__', 1)",
])('%j reaches nothing of JavaScript', (text) => {
  expect(raised(text)).toMatch(/^(?:AttributeError|SyntaxError): /)
})

test('a text changes nothing of the library that other texts use', () => {
  expect(raised(`${head}jnp.ones = 3`)).toMatch(/^AttributeError: /)
  expect(raised(`${head}nnx.Linear.rate = 3`)).toMatch(/^AttributeError: /)
})

test.each([
  ['async def f(): pass', '`async`'],
  ['def f():\n    yield 1', '`yield`'],
  ['import socket', "No module named 'socket'"],
  ['from jax import foo', "cannot import name 'foo' from 'jax'"],
  ['match x:\n    case 1: pass', '`match`'],
  ['from math import *', '`import *`'],
  ['class A(int, str): pass', 'more than one base'],
  ["'%d' % float('nan')", 'ValueError: cannot convert float NaN to integer'],
])('%j is refused by a sentence that says what is not there', (text, says) => {
  expect(raised(text)).toContain(says)
})

test('run(text) gives the value of its last statement where that is an expression, and get(name) what a name stands for', () => {
  const program = new Program({names: {width: 3}})
  expect(program.run('x = [width] * 2\nx').value).toEqual([3, 3])
  expect(program.run('y = 1').value).toBeNull()
  expect([program.get('x'), program.get('y'), program.get('z')]).toEqual([[3, 3], 1, undefined])
})

test('ran(name) is told of each run of a body: a jitted function runs when it is traced', () => {
  const ran: string[] = []
  const program = new Program({ran: (name) => ran.push(name)})
  program.run(`${head}@jax.jit\ndef f(x): return x + 1\nfor n in (2, 2, 3): f(jnp.ones(n))\n(lambda: 0)()`)
  expect(ran).toEqual(['f', 'f', '<lambda>'])
})

test('v[...] = x puts x into the array of a Variable, which keeps its shape and dtype', () => {
  const program = new Program()
  const {value} = program.run(
    `${head}v = nnx.Param(jnp.ones(3))\nv[...] = 2\nv[0] = 5\nv[...] += 1\nv[...].tolist()`,
  )
  expect(repr(value)).toBe('[6.0, 3.0, 3.0]')
})

test('static objects are compared as their class says by __eq__, and by identity where it has a __hash__ alone, as on JAX', () => {
  const program = new Program()
  const body = '    def __init__(self, a, b): self.a, self.b = a, b\n'
  const {error} = program.run(
    `${head}class Hashed:\n${body}    def __hash__(self): return hash(self.a)
class Both:\n${body}    def __eq__(self, other): return self.a == other.a\n    def __hash__(self): return hash(self.a)
class Strict:\n${body}    def __eq__(self, other): return self.a == other.a and self.b == other.b\n    def __hash__(self): return 0
class Never:\n${body}    def __eq__(self, other): return False\n    def __hash__(self): return 0
f = jax.jit(lambda x, c: x * c.a, static_argnames='c')
never = Never(2, 1)
for c in (Hashed(2, 1), Hashed(2, 1), Both(2, 1), Both(2, 2), Both(3, 1), Strict(2, 1), Strict(2, 2), Strict(2, 1), never, never, Never(2, 1)):
    f(jnp.ones(2), c)
`,
  )
  expect(error).toBeNull()
  const outcomes = Array.from({length: program.trace.length}, (_, i) => program.trace.at(i).outcome)
  expect(outcomes.map((outcome) => outcome === 'hit')).toEqual(
    [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0].map((one) => one === 1),
  )
})
