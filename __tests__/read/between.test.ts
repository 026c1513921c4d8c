import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {decode, encode} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'

const folder = join(__dirname, '../../examples/logs')
const logs = readdirSync(folder).filter((name) => name.endsWith('.log'))

const compile = (name: string, seconds: number): string =>
  [
    `Finished tracing ${name} for jit in ${seconds} sec`,
    `Compiling jit(${name}) with global shapes and types [ShapedArray(float32[4])]. Argument mapping: (UnspecifiedValue,).`,
    `Finished XLA compilation of jit(${name}) in ${seconds} sec`,
  ].join('\n')

const miss = (line: number): string =>
  `TRACING CACHE MISS at /home/me/train.py:${line}:4 (main) because:\n  never seen function:\n    step id=1 defined at /home/me/train.py:1\n${compile('step', 1)}`

describe('read(log).source.between', () => {
  test('tells operations outside jit between the events where their lines are, those of a name and a place as one', () => {
    const trace = read(
      [
        compile('multiply', 0.25),
        compile('add', 0.5),
        compile('multiply', 0.25),
        miss(9),
        compile('add', 0.125),
        miss(10),
      ].join('\n'),
    )
    expect([...trace].map(({function: fn}) => trace.functions[fn]?.name)).toEqual(['step', 'step'])
    expect(trace.source?.between).toEqual([
      {before: 0, name: 'multiply', compiles: 2, seconds: 1},
      {before: 0, name: 'add', compiles: 1, seconds: 1},
      {before: 1, name: 'add', compiles: 1, seconds: 0.25},
    ])
    expect(decode(encode(trace)).source).toEqual(trace.source)
  })

  test('has the time at which each began where lines have a clock, since the first of all did, and the calls are as far from it', () => {
    const trace = read(
      [
        [4, 'Finished tracing multiply for jit in 1.0 sec'],
        [
          4,
          'Compiling jit(multiply) with global shapes and types [ShapedArray(float32[4])]. Argument mapping: (UnspecifiedValue,).',
        ],
        [9, 'Finished XLA compilation of jit(multiply) in 5.0 sec'],
        [10, 'Finished tracing step for jit in 0.5 sec'],
        [12, 'Finished XLA compilation of jit(step) in 1.0 sec'],
        [14, 'Finished XLA compilation of jit(add) in 1.5 sec'],
      ]
        .map(([second, text]) => `2026-11-26 12:37:${String(second).padStart(2, '0')},000 WARNING ${text}`)
        .join('\n'),
    )
    expect([...trace].map(({time}) => time)).toEqual([6.5])
    expect(trace.source?.between).toEqual([
      {before: 0, name: 'multiply', at: 0, compiles: 1, seconds: 6},
      {before: 1, name: 'add', at: 9.5, compiles: 1, seconds: 1.5},
    ])
    expect(decode(encode(trace)).source).toEqual(trace.source)
  })

  test.each(logs)('comes of %s to the seconds and compiles that its sums come to', (name) => {
    const {between = [], eager, traced} = read(readFileSync(join(folder, name), 'utf8'), {name}).source ?? {}
    const names = new Set([...between, ...(eager?.functions ?? []), ...(traced ?? [])].map((one) => one.name))
    for (const each of names) {
      const of = (all: readonly {readonly name: string; readonly seconds: number}[] = []): number =>
        all.filter((one) => one.name === each).reduce((sum, {seconds}) => sum + seconds, 0)
      expect(of(between)).toBeCloseTo(of(eager?.functions) + of(traced), 6)
    }
    expect(between.reduce((sum, {compiles}) => sum + compiles, 0)).toBe(eager?.compiles ?? 0)
    expect(between.map(({before}) => before)).toEqual(between.map(({before}) => before).sort((a, b) => a - b))
  })
})
