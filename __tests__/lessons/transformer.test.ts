import {transformer} from '../../examples/lessons/transformer.ts'
import {explain} from '../../lib/index.ts'

test('transformer() compiles each step for both batch sizes in the first epoch, and nothing in the second', () => {
  const trace = transformer()
  const {misses} = explain(trace)
  expect(trace.length).toBe(16)
  expect([...trace].map(({outcome}) => outcome)).toEqual([
    'retrace',
    'hit',
    'hit',
    'retrace',
    'retrace',
    'hit',
    'hit',
    'retrace',
    ...Array.from({length: 8}, () => 'hit'),
  ])
  expect(misses.map(({function: name, nearest}) => [name, nearest])).toEqual([
    ['train_step', -1],
    ['train_step', 0],
    ['eval_step', -1],
    ['eval_step', 4],
  ])
  expect(misses[1]?.causes.map(({path, now, before}) => [path, now, before])).toEqual([
    ['tokens', 'i32[5,16]', 'i32[8,16]'],
  ])
})
