import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {read} from '../../lib/read/index.ts'
import type {Trace} from '../../lib/log/index.ts'
import {differences} from './differences.ts'

const lines = (...text: string[]): Trace => read(`${text.join('\n')}\n`)

const traced = (name: string, seconds = '0.5'): string =>
  `Finished tracing + transforming ${name} for pjit in ${seconds} sec`
const missed = (name: string, inside = '<module>'): string[] => [
  `TRACING CACHE MISS at /w/train.py:9:4 (${inside}) costing 12.5 ms because:`,
  '  never seen function:',
  `    ${name} id=1401 defined at /w/train.py:3`,
]
const differs = (...lines: string[]): string[] => [
  'TRACING CACHE MISS at /w/train.py:10:4 (<module>) costing 12.5 ms because:',
  '  for step defined at /w/train.py:3',
  '  all previously seen cache keys are different. Closest previous key:',
  ...lines,
]
const compiled = (name: string): string[] => [
  `Compiling jit(${name}) with global shapes and types (ShapedArray(float32[4]),). Argument mapping: (UnspecifiedValue,).`,
  `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
  `Finished XLA compilation of jit(${name}) in 2.0 sec`,
]
const told = (trace: Trace): unknown[] =>
  [...trace].map(({function: fn, outcome, within, seconds}) => [
    trace.functions[fn]?.name,
    outcome,
    within,
    seconds.trace,
    seconds.compile,
  ])

describe('a log in which a miss stands behind its trace (jax 0.4.30 to 0.8)', () => {
  test('tells each compile once, with its own seconds', () => {
    const again = differs(
      '  * key with different input types:',
      '      types now: x: f32[8]',
      '        * at x, now f32[8] and before f32[4]',
    )
    const trace = lines(
      ...[traced('step'), ...missed('step'), ...compiled('step')],
      ...[traced('step', '0.25'), ...again, ...compiled('step')],
    )
    expect(told(trace)).toEqual([
      ['step', 'retrace', undefined, 0.5, 2],
      ['step', 'retrace', undefined, 0.25, 2],
    ])
    expect(trace.at(0).line).toBe(2)
  })

  test('tells a trace inside another as nested, not what was called at the top', () => {
    const trace = lines(
      ...[traced('alone', '0.1'), ...missed('alone')],
      ...[traced('inner', '0.1'), ...missed('inner', 'outer')],
      ...[traced('outer'), ...missed('outer', 'main'), ...compiled('outer')],
    )
    expect(told(trace)).toEqual([
      ['inner', 'retrace', 'nested', 0.1, 0],
      ['outer', 'retrace', undefined, 0.5, 2],
    ])
    expect(trace.source?.traced).toEqual([{owner: 'program', name: 'alone', seconds: 0.1}])
  })

  test('tells by the times whether a trace began before another ended', () => {
    const at = (time: string, text: string): string => `WARNING:2026-01-01 10:00:${time}:jax:1: ${text}`
    const [first = '', ...rest] = missed('outer', 'main')
    const trace = lines(
      at('01,250', traced('early', '0.1')),
      ...missed('early', 'main'),
      at('02,050', traced('inner', '0.1')),
      ...missed('inner', 'outer'),
      at('02,100', traced('outer')),
      at('02,101', first),
      ...rest,
    )
    expect([...trace].map(({within}) => within)).toEqual([undefined, 'nested', undefined])
  })

  test('does not take what is traced while a function is lowered for its end', () => {
    const [begins = '', ...ends] = compiled('step')
    const trace = lines(
      traced('step'),
      ...missed('step'),
      begins,
      traced('ravel'),
      traced('inner'),
      ...missed('inner', 'step'),
      ...ends,
    )
    expect(told(trace)).toEqual([
      ['step', 'retrace', undefined, 0.5, 2],
      ['inner', 'retrace', 'nested', 0.5, 0],
    ])
  })

  test('names static arguments by keyword and by their order', () => {
    const trace = lines(
      traced('step'),
      ...missed('step'),
      traced('step'),
      ...differs(
        '  * key with different value of static kwargs:',
        "      now {n: 2, mode: 'a'} and before {n: 1}",
        '  * key with different value of static args:',
        '      now 2, (1, 2) and before 2, (1, 3)',
      ),
    )
    expect(differences(trace, 1, 0)).toEqual([
      "static kwargs['n']: 2, before 1",
      "+ static kwargs['mode']: 'a'",
      'static static args[1]: (1, 2), before (1, 3)',
    ])
  })

  const statics = (now: string, before: string): string[] => [
    '  * key with different value of static kwargs:',
    `      now {${now}} and before {${before}}`,
  ]
  const head = [
    'TRACING CACHE MISS at /w/train.py:10:4 (<module>) costing 12.5 ms because:',
    '  for step defined at /w/train.py:3',
  ]
  const one = '  all previously seen cache keys are different. Closest previous key:'
  const several = '  all previously seen cache keys are different. Several previous keys are closest:'

  test('takes what is told of each of several closest keys, which stand in the order of their calls', () => {
    const trace = lines(
      traced('step'),
      ...missed('step'),
      traced('step'),
      ...head,
      one,
      ...statics('n: 2', 'n: 1'),
      traced('step'),
      ...head,
      several,
      ...statics('n: 3', 'n: 1'),
      ...statics('n: 3', 'n: 2'),
    )
    expect(trace.source?.unread.lines).toBe(0)
    expect(differences(trace, 2, 0)).toEqual(["static kwargs['n']: 3, before 1"])
    expect(differences(trace, 2, 1)).toEqual(["static kwargs['n']: 3, before 2"])
  })

  test('deals the differences that it lists to keys of which each counts as many', () => {
    const mask = (now: string, before: string): string[] => [
      '  * key with different input pytree:',
      '      now: PyTreeDef(((*, *), {}))',
      '      before: PyTreeDef(((*, *), {}))',
      `      * at args[1], now ${now} and before ${before}, so their Python types differ`,
    ]
    const [none, leaf] = ["<class 'NoneType'>", 'pytree leaf']
    const trace = lines(
      traced('step'),
      ...missed('step'),
      traced('step'),
      ...head,
      one,
      ...statics('lr: 2', 'lr: 1'),
      traced('step'),
      ...head,
      several,
      ...mask(leaf, none),
      ...statics('lr: 3', 'lr: 1'),
      ...mask(leaf, none),
      ...statics('lr: 3', 'lr: 2'),
    )
    expect(differences(trace, 2, 0)).toEqual([
      "static kwargs['lr']: 3, before 1",
      'tree args[1]: leaf, before None',
    ])
    expect(differences(trace, 2, 1)).toEqual([
      "static kwargs['lr']: 3, before 2",
      'tree args[1]: leaf, before None',
    ])
  })

  test('names a setting by its position, where the releases that may have written the log agree', () => {
    const context = (position: string): string[] =>
      differs(
        '  * key with different tracing context, e.g. due to config or context manager.',
        '    found differences at positions',
        `      ${position}`,
        '    compare to tuple returned by config.trace_context() in jax/_src/config.py.',
      )
    const name = (position: string): string[] =>
      differences(lines(traced('step'), ...missed('step'), traced('step'), ...context(position)), 1, 0)
    expect(name('[28]: now float32 and before None')).toEqual([
      'context jax_default_matmul_precision: float32, before None',
    ])
    expect(name('[24]: now True and before False')).toEqual(['context context[24]: True, before False'])
    expect(name('[99]: now 1 and before 2')).toEqual(['context context[99]: 1, before 2'])
  })
})

const folder = join(__dirname, 'logs')
const log = (release: string, program: string): string =>
  readFileSync(join(folder, release, `${program}.log`), 'utf8')

test('a wording that began in a release excludes those before it', () => {
  const compiled = 'Finished XLA compilation of jit(f) in 0.5 sec'
  const hit = "Persistent compilation cache hit for 'jit_f'"
  const writers = (...lines: string[]): readonly string[] => read(lines.join('\n')).header.releases ?? []
  expect(writers(hit, compiled)).toContain('0.4.30')
  expect(writers(hit, compiled)).not.toContain('0.5.3')
  expect(writers(`${hit} with key 'jit_f-12'`, compiled)).toContain('0.5.3')
  expect(writers(`${hit} with key 'jit_f-12'`, compiled)).not.toContain('0.4.30')
  const setting = [
    'TRACING CACHE MISS at /home/me/app/a.py:3 (<module>):',
    '  for f defined at /home/me/app/a.py:1',
    '  all previously seen cache keys differ. For the closest previous key:',
    '  different tracing context:',
    '  * jax_enable_x64 differs: now True and before False',
  ]
  expect(writers(...setting)).toContain('0.10.2')
  expect(writers(...setting)).not.toContain('0.9.0')
})

test('the logs of two releases in one file are both read, and no release is named', () => {
  const [one, two] = [log('0.8.2', 'p01_batch_size'), log('0.12.0.1', 'p03_weak_type')]
  const trace = read(one + two)
  expect(trace.length).toBe(read(one).length + read(two).length)
  expect(trace.header.releases).toBeUndefined()
})

test('lines of all releases in any order are counted, and break nothing', () => {
  const all = readdirSync(folder)
    .filter((name) => name.startsWith('0.'))
    .flatMap((release) =>
      ['p04_static_arg', 'p08_dict_keys', 'p19_nested_jit'].flatMap((name) => log(release, name).split('\n')),
    )
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...all), {maxLength: 200}), (some) => {
      const trace = read(`${some.join('\n')}\n`)
      expect(trace.source?.lines).toBe(some.length === 0 ? 1 : some.length)
      for (let id = 0; id < trace.keyCount; id++) expect(trace.key(id).facts.length).toBeGreaterThan(0)
    }),
    {numRuns: 60},
  )
})
