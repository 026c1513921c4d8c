import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {type JaxArray} from '../../lib/array/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import {laxOperations as lax} from '../../lib/lax/index.ts'
import {Session} from '../../lib/index.ts'
import {conv} from './conv.ts'

test.each<[readonly number[], readonly number[], readonly number[], string, readonly (readonly number[])[]]>([
  [[5], [2], [1], 'SAME', [[0, 1]]],
  [[5], [2], [1], 'SAME_LOWER', [[1, 0]]],
  [
    [6, 6],
    [3, 2],
    [2, 1],
    'SAME',
    [
      [0, 1],
      [0, 1],
    ],
  ],
  [
    [6, 6],
    [3, 2],
    [2, 1],
    'SAME_LOWER',
    [
      [1, 0],
      [1, 0],
    ],
  ],
  [[4], [3], [1], 'VALID', [[0, 0]]],
  [[8], [1], [3], 'SAME', [[0, 0]]],
  [[8], [1], [3], 'SAME_LOWER', [[0, 0]]],
  [[10], [2], [4], 'SAME', [[0, 0]]],
  [[7], [4], [3], 'SAME', [[1, 2]]],
  [[7], [4], [3], 'SAME_LOWER', [[2, 1]]],
])('lax.padtype_to_pads(%j, %j, %j, %s) pads as JAX does', (space, window, strides, word, pads) => {
  expect(lax.padtypeToPads(space, window, strides, word)).toEqual(pads)
})

test('a convolution of arrays of unequal numbers of dimensions is refused in JAX’s words', () => {
  expect(() =>
    conv(jnp.ones([1, 8, 8]), jnp.ones([3, 3, 4, 8]), {
      padding: [
        [1, 1],
        [1, 1],
      ],
    }),
  ).toThrow('convolution requires lhs and rhs ndim to be equal, got 3 and 4.')
})

/** Recorded with jax 0.12.0.1: of an axis [1, 2, …] of so many elements, the padded axis, and the operations of `_pad`. */
const padded = readFileSync(join(__dirname, 'padded.txt'), 'utf8').trim().split('\n')

test.each(padded.map((line) => line.split(': ')))(
  'jnp.pad by %s repeats as JAX does',
  (call = '', result = '') => {
    const [mode, ...numbers] = call.split(' ')
    const [n = 0, low = 0, high = 0] = numbers.map(Number)
    const widths = [[low, high]] as const
    const axis = jnp.ones([n])
    const [values = '', operations] = result.split(' ')
    const pad = (x: JaxArray) => jnp.pad(x, widths, {mode: mode === 'wrap' ? 'wrap' : 'reflect'})
    expect(pad(axis).shape).toEqual([values.length])
    const [padding] = new Session().jaxJit(pad).lower(axis).jaxpr.eqns
    const names = padding?.op.calls?.[0]?.eqns.map(({op}) => op.name).join(',')
    expect(names === '' ? '-' : names).toBe(operations)
  },
)

test.each(['wrap', 'reflect'] as const)(
  'jnp.pad by %s refuses an axis without elements, unless its widths are 0',
  (mode) => {
    const pad = (width: number) =>
      jnp.pad(
        jnp.ones([0, 2]),
        [
          [width, 0],
          [0, 0],
        ],
        {mode},
      )
    expect(pad(0).shape).toEqual([0, 2])
    expect(() => pad(1)).toThrow(`Cannot apply '${mode}' padding to empty axis`)
  },
)
