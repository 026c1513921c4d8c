import '../../lib/value/index.ts'
import fc from 'fast-check'
import {ArrayImpl, type JaxArray} from '../../lib/array/index.ts'
import {jaxJit} from '../../lib/jit/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import {float} from '../../lib/python/index.ts'
import {
  checkpoint,
  customJvp,
  customVjp,
  grad,
  hessian,
  jvp,
  lax,
  makeJaxpr,
  vmap,
} from '../../lib/transform/index.ts'

const lists = (tree: unknown): unknown =>
  tree instanceof ArrayImpl ? tree.tolist() : Array.isArray(tree) ? tree.map(lists) : tree

const floats = (...numbers: number[]): JaxArray => jnp.array(numbers.map((n) => float(n)))

const product = (x: JaxArray, y: JaxArray): JaxArray => jnp.multiply(x, y)

/** x·y whose gradient is ten times too large by x and none by y. */
const tenfold = customVjp(product)
tenfold.defvjp(
  (x: JaxArray, y: JaxArray) => [tenfold(x, y), [x, y]],
  ([, y]: [JaxArray, JaxArray], g: JaxArray) => [jnp.multiply(g, jnp.multiply(y, 10)), null],
)

/** xⁿ whose derivative is 100 where x is positive and 0 elsewhere. */
const steep = customJvp((x: JaxArray, n: number) => jnp.power(x, n), {nondiff_argnums: [1]})
steep.defjvp((n: number, [x]: [JaxArray], [t]: [JaxArray]) => [
  steep(x, n),
  jnp.where(jnp.greater(x, 0), jnp.multiply(t, 100), 0),
])

test('a custom backward pass is the gradient: alone, in vmap, in jit and in a scan', () => {
  const [x, y] = [float(2.5), float(3.5)]
  const both = {argnums: [0, 1]} as const
  expect(lists(grad(tenfold, both)(jnp.asarray(x), jnp.asarray(y)))).toEqual([35, 0])
  const rows = vmap(grad(tenfold, both), {in_axes: [0, null]})(floats(1.5, 2.5), jnp.asarray(y))
  expect(lists(rows)).toEqual([
    [35, 35],
    [0, 0],
  ])
  expect(lists(jaxJit(grad((v: JaxArray) => tenfold(v, jnp.asarray(y))))(jnp.asarray(x)))).toBe(35)
  const loop = (v: JaxArray) =>
    lax.scan((c: JaxArray) => [tenfold(c, jnp.asarray(1.5)), null], v, null, {length: 3})[0]
  expect(lists(grad(loop)(jnp.asarray(1.5)))).toBe(3375)
})

test('what a mapped custom function takes whole has the sum of the cotangents of the rows', () => {
  const sum = (v: JaxArray) =>
    jnp.sum(jnp.asarray(Object(vmap(tenfold, {in_axes: [null, 0]})(v, floats(1.5, 2.5)))))
  expect(lists(grad(sum)(jnp.asarray(3.5)))).toBe(40)
})

test('a custom function cannot be differentiated forwards by its backward pass, nor by what it captures', () => {
  expect(() => jvp((v: JaxArray) => tenfold(v, v), [jnp.asarray(1.5)], [jnp.asarray(1.5)])).toThrow(
    "can't apply forward-mode differentiation (jvp) to a custom_vjp function.",
  )
  const captures = (v: JaxArray) => {
    const inner = customVjp((u: JaxArray) => jnp.multiply(u, v))
    inner.defvjp(
      (u: JaxArray) => [u, null],
      (_: null, g: JaxArray) => [g],
    )
    return inner(v)
  }
  expect(() => grad(captures)(jnp.asarray(1.5))).toThrow(
    'Detected differentiation of a custom_vjp function with respect to a closed-over value',
  )
})

test('a custom forward derivative is used by grad and jvp, through the jitted functions in its rule', () => {
  const cubed = (v: JaxArray): unknown => steep(v, 3)
  expect(lists(grad(cubed)(jnp.asarray(2.5)))).toBe(100)
  expect(lists(jvp(cubed, [jnp.asarray(2.5)], [jnp.asarray(1.5)]))).toEqual([15.625, 150])
  expect(lists(vmap(grad(cubed))(floats(2.5, -1.5)))).toEqual([100, 0])
})

test('a custom function without a rule says which rule is missing', () => {
  expect(() => customJvp(product)(floats(1), floats(1))).toThrow(
    'No JVP defined for custom_jvp function product using defjvp.',
  )
})

test('checkpoint changes no derivative, and its gradient computes the function again', () => {
  const f = (x: JaxArray): JaxArray => jnp.sin(jnp.cos(x))
  fc.assert(
    fc.property(fc.integer({min: -20, max: 20}), (n) => {
      const x = jnp.asarray(float(n / 4))
      expect(lists(grad(checkpoint(f))(x))).toEqual(lists(grad(f)(x)))
      expect(lists(hessian(checkpoint(f))(x))).toEqual(lists(hessian(f)(x)))
    }),
    {numRuns: 20},
  )
  const last = makeJaxpr(grad(checkpoint(f)))(jnp.asarray(0.5)).eqns.at(-1)?.op
  expect([last?.name, last?.calls?.[0]?.eqns.map(({op}) => op.name).toSorted()]).toEqual([
    'remat2',
    ['cos', 'cos', 'mul', 'mul', 'neg', 'sin'],
  ])
})

test('associativeScan with an addition gives what cumsum gives, from either end, for every length', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({min: -99, max: 99}), {minLength: 1, maxLength: 20}), (xs) => {
      const x = jnp.array(xs)
      expect(lists(lax.associativeScan(jnp.add, x))).toEqual(lists(jnp.cumsum(x)))
      const back = lists(lax.associativeScan(jnp.add, x, {reverse: true}))
      expect(back).toEqual(xs.map((_, i) => xs.slice(i).reduce((a, b) => a + b)))
    }),
  )
})

test('map gives the same for every batch size', () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 9}), fc.integer({min: 1, max: 9}), (length, batch_size) => {
      const f = (x: JaxArray) => [jnp.multiply(x, x), x]
      const xs = jnp.arange(length)
      expect(lists(lax.map(f, xs, {batch_size}))).toEqual(lists(lax.map(f, xs)))
    }),
  )
})
