import '../../lib/value/index.ts'
import fc from 'fast-check'
import type {JaxArray} from '../../lib/array/index.ts'
import {jnp, span} from '../../lib/numpy/index.ts'
import {grad} from '../../lib/transform/index.ts'

const rows = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [8, 9, 10, 11],
]
const x = jnp.array(rows)
const asked = (value: unknown): unknown => jnp.asarray(value).tolist()

describe('jnp.getitem(x, …indices)', () => {
  test('takes arrays along with one another, as NumPy does', () => {
    expect(jnp.getitem(x, jnp.array([0, 2]), jnp.array([1, -1])).tolist()).toEqual([1, 11])
    expect(jnp.getitem(x, jnp.array([[0], [2]]), jnp.array([1, 3])).tolist()).toEqual([
      [1, 3],
      [9, 11],
    ])
  })

  test('takes any slice as Python does, backwards too', () => {
    const bound = fc.option(fc.integer({min: -6, max: 6}))
    const step = fc.integer({min: -3, max: 3}).filter((n) => n !== 0)
    fc.assert(
      fc.property(bound, bound, step, (start, stop, by) => {
        const clamp = (n: number): number =>
          by > 0 ? Math.max(0, Math.min(4, n < 0 ? n + 4 : n)) : Math.max(-1, Math.min(3, n < 0 ? n + 4 : n))
        const from = start === null ? (by > 0 ? 0 : 3) : clamp(start)
        const to = stop === null ? (by > 0 ? 4 : -1) : clamp(stop)
        const places: number[] = []
        for (let i = from; by > 0 ? i < to : i > to; i += by) places.push(i)
        const taken = places.map((i) => rows.map((row) => row[i]))
        expect(jnp.getitem(x.T, span(start, stop, by)).tolist()).toEqual(taken)
        if (taken.length > 0)
          expect(
            x.T.at(span(start, stop, by))
              .get()
              .tolist(),
          ).toEqual(taken)
      }),
    )
  })

  test('takes the places where a known array of booleans is true', () => {
    expect(jnp.getitem(x, jnp.greater(x, 8)).tolist()).toEqual([9, 10, 11])
  })

  test('has a gradient that adds up what is taken twice', () => {
    const twice = (y: JaxArray) => jnp.getitem(y, jnp.array([1, 1])).sum()
    expect(asked(grad(twice)(jnp.array([1, 2], 'float32')))).toEqual([0, 2])
  })
})

describe('x.at(…indices)', () => {
  test('sets elements of a new array and leaves the old one', () => {
    const set = x.at(1, span(null, null, 2)).set(-1)
    expect(jnp.getitem(set, 1).tolist()).toEqual([-1, 5, -1, 7])
    expect(x.tolist()).toEqual(rows)
  })

  test('adds up equal indices, and leaves out what is out of range', () => {
    expect(
      jnp
        .zeros([3])
        .at(jnp.array([0, 0, 7]))
        .add(1)
        .tolist(),
    ).toEqual([2, 0, 0])
  })

  test('has a gradient by what is written and by what is left', () => {
    const written = (y: JaxArray, v: JaxArray) => jnp.multiply(y.at(0).set(v), jnp.array([2, 3])).sum()
    const [left, value] = [0, 1].map((argnums) => grad(written, {argnums})(jnp.ones([2]), jnp.ones([])))
    expect([asked(left), asked(value)]).toEqual([[0, 3], 2])
  })
})
