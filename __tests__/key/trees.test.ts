import {jnp, Session, tuple} from '../../lib/index.ts'

const one = jnp.ones([2])

/** What a call with the second argument does after one with the first. */
function second(first: unknown, then: unknown): string | undefined {
  const session = new Session()
  const f = session.jaxJit((x: unknown) => x)
  f(first)
  f(then)
  return [...session.trace].at(-1)?.outcome
}

/** Each row was asked of jax 0.12.0.1. */
test.each<[string, unknown, unknown, string]>([
  ['{1: x} and {True: x}', new Map([[1, one]]), new Map([[true, one]]), 'hit'],
  ["{True: x} and {'true': x}", new Map([[true, one]]), new Map([['true', one]]), 'retrace'],
  ["{1: x} and {'1': x}", new Map([[1, one]]), new Map([['1', one]]), 'retrace'],
  ["{1: x} and {'#1': x}", new Map([[1, one]]), new Map([['#1', one]]), 'retrace'],
  ['{1: x} and {2: x}', new Map([[1, one]]), new Map([[2, one]]), 'retrace'],
  ["{'': x} and {'0': x}", new Map([['', one]]), new Map([['0', one]]), 'retrace'],
  ['{0: x} and [x]', new Map([[0, one]]), [one], 'retrace'],
  ['(x,) and [x]', tuple(one), [one], 'retrace'],
  ['None and ()', null, tuple(), 'retrace'],
  ['() and []', tuple(), [], 'retrace'],
  ["{'a': None} and {}", {a: null}, {}, 'retrace'],
  ['[[x], x] and [x, [x]]', [[one], one], [one, [one]], 'retrace'],
  ["{'a': x, 'b': x} and {'b': x, 'a': x}", {a: one, b: one}, {b: one, a: one}, 'hit'],
])('a pytree compares its structure as JAX does: %s as an argument', (_what, first, then, outcome) => {
  expect(second(first, then)).toBe(outcome)
})
