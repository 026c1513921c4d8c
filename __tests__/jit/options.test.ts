import {explain} from '../../lib/explain/index.ts'
import {type JaxArray, type JitOptions, jnp, np, Session, signed} from '../../lib/index.ts'
import {simulated} from '../../lib/release/index.ts'

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
