import {jnp, lax} from '../../lib/array/index.ts'
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
