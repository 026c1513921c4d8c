import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {jnp} from '../../lib/numpy/index.ts'

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

/** Random sums with … and capitals, on which numpy 2 and jax 0.12.0.1 agree: subscripts, shapes, and the shape of the result. */
const recorded = readFileSync(join(__dirname, 'einsums.txt'), 'utf8').trim().split('\n')

test.each(recorded.map((line) => line.split(' = ')))(
  'jnp.einsum of %s has the shape that NumPy gives it',
  (call = '', result = '') => {
    const [sum = '', ...shapes] = call.split(' ')
    expect(jnp.einsum(sum, ...shapes.map((shape) => jnp.ones(sizesIn(shape)))).shape).toEqual(sizesIn(result))
  },
)

const sizesIn = (text: string): readonly number[] =>
  text === '[]' ? [] : text.slice(1, -1).split(',').map(Number)

test('jnp.einsum takes ... for any number of axes, and its labels are none of those that are written', () => {
  const shape = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2]
  expect(jnp.einsum('...a,...a', jnp.ones([...shape, 3]), jnp.ones([2, 2, 2, 3])).shape).toEqual(shape)
  expect(jnp.einsum('...A,Ab->...b', jnp.ones([2, 3]), jnp.ones([3, 4])).shape).toEqual([2, 4])
})

test.each(['a......', 'a..b', 'a.b', 'ab,b..'])('jnp.einsum(%j) is refused: its dots are no ...', (sum) => {
  const operands = sum.split(',').map((_, i) => jnp.ones(i === 0 ? [2, 3] : [3]))
  expect(() => jnp.einsum(sum, ...operands)).toThrow('Invalid Ellipses.')
})
