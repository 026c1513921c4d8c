import type {JaxArray} from '../../lib/array/index.ts'
import {jnp, nnx, repr} from '../../lib/index.ts'

const x = jnp.array([1.5, 2.5])
const w = () => new nnx.Param(jnp.ones([2]))
const product = (a: nnx.Variable | JaxArray, b: nnx.Variable | JaxArray): JaxArray =>
  jnp.sum(jnp.multiply(a, b))

const param = 'Param( # 2 (8 B)\n  value=Array([1.5, 2.5], dtype=float32)\n)'
const stat = 'BatchStat( # 2 (8 B)\n  value=Array([1.5, 2.5], dtype=float32)\n)'

test.each<[string, () => unknown, string]>([
  ['a Variable', () => nnx.grad(product)(w(), x), param],
  ['a Variable of another class', () => nnx.grad(product)(new nnx.BatchStat(jnp.ones([2])), x), stat],
  [
    'a dict of Variables',
    () => nnx.grad((d: {a: nnx.Param}) => product(d.a, x))({a: w()}),
    `{'a': ${param}}`,
  ],
  ['a list of Variables', () => nnx.grad(([a]: [nnx.Param]) => product(a, x))([w()]), `[${param}]`],
  ['a Variable that is the second argument', () => nnx.grad(product, {argnums: 1})(x, w()), param],
  [
    'a list of arrays',
    () => nnx.grad(([a]: [JaxArray]) => product(a, x))([jnp.ones([2])]),
    '[Array([1.5, 2.5], dtype=float32)]',
  ],
])('nnx.grad by %s has its shape: containers as they are, Variables in them', (_, grads, text) => {
  expect(repr(grads())).toBe(text)
})

test('nnx.grad by a dict of a model and a Variable is a dict of a state and a Variable', () => {
  const model = new nnx.Linear(2, 1, {use_bias: false, rngs: new nnx.Rngs(0)})
  const loss = (d: {m: nnx.Linear; w: nnx.Param}) => jnp.add(jnp.sum(d.m.call(x)), product(d.w, x))
  const grads = nnx.grad(loss)({m: model, w: w()})
  expect(repr(grads)).toBe(
    `{'m': State({\n  'kernel': Param( # 2 (8 B)\n    value=Array([[1.5],\n           [2.5]], dtype=float32)\n  )\n}), 'w': ${param}}`,
  )
})

test('repr([loss, grads]) prints a state as flax does in a list, a tuple and a dict', () => {
  expect(repr(nnx.valueAndGrad(product)(w(), x))).toBe(`(Array(4., dtype=float32), ${param})`)
})
