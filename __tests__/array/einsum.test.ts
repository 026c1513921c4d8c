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

test.each<[string, readonly (readonly number[])[], string]>([
  [
    'ij,jk,kl->il',
    [
      [2, 3],
      [3, 4],
      [4, 5],
    ],
    "einsum('ij,jk,kl->il') of 3 operands is not modelled, since JAX chooses the order by cost; contract two at a time.",
  ],
  ['ii->i', [[3, 3]], "einsum('ii->i') takes a diagonal, an index twice in one term, which is not modelled."],
])('jnp.einsum(%j) is refused and not taken for another sum', (subscripts, shapes, message) => {
  expect(() => jnp.einsum(subscripts, ...shapes.map((shape) => jnp.ones(shape)))).toThrow(message)
})

test('jnp.einsum stretches an axis of one element, and refuses two other sizes of a label even so', () => {
  expect(jnp.einsum('ij,jk', jnp.ones([2, 3]), jnp.ones([1, 4])).shape).toEqual([2, 4])
  expect(() => jnp.einsum('iii', jnp.ones([3, 1, 4]))).toThrow(
    "Size of label 'i' for operand 0 (3) does not match previous terms (4).",
  )
})

test('jnp.einsum lines up the axes of ... from the right, as shapes broadcast', () => {
  const [few, many] = [jnp.ones([5, 2, 3]), jnp.ones([7, 5, 3, 4])]
  expect(jnp.einsum('...ij,...jk->...ik', few, many).shape).toEqual([7, 5, 2, 4])
})
