import {explain} from '../../lib/explain/index.ts'
import {
  float,
  type JaxArray,
  type JitOptions,
  jnp,
  kwargs,
  NamedSharding,
  np,
  PythonError,
  Session,
  signed,
  tuple,
} from '../../lib/index.ts'
import type {Event} from '../../lib/log/index.ts'
import {simulated} from '../../lib/release/index.ts'

type LayerLook = NonNullable<Event['layers']>[number]

const array = jnp.zeros([2])
const names = ['a', 'b', 'c']
const functions: readonly ((...args: never[]) => unknown)[] = [
  (a: unknown) => a,
  (a: unknown, b: unknown) => [a, b],
  (a: unknown, b: unknown, c: unknown) => [a, b, c],
]

test.each<[name: string, options: JitOptions, other: JitOptions]>([
  ['in_shardings', {in_shardings: 'P(x)'}, {in_shardings: 'P(y)'}],
  ['out_shardings', {out_shardings: 'P(x)'}, {out_shardings: 'P(y)'}],
  [
    'out_shardings',
    {in_shardings: 'P(x)', out_shardings: 'P(x)'},
    {in_shardings: 'P(x)', out_shardings: 'P(y)'},
  ],
  ['compiler_options', {compiler_options: {level: 1}}, {compiler_options: {level: 2}}],
  ['device', {device: 'cpu:0'}, {device: 'cpu:1'}],
  ['backend', {backend: 'cpu'}, {backend: 'gpu'}],
  ['donate_argnums', {donate_argnums: 0}, {donate_argnums: 1}],
  ['donate_argnames', {donate_argnames: 'a'}, {donate_argnames: 'b'}],
])('a call by a wrapper with %s, and one with another, are told to miss for it', (name, options, other) => {
  const session = new Session()
  const f = (a: unknown, b: unknown) => [a, b]
  for (const wrapped of [{}, options, other]) session.jaxJit(f, wrapped)(jnp.zeros([2]), jnp.zeros([2]))
  const [, given, changed] = explain(session.trace).misses
  expect(given?.causes).toContainEqual(
    expect.objectContaining({path: name, component: 'options', change: 'added'}),
  )
  expect(changed?.causes).toContainEqual(
    expect.objectContaining({path: name, component: 'options', change: 'changed'}),
  )
  expect(
    [given, changed].flatMap((miss) => miss?.causes ?? []).map(({component}) => component),
  ).not.toContain('aval')
})

test('two wrappers with one in_shardings and other out_shardings share the trace and no more: a rewrap', () => {
  const session = new Session()
  const f = (a: unknown) => a
  for (const out_shardings of ['P(x)', 'P(y)', 'P(y)'])
    session.jaxJit(f, {in_shardings: 'P(x)', out_shardings})(array)
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'rewrap', 'hit'])
})

const mesh = {axes: {x: 2, y: 2}}
const along = (...spec: readonly (string | null)[]): NamedSharding => new NamedSharding(mesh, spec)
const dump = {xla_embed_ir_in_executable: true}
const cheap = {xla_llvm_disable_expensive_passes: true}

/** Recorded with real jax 0.10.2, 0.11.2 and 0.12.0.1 on four devices. */
test.each<[said: string, wrappers: readonly JitOptions[], outcomes: readonly string[]]>([
  [
    'in_shardings P(x), then P(y), then P(x) again',
    [{in_shardings: along('x')}, {in_shardings: along('y')}, {in_shardings: along('x')}],
    ['retrace', 'rewrap lower compile', 'hit'],
  ],
  [
    'in_shardings P(x) and P(x, None), which cut alike',
    [{in_shardings: along('x')}, {in_shardings: along('x', null)}],
    ['retrace', 'rebind'],
  ],
  [
    'equal in_shardings of two equal meshes',
    [{in_shardings: along('x')}, {in_shardings: new NamedSharding({axes: {x: 2, y: 2}}, ['x'])}],
    ['retrace', 'hit'],
  ],
  [
    'in_shardings P(x) of two meshes',
    [{in_shardings: along('x')}, {in_shardings: new NamedSharding({axes: {x: 4}}, ['x'])}],
    ['retrace', 'rewrap lower compile'],
  ],
  [
    'one in_shardings for all, and the same for each',
    [{in_shardings: along('x')}, {in_shardings: tuple(along('x'), along('x'))}],
    ['retrace', 'rebind'],
  ],
  [
    'in_shardings in a tuple and in a list',
    [{in_shardings: tuple(along('x'), along('x'))}, {in_shardings: [along('x'), along('x')]}],
    ['retrace', 'hit'],
  ],
  [
    'in_shardings of the second argument, which one leaves free',
    [{in_shardings: tuple(along('x'), null)}, {in_shardings: tuple(along('x'), along('y'))}],
    ['retrace', 'rewrap lower compile'],
  ],
  ['no in_shardings, and None', [{}, {in_shardings: null}], ['retrace', 'rebind']],
  [
    'in_shardings None, and P()',
    [{in_shardings: null}, {in_shardings: along()}],
    ['retrace', 'rewrap lower compile'],
  ],
  ['no out_shardings, and None', [{}, {out_shardings: null}], ['retrace', 'rebind']],
  [
    'out_shardings P(x), and P(y)',
    [{out_shardings: along('x')}, {out_shardings: along('y')}],
    ['retrace', 'rewrap lower compile'],
  ],
  [
    'out_shardings P(x), and P(x, None)',
    [{out_shardings: along('x')}, {out_shardings: along('x', null)}],
    ['retrace', 'rebind'],
  ],
  [
    'P(x) for the inputs, and for the outputs',
    [{in_shardings: along('x')}, {out_shardings: along('x')}],
    ['retrace', 'rewrap lower compile'],
  ],
  [
    'a compiler option True, and 1',
    [{compiler_options: dump}, {compiler_options: {xla_embed_ir_in_executable: 1}}],
    ['retrace', 'hit'],
  ],
  [
    'a compiler option True, and "True"',
    [{compiler_options: dump}, {compiler_options: {xla_embed_ir_in_executable: 'True'}}],
    ['retrace', 'rewrap compile'],
  ],
  [
    'two compiler options, and the same in another order',
    [{compiler_options: {...dump, ...cheap}}, {compiler_options: {...cheap, ...dump}}],
    ['retrace', 'rewrap compile'],
  ],
  [
    'no compiler options, None and an empty dict',
    [{}, {compiler_options: null}, {compiler_options: {}}],
    ['retrace', 'hit', 'hit'],
  ],
  [
    'two devices, and the first again',
    [{device: 'cpu:0'}, {device: 'cpu:1'}, {device: 'cpu:0'}],
    ['retrace', 'rewrap compile', 'hit'],
  ],
  ['no device, and the default one', [{}, {device: 'cpu:0'}], ['retrace', 'rewrap lower compile']],
  ['no backend, and the default one', [{}, {backend: 'cpu'}], ['retrace', 'rewrap lower compile']],
  ['a device, and its backend', [{device: 'cpu:0'}, {backend: 'cpu'}], ['retrace', 'rebind']],
  ['keep_unused false, and true', [{}, {keep_unused: true}], ['retrace', 'hit']],
  ['inline false, and true', [{}, {inline: true}], ['retrace', 'hit']],
  ['donate_argnums 0, and [0]', [{donate_argnums: 0}, {donate_argnums: [0]}], ['retrace', 'hit']],
  [
    'two donated arguments in two orders',
    [{donate_argnums: [0, 1]}, {donate_argnums: [1, 0]}],
    ['retrace', 'rebind'],
  ],
  [
    'an argument donated by number and by name',
    [{donate_argnums: 0}, {donate_argnames: 'a'}],
    ['retrace', 'hit'],
  ],
  [
    'an argument donated by number, by name alone, and by number alone',
    [
      {donate_argnums: 0},
      {donate_argnums: [], donate_argnames: 'a'},
      {donate_argnums: 0, donate_argnames: []},
    ],
    ['retrace', 'rewrap lower compile', 'rebind'],
  ],
])('calls by wrappers of one function with %s share what they share in JAX', (_said, wrappers, outcomes) => {
  const session = new Session()
  const f = (a: JaxArray, b: JaxArray) => jnp.add(jnp.multiply(a, 2), b)
  for (const options of wrappers) session.jaxJit(f, options)(jnp.ones([4, 4]), jnp.ones([4, 4]))
  const missed = (event: {readonly outcome: string; readonly layers?: readonly LayerLook[]}): string =>
    [
      event.outcome,
      ...['lower', 'compile'].filter(
        (name) =>
          event.outcome !== 'retrace' &&
          event.layers?.some(({layer, result}) => layer === name && result === 'miss'),
      ),
    ].join(' ')
  expect([...session.trace].map(missed)).toEqual(outcomes)
})

test.each<[JitOptions, string]>([
  [
    {device: 'cpu:0', backend: 'cpu'},
    "can't specify both a device and a backend for jit, got device='cpu:0' and backend='cpu'",
  ],
  [
    {device: 'cpu:0', in_shardings: along('x')},
    'If backend or device is specified on jit, then in_shardings should not be specified.',
  ],
  [
    {backend: 'cpu', out_shardings: along('x')},
    'If backend or device is specified on jit, then out_shardings should not be specified.',
  ],
])('jax.jit with %j is refused: its options exclude each other', (options, message) => {
  expect(() => new Session().jaxJit((a: unknown) => a, options)).toThrow(message)
})

test('what a function with the option device gives back is committed to that device', () => {
  const session = new Session()
  const f = session.jaxJit((a: JaxArray) => jnp.add(a, 1), {device: 'cpu:1'})
  const g = session.jaxJit((a: JaxArray) => jnp.add(a, 1))
  for (const x of [jnp.ones([3]), f(jnp.ones([3]))]) g(x)
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace', 'relower'])
})

describe.each(functions.map((f, at) => [at + 1, f] as const))(
  'of a function of %i parameters',
  (count, f) => {
    test.each(Array.from({length: 2 * count}, (_, at) => at - count))(
      'static_argnums=(%i,) makes that argument static, counted from the end where it is negative',
      (position) => {
        const session = new Session()
        const place = position < 0 ? position + count : position
        const step = session.jaxJit(f, {static_argnums: position})
        for (const value of [1, 2])
          step(...Array.from({length: count}, (_, at) => (at === place ? value : array)))
        expect(explain(session.trace).misses.at(-1)?.causes).toMatchObject([
          {component: 'static', path: names[place], now: '2', before: '1'},
        ])
      },
    )

    test.each([count, -count - 1])('static_argnums=(%i,) is refused', (position) => {
      expect(() => new Session().jaxJit(f, {static_argnums: position})).toThrow(
        `Jitted function has static_argnums=(${position},), but only accepts ${count} positional arguments.`,
      )
    })
  },
)

describe.each(simulated.map(({jax}) => jax))(
  'in jax %s a second wrapper of a function of *args and **kwargs',
  (release) => {
    const wraps = {
      none: {},
      positions: {static_argnums: 3},
      names: {static_argnames: 'k'},
      both: {static_argnums: 3, static_argnames: 'k'},
    }
    const isApart = !['0.11.2', '0.12.0.1'].includes(release)

    test.each([
      ['positions', 'names'],
      ['names', 'positions'],
      ['none', 'names'],
      ['none', 'positions'],
      ['both', 'names'],
      ['both', 'positions'],
      ['both', 'none'],
    ] as const)(
      'that names static %s, and one of %s, trace anew until 0.10 where the array is NumPy\u2019s',
      (one, other) => {
        const session = new Session({release})
        const f = signed((x: JaxArray) => jnp.multiply(x, 2), {
          params: [{name: 'x'}],
          args: true,
          kwargs: true,
        })
        session.jaxJit(f, wraps[one])(jnp.ones([3]))
        session.jaxJit(f, wraps[other])(np.ones([3], 'float32'))
        expect([...session.trace].map(({outcome}) => outcome)).toEqual([
          'retrace',
          isApart ? 'retrace' : 'rebind',
        ])
      },
    )
  },
)

/** Recorded with real jax: f(x, y=2.0, n=3) of a NumPy array x, wrapped by jax.jit or by nnx.jit. */
describe.each([
  ['0.12.0.1', true],
  ['0.11.2', false],
  ['0.10.2', false],
] as const)('in jax %s a negative position', (release, countsParameters) => {
  const calls: readonly (readonly unknown[])[] = [
    [2, 3],
    [2, 4],
    [2],
    [3],
    [kwargs({_n: 5})],
    [kwargs({_n: 6})],
    [kwargs({y: 6})],
    [kwargs({y: 7})],
    [],
  ]
  const outcomes = (options: JitOptions, mode: 'jaxJit' | 'nnxJit'): string[] => {
    const session = new Session({release})
    const x = np.ones([3], 'float32')
    const body = (a: JaxArray, y: JaxArray | number = 2, _n = 3): JaxArray => jnp.multiply(a, y)
    const f = session[mode](body, options)
    for (const [y, ...rest] of calls) {
      const given = y === undefined ? [] : [typeof y === 'number' ? float(y) : y]
      try {
        f(x, ...given, ...rest)
      } catch (error) {
        if (!(error instanceof PythonError)) throw error
      }
    }
    return [...session.trace].map(({outcome}) => (outcome === 'retrace' ? 'trace' : outcome))
  }

  test.each<[JitOptions, whole: string, byCall: string]>([
    [
      {static_argnums: -1},
      'trace trace trace hit trace trace trace hit trace',
      'trace trace trace trace error error error error error',
    ],
    [
      {static_argnums: -2},
      'trace hit trace trace trace hit trace trace trace',
      'trace hit error error error error error error error',
    ],
  ])(
    'of %j counts from the last parameter, or from the last argument until 0.11',
    (options, whole, byCall) => {
      const expected = (countsParameters ? whole : byCall).split(' ')
      for (const mode of ['jaxJit', 'nnxJit'] as const) expect(outcomes(options, mode)).toEqual(expected)
    },
  )
})
