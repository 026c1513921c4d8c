import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import {meshOf} from '../../lib/read/shorttype.ts'

const sentences = (...lines: readonly string[]): string[] =>
  explain(read(lines.join('\n'))).misses.map(({sentence}) => sentence)

const traced = (name: string, seconds = 0.5): string => `Finished tracing ${name} for jit in ${seconds} sec`
const lowered = (name: string, seconds = 0.25): string =>
  `Finished jaxpr to MLIR module conversion jit(${name}) in ${seconds} sec`
const compiled = (name: string, seconds: number | string = 2): string =>
  `Finished XLA compilation of jit(${name}) in ${seconds} sec`
const compiling = (name: string, ...types: readonly string[]): string =>
  `Compiling jit(${name}) with global shapes and types (${types.map((type) => `ShapedArray(${type}), `).join('')}). Argument mapping: (${types.map(() => 'UnspecifiedValue, ').join('')}).`

/** A miss of `step` as jax 0.9 and later explain it. */
const miss = (...lines: readonly string[]): string[] => [
  'TRACING CACHE MISS at /home/me/app/a.py:9:4 (<module>):',
  '  for step defined at /home/me/app/a.py:2',
  '  all previously seen cache keys differ. For the closest previous key:',
  ...lines.map((line) => `  ${line}`),
]
const types = miss('different input types:', '* at x, now f32[4] and before f32[8]')

/** A miss of `step` as jax 0.6 to 0.8 explain it, behind its trace. */
const behind = (line: number, ...lines: readonly string[]): string[] => [
  `TRACING CACHE MISS at /home/me/app/a.py:${line} (<module>) costing 2.5 ms because:`,
  '  for step defined at /home/me/app/a.py:2',
  '  all previously seen cache keys are different. ' + (lines[0] ?? ''),
  ...lines.slice(1).map((one) => `  ${one}`),
]
const kwargs = (now: string, before: string): string[] => [
  '* key with different value of static kwargs:',
  `    now {${now}} and before {${before}}`,
]

describe('read(log) of a compile', () => {
  test('takes for a gradient nothing of a log that tells of no trace', () => {
    expect(sentences(...types, compiling('step', 'float32[4]'))).toEqual([
      'step was traced again: x is f32[4], before f32[8].',
    ])
  })

  test('gives the seconds to the latest call that is so far', () => {
    const {misses} = explain(
      read([lowered('f', 1), compiling('f', 'float32[3]'), lowered('f', 2), compiled('f', 4)].join('\n')),
    )
    expect(misses.map(({seconds: {lower, compile}}) => [lower, compile])).toEqual([
      [1, 0],
      [2, 4],
    ])
  })

  test('takes a trace between lowering and the end of its compile for another call', () => {
    expect(sentences(lowered('f'), traced('f'), compiled('f'))).toEqual([
      'f was lowered and compiled: the log, which may begin later, holds no earlier call of it.',
      'f was bound again without a trace: the log does not tell what differs from call 1: the structure of a model, a static value, a setting, the structure of the arguments, an array type, the function itself, a placement or an option of jit changed.',
    ])
  })

  test('takes a trace alone for a binding where explanations are told and compiles are not', () => {
    expect(sentences(...types, traced('step'), traced('step'))).toEqual([
      'step was traced again: x is f32[4], before f32[8].',
      'step was bound again without a trace: the log does not tell what differs from call 1: an array type or a placement changed.',
    ])
  })

  test.each(['3'.repeat(30), '3'.repeat(400)])(
    'counts %s seconds, which no compile takes, as none',
    (seconds) => {
      const {misses} = explain(
        read([traced('step'), compiling('step', 'float32[4]'), compiled('step', seconds)].join('\n')),
      )
      expect(misses.map((one) => one.seconds.compile)).toEqual([0])
    },
  )

  test('reads seconds of any number of digits as they are', () => {
    const {misses} = explain(read(compiled('f', '0.12345678901234567')))
    expect(misses[0]?.seconds.compile).toBe(0.12345678901234567)
  })

  test('counts twice what each of two handlers writes twice', () => {
    const line = compiled('f', 0.123456789)
    expect(explain(read([line, line, line, line].join('\n'))).account).toMatchObject({
      rows: [{compiles: 2, seconds: 2 * 0.123456789}],
    })
  })

  test('belongs to the function that its own process has under the name', () => {
    const never = (process: number, file: string): string[] =>
      [
        'TRACING CACHE MISS at /home/me/app/run.py:9:4 (<module>):',
        '  never seen function:',
        `    step id=${process} defined at /home/me/app/${file}.py:2`,
        traced('step'),
        compiling('step', 'float32[3]'),
        compiled('step'),
      ].map((line) => `[${process}]: ${line}`)
    const trace = read(
      [
        ...never(0, 'a'),
        ...never(1, 'b'),
        ...[traced('step'), compiling('step', 'float32[4]'), compiled('step')].map((line) => `[0]: ${line}`),
      ].join('\n'),
    )
    expect(explain(trace).misses.map(({functionId, process}) => [functionId, process])).toEqual([
      [0, '0'],
      [1, '1'],
      [0, '0'],
    ])
  })

  test('reads its types from lists in brackets of either kind', () => {
    const line = (size: number): string =>
      `Compiling f for 2 mesh with global shapes and types [ShapedArray(float32[${size}]), ShapedArray(int32[])]. Argument mapping: [GSPMDSharding({replicated}), GSPMDSharding({replicated})].`
    expect(sentences(line(3), line(4))[1]).toBe(
      'f was traced again: leaf 1 of 2 (its parameter is not in the log) is f32[4], before f32[3].',
    )
  })

  test('of which the lines tell another number of arrays does not call their types equal', () => {
    expect(
      sentences(
        'Compiling f for with global shapes and types [ShapedArray(float32[3]), ShapedArray(int32[])]. Argument mapping: (GSPMDSharding({replicated}), GSPMDSharding({replicated})).',
        'Compiling f for with global shapes and types [ShapedArray(float32[3])]. Argument mapping: (GSPMDSharding({replicated}),).',
      )[1],
    ).toBe(
      'f was traced again: its program uses 1 leaf of its arguments, and that of call 1 uses 2: the structure of a model, a static value, a setting, the structure of the arguments, an array type, the function itself, a placement or an option of jit changed.',
    )
  })

  test('takes a miss that no trace follows for one inside another call, where what comes later was timed', () => {
    const {misses} = explain(read([...types, traced('tanh')].join('\n')))
    expect(misses.map(({function: name, within}) => [name, within])).toEqual([['step', 'nested']])
  })

  test('has for the bodies of a loop the functions that are traced at the first place before it', () => {
    const never = (name: string, line: number): string[] => [
      `TRACING CACHE MISS at /home/me/app/a.py:${line}:4 (fit):`,
      '  never seen function:',
      `    ${name} id=${line} defined at /home/me/app/a.py:2`,
    ]
    const {functions} = read(
      [
        ...never('test', 5),
        ...never('body', 5),
        ...never('inner', 7),
        traced('while'),
        compiled('while'),
      ].join('\n'),
    )
    expect(functions.find(({name}) => name === 'while')?.runs?.map(({name}) => name)).toEqual([
      'test',
      'body',
    ])
  })
})

describe('read(log) of an explanation', () => {
  const never = [
    'TRACING CACHE MISS at /home/me/app/a.py:8:4 (<module>):',
    '  never seen function:',
    '    step id=17 defined at /home/me/app/a.py:2',
  ]
  const children = (now: string, before: string, key: string): string[] =>
    miss(
      'different input pytree:',
      `* at input path [0][0], now <class 'dict'> with ${now} and before <class 'dict'> with ${before}, so the numbers of children do not match, with the symmetric difference of key sets: {'${key}'}`,
    )

  test('names the key that one of two dicts has, whichever of several calls of the same dict JAX compared with', () => {
    const sizes = miss('different input types:', "* at m['a'], now f32[4] and before f32[8]")
    expect(sentences(...never, ...sizes, ...children('2 children', '1 child', 'b')).at(-1)).toBe(
      "step was traced again: args[0]['b'] was added.",
    )
  })

  test('names no field of a named tuple: JAX 0.6 to 0.8 calls each by the first', () => {
    const tree = (mask: string): string => `PyTreeDef(((CustomNode(namedtuple[Batch], [*, ${mask}]),), {}))`
    expect(
      sentences(
        ...behind(
          9,
          'Closest previous key:',
          '* key with different input pytree:',
          `    now: ${tree('*')}`,
          `    before: ${tree('None')}`,
          "    * at args[0].x, now pytree leaf and before <class 'NoneType'>, so their Python types differ",
        ),
      ),
    ).toEqual(['step was traced again: args[0].<a field> is leaf, before None.'])
  })

  test('believes of several closest keys the one of the same statics', () => {
    expect(
      sentences(
        ...behind(
          9,
          'Several previous keys are closest:',
          ...kwargs('greedy: True', 'greedy: False'),
          '* key with different input types:',
          '    types now: x: f32[8]',
          '      * at x, now f32[8] and before f32[4]',
        ),
      ),
    ).toEqual(['step was traced again: x is f32[8], before f32[4].'])
  })

  test('tells a static that is given by position now and was by keyword before', () => {
    expect(
      sentences(
        ...behind(
          9,
          'Closest previous key:',
          ...kwargs('', 'n: 1'),
          '* key with different value of static args:',
          '    now 2 and before ',
        ),
      ),
    ).toEqual([
      "step was traced again: kwargs['n'] was removed, before 1; static args[0] (counted among the static arguments alone) was added: 2.",
    ])
  })

  test('keeps two traces of one name apart that stand at two places', () => {
    expect(
      sentences(
        'Finished tracing + transforming step for pjit in 0.75 sec',
        'Finished tracing + transforming step for pjit in 0.5 sec',
        ...behind(9, 'Closest previous key:', ...kwargs('n: 2', 'n: 1')),
        ...behind(10, 'Closest previous key:', ...kwargs('n: 3', 'n: 1')),
      ),
    ).toEqual([
      "step was traced again: kwargs['n'] is 2, before 1.",
      "step was traced again: kwargs['n'] is 3, before 2.",
    ])
  })

  test('has the reason that stands first, with its places and no count where none is left out', () => {
    const trace = read(
      behind(
        9,
        'Closest previous key:',
        ...kwargs('n: 2', 'n: 1'),
        '* key with different input types:',
        '    types now: x: f32[8]',
        '      * at x, now f32[8] and before f32[4]',
      ).join('\n'),
    )
    expect(trace.at(0).blamed).toEqual({
      kind: 'tree',
      places: [
        {component: 'static', at: "[1]['n']", path: ["kwargs['n']"], now: '2', before: '1'},
        {component: 'aval', at: 'x', path: ['x'], now: 'f32[8]', before: 'f32[4]'},
      ],
    })
  })

  test('is read with a cost of any size', () => {
    const line = 'TRACING CACHE MISS at /home/me/app/a.py:9 (<module>) costing 1e+03 ms because:'
    expect(
      sentences(line, ...behind(9, 'Closest previous key:', ...kwargs('n: 2', 'n: 1')).slice(1)),
    ).toEqual(["step was traced again: kwargs['n'] is 2, before 1."])
  })

  test('has for observed what JAX prints of a dict, where an earlier call held another number of keys', () => {
    const dict = (now: string, before: string): string[] =>
      behind(
        9,
        'Closest previous key:',
        '* key with different input pytree:',
        `    * at args[0], now <class 'dict'> with ${now} and before <class 'dict'> with ${before}, so the pytree nodes differ`,
      )
    const log = [
      ...dict('3 children', '2 children'),
      ...dict("pytree metadata ('a', 'c')", "pytree metadata ('a', 'b')"),
    ].join('\n')
    const causes = explain(read(log)).misses.flatMap((one) => one.causes)
    expect(causes.map(({path, now, evidence}) => [path, now, evidence])).toEqual([
      ['args[0]', 'dict with 3 children', 'observed'],
      ['args[0]', "dict ('a', 'c')", 'observed'],
    ])
  })

  test('that comes a second time with the types of the call before leaves open what differs', () => {
    const never = (...lines: readonly string[]): string[] => [
      'TRACING CACHE MISS at /home/me/app/a.py:9 (<module>) because:',
      '  for step defined at /home/me/app/a.py:2',
      ...lines.map((one) => `  ${one}`),
    ]
    const passing = never(
      'never seen passing 1 positional args and 1 keyword args with keys:',
      '  y',
      'closest seen passes 2 keyword args with keys:',
      '  x, y',
    )
    const signature = never(
      'never seen input type signature:',
      '  x: f32[],  y: i32[4]',
      'closest seen input type signature has 1 mismatches, including:',
      '  * at y, seen i32[3], but now given i32[4]',
    )
    const {misses} = explain(
      read(
        [
          'Compiling step (1) for args (ShapedArray(float32[3]), ShapedArray(float32[])).',
          passing,
          passing,
          signature,
          signature,
        ]
          .flat()
          .join('\n'),
      ),
    )
    expect(misses.map(({causes, gap}) => causes[0]?.path ?? gap?.why)).toEqual([
      'begins late',
      'kwargs',
      'a gap',
      'y',
      'a gap',
    ])
  })

  test('goes on without the few signs that stand before its first line', () => {
    expect(sentences(`> ${types[0]}`, ...types.slice(1))).toEqual([
      'step was traced again: x is f32[4], before f32[8].',
    ])
  })

  test('tells which keyword is gone where an argument came by position', () => {
    const passing = (types: readonly string[], ...lines: readonly string[]): string[] => [
      'Finished tracing + transforming f for pjit in 0.5 sec',
      'TRACING CACHE MISS at /home/me/app/a.py:9:4 (<module>) because:',
      '  for f defined at /home/me/app/a.py:2',
      ...lines.map((one) => `  ${one}`),
      `Compiling f with global shapes and types [${types.map((type) => `ShapedArray(${type})`).join(', ')}]. Argument mapping: (${types.map(() => 'UnspecifiedValue').join(', ')}).`,
    ]
    expect(
      sentences(
        ...passing(
          ['float32[3]', 'float32[], weak_type=True'],
          'never seen passing 0 positional args and 2 keyword args with keys:',
          "  'x', 'y'",
          'closest seen passes 1 keyword args with keys:',
          "  'y'",
        ),
        ...passing(
          ['float32[3]'],
          'never seen passing 1 positional args and 0 keyword args with keys:',
          '  ',
          'closest seen is passing no keyword args',
        ),
      ),
    ).toEqual([
      'f was traced again: kwargs is dict with 2 children, before dict with 1 child.',
      "f was traced again: args is tuple of length 1, before tuple of length 0; kwargs['x'] was removed.",
    ])
  })

  test('keeps sixteen places that JAX names, and counts the others', () => {
    const blamed = (count: number) =>
      read(
        miss(
          'different input types:',
          ...Array.from({length: count}, (_, at) => `* at x[${at}], now f32[4] and before f32[8]`),
        ).join('\n'),
      ).at(0).blamed
    expect(blamed(16)).not.toHaveProperty('more')
    expect(blamed(18)).toMatchObject({more: 2})
    expect(blamed(18)?.places).toHaveLength(16)
  })

  test("that lost its beginning counts as JAX's where a line can be nothing else", () => {
    const {source} = read(types.slice(2).join('\n'))
    expect(source?.unread).toMatchObject({lines: 3, own: 1})
  })
})

test('read(log) adds up the alarms of a slow compile of one program', () => {
  const alarm = (duration: string): string[] => [
    `2024-06-27 14:09:10.1: E external/xla/xla/service/slow_operation_alarm.cc:133] The operation took ${duration}`,
    '[Compiling module jit_f] Very slow compile? If you want to file a bug, …',
  ]
  expect(read([...alarm('2m'), ...alarm('3m')].join('\n')).source?.remarks).toEqual([
    {what: 'slow compile', function: 'f', seconds: 300},
  ])
})

test('read(log) keeps the alarm of a slow compile of which no line names the program', () => {
  const alarm = (seconds: number): string =>
    `2024-06-27 14:09:10.1: E external/xla/xla/service/slow_operation_alarm.cc:133] The operation took ${seconds}s`
  const log = [alarm(5), alarm(7), '[Compiling module jit_f] Very slow compile?'].join('\n')
  expect(read(log).source?.remarks).toEqual([
    {what: 'slow compile', function: '', seconds: 5},
    {what: 'slow compile', function: 'f', seconds: 7},
  ])
})

test('read(log) takes the threads of one marked process for one', () => {
  const line = (thread: number, text: string): string =>
    `[rank=3] W1122 15:06:56.320054 ${thread} pxla.py:712] ${text}`
  const trace = read(
    [line(1, traced('f')), line(2, compiling('f', 'float32[3]')), line(1, compiled('f'))].join('\n'),
  )
  expect(explain(trace).misses.map(({seconds}) => seconds)).toEqual([{trace: 0.5, lower: 0, compile: 2}])
})

test('read(log) takes the pod that a nested object of a JSON record names for the process', () => {
  const line = (pod: string, log: string): string => JSON.stringify({kubernetes: {pod_name: pod}, log})
  const trace = read(
    ['a-0', 'a-1'].flatMap((pod) => [traced('f'), compiled('f')].map((text) => line(pod, text))).join('\n'),
  )
  expect(explain(trace).misses.map(({process, call}) => [process, call])).toEqual([
    ['a-0', 1],
    ['a-1', 1],
  ])
})

test('meshOf(sharding) gives each axis its own kind', () => {
  expect(
    meshOf("NamedSharding(mesh=Mesh('a': 2, 'b': 4, axis_types=(Auto, Explicit)), spec=PartitionSpec('a',))"),
  ).toBe("({Auto: ('a',), Explicit: ('b',)})")
})

test('explain(log) of what two threads wrote leaves open what a function is that JAX never saw, called again at no place', () => {
  const never = (site: string, id: number): string[] => [
    `TRACING CACHE MISS at ${site}:`,
    '  never seen function:',
    `    step id=${id} defined at /home/me/app/a.py:2`,
  ]
  const {misses} = explain(
    read(
      [
        compiling('add', 'float32[]'),
        lowered('convert_element_type', 0.016),
        ...never('/home/me/app/a.py:9 (<module>)', 1),
        ...never('', 2),
      ].join('\n'),
    ),
  )
  expect(misses.map(({taxonomy, verdict}) => [taxonomy, verdict])).toEqual([
    ['compulsory', 'necessary'],
    ['identity', 'unknown'],
  ])
  expect(misses[1]?.sentence).toContain('or in another thread, is another function object')
})

describe('read(log) of a handler with columns takes the definition as JAX wrote it', () => {
  const rows = (pieces: readonly string[], file: string, level = 'WARNING'): string[] =>
    pieces.map((piece, i) =>
      i === 0
        ? `${' '.repeat(20)}${level.padEnd(9)}${piece.padEnd(38)} ${file.padStart(12)}`
        : `${' '.repeat(29)}${piece.padEnd(51)}`,
    )
  const definitionOf = (...lines: readonly string[]): unknown =>
    read(lines.join('\n')).functions.map(({file, line}) => `${file}:${line}`)
  const before = rows(['Finished tracing convert_element_type', 'for jit in 0.005938053 sec'], 'pxla.py:1906')

  test.each(['WARNING', 'INFO', 'ERROR'])('where a line of level %s of the program follows', (level) => {
    const begun = [
      ...rows(['TRACING CACHE MISS at', '/home/me/app/training/pipeline/trainer.'], 'pjit.py:1021'),
      ...rows(['', 'py:21:4 (<module>):', '  never seen function:'], '').slice(1),
      ...rows(['', '    step id=140572090983392 defined', 'at'], '').slice(1),
      ...rows(['', '/home/me/app/training/pipeline/traine', 'r.py:12'], '').slice(1),
    ]
    expect(
      definitionOf(...before, ...begun, ...rows(['epoch 36 loss 0.835'], 'train.py:16', level)),
    ).toContain('/home/me/app/training/pipeline/trainer.py:12')
  })

  test.each([
    ['/home/me/app/training/pipeline/trainer.', 'py:12'],
    ['/home/me/app/training/pipeline/trainer.p', 'y:12'],
    ['/home/me/app/training/pipeline/trainer.py', ':12'],
  ])('where it breaks off behind %s', (one, two) => {
    const begun = [
      ...rows(['TRACING CACHE MISS at', '/home/me/app/a.py:21:4 (<module>):'], 'pjit.py:1021'),
      ...rows(['', '  never seen function:', '    step id=140572090983392 defined at', one, two], '').slice(
        1,
      ),
    ]
    expect(definitionOf(...before, ...begun)).toContain('/home/me/app/training/pipeline/trainer.py:12')
  })
})

test('a column of rich that spaces part from the message is left out whole, though the next line is shorter than it was printed', () => {
  const padded = (text: string, column = ''): string => `[12:00:00] WARNING  ${text.padEnd(38)}${column}`
  const log = [
    padded('TRACING CACHE MISS at', 'partial_eval.py:2175'),
    `${' '.repeat(20)}/app/base.py:                `,
    `${' '.repeat(20)}8 (<module>):                              `,
    `${' '.repeat(20)}  never seen function:                     `,
    `${' '.repeat(20)}    step id=1 defined at /app/base.py:2     `,
    padded('Finished tracing step for jit in 0.5  ', 'dispatch.py:204'),
    `${' '.repeat(20)}sec                                        `,
  ].join('\n')
  expect([...read(log)].map(({site}) => site)).toEqual(['/app/base.py:8'])
})
