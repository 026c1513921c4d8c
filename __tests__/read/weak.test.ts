import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const site = 'TRACING CACHE MISS at /home/me/app/train.py:9:1 (<module>):'
const first = [site, '  never seen function:', '    step id=139 defined at /home/me/app/train.py:3']
const again = (now: string, before: string, name = 'x'): string[] => [
  site,
  '  for step defined at /home/me/app/train.py:3',
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input types:',
  `  * at ${name}, now ${now} and before ${before}`,
]
const compiled = (type: string): string[] => [
  'Finished tracing step for jit in 0.001 sec',
  `Compiling jit(step) with global shapes and types (ShapedArray(${type}),). Argument mapping: (UnspecifiedValue,).`,
  'Finished XLA compilation of jit(step) in 0.003 sec',
]
const weak = '{weak_type=True}'
const strong = '{weak_type=False}'

/** What is told of the types of each miss but the first. */
const told = (...lines: readonly string[]): string[] =>
  explain(read(lines.join('\n')))
    .misses.slice(1)
    .map(({causes, taxonomy}) =>
      causes.length === 0 ? taxonomy : causes.map(({now, before}) => `${now}, before ${before}`).join('; '),
    )

test('a type without a mark is as weak as the one that JAX compares it with: JAX prints a mark only where the two differ in that', () => {
  expect(
    told(
      ...first,
      ...again(`i32[]${weak}`, `f16[3]${strong}`),
      ...again('f32[]', 'i32[]'),
      ...again('bool[]', 'f16[3]'),
    ),
  ).toEqual([
    `i32[]${weak}, before f16[3]`,
    `f32[]${weak}, before i32[]${weak}`,
    `bool[], before f32[]${weak}`,
  ])
})

test('a compile line says whether a type that JAX printed without a mark is weak, of the call itself and of those compared with it', () => {
  expect(told(...first, ...compiled('int32[], weak_type=True'), ...again('f32[]', 'i32[]'))).toEqual([
    `f32[]${weak}, before i32[]${weak}`,
  ])
})

test('a type that is weak or not for all that a log says is told without a mark on either side, and is no other than a weak one', () => {
  const open = [...first, ...again(`f32[]${weak}`, `f32[]${strong}`)]
  expect(told(...open, ...again('i32[]', 'f32[]'))[1]).toBe('i32[], before f32[]')
  expect(told(...open, ...again('i32[]', 'f32[]'), ...again(`i32[]${weak}`, `i32[]${strong}`))[2]).toBe(
    `i32[]${weak}, before i32[]`,
  )
})

test('until 0.5 JAX marks weak types where they differ in nothing else, so that a type without a mark may be of either kind', () => {
  const older = (seen: string, given: string): string[] => [
    'TRACING CACHE MISS at /home/me/app/train.py:9 (<module>) because:',
    '  for step defined at /home/me/app/train.py:3',
    '  never seen input type signature:',
    '    x: f32[]',
    '  closest seen input type signature has 1 mismatches, including:',
    `    * at x, seen ${seen}, but now given ${given}`,
  ]
  expect(
    told(
      'TRACING CACHE MISS at /home/me/app/train.py:9 (<module>) because:',
      '  never seen function:',
      '    step id=139 defined at /home/me/app/train.py:3',
      ...older('f32[3]', 'i32[]'),
      ...older(`i32[]${strong}`, `i32[]${weak}`),
      ...older('i32[]', 'bool[]'),
    )[2],
  ).toBe('bool[], before i32[]')
})

test('compiles of two threads go to the misses of their types, though JAX does not mark a weak one', () => {
  const other = (line: string): string => line.replaceAll('step', 'loss')
  const {misses} = explain(
    read(
      [
        ...first,
        ...compiled('int32[], weak_type=True'),
        ...first.map(other),
        ...again('f32[]', 'i32[]'),
        'Finished tracing step for jit in 0.001 sec',
        'Compiling jit(step) with global shapes and types (ShapedArray(float32[], weak_type=True),). Argument mapping: (UnspecifiedValue,).',
        other('Finished tracing step for jit in 0.001 sec'),
        other(
          'Compiling jit(step) with global shapes and types (ShapedArray(int32[]),). Argument mapping: (UnspecifiedValue,).',
        ),
        'Finished XLA compilation of jit(step) in 0.005 sec',
        other('Finished XLA compilation of jit(step) in 0.007 sec'),
      ].join('\n'),
    ),
  )
  expect(misses.map(({function: name, seconds}) => [name, seconds.compile])).toEqual([
    ['step', 0.003],
    ['loss', 0.007],
    ['step', 0.005],
  ])
  expect(misses[2]?.causes.map(({now}) => now)).toEqual([`f32[]${weak}`])
})
