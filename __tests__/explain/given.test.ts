import {expect, test} from '@jest/globals'
import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

/** The latest miss of `g`, as jax 0.6 to 0.8 explain it with these lines of static arguments. */
const latest = (...lines: readonly string[]) => {
  const log = [
    'TRACING CACHE MISS at /app/a.py:5:1 (<module>) costing 1.5 ms because:',
    '  never seen function:',
    '    g id=1400 defined at /app/a.py:3',
    'TRACING CACHE MISS at /app/a.py:5:8 (<module>) costing 0.5 ms because:',
    '  for g defined at /app/a.py:3',
    '  all previously seen cache keys are different. Closest previous key:',
    ...lines.map((line) => `  ${line}`),
  ]
  const miss = explain(read(log.join('\n'))).misses.at(-1)
  return [miss?.verdict, ...(miss?.findings.map(({what}) => what) ?? [])]
}
const keywords = (now: string, before: string): string[] => [
  '* key with different value of static kwargs:',
  `    now {${now}} and before {${before}}`,
]
const positions = (now: string, before: string): string[] => [
  '* key with different value of static args:',
  `    now ${now} and before ${before}`,
]

test('explain(log) of a static value that came by position and now comes by keyword tells an avoidable change of spelling', () => {
  expect(latest(...keywords('n: 3', ''), ...positions('', '3'))).toEqual(['avoidable', 'keyword or position'])
})

test('explain(log) of a static that comes by keyword with another value than by position tells of the value', () => {
  expect(latest(...keywords('n: 4', ''), ...positions('', '3'))).toEqual(['necessary', 'static value'])
})

test('explain(log) of an object that prints without its content leaves open whether it is the same', () => {
  const policy = '<a.Policy object at 0x7f00>'
  expect(latest(...keywords(`n: ${policy}`, ''), ...positions('', policy))).toEqual([
    'unknown',
    'object untold',
  ])
})

test('explain(log) of a static that one call leaves out, whose default the log does not tell, leaves open whether its value changed', () => {
  expect(latest(...keywords('', 'n: 3'))).toEqual(['unknown', 'argument left out'])
})
