import {jnp, Session} from '../../lib/index.ts'
import type {Jitted} from '../../lib/index.ts'

const wraps: Readonly<Record<string, (session: Session, fun: (x: unknown) => unknown) => Jitted>> = {
  'jax.jit': (session, fun) => session.jaxJit(fun),
  'nnx.jit': (session, fun) => session.nnxJit(fun),
  'nnx.jit(graph_updates=False)': (session, fun) => session.nnxJit(fun, {graph_updates: false}),
}

const tooWide = (value: bigint, path = 'x'): string =>
  `An overflow was encountered while parsing an argument to a jitted computation, whose argument path is ${path}. Got <class 'int'> with value ${value}`

/** What real jax 0.10.2 and 0.12.0.1 do with each int in turn. */
describe.each(Object.keys(wraps))('of a function under %s', (name) => {
  test.each<
    [x64: boolean, calls: readonly (readonly [value: bigint, outcome: 'retrace' | 'hit' | 'error'])[]]
  >([
    [
      false,
      [
        [1n, 'retrace'],
        [2n ** 31n, 'error'],
        [2n ** 31n - 1n, 'hit'],
        [-(2n ** 31n), 'hit'],
        [-(2n ** 31n) - 1n, 'error'],
        [2n ** 40n, 'error'],
        [2n ** 64n, 'error'],
      ],
    ],
    [
      false,
      [
        [2n ** 31n, 'error'],
        [1n, 'retrace'],
        [2n ** 31n, 'error'],
      ],
    ],
    [
      true,
      [
        [1n, 'retrace'],
        [2n ** 31n, 'hit'],
        [2n ** 63n - 1n, 'hit'],
        [2n ** 63n, 'error'],
        [-(2n ** 63n), 'hit'],
        [-(2n ** 63n) - 1n, 'error'],
      ],
    ],
  ])(
    'with x64 %s an int that fits no integer dtype is refused at every call, also where a smaller one was a hit',
    (x64, calls) => {
      const session = new Session()
      session.update('jax_enable_x64', x64)
      const f = wraps[name]?.(session, (x) => x)
      for (const [value, outcome] of calls)
        if (outcome === 'error') expect(() => f?.(value)).toThrow(tooWide(value))
        else f?.(value)
      expect([...session.trace].map(({outcome}) => outcome)).toEqual(calls.map(([, outcome]) => outcome))
      expect(f?.size()).toBe(1)
    },
  )

  test('an int that is too wide is refused inside a container, ahead of time and in another traced function', () => {
    const session = new Session()
    const f = wraps[name]?.(session, (x) => x)
    f?.({a: 1})
    f?.(1)
    const wide = 2 ** 31
    expect(() => f?.({a: wide})).toThrow(tooWide(2n ** 31n, "x['a']"))
    expect(() => f?.evalShape(wide)).toThrow(tooWide(2n ** 31n))
    expect(() => f?.lower(wide)).toThrow(tooWide(2n ** 31n))
    expect(() => session.jaxJit((x: unknown) => [x, f?.(wide)])(jnp.ones([2]))).toThrow(tooWide(2n ** 31n))
  })
})

test('an int of any width is a static argument', () => {
  const session = new Session()
  const f = session.jaxJit((x: unknown, _n: number) => x, {static_argnums: 1})
  for (const n of [2 ** 31, 2 ** 40, 2 ** 40]) f(1, n)
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace', 'hit'])
})

test.each([1, true])(
  'jax_enable_x64 set to %p is one setting: a hit, and what is told of it is True',
  (second) => {
    const session = new Session()
    const f = session.jaxJit((x: unknown) => x)
    for (const value of [true, second]) {
      session.update('jax_enable_x64', value)
      f(2 ** 31)
    }
    expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'hit'])
    const {facts} = session.trace.key(session.trace.at(0).key)
    expect(facts.filter(({component}) => component === 'context')).toMatchObject([
      {path: ['jax_enable_x64'], value: 'True'},
      {path: ['jax_default_matmul_precision'], value: 'None'},
    ])
  },
)

test('a setting set to what Python takes for its start is not told as changed', () => {
  const told = (value: unknown) => {
    const session = new Session()
    session.update('jax_threefry_partitionable', value)
    session.jaxJit((x: unknown) => x)(1)
    return session.trace
      .key(0)
      .facts.flatMap(({component, path, value: text}) =>
        component === 'context' ? [`${path.join('.')}=${text}`] : [],
      )
  }
  expect(told(1)).toEqual(told(true))
  expect(told(0)).toEqual(told(false))
  expect(told(0)).toContain('jax_threefry_partitionable=False')
})
