import {type JaxArray, jnp, np, Session} from '../../lib/index.ts'
import {simulated} from '../../lib/release/index.ts'

const ones = jnp.ones([3])
const twice = () => (x: JaxArray) => jnp.multiply(x, 2)
const last = ({trace}: Session): string => trace.at(trace.length - 1).outcome

test('JAX keeps 8192 signatures, 2048 of what it infers, lowers and compiles, and every trace', () => {
  const session = new Session()
  const f = session.jaxJit((x: JaxArray, _n: number) => x, {static_argnums: 1})
  for (let n = 0; n <= 8192; n++) f(ones, n)
  expect(session.sizes()).toEqual({
    dispatch: 8192,
    infer: 2048,
    trace: 8193,
    lower: 2048,
    compile: 2048,
    persistent: 0,
  })
  f(ones, 1)
  expect(last(session)).toBe('hit')
  f(ones, 0)
  expect(last(session)).toBe('rewrap')
  f(ones, 2)
  expect(last(session)).toBe('rewrap')
})

describe.each(simulated.map(({jax}) => jax))('in jax %s', (release) => {
  const two = () => {
    const session = new Session({release})
    const [f, g] = [session.jaxJit(twice()), session.jaxJit(twice())]
    f(ones)
    g(ones)
    return {session, f, g}
  }
  const forgetsInfer = Number(release.split('.')[1]) >= 9

  test('f.clear_cache() forgets what was traced for f, and keeps the signatures of others', () => {
    const {session, f, g} = two()
    f.clear()
    g(ones)
    expect(last(session)).toBe('hit')
    f(ones)
    expect(last(session)).toBe('retrace')
  })

  test('f.clear_cache() forgets what was inferred for every function, which shows from 0.9 on', () => {
    const {session, f, g} = two()
    f.clear()
    g(np.ones([3], 'float32'))
    expect(last(session)).toBe(forgetsInfer ? 'rebind' : 'dispatch')
  })

  test('one wrapper’s clear_cache() keeps the signatures of another of the same function, and forgets its traces', () => {
    const session = new Session({release})
    const f = (x: JaxArray, y: JaxArray | null = null) => (y === null ? jnp.multiply(x, 2) : x)
    const [a, b] = [session.jaxJit(f), session.jaxJit(f, {donate_argnums: 1})]
    a(ones)
    b(ones)
    a.clear()
    expect([a.size(), b.size()]).toEqual([0, 1])
    b(ones)
    expect(last(session)).toBe('hit')
    b(np.ones([3], 'float32'))
    expect(last(session)).toBe('retrace')
  })

  test('jax.clear_caches() forgets all of it', () => {
    const {session, f, g} = two()
    session.clearCaches()
    g(ones)
    expect([last(session), f.size(), g.size()]).toEqual(['retrace', 0, 1])
  })
})

test('after f.lower(x) a call has only to compile; on jax 0.9.0, which keeps nothing of what it infers, it infers anew', () => {
  const outcome = (release: string): string => {
    const session = new Session({release})
    const f = session.jaxJit(twice())
    f.lower(ones)
    f(ones)
    return last(session)
  }
  expect(['0.8.2', '0.9.0', '0.10.2'].map(outcome)).toEqual(['recompile', 'rewrap', 'recompile'])
})
