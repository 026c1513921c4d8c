import {explain, read} from '../../lib/index.ts'

const miss = (site: string, ...told: string[]): string =>
  [`TRACING CACHE MISS at /home/me/app/a.py:${site} (<module>):`, ...told].join('\n')

const first = miss('8:4', '  never seen function:', '    score id=7 defined at /home/me/app/a.py:4')
const second = miss(
  '9:4',
  '  for score defined at /home/me/app/a.py:4',
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input types:',
  '  * at x, now f32[5] and before f32[4]',
)
const inner = miss('5:2', '  never seen function:', '    helper id=8 defined at /home/me/app/a.py:2')
const cache = (what: string, name: string): string =>
  what === 'hit'
    ? `Persistent compilation cache hit for 'jit_${name}' with key 'jit_${name}-aa'`
    : `PERSISTENT COMPILATION CACHE MISS for 'jit_${name}' with key 'jit_${name}-aa'`

test('read() of explanations and lines of the persistent cache alone takes each miss for a compile', () => {
  const log = [first, cache('miss', 'score'), second, cache('miss', 'score')].join('\n')
  const {headline, misses} = explain(read(log))
  expect(headline).toMatch(/^2 compiles/)
  expect(misses.map(({within, taxonomy}) => [within, taxonomy])).toEqual([
    [undefined, 'compulsory'],
    [undefined, 'type'],
  ])
})

test.each([
  ['without times', [first, cache('miss', 'score'), second]],
  [
    'with times',
    [
      first,
      'Finished tracing score for jit in 0.1 sec',
      'Compiling jit(score) with global shapes and types (ShapedArray(float32[4]),). Argument mapping: (UnspecifiedValue,).',
      cache('miss', 'score'),
      'Finished XLA compilation of jit(score) in 0.2 sec',
      second,
      'Finished tracing score for jit in 0.1 sec',
      'Compiling jit(score) with global shapes and types (ShapedArray(float32[5]),). Argument mapping: (UnspecifiedValue,).',
      'Finished XLA compilation of jit(score) in 0.2 sec',
    ],
  ],
])(
  'read() of a log %s carries that the persistent cache did not hold a compile, where the log tells it',
  (_, lines) => {
    const trace = read(lines.join('\n'))
    expect([trace.at(0).layers, trace.at(1).layers]).toEqual([
      [{layer: 'persistent', result: 'miss', entry: -1}],
      [],
    ])
  },
)

test('read() of such a log: what the cache held did not compile, and what was explained before it is inside', () => {
  const log = [first, inner, cache('hit', 'score'), second].join('\n')
  const {misses} = explain(read(log))
  expect(misses.map(({function: name, within}) => [name, within])).toEqual([
    ['score', 'persistent'],
    ['helper', 'nested'],
    ['score', undefined],
  ])
})
