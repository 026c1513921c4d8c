import {check, explain, type Miss, propose, proposed} from '../../lib/explain/index.ts'
import {decode, encode} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'

const missesOf = (...lines: readonly string[]): readonly Miss[] => explain(read(lines.join('\n'))).misses

const head = 'TRACING CACHE MISS at /home/me/app/train.py:9:1 (<module>):'
const first = [head, '  never seen function:', '    step id=139 defined at /home/me/app/train.py:3']
const again = (...lines: readonly string[]): string[] => [
  head,
  '  for step defined at /home/me/app/train.py:3',
  '  all previously seen cache keys differ. For the closest previous key:',
  ...lines.map((line) => `  ${line}`),
]
const compiled = (...types: readonly string[]): string[] => [
  `Compiling jit(step) with global shapes and types (${types.map((type) => `ShapedArray(${type}),`).join(' ')}). Argument mapping: (${types.map(() => 'UnspecifiedValue,').join(' ')}).`,
  'Finished jaxpr to MLIR module conversion jit(step) in 0.002 sec',
  'Finished XLA compilation of jit(step) in 0.003 sec',
]
const call = (said: readonly string[], ...types: readonly string[]): string[] => [
  ...said,
  'Finished tracing step for jit in 0.001 sec',
  ...compiled(...types),
]

test('explain(log) of an object that prints alike leaves open whether it holds the same: a repr shows no closure', () => {
  const node = (address: string): string =>
    `<class 'app.State'> with pytree metadata (<function make.<locals>.apply at 0x${address}>,)`
  const [, miss] = missesOf(
    ...first,
    ...again(
      'different input pytree:',
      `* at input path [0][0], now ${node('7f01')} and before ${node('7f00')}, so the pytree node metadata does not match`,
    ),
  )
  expect([miss?.taxonomy, miss?.verdict]).toEqual(['identity', 'unknown'])
  expect(miss?.sentence).toContain('made anew or of contents that its text does not show')
})

test('explain(log) that begins behind the first function that JAX met at a call leaves open what made the later one another', () => {
  const other = [
    ...first,
    '  but seen another function defined on the same line; maybe the function is',
    '  being re-defined repeatedly, preventing caching?',
  ]
  const [late, next] = missesOf(...other, ...other.map((line) => line.replace('id=139', 'id=140')))
  expect([late?.taxonomy, late?.verdict, late?.gap?.why]).toEqual([
    'unknown',
    'unknown',
    'earlier calls missing',
  ])
  expect([next?.taxonomy, next?.verdict]).toEqual(['identity', 'unknown'])
  const [, inner] = missesOf(...first, ...other.map((line) => line.replaceAll(/step|:3$/g, 'other')))
  expect([inner?.function, inner?.taxonomy]).toEqual(['other', 'compulsory'])
})

test('explain(log) that begins inside an explanation takes no compile for a first call but where JAX says so', () => {
  const other = ['Finished tracing mix for jit in 0.001 sec', ...compiled('float32[2]')].map((line) =>
    line.replace('step', 'mix'),
  )
  const newer = [...first, ...call([], 'float32[9]')].map((line) => line.replace('step', 'fresh'))
  const whole = call(again('different input types:', '* at x, now f32[4] and before f32[3]'), 'float32[4]')
  const told = missesOf(...whole.slice(2), ...other, ...newer)
  expect(told.map(({function: name, taxonomy, verdict, gap}) => [name, taxonomy, verdict, gap?.why])).toEqual(
    [
      ['step', 'unknown', 'unknown', 'begins late'],
      ['mix', 'unknown', 'unknown', 'begins late'],
      ['fresh', 'compulsory', 'necessary', 'begins late'],
    ],
  )
  expect(told[0]?.sentence).toBe(
    'step was traced: the log begins late, or lacks lines, and holds no earlier call of it: this need not be the first.',
  )
  expect(told[2]?.sentence).toBe(
    'fresh was traced: the log begins late, or lacks lines, and holds no earlier call of it: this need not be the first.',
  )
})

test('explain(log) that begins inside a compile does not say of a function that JAX never saw that this was its first call: caches may have been cleared', () => {
  const lines = [
    ...call([], 'float32[2]').map((line) => line.replace('step', 'add')),
    ...call(first, 'float32[3]'),
  ]
  const [whole] = missesOf(...lines)
  expect([whole?.sentence, whole?.advice]).toEqual([
    'step was traced: this was its first call.',
    'Nothing to fix: the first call of `step` always compiles. To have it ready in time, call it once before the loop.',
  ])
  for (const left of [1, 2, 3]) {
    const trace = read(lines.slice(left).join('\n'))
    for (const one of [trace, decode(encode(trace))]) {
      const [late] = explain(one).misses
      expect([late?.taxonomy, late?.verdict, late?.sentence, late?.advice]).toEqual([
        'compulsory',
        'necessary',
        'step was traced: the log begins late, or lacks lines, and holds no earlier call of it: this need not be the first.',
        'Nothing to fix where this is the first call of `step`, which always compiles: the log holds no earlier one.',
      ])
    }
  }
})

test('check(trace) of a log that ends between a trace and its compile counts what JAX explained there; a function that is only traced before others compile is none', () => {
  const lines = [
    ...call(first, 'float32[3]'),
    ...call(again('different input types:', '* at x, now f32[4] and before f32[3]'), 'float32[4]'),
  ]
  const end = lines.findLastIndex((line) => line.startsWith('Compiling'))
  for (const left of ['', 'Compiling jit(st', lines[end] ?? '']) {
    const {passed, misses} = check(read([...lines.slice(0, end), left].join('\n')))
    expect([passed, misses.map((miss) => [miss.function, miss.call])]).toEqual([false, [['step', 2]]])
  }
  const other = call([], 'float32[4]').map((line) => line.replace('step', 'other'))
  expect(check(read([...lines.slice(0, end), ...other].join('\n'))).passed).toBe(true)
})

test('explain(log) of which a filter left no line of a phase does not say that it begins late', () => {
  const add = call([], 'float32[2]').map((line) => line.replace('step', 'add'))
  const lines = [...add, ...call(first, 'float32[3]')]
  const [miss] = missesOf(...lines.filter((line) => !/^Compiling|^Finished (?:tracing|jaxpr)/.test(line)))
  expect(miss?.sentence).toBe('step was traced: this was its first call.')
})

test('explain(log) of compile lines alone does not say that the first compile in it was the first call', () => {
  const [miss] = missesOf(...call([], 'float32[3]'))
  expect([miss?.taxonomy, miss?.sentence, miss?.advice]).toEqual([
    'compulsory',
    'step was traced: the log, which may begin later, holds no earlier call of it.',
    'Nothing to fix where this is the first call of `step`, which always compiles: the log holds no earlier one.',
  ])
})

test('check(trace) of compile lines alone says what it does not judge: a jitted function may have the name of an operation', () => {
  const sort = call([], 'float32[4]').map((line) => line.replace('step', 'sort'))
  expect(check(read([...sort, ...sort].join('\n'))).unsorted).toEqual({compiles: 2, names: ['sort']})
  const told = [...call(first, 'float32[3]'), ...sort]
  expect(check(read(told.join('\n'))).unsorted).toBeUndefined()
})

const another = [
  head,
  '  never seen function:',
  '    step id=140 defined at /home/me/app/train.py:3',
  '  but seen another function defined on the same line; maybe the function is',
  '  being re-defined repeatedly, preventing caching?',
]

test('explain(log) of another function of one definition does not say that it was the same one, jitted anew', () => {
  const [, miss] = missesOf(...call(first, 'float32[3]'), ...call(another, 'float32[3]'))
  expect([miss?.verdict, miss?.sentence]).toEqual([
    'avoidable',
    'step was traced again: step is another function object of that definition: a closure or lambda made anew, or another on its line.',
  ])
})

test('explain(log) of a library function compiled again and again for equal types does not say that it was made anew: a static argument may have been left out', () => {
  const apply = call([], 'float32[2,4]').map((line) => line.replace('step', 'apply'))
  const trace = read([...call(first, 'float32[3]'), ...apply, ...apply, ...apply].join('\n'))
  const misses = explain(trace).misses.filter((miss) => miss.function === 'apply')
  expect(misses.map(({verdict, findings}) => [verdict, findings[0]?.what])).toEqual([
    ['necessary', 'first in log'],
    ['avoidable', 'function or argument'],
    ['avoidable', 'function or argument'],
  ])
  expect(misses[2]?.sentence).toBe(
    'apply was traced again: apply is another function object or bound method, jitted anew, or came with a static argument in another way: JAX explains no miss of it, and its types are those of an earlier call.',
  )
  expect(propose(trace)).toEqual([])
})

test('explain(log) of explanations alone does not say that another function was jitted: JAX explains what a loop runs in the same words', () => {
  const log = [...first, ...another]
  const [, miss] = missesOf(...log)
  expect([miss?.taxonomy, miss?.verdict, miss?.sentence]).toEqual([
    'identity',
    'unknown',
    'step was traced again: step is another function object of that definition: a closure or lambda made anew, or another on its line; whether it is jitted or a loop runs it, the log does not tell.',
  ])
  expect(miss?.findings).toEqual([{what: 'function or body', name: 'step'}])
  expect(explain(decode(encode(read(log.join('\n'))))).misses[1]).toMatchObject({verdict: 'unknown'})
})

const byPosition = again(
  'different input pytree:',
  '* at input path [0], now tuple of length 3 and before tuple of length 2, so the lengths do not match',
)
const typesToldIn = ({causes}: Miss): unknown[] =>
  causes.filter(({component}) => component === 'aval').map(({now, before}) => [now, before])

test('explain(log) of a call that gives one argument more and an array of another size tells both: to pad is not enough where the argument has another value than its default', () => {
  const [, miss] = missesOf(...call(first, 'float32[3]'), ...call(byPosition, 'float32[4]'))
  expect(miss?.causes.map(({path, now, before}) => [path, now, before])).toEqual([
    ['args', 'tuple of length 3', 'tuple of length 2'],
    ['leaf 1 of 1', 'f32[4]', 'f32[3]'],
  ])
  expect(miss?.verdict).toBe('unknown')
})

test.each([
  ['the same types in another order', ['float32[3]', 'int32[]'], ['int32[]', 'float32[3]'], []],
  ['one leaf more', ['float32[3]'], ['float32[4]', 'int32[]'], []],
  [
    'one other type, wherever it stands',
    ['float32[3]', 'int32[]'],
    ['int32[]', 'float32[4]'],
    [['f32[4]', 'f32[3]']],
  ],
  ['another weak type', ['float32[]'], ['float32[], weak_type=True'], [['f32[]{weak_type=True}', 'f32[]']]],
])(
  'explain(log) of another tree with %s tells of the types what differs, and no more',
  (_, before, now, told) => {
    const [, miss] = missesOf(...call(first, ...before), ...call(byPosition, ...now))
    expect(miss?.causes.some(({component}) => component === 'tree')).toBe(true)
    expect(miss === undefined ? [] : typesToldIn(miss)).toEqual(told)
  },
)

test('explain(log) of another tree with types in which nobody can say what took the place of what tells the tree alone, and calls it no avoidable one', () => {
  const [, miss] = missesOf(
    ...call(first, 'float32[3]', 'int32[]', 'float32[5]'),
    ...call(byPosition, 'int32[]', 'float32[7]', 'float32[9]'),
  )
  expect(miss?.causes.map(({component}) => component)).toEqual(['tree'])
  expect(miss?.verdict).not.toBe('avoidable')
})

test('explain(log) of another tree tells no types that an earlier call had', () => {
  const sized = again('different input types:', '* at x, now f32[3] and before f32[4]')
  const misses = missesOf(
    ...call(first, 'float32[4]'),
    ...call(sized, 'float32[3]'),
    ...call(byPosition, 'float32[4]'),
  )
  expect(misses.at(-1)?.causes.map(({component}) => component)).toEqual(['tree'])
})

test('explain(log) without compile lines of a call whose types JAX compared with another call does not say that a type changed: a static may have', () => {
  const short = again('different input types:', '* at x, now f32[5] and before f32[8]')
  const weak = again(
    'different input types:',
    '* at eps, now f32[]{weak_type=False} and before f32[]{weak_type=True}',
  )
  const misses = missesOf(...first, ...weak, ...short, ...short)
  expect(misses.at(-1)?.causes).toEqual([])
  expect(misses.at(-1)?.excluded).toContain('a static value or an array type changed')
})

const layers = (now: number, before: number): string[] =>
  again(
    'different input pytree:',
    `* at input path [0][1], now list of length ${now} and before list of length ${before}, so the lengths do not match`,
  )
const deep = call(layers(3, 2), 'float32[4,8]', 'float32[8,8]', 'float32[8,1]', 'float32[2,4]')
const narrow = call(layers(2, 3), 'float32[4,6]', 'float32[6,1]', 'float32[2,4]')
const asFirst = ['float32[4,8]', 'float32[8,1]', 'float32[2,4]']

test.each([
  ['a call of other types', [...deep, ...narrow]],
  ['no other call of its structure', deep],
])(
  'explain(log) of a call compiled with the leaves of the first, after %s, leaves open what changed, whatever JAX says: it was no type, and may be a static',
  (_, between) => {
    const miss = missesOf(...call(first, ...asFirst), ...between, ...call(layers(2, 3), ...asFirst)).at(-1)
    expect(miss?.causes).toEqual([])
    expect(miss?.excluded).toMatch(/array types equal those of call 1: .*a static/)
    expect(miss?.excluded).not.toMatch(/an aval|placement/)
  },
)

test('explain(log) of a call of the structure of the first with other leaves has their types as causes, though JAX compares it with another', () => {
  const misses = missesOf(...call(first, ...asFirst), ...deep, ...narrow)
  expect(misses.at(-1)?.causes.map(({now, before}) => [now, before])).toEqual([
    ['f32[4,6]', 'f32[4,8]'],
    ['f32[6,1]', 'f32[8,1]'],
  ])
})

test.each([
  [
    'float32[16,1] float32[5,4] float32[5] float32[5]',
    'float32[32,16] float32[16,1] float32[8,4] float32[8]',
  ],
  ['float32[3] int32[5]', 'int32[7] int32[6]'],
])(
  'explain(log) of compile lines alone pairs no arrays of %s with as many of %s by their places, and gives no advice of it',
  (before, now) => {
    const [, miss] = missesOf(...compiled(...before.split(' ')), ...compiled(...now.split(' ')))
    expect(miss?.causes).toEqual([])
    expect(miss?.excluded).toContain('the log does not tell which array took the place of which')
    expect(miss?.advice).not.toContain('leaf')
  },
)

test.each([
  ['a batch', 'float32[8,4] int32[8]', 'float32[5,4] int32[5]'],
  ['all arrays without an axis', 'float32[8,4] int32[8]', 'float32[4] int32[]'],
  ['one array of another rank', 'float32[8,4] int32[8]', 'float32[8,4] int32[8,1]'],
  [
    'a number of another kind beside an array of another size',
    'float32[8,4] int32[]',
    'float32[5,4] float32[]',
  ],
])('explain(log) of compile lines alone tells %s by place', (_, before, now) => {
  const [, miss] = missesOf(...compiled(...before.split(' ')), ...compiled(...now.split(' ')))
  expect(miss?.causes.map(({path}) => path.slice(0, 4))).toContain('leaf')
})

const smaller = again('different input types:', '* at x, now f32[5] and before f32[8]')

test.each([
  ["without JAX's reasons", compiled('float32[8]'), compiled('float32[5]'), true],
  ['with the calls and the reasons', call(first, 'float32[8]'), call(smaller, 'float32[5]'), false],
])(
  'proposed(log) %s says whether it takes statics to be the same: only JAX compares them',
  (_, before, now, isSaid) => {
    const trace = read([...before, ...now].join('\n'))
    const text = proposed(propose(trace), explain(trace)).join(' ')
    expect(text).toMatch(/^Predicted/)
    expect(text.includes('no function, static or structure differs')).toBe(isSaid)
  },
)

test("proposed(log) says that it takes statics to be the same where JAX's reason is of another call than the types that are told", () => {
  const structure = again(
    'different input pytree:',
    "* at input path [1], now <class 'dict'> with 1 child and before <class 'dict'> with 0 child, so the numbers of children do not match, with the symmetric difference of key sets: {'act'}",
  )
  const back = again(
    'different input pytree:',
    "* at input path [1], now <class 'dict'> with 0 child and before <class 'dict'> with 1 child, so the numbers of children do not match, with the symmetric difference of key sets: {'act'}",
  )
  const lines = [...call(first, 'float32[8]'), ...call(structure, 'float32[8]'), ...call(back, 'float32[5]')]
  const trace = read(lines.join('\n'))
  const explanation = explain(trace)
  expect(explanation.misses.at(-1)?.verdict).toBe('reducible')
  expect(proposed(propose(trace), explanation).join(' ')).toContain(
    'no function, static or structure differs',
  )
})

test('proposed(log) says that it takes statics to be the same where JAX once named no difference of the function: it then compares none', () => {
  const other = again('cache miss explanation unavailable')
  const lines = [...call(first, 'float32[8]'), ...call(other, 'float32[8]'), ...call(smaller, 'float32[5]')]
  const trace = read(lines.join('\n'))
  expect(proposed(propose(trace), explain(trace)).join(' ')).toContain(
    'no function, static or structure differs',
  )
})

test('explain(log) of a call of which JAX says that debug info differs leaves open whether a static does: from 0.11 on it compares none', () => {
  const other = again("Debug info doesn't match.")
  const [, ...misses] = missesOf(
    ...call(first, 'float32[8]'),
    ...call(other, 'float32[8]', 'int32[]'),
    ...call(other, 'float32[8]'),
  )
  expect(misses.map(({gap}) => gap?.why === 'a gap' && gap.hidden)).toEqual([
    ['static', 'tree', 'aval', 'function', 'placement'],
    ['static', 'tree', 'function'],
  ])
})

test('explain(log) of a call of another static lays its types beside the call of the old static whose types are nearest', () => {
  const differs = (at: string, type: string, now: string, before: string): string =>
    `* at input path ${at}, now <class '${type}'> with pytree metadata ${now} and before <class '${type}'> with pytree metadata ${before}, so the pytree node metadata does not match`
  const statics = (now: number, before: number): string =>
    differs('[0][1]', 'jax._src.tree_util.Static', `Static(val=${now})`, `Static(val=${before})`)
  const second = again(
    'different input pytree:',
    differs('[0][0]', 'app.Model', '(True, 1)', '(True, 0)'),
    statics(1, 0),
  )
  const miss = missesOf(
    ...call(first, 'float32[8,4]', 'float32[], weak_type=True'),
    ...call(second, 'float32[8,4]', 'float32[], weak_type=True'),
    ...call(second, 'float32[3,4]', 'float32[], weak_type=True'),
    ...call(again('different input pytree:', statics(2, 1)), 'float32[8,4]', 'float32[]'),
  ).at(-1)
  expect(miss?.causes.map(({path, now, before}) => [path, now, before])).toEqual([
    ['args[1]', '2', '1'],
    ['leaf 2 of 2', 'f32[]', 'f32[]{weak_type=True}'],
  ])
})

test('explain(log) of a call on a mesh of other sizes says so, though the types that JAX tells print alike', () => {
  const on = (lines: readonly string[], data: number, model: number): string[] =>
    lines.map((line) =>
      line.replace(
        'UnspecifiedValue',
        `NamedSharding(mesh=Mesh('data': ${data}, 'model': ${model}, axis_types=(Auto, Auto)), spec=P('data',), memory_kind=device)`,
      ),
    )
  const onMesh = "f32[8,4]({Auto: ('data', 'model')})"
  const other = again('different input types:', `* at x, now ${onMesh} and before ${onMesh}`)
  const [, miss] = missesOf(
    ...on(call(first, 'float32[8,4]'), 4, 2),
    ...on(call(other, 'float32[8,4]'), 8, 1),
  )
  expect([miss?.taxonomy, miss?.verdict, miss?.misled]).toEqual(['placement', 'necessary', false])
  expect(miss?.causes.map(({path, now, before}) => [path, now, before])).toEqual([
    ['x', expect.stringContaining("'data': 8, 'model': 1"), expect.stringContaining("'data': 4, 'model': 2")],
  ])
  const [, both] = missesOf(
    ...on(call(first, 'float32[8,4]', 'float32[4]'), 4, 2),
    ...on(call([...other, '  * at y, now f32[3] and before f32[4]'], 'float32[8,4]', 'float32[3]'), 8, 1),
  )
  expect(both?.causes.map(({component, path}) => `${component} ${path}`)).toEqual(['aval y', 'placement x'])
})

test('explain(log) of a cache in a NamedTuple that grows by one in each call says that it grows', () => {
  const steps = [2, 3, 4].flatMap((size) =>
    call(
      again('different input types:', `* at kv.k, now f32[${size},8] and before f32[${size - 1},8]`),
      'float32[4]',
      `float32[${size},8]`,
    ),
  )
  const miss = missesOf(...call(first, 'float32[4]', 'float32[1,8]'), ...steps).at(-1)
  expect([miss?.verdict, miss?.findings[0]?.what]).toEqual(['reducible', 'grows'])
})

test('explain(log) of a compile for other types without a trace, in a log that tells traces, names no type: a batch may have made it', () => {
  const misses = missesOf(...call([], 'float32[3]'), ...compiled('float32[2,3]'))
  expect(misses.map(({causes}) => causes)).toEqual([[], []])
  expect(misses[1]?.excluded).toContain('a gradient or a batch')
})

test('read(log) in pieces of supervisord, which end inside of lines, takes no head of a piece for a part of a name or a value', () => {
  const text = call(first, 'float32[4]').join('\n')
  for (let at = 1; at < text.length; at += 7) {
    const head = "2026-05-01 12:00:01,123 DEBG 'train' stderr output:"
    const trace = read([head, text.slice(0, at), head, text.slice(at)].join('\n'))
    const said = JSON.stringify([
      trace.functions,
      [...trace].map(({key}) => (key < 0 ? null : trace.key(key))),
    ])
    expect(said).not.toMatch(/DEBG|2026|stderr/)
  }
})

test('explain(log) takes a call for the first one of its function where JAX met the other function of that call while it traced another', () => {
  const jitted = (name: string, id: number): string[] => [
    'TRACING CACHE MISS at /home/me/v/lib/python3.12/site-packages/equinox/_jit.py:263:37 (_call):',
    '  never seen function:',
    `    ${name} id=${id} defined at /home/me/v/lib/python3.12/site-packages/equinox/_jit.py:43`,
  ]
  const seen = [
    '  but seen another function defined on the same line; maybe the function is',
    '  being re-defined repeatedly, preventing caching?',
  ]
  const loss = [
    ...jitted('loss', 8),
    ...seen,
    'Finished tracing loss for jit in 0.1 sec',
    ...compiled('float32[]').map((line) => line.replace('step', 'loss')),
  ]
  const whole = missesOf(...call([...first, ...jitted('solve', 7)], 'float32[3]'), ...loss)
  expect(whole.map(({function: name, taxonomy}) => [name, taxonomy])).toEqual([
    ['step', 'compulsory'],
    ['loss', 'compulsory'],
  ])
  const cut = missesOf(...call(first, 'float32[3]'), ...loss)
  expect(cut.map(({gap}) => gap?.why)).toEqual([undefined, 'earlier calls missing'])
})

const redefined = another.slice(-2)
const inside = (said: readonly string[]): string[] =>
  said.map((line) => (line === head ? 'TRACING CACHE MISS at /home/me/app/train.py:4:9 (step):' : line))

test('explain(log) believes JAX that types and trees are equal, whatever name a later call gives to a leaf', () => {
  const nothing = call(again('cache miss explanation unavailable'), 'float32[4]')
  const wider = again('different input types:', '* at x, now f32[5] and before f32[4]')
  const recursive = [
    ...call([...first, ...inside(first), ...inside([...first, ...redefined])], 'float32[4]'),
    ...nothing,
  ]
  const told = (log: readonly string[]): (string | null | undefined)[] => {
    const miss = missesOf(...log).filter(({within}) => within === undefined)[1]
    return [miss?.taxonomy, miss?.verdict, miss?.gap?.why]
  }
  expect(told(recursive)).toEqual(['unknown', 'unknown', 'static or metadata'])
  expect(told([...recursive, ...call([...wider, ...inside(wider)], 'float32[5]')])).toEqual(told(recursive))
})

test('explain(log) of a tree that an earlier call had leaves open whether a static differs from that one', () => {
  const place = '* at input path [0][0].mask, now'
  const none = "<class 'NoneType'>"
  const differ = ', so their Python types differ'
  const back = missesOf(
    ...call(first, 'float32[4]'),
    ...call(
      again('different input pytree:', `${place} pytree leaf and before ${none}${differ}`),
      'float32[4]',
      'bool[4]',
    ),
    ...call(
      again('different input pytree:', `${place} ${none} and before pytree leaf${differ}`),
      'float32[4]',
    ),
    ...call(
      again(
        'different input pytree:',
        "* at input path [0][1], now <class 'dict'> with 1 child and before <class 'dict'> with 2 children, so the numbers of children do not match, with the symmetric difference of key sets: {'bias'}",
      ),
      'float32[4]',
    ),
  )[2]
  expect(back?.verdict).toBe('unknown')
  expect(back?.excluded).toContain('static')
})

test('explain(log) without compile lines of a static that an earlier call had does not call it the cause: JAX names a static before types', () => {
  const static_ = (now: number, before: number): string[] =>
    again(
      'different input pytree:',
      `* at input path [1]['n'], now <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${now}) and before <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${before}), so the pytree node metadata does not match`,
    )
  const [, , other, back] = missesOf(
    ...first,
    ...again('different input types:', '* at x, now f32[8] and before f32[4]'),
    ...static_(2, 1),
    ...static_(1, 2),
  )
  expect(other?.causes.map(({path, now}) => [path, now])).toEqual([["kwargs['n']", '2']])
  expect([back?.verdict, back?.causes, back?.gap?.why]).toEqual(['unknown', [], 'a gap'])
})

/** A library's function that JAX never saw, at another line of the program in each call. */
const libraryCall = (id: number, ...types: readonly string[]): string[] =>
  call(
    [
      `TRACING CACHE MISS at /home/me/app/train.py:${id}:1 (<module>):`,
      '  never seen function:',
      `    step id=${id} defined at /venv/lib/python3.12/site-packages/brax/envs/fast.py:95`,
    ],
    ...types,
  )

test.each([
  ['with the same arrays is another object', ['float32[3]', 'float32[]'], ['float32[3]', 'float32[]'], false],
  [
    'with arrays of other sizes is another object',
    ['float32[3]', 'int32[4]'],
    ['float32[5]', 'int32[4]'],
    false,
  ],
  [
    'with an axis more before each may be a batch',
    ['float32[3]', 'float32[]'],
    ['float32[2,3]', 'float32[2]'],
    true,
  ],
  [
    'with an axis more before one may be a batch',
    ['float32[3]', 'int32[]'],
    ['float32[2,3]', 'int32[]'],
    true,
  ],
  [
    'with an axis less may be one of a batch',
    ['float32[2,3]', 'float32[2]'],
    ['float32[3]', 'float32[]'],
    true,
  ],
  ['with an axis more behind is another object', ['float32[3]'], ['float32[3,2]'], false],
  ['without arrays may be either', [], [], true],
])('explain(log) of a library’s function that JAX never saw, called again %s', (_, before, now, isOpen) => {
  const [, miss] = missesOf(...libraryCall(20, ...before), ...libraryCall(21, ...now))
  expect(miss?.taxonomy).toBe('identity')
  expect(miss?.sentence.includes('another transform (grad, vmap)')).toBe(isOpen)
})

/** A loop of another body at one line of a library. */
const loop = (id: number, ...types: readonly string[]): string[] => [
  'TRACING CACHE MISS at /home/me/app/loop.py:60:9 (solve):',
  '  never seen function:',
  `    body id=${id} defined at /home/me/app/loop.py:55`,
  ...(id > 1
    ? [
        '  but seen another function defined on the same line; maybe the function is',
        '  being re-defined repeatedly, preventing caching?',
      ]
    : []),
  'Finished tracing while for jit in 0.001 sec',
  ...compiled(...types).map((line) => line.replaceAll('step', 'while')),
]

test('explain(log) of a loop that carries other arrays than all before it is the first of its kind, whatever stood at its line', () => {
  const [, other, anew] = missesOf(
    ...loop(1, 'float32[3]', 'int32[]'),
    ...loop(2, 'float32[3]', 'int32[]', 'float32[]'),
    ...loop(3, 'float32[3]', 'int32[]'),
  ).filter(({function: name}) => name === 'while')
  expect([other?.function, other?.taxonomy, other?.verdict]).toEqual(['while', 'compulsory', 'necessary'])
  expect([anew?.taxonomy, anew?.verdict]).toEqual(['identity', 'avoidable'])
})

test('explain(log) of a function that is jitted anew for an array that grows advises to keep both', () => {
  const anew = (id: number): string[] => another.map((line) => line.replace('id=140', `id=${id}`))
  const misses = missesOf(
    ...call(first, 'float32[3]'),
    ...[4, 5, 6].flatMap((size) => call(anew(140 + size), `float32[${size}]`)),
  )
  expect(misses.at(-1)?.findings.map(({what}) => what)).toEqual(['function anew', 'grows'])
  expect(misses.at(-1)?.verdict).toBe('reducible')
})

test('explain(log) of an array that grows tells so where two wrappers of its function each compile a size', () => {
  const sized = (now: number, before: number): string[] =>
    call(
      again('different input types:', `* at x, now f32[${now}] and before f32[${before}]`),
      `float32[${now}]`,
    )
  const wrapped = call(
    first.map((line) => line.replace('id=139', 'id=140').replace('train.py:9', 'train.py:10')),
    'float32[3]',
  )
  const misses = missesOf(
    ...call(first, 'float32[3]'),
    ...wrapped,
    ...[4, 5, 6].flatMap((size) => [...sized(size, size - 1), ...sized(size, size - 1)]),
  )
  expect(misses.at(-1)?.findings.map(({what}) => what)).toEqual(['grows'])
})

test('explain(log) of a call of which a message compares the outermost containers alone leaves open what these hold', () => {
  const longer =
    '* at input path [0], now tuple of length 3 and before tuple of length 1, so the lengths do not match'
  const [, , miss] = missesOf(
    ...first,
    ...again('different input pytree:', longer),
    ...again('different input pytree:', longer),
  )
  expect(miss?.sentence).toContain('a static value, the structure of the arguments or an array type changed')
})

test('explain(log) of an array without a name that is of another kind and another shape leaves open whether it is another array', () => {
  const [, miss] = missesOf(...call([], 'float32[4,8]', 'bool[4,8]'), ...call([], 'float32[4,8]', 'int32[4]'))
  expect([miss?.causes, miss?.verdict]).toEqual([[], 'unknown'])
  expect(miss?.sentence).toContain('which array took the place of which')
})

test('explain(log) of a call with None in place of an array compares no arrays by their numbers', () => {
  const none =
    "* at input path [0][1], now <class 'NoneType'> and before pytree leaf, so their Python types differ"
  const [, miss] = missesOf(
    ...call(first, 'float32[4]', 'bool[4,8]'),
    ...call(again('different input pytree:', none), 'float32[4]', 'bool[6,8]'),
  )
  expect(miss?.causes.map(({path}) => path)).toEqual(['args[1]'])
})

test('explain(log) that lacks the call that JAX compared with believes the types that JAX prints of it', () => {
  const [, miss] = missesOf(
    ...call(
      again(
        'different input types:',
        '* at x, now f32[4,3] and before f32[8,3]',
        '* at y, now f32[4] and before f32[8]',
      ),
      'float32[4,3]',
      'float32[4]',
    ),
    ...call(
      again('different input types:', '* at x, now bf16[8,3] and before f32[8,3]'),
      'bfloat16[8,3]',
      'float32[8]',
    ),
  )
  expect(miss?.causes.map(({path, now, before}) => [path, now, before])).toEqual([
    ['x', 'bf16[8,3]', 'f32[8,3]'],
  ])
})

test('explain(log) of a trace that JAX blames on types is not told by where arrays were placed', () => {
  const types = '* at x, now f32[6,8] and before f32[4,8]'
  const [, , miss] = missesOf(
    ...call(first, 'float32[4,8]', 'int32[4]'),
    ...call(again('different input types:', types), 'float32[6,8]', 'int32[4]'),
    ...call(again('different input types:', types), 'float32[6,8]'),
  )
  expect(miss?.causes.some(({component}) => component === 'placement')).toBe(false)
})

test('explain(log) compares the first trace inside another function with the calls of the program, as JAX does', () => {
  const inside = 'TRACING CACHE MISS at /home/me/app/train.py:5:8 (outer):'
  const miss = missesOf(
    ...call(first, 'float32[4]'),
    'TRACING CACHE MISS at /home/me/app/train.py:12:1 (<module>):',
    '  never seen function:',
    '    outer id=140 defined at /home/me/app/train.py:4',
    ...again('different input types:', '* at x, now f32[6] and before f32[4]').map((line) =>
      line === head ? inside : line,
    ),
    'Finished tracing outer for jit in 0.001 sec',
  ).find(({within}) => within !== undefined)
  expect([miss?.within, miss?.gap]).toEqual(['nested', null])
  expect(miss?.causes.map(({path, now, before}) => [path, now, before])).toEqual([['x', 'f32[6]', 'f32[4]']])
})

test('explain(log) of a list that grows by several arrays at a time leaves open whether these are layers, and it is another model', () => {
  const longer = (now: number): string =>
    `* at input path [0][0], now list of length ${now} and before list of length ${now - 1}, so the lengths do not match`
  const layers = (count: number): string[] =>
    Array.from({length: count}, () => ['float32[16]', 'float32[16,16]']).flat()
  const verdicts = missesOf(
    ...call(first, ...layers(2)),
    ...call(again('different input pytree:', longer(3)), ...layers(3)),
    ...call(again('different input pytree:', longer(4)), ...layers(4)),
  ).map(({verdict}) => verdict)
  expect(verdicts).toEqual(['necessary', 'unknown', 'unknown'])
})

test('explain(log) of calls with more and more keywords does not say that a sequence grows', () => {
  const more = (now: number): string =>
    `* at input path [1], now dict with ${now} children and before dict with ${now - 1} children, so the numbers of children do not match`
  const found = missesOf(
    ...first,
    ...again('different input pytree:', more(2)),
    ...again('different input pytree:', more(3)),
    ...again('different input pytree:', more(4)),
  )
  expect(found.map(({verdict}) => verdict)).not.toContain('reducible')
  expect(found.map(({advice}) => advice).join()).not.toContain('grow')
})

test('explain(log) of compile lines alone does not say that a function compiled again for equal arrays is the same one, jitted with the same options', () => {
  const [, miss] = missesOf(...call([], 'float32[4]'), ...call([], 'float32[4]'))
  expect(miss?.sentence).toContain('the function itself or an option of jit changed')
})

test('explain(log) of a tree that an earlier call had does not tell it as the cause: JAX compares types only where no tree differs', () => {
  const tree = (now: string, before: string): string[] =>
    again(
      'different input pytree:',
      `* at input path [1], now <class 'dict'> with ${now} and before <class 'dict'> with ${before}, so the numbers of children do not match, with the symmetric difference of key sets: {'scale'}`,
    )
  const misses = missesOf(
    ...call(first, 'float32[4]'),
    ...call(tree('1 child', '0 child'), 'float32[4]', 'float32[]'),
    ...call(tree('0 child', '1 child'), 'float32[8]'),
  )
  expect(misses.map(({causes}) => causes.map(({path}) => path))[1]).toEqual(["kwargs['scale']"])
  expect(misses[2]?.causes.some(({component}) => component === 'tree')).toBe(false)
})

test('explain(log) of compile lines alone takes no array of another kind for the one in its place, where some calls have more arrays', () => {
  const [, , miss] = missesOf(
    ...compiled('float32[4]'),
    ...compiled('float32[4]', 'float32[], weak_type=True'),
    ...compiled('float32[4]', 'int32[], weak_type=True'),
  )
  expect([miss?.verdict, miss?.gap?.why]).toEqual(['unknown', 'other arrays'])
})

test('explain(log) leaves open whether a function is needlessly made anew inside one that is traced again for other types', () => {
  const inner = (id: number): string[] => [
    'TRACING CACHE MISS at /home/me/app/train.py:6:2 (step):',
    '  never seen function:',
    `    part id=${id} defined at /home/me/app/train.py:5`,
  ]
  const anew = [
    '  but seen another function defined on the same line; maybe the function is',
    '  being re-defined repeatedly, preventing caching?',
  ]
  const types = again('different input types:', '* at x, now f32[4] and before f32[3]')
  const misses = missesOf(
    ...call([...first, ...inner(140)], 'float32[3]'),
    ...call([...types, ...inner(141), ...anew], 'float32[4]'),
  )
  expect(misses.map(({function: name, taxonomy, verdict}) => [name, taxonomy, verdict])).toEqual([
    ['step', 'compulsory', 'necessary'],
    ['part', 'compulsory', 'necessary'],
    ['step', 'type', 'reducible'],
    ['part', 'identity', 'unknown'],
  ])
  expect(misses[3]?.advice).toMatch(/^Nothing to fix where what runs `part` is traced again for other types/)
})

test('explain(log) does not call types equal where leaves are placed otherwise: a sharding may bring its mesh into the type', () => {
  const placed = (lines: readonly string[]): string[] =>
    lines.map((line) =>
      line.replace(
        'UnspecifiedValue',
        "NamedSharding(mesh=Mesh('data': 2, axis_types=(Auto,)), spec=P(), memory_kind=device)",
      ),
    )
  const longer = again(
    'different input pytree:',
    '* at input path [0], now tuple of length 2 and before tuple of length 1, so the lengths do not match',
  )
  const shorter = again(
    'different input pytree:',
    '* at input path [0], now tuple of length 1 and before tuple of length 2, so the lengths do not match',
  )
  const excluded = (last: readonly string[]): string | null | undefined =>
    missesOf(
      ...placed(call(first, 'float32[3]')),
      ...placed(call(longer, 'float32[3]', 'float32[3]')),
      ...last,
    ).at(-1)?.excluded
  expect(excluded(placed(call(shorter, 'float32[3]')))).toContain('array types equal those of call 1')
  expect(excluded(call(shorter, 'float32[3]'))).toContain('or an array type changed')
})

test('explain(log) tells arguments of which it knows the leaves alone by those of the two calls: a tree may come again with other types', () => {
  const said = (...lines: readonly string[]): string[] => [
    'TRACING CACHE MISS at /home/me/app/train.py:9 (<module>) because:',
    '  for step defined at /home/me/app/train.py:3',
    ...lines.map((line) => `  ${line}`),
  ]
  const structure = said(
    'never seen passing 2 positional args and 0 keyword args with keys:',
    '  ',
    'closest seen is passing no keyword args',
  )
  const types = said(
    'never seen input type signature:',
    '  x.a: f32[5],  x.b: f32[6],  y: f32[2]',
    'closest seen input type signature has 1 mismatches, including:',
    '  * at x.a, seen f32[4], but now given f32[5]',
  )
  const [, , other] = missesOf(
    ...call(
      [head.replace(':9:1 (<module>):', ':9 (<module>) because:'), ...first.slice(1)],
      'float32[4]',
      'float32[6]',
      'float32[2]',
    ),
    ...call(types, 'float32[5]', 'float32[6]', 'float32[2]'),
    ...call(structure, 'float32[5]', 'float32[6]', 'float32[2]'),
  )
  expect(other?.verdict).toBe('unknown')
  expect(other?.sentence).toBe(
    'step was traced again: arguments is another structure, of which the log tells the leaves alone, and these are alike: pytree with leaf types (f32[5], f32[6], f32[2]).',
  )
})

test('explain(log) tells an array that has no name in the program by its type where something is to be done', () => {
  const [, unplaced] = missesOf(...call([], 'float32[3]'), ...call([], 'float32[4]'))
  expect(unplaced?.advice).toMatch(/^Pad axis 0 of the array `f32\[4\]` \(leaf 1 of 1\) to 4/)
  const trace = read([...call([], 'float32[3]'), ...call([], 'float32[4]')].join('\n'))
  expect(proposed(propose(trace), explain(trace)).join(' ')).toContain(
    'pad axis 0 of the array `f32[4]` (leaf 1 of 1)',
  )
})

test('explain(log) tells several arrays without names by the type of one: of which leaves it is asked, nobody could say', () => {
  const grown = (size: number): string[] => call([], ...Array.from({length: 5}, () => `float32[${size}]`))
  const [, miss] = missesOf(...grown(3), ...grown(4))
  expect(miss?.causes.map(({path}) => path)).toEqual(['leaves'])
  expect(miss?.advice).toContain('pad axis 0 of arrays such as `f32[4]` to one size')
})

test('explain(log) does not say of a keyword that it was removed where JAX prints only those that one of two calls has', () => {
  const value = (now: number, before: number): string =>
    `* at input path [1]['n'], now <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${now}) and before <class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${before}), so the pytree node metadata does not match`
  const keywords = (now: string, before: string): string =>
    `* at input path [1], now <class 'dict'> with ${now} and before <class 'dict'> with ${before}, so the numbers of children do not match, with the symmetric difference of key sets: {'t'}`
  const tree = (line: string): string[] => again('different input pytree:', line)
  const misses = missesOf(
    ...call(first, 'float32[3]'),
    ...call(tree(value(6, 5)), 'float32[3]'),
    ...call(tree(keywords('2 children', '1 child')), 'float32[3]'),
    ...call(tree(keywords('1 child', '2 children')), 'float32[4]'),
  )
  expect(misses.slice(2).map(({causes}) => causes.map(({path, change}) => [path, change]))).toEqual([
    [["kwargs['t']", 'added']],
    [['leaf 1 of 1', 'changed']],
  ])
})
