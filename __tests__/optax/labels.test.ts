import {jax, type JaxArray, jnp, optax} from '../../lib/index.ts'

const loss = optax.softmaxCrossEntropyWithIntegerLabels
const even = Math.log(3)

test('the cross entropy of a label that no class has is NaN, and one below zero counts from the back', () => {
  const found = jnp.asarray(loss(jnp.ones([4, 3]), jnp.array([5, -1, -4, 2]))).tolist()
  expect(found).toEqual([NaN, expect.closeTo(even), NaN, expect.closeTo(even)])
})

test('the cross entropy along the first axis takes a label for each of the others', () => {
  const found = loss(jnp.ones([2, 3]), jnp.array([1, 0, 7]), {axis: 0}).tolist()
  expect(found).toEqual([expect.closeTo(Math.log(2)), expect.closeTo(Math.log(2)), NaN])
})

test('the gradient of a cross entropy is the share of a class, less one at the label', () => {
  const slope = jax.grad((x: JaxArray) => jnp.sum(loss(x, jnp.array([2]))))(jnp.zeros([1, 3]))
  const third: unknown = expect.closeTo(1 / 3)
  expect(jnp.asarray(slope).tolist()).toEqual([[third, third, expect.closeTo(-2 / 3)]])
})

test('the cross entropy of labels that are no integers, or logits that are no floats, throws as in optax', () => {
  const says = (kind: string, dtype: string) =>
    `Expected the input to have a dtype that is a subdtype of <class 'numpy.${kind}'>, got ${dtype} instead`
  const x = jnp.ones([2, 3])
  expect(() => loss(x, jnp.array([1, 0], 'float32'))).toThrow(says('integer', 'float32'))
  expect(() => loss(x, jnp.array([true, false]))).toThrow(says('integer', 'bool'))
  expect(() => loss(jnp.ones([2, 3], 'int32'), jnp.array([1, 0]))).toThrow(says('floating', 'int32'))
})
