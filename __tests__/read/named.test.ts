import {explain, paragraphs} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

/** A call of `step` as jax 0.10 logs it: what its miss says, and the types of the leaves that its program uses. */
const call = (said: readonly string[], types: readonly string[]): string[] => [
  'TRACING CACHE MISS at /home/me/app/train.py:9:1 (<module>):',
  ...said.map((line) => `  ${line}`),
  'Finished tracing step for jit in 0.001 sec',
  `Compiling jit(step) with global shapes and types (${types.map((type) => `ShapedArray(${type})`).join(', ')},). Argument mapping: (${types.map(() => 'UnspecifiedValue').join(', ')},).`,
  'Finished jaxpr to MLIR module conversion jit(step) in 0.002 sec',
  'Finished XLA compilation of jit(step) in 0.003 sec',
]

const first = ['never seen function:', '  step id=139 defined at /home/me/app/train.py:3']
const again = (...differences: readonly string[]): string[] => [
  'for step defined at /home/me/app/train.py:3',
  'all previously seen cache keys differ. For the closest previous key:',
  ...differences,
]
const types = (...named: readonly string[]): string[] =>
  again('different input types:', ...named.map((one) => `* at ${one}`))
const tree = (...places: readonly string[]): string[] =>
  again('different input pytree:', ...places.map((one) => `* at input path ${one}`))

/** The causes of each miss but the first of a log. */
const told = (...calls: readonly (readonly string[])[]): string[][] =>
  explain(read(calls.flat().join('\n'))).misses.map(({causes}) =>
    causes.map(({path, now, before}) => `${path}: ${now}, before ${before}`),
  )

test('explain(read(log)) does not say that a leaf is gone which the program does not use', () => {
  expect(
    told(
      call(first, ['float32[4]']),
      call(types('dead, now f32[5] and before f32[4]'), ['float32[4]']),
      call(types('x, now f32[5] and before f32[4]'), ['float32[5]']),
    ),
  ).toEqual([[], ['dead: f32[5], before f32[4]'], ['x: f32[5], before f32[4]']])
})

test('explain(read(log)) of a log that begins late tells what JAX prints of the call before it', () => {
  expect(told(call(types('x, now f32[5] and before f32[4]'), ['float32[5]']))).toEqual([
    ['x: f32[5], before f32[4]'],
  ])
})

test('explain(read(log)) tells the mesh of a type where JAX says that it differs, whatever sharding the program asks for', () => {
  expect(
    told(
      call(first, ['int32[]', 'float32[4]']),
      call(
        types(
          "state['n'], now i32[]({Auto: ('data',)}) and before i32[]({})",
          "state['w'], now f32[4]({Auto: ('data',)}) and before f32[4]({})",
        ),
        ['int32[]', 'float32[4]'],
      ),
    ).at(-1),
  ).toEqual([
    "state['n']: i32[]({Auto: ('data',)}), before i32[]",
    "state['w']: f32[4]({Auto: ('data',)}), before f32[4]",
  ])
})

test('explain(read(log)) names no cause where the types that JAX blames came again', () => {
  expect(
    told(
      call(first, ['float32[8]', 'float32[3]']),
      call(types('x, now f32[64] and before f32[8]'), ['float32[64]', 'float32[3]']),
      call(types('x, now f32[8] and before f32[64]'), ['float32[8]', 'float32[3]']),
    ),
  ).toEqual([[], ['x: f32[64], before f32[8]'], []])
})

test('explain(read(log)) tells the static field that changed, and the one of an earlier call that it is nearest to', () => {
  const batch = (fields: string): string => `<class 'app.Batch'> with pytree metadata ${fields}`
  expect(
    told(
      call(first, ['float32[4]']),
      call(
        tree(
          `[0][1], now ${batch("('decode', 1)")} and before ${batch("('decode', 0)")}, so the pytree node metadata does not match`,
        ),
        ['float32[4]'],
      ),
    ).at(-1),
  ).toEqual(['args[1].metadata[1]: 1, before 0'])
})

test('explain(read(log)) calls a leaf by its number where no message gives its name', () => {
  const static_ = (value: number): string =>
    `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${value})`
  const place = (now: number, before: number): string =>
    `[0][1], now ${static_(now)} and before ${static_(before)}, so the pytree node metadata does not match`
  expect(
    told(
      call(first, ['float32[4]', 'float32[3]']),
      call(tree(place(2, 1)), ['float32[4]', 'float32[3]']),
      call(tree(place(2, 1)), ['float32[4]', 'float32[9]']),
    ).at(-1),
  ).toEqual(['leaf 2 of 2: f32[9], before f32[3]'])
})

const anew = [
  'never seen function:',
  '  step id=140 defined at /home/me/app/train.py:3',
  'but seen another function defined on the same line; maybe the function is',
  'being re-defined repeatedly, preventing caching?',
]

test('explain(read(log)) compares a call that JAX compares with those of its own function object alone', () => {
  const smaller = call(types('x, now f32[3] and before f32[8]'), ['float32[3]'])
  const all = told(call(first, ['float32[8]']), smaller, call(anew, ['float32[8]']), smaller)
  const definition = 'step defined at /home/me/app/train.py:3'
  expect(all).toEqual([
    [],
    ['x: f32[3], before f32[8]'],
    [`step: ${definition}, before ${definition}`],
    ['x: f32[3], before f32[8]'],
  ])
})

test('explain(read(log)) of a new function object tells that alone, and is as avoidable as what else is new', () => {
  const {misses} = explain(read([...call(first, ['float32[8]']), ...call(anew, ['float32[2,8]'])].join('\n')))
  expect(misses[1]).toMatchObject({
    taxonomy: 'identity',
    verdict: 'necessary',
    causes: [{component: 'function'}],
  })
})

test('explain(read(log)) takes nothing for a cause where JAX never saw a function that the log has seen', () => {
  expect(told(call(first, ['float32[8]']), call(first, ['float32[3]']))).toEqual([[], []])
})

test('explain(read(log)) tells a leaf once where the compile line has no place for its name', () => {
  expect(
    told(
      call(first, ['float32[4]', 'float32[8,4]']),
      call(types("b['x'], now f32[5,4] and before f32[8,4]", "b['y'], now i32[5] and before i32[8]"), [
        'float32[4]',
        'float32[5,4]',
      ]),
    ),
  ).toEqual([[], ["b['x']: f32[5,4], before f32[8,4]", "b['y']: i32[5], before i32[8]"]])
})

test('explain(read(log)) calls the leaves of a call as those of one with the same containers', () => {
  const dict = (now: string, before: string): string[] =>
    tree(
      `[0][0], now <class 'dict'> with ${now} and before <class 'dict'> with ${before}, so the numbers of children do not match, with the symmetric difference of key sets: {'b'}`,
    )
  const all = told(
    call(first, ['float32[3]', 'int32[], weak_type=True']),
    call(types('rate, now i32[]{weak_type=False} and before i32[]{weak_type=True}'), [
      'float32[3]',
      'int32[]',
    ]),
    call(dict('2 children', '1 child'), ['float32[3]', 'int32[], weak_type=True']),
    call(dict('1 child', '2 children'), ['float32[3]', 'float32[], weak_type=True']),
  )
  expect(all.at(-1)).toEqual(['rate: f32[]{weak_type=True}, before i32[]'])
})

test('explain(read(log)) leaves out a mesh that JAX prints in one of two calls of other sizes', () => {
  const all = told(
    call(first, ['float32[8,4]']),
    call(types("x, now f32[8@d,4]({Explicit: ('d',)}) and before f32[8,4]({})"), ['float32[8@d,4]']),
    call(types('x, now f32[4@d,4] and before f32[8@d,4]'), ['float32[4@d,4]']),
  )
  expect(all.at(-1)).toEqual(['x: f32[4@d,4], before f32[8@d,4]'])
})

test('explain(read(log)) tells other numbers of leaves beside an object that prints alike', () => {
  const state = (at: string): string =>
    `<class 'TrainState'> with pytree metadata (Adam(init=<function init at ${at}>),)`
  const all = told(
    call(first, ['float32[3]']),
    call(
      tree(
        `[0][0], now ${state('0x7f02')} and before ${state('0x7f01')}, so the pytree node metadata does not match`,
      ),
      ['float32[3]', 'float32[3]'],
    ),
  )
  expect(all.at(-1)?.at(-1)).toBe('number of leaves: 2, before 1')
})

const keyword = (now: string, before: string): string[] =>
  tree(
    `[1], now <class 'dict'> with ${now} and before <class 'dict'> with ${before}, so the numbers of children do not match, with the symmetric difference of key sets: {'scaled'}`,
  )

test('explain(read(log)) does not take more leaves that a program uses for another tree: another static value makes it use them', () => {
  const {misses} = explain(
    read(
      [
        ...call(first, ['float32[8,8]', 'float32[4]']),
        ...call(keyword('1 child', '0 child'), ['float32[8,8]']),
        ...call(keyword('0 child', '1 child'), ['float32[8,8]', 'float32[8,8]', 'float32[4]']),
      ].join('\n'),
    ),
  )
  expect(misses.map(({verdict, causes, gap}) => [verdict, causes.map(({path}) => path), gap]).at(-1)).toEqual(
    ['unknown', [], expect.objectContaining({why: 'a gap', like: 1, arrays: {now: 3, before: 2}})],
  )
})

test('explain(read(log)) of an argument that was None and is an array tells no other type: the array that is there now is no other one changed', () => {
  const given = "pytree leaf and before <class 'NoneType'>, so their Python types differ"
  const all = told(
    call(first, ['float32[4]', 'float32[4]']),
    call(tree(`[0][0].w, now ${given}`), ['float32[4]', 'float32[4,2]']),
  )
  expect(all.at(-1)).toEqual(['args[0].w: leaf, before None'])
})

test('explain(read(log)) gives no name to a field of a named tuple, which JAX until 0.10 calls by the first, and compares such a field with no other', () => {
  const now = (thing: string, before: string): string[] =>
    tree(`[0][0].nodes, now ${thing} and before ${before}, so their Python types differ`)
  const [leaf, none] = ['pytree leaf', "<class 'NoneType'>"]
  const {misses} = explain(
    read(
      [
        ...call(first, ['float32[5,4]', 'float32[9,3]']),
        ...call(types('graph.nodes, now f32[6,4] and before f32[5,4]'), ['float32[6,4]', 'float32[9,3]']),
        ...call(now(leaf, none), ['float32[6,4]', 'float32[9,3]', 'float32[1,4]']),
        ...call(now(leaf, none), ['float32[7,4]', 'float32[9,3]', 'float32[1,4]']),
        ...call(now(none, leaf), ['float32[7,4]', 'float32[1,4]']),
      ].join('\n'),
    ),
  )
  expect(misses.slice(2).map(({causes, gap}) => [causes.map(({path, now}) => [path, now]), gap])).toEqual([
    [[['args[0].<a field>', 'leaf']], null],
    [[], expect.objectContaining({equal: [], like: 3})],
    [[['args[0].<a field>', 'None']], null],
  ])
})

test('explain(read(log)) believes JAX of a field that types name, where an earlier miss told that it became an array', () => {
  const all = told(
    call(first, ['float32[4]']),
    call(tree("[0][0].mask, now pytree leaf and before <class 'NoneType'>, so their Python types differ"), [
      'float32[4]',
      'float32[3]',
    ]),
    call(types('batch.mask, now f32[2] and before f32[3]'), ['float32[4]', 'float32[2]']),
    call(tree("[0][0].mask, now <class 'NoneType'> and before pytree leaf, so their Python types differ"), [
      'float32[2]',
    ]),
  )
  expect(all.slice(1).map(([one]) => one?.split(':')[0])).toEqual([
    'args[0].mask',
    'batch.mask',
    'args[0].mask',
  ])
})

const auto = "({Auto: ('data',)})"

test('explain(read(log)) knows the mesh of a type that JAX printed without one from the miss that it was equal in, and names no size that an earlier call had', () => {
  const sizes = (rows: number): string[] => ['int32[]', `float32[${rows},4]`]
  const all = told(
    call(first, sizes(8)),
    call(types("batch['x'], now f32[4,4] and before f32[8,4]"), sizes(4)),
    call(types(`batch['x'], now f32[8,4]({}) and before f32[4,4]${auto}`), sizes(8)),
    call(types(`state['n'], now i32[]({}) and before i32[]${auto}`), sizes(8)),
  )
  expect(all.slice(2)).toEqual([
    [`batch['x']: f32[8,4], before f32[8,4]${auto}`],
    [`state['n']: i32[], before i32[]${auto}`],
  ])
})

test('explain(read(log)) tells of a number on no mesh, where JAX compares it with an array on one, both that it is weak and where it was', () => {
  const all = told(
    call(first, ['int32[]']),
    call(types(`n, now i32[]({}){weak_type=True} and before i32[]${auto}{weak_type=False}`), [
      'int32[], weak_type=True',
    ]),
  )
  expect(all.at(-1)).toEqual([`n: i32[]{weak_type=True}, before i32[]${auto}`])
})

const children = (at: string, now: number, before: number, keys: string): string =>
  `${at}, now <class 'dict'> with ${now} child${now > 1 ? 'ren' : ''} and before <class 'dict'> with ${before} child${before > 1 ? 'ren' : ''}, so the numbers of children do not match, with the symmetric difference of key sets: {${keys}}`

test('explain(read(log)) of a dict that got one key and lost another names both keys, and compares no leaf with that of another key', () => {
  const grown = [
    call(first, ['float32[4,8]', 'float32[3]']),
    call(tree(children('[0][0]', 3, 2, "'mask'")), ['float32[4,8]', 'float32[3]', 'float32[2]']),
  ]
  const lost = (at: string, types: readonly string[]): string[] =>
    told(...grown, call(tree(children(at, 2, 3, "'image'")), types)).at(-1) ?? []
  expect(lost('[0][0]', ['float32[3]', 'float32[2]'])).toEqual([
    "args[0]['mask']: present, before null",
    "args[0]['image']: null, before present",
  ])
  expect(lost('[0][0]', ['float32[4,8]', 'float32[3]'])).toEqual([
    "args[0]['mask']: args[0]['mask'], before args[0]['image']",
  ])
})

test('explain(read(log)) of keywords that are others tells them, calls none of them the other one, and blames no position', () => {
  const log = [
    call(first, ['float32[4,8]', 'float32[3]']),
    call(tree(children('[1]', 3, 2, "'scale'")), ['float32[4,8]', 'float32[3]', 'float32[]']),
    call(tree(children('[1]', 2, 3, "'image'")), ['float32[3]', 'float32[]']),
  ]
  expect(told(...log).at(-1)).toEqual([
    "kwargs['scale']: present, before null",
    "kwargs['image']: null, before present",
  ])
  expect(explain(read(log.flat().join('\n'))).misses.at(-1)?.verdict).toBe('unknown')
})

test('explain(read(log)) tells the type that is new where JAX blames a tree that earlier calls had, one of them without the leaf', () => {
  const none = "[0][0][1], now <class 'NoneType'> and before pytree leaf, so their Python types differ"
  const leaf = "[0][0][1], now pytree leaf and before <class 'NoneType'>, so their Python types differ"
  const all = told(
    call(first, ['float32[4,8]', 'float32[4,8]']),
    call(tree(leaf), ['float32[4,8]', 'float32[]', 'float32[4,8]']),
    call(tree(none), ['float32[4,8]']),
    call(tree(none), ['float32[4,8]', 'float32[1,8]']),
  )
  expect(all.at(-1)).toEqual(['leaf 2 of 2: f32[1,8], before f32[4,8]'])
})

test('explain(read(log)) of compile lines alone tells that a program uses another number of arrays, and compares calls of one number with each other', () => {
  const compiled = (count: number): string =>
    `Compiling jit(step) with global shapes and types (${'ShapedArray(float32[3]), '.repeat(count)}). Argument mapping: (${'UnspecifiedValue, '.repeat(count)}).\nFinished XLA compilation of jit(step) in 0.003 sec`
  const {misses} = explain(read([1, 2, 2].map(compiled).join('\n')))
  expect(misses.slice(1).map(({verdict, excluded}) => [verdict, excluded?.split(':')[0]])).toEqual([
    ['unknown', 'its program uses 2 leaves of its arguments, and that of call 1 uses 1'],
    ['unknown', 'array types equal those of call 2'],
  ])
})

test('explain(read(log)) of a tree that JAX blames tells beside it the types that no earlier call had, and no others', () => {
  const longer = (now: number): string =>
    `[0][0], now list of length ${now} and before list of length 1, so the lengths do not match`
  const log = [
    call(first, ['float32[8,4]', 'float32[3]']),
    call(tree(longer(2)), ['float32[4,4]', 'float32[3]', 'float32[3]']),
    call(tree(longer(3)), ['float32[8,4]', 'float32[3]', 'float32[3]', 'float32[3]']),
  ]
  const {misses} = explain(read(log.flat().join('\n')))
  expect(misses.map(({besides = []}) => besides.map(({component, now}) => [component, now]))).toEqual([
    [],
    [['aval', 'f32[4,4]']],
    [],
  ])
  expect(paragraphs(explain(read(log.flat().join('\n')))).join('\n')).toContain(
    'also: no earlier program of it in the log used an array of type f32[4,4]',
  )
})

describe('explain(read(log)) of a function that goes by its repr', () => {
  /** A call of a partial as jax 0.4 logs it. */
  const partial = (repr: string, id: number): string[] => [
    'Finished tracing + transforming <unnamed wrapped function> for pjit in 0.001 sec',
    'TRACING CACHE MISS at /home/me/app/train.py:9:1 (<module>) because:',
    '  never seen function:',
    `    ${repr} id=${id} defined at /home/me/app/train.py:3`,
    'Compiling <unnamed wrapped function> with global shapes and types [ShapedArray(float32[3])]. Argument mapping: [UnspecifiedValue].',
    'Finished jaxpr to MLIR module conversion jit(<unnamed wrapped function>) in 0.002 sec',
    'Finished XLA compilation of jit(<unnamed wrapped function>) in 0.003 sec',
  ]
  const redefined = [
    '  but seen another function defined on the same line; maybe the function is',
    '  being re-defined repeatedly, preventing caching?',
  ]

  test.each([
    ['an array of one row', 'functools.partial(<function loss at 0x7e>, x=Array([ 1., 10.], dtype=float32))'],
    [
      'an array of several rows',
      'functools.partial(<function loss at 0x7e>, x=Array([[ 1., -2.],\n       [10.,  1.]], dtype=float32))',
    ],
    ['an object of several lines', 'Model(w=Array([[1.],\n       [1.]], dtype=float32))'],
  ])('tells of another object where %s stands in it', (_, repr) => {
    const second = partial(repr, 140)
    const trace = read(
      [...partial(repr, 139), ...second.slice(0, 4), ...redefined, ...second.slice(4)].join('\n'),
    )
    expect(trace.source?.unread.lines).toBe(0)
    expect(explain(trace).misses.map(({taxonomy, site}) => [taxonomy, site])).toEqual([
      ['compulsory', '/home/me/app/train.py:9'],
      ['identity', '/home/me/app/train.py:9'],
    ])
  })
})

test('explain(read(log)) tells what differs in a static value that holds objects from the call of which the fewest parts differ, whatever call JAX prints', () => {
  const held = (flag: string, act: string, step: string): string =>
    `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=((<function f at 0x7f01>, ${act}, ${flag}), PyTreeDef(CustomNode(Net[(Missing, ${step})], [*, *]))))`
  const [relu, other] = ['<function relu at 0x7f02>', '<function <lambda> at 0x7f03>']
  const apart = (now: string, before: string): readonly string[] =>
    tree(`[0][1], now ${now} and before ${before}, so the pytree node metadata does not match`)
  expect(
    told(
      call(first, ['float32[4]']),
      call(apart(held('False', relu, '2'), held('False', relu, '0')), ['float32[4]']),
      call(apart(held('False', other, '2'), held('False', relu, '0')), ['float32[4]']),
      call(apart(held('True', relu, '0'), held('False', other, '2')), ['float32[4]']),
    ),
  ).toEqual([
    [],
    ['args[1][1].metadata[1]: 2, before 0'],
    ['args[1][0][1]: <function <lambda>>, before <function relu>'],
    ['args[1][0][2]: True, before False'],
  ])
})

test('explain(read(log)) tells what is no array of a registered class as a static field, not as another structure', () => {
  const held = (mode: string, layers: number): string =>
    `<class '__main__.Config'> with pytree metadata ('${mode}', ${layers})`
  const log = [
    ...call(first, ['float32[4]']),
    ...call(
      tree(
        `[0][0], now ${held('eval', 2)} and before ${held('train', 2)}, so the pytree node metadata does not match`,
      ),
      ['float32[4]'],
    ),
  ]
  const [, miss] = explain(read(log.join('\n'))).misses
  expect([miss?.verdict, miss?.sentence, miss?.advice]).toEqual([
    'necessary',
    "step was traced again: args[0].metadata[0] is 'eval', before 'train'.",
    'Nothing to fix where all values of the static field `args[0].metadata[0]` are meant: each makes a program of its own.',
  ])
})

test('explain(read(log)) does not give a keyword the last array of a call with as many arrays as arguments, of which one is static', () => {
  const arrays = ['float32[16]', 'float32[4,16]', 'float32[16,2]', 'float32[6,4]', 'uint32[2]']
  const steps = (count: number): string =>
    `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${count})`
  expect(
    told(
      call(first, arrays),
      call(
        tree(`[0][3], now ${steps(16)} and before ${steps(8)}, so the pytree node metadata does not match`),
        arrays,
      ),
      call(
        tree(
          "[1], now <class 'dict'> with 1 child and before <class 'dict'> with 0 child, so the numbers of children do not match, with the symmetric difference of key sets: {'greedy'}",
        ),
        arrays,
      ),
      call(
        tree('[0], now tuple of length 5 and before tuple of length 4, so the lengths do not match'),
        [],
      ).slice(0, -3),
    )[2],
  ).toEqual(["kwargs['greedy']: present, before null"])
})

test('explain(read(log)) of several function objects of one definition tells what JAX prints of the one that it compared with', () => {
  const other = [first[0] ?? '', '  step id=140 defined at /home/me/app/train.py:3']
  const size = (of: number): string => `float32[${of},4]`
  for (const isTimed of [true, false])
    expect(
      told(
        ...[
          call(first, [size(8)]),
          call(other, [size(8)]),
          call(types('x, now f32[16,4] and before f32[8,4]'), [size(16)]),
          call(types('x, now f32[32,4] and before f32[8,4]'), [size(32)]),
        ].map((lines) => lines.slice(0, isTimed ? undefined : -4)),
      ).slice(2),
    ).toEqual([['x: f32[16,4], before f32[8,4]'], ['x: f32[32,4], before f32[8,4]']])
})

test('explain(log).account says of what Equinox jits that it is the program’s, but for what libraries jit with it for themselves', () => {
  const jitted = (name: string): string =>
    `TRACING CACHE MISS at /venv/lib/python3.12/site-packages/equinox/_jit.py:263:37 (_call):
  never seen function:
    ${name} id=139 defined at /venv/lib/python3.12/site-packages/equinox/_jit.py:43
Finished tracing ${name} for jit in 0.5 sec
Compiling jit(${name}) with global shapes and types (ShapedArray(float32[3]),). Argument mapping: (UnspecifiedValue,).
Finished XLA compilation of jit(${name}) in 1.5 sec`
  const {account} = explain(read(['pinn_step', 'diffeqsolve', 'least_squares'].map(jitted).join('\n')))
  expect(account.rows.map(({owner, function: name}) => [name, owner])).toEqual([
    ['pinn_step', 'program'],
    ['diffeqsolve', 'library'],
    ['least_squares', 'library'],
  ])
})
