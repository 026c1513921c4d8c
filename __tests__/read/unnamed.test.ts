import {read} from '../../lib/read/index.ts'
import {decode, encode, type Trace} from '../../lib/log/index.ts'
import {check, explain} from '../../lib/explain/index.ts'

const log = (...lines: (string | string[])[]): Trace => read(`${lines.flat().join('\n')}\n`)

const told = (trace: Trace): unknown[] =>
  [...trace].map(({function: fn, outcome, within, site, seconds}) => [
    trace.functions[fn]?.name,
    site,
    within ?? outcome,
    Number((seconds.trace + seconds.lower + seconds.compile).toFixed(3)),
  ])

const places = ['main.py:9 (<module>)', 'main.py:9:8 (<module>)'] as const

/** What jax 0.9 and later write of a first call and of one with another shape. */
const missed = (name: string, place: string, before: string | null): string[] =>
  before === null
    ? [`TRACING CACHE MISS at /w/${place}:`, '  never seen function:', `    ${name} id=1401`]
    : [
        `TRACING CACHE MISS at /w/${place}:`,
        `  for ${name}`,
        '  all previously seen cache keys differ. For the closest previous key:',
        '  different input types:',
        `  * at args[0], now f32[4] and before ${before}`,
      ]
const compiled = (name: string, size: number): string[] => [
  `Compiling jit(${name}) with global shapes and types (ShapedArray(float32[${size}]),). Argument mapping: (UnspecifiedValue,).`,
  `Finished jaxpr to MLIR module conversion jit(${name}) in 0.25 sec`,
  `Finished XLA compilation of jit(${name}) in 2.0 sec`,
]
const traced = (name: string, seconds = '0.5', of = 'tracing + transforming', kind = 'pjit'): string =>
  `Finished ${of} ${name} for ${kind} in ${seconds} sec`

describe('a jitted partial of an operation, whose code JAX does not find, is told once, at its own calls and with its own seconds', () => {
  const both = [
    ['multiply', '/w/main.py:9', 'retrace', 2.75],
    ['multiply', '/w/main.py:9', 'retrace', 2.75],
  ]

  test('until 0.8, where the trace that a miss stands behind has another name', () => {
    const old = (place: string, ...lines: string[]): string[] => [
      `TRACING CACHE MISS at /w/${place} costing 8.362 ms because:`,
      ...lines,
    ]
    const trace = log(
      traced('multiply'),
      ...old(places[0], '  never seen function:', '    <unknown> id=1401'),
      compiled('multiply', 3),
      traced('multiply'),
      ...old(
        places[1],
        '  for <unknown>',
        '  all previously seen cache keys are different. Closest previous key:',
        '  * key with different input types:',
        '      types now: args[0]: f32[4]',
        '        * at args[0], now f32[4] and before f32[3]',
      ),
      compiled('multiply', 4),
    )
    expect(told(trace)).toEqual(both)
  })

  test('in 0.9, where its compile line has no name', () => {
    const trace = log(
      missed('<unknown>', places[0], null),
      traced('multiply', '0.125'),
      traced('multiply'),
      compiled('<unknown>', 3),
      missed('<unknown>', places[1], 'f32[3]'),
      traced('multiply', '0.125'),
      traced('multiply'),
      compiled('<unknown>', 4),
    )
    expect(told(trace)).toEqual(both)
  })

  test('since 0.10, where it is traced and compiled under the name of the operation', () => {
    const trace = log(
      missed('<unknown>', places[0], null),
      traced('multiply', '0.5', 'tracing', 'jit'),
      compiled('multiply', 3),
      missed('<unknown>', places[1], 'f32[3]'),
      traced('multiply', '0.5', 'tracing', 'jit'),
      compiled('multiply', 4),
    )
    expect(told(trace)).toEqual(both)
    expect(trace.source?.eager.compiles).toBe(0)
  })
})

test('a partial of a function of the program is told by that name where its compile line in 0.9 has none', () => {
  const trace = log(
    'TRACING CACHE MISS at /w/main.py:9 (<module>):',
    '  never seen function:',
    '    scaled id=1401 defined at /w/main.py:3',
    traced('scaled'),
    compiled('<unknown>', 3),
  )
  expect(told(trace)).toEqual([['scaled', '/w/main.py:9', 'retrace', 2.75]])
})

test('a callable object that a traced operation stands in is told by its own trace', () => {
  const trace = log(
    missed('<unknown>', places[0], null),
    traced('multiply', '0.125'),
    traced('<unnamed function>'),
    compiled('<unknown>', 3),
  )
  expect(told(trace)).toEqual([['<unnamed function>', '/w/main.py:9', 'retrace', 2.75]])
})

test('a miss without a name is not given to what is traced after another function compiled', () => {
  const trace = log(
    missed('<unknown>', places[0], null),
    compiled('other', 3),
    traced('inner', '0.5', 'tracing', 'jit'),
    compiled('inner', 3),
  )
  expect(told(trace)).toContainEqual(['inner', undefined, 'retrace', 2.75])
})

describe('a function that calls itself', () => {
  const never = (place: string, isAgain: boolean): string[] => [
    `TRACING CACHE MISS at /w/${place}:`,
    '  never seen function:',
    '    tree id=1401 defined at /w/main.py:3',
    ...(isAgain
      ? [
          '  but seen another function defined on the same line; maybe the function is',
          '  being re-defined repeatedly, preventing caching?',
        ]
      : []),
  ]
  const differs = (now: number, before: number): string[] => [
    'TRACING CACHE MISS at /w/main.py:10 (<module>):',
    '  for tree defined at /w/main.py:3',
    '  all previously seen cache keys differ. For the closest previous key:',
    '  different input pytree:',
    `  * at input path [0][1], now <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${now}) and before <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${before}), so the pytree node metadata does not match`,
  ]
  const first = [
    ...never('main.py:9 (<module>)', false),
    ...never('main.py:4:48 (tree)', false),
    traced('tree', '0.125'),
    traced('tree'),
    ...compiled('tree', 4),
  ]
  const trace = log(first, differs(3, 0), traced('tree', '0.125'), traced('tree'), compiled('tree', 4))

  test('keeps the miss of its outer call where the trace of the inner one was found again', () => {
    expect(told(trace).at(-1)).toEqual(['tree', '/w/main.py:10', 'retrace', 2.875])
  })

  test('is one function object, whose earlier value JAX names', () => {
    const [miss] = explain(trace).misses.filter(({site}) => site === '/w/main.py:10')
    expect(miss?.causes.map(({path, now, before}) => [path, now, before])).toEqual([['args[1]', '3', '0']])
  })
})

test('the first direct call of a function that was traced inside another is no transform', () => {
  const defined = (name: string, place: string): string[] => [
    `TRACING CACHE MISS at /w/${place}:`,
    '  never seen function:',
    `    ${name} id=14${place.length} defined at /w/main.py:3`,
  ]
  const trace = log(
    defined('outer', 'main.py:9 (<module>)'),
    defined('inner', 'main.py:4:8 (outer)'),
    traced('outer', '0.5', 'tracing', 'jit'),
    compiled('outer', 3),
    compiled('inner', 3),
  )
  expect(told(trace).at(-1)).toEqual(['inner', undefined, 'relower', 2.25])
  expect(explain(trace).misses.at(-1)).toMatchObject({taxonomy: 'compulsory', verdict: 'necessary'})
})

test('a log of explanations alone counts what is called in a jitted function, or in one defined in it, as traced inside', () => {
  const record = (name: string, place: string, defined: number): string[] => [
    `TRACING CACHE MISS at /w/${place}:`,
    '  never seen function:',
    `    ${name} id=14${defined} defined at /w/main.py:${defined}`,
  ]
  const trace = log(
    record('meta', 'main.py:30 (<module>)', 13),
    record('adapt', 'main.py:15:54 (meta.<locals>.<lambda>.<locals>.<lambda>)', 6),
    record('other', 'tools.py:15 (meta)', 1),
    record('early', 'main.py:5 (meta)', 2),
    'end',
  )
  expect([...trace].map(({function: fn, within}) => [trace.functions[fn]?.name, within])).toEqual([
    ['meta', undefined],
    ['adapt', 'nested'],
    ['other', undefined],
    ['early', undefined],
  ])
})

describe('a log of explanations alone, of functions that libraries call', () => {
  const site = (file: string): string => `/venv/lib/python3.12/site-packages/${file}`
  const record = (name: string, place: string, defined: string): string[] => [
    `TRACING CACHE MISS at ${site(place)}:`,
    '  never seen function:',
    `    ${name} id=14${name.length} defined at ${site(defined)}`,
  ]
  const entry = 'equinox/_jit.py:263:37 (_call)'
  const wider = [
    `TRACING CACHE MISS at ${site(entry)}:`,
    `  for train defined at ${site('equinox/_jit.py:43')}`,
    '  all previously seen cache keys differ. For the closest previous key:',
    '  different input types:',
    "  * at dynamic_nodonate['rest'][0], now f32[5,3] and before f32[8,3]",
  ]
  const train = record('train', entry, 'equinox/_jit.py:43')
  const helper = record(
    'tree_bias_correction',
    'optax/_src/transform.py:294:15 (scale_by_adam.<locals>.update_fn)',
    'optax/tree_utils/_tree_math.py:441',
  )
  const step = record(
    'train_step',
    'keras/src/backend/jax/trainer.py:257:23 (JAXTrainer._make_function.<locals>.iterator_step)',
    'keras/src/backend/jax/trainer.py:123',
  )

  test('tells and counts what Equinox and Keras jit for the program, and says that the rest is not counted', () => {
    const trace = log(train, helper, wider, step)
    expect(explain(trace).misses.map(({function: name, call, taxonomy}) => [name, call, taxonomy])).toEqual([
      ['train', 1, 'compulsory'],
      ['train', 2, 'type'],
      ['train_step', 1, 'compulsory'],
    ])
    expect(check(trace)).toMatchObject({passed: false, blank: null, misses: [{function: 'train', call: 2}]})
    expect(trace.source?.remarks).toEqual([{what: 'uncounted', misses: 1}])
  })

  test('does not pass where none of them can be counted', () => {
    const trace = decode(encode(log(helper)))
    expect(check(trace, {allowEmpty: true})).toMatchObject({passed: false, blank: 'uncounted', misses: []})
    expect(explain(trace).headline).toMatch(
      /^The log tells of no compile\. 1 explained miss is of what libraries call/,
    )
  })

  test('is not that where compiles are logged: what is traced at these places and not compiled is inside another function', () => {
    const trace = log(train, traced('train', '0.5'), compiled('step', 3))
    expect(trace.functions.map(({name}) => name)).toEqual(['step'])
    expect(trace.source?.remarks).toEqual([])
  })
})
