import {keptOf} from '../../examples/playground/parts.ts'

const definitions = 'import jax\n# doubles\n@jax.jit\ndef f(x):\n    # inside\n    return x * 2'
const calls = 'f(1)\nfor n in range(2):\n    f(n)'
const program = `${definitions.replace('inside\n', 'inside\n\n')}\n\n${calls}\n`

test('a lock of the model keeps imports and definitions, one of the calls all other lines', () => {
  expect(keptOf(program, ['model'])).toBe(definitions)
  expect(keptOf(program, ['calls'])).toBe(calls)
  expect(keptOf(program, ['model', 'calls'])).toBe(`${definitions}\n${calls}`)
  expect(keptOf(program, ['code'])).toBe(program)
  expect(keptOf(program, ['policy', 'reveal'])).toBe('')
})

test.each([
  ['another call', program, `${program}f(2)\n`, true],
  ['a call between', program, program.replace('\n\nf(1)', '\n\nf(3)\nf(1)'), true],
  ['an empty line in a function', program, program.replace('inside\n', 'inside\n\n'), true],
  ['a line that goes on with a function', program, program.replace('\n\nf(1)', '\n    y = 1\nf(1)'), false],
  ['another function', program, `${program}def g(x):\n    return x\n`, false],
  ['a function less', program, calls, false],
])('where the model is locked, %s is allowed or not', (_, before, after, isAllowed) => {
  expect(keptOf(before, ['model']) === keptOf(after, ['model'])).toBe(isAllowed)
})
