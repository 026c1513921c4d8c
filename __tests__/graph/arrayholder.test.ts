import {jnp, jax, nnx, type JaxArray} from '../../lib/index.ts'

const linear = () => new nnx.Linear(2, 3, {rngs: new nnx.Rngs(0)})
const times = (value: unknown, by: number): unknown => Number(value) * by
/** What `value + other` does. */
const plus = (value: object, other: number): number => Number(value.valueOf()) + other

test('JavaScript’s operators on a Variable say what they say on its array', () => {
  const {kernel} = linear()
  const says =
    "an array of shape (2, 3) is no number: use jnp functions (jnp.add, jnp.greater …) in place of JavaScript's operators"
  expect(() => times(kernel, 2)).toThrow(says)
  expect(() => plus(kernel, 1)).toThrow(says)
  const [, state] = nnx.split(linear())
  expect(() => times(state.kernel, 2)).toThrow(says)
})

test('JavaScript’s operators on a Variable of a traced model say that it has no numbers', () => {
  const doubled = nnx.jit((model: {kernel: object}) => times(model.kernel, 2))
  expect(() => doubled(linear())).toThrow("The problem arose with one of JavaScript's operators")
})

test('a Variable of one element is its number to JavaScript’s operators, and its text is what flax prints', () => {
  const scale = new nnx.Param(jnp.array(3))
  expect(times(scale, 2)).toBe(6)
  expect(plus(new nnx.Variable(0.1), 1)).toBe(1.1)
  const shown: unknown = scale
  expect(String(shown)).toMatch(/^Param\( # 1 \(4 B\)\n/)
})

test('a Variable, and what a state holds of it, has what its array has', () => {
  const model = linear()
  const [, state] = nnx.split(model)
  const kernel = jnp.asarray(model.kernel)
  const uses: readonly ((
    x: Pick<JaxArray, 'T' | 'mean' | 'sum' | 'reshape' | 'at' | 'astype'>,
  ) => JaxArray)[] = [
    (x) => x.T,
    (x) => x.mean(),
    (x) => x.sum({axis: 0}),
    (x) => x.reshape(3, 2),
    (x) => x.at(0, 1).set(5),
    (x) => x.astype('float16'),
  ]
  for (const held of [model.kernel, state.kernel]) {
    for (const use of uses) expect(use(held).tolist()).toEqual(use(kernel).tolist())
    expect([held.size, held.ndim]).toEqual([6, 2])
    expect(held.tolist()).toEqual(kernel.tolist())
  }
})

test('a Variable that holds no array has no shape, and no mean', () => {
  const name = new nnx.Variable('a name')
  expect(() => name.shape).toThrow('this Variable holds no array, so it has no shape or dtype')
  expect(() => name.mean()).toThrow("requires ndarray or scalar arguments, got <class 'str'>")
})

test('a gradient flows through the methods of a Variable', () => {
  const slope = nnx.grad((model: {kernel: nnx.Param<JaxArray>}) => model.kernel.T.sum())(linear())
  expect(jax.tree.leaves(slope).map((leaf) => jnp.asarray(leaf).tolist())).toContainEqual([
    [1, 1, 1],
    [1, 1, 1],
  ])
})
