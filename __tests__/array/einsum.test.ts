import {jnp} from '../../lib/array/index.ts'

test.each<[string, readonly (readonly number[])[], readonly number[]]>([
  ['ba', [[2, 3]], [3, 2]],
  ['cab', [[2, 3, 4]], [3, 4, 2]],
  [
    'bj,ja',
    [
      [2, 3],
      [3, 4],
    ],
    [4, 2],
  ],
])(
  'jnp.einsum(%j) of shapes %j has its axes in the order of the alphabet: %j',
  (subscripts, shapes, result) => {
    expect(jnp.einsum(subscripts, ...shapes.map((shape) => jnp.ones(shape))).shape).toEqual(result)
  },
)
