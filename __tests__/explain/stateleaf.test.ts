import {explain} from '../../lib/explain/index.ts'
import {type Line, traced} from './traced.ts'

const leaf = (path: string, value: string): Line => ['aval', 'leaf', path, value]

/** A model of two leaves, of which JAX's message names the second by its number. */
const called = (now: string, said = now) => ({
  facts: [leaf('m.norm.scale', 'f32[2,4]'), leaf('m.out.kernel', now)],
  blamed: {
    kind: 'types' as const,
    places: [
      {
        component: 'aval' as const,
        at: 'm.states[0][1]',
        path: ['m', 'states', '[0]', '[1]'],
        now: said,
        before: 'f32[2,4,4]',
      },
    ],
  },
})

const first = {facts: [leaf('m.norm.scale', 'f32[2,4]'), leaf('m.out.kernel', 'f32[2,4,4]')]}

test('explain(trace) calls a leaf of a model by its attributes where JAX names its number in the state', () => {
  const [, miss] = explain(traced([first, called('f32[3,4,4]')])).misses
  expect(miss?.causes.map(({path}) => path)).toEqual(['m.out.kernel'])
  expect(miss?.verdict).not.toBe('reducible')
})

test('explain(trace) gives no leaf of another type to what a message names by its number', () => {
  const [, miss] = explain(traced([first, called('f32[2,4,4]', 'f32[3,4,4]')])).misses
  expect(miss?.causes.map(({path}) => path)).not.toContain('m.out.kernel')
})
