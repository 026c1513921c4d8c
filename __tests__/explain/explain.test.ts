import {explain, paragraphs} from '../../lib/explain/index.ts'
import type {Blame, Component} from '../../lib/log/index.ts'
import {type Call, type Line, traced} from './traced.ts'

const linear = (path: string, out = '4'): Line[] => [
  ['graphdef', 'node', path, 'Linear', 'class Linear'],
  ['graphdef', 'attribute', `${path}.in_features`, '4'],
  ['graphdef', 'variable', `${path}.kernel`, 'Param', 'class Param'],
  ['graphdef', 'metadata', `${path}.kernel.hijax`, 'False'],
  ['aval', 'leaf', `${path}.kernel`, `f32[4,${out}]`],
]

const net = (rate: string, layers: readonly Line[][], more: readonly Line[] = []): Line[] => [
  ['graphdef', 'node', 'model', 'Net', 'class Net'],
  ['graphdef', 'attribute', 'model.rate', rate],
  ['graphdef', 'node', 'model.layers', 'List', 'class List'],
  ['graphdef', 'attribute', 'model.layers._length', String(layers.length)],
  ...layers.flat(),
  ...more,
  ['aval', 'leaf', 'x', 'f32[8,4]'],
]

const two = [linear('model.layers.0'), linear('model.layers.1')]

const causesOf = (...keys: Line[][]) => {
  const {misses} = explain(traced(keys.map((facts) => ({facts}))))
  return misses.at(-1)?.causes.map(({change, path, now, before}) => [change, path, now, before])
}

test('explain(trace) calls the first call of a function compulsory', () => {
  const [miss] = explain(traced([{facts: net('0.1', two)}])).misses
  expect(miss).toMatchObject({taxonomy: 'compulsory', verdict: 'necessary', causes: [], nearest: -1, call: 1})
})

test('explain(trace) remembers a trace until it grows', () => {
  const trace = traced([{facts: net('0.1', two)}])
  const explanation = explain(trace)
  expect(explain(trace)).toBe(explanation)
  trace.hit(0, 0, 1)
  expect(explain(trace)).not.toBe(explanation)
})

test('explain(trace) names a changed attribute by path, now and before', () => {
  expect(causesOf(net('0.1', two), net('0.2', two))).toEqual([['changed', 'model.rate', '0.2', '0.1']])
})

test('explain(trace) names every component that differs', () => {
  const wider = net('0.2', two).map((line): Line =>
    line[2] === 'x' ? ['aval', 'leaf', 'x', 'f32[16,4]'] : line,
  )
  expect(causesOf(net('0.1', two), wider)).toEqual([
    ['changed', 'model.rate', '0.2', '0.1'],
    ['changed', 'x', 'f32[16,4]', 'f32[8,4]'],
  ])
})

test('explain(trace) tells an added layer as one cause at its root', () => {
  expect(causesOf(net('0.1', two), net('0.1', [...two, linear('model.layers.2')]))).toEqual([
    ['added', 'model.layers.2', 'Linear', null],
  ])
})

test('explain(trace) tells one of equal layers deleted as one removed', () => {
  expect(causesOf(net('0.1', [...two, linear('model.layers.2')]), net('0.1', two))).toEqual([
    ['removed', 'model.layers.2', null, 'Linear'],
  ])
})

test('explain(trace) recognises by content which layer was deleted', () => {
  const before = net('0.1', [
    linear('model.layers.0', '3'),
    linear('model.layers.1', '4'),
    linear('model.layers.2', '5'),
  ])
  const now = net('0.1', [linear('model.layers.0', '4'), linear('model.layers.1', '5')])
  expect(causesOf(before, now)).toEqual([
    ['removed', 'model.layers.0', null, 'Linear'],
    ['moved', 'model.layers.0', 'model.layers.0', 'model.layers.1'],
    ['moved', 'model.layers.1', 'model.layers.1', 'model.layers.2'],
  ])
})

test('explain(trace) recognises a layer inserted before others', () => {
  const norm: Line[] = [
    ['graphdef', 'node', 'model.layers.0', 'RMSNorm', 'class RMSNorm'],
    ['aval', 'leaf', 'model.layers.0.scale', 'f32[4]'],
  ]
  const before = net('0.1', [linear('model.layers.0', '3')])
  const now = net('0.1', [norm, linear('model.layers.1', '3')])
  expect(causesOf(before, now)).toEqual([
    ['added', 'model.layers.0', 'RMSNorm', null],
    ['moved', 'model.layers.1', 'model.layers.1', 'model.layers.0'],
  ])
})

test('explain(trace) recognises two layers that changed places', () => {
  const act = (path: string): Line[] => [
    ['graphdef', 'node', path, 'Dropout', 'class Dropout'],
    ['graphdef', 'attribute', `${path}.rate`, '0.5'],
  ]
  const found = causesOf(
    net('0.1', [act('model.layers.0'), linear('model.layers.1')]),
    net('0.1', [linear('model.layers.0'), act('model.layers.1')]),
  )
  expect(found?.every(([change]) => change === 'moved')).toBe(true)
  expect(found?.length).toBe(2)
})

test('explain(trace) recognises a renamed attribute', () => {
  expect(causesOf(net('0.1', two, linear('model.head')), net('0.1', two, linear('model.out')))).toEqual([
    ['moved', 'model.out', 'model.out', 'model.head'],
  ])
})

test('explain(trace) says that a weight was tied', () => {
  const tied: Line[] = [['graphdef', 'reference', 'model.layers.1.kernel', 'model.layers.0.kernel']]
  const untied = net('0.1', two)
  const now = untied.filter(([, , path]) => !path.startsWith('model.layers.1.kernel')).concat(tied)
  expect(causesOf(untied, now)).toEqual([
    ['changed', 'model.layers.1.kernel', 'shared with model.layers.0.kernel', 'Param'],
  ])
})

test('explain(trace) says that what an added layer holds is shared', () => {
  const shared: Line[] = [
    ['graphdef', 'node', 'model.layers.2', 'Linear', 'class Linear'],
    ['graphdef', 'attribute', 'model.layers.2.in_features', '4'],
    ['graphdef', 'reference', 'model.layers.2.kernel', 'model.layers.0.kernel'],
  ]
  expect(causesOf(net('0.1', two), net('0.1', [...two, shared]))).toEqual([
    ['added', 'model.layers.2', 'Linear', null],
    ['added', 'model.layers.2.kernel', 'shared with model.layers.0.kernel', null],
  ])
})

test('explain(trace) folds many leaves that change alike into one cause with a count', () => {
  const leaves = (dtype: string): Line[] =>
    Array.from({length: 40}, (_, i): Line => ['aval', 'leaf', `model.w${i}`, `${dtype}[${i + 1}]`])
  const [, miss] = explain(traced([{facts: leaves('f32')}, {facts: leaves('bf16')}])).misses
  expect(miss?.causes).toMatchObject([{path: 'model.*', now: 'bf16', before: 'f32', count: 40}])
})

test('explain(trace) tells an equal object that is new by its identity', () => {
  const [, miss] = explain(
    traced([
      {
        facts: [
          [
            'graphdef',
            'attribute',
            'optimizer.tx',
            'GradientTransformation(init=<function init_fn at 0x1>)',
            'a',
          ],
        ],
      },
      {
        facts: [
          [
            'graphdef',
            'attribute',
            'optimizer.tx',
            'GradientTransformation(init=<function init_fn at 0x2>)',
            'b',
          ],
        ],
      },
    ]),
  ).misses
  expect(miss).toMatchObject({
    taxonomy: 'identity',
    verdict: 'avoidable',
    causes: [{change: 'identity', path: 'optimizer.tx'}],
  })
  expect(miss?.advice).toMatch(/Create the optimizer once, before the loop/)
})

test('explain(trace) compares with the nearest earlier key, not with one that differs by kind', () => {
  const facts = (x: string, x64: string): Line[] => [
    ['aval', 'leaf', 'x', x],
    ['aval', 'leaf', 'y', 'f32[1]'],
    ['context', 'context', 'jax_enable_x64', x64],
  ]
  const {misses} = explain(
    traced([
      {facts: facts('f32[3]', 'False')},
      {facts: facts('f32[3]', 'True')},
      {
        facts: facts('f32[4]', 'False'),
        blamed: {kind: 'context', places: []},
      },
    ]),
  )
  expect(misses[2]).toMatchObject({
    nearest: 0,
    misled: true,
    causes: [{component: 'aval', path: 'x', now: 'f32[4]', before: 'f32[3]'}],
  })
})

test('explain(trace) never calls a gap a difference, and says what is excluded', () => {
  const gaps = (['graphdef', 'static', 'context'] as const).map((component) => ({component, path: []}))
  const calls = [
    {facts: net('0.1', two)},
    {
      facts: [
        ['aval', 'leaf', 'x', 'f32[8,4]'] as const,
        ...two.flat().filter(([component]) => component === 'aval'),
      ],
      unknown: gaps,
    },
  ]
  const {misses} = explain(traced(calls))
  expect(misses[1]).toMatchObject({causes: [], taxonomy: 'unknown', verdict: 'unknown', nearest: 0})
  expect(misses[1]?.excluded).toBe(
    'array types equal those of call 1: the structure of a model, a static value or a setting changed',
  )
  expect(misses[1]?.advice).toMatch(/jitlens\.py/)
})

test('explain(trace) does not guess why a key that reads alike missed', () => {
  const {misses} = explain(traced([{facts: net('0.1', two)}, {facts: net('0.1', two)}]))
  expect(misses[1]).toMatchObject({taxonomy: 'unknown', verdict: 'unknown', causes: []})
  expect(misses[1]?.excluded).toMatch(/^its key reads like that of call 1/)
})

test('explain(trace) calls a miss with an equal key capacity where entries were dropped', () => {
  const {misses} = explain(traced([{facts: net('0.1', two)}, {facts: net('0.1', two), cleared: true}]))
  expect(misses[1]).toMatchObject({taxonomy: 'capacity', causes: [], verdict: 'avoidable'})
})

test('explain(trace) finds a simulated hit whose key reads otherwise', () => {
  const {misses, headline} = explain(
    traced([{facts: net('1', two)}, {facts: net('1.0', two), outcome: 'hit'}]),
  )
  expect(misses[1]).toMatchObject({verdict: 'wrong hit', outcome: 'hit'})
  expect(headline).toMatch(/1 wrong hit/)
})

test.each([
  ['read', 'Give `model.rate` to `step` as an argument'],
  ['redefined', 'Jit `step` again'],
  ['static', 'Make a new object with another `model.rate`'],
  ['cached', 'Make the partial of `step` (nnx.cached_partial or nnx.jit_partial) anew'],
  ['equal', 'Give `model.rate` a value that compares unequal'],
] as const)('explain(trace) tells a recorded hit of a known key that is stale: %s', (how, advice) => {
  const place = {component: 'static', at: '', path: ['model', 'rate'], now: '0.2', before: '0.1'} as const
  const hit = {facts: net('1', two), outcome: 'hit', evidence: 'observed'} as const
  const {misses} = explain(
    traced([{facts: net('1', two)}, hit, {...hit, stale: {how, places: [place]}}, hit]),
  )
  expect(misses.map(({call, verdict}) => [call, verdict])).toEqual([
    [1, 'necessary'],
    [3, 'wrong hit'],
  ])
  expect(misses[1]?.causes).toMatchObject([{path: 'model.rate', now: '0.2', before: '0.1'}])
  expect(misses[1]?.advice).toContain(advice)
})

test('explain(trace) tells a list in the place of an array once, by the type of the array', () => {
  expect(
    causesOf(
      [
        ['aval', 'leaf', 'action', 'f32[1]'],
        ['placement', 'placement', 'action', 'uncommitted'],
      ],
      [
        ['tree', 'container', 'action', 'list of length 1'],
        ['aval', 'leaf', 'action.[0]', 'f32[]{weak_type=True}'],
        ['placement', 'placement', 'action.[0]', 'python'],
      ],
    ),
  ).toEqual([['changed', 'action', 'list of length 1', 'f32[1]']])
})

test('explain(trace) does not blame the placement of a call that was traced for its type', () => {
  const facts = (type: string, placed: string): Line[] => [
    ['aval', 'leaf', 'x', type],
    ['placement', 'placement', 'x', placed],
  ]
  expect(causesOf(facts('f32[8]', 'numpy'), facts('f32[9]', 'uncommitted'))).toEqual([
    ['changed', 'x', 'f32[9]', 'f32[8]'],
  ])
})

test('explain(trace) tells of the most frequent cause first where no seconds are known', () => {
  const sizes = (x: string, y: string): Line[] => [
    ['aval', 'leaf', 'x', `f32[${x}]`],
    ['aval', 'leaf', 'y', `f32[${y}]`],
  ]
  const keys = [sizes('4', '4'), sizes('8', '4'), sizes('8', '5'), sizes('8', '6'), sizes('8', '7')]
  const {groups} = explain(traced(keys.map((facts) => ({facts}))))
  expect(groups.map(({paths, misses}) => [paths.join(), misses.length])).toEqual([
    ['y', 3],
    ['x', 1],
    ['', 1],
  ])
})

test('headline names the dearest avoidable cause with numbers', () => {
  const seconds = {trace: 0, lower: 0, compile: 2}
  const facts = (weight: string): Line[] => [['aval', 'leaf', 'weight', weight]]
  const {headline} = explain(
    traced([
      {facts: facts('f32[]{weak_type=True}'), seconds},
      {facts: facts('f32[]'), seconds},
    ]),
  )
  expect(headline).toBe(
    '4 s were compiling, 2 compiles: 1 avoidable (2 s); the costliest avoidable in `step`: `weight` came as a number and as an array (2 s).',
  )
})

test('paragraphs(explanation) keeps to 80 columns', () => {
  const long = 'x'.repeat(300)
  const lines = paragraphs(explain(traced([{facts: net('0.1', two)}, {facts: net(long, two)}])))
  expect(lines.every((line) => line.length <= 80)).toBe(true)
  expect(lines.join('\n')).toMatch(/model\.rate is/)
})

test('explain(trace) tells a static where an array was as one change', () => {
  expect(causesOf([['aval', 'leaf', 'n', 'i32[]']], [['static', 'static', 'n', '1']])).toEqual([
    ['changed', 'n', '1', 'i32[]'],
  ])
})

test('explain(trace) tells the error of a call that raised', () => {
  const {misses} = explain(
    traced([{facts: net('0.1', two), outcome: 'error', error: {type: 'ValueError', message: 'no\nmore'}}]),
  )
  expect(misses[0]?.sentence).toBe('step raised ValueError: no')
})

test.each<[string, Line[], Line[], string, string, RegExp]>([
  [
    'a counter',
    [['graphdef', 'attribute', 'model.calls', '0']],
    [['graphdef', 'attribute', 'model.calls', '1']],
    'structural',
    'avoidable',
    /^Keep `model\.calls` in an nnx\.Variable, or move the counter out of model\.$/,
  ],
  [
    'a flag',
    [['graphdef', 'attribute', 'model.drop.deterministic', 'False']],
    [['graphdef', 'attribute', 'model.drop.deterministic', 'True']],
    'structural',
    'necessary',
    /training and evaluation are two programs.*`model\.drop\.deterministic`/,
  ],
  [
    'metadata',
    [['graphdef', 'variable', 'm.w', 'Param']],
    [
      ['graphdef', 'variable', 'm.w', 'Param'],
      ['graphdef', 'metadata', 'm.w.frozen', 'True'],
    ],
    'structural',
    'necessary',
    /else set the metadata `m\.w\.frozen` before the first call/,
  ],
  [
    'a list that lost an item',
    [
      ['graphdef', 'node', 'm.layers.0', 'Linear'],
      ['graphdef', 'attribute', 'm.layers._length', '1'],
    ],
    [
      ['graphdef', 'node', 'm.layers.0', 'Linear'],
      ['graphdef', 'reference', 'm.layers.1', 'm.layers.0'],
      ['graphdef', 'attribute', 'm.layers._length', '1'],
    ],
    'structural',
    'avoidable',
    /^Make the list `m\.layers` anew, `nnx\.List\(\[…\]\)` of the items that stay/,
  ],
  [
    'a sown value',
    [['graphdef', 'node', 'm', 'M']],
    [
      ['graphdef', 'node', 'm', 'M'],
      ['graphdef', 'variable', 'm.seen', 'Intermediate'],
    ],
    'structural',
    'avoidable',
    /nnx\.pop\(m, nnx\.Intermediate\)/,
  ],
  [
    'a number and an array',
    [['aval', 'leaf', 'lr', 'f32[]{weak_type=True}']],
    [['aval', 'leaf', 'lr', 'f32[]']],
    'type',
    'avoidable',
    /Pass `lr` always as a Python number, or always as an array \(jnp\.float32/,
  ],
  [
    'a longer sequence',
    [['aval', 'leaf', 'tokens', 'i32[8,5]']],
    [['aval', 'leaf', 'tokens', 'i32[8,7]']],
    'type',
    'reducible',
    /^Pad axis 1 of `tokens` to 7, the largest so far/,
  ],
  [
    'a shorter sequence',
    [['aval', 'leaf', 'tokens', 'i32[8,7]']],
    [['aval', 'leaf', 'tokens', 'i32[8,5]']],
    'type',
    'reducible',
    /^Pad axis 1 of `tokens` to 7, the largest so far/,
  ],
  [
    'a static float',
    [['static', 'static', 'lr', '0.1']],
    [['static', 'static', 'lr', '0.2']],
    'static value',
    'avoidable',
    /Pass `lr` as an array/,
  ],
  [
    'a static whole number below zero, such as an axis',
    [['static', 'static', 'axis', '-1']],
    [['static', 'static', 'axis', '-2']],
    'static value',
    'necessary',
    /Else take `axis` out of static_argnums/,
  ],
  [
    'a static float below zero',
    [['static', 'static', 'low', '-0.5']],
    [['static', 'static', 'low', '-1']],
    'static value',
    'avoidable',
    /Pass `low` as an array/,
  ],
  [
    'a static word',
    [['static', 'static', 'mode', "'train'"]],
    [['static', 'static', 'mode', "'eval'"]],
    'static value',
    'necessary',
    /^Nothing to fix where another program is meant; else keep `mode` to few values/,
  ],
  [
    'a static tuple of words',
    [['static', 'static', 'opts', "('a', 'c')"]],
    [['static', 'static', 'opts', "('a', 'b')"]],
    'static value',
    'necessary',
    /^Nothing to fix where another program is meant; else keep `opts\[1\]` to few values/,
  ],
  [
    'a static flag where none was given',
    [['static', 'static', 'train', 'True']],
    [],
    'static value',
    'unknown',
    /^Nothing to fix where `train` has another value than its default/,
  ],
  [
    'an array that was transposed',
    [['aval', 'leaf', 'x', 'f32[8,4]']],
    [['aval', 'leaf', 'x', 'f32[4,8]']],
    'type',
    'reducible',
    /^Pass `x` with its axes in one order .* f32\[4,8\] now, f32\[8,4\] before\)\. Only if both sizes vary, pad/,
  ],
  [
    'an array of a size that no array has, as a damaged log tells',
    [['aval', 'leaf', 'x', 'f32[99999999999999999999999999,4]']],
    [['aval', 'leaf', 'x', 'f32[7,4]']],
    'type',
    'unknown',
    /else give `x` one type in every call: f32\[7,4\] now/,
  ],
  [
    'a float in a static object',
    [['static', 'static', 'config', 'Config(lr=0.001, gamma=0.9)']],
    [['static', 'static', 'config', 'Config(lr=0.001, gamma=0.99)']],
    'static value',
    'avoidable',
    /^Pass the number `config\.gamma` as an array: in an argument of its own, or as a data field/,
  ],
  [
    'a counter in a static dict',
    [['static', 'static', 'config', "{'mode': 'train', 'step': 3}"]],
    [['static', 'static', 'config', "{'mode': 'train', 'step': 2}"]],
    'static value',
    'avoidable',
    /^Pass the counter `config\['step'\]` as an array: in an argument of its own/,
  ],
  [
    'static sizes of another number',
    [['static', 'static', 'config', 'Config(layers=(16, 32, 16))']],
    [['static', 'static', 'config', 'Config(layers=(16, 16))']],
    'static value',
    'necessary',
    /; else keep `config\.layers` to few values: .* can be an array, as an argument of its own/,
  ],
  [
    'a static shape',
    [['static', 'static', 'shape', '(2, 4)']],
    [['static', 'static', 'shape', '(2, 3)']],
    'static value',
    'necessary',
    /^Nothing to fix where a shape or a Python loop depends on `shape\[1\]`: .* Else pass it as an array/,
  ],
  [
    'an argument by keyword',
    [
      ['tree', 'container', 'args', 'tuple of length 2'],
      ['tree', 'container', 'kwargs', '{}'],
    ],
    [
      ['tree', 'container', 'args', 'tuple of length 1'],
      ['tree', 'container', 'kwargs', "{'weight'}"],
    ],
    'tree',
    'unknown',
    /^Pass `weight` always by keyword, or always by position: that spares it where the values were the same, which the log does not tell\.$/,
  ],
  [
    'an array by keyword',
    [['tree', 'container', 'args', 'tuple of length 2']],
    [
      ['tree', 'container', 'args', 'tuple of length 1'],
      ['tree', 'container', 'kwargs.y', 'f32[4]'],
    ],
    'tree',
    'avoidable',
    /^Pass `kwargs\.y` always by keyword, or always by position\.$/,
  ],
  [
    'a flag that came as the number that it equals',
    [['static', 'static', 'kwargs.train', 'True']],
    [['static', 'static', 'kwargs.train', '1']],
    'static value',
    'avoidable',
    /^Give `kwargs\.train` one type in every call: 1 and True are equal, and each is a program\.$/,
  ],
  [
    'a flag that came as a number that it does not equal',
    [['static', 'static', 'kwargs.train', 'True']],
    [['static', 'static', 'kwargs.train', '2']],
    'static value',
    'necessary',
    /^Nothing to fix where another/,
  ],
  [
    'an argument that only one call has, whose value is not told',
    [['tree', 'container', 'kwargs', '{}']],
    [['tree', 'container', 'kwargs', "{'train'}"]],
    'tree',
    'unknown',
    /^Nothing to fix where another value than the default is meant/,
  ],
  [
    'a static that only one call has',
    [],
    [['tree', 'container', "kwargs.['cfg']", 'present']],
    'tree',
    'unknown',
    /^Nothing to fix where `kwargs\['cfg'\]` has another value than its default/,
  ],
  [
    'an array that only one call has',
    [],
    [['aval', 'leaf', "kwargs.['mask']", 'f32[3]']],
    'tree',
    'necessary',
    /^Nothing to fix where the calls without `kwargs\['mask'\]` mean None/,
  ],
  [
    'a number that only one call has',
    [],
    [['aval', 'leaf', "kwargs.['lr']", 'f32[]{weak_type=True}']],
    'tree',
    'avoidable',
    /^Pass `kwargs\['lr'\]` in every call/,
  ],
  [
    'None and an array',
    [['tree', 'container', 'mask', 'None']],
    [
      ['tree', 'container', 'mask', 'leaf'],
      ['aval', 'leaf', 'mask', 'f32[3]'],
    ],
    'tree',
    'necessary',
    /^Nothing to fix where None is meant: with an array for `mask` it is another program/,
  ],
  [
    'a committed array',
    [['placement', 'placement', 'x', 'uncommitted']],
    [['placement', 'placement', 'x', 'committed cpu:0']],
    'placement',
    'avoidable',
    /Put `x` on its device once/,
  ],
  [
    'donation',
    [['options', 'option', 'donate_argnums', '()']],
    [['options', 'option', 'donate_argnums', '(0,)']],
    'placement',
    'avoidable',
    /Jit `step` once, with `donate_argnums` decided/,
  ],
  [
    'the context',
    [['context', 'context', 'jax_enable_x64', 'False']],
    [['context', 'context', 'jax_enable_x64', 'True']],
    'context',
    'necessary',
    /else set `jax_enable_x64` once/,
  ],
  [
    'a lambda',
    [['function', 'function', '<lambda>', '<lambda> defined at a.py:3', '1']],
    [['function', 'function', '<lambda>', '<lambda> defined at a.py:3', '2']],
    'identity',
    'avoidable',
    /Define the lambda once at module level/,
  ],
])('explain(trace) judges %s and advises one step', (_, before, now, taxonomy, verdict, advice) => {
  const [, miss] = explain(traced([{facts: before}, {facts: now}])).misses
  expect(miss).toMatchObject({taxonomy, verdict})
  expect(miss?.advice).toMatch(advice)
})

test('explain(trace) tells a layer of another class as one change', () => {
  const norm = (name: string, size: string): Line[] => [
    ['graphdef', 'node', 'model.norm', name, name],
    ['graphdef', 'attribute', 'model.norm.epsilon', name === 'LayerNorm' ? '1e-06' : '1e-05'],
    ['graphdef', 'attribute', name === 'LayerNorm' ? 'model.norm.num_features' : 'model.norm.features', '4'],
    ['graphdef', 'variable', 'model.norm.scale', 'Param', 'class Param'],
    ['aval', 'leaf', 'model.norm.scale', `f32[${size}]`],
  ]
  expect(causesOf(net('0.1', two, norm('LayerNorm', '4')), net('0.1', two, norm('BatchNorm', '8')))).toEqual([
    ['changed', 'model.norm', 'BatchNorm', 'LayerNorm'],
  ])
})

test('explain(trace) does not tell of what flax keeps past the end of a list', () => {
  const leftover: Line[] = [['graphdef', 'reference', 'model.layers.1', 'model.layers.0']]
  const before = net('0.1', [linear('model.layers.0', '3'), linear('model.layers.1', '4')])
  const now = net('0.1', [linear('model.layers.0', '4')], leftover)
  expect(causesOf(before, now)).toEqual([
    ['removed', 'model.layers.0', null, 'Linear'],
    ['moved', 'model.layers.0', 'model.layers.0', 'model.layers.1'],
  ])
})

test('explain(trace) names the argument that was given, not how many there are', () => {
  const args = (count: number): Line => ['tree', 'container', 'args', `tuple of length ${count}`]
  expect(
    causesOf(
      [args(1), ['aval', 'leaf', 'x', 'f32[3]']],
      [args(2), ['aval', 'leaf', 'x', 'f32[3]'], ['aval', 'leaf', 'weight', 'f32[]']],
    ),
  ).toEqual([['added', 'weight', 'f32[]', null]])
})

test.each<[string, (at: number, now: boolean) => Line]>([
  ['a dtype', (at, now) => ['aval', 'leaf', `model.w${at}`, `${now ? 'bf16' : 'f32'}[${at + 1}]`]],
  ['a weak type', (at, now) => ['aval', 'leaf', `model.w${at}`, now ? 'f32[]{weak_type=True}' : 'f32[]']],
  ['an axis', (at, now) => ['aval', 'leaf', `batch.x${at}`, `f32[${now ? 16 : 8},${at + 2}]`]],
  ['a flag', (at, now) => ['graphdef', 'attribute', `model.${at}.deterministic`, now ? 'True' : 'False']],
])(
  'explain(trace) tells %s that changed in three places one by one, in four or five as one cause',
  (_, line) => {
    const counts = [3, 4, 5].map((many) => {
      const facts = (now: boolean): Line[] => Array.from({length: many}, (_none, at) => line(at, now))
      return explain(traced([{facts: facts(false)}, {facts: facts(true)}])).misses[1]?.causes.map(
        ({count = 1}) => count,
      )
    })
    expect(counts).toEqual([[1, 1, 1], [4], [5]])
  },
)

test.each<[string, number[], string]>([
  ['ever longer', [5, 7, 9, 33], 'Pad axis 1 of `tokens` to 33, the largest so far'],
  ['ever shorter', [16, 10, 9, 5], 'Pad axis 1 of `tokens` to 16, the largest so far'],
])(
  'a group of misses for %s sequences gives the advice of the last, whichever was the dearest',
  (_, sizes, advice) => {
    for (const dearest of sizes.keys()) {
      const calls = sizes.map((size, at): Call => ({
        facts: [['aval', 'leaf', 'tokens', `i32[8,${size}]`]],
        seconds: {trace: 0, lower: 0, compile: at === dearest ? 9 : 1},
      }))
      const {groups} = explain(traced(calls))
      const [found, ...others] = groups.filter(({paths}) => paths.includes('tokens'))
      expect([found?.misses, others]).toEqual([[1, 2, 3], []])
      expect(found?.advice).toContain(advice)
    }
  },
)

const differing = {
  context: [
    ['context', 'context', 'jax_enable_x64', 'False'],
    ['context', 'context', 'jax_enable_x64', 'True'],
  ],
  tree: [
    ['tree', 'container', 'x', 'list of length 1'],
    ['tree', 'container', 'x', 'list of length 2'],
  ],
  graphdef: [
    ['graphdef', 'attribute', 'model.rate', '0.1'],
    ['graphdef', 'attribute', 'model.rate', '0.2'],
  ],
  static: [
    ['static', 'static', 'n', '1'],
    ['static', 'static', 'n', '2'],
  ],
  aval: [
    ['aval', 'leaf', 'x', 'f32[8]'],
    ['aval', 'leaf', 'x', 'f32[9]'],
  ],
} as const satisfies Partial<Record<Component, readonly [Line, Line]>>

test.each<[Blame['kind'], string[]]>([
  ['function', []],
  ['context', ['context']],
  ['tree', ['tree', 'graphdef', 'static']],
  ['types', ['aval']],
  ['unavailable', Object.keys(differing)],
  ['unread', Object.keys(differing)],
])("JAX's reason %s fits just the causes in %j, and misleads for all others", (kind, fitting) => {
  const fits = Object.entries(differing).flatMap(([component, [before, now]]) => {
    const blamed = {kind, places: []}
    const [, miss] = explain(traced([{facts: [before]}, {facts: [now], blamed}])).misses
    expect(miss?.causes).toMatchObject([{component}])
    return miss?.misled === false ? [component] : []
  })
  expect(fits).toEqual(fitting)
})
