import golden from '../golden/promotion.json' with {type: 'json'}
import {entry} from '../entry.ts'
import {canonical, configured, dtypeOf, promote, type Promoted} from '../../lib/array/index.ts'

type Table = Readonly<Record<string, Readonly<Record<string, string | readonly (string | boolean)[]>>>>

const weak = new Map([
  ['int', 'int64'],
  ['float', 'float64'],
  ['complex', 'complex128'],
])

/** An operand as the recording names it: a dtype, or the type of a Python scalar. */
const operand = (name: string): Promoted => ({
  dtype: canonical(dtypeOf(weak.get(name) ?? name)),
  weak_type: weak.has(name),
})

const promoted = (a: string, b: string): readonly (string | boolean)[] | string => {
  try {
    const {dtype, weak_type} = promote([operand(a), operand(b)])
    return [dtype.name, weak_type]
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

describe.each([
  ['off', false, golden.x32],
  ['on', true, golden.x64],
] as const)('promote(a, b) with x64 %s', (_, x64, recorded) => {
  const table: Table = recorded
  test.each(Object.keys(table))('%s with every dtype is what JAX recorded', (a) => {
    configured({x64}, () => {
      expect(Object.fromEntries(Object.keys(entry(table, a)).map((b) => [b, promoted(a, b)]))).toEqual(
        table[a],
      )
    })
  })
})
