import '../../lib/value/index.ts'
import golden from '../golden/dtypes.json' with {type: 'json'}
import {configured, dtypeOf, fromJSON, shaped, toJSON} from '../../lib/array/index.ts'
import {jnp, np} from '../../lib/numpy/index.ts'
import {complex, float, repr} from '../../lib/python/index.ts'

interface Row {
  readonly itemsize: number
  readonly short: string
  readonly repr: string
  readonly rounded?: readonly (number | string)[]
  readonly codes?: readonly (number | string)[]
}

const rows: readonly (readonly [string, Row])[] = Object.entries(golden.dtypes)
const number = (text: number | string): number =>
  typeof text === 'number' ? text : text === 'nan' ? Number.NaN : text === 'inf' ? Infinity : -Infinity

describe.each(rows)('%s', (name, {itemsize, short, repr: text, rounded, codes}) => {
  const dtype = dtypeOf(name)

  test('has the size, the short name and the repr of JAX', () => {
    expect([dtype.itemsize, shaped([], dtype).short, repr(dtype)]).toEqual([itemsize, short, text])
  })

  if (rounded !== undefined)
    test('rounds numbers as JAX does', () => {
      const ours = configured({x64: true}, () =>
        golden.given.map((given) => Number(jnp.asarray(float(given), name))),
      )
      expect(golden.given.map((given, at) => [given, ours[at]])).toEqual(
        golden.given.map((given, at) => [given, number(rounded[at] ?? 'nan')]),
      )
    })

  if (codes !== undefined)
    test('reads each of its bit patterns as JAX does', () => {
      const ours = codes.map((_, code) =>
        Number(fromJSON({kind: 'jax', dtype: name, shape: [], values: [code]})),
      )
      expect(ours).toEqual(codes.map(number))
    })
})

test.each<[string, () => unknown, string]>([
  [
    'complex numbers',
    () => jnp.asarray([complex(1, 2), complex(3, -4)]),
    'Array([1.+2.j, 3.-4.j], dtype=complex64)',
  ],
  [
    'a weak complex number',
    () => jnp.asarray(complex(1, 2)),
    'Array(1.+2.j, dtype=complex64, weak_type=True)',
  ],
  ['small integers', () => jnp.asarray([1, -2, 3], 'int8'), 'Array([ 1, -2,  3], dtype=int8)'],
  [
    '64-bit integers',
    () => configured({x64: true}, () => jnp.asarray([2n ** 40n, -1])),
    'Array([1099511627776,            -1], dtype=int64)',
  ],
  ['bools', () => jnp.asarray([true, false]), 'Array([ True, False], dtype=bool)'],
  [
    'what is no number',
    () => jnp.asarray([float(Number.NaN), float(Infinity), float(-Infinity)]),
    'Array([ nan,  inf, -inf], dtype=float32)',
  ],
  ['negative zero', () => jnp.asarray([float(-0), float(0)]), 'Array([-0.,  0.], dtype=float32)'],
  [
    'a matrix, in rows',
    () =>
      jnp.asarray([
        [float(1.5), float(2)],
        [float(3), float(4)],
      ]),
    'Array([[1.5, 2. ],\n       [3. , 4. ]], dtype=float32)',
  ],
  [
    'one number that fills an array',
    () => jnp.full([2, 2], 7),
    'Array([[7, 7],\n       [7, 7]], dtype=int32, weak_type=True)',
  ],
  ['NumPy\u2019s own dtypes by none', () => np.array([1.5, 2]), 'array([1.5, 2. ])'],
  ['NumPy\u2019s float32', () => np.array([1.5], 'float32'), 'array([1.5], dtype=float32)'],
])('repr(array) shows %s', (_, make, text) => {
  expect(repr(make())).toBe(text)
})

test.each([[[1000]], [[10, 100]]])(
  'repr(array) shows all elements of shape %j, as NumPy does up to 1000',
  (shape) => {
    expect(repr(jnp.full(shape, 7)).match(/\b7\b/g)).toHaveLength(1000)
  },
)

test.each([[[1001]], [[11, 100]]])(
  'repr(array) does not list the elements of shape %j, as NumPy does not',
  (shape) => {
    expect(repr(jnp.full(shape, 7))).not.toContain('7, 7, 7, 7')
  },
)

test('toJSON(array) writes a complex number as two values', () => {
  const made = jnp.asarray([complex(1, 2), complex(3, -4)])
  expect(toJSON(np.array([complex(1, 2), complex(3, -4)])).values).toEqual([1, 2, 3, -4])
  expect(repr(made)).toBe('Array([1.+2.j, 3.-4.j], dtype=complex64)')
})
