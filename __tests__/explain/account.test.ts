import {describe, expect, test} from '@jest/globals'
import {readdirSync, readFileSync} from 'node:fs'
import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const logs = 'examples/logs'
const phases =
  /Finished (?:tracing(?: \+ transforming)? .+? for jit|jaxpr to MLIR module conversion .+?|XLA compilation of .+?) in (\d+\.\d+(?:e-\d+)?) sec/g

/** The seconds of all lines of a log that end a phase, each record once. */
const secondsOf = (text: string): number => {
  const lines = [...new Set(text.split('\n'))].join('\n')
  return [...lines.matchAll(phases)].reduce((sum, [, seconds]) => sum + Number(seconds), 0)
}

describe('explain(trace).account', () => {
  test.each(readdirSync(logs).filter((name) => name.endsWith('.log')))(
    'has every second of %s that JAX prints, in rows that add up',
    (name) => {
      const text = readFileSync(`${logs}/${name}`, 'utf8')
      const {account} = explain(read(text))
      expect(account.seconds).toBeCloseTo(secondsOf(text), 6)
      expect(account.rows.reduce((sum, {seconds}) => sum + seconds, 0)).toBeCloseTo(account.seconds, 9)
      for (const {seconds, avoidable} of account.rows) expect(avoidable).toBeLessThanOrEqual(seconds)
    },
  )
})

const compile = (name: string, types = 'ShapedArray(float32[4])'): string[] => [
  `Finished tracing ${name} for jit in 0.5 sec`,
  `Compiling jit(${name}) with global shapes and types (${types},). Argument mapping: (UnspecifiedValue,).`,
  `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
  `Finished XLA compilation of jit(${name}) in 2.0 sec`,
]
const never = (
  name: string,
  file: string,
  line = 5,
  site = '/home/me/app/fit.py:9:4 (<module>)',
): string[] => [
  `TRACING CACHE MISS at ${site}:`,
  '  never seen function:',
  `    ${name} id=1${line} defined at ${file}:${line}`,
]
const again = [
  '  but seen another function defined on the same line; maybe the function is',
  '  being re-defined repeatedly, preventing caching?',
]
const packages = '/venv/lib/python3.12/site-packages'
const rows = (...lines: string[]) =>
  explain(read(lines.join('\n'))).account.rows.map(
    ({owner, function: name, compiles, seconds, avoidable}) =>
      `${owner}: ${name} ${compiles} ${seconds} ${avoidable}`,
  )

describe('an account tells whose a compile is', () => {
  test('by the file of the function: of the program, or of an installed package, wherever it is called', () => {
    expect(
      rows(
        ...never('step', '/home/me/app/fit.py'),
        ...compile('step'),
        ...never('update', `${packages}/optax/base.py`),
        ...compile('update'),
      ),
    ).toEqual(['program: step 1 2.75 0', 'library: update 1 2.75 0'])
  })

  test('as eager only where JAX has an operation of that name, else as unexplained', () => {
    expect(
      rows(
        ...never('step', '/home/me/app/fit.py'),
        ...compile('step'),
        ...compile('add'),
        ...compile('_fun'),
      ),
    ).toEqual(['program: step 1 2.75 0', 'unexplained: _fun 1 2.75 0', 'eager: add 1 2.75 0'])
  })

  test('as of jax.pmap where the name is one that JAX gives to nothing else, or the axis, and else under the bare name', () => {
    const over = (axis: string): string[] =>
      compile('_fun').map((line) =>
        line.replace(
          'UnspecifiedValue',
          `NamedSharding(mesh=Mesh('${axis}': 4, axis_types=(Auto,)), spec=P('${axis}',), memory_kind=device)`,
        ),
      )
    const all = [...compile('call_wrapped'), ...over('_internal_pmap_axis_name'), ...over('data')]
    const pmaps = [' call_wrapped (jax.pmap) 1 2.75 0', ' _fun (jax.pmap) 1 2.75 0']
    expect(rows(...all)).toEqual([...pmaps, ' _fun 1 2.75 0'].map((row) => `program:${row}`))
    const [step, ...others] = rows(...never('step', '/home/me/app/fit.py'), ...compile('step'), ...all)
    expect(step).toBe('program: step 1 2.75 0')
    expect(others).toEqual(
      [...pmaps, " _fun (jax.pmap over 'data') 1 2.75 0"].map((row) => `unexplained:${row}`),
    )
  })

  test('with nothing said of lambdas of which no explanation tells which they are', () => {
    const wide = compile('<lambda>', 'ShapedArray(float32[8])')
    const {misses} = explain(read([...compile('<lambda>'), ...wide].join('\n')))
    expect(misses.map(({taxonomy, gap}) => [taxonomy, gap])).toEqual([
      ['compulsory', null],
      ['unknown', {why: 'function untold'}],
    ])
  })

  test("as the program's where a function of the program has a loop's name, also where it compiles again without a record", () => {
    expect(rows(...never('map', '/home/me/app/fit.py'), ...compile('map'), ...compile('map'))).toEqual([
      'program: map 2 5.5 0',
    ])
  })

  test('as eager where the function is in a file of JAX, whose misses were explained until 0.5', () => {
    expect(
      rows(
        ...never('broadcast_in_dim', `${packages}/jax/_src/dispatch.py`),
        ...compile('broadcast_in_dim'),
        ...never('while', `${packages}/jax/_src/lax/control_flow/loops.py`),
        ...compile('while'),
      ),
    ).toEqual(['control flow: while 1 2.75 0', 'eager: broadcast_in_dim 1 2.75 0'])
  })

  test('with no compile for what is only traced, or read from the persistent cache', () => {
    expect(
      rows(
        ...never('shape_of', `${packages}/keras/layer.py`),
        'Finished tracing shape_of for jit in 0.5 sec',
        ...never('step', '/home/me/app/fit.py'),
        ...compile('step').toSpliced(
          3,
          0,
          "Persistent compilation cache hit for 'jit_step' with key 'jit_step-1'",
        ),
        ...compile('add').toSpliced(
          3,
          0,
          "Persistent compilation cache hit for 'jit_add' with key 'jit_add-1'",
        ),
      ),
    ).toEqual(['program: step 0 2.75 0', 'eager: add 0 2.75 0', 'library: shape_of 0 0.5 0'])
  })

  test('as control flow for a loop outside jit, whose new body at the same place is avoidable and at another is not', () => {
    const loop = (site: string, isNew: boolean): string[] => [
      ...never('worse', '/home/me/app/fit.py', 5, site),
      ...(isNew ? [] : again),
      ...never('halve', '/home/me/app/fit.py', 6, site),
      ...again,
      ...compile('while'),
    ]
    const trace = read(
      [
        ...loop('/home/me/app/fit.py:7:4 (fit)', true),
        ...loop('/home/me/app/fit.py:8:4 (fit)', true),
        ...loop('/home/me/app/fit.py:7:4 (fit)', false),
      ].join('\n'),
    )
    const {account, misses} = explain(trace)
    expect(account.rows).toEqual([
      {owner: 'control flow', function: 'while', compiles: 3, seconds: 8.25, avoidable: 2.75},
    ])
    expect(
      misses.filter(({function: name}) => name === 'while').map(({site, taxonomy}) => [site, taxonomy]),
    ).toEqual([
      ['/home/me/app/fit.py:7', 'compulsory'],
      ['/home/me/app/fit.py:8', 'compulsory'],
      ['/home/me/app/fit.py:7', 'identity'],
    ])
  })

  test('as control flow for a choice outside jit, whatever the functions are called that a loop ran before, or that it chooses between', () => {
    const site = '/home/me/app/fit.py:7:4 (fit)'
    const pair = (one: string, two: string, at = site): string[] => [
      ...never(one, '/home/me/app/fit.py', 5, at),
      ...never(two, '/home/me/app/fit.py', 6, at),
    ]
    const jitted = [...never('cond', '/home/me/app/fit.py', 2), ...compile('cond')]
    for (const branches of [pair('<lambda>', '<lambda>'), pair('cond', 'other'), pair('other', 'cond')])
      for (const before of [pair('cond', 'body', '/home/me/app/fit.py:9:4 (fit)'), []])
        expect(
          rows(...before, ...(before.length > 0 ? compile('while') : []), ...branches, ...compile('cond')),
        ).toContain('control flow: cond 1 2.75 0')
    expect(rows(...jitted, ...pair('<lambda>', '<lambda>'), ...compile('cond'))).toEqual([
      'program: cond 1 2.75 0',
      'control flow: cond 1 2.75 0',
    ])
  })

  test('as a loop met before, with arrays of another length, where JAX has the trace of what it runs and explains nothing', () => {
    const scan = (size: number, step = ''): string[] =>
      compile('scan', `ShapedArray(float32[]), ShapedArray(float32[${size}${step}])`)
    const explained = [
      ...never('body', '/home/me/app/fit.py'),
      ...scan(5),
      ...scan(6),
      ...scan(8),
      ...scan(6, ',2'),
    ]
    const scans = explain(read(explained.join('\n'))).misses.filter(({function: name}) => name === 'scan')
    expect(
      scans.map(({taxonomy, causes}) => [taxonomy, ...causes.map(({now, before}) => [now, before])]),
    ).toEqual([
      ['compulsory'],
      ['type', ['f32[6]', 'f32[5]']],
      ['type', ['f32[8]', 'f32[6]']],
      ['compulsory'],
    ])
  })

  test('with a loop of equal types left open, however often it came, where the log does not tell what it runs', () => {
    const again = [...compile('while'), ...compile('while'), ...compile('while')].join('\n')
    const [, second] = explain(read(again)).misses
    expect([second?.sentence, second?.advice]).toEqual([
      'while was traced again: JAX gives this name to many functions, and the log does not tell which this is, nor whether it ran before.',
      'Put the step that runs `while` under one jax.jit at module level: outside, it compiles for every new function and size.',
    ])
  })

  test('with nothing said of loops of which no explanation tells what they run', () => {
    const wide = compile('scan', 'ShapedArray(float32[8])')
    const {account, misses} = explain(read([...compile('scan'), ...wide, ...compile('scan')].join('\n')))
    expect(account.rows).toEqual([
      {owner: 'control flow', function: 'scan', compiles: 3, seconds: 8.25, avoidable: 0},
    ])
    expect(misses.slice(1).map(({causes, gap}) => [causes, gap])).toEqual([
      [[], {why: 'function untold'}],
      [[], {why: 'function untold'}],
    ])
  })

  test('as jitted anew where JAX explains nothing of it and compiles it three times for equal types, and not for two', () => {
    const step = [...never('step', '/home/me/app/fit.py'), ...compile('step')]
    const verdicts = (...lines: string[]): string[] =>
      explain(read([...step, ...lines].join('\n')))
        .misses.slice(1)
        .map(({verdict, evidence}) => `${verdict} ${evidence}`)
    const apply = compile('apply')
    expect(verdicts(...apply, ...apply, ...apply)).toEqual([
      'necessary inferred',
      'avoidable inferred',
      'avoidable inferred',
    ])
    expect(verdicts(...apply, ...apply)).toEqual(['necessary inferred', 'unknown inferred'])
    const wide = compile('apply', 'ShapedArray(float32[5])')
    expect(verdicts(...apply, ...wide, ...wide, ...wide)[1]).not.toBe('avoidable inferred')
    const pmapped = compile('_fun')
    expect(verdicts(...pmapped, ...pmapped, ...pmapped)).toEqual([
      'necessary inferred',
      'unknown inferred',
      'unknown inferred',
    ])
  })
})

test('explain(trace) does not say that an entry was dropped where a log lowers again what reads like an earlier call', () => {
  const [, ...lowers] = compile('step')
  const trace = read([...never('step', '/home/me/app/fit.py'), ...compile('step'), ...lowers].join('\n'))
  expect(explain(trace).misses[1]).toMatchObject({
    outcome: 'relower',
    verdict: 'unknown',
    gap: {why: 'lowers alike', like: 1},
  })
})

test('explain(trace) names a callable object as JAX does when it compiles it, with the place that an explanation tells', () => {
  const trace = read(
    [
      'TRACING CACHE MISS at /home/me/app/fit.py:9:4 (<module>):',
      '  never seen function:',
      '    <unknown> id=140',
      ...compile('<unnamed function>'),
      'TRACING CACHE MISS at /home/me/app/fit.py:12:4 (<module>):',
      '  for <unknown>',
      '  all previously seen cache keys differ. For the closest previous key:',
      '  different input types:',
      '  * at x, now f32[5] and before f32[4]',
      ...compile('<unnamed function>', 'ShapedArray(float32[5])'),
    ].join('\n'),
  )
  const {misses, account} = explain(trace)
  expect(account.rows).toMatchObject([{owner: 'program', function: '<unnamed function>', compiles: 2}])
  expect(
    misses.map(({site, causes}) => [site, causes.map(({path, now}) => `${path} ${String(now)}`)]),
  ).toEqual([
    ['/home/me/app/fit.py:9', []],
    ['/home/me/app/fit.py:12', ['x f32[5]']],
  ])
})

test('explain(trace) tells what a branch runs though an operation compiles while its functions are traced', () => {
  const trace = read(
    [
      ...never('yes', '/home/me/app/fit.py', 5),
      ...never('no', '/home/me/app/fit.py', 6),
      ...compile('negative'),
      ...compile('cond'),
    ].join('\n'),
  )
  expect(trace.functions.find(({name}) => name === 'cond')?.runs?.map(({name}) => name)).toEqual([
    'yes',
    'no',
  ])
})

test('explain(trace) takes an array of a loop outside jit that has other sizes for reducible', () => {
  const loop = (size: number): string[] => [
    'TRACING CACHE MISS at /home/me/app/fit.py:9:4 (fit):',
    '  never seen function:',
    `    step id=${size} defined at /home/me/app/fit.py:5`,
    ...compile('scan', `ShapedArray(float32[${size},3])`),
  ]
  const {misses} = explain(read([...loop(4), ...loop(8)].join('\n')))
  expect(misses.filter(({owner}) => owner === 'control flow').map(({verdict}) => verdict)).toEqual([
    'necessary',
    'reducible',
  ])
})

test('what is lowered, and not compiled before the program goes on, is no compile; one that the log breaks off is', () => {
  const lowered = compile('big').slice(0, 3)
  const compilesOf = (lines: readonly string[]): number =>
    explain(read(lines.join('\n'))).account.rows.reduce((sum, {compiles}) => sum + compiles, 0)
  const first = [...never('step', '/home/me/app/fit.py'), ...compile('step')]
  const big = [...never('big', '/home/me/app/fit.py', 7), ...lowered]
  expect(compilesOf([...first, ...big])).toBe(2)
  expect(compilesOf([...first, ...big, ...compile('loss')])).toBe(2)
  expect(compilesOf([...first, ...big, ...compile('loss'), ...compile('big').slice(3)])).toBe(3)
})

test('explain(trace) groups the misses of a function that a loop makes anew, at an address that is used again too', () => {
  const made = (id: number, ...said: string[]) => [
    'TRACING CACHE MISS at /home/me/app/fit.py:9:4 (<module>):',
    '  never seen function:',
    `    step id=${id} defined at /home/me/app/fit.py:5`,
    ...said,
    ...compile('step'),
  ]
  const {groups, figures} = explain(
    read([...made(1), ...made(2, ...again), ...made(1, ...again), ...made(3, ...again)].join('\n')),
  )
  expect(groups.map(({taxonomy, misses}) => [taxonomy, misses])).toEqual([
    ['identity', [1, 2, 3]],
    ['compulsory', [0]],
  ])
  expect(figures.dearest?.seconds).toBe(3 * 2.75)
})

test('explain(trace) groups the misses of a loop that gets a new body each time, however many of its leaves differ besides', () => {
  const made = (id: number, one: number, other: number) => [
    'TRACING CACHE MISS at /home/me/app/fit.py:9:4 (<module>):',
    '  never seen function:',
    `    body id=${id} defined at /home/me/app/fit.py:5`,
    ...again,
    ...compile('while', `ShapedArray(float32[${one}]), ShapedArray(float32[${other}])`),
  ]
  const {groups} = explain(read([...made(1, 2, 3), ...made(2, 4, 3), ...made(3, 5, 9)].join('\n')))
  const loops = groups.filter(({function: name}) => name === 'while')
  expect(loops.map(({misses}) => misses)).toEqual([[3, 5], [1]])
})

test('explain(trace) tells no seconds of a run of which the log tells the times of lines alone', () => {
  const at = (time: string, site: number) => [
    `WARNING:2026-01-02 03:04:${time}:jax._src.pjit:1047: TRACING CACHE MISS at /home/me/app/fit.py:${site}:4 (<module>) costing 11.972 ms because:`,
    '  never seen function:',
    `    step id=1${site} defined at /home/me/app/fit.py:${site}`,
  ]
  expect(explain(read([...at('05,000', 5), ...at('25,000', 6)].join('\n'))).headline).toMatch(/^2 compiles: /)
})

test('explain(trace).figures.span reaches from the first operation that compiled to the end of the last, where the log has a clock', () => {
  const lines = [
    [10, 'Finished tracing multiply for jit in 0.5 sec'],
    [12, 'Finished XLA compilation of jit(multiply) in 1.5 sec'],
    [20, 'Finished tracing step for jit in 0.5 sec'],
    [22, 'Finished XLA compilation of jit(step) in 1.5 sec'],
    [30, 'Finished XLA compilation of jit(add) in 1.0 sec'],
  ]
  const told = lines.map(([second, text]) => `2026-11-26 12:37:${second},000 WARNING ${text}`)
  const {seconds, span} = explain(read(told.join('\n'))).figures
  expect([seconds, span]).toEqual([5, 20.5])
})
