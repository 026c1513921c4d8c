import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const never = (name: string, line: number, id: number, isRedefined = false): string[] => [
  `TRACING CACHE MISS at /w/train.py:${line}:4 (<module>):`,
  '  never seen function:',
  `    ${name} id=${id} defined at /w/train.py:${name.length}`,
  ...(isRedefined
    ? [
        '  but seen another function defined on the same line; maybe the function is',
        '  being re-defined repeatedly, preventing caching?',
      ]
    : []),
]
const types = (name: string, line: number): string[] => [
  `TRACING CACHE MISS at /w/train.py:${line}:4 (<module>):`,
  `  for ${name} defined at /w/train.py:${name.length}`,
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input types:',
  '  * at x, now f32[8] and before f32[4]',
]
const told = (...records: string[][]): string[] =>
  explain(read(`${records.flat().join('\n')}\n`)).misses.map(
    ({function: name, taxonomy, gap}) => `${name} ${gap?.why ?? taxonomy}`,
  )

describe('functions that JAX does not know any more, under the ids that they had', () => {
  test('several together, and none that it still knows: the cache was cleared', () => {
    expect(told(never('f', 20, 1), never('go', 21, 2), never('f', 30, 1), never('go', 31, 2))).toEqual([
      'f compulsory',
      'go compulsory',
      'f capacity',
      'go capacity',
    ])
  })

  test('several together, of one of which another object was called before: the cache was cleared', () => {
    const miss = (line: number, ...rest: readonly string[]): string[] => [
      `TRACING CACHE MISS at /w/train.py:${line} (<module>) costing 1.5 ms because:`,
      ...rest.map((one) => `  ${one}`),
    ]
    const unseen = (line: number, name: string, id: number): string[] =>
      miss(line, 'never seen function:', `  ${name} id=${id} defined at /w/train.py:2`)
    const typed = miss(
      42,
      'for f defined at /w/train.py:2',
      'all previously seen cache keys are different. Closest previous key:',
      '* key with different input types:',
      '    types now: w: f32[4,4], x: f32[2,4], scale: f32[]',
      '      * at scale, now f32[]{weak_type=False} and before f32[]{weak_type=True}',
    )
    const before = [unseen(6, 'f', 1), unseen(41, 'f', 3), typed, unseen(17, 'go', 2)]
    expect(told(...before, unseen(43, 'f', 3), unseen(44, 'go', 2)).slice(-2)).toEqual([
      'f capacity',
      'go capacity',
    ])
  })

  test('one alone: its entry was dropped, or it is a new object at the old address', () => {
    expect(told(never('f', 20, 1), never('go', 21, 2), never('f', 30, 1))).toEqual([
      'f compulsory',
      'go compulsory',
      'f object or entry',
    ])
  })

  test('several, while JAX still knows another: either, for each of them', () => {
    expect(
      told(
        never('f', 20, 1),
        never('go', 21, 2),
        never('run', 22, 3),
        never('f', 30, 1),
        never('go', 31, 2),
        types('run', 32),
      ),
    ).toEqual([
      'f compulsory',
      'go compulsory',
      'run compulsory',
      'f object or entry',
      'go object or entry',
      'run type',
    ])
  })

  test('several, while JAX knows one of which the log told nothing: the cache was cleared after that', () => {
    expect(
      told(never('f', 20, 1), never('go', 21, 2), never('f', 30, 1), types('run', 31), never('go', 32, 2)),
    ).toEqual(['f begins late', 'go begins late', 'f capacity', 'run type', 'go capacity'])
  })

  test('several, after another one was made anew or found again: the cache was cleared after that', () => {
    for (const before of [never('run', 22, 4, true), types('run', 23)])
      expect(
        told(
          never('f', 20, 1),
          never('go', 21, 2),
          never('run', 22, 3),
          before,
          never('f', 30, 1),
          never('go', 31, 2),
        ).slice(-2),
      ).toEqual(['f capacity', 'go capacity'])
  })

  test('several, and JAX knows one that it first met since: the cache was cleared before', () => {
    expect(
      told(
        never('f', 20, 1),
        never('go', 21, 2),
        never('f', 30, 1),
        never('go', 31, 2),
        never('run', 32, 3),
        types('run', 33),
      ),
    ).toEqual(['f compulsory', 'go compulsory', 'f capacity', 'go capacity', 'run compulsory', 'run type'])
  })

  test('several, two of them of one definition: the cache was cleared', () => {
    expect(
      told(
        never('f', 20, 1),
        never('f', 21, 2),
        never('go', 22, 3),
        never('f', 30, 1),
        never('f', 31, 2),
        never('go', 32, 3),
      ).slice(-3),
    ).toEqual(['f capacity', 'f capacity', 'go capacity'])
  })

  test('one that is made anew at one call takes turns between addresses, and was not dropped', () => {
    expect(told(never('f', 20, 1), never('f', 20, 2, true), never('f', 20, 1, true)).at(-1)).toBe(
      'f identity',
    )
  })

  test('several at the calls where they were before, so that JAX tells of others on their lines: either, for each of them', () => {
    expect(
      told(never('f', 20, 1), never('go', 21, 2), never('f', 20, 1, true), never('go', 21, 2, true)),
    ).toEqual(['f compulsory', 'go compulsory', 'f object or entry', 'go object or entry'])
  })

  test('several at the calls where they were before, of which JAX tells no others, so that lines are missing: either, for each of them', () => {
    expect(told(never('f', 20, 1), never('go', 21, 2), never('f', 20, 1), never('go', 21, 2))).toEqual([
      'f compulsory',
      'go compulsory',
      'f object or entry',
      'go object or entry',
    ])
  })

  test('where JAX saw another function on the line of one alone, or one has another id, it is a new object', () => {
    expect(told(never('f', 20, 1), never('f', 20, 1, true))).toEqual(['f compulsory', 'f identity'])
    expect(
      told(never('f', 20, 1), never('go', 21, 2), never('f', 20, 1, true), never('go', 21, 3, true)),
    ).toEqual(['f compulsory', 'go compulsory', 'f identity', 'go identity'])
  })
})

test('an explanation that is unavailable leaves a static value or metadata', () => {
  const unavailable = [...types('f', 21).slice(0, 3), '  cache miss explanation unavailable']
  expect(told(never('f', 20, 1), unavailable)).toEqual(['f compulsory', 'f static or metadata'])
})
