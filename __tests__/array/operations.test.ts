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

const taken = without(
  recorded.filter(({error}) => error === undefined),
  differences.refused,
)
const refused = recorded.filter(({error}) => error !== undefined)
const smooth = taken.filter(({gradient}) => gradient !== undefined)

const isSame = (mine: readonly string[], own: readonly string[] | undefined): boolean =>
  mine.join('\n') === own?.join('\n')

describe.each([...new Set(recorded.map(({fn}) => fn))])('%s(…)', (name) => {
  const mine = (of: readonly Operation[]) => of.filter(({fn}) => fn === name)

  test('gives results of the types that JAX gives, and leaves its equations with their literals', () => {
    for (const one of mine(taken)) expect([title(one), make(one).types]).toEqual([title(one), one.types])
    for (const one of without(mine(taken), differences.equations))
      expect([title(one), make(one).equations]).toEqual([title(one), one.equations])
  })

  if (mine(smooth).length > 0)
    test('has a gradient of the equations that JAX leaves', () => {
      for (const one of without(mine(smooth), differences.gradients))
        expect([title(one), make(one).gradient()]).toEqual([title(one), one.gradient])
    })

  if (mine(refused).length > 0)
    test('raises what JAX refuses', () => {
      for (const one of mine(refused)) expect(() => make(one)).toThrow()
    })
})

test('of the 973 calls that JAX took 971 are taken, and 966 leave its equations with their literals, of 411 gradients 407', () => {
  expect([recorded.length, taken.length, smooth.length]).toEqual([1022, 971, 411])
  const other = (of: readonly Operation[], agrees: (one: Operation) => boolean): readonly string[] =>
    of.filter((one) => !agrees(one)).map(title)
  expect(other(taken, (one) => isSame(make(one).equations, one.equations))).toEqual(differences.equations)
  expect(other(smooth, (one) => isSame(make(one).gradient(), one.gradient))).toEqual(differences.gradients)
  expect([differences.equations.length, differences.gradients.length]).toEqual([5, 4])
})
