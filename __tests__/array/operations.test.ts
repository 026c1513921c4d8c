import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import differences from '../golden/operations.differences.json' with {type: 'json'}
import {isOperation, make, type Operation, title} from './operations.ts'

/** Calls that jax 0.10.2 took or refused. */
const recorded: readonly Operation[] = readFileSync(
  join(__dirname, '../golden/recorded/operations.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isOperation)

/** The calls without those of which it is known that they differ. */
const without = (of: readonly Operation[], known: readonly string[]): readonly Operation[] =>
  of.filter((one) => !known.includes(title(one)))

const typed = without(recorded, differences.types)
const names = [...new Set(typed.map(({fn}) => fn))]

describe.each(names)('%s(…)', (name) => {
  const mine = typed.filter(({fn}) => fn === name)
  const taken = mine.filter(({error}) => error === undefined)
  const refused = mine.filter(({error}) => error !== undefined)
  const smooth = taken.filter(({gradient}) => gradient !== undefined)

  test('gives results of the types that JAX gives, and leaves its equations', () => {
    for (const one of taken) expect([title(one), make(one).types]).toEqual([title(one), one.types])
    for (const one of without(taken, differences.equations))
      expect([title(one), make(one).equations]).toEqual([title(one), one.equations])
  })

  if (smooth.length > 0)
    test('has a gradient of the equations that JAX leaves', () => {
      for (const one of without(smooth, differences.gradients))
        expect([title(one), make(one).gradient()]).toEqual([title(one), one.gradient])
    })

  if (refused.length > 0)
    test('raises what JAX refuses', () => {
      for (const one of refused) expect(() => make(one)).toThrow()
    })
})

test('of 1022 recorded calls at most 79 differ in their types, 86 in their equations, 38 in their gradients', () => {
  const {types, equations, gradients} = differences
  expect(new Set(recorded.map(title)).size).toBe(1022)
  expect(types.length).toBeLessThanOrEqual(79)
  expect(equations.length).toBeLessThanOrEqual(86)
  expect(gradients.length).toBeLessThanOrEqual(38)
})
