import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {configured} from '../../lib/array/index.ts'
import differences from '../golden/strict.differences.json' with {type: 'json'}
import {isOperation, make, type Operation, title} from './operations.ts'

/** A call under a setting that refuses implicit promotion, and what JAX says of it. */
interface Strict {
  readonly set: 'rank' | 'dtype'
  readonly call: Operation
  readonly types: readonly string[] | null
  readonly error: {readonly type: string; readonly message: string} | null
}

interface Row extends Omit<Operation, 'error'> {
  readonly set: Strict['set']
  readonly error?: Strict['error']
}

const isRow = (row: unknown): row is Row => isOperation(row) && 'set' in row

const recorded: readonly Strict[] = readFileSync(join(__dirname, '../golden/recorded/strict.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isRow)
  .map(({set, error = null, types = null, ...call}) => ({set, call, types, error}))

/** JAX writes a set of dtypes: in what order they come is chance. */
const names = /\((.*?)\) have/
const sorted = (message: string): string =>
  message.replace(names, (_, list: string) => `(${list.split(', ').sort().join(', ')}) have`)

const said = ({set, call}: Strict): unknown => {
  const settings = set === 'rank' ? {rankPromotion: 'raise' as const} : {dtypePromotion: 'strict' as const}
  return configured(settings, () => {
    try {
      return make(call).types
    } catch (raised) {
      return raised instanceof Error
        ? `${raised.name}: ${sorted(raised.message.split('\n')[0] ?? '')}`
        : raised
    }
  })
}

const expected = ({types, error}: Strict): unknown =>
  error === null ? types : `${error.type}: ${sorted(error.message)}`

/** Calls of which it is known that they differ: mostly in what the setting does not touch, such as `jnp.clip` without a bound. */
const known = new Set(differences)

test('of 1,156 recorded calls under a strict setting at most 28 differ', () => {
  expect(recorded.length).toBe(1156)
  expect(recorded.filter((one) => one.error !== null).length).toBe(662)
  expect(known.size).toBeLessThanOrEqual(28)
})

describe.each([
  ['jax_numpy_rank_promotion', 'raise', 'rank'],
  ['jax_numpy_dtype_promotion', 'strict', 'dtype'],
])('under %s = %s', (_name, _value, set) => {
  const mine = recorded.filter((one) => one.set === set && !known.has(`${set} ${title(one.call)}`))
  const functions = [...new Set(mine.map(({call}) => call.fn))]

  test.each(functions)('%s(…) raises what JAX raises, in its words, and gives what JAX gives', (fn) => {
    for (const one of mine)
      if (one.call.fn === fn) expect([title(one.call), said(one)]).toEqual([title(one.call), expected(one)])
  })
})
