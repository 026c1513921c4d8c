import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {check, explain, type Miss, read} from '../../lib/index.ts'

const log = readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8')
const alone = explain(read(log))

/** Two processes that write the same log, line by line, each under its own number. */
const both = log
  .split('\n')
  .flatMap((line) => [`[0]: ${line}`, `[1]: ${line}`])
  .join('\n')

test('read() of two equal processes in one stream explains each as if it had run alone', () => {
  const {misses, functions} = explain(read(both))
  for (const process of ['0', '1']) {
    const own = misses.filter((miss) => miss.process === process)
    expect(own.map(({sentence, call, taxonomy, verdict}) => [sentence, call, taxonomy, verdict])).toEqual(
      alone.misses.map(({sentence, call, taxonomy, verdict}) => [sentence, call, taxonomy, verdict]),
    )
  }
  expect(functions.map(({misses: count}) => count)).toEqual(
    alone.functions.map(({misses: count}) => 2 * count),
  )
})

test('check() of two processes allows the first call of each', () => {
  expect(check(read(both)).misses.length).toBe(2 * check(read(log)).misses.length)
})

const record = (...lines: string[]): string =>
  ['TRACING CACHE MISS at a.py:7 (<module>):', ...lines].join('\n')
const neverSeen = (id: number): string =>
  record('  never seen function:', `    step id=${id} defined at a.py:2`)
const redefined = (id: number): string =>
  `${neverSeen(id)}\n  but seen another function defined on the same line; maybe the function is\n  being re-defined repeatedly, preventing caching?`
const compile = (phase: number, name = 'step'): string =>
  [
    `Finished tracing ${name} for jit in 0.5 sec`,
    `Compiling jit(${name}) with global shapes and types (ShapedArray(float32[4]),). Argument mapping: (UnspecifiedValue,).`,
    `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
    `Finished XLA compilation of jit(${name}) in 2 sec`,
  ][phase] ?? ''

test('read() of two processes that nothing marks states no new function object for the first call of the other', () => {
  const lines = [
    ...[0, 1, 2, 0, 1, 3, 2, 3].map((phase) => compile(phase, 'convert_element_type')),
    neverSeen(1),
    compile(0),
    compile(1),
    neverSeen(2),
    compile(2),
    compile(0),
    compile(1),
    compile(3),
    compile(2),
    compile(3),
  ]
  const {misses} = explain(read(lines.join('\n')))
  expect(misses.map(({taxonomy, causes, gap, seconds}) => ({taxonomy, causes, gap, seconds}))).toEqual(
    [null, {why: 'mixed'}].map((gap) => ({
      taxonomy: 'compulsory',
      causes: [],
      gap,
      seconds: {trace: 0.5, lower: 0.25, compile: 2},
    })),
  )
})

test('read() of one process that defines its function anew states a new function object', () => {
  const once = [compile(0), compile(1), compile(2), compile(3)]
  const {misses} = explain(read([neverSeen(1), ...once, redefined(2), ...once].join('\n')))
  expect(misses.map(({taxonomy}) => taxonomy)).toEqual(['compulsory', 'identity'])
})

test.each([
  ['leaves open whether another run wrote it, or a line is missing', [], 'unknown'],
  [
    'takes it for the first call of another run where the log tells of another one elsewhere',
    [neverSeen(8), redefined(9)].map((line) => line.replace('a.py:7', 'a.py:5').replace('step', 'other')),
    'compulsory',
  ],
])(
  'read() of a function that JAX never saw once more, and of no other on its line, %s',
  (_, elsewhere, taxonomy) => {
    const once = [compile(0), compile(1), compile(2), compile(3)]
    for (const lines of [[], once]) {
      const log = [...elsewhere, neverSeen(1), ...lines, neverSeen(2), ...lines].join('\n')
      const told = explain(read(log)).misses.slice(-2)
      expect(told.map((miss) => [miss.taxonomy, miss.causes, miss.gap?.why])).toEqual([
        ['compulsory', [], undefined],
        [taxonomy, [], 'mixed'],
      ])
    }
  },
)

test('read() of explanations whose lines two processes mix tells no cause from them on', () => {
  const [head, ...body] = [1, 2].map((id) => redefined(id).split('\n'))
  const first = neverSeen(1)
  const spliced = [...(head ?? []).slice(0, 2), compile(0), ...(body[0] ?? []), ...(head ?? []).slice(2)]
  const {misses} = explain(read([first, compile(0), ...spliced].join('\n')))
  expect(misses.map(({taxonomy}) => taxonomy)).toEqual(['compulsory', 'unknown', 'unknown'])
  const whole = [first, compile(0), redefined(1), compile(0), redefined(2)].join('\n')
  expect(explain(read(whole)).misses.map(({taxonomy}) => taxonomy)).toEqual([
    'compulsory',
    'identity',
    'identity',
  ])
})

test.each([
  ['inside a function', 'a.py:7 (main)', 'a.py:7 (main)', 'mixed'],
  [
    'in a file of a library',
    '/venv/lib/flax/nnx/transforms/compilation.py:1023:49 (JitWrapped.__call__)',
    '',
    'mixed',
  ],
  ['at another column of the line', 'a.py:7:8 (<module>)', 'a.py:7:30 (<module>)', 'none'],
])(
  'read() of a function never seen once more %s, of which JAX says of no other there, may be of another process where the call is the same',
  (_, first, second, why) => {
    const at = (site: string, id: number): string =>
      neverSeen(id).replace('a.py:7 (<module>)', site === '' ? first : site)
    const {misses} = explain(read([at(first, 1), at(second, 2)].join('\n')))
    expect(misses[1]?.gap?.why ?? 'none').toBe(why)
    expect(misses[1]?.taxonomy).toBe(why === 'mixed' ? 'unknown' : 'identity')
  },
)

test.each(['[step 5] ', '(epoch 3, loss 0.25) ', '[train step=12] ', 'epoch3: '])(
  'read() of lines behind %s, a count that grows, takes them all for those of one process',
  (prefix) => {
    const lines = [neverSeen(1), ...[0, 1, 2, 3].map((phase) => compile(phase))].join('\n').split('\n')
    const counted = lines.map((line, at) => `${prefix.replace(/\d+/, String(at))}${line}`)
    expect(explain(read(counted.join('\n'))).misses.map(({seconds, process}) => [seconds, process])).toEqual([
      [{trace: 0.5, lower: 0.25, compile: 2}, undefined],
    ])
  },
)

test('read() of such lines gives no miss the types of a compile line that its explanation excludes', () => {
  const compiling = (rows: number): string =>
    `Compiling jit(step) with global shapes and types (ShapedArray(float32[${rows}]),). Argument mapping: (UnspecifiedValue,).`
  const other = record(
    '  for step defined at a.py:2',
    '  all previously seen cache keys differ. For the closest previous key:',
    '  different input types:',
    '  * at x, now f32[6] and before f32[4]',
  )
  const lines = [
    ...[0, 1, 2, 0, 1, 3, 2, 3].map((phase) => compile(phase, 'convert_element_type')),
    ...[neverSeen(1), compile(0), compiling(4), compile(2), compile(3)],
    ...[neverSeen(2), other, compile(0), compile(0)],
    ...[compiling(6), compiling(4), compile(2), compile(2), compile(3), compile(3)],
  ]
  const {misses} = explain(read(lines.join('\n')))
  expect(misses.map(({causes}) => causes.map(({path, now, before}) => [path, now, before]))).toEqual([
    [],
    [],
    [['x', 'f32[6]', 'f32[4]']],
  ])
})

test('read() of a log that a second run was appended to states no new function object for its first call', () => {
  const run = (id: number, name: string): string[] => [
    ...[0, 1, 2, 3].map((phase) => compile(phase, 'convert_element_type')),
    ...[neverSeen(id), ...[0, 1, 2, 3].map((phase) => compile(phase, name))],
  ]
  const appended = explain(read([...run(1, 'step'), ...run(2, 'step')].join('\n')))
  expect(appended.misses.map(({taxonomy, gap}) => [taxonomy, gap?.why])).toEqual([
    ['compulsory', undefined],
    ['compulsory', 'mixed'],
  ])
  const [, ...once] = run(2, 'step').slice(4)
  const again = explain(read([...run(1, 'step'), redefined(2), ...once].join('\n')))
  expect(again.misses.map(({taxonomy}) => taxonomy)).toEqual(['compulsory', 'identity'])
})

test('read() of a log twice, of which the first function already took the place of one that it does not hold, leaves open whose the second is', () => {
  const run = (id: number): string[] => [
    ...[0, 1, 2, 3].map((phase) => compile(phase, 'convert_element_type')),
    ...[neverSeen(id).replaceAll('step', 'tree'), ...[0, 1, 2, 3].map((phase) => compile(phase, 'tree'))],
    ...[redefined(id), ...[0, 1, 2, 3].map((phase) => compile(phase, 'step'))],
  ]
  const {misses} = explain(read([...run(1), ...run(2)].join('\n')))
  expect(
    misses.filter((one) => one.function === 'step').map(({taxonomy, gap}) => [taxonomy, gap?.why]),
  ).toEqual([
    ['compulsory', undefined],
    ['unknown', 'mixed'],
  ])
})

/** The records of a log: a line with those that are indented under it. */
const recordsOf = (text: string): string[] => text.split(/\n(?! )/)

/** Two logs in one stream, of which either goes on now and then, at the beginning of a record. */
function interleaved(text: string, seed: number): string {
  const [one, other] = [recordsOf(text), recordsOf(text)]
  let state = seed
  const all: string[] = []
  while (one.length + other.length > 0) {
    state = (state * 1103515245 + 12345) % 2 ** 31
    const from = other.length === 0 || (one.length > 0 && state > 2 ** 30) ? one : other
    all.push(...from.splice(0, 1))
  }
  return all.join('\n')
}

const told = ({function: name, site, causes}: Miss): string =>
  [name, site, ...causes.map(({path, now}) => `${path}: ${now}`).sort()].join('\n')

test.each(['haiku', 'statics', 'lengths', 'decode', 'state', 'settings'])(
  'explain() of two equal runs of %s mixed without a mark tells of each call what differs in it alone, or nothing',
  (name) => {
    const text = readFileSync(join(__dirname, 'programs', `${name}.log`), 'utf8')
    const known = new Set(explain(read(text)).misses.map(told))
    for (const seed of [1, 2, 3, 4]) {
      const {misses} = explain(read(interleaved(text, seed)))
      const invented = misses.filter((miss) => miss.causes.length > 0 && !known.has(told(miss)))
      expect(invented.map(told)).toEqual([])
    }
  },
)

test('read() of threads of one process that compile at once explains the calls before and after them as if no thread ran', () => {
  const missed = (name: string, line: number, before: number, now: number): string[] => [
    `TRACING CACHE MISS at /w/main.py:${line}:3 (<module>):`,
    ...(before === 0
      ? ['  never seen function:', `    ${name} id=${line} defined at /w/main.py:1`]
      : [
          `  for ${name} defined at /w/main.py:1`,
          '  all previously seen cache keys differ. For the closest previous key:',
          '  different input types:',
          `  * at x, now f32[${now}] and before f32[${before}]`,
        ]),
    `Finished tracing ${name} for jit in 0.5 sec`,
    `Compiling jit(${name}) with global shapes and types (ShapedArray(float32[${now}]),). Argument mapping: (UnspecifiedValue,).`,
  ]
  const lowered = (name: string): string =>
    `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`
  const compiled = (name: string): string => `Finished XLA compilation of jit(${name}) in 2.0 sec`
  const [step, other] = [
    [...missed('step', 9, 0, 4), lowered('step'), compiled('step')],
    [...missed('step', 10, 4, 8), ...missed('step', 11, 0, 8)].flatMap((line) =>
      line.startsWith('Compiling') ? [line, lowered('step'), compiled('step')] : [line],
    ),
  ]
  const threads = [
    ...[...missed('first', 20, 0, 4), lowered('first')],
    ...[...missed('second', 21, 0, 4), compiled('first'), lowered('second'), compiled('second')],
  ]
  const told = (lines: readonly string[]) =>
    explain(read(`${lines.join('\n')}\n`))
      .misses.filter(({function: name}) => name === 'step')
      .map(({causes, verdict, gap}) => [causes.map(({path, now}) => [path, now]), verdict, gap])
  const alone = told([...step, ...other])
  expect(alone).toEqual([
    [[], 'necessary', null],
    [[['x', 'f32[8]']], 'reducible', null],
    [[['step', 'step defined at /w/main.py:1']], 'unknown', null],
  ])
  expect(told([...step, ...other, ...threads])).toEqual(alone)
  expect(told([...threads, ...step, ...other])).toEqual(alone)
})
