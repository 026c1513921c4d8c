import fc from 'fast-check'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, hosts, propose, whatIf, type Miss} from '../../lib/explain/index.ts'
import {isMisled} from '../../lib/explain/misled.ts'
import type {Blame, Component} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'
import {cause} from '../../lib/explain/cause.ts'
import {topic} from '../../lib/explain/topic.ts'
import {leavesAlone, untold} from '../../lib/words/index.ts'
import {type Call, type Line, traced} from './traced.ts'

const lastOf = (calls: readonly (readonly Line[])[]): Miss | undefined =>
  explain(traced(calls.map((facts) => ({facts})))).misses.at(-1)

const aval = (path: string, ...types: string[]): Line[][] =>
  types.map((type) => [['aval', 'leaf', path, type] as const])

/** A list of so many arrays, and their types, where these are told. */
const list = (path: string, length: number, typeOf: (at: number) => string | null): Line[] => [
  ['tree', 'container', path, `list of length ${length}`],
  ...Array.from({length}, (_, at) => typeOf(at)).flatMap((type, at): Line[] =>
    type === null ? [] : [['aval', 'leaf', `${path}.[${at}]`, type]],
  ),
]

/** A dict of so many arrays. */
const keys = (length: number): Line[] =>
  Array.from({length}, (_, at): Line => ['aval', 'leaf', `cache.['k${at}']`, 'f32[3]'])

/** Calls, and what the last of them amounts to: verdict, and the first finding. */
const judged: readonly (readonly [string, readonly (readonly Line[])[], string, string])[] = [
  ['a random key of another size', aval('k', 'key<fry>[3]', 'key<fry>[5]'), 'reducible', 'last batch'],
  ['a random key where raw numbers were', aval('k', 'u32[2]', 'key<fry>[]'), 'avoidable', 'random key'],
  [
    'an argument that was weak at first',
    aval('x', 'f32[4]{weak_type=True}', 'f32[4]'),
    'avoidable',
    'weak at first',
  ],
  ['a number that was weak', aval('x', 'f32[]{weak_type=True}', 'f32[]'), 'avoidable', 'weak type'],
  ['two axes', aval('x', 'f32[2,3,4]', 'f32[3,4,4]'), 'reducible', 'fits'],
  ['three axes: another model', aval('x', 'f32[2,3,4]', 'f32[3,4,5]'), 'necessary', 'parameter'],
  ['a size that grows by one twice', aval('x', 'f32[8]', 'f32[9]', 'f32[10]'), 'reducible', 'grows'],
  ['a size that grows by two twice', aval('x', 'f32[8]', 'f32[10]', 'f32[12]'), 'reducible', 'fits'],
  [
    'a longer tuple where a tuple was',
    ['tuple of length 2', 'tuple of length 3'].map((value) => [['tree', 'container', "x.['a']", value]]),
    'necessary',
    'structure',
  ],
  ...(
    [
      ['that grows by one twice', 'hist', [1, 2, 3], 'f32[3]', 'reducible', 'gets longer'],
      ['that grows by one twice from an empty one', 'hist', [0, 1, 2], 'f32[3]', 'reducible', 'gets longer'],
      ['that grew once', 'hist', [2, 3], 'f32[3]', 'necessary', 'structure'],
      ['of any lengths', 'hist', [3, 7, 5, 2], 'f32[3]', 'necessary', 'structure'],
      ['that grows by two twice', 'hist', [2, 4, 6], 'f32[3]', 'necessary', 'structure'],
      ['that grows by two four times', 'hist', [2, 4, 6, 8, 10], 'f32[3]', 'reducible', 'gets longer'],
      ['that grows, and is shorter again', 'hist', [3, 4, 5, 6, 7, 2], 'f32[3]', 'reducible', 'gets longer'],
      ['that grows, of parameters', 'params', [1, 2, 3], 'f32[3]', 'necessary', 'structure'],
      ['that grows, of which no type is told', 'hist', [1, 2, 3], null, 'unknown', 'gets longer'],
    ] as const
  ).map(
    ([of, path, lengths, type, verdict, what]) =>
      [`a list ${of}`, lengths.map((length) => list(path, length, () => type)), verdict, what] as const,
  ),
  [
    'a list that grows, of arrays each of a type of its own',
    [1, 2, 3].map((length) => list('hist', length, (at) => `f32[${at}]`)),
    'necessary',
    'structure',
  ],
  [
    'a list that grows from an empty one, of arrays each of a type of its own',
    [0, 1, 2].map((length) => list('hist', length, (at) => `f32[${at}]`)),
    'necessary',
    'structure',
  ],
  [
    'layers, of which each network has one more and the first has none of their type',
    [1, 2, 3, 4, 5, 6].map((length) =>
      list('net', length, (at) =>
        length === 1 ? 'f32[4,1]' : at === 0 ? 'f32[4,8]' : at === length - 1 ? 'f32[8,1]' : 'f32[8,8]',
      ),
    ),
    'necessary',
    'structure',
  ],
  [
    'a list that grows beside an array that grows too',
    [1, 2, 3].map((length) => [
      ...list('hist', length, () => 'f32[3]'),
      ['aval', 'leaf', 'leaf 1 of n', `f32[${length}]`] as const,
    ]),
    'reducible',
    'gets longer',
  ],
  [
    'keys with numbers that are added one after another',
    [1, 2, 3].map((length) => keys(length)),
    'reducible',
    'gets longer',
  ],
  [
    'keys with numbers that are added at once',
    [1, 4].map((length) => keys(length)),
    'necessary',
    'in some calls',
  ],
  [
    'a static field that counts, after its value jumped once',
    [0, 1, 2, 3, 9].map((value) => [['tree', 'container', 'x.metadata.[0]', String(value)]]),
    'avoidable',
    'field counter',
  ],
  [
    'a static field of any numbers',
    [0, 1, 2, 7, 3].map((value) => [['tree', 'container', 'x.metadata.[0]', String(value)]]),
    'necessary',
    'structure',
  ],
  [
    'a list where a tuple was',
    ['tuple of length 2', 'list of length 2'].map((value) => [['tree', 'container', "x.['a']", value]]),
    'avoidable',
    'container',
  ],
  [
    'a partial that is made anew',
    ['1', '2'].map((identity) => [
      ['graphdef', 'attribute', 'm.act', 'functools.partial(<function f at 0x1>, 1)', identity],
    ]),
    'avoidable',
    'partial anew',
  ],
  [
    'no placement where a device was',
    ['committed cpu:0', 'uncommitted'].map((value) => [['placement', 'placement', 'x', value]]),
    'avoidable',
    'committed in some calls',
  ],
  [
    'an activation that was sown and is gone',
    [
      [
        ['graphdef', 'node', 'm', 'Net'],
        ['graphdef', 'variable', 'm.h', 'Intermediate'],
      ],
      [['graphdef', 'node', 'm', 'Net']],
    ],
    'avoidable',
    'sown',
  ],
  [
    'two arrays of a dataclass that have another first axis: a batch',
    [8, 5].map((size) => [
      ['aval', 'leaf', 'roll.obs', `f32[${size},4]`],
      ['aval', 'leaf', 'roll.act', `f32[${size}]`],
    ]),
    'reducible',
    'last batch',
  ],
  [
    'two arrays of a dataclass that have another size on different axes: a model',
    [8, 5].map((size) => [
      ['aval', 'leaf', 'net.into', `f32[4,${size}]`],
      ['aval', 'leaf', 'net.out', `f32[${size},2]`],
    ]),
    'necessary',
    'parameter',
  ],
  [
    'parameters of a dataclass that have another first axis, by their names',
    [8, 5].map((size) => [
      ['aval', 'leaf', 'net.weight', `f32[${size},4]`],
      ['aval', 'leaf', 'net.bias', `f32[${size}]`],
    ]),
    'necessary',
    'parameter',
  ],
  ['one array of a dataclass', aval('roll.obs', 'f32[8,4]', 'f32[5,4]'), 'unknown', 'batch or parameter'],
  [
    'two arrays of a dataclass that have another second axis',
    [8, 5].map((size) => [
      ['aval', 'leaf', 'roll.obs', `f32[2,${size},4]`],
      ['aval', 'leaf', 'roll.act', `f32[2,${size}]`],
    ]),
    'unknown',
    'batch or parameter',
  ],
  [
    'an array of a dataclass named as parameters are, beside one that has the same first axis',
    [8, 5].map((size) => [
      ['aval', 'leaf', 'roll.obs', `f32[${size},4]`],
      ['aval', 'leaf', 'roll.weights', `f32[${size}]`],
    ]),
    'unknown',
    'batch or parameter',
  ],
  [
    'parameters of layers that are held as one, beside what else these hold: another number of layers',
    [2, 3].map((size) =>
      ['key', 'linear.kernel', 'linear.bias', 'norm.scale'].map((name) => [
        'aval',
        'leaf',
        `model.blocks.${name}`,
        `f32[${size},16]`,
      ]),
    ),
    'unknown',
    'batch or parameter',
  ],
  [
    'two arrays of a batch that have one size on two axes',
    [8, 16].map((size) => [
      ['aval', 'leaf', "batch.['x']", `f32[${size},3]`],
      ['aval', 'leaf', "batch.['m']", `f32[3,${size}]`],
    ]),
    'reducible',
    'last batch',
  ],
  [
    'three arrays that have one size on two axes: the width of a model',
    [8, 16].map((size) => [
      ['aval', 'leaf', "net.['x']", `f32[${size},3]`],
      ['aval', 'leaf', "net.['m']", `f32[3,${size}]`],
      ['aval', 'leaf', "net.['n']", `f32[4,${size}]`],
    ]),
    'necessary',
    'parameter',
  ],
  [
    'a growing size beside an object of which the log tells no content',
    [8, 9, 10].map((size) => [
      ['aval', 'leaf', 'x', `f32[${size}]`],
      ['static', 'static', 'config', '<app.Config object>', `0x${size}`],
    ]),
    'unknown',
    'object untold',
  ],
  [
    'arguments of which the log tells the leaves alone, and these as before',
    [1, 2].map((call) => [['tree', 'container', 'arguments', leavesAlone(['f32[8]']), untold(call)]]),
    'unknown',
    'structure untold',
  ],
]

test.each(judged)('explain(trace) judges %s', (_, calls, verdict, what) => {
  const miss = lastOf(calls)
  expect([miss?.verdict, miss?.findings[0]?.what]).toEqual([verdict, what])
})

test('explain(log) takes four leaves without names that grew alike for an input, and leaves open whether five are of a batch or of a model', () => {
  const compile = (count: number, size: number): string =>
    `Compiling jit(f) with global shapes and types (${Array.from({length: count}, () => `ShapedArray(float32[${size},3]), `).join('')}). Argument mapping: (${'UnspecifiedValue, '.repeat(count)}).`
  const verdict = (count: number): string | undefined =>
    explain(read([compile(count, 8), compile(count, 16)].join('\n'))).misses.at(-1)?.verdict
  expect([verdict(4), verdict(5)]).toEqual(['reducible', 'unknown'])
})

test('explain(trace) keeps one decoded token beside its prompt, and pads where an axis has more sizes than these two', () => {
  const found = (...sizes: readonly string[]) =>
    lastOf(sizes.map((size) => [['aval', 'leaf', 'tokens', `i32[${size}]`]]))
  expect([found('1,7', '1,1')].map((miss) => [miss?.verdict, miss?.findings[0]?.what])).toEqual([
    ['necessary', 'one step'],
  ])
  expect(found('1,7', '1,5', '1,1')?.verdict).toBe('reducible')
  expect(found('7,4', '1,4')?.verdict).toBe('reducible')
})

/** Calls, and the causes of the last of them. */
const told: readonly (readonly [string, readonly (readonly Line[])[], readonly string[]])[] = [
  [
    'a tuple that is longer, beside an argument that is new',
    [
      [['tree', 'container', 'x', 'tuple of length 2']],
      [
        ['tree', 'container', 'x', 'tuple of length 3'],
        ['aval', 'leaf', 'y', 'f32[]'],
      ],
    ],
    ['x is tuple of length 3, before tuple of length 2', 'y was added: f32[]'],
  ],
  [
    'a keyword more, by the argument that it gives',
    [
      [['tree', 'container', 'kwargs', "dict{'a'}"]],
      [
        ['tree', 'container', 'kwargs', "dict{'a', 'b'}"],
        ['aval', 'leaf', "more['b']", 'f32[]'],
      ],
    ],
    ["more['b'] was added: f32[]"],
  ],
  [
    'two keywords more, one of which no argument tells',
    [
      [['tree', 'container', 'kwargs', 'dict{}']],
      [
        ['tree', 'container', 'kwargs', "dict{'a', 'b'}"],
        ['aval', 'leaf', 'b', 'f32[]'],
      ],
    ],
    ["kwargs is dict{'a', 'b'}, before dict{}", 'b was added: f32[]'],
  ],
  [
    'four arrays that have another size on another mesh, each by itself',
    ['f32[8]', 'f32[16@d]'].map((type) =>
      ['a', 'b', 'c', 'd'].map((name): Line => ['aval', 'leaf', `x.${name}`, type]),
    ),
    ['a', 'b', 'c', 'd'].map((name) => `x.${name} is f32[16@d], before f32[8]`),
  ],
  [
    'four arrays that lost their weak type, in one cause',
    ['f32[8]{weak_type=True}', 'f32[8]'].map((type) =>
      ['a', 'b', 'c', 'd'].map((name): Line => ['aval', 'leaf', `x.${name}`, type]),
    ),
    ['x.* is no weak type, before weak type (4 of them)'],
  ],
  [
    'a new function object, and not what else its other arguments make',
    ['2', '3'].map((size) => [
      ['function', 'function', 'step', 'step', size],
      ['tree', 'container', 'x', `tuple of length ${size}`],
    ]),
    [
      'step is another function object of that definition: a closure or lambda made anew, or another on its line',
    ],
  ],
  [
    'a small layer that another module has as one removed and one added',
    [
      [
        ['graphdef', 'node', 'm', 'Net'],
        ['graphdef', 'node', 'm.a', 'Block'],
        ['graphdef', 'node', 'm.b', 'Block'],
        ['graphdef', 'node', 'm.a.x', 'Dropout'],
        ['graphdef', 'attribute', 'm.a.x.rate', '0.1'],
      ],
      [
        ['graphdef', 'node', 'm', 'Net'],
        ['graphdef', 'node', 'm.a', 'Block'],
        ['graphdef', 'node', 'm.b', 'Block'],
        ['graphdef', 'node', 'm.b.y', 'Dropout'],
        ['graphdef', 'attribute', 'm.b.y.rate', '0.1'],
      ],
    ],
    ['m.b.y was added: Dropout', 'm.a.x was removed, before Dropout'],
  ],
  [
    'a layer that has nothing of those that stood in the list as another, which none of them became',
    [
      [
        ['graphdef', 'node', 'm', 'Net'],
        ...['Linear', 'Dropout'].flatMap((layer, at): Line[] => [
          ['graphdef', 'node', `m.${at}`, layer],
          ['graphdef', 'attribute', `m.${at}.${layer}_a`, '1'],
          ['graphdef', 'attribute', `m.${at}.${layer}_b`, '1'],
        ]),
      ],
      [
        ['graphdef', 'node', 'm', 'Net'],
        ['graphdef', 'node', 'm.0', 'Conv'],
        ['graphdef', 'attribute', 'm.0.Conv_a', '2'],
        ['graphdef', 'attribute', 'm.0.Conv_b', '2'],
      ],
    ],
    ['m.0 is Conv, before Linear', 'm.1 was removed, before Dropout'],
  ],
]

test.each(told)('explain(trace) tells %s', (_, calls, causes) => {
  const sentence = lastOf(calls)
    ?.sentence.replace(/^[^:]*: /, '')
    .replace(/\.$/, '')
  expect(sentence?.split('; ')).toEqual(causes)
})

test('explain(trace) calls a miss with an equal key capacity where an entry was evicted', () => {
  const x: Line[] = [['aval', 'leaf', 'x', 'f32[]']]
  const evicted = [{layer: 'trace', result: 'hit', entry: 0}] as const
  const {misses} = explain(traced([{facts: x}, {facts: x, evicted}]))
  expect(misses[1]).toMatchObject({taxonomy: 'capacity', verdict: 'avoidable'})
})

test('propose(trace) takes first what saves most for each change', () => {
  const [one, two] = [3, 4].map((compile) => ({trace: 0, lower: 0, compile}))
  const number = (n: number, a: number, b: number): Line[] =>
    Object.entries({n, a, b}).map(([path, value]) => ['static', 'static', path, value.toFixed(1)])
  const steps = propose(
    traced([
      {facts: number(1, 1, 1)},
      {facts: number(2, 1, 1), ...(one && {seconds: one})},
      {facts: number(1, 2, 2), ...(two && {seconds: two})},
    ]),
  )
  expect(steps.map(({misses}) => misses)).toEqual([[1], [1, 2]])
})

test('whatIf(trace, changes): an argument that is always given is always placed', () => {
  const trace = traced([
    {facts: [['aval', 'leaf', 'y', 'f32[]']]},
    {
      facts: [
        ['aval', 'leaf', 'y', 'f32[]'],
        ['aval', 'leaf', 'x', 'f32[]'],
        ['placement', 'placement', 'x', 'committed cpu:0'],
      ],
    },
  ])
  expect(whatIf(trace, [{change: 'hold', component: 'tree', path: ['x']}]).misses).toEqual([1])
})

test('isMisled(blame, causes) is false where a cause is of a leaf that may be the one that JAX names', () => {
  const leaf = (path: string, more: {unplaced?: true}) =>
    cause({
      component: 'aval',
      segments: [path],
      delta: {kind: 'value', now: 'f32[2]', before: 'f32[3]'},
      evidence: 'observed',
      ...more,
    })
  const blame = {
    kind: 'types',
    places: [{component: 'aval', at: 'x', path: ['x'], now: 'f32[2]', before: 'f32[3]'}],
  } as const
  expect(isMisled(blame, [leaf('y', {})])).toBe(true)
  expect(isMisled(blame, [leaf('y', {}), leaf('leaf 1 of 2', {unplaced: true})])).toBe(false)
})

test.each<
  [string, Blame['kind'], readonly string[], Component, readonly string[], readonly string[], boolean]
>([
  ['args[0] where args[0] changed', 'types', ['args', '[0]'], 'aval', ['args', '[0]'], [], false],
  [
    'args[0] where an argument of *args changed',
    'types',
    ['args[0]'],
    'aval',
    ['args', '[0]'],
    ['args'],
    false,
  ],
  [
    'kwargs where one of its own changed',
    'types',
    ['kwargs', "['x']"],
    'aval',
    ['kwargs', "['x']"],
    [],
    false,
  ],
  ['x where x changed', 'types', ['x'], 'aval', ['x'], ['x'], false],
  ['x where y changed', 'types', ['x'], 'aval', ['y'], ['x', 'y'], true],
  ['args[1] where the second parameter changed', 'types', ['args[1]'], 'aval', ['y'], ['x', 'y'], false],
  ['args[0] where the second parameter changed', 'types', ['args[0]'], 'aval', ['y'], ['x', 'y'], true],
  ['types where a static value changed', 'types', ['x'], 'static', ['x'], [], true],
  ['a tree where one static value changed', 'tree', ['x'], 'static', ['x'], [], false],
  ['how arguments are given where one more is given', 'tree', ['args'], 'tree', ['args'], [], false],
  [
    'how arguments are given where a model changed',
    'tree',
    ['args'],
    'graphdef',
    ['model', 'rate'],
    [],
    true,
  ],
  ['a setting where a setting changed', 'context', ['[3]'], 'context', ['jax_enable_x64'], [], false],
  ['a setting where a type changed', 'context', ['[3]'], 'aval', ['x'], [], true],
])('isMisled(blame, causes) of JAX naming %s', (_what, kind, path, component, segments, params, misled) => {
  const changed = cause({
    component,
    segments,
    delta: {kind: 'value', now: '2', before: '1'},
    evidence: 'observed',
  })
  const place = {component, at: path.join(''), path, now: '2', before: '1'}
  expect(isMisled({kind, places: [place]}, [changed], params)).toBe(misled)
})

test('hosts(logs) of hosts that tell all finds the one that lacks what another lowered again', () => {
  const x: Line[] = [['aval', 'leaf', 'x', 'f32[]']]
  const placed: Line[] = [...x, ['placement', 'placement', 'x', 'committed cpu:0']]
  const seconds = {trace: 0, lower: 0, compile: 1}
  const first: Call = {
    facts: [...x, ['placement', 'placement', 'x', 'uncommitted']],
    line: 1,
    seconds,
    blamed: {kind: 'function', places: []},
  }
  const {divergences} = hosts([
    traced([first, {facts: placed, line: 2, seconds, outcome: 'relower'}]),
    traced([first, {facts: placed, line: 2, seconds, outcome: 'relower'}]),
    traced([first]),
  ])
  expect(divergences).toMatchObject([{odd: ['host 2'], what: 'lacks'}])
})

test('hosts(traces) calls alone what one host did, not what two did alike', () => {
  const host = (...sizes: readonly number[]) =>
    traced(sizes.map((size) => ({facts: [['aval', 'leaf', 'x', `f32[${size}]`] as const]})))
  const [even, odd, only] = [() => host(1, 2), () => host(1, 3), () => host(1, 4)]
  const {alone} = hosts([even(), even(), even(), odd(), odd(), only()])
  expect(alone.map(({run}) => run)).toEqual(['host 5'])
})

test.each([
  ['aval', 'leaf', 'x', 'f32[]', 'i32[]', 'necessary'],
  ['aval', 'leaf', 'x', 'f32[]{weak_type=True}', 'f32[]', 'necessary'],
  ['aval', 'leaf', 'x', 'f32[3]', 'f32[4]', 'reducible'],
] as const)(
  'explain(recording) tells of an operation that was lowered for another type, of a trace made inside jit, that %s %s %s is %s, before %s: %s',
  (component, kind, path, now, before, verdict) => {
    const call = (value: string, placement: string, outcome: Call['outcome']): Call => ({
      name: 'add',
      owner: 'eager',
      outcome,
      evidence: 'observed',
      facts: [
        [component, kind, path, value],
        ['placement', 'placement', path, placement],
      ],
    })
    const calls = [call(before, 'python', 'retrace'), call(now, 'uncommitted', 'relower')]
    const [, miss] = explain(traced(calls)).misses
    expect(miss).toMatchObject({verdict, gap: null, causes: [{path, now, before}]})
    expect(miss?.causes).toHaveLength(1)
    const hidden = calls.map((one) => ({...one, unknown: [{component: 'static' as const, path: []}]}))
    expect(explain(traced(hidden)).misses[1]).toMatchObject({verdict: 'unknown', gap: {why: 'untraced'}})
  },
)

test('explain(trace) takes the first call of a loop outside jit for one, whatever JAX compares its body with', () => {
  const blamed = {kind: 'tree', places: []} as const
  const {misses} = explain(traced([{name: 'while', owner: 'control flow', facts: [], blamed}]))
  expect(misses[0]).toMatchObject({taxonomy: 'compulsory', findings: [{what: 'first outside jit'}]})
})

test('explain(log) makes one group of what got longer from call to call, under the place that holds it', () => {
  const log = readFileSync(join(__dirname, '../read/programs/lengths.log'), 'utf8')
  const {groups} = explain(read(log))
  const grown = groups.filter(({taxonomy, verdict}) => taxonomy === 'tree' && verdict === 'reducible')
  const told = grown.map(({function: name, misses, advice}) => [
    name,
    misses.length,
    /`.*`/.exec(advice)?.[0],
  ])
  expect(Object.fromEntries(told.map(([name, ...rest]) => [name, rest]))).toEqual({
    history: [4, '`args[1]`'],
    transitions: [3, '`args[0]`'],
    cached: [3, "`args[1]['cache']['k*']`"],
    several: [3, '`several`'],
    named: [3, '`named`'],
    both: [3, '`args[1]`'],
  })
})

test('topic(miss) of arguments that are one more in each call is one for all', () => {
  const calls = [1, 2, 3, 4].map((length) => ({
    facts: Array.from({length}, (_, at): Line => ['aval', 'leaf', `args[${at}]`, 'f32[3]']),
  }))
  const [, ...misses] = explain(traced(calls)).misses
  expect(new Set(misses.map(topic))).toEqual(new Set(['step | tree | tree args[*]']))
})

test('propose(trace) holds the place of a list that gets longer, with the types of all that it holds', () => {
  const trace = traced([1, 2, 3].map((length) => ({facts: list('hist', length, () => 'f32[3]')})))
  expect(propose(trace).at(-1)).toMatchObject({
    changes: [{change: 'hold', component: 'tree', path: ['hist'], function: 'step'}],
    misses: [1, 2],
  })
})

const sizes = (...all: readonly number[]) => {
  const [finding] = lastOf(aval('x', ...all.map((size) => `f32[${size}]`)))?.findings ?? []
  return finding
}

test('explain(trace) has four sizes padded to the largest, and five to multiples', () => {
  expect(sizes(100, 700, 300, 900)).toMatchObject({what: 'fits', sizes: '900', shapes: 4})
  expect(sizes(100, 700, 300, 900, 500)).toMatchObject({what: 'sizes', shapes: 5})
})

test('explain(trace) counts the shapes of an array, whichever of its axes differ', () => {
  const [finding] = lastOf(aval('x', 'i32[1,3]', 'i32[1,5]', 'i32[2,3]', 'i32[1,4]'))?.findings ?? []
  expect(finding).toMatchObject({what: 'fits', shapes: 4})
})

test.each([
  [[1, 9, 3, 8, 5], 8],
  [[1, 17, 3, 8, 33], 32],
  [[100, 300, 200, 500, 400], 256],
])('explain(trace) pads sizes %j to a multiple of %i, the least that makes half as many', (all, multiple) => {
  expect(sizes(...all)).toMatchObject({what: 'sizes', multiple})
})

test('a group of an explanation gives the sentence and the advice of its dearest miss', () => {
  const length = (size: number, compile: number): Call => ({
    facts: [['tree', 'container', "x.['a']", `tuple of length ${size}`]],
    seconds: {trace: 0, lower: 0, compile},
  })
  const {groups} = explain(traced([length(2, 1), length(3, 9), length(5, 1)]))
  const group = groups.find(({misses}) => misses.length === 2)
  expect(group?.advice).toMatch(/tuple of length 3 now/)
  expect(group?.sentence).toMatch(/is tuple of length 3, before tuple of length 2/)
})

test('propose(trace) pads as the advice says, to the largest of few sizes and to a multiple of many, whatever they are', () => {
  const some = fc.uniqueArray(fc.integer({min: 1, max: 3000}), {minLength: 2, maxLength: 9})
  fc.assert(
    fc.property(some, (all) => {
      const trace = traced(all.map((size) => ({facts: [['aval', 'leaf', 'x', `f32[${size},2]`]]})))
      const findings = explain(trace).misses.flatMap(({verdict, findings}) =>
        verdict === 'reducible' ? findings : [],
      )
      for (const change of propose(trace).at(-1)?.changes ?? []) {
        const asked = findings.map((one) =>
          'sizes' in one ? String(one.sizes) : 'multiple' in one ? String(one.multiple) : '',
        )
        expect(change).toMatchObject({change: 'pad', path: ['x'], function: 'step', dimension: 0})
        expect(asked).toContain('multiple' in change ? String(change.multiple) : 'no multiple')
      }
      const isFew = new Set(all).size <= 4
      expect(propose(trace).at(-1)?.misses.length ?? 0).toBeGreaterThanOrEqual(isFew ? all.length - 1 : 0)
    }),
  )
})

test('explain(trace) tells a layer that moved once, and not what refers to it', () => {
  const at = (place: string): {readonly facts: readonly Line[]} => ({
    facts: [
      ['graphdef', 'node', 'model', 'Net'],
      ['graphdef', 'node', place, 'Linear'],
      ['graphdef', 'reference', 'model.c', place],
    ],
  })
  const {misses} = explain(traced([at('model.a'), at('model.b')]))
  expect(misses.at(-1)?.sentence).toBe('step was traced again: model.a became model.b.')
})

test('explain(trace) of more runs without a mark than it compares at once says of none that its function was never seen before', () => {
  const run = (mixed: number, size: number, kind: 'function' | 'types'): Call => ({
    facts: [['aval', 'leaf', 'x', `f32[${size}]`]],
    mixed,
    blamed: {kind, places: []},
  })
  const runs = Array.from({length: 20}, (_, at) => at + 1)
  const {misses, functions} = explain(
    traced([
      ...runs.map((mixed) => run(mixed, 3, 'function')),
      ...runs.map((mixed) => run(mixed, 4, 'types')),
    ]),
  )
  const later = misses.slice(20)
  expect(later.every(({causes, verdict}) => causes.length > 0 || verdict === 'unknown')).toBe(true)
  expect(functions).toMatchObject([{function: 'step', calls: 40, misses: 40}])
})

test('explain(trace) does not say that an argument came which is another name of one, where JAX names the arguments that differ', () => {
  const [first, second] = [
    ['x', 'None'],
    ['args[0]', 'leaf'],
  ] as const
  const calls = [first, second].map(([name, rest], call) => ({
    evidence: 'observed' as const,
    facts: [
      ['aval', 'leaf', name, 'f32[3]'],
      ['tree', 'container', 'args[2]', rest],
    ] as Line[],
    unknown: call === 0 ? [] : [{component: 'aval' as const, path: ['x']}],
    blamed: {
      kind: call === 0 ? ('function' as const) : ('tree' as const),
      places:
        call === 0
          ? []
          : [{component: 'tree' as const, at: 'args[2]', path: ['args[2]'], now: 'leaf', before: 'None'}],
    },
  }))
  expect(explain(traced(calls)).misses[1]?.causes.map(({path}) => path)).toEqual(['args[2]'])
})
