import fc from 'fast-check'
import {causes} from '../../lib/explain/causes.ts'
import {comparer} from '../../lib/explain/comparer.ts'
import type {Fact, Key} from '../../lib/log/index.ts'

const fact = fc.record<Fact>(
  {
    component: fc.constantFrom('graphdef', 'static', 'aval'),
    kind: fc.constantFrom('attribute', 'static'),
    path: fc.constantFrom(['m'], ['m', 'act'], ['args[0]'], ['args', '[0]']),
    value: fc.constantFrom('<function f>', '<function g at 0x7f01>', '1'),
    identity: fc.constantFrom('0x7f01', '0x7f02', '0x7f03'),
    evidence: fc.constantFrom('inferred'),
  },
  {requiredKeys: ['component', 'kind', 'path', 'value']},
)
const key = fc.record<Key>({
  id: fc.constant(0),
  function: fc.constant(0),
  facts: fc.array(fact, {maxLength: 3}),
  unknown: fc.subarray([
    {component: 'static' as const, path: []},
    {component: 'graphdef' as const, path: ['m']},
  ]),
})

test('comparer()(now, before, evidence) says what causes says, whatever keys it compared before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, key), {minLength: 20, maxLength: 60}), (pairs) => {
      const compare = comparer()
      for (const [now, before] of pairs)
        expect(compare(now, before, 'observed')).toEqual(causes(now, before, 'observed'))
    }),
  )
})

test('a pair that differs from an earlier one in identities alone has the same causes, of other identities others', () => {
  const of = (identity: string, name = 'f'): Key => ({
    id: 0,
    function: 0,
    unknown: [],
    facts: [{component: 'static', kind: 'static', path: ['act'], value: `<function ${name}>`, identity}],
  })
  const compare = comparer()
  const first = compare(of('0x7f02'), of('0x7f01'), 'observed')
  expect(first.map(({change, path}) => [change, path])).toEqual([['identity', 'act']])
  expect(compare(of('0x7f04'), of('0x7f03'), 'observed')).toBe(first)
  expect(compare(of('0x7f04'), of('0x7f04'), 'observed')).toEqual([])
  expect(compare(of('0x7f04', 'g'), of('0x7f03'), 'observed').map(({change}) => change)).toEqual(['changed'])
})
