import {explain} from '../../lib/explain/index.ts'
import {prefix} from '../../lib/read/prefix.ts'
import {read} from '../../lib/read/index.ts'
import type {Trace} from '../../lib/log/index.ts'
import {differences} from './differences.ts'

const lines = (...text: string[]): Trace => read(`${text.join('\n')}\n`)
const unread = (trace: Trace): number => trace.source?.unread.lines ?? -1

const compile = (name: string, types: string): string[] => [
  `Finished tracing ${name} for jit in 0.5 sec`,
  `Compiling jit(${name}) with global shapes and types (${types},). Argument mapping: (UnspecifiedValue,).`,
  `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
  `Finished XLA compilation of jit(${name}) in 2.0 sec`,
]
const never = (name: string, id = '140'): string[] => [
  `TRACING CACHE MISS at /w/train.py:9:4 (<module>):`,
  '  never seen function:',
  `    ${name} id=${id} defined at /w/train.py:3`,
]
const types = (name: string, now: string, before: string): string[] => [
  'TRACING CACHE MISS at /w/train.py:9:4 (<module>):',
  `  for ${name} defined at /w/train.py:3`,
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input types:',
  `  * at x, now ${now} and before ${before}`,
]

describe('read(log) of older wordings', () => {
  test('a miss of 2023 to 2025: because, input type signature, seen and given', () => {
    const trace = lines(
      'TRACING CACHE MISS at /w/train.py:9:4 (<module>) because:',
      '  never seen function:',
      '    step id=1401 defined at /w/train.py:3',
      'Finished tracing + transforming step for pjit in 0.5 sec',
      'Compiling step for with global shapes and types [ShapedArray(float32[4])]. Argument mapping: [GSPMDSharding({replicated})].',
      'Finished jaxpr to MLIR module conversion jit(step) in 0.25 sec',
      'Finished XLA compilation of jit(step) in 2.0 sec',
      'TRACING CACHE MISS at /w/train.py:10:4 (<module>) costing 12.5 ms because:',
      '  for step defined at /w/train.py:3',
      '  never seen input type signature:',
      '    x: f32[8]',
      '  closest seen input type signature has 1 mismatches, including:',
      '    * at x, seen f32[4], but now given f32[8]',
      'Finished tracing + transforming step in 0.5 sec',
      'Compiling step with global shapes and types [ShapedArray(float32[8])]. Argument mapping: [GSPMDSharding({replicated})].',
      'Finished jaxpr to MLIR module conversion jit(step) in 0.25 sec',
      'Finished XLA compilation of jit(step) in 2.0 sec',
    )
    expect(unread(trace)).toBe(0)
    expect(
      [...trace].map(({outcome, seconds}) => [outcome, seconds.trace, seconds.lower, seconds.compile]),
    ).toEqual([
      ['retrace', 0.5, 0.25, 2],
      ['retrace', 0.5, 0.25, 2],
    ])
    expect(differences(trace, 1, 0)).toEqual(['aval x: f32[8], before f32[4]'])
    expect(trace.at(1).blamed).toMatchObject({
      kind: 'types',
      places: [{at: 'x', now: 'f32[8]', before: 'f32[4]'}],
    })
  })

  test('a never-seen function told on one line', () => {
    const trace = lines(
      'TRACING CACHE MISS at /w/train.py:9:4 (<module>) because:',
      '  never seen function: step id=1401 defined at /w/train.py:3',
    )
    expect([unread(trace), trace.length, trace.functions[0]?.name, trace.functions[0]?.line]).toEqual([
      0,
      1,
      'step',
      3,
    ])
  })

  test('trees: seen A but now given B, and a number of arguments never seen', () => {
    const trace = lines(
      ...never('step'),
      'TRACING CACHE MISS at /w/train.py:9:4 (<module>) because:',
      '  for step defined at /w/train.py:3',
      '  never seen input pytree:',
      '  closest seen input pytree has 1 mismatches, including:',
      "    * at args[0]['k'], seen <class 'list'> but now given <class 'tuple'>, so their Python types differ",
      'TRACING CACHE MISS at /w/train.py:9:4 (<module>) because:',
      '  for step defined at /w/train.py:3',
      '  never seen passing 2 positional args and 1 keyword args with keys:',
      "    'n'",
      '  closest seen is passing no keyword args',
    )
    expect(unread(trace)).toBe(0)
    expect(differences(trace, 1, 0)).toEqual(["tree args[0]['k']: tuple, before list"])
    expect(trace.key(trace.at(2).key).facts).toContainEqual(
      expect.objectContaining({component: 'tree', path: ['args'], value: 'tuple of length 2'}),
    )
  })

  const miss = [
    'TRACING CACHE MISS at /w/train.py:9:4 (<module>) costing 3 ms because:',
    '  for step defined at /w/train.py:3',
  ]
  const setting = (now: string, before: string): string[] => [
    '  * key with different tracing context, e.g. due to config or context manager.',
    '    found differences at positions',
    `    [6]: now ${now} and before ${before}`,
  ]

  test('several closest keys, and a context told by position', () => {
    const trace = lines(
      ...never('step'),
      ...miss,
      '  all previously seen cache keys are different. Closest previous key:',
      '  * key with different input types:',
      '    types now: x: f32[8]',
      '    * at x, now f32[8] and before f32[4]',
      ...setting('warn', 'raise'),
      ...miss,
      '  all previously seen cache keys are different. Several previous keys are closest:',
      '  * key with different input types:',
      '    types now: x: f32[8]',
      '    * at x, now f32[8] and before f32[4]',
      ...setting('raise', 'warn'),
    )
    expect(unread(trace)).toBe(0)
    expect(trace.length).toBe(3)
    expect(differences(trace, 2, 0)).toEqual(['aval x: f32[8], before f32[4]'])
    expect(differences(trace, 2, 1)).toEqual(['context context[6]: raise, before warn'])
  })

  test('compiling lines with args and an id', () => {
    const trace = lines(
      'Finished tracing + transforming step for pmap in 0.5 sec',
      'Compiling step (140) for args (ShapedArray(float32[4]),).',
      'Finished XLA compilation of step in 2.0 sec',
    )
    expect([
      unread(trace),
      trace.length,
      trace.at(0).outcome,
      trace.at(0).evidence,
      trace.at(0).seconds.compile,
    ]).toEqual([0, 1, 'retrace', 'inferred', 2])
  })
})

describe('read(log) under any logging format', () => {
  const log = [
    ...never('step'),
    ...compile('step', 'ShapedArray(float32[4])'),
    ...types('step', 'f32[8]', 'f32[4]'),
    ...compile('step', 'ShapedArray(float32[8])'),
  ]
  const first = (text: string): boolean => /^(TRACING|Finished|Compiling)/.test(text)
  const plain = lines(...log)

  test.each([
    ['logger and level', 'WARNING:jax._src.dispatch:'],
    ['date', 'WARNING:2026-11-22 15:06:54,666:jax._src.dispatch:204: '],
    ['absl', 'W1122 15:06:56.242391 140503297448832 partial_eval.py:2167] '],
    ['a user’s own', '2026-11-22 15:06:54,666 jax._src.dispatch WARNING '],
    ['brackets', '[2026-11-22 15:06:54] [WARNING] (jax) '],
    ['colours', '\u001b[33mWARNING\u001b[0m '],
  ])('a prefix of %s on the first line of each record', (_, prefix) => {
    const trace = lines(...log.map((text) => (first(text) ? prefix + text : text)))
    expect(unread(trace)).toBe(0)
    expect([...trace].map(({outcome, seconds, blamed}) => [outcome, seconds, blamed])).toEqual(
      [...plain].map(({outcome, seconds, blamed}) => [outcome, seconds, blamed]),
    )
    expect(differences(trace, 1, 0)).toEqual(['aval x: f32[8], before f32[4]'])
  })

  test.each([['[0]: '], ['host1 | '], ['3: '], ['worker-0 | ']])(
    'a launcher’s prefix %s on every line',
    (prefix) => {
      const trace = lines(...log.map((text) => prefix + text))
      expect([unread(trace), trace.length]).toEqual([0, 2])
      expect(differences(trace, 1, 0)).toEqual(['aval x: f32[8], before f32[4]'])
    },
  )

  test('Windows line ends', () => {
    const trace = read(log.join('\r\n'))
    expect([unread(trace), trace.length, trace.functions.length]).toEqual([0, 2, 1])
    expect(trace.functions[0]?.name).toBe('step')
  })

  test('processes that a prefix tells apart keep their own keys', () => {
    const mixed = log.flatMap((text) => [
      `[0]: ${text}`,
      `[1]: ${text.replace('f32[8]', 'f32[6]').replace('float32[8]', 'float32[6]')}`,
    ])
    const trace = lines(...mixed)
    expect(unread(trace)).toBe(0)
    expect([...trace].map((event) => event.process)).toEqual(['0', '1', '0', '1'])
    expect(trace.functions.length).toBe(1)
    expect(differences(trace, 2, 0)).toEqual(['aval x: f32[8], before f32[4]'])
    expect(differences(trace, 3, 1)).toEqual(['aval x: f32[6], before f32[4]'])
  })

  test('records that two handlers print count once', () => {
    const records: string[][] = []
    for (const text of log) {
      if (first(text)) records.push([])
      records.at(-1)?.push(text)
    }
    for (const prefix of ['', 'WARNING:jax:']) {
      const trace = lines(
        ...records.flatMap((record) => [
          ...record,
          ...record.map((text, i) => (i === 0 ? prefix + text : text)),
        ]),
      )
      expect([unread(trace), trace.length]).toEqual([0, 2])
      expect([...trace].map(({seconds}) => seconds)).toEqual([...plain].map(({seconds}) => seconds))
    }
  })

  test('a loop of closures at one address is no doubled handler', () => {
    const again = [
      ...never('update'),
      '  but seen another function defined on the same line; maybe the function is',
      '  being re-defined repeatedly, preventing caching?',
    ]
    expect(lines(...never('update'), ...again, ...again, ...again).length).toBe(4)
  })
})

describe('read(log) with other output between', () => {
  test('counts what other programs print, with kinds and examples', () => {
    const trace = lines(
      'epoch 1 loss 0.5',
      ...compile('step', 'ShapedArray(float32[4])'),
      'Compiling model…',
      '/w/a.py:3: UserWarning: slow',
      'I1122 10:00:00.000000 12 pjrt.cc:5] hello',
    )
    expect(trace.source?.unread.lines).toBe(4)
    expect(trace.source?.unread.kinds).toEqual([
      {kind: 'other output', lines: 2},
      {kind: 'warning', lines: 1},
      {kind: 'another log message', lines: 1},
    ])
    expect(trace.source?.unread.examples.map(({line}) => line)).toEqual([1, 6, 7, 8])
    expect(trace.length).toBe(1)
  })

  test('keeps at most 20 examples, of 200 characters', () => {
    const trace = lines(...Array.from({length: 50}, () => 'x'.repeat(1000)))
    expect([
      trace.source?.unread.lines,
      trace.source?.unread.examples.length,
      trace.source?.unread.examples[0]?.text.length,
    ]).toEqual([50, 20, 200])
  })

  test('tells a call that raised by its traceback', () => {
    const trace = lines(
      ...never('step'),
      'Finished tracing step for jit in 0.1 sec',
      'Traceback (most recent call last):',
      '  File "/w/train.py", line 9, in <module>',
      '    step(x)',
      '  File "/w/train.py", line 4, in step',
      '    return x.foo',
      'AttributeError: no foo',
    )
    expect(trace.at(0)).toMatchObject({outcome: 'error', error: {type: 'AttributeError', message: 'no foo'}})
    expect(trace.source?.unread).toMatchObject({lines: 6, kinds: [{kind: 'traceback', lines: 6}]})
  })

  test('a static value whose repr goes over several lines belongs to its record', () => {
    const trace = lines(
      ...never('step'),
      'TRACING CACHE MISS at /w/train.py:9:4 (<module>):',
      '  for step defined at /w/train.py:3',
      '  all previously seen cache keys differ. For the closest previous key:',
      '  different input pytree:',
      "  * at input path [0][1], now <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=Config(",
      'rate=0.5,',
      'name="and before")) and before <class \'jax._src.tree_util.Static\'> with pytree metadata Static(val=Config(',
      'rate=0.25,',
      'name="and before")), so the pytree node metadata does not match',
      ...compile('step', 'ShapedArray(float32[4])'),
    )
    expect(unread(trace)).toBe(0)
    expect(differences(trace, 1, 0)).toContain(
      'static args[1]: Config( rate=0.5, name="and before"), before Config( rate=0.25, name="and before")',
    )
  })
})

describe('read(log) of hostile names', () => {
  test.each(['a in b', 'f(x', 'f) with gloCompiling jit(g', "step 2026-05-01 DEBG 'train' output:"])(
    '%s is no name, so that its lines are counted as unread',
    (name) => {
      const trace = lines(...never(name), ...compile(name, 'ShapedArray(float32[4])'))
      expect(trace.functions).toEqual([])
      expect(unread(trace)).toBe(7)
    },
  )
  test.each([
    '<script>alert(1)</script>',
    '__proto__',
    'constructor',
    'x'.repeat(10_000),
    '<unnamed wrapped function>',
    'functools.partial(f, 2)',
    '‮日本',
  ])('%# is a name like another', (name) => {
    const trace = lines(
      ...never(name),
      ...compile(name, 'ShapedArray(float32[4])'),
      ...types(name, 'f32[8]', 'f32[4]').map((text) => text.replace('at x', 'at __proto__')),
      ...compile(name, 'ShapedArray(float32[8])'),
    )
    expect(unread(trace)).toBe(0)
    expect(trace.functions.map((fn) => fn.name)).toEqual([name])
    expect(differences(trace, 1, 0)).toEqual(['aval __proto__: f32[8], before f32[4]'])
  })
})

test.each([
  ['2026-01-01 10:00:00.250000', '2026-01-01 10:00:01.750000'],
  ['2026-01-01 10:00:00,250', '2026-01-01 10:00:01,750'],
  ['2026-01-01T10:00:00.25', '2026-01-01T10:00:01.75'],
  ['2026-01-01 09:59:59.5', '2026-01-01 10:00:01'],
])('prefix(text) reads 1.5 seconds between %s and %s, however many digits', (early, late) => {
  expect(prefix(`${late} `).time - prefix(`${early} `).time).toBeCloseTo(1.5, 6)
})

describe('read(log) of compiles without an explanation', () => {
  test('shows the functions that JAX does not itself define, as inferred', () => {
    const trace = lines(
      ...compile('convert_element_type', 'ShapedArray(float32[])'),
      ...compile('train_step', 'ShapedArray(float32[4])'),
    )
    expect([...trace].map(({outcome, evidence}) => [trace.functions[0]?.name, outcome, evidence])).toEqual([
      ['train_step', 'retrace', 'inferred'],
    ])
    expect(trace.source?.eager).toMatchObject({
      compiles: 1,
      seconds: {trace: 0.5, lower: 0.25, compile: 2},
      functions: [{name: 'convert_element_type', compiles: 1}],
    })
  })

  test('counts an eager operation once, whether its log tells all of it or only that it was lowered', () => {
    const whole = compile('convert_element_type', 'ShapedArray(float32[])')
    for (const told of [whole, whole.slice(1, 3), whole.slice(0, 3)])
      expect(lines(...told).source?.eager).toMatchObject({
        compiles: 1,
        functions: [{name: 'convert_element_type', compiles: 1}],
      })
  })

  test('takes a hit of the persistent cache for the compile that it stands in, and no later one', () => {
    const [, compiling = '', lowered = '', compiled = ''] = compile('f', 'ShapedArray(float32[4])')
    const hit = "Persistent compilation cache hit for 'jit_f' with key 'jit_f-a887'"
    const trace = lines(
      ...never('f'),
      ...compile('f', 'ShapedArray(float32[4])'),
      ...[compiling, lowered, hit, compiled],
      ...[compiling, lowered, compiled],
      ...[hit, compiled],
      compiled,
    )
    expect([...trace].map(({within}) => within)).toEqual([
      undefined,
      'persistent',
      undefined,
      'persistent',
      undefined,
    ])
  })

  test('names a compile by the layers that it fell through', () => {
    const base = [...never('f'), ...compile('f', 'ShapedArray(float32[4])')]
    const [, compiling = '', lowered = '', compiled = ''] = compile('f', 'ShapedArray(float32[4])').map(
      (text) => text.replace('2.0', '3.0'),
    )
    const outcome = (...more: string[]): string | undefined => lines(...base, ...more).at(1).outcome
    expect(outcome(compiling, lowered, compiled)).toBe('relower')
    expect(outcome(compiled)).toBe('recompile')
    expect(outcome('Finished tracing f for jit in 0.1 sec', compiling, lowered, compiled)).toBe('rewrap')
    expect(outcome('Finished tracing f for jit in 0.1 sec', compiled)).toBe('rewrap')
    expect(outcome('Finished tracing f for jit in 0.1 sec')).toBe('rebind')
  })

  test('tells a library’s function that compiles, and sums one that is only traced', () => {
    const trace = lines(
      ...never('tree_sum').map((text) =>
        text.replace('/w/train.py:3', '/v/lib/python3.11/site-packages/optax/x.py:3'),
      ),
      ...compile('tree_sum', 'ShapedArray(float32[4])'),
      ...never('shape_of').map((text) =>
        text.replace('/w/train.py', '/v/lib/python3.11/site-packages/keras/x.py'),
      ),
      'Finished tracing shape_of for jit in 0.5 sec',
    )
    expect([...trace].map(({function: fn}) => trace.functions[fn]?.owner)).toEqual(['library'])
    expect(trace.source?.traced).toEqual([{owner: 'library', name: 'shape_of', seconds: 0.5}])
    expect(trace.source?.eager.compiles).toBe(0)
  })
})

test('a keyword that a message names as a leaf is a parameter, any other stays kwargs[k]', () => {
  const miss = (what: string, bullet: string): string =>
    `TRACING CACHE MISS at /a.py:9:4 (<module>):\n  for step defined at /a.py:3\n  all previously seen cache keys differ. For the closest previous key:\n  different input ${what}:\n  * at ${bullet}\n`
  const fresh =
    'TRACING CACHE MISS at /a.py:8:4 (<module>):\n  never seen function:\n    step id=1 defined at /a.py:3\n'
  const static_ = (value: number): string =>
    `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${value})`
  const trees = (key: string): string =>
    miss(
      'pytree',
      `input path [1]['${key}'], now ${static_(2)} and before ${static_(1)}, so the pytree node metadata does not match`,
    )
  const trace = read(`${fresh}${miss('types', 'n, now f32[2] and before f32[3]')}${trees('n')}${trees('m')}`)
  const paths = (id: number): string[] =>
    trace
      .key(id)
      .facts.filter(({component}) => component === 'static')
      .map(({path}) => path.join('.'))
  expect(paths(2)).toContain('n')
  expect(paths(3)).toContain("kwargs['m']")
})

describe('read(log) of the messages of 2019 to 2023', () => {
  const told = (trace: Trace): string[] =>
    [...trace].map(({function: fn, outcome}) => `${trace.functions[fn]?.name ?? ''} ${outcome}`)

  test.each([
    ['Compiling step for args (ShapedArray(float32[3]),).'],
    ['Compiling step (140000000000016) for args (ShapedArray(float32[3]),).'],
    ['Compiling step (140000000000016 for args (ShapedArray(float32[3]),).'],
    ['Compiling step (140000000000016) for 12 args.'],
    [
      "Compiling step for (('x', 2),) mesh with args [ShapedArray(float32[3])]. Argument mapping: ({'x': 0},).",
    ],
    [
      "Compiling step (140000000000016) for (('x', 2),) mesh with args [ShapedArray(float32[3])]. Argument mapping: ().",
    ],
    [
      'Compiling step (140000000000016) for with global shapes and types [ShapedArray(float32[3])]. Argument mapping: [GSPMDSharding({replicated})].',
    ],
    [
      'Compiling pjit(step) with global shapes and types [ShapedArray(float32[3])]. Argument mapping: (UnspecifiedValue,).',
    ],
    ['Finished XLA compilation of pmap(step) in 0.5 sec'],
    ['Finished XLA compilation of xmap(step) in 0.5 sec'],
    ['Finished tracing + transforming step for xmap in 0.5 sec'],
  ])('%s: one call of step', (line) => {
    const trace = lines(`WARNING:absl:${line}`)
    expect([unread(trace), trace.functions.map(({name}) => name)]).toEqual([0, ['step']])
  })

  test.each([
    ['Compiling step for 8 devices with args [ShapedArray(float32[3])]. (num_replicas=8 num_partitions=1)'],
    ['Compiling step for 8 devices with args (ShapedArray(float32[3]),). (num_replicas=8 num_partitions=1'],
    ['Compiling step (140000000000016) for 8 devices with args [ShapedArray(float32[3])]. (num_replicas=8)'],
    ['Compiling step for 4 devices with args [ShapedArray(float32[3])].'],
  ])('%s: one call of step by jax.pmap', (line) => {
    expect(told(read(line))).toEqual(['step (jax.pmap) retrace'])
  })

  test('another number behind the name, with equal types, is another function object; with other types it tells nothing', () => {
    const of = (id: number, type: string): string =>
      `Compiling step (${id}) for args (ShapedArray(${type}),).`
    const trace = lines(of(1, 'float32[3]'), of(2, 'float32[3]'), of(3, 'float32[4]'))
    const {misses} = explain(trace)
    expect(misses.map(({causes}) => causes.map(({component}) => component))).toEqual([
      [],
      ['function'],
      ['aval'],
    ])
  })

  test('the same number again is neither a new object nor a dropped entry for certain', () => {
    const line = 'Compiling step (1) for args (ShapedArray(float32[3]),).'
    const trace = lines(line, 'Finished XLA compilation of step in 1.0 sec', line)
    expect(told(trace)).toHaveLength(2)
    expect(explain(trace).misses[1]?.causes).toEqual([])
  })

  test('the first explanations: ids are missing, keywords stand without quotes', () => {
    const trace = lines(
      'WARNING:jax._src.pjit:TRACING CACHE MISS at run.py:9 (<module>) because:',
      '  never seen function:',
      '    f defined at run.py:4',
      'WARNING:jax._src.pjit:TRACING CACHE MISS at run.py:15 (<module>) because:',
      '  for f defined at run.py:4',
      '  never seen passing 1 positional args and 1 keyword args with keys:',
      '    y',
      '  closest seen is passing 2 positional args, 0 keyword args with keys:',
    )
    expect(unread(trace)).toBe(0)
    expect(differences(trace, 1, 0)).toEqual([
      'tree args: tuple of length 1, before tuple of length 2',
      'tree kwargs: dict with 1 child, before dict with 0 child',
    ])
  })
})

describe('read(log) of what is told beside compiles', () => {
  const remarks = (...text: string[]): string[] =>
    explain(lines(...text)).remarks.map(({sentence}) => sentence)

  test('the persistent cache: hits, misses, what was written, and why something was not', () => {
    expect(
      remarks(
        "DEBUG:jax._src.compilation_cache:Writing jit_mul to persistent compilation cache with key 'jit_mul-fa47'",
        "DEBUG:jax._src.compiler:PERSISTENT COMPILATION CACHE MISS for 'jit_mul' with key 'jit_mul-9212'",
        "DEBUG:jax._src.compiler:Persistent compilation cache hit for 'jit_mul' with key 'jit_mul-fa47'",
        "DEBUG:jax._src.compiler:Not writing persistent cache entry for 'jit_mul' because it took < 1.00 seconds to compile (0.05s)",
        "DEBUG:jax._src.compiler:Not writing persistent cache entry for 'pmap_f' because it uses host callbacks (e.g. from jax.debug.print or breakpoint)",
        'DEBUG:jax._src.compilation_cache:Not writing persistent cache entry with key 12 since its size (100 bytes) is less than threshold (200 bytes)',
        'DEBUG:jax._src.compiler:Not writing persistent cache entry since process_id != 0',
      ),
    ).toEqual([
      'Persistent compilation cache: 1 hit, 1 miss, 1 written.',
      '`mul` was not written to the persistent cache: compiling took 50 ms, less than 1 s.',
      '`f` was not written to the persistent cache: host callbacks (jax.debug.print, pure_callback) keep a program out of it, so each process compiles it.',
      '1 program was not written to the persistent cache: too small (jax_persistent_cache_min_entry_size_bytes).',
      '1 program was not written to the persistent cache: the log does not tell why, as far as it was read.',
    ])
  })

  test("XLA's alarm of a slow compile, with its seconds where it ended", () => {
    const module = (name: string): string =>
      `[Compiling module jit_${name}] Very slow compile? If you want to file a bug, …`
    const alarm = '2024-06-27 14:09:10.1: E external/xla/xla/service/slow_operation_alarm.cc:133]'
    expect(
      remarks(
        `${alarm} `,
        module('f'),
        module('g'),
        `${alarm} The operation took 4m19.2s`,
        module('f'),
        `${alarm} The operation took 1h2m`,
      ),
    ).toEqual([
      "XLA's alarm of a slow compile: `f` took 259 s.",
      "XLA's alarm of a slow compile: `g`; the log does not tell how long it took.",
      "XLA's alarm of a slow compile: a compile that the log does not name took 1.03 h (3,720 s).",
    ])
  })

  test('a log of these alone says that it tells of no compile', () => {
    expect(explain(lines("Persistent compilation cache hit for 'jit_f' with key 'a'")).headline).toBe(
      'The log tells of no compile. Persistent compilation cache: 1 hit, 0 misses, 0 written.',
    )
  })
})
