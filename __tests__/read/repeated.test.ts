import {describe, expect, test} from '@jest/globals'
import {check, explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const compile = (name: string, types: string): string[] => [
  `Finished tracing ${name} for jit in 0.5 sec`,
  `Compiling jit(${name}) with global shapes and types (${types}). Argument mapping: (UnspecifiedValue,).`,
  `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
  `Finished XLA compilation of jit(${name}) in 0.75 sec`,
]
const matrix = 'ShapedArray(float32[4,4]),'
const log = (...compiles: string[][]) => read(compiles.flat().join('\n'))
const verdicts = (trace: ReturnType<typeof log>): string[] =>
  explain(trace).misses.map(({owner = 'program', verdict}) => `${owner} ${verdict}`)

describe('read(log) of a log of compile lines alone', () => {
  test('tells a function that is called like an operation of JAX where it was traced again for equal types, and leaves open why', () => {
    const trace = log(compile('solve', matrix), compile('sort', matrix), compile('solve', matrix))
    expect(verdicts(trace)).toEqual(['program necessary', 'program unknown'])
    expect(explain(trace).headline).toContain('none surely avoidable, 1 unexplained')
    expect(check(trace).passed).toBe(false)
    expect(
      explain(trace).account.rows.map(({owner, function: name, compiles}) => [owner, name, compiles]),
    ).toEqual([
      ['program', 'solve', 2],
      ['eager', 'sort', 1],
    ])
  })

  test('sums an operation that has other parameters than its arrays, that two functions of JAX may be, or that takes no array', () => {
    for (const name of ['reshape', 'sqrt'])
      expect(verdicts(log(compile(name, matrix), compile(name, matrix)))).toEqual([])
    expect(verdicts(log(compile('solve', ''), compile('solve', '')))).toEqual([])
  })

  test('sums an operation that was compiled again without a trace, as of what a gradient makes of it, or for other types', () => {
    const [, ...untraced] = compile('solve', matrix)
    expect(verdicts(log(compile('solve', matrix), untraced))).toEqual([])
    expect(verdicts(log(compile('solve', matrix), compile('solve', 'ShapedArray(float32[8]),')))).toEqual([])
  })
})

test('read(log) takes a name of JAX to be that of an operation where the log explains the functions of the program', () => {
  const told = [
    'TRACING CACHE MISS at train.py:9:4 (<module>):',
    '  never seen function: step id=140 defined at train.py:3',
    ...compile('step', matrix),
  ]
  const {misses} = explain(log(compile('solve', matrix), told, compile('solve', matrix)))
  expect(misses.map(({function: name}) => name)).toEqual(['step'])
})

test('explain(trace) does not ask to put under jit what may be a jitted function of the program', () => {
  const sizes = [7, 8, 9, 10].map((size) => compile('sort', `ShapedArray(float32[${size}]),`))
  const [first, second] = explain(log(...sizes)).misses
  expect(first?.advice).not.toContain('outside jit')
  expect(second?.advice).toContain(
    'under jax.jit where it is an operation of JAX; where it is a jitted function',
  )
})
