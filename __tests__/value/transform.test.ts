import '../../lib/value/index.ts'
import fc from 'fast-check'
import {ArrayImpl, type JaxArray} from '../../lib/array/index.ts'
import {jaxJit} from '../../lib/jit/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import {float} from '../../lib/python/index.ts'
import {grad, hessian, jacfwd, jacrev, jvp, lax, vmap} from '../../lib/transform/index.ts'

const lists = (tree: unknown): unknown =>
  tree instanceof ArrayImpl ? tree.tolist() : Array.isArray(tree) ? tree.map(lists) : tree

const floats = (...numbers: number[]): JaxArray => jnp.array(numbers.map((n) => float(n)))

const numbers = fc.array(fc.integer({min: -8, max: 8}), {minLength: 1, maxLength: 5})

test('grad of a sum of squares is twice the argument', () => {
  fc.assert(
    fc.property(numbers, (xs) => {
      const found = grad((x: JaxArray) => jnp.sum(jnp.multiply(x, x)))(floats(...xs))
      expect(lists(found)).toEqual(xs.map((x) => 2 * x))
    }),
  )
})

test('vmap of a function of rows is the function of each row, stacked', () => {
  const f = (x: JaxArray): JaxArray => jnp.cumsum(jnp.multiply(x, jnp.add(jnp.sum(x), 1)))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer(), fc.integer(), fc.integer()), {minLength: 1, maxLength: 4}),
      (rows) => {
        const small = rows.map((row) => row.map((n) => (n % 100) + 0))
        const matrix = jnp.array(small)
        const each = small.map((row) => lists(f(jnp.array(row))))
        expect(lists(vmap(f)(matrix))).toEqual(each)
      },
    ),
  )
})

test('scan gives what a loop in the host language gives', () => {
  fc.assert(
    fc.property(numbers, (xs) => {
      let sum = 0
      const before = xs.map((x) => {
        sum += x
        return sum - x
      })
      const found = lax.scan((c: JaxArray, x: JaxArray) => [jnp.add(c, x), c], 0, jnp.array(xs))
      expect(lists(found)).toEqual([sum, before])
    }),
  )
})

test('jacfwd and jacrev agree, and the Jacobian of a gradient is the Hessian', () => {
  const f = (x: JaxArray): JaxArray => jnp.multiply(jnp.sum(x), jnp.multiply(x, x))
  const loss = (x: JaxArray): JaxArray => jnp.sum(f(x))
  fc.assert(
    fc.property(numbers, (xs) => {
      const x = floats(...xs)
      expect(lists(jacfwd(f)(x))).toEqual(lists(jacrev(f)(x)))
      expect(lists(hessian(loss)(x))).toEqual(lists(jacrev(grad(loss))(x)))
    }),
  )
})

test('a derivative through scan, cond and while_loop is that of the same steps written out', () => {
  const written = (x: JaxArray): JaxArray => jnp.sin(jnp.multiply(jnp.sin(jnp.multiply(x, x)), x))
  const scanned = (x: JaxArray): unknown =>
    lax.scan((c: JaxArray) => [jnp.sin(jnp.multiply(c, x)), null], x, null, {length: 2})[0]
  const chosen = (x: JaxArray): unknown =>
    lax.cond(jnp.greater(x, 0), written, (y: JaxArray) => jnp.negative(y), x)
  const twice = (x: JaxArray, count: number | JaxArray): unknown =>
    lax.foriLoop(0, count, (_i: JaxArray, c: JaxArray) => jnp.sin(jnp.multiply(c, x)), x)
  const turned = jaxJit((x: JaxArray, count: JaxArray) => twice(x, count))
  const x = jnp.array(float(0.75))
  expect(lists(grad(scanned)(x))).toEqual(lists(grad(written)(x)))
  expect(lists(grad(chosen)(x))).toEqual(lists(grad(written)(x)))
  expect(lists(grad((y: JaxArray) => twice(y, jnp.array(2)))(x))).toEqual(lists(grad(written)(x)))
  const counted = (y: JaxArray): unknown => turned(y, jnp.array(2))
  expect(lists(jvp(counted, [x], [jnp.array(float(1))])[1])).toEqual(lists(grad(written)(x)))
  expect(() => grad(counted)(x)).toThrow('Reverse-mode differentiation does not work for lax.while_loop')
})

test('vmap of while_loop goes on until no row goes on, and rows that ended keep their value', () => {
  const grown = (x: JaxArray): unknown =>
    lax.whileLoop(
      (c: JaxArray) => jnp.less(c, 10),
      (c: JaxArray) => jnp.multiply(c, 2),
      x,
    )
  expect(lists(vmap(grown)(jnp.array([1, 3, 20])))).toEqual([16, 12, 20])
})

test('the body of a loop or a branch is traced once for its function and the types, whoever calls it; a weak start of the same dtype asks for no second trace', () => {
  const seen: string[] = []
  const body = (c: JaxArray, x: JaxArray): unknown => {
    seen.push('scan')
    return [jnp.add(c, x), c]
  }
  const yes = (x: JaxArray): JaxArray => {
    seen.push('yes')
    return jnp.multiply(x, 2)
  }
  const no = (x: JaxArray): JaxArray => x
  const f = (x: JaxArray): unknown => [
    lax.scan(body, float(0), x)[0],
    lax.cond(jnp.greater(jnp.sum(x), 0), yes, no, x),
  ]
  const [first, second] = [lists(f(floats(1, 2))), lists(f(floats(1, 2)))]
  expect(second).toEqual(first)
  expect(seen).toEqual(['scan', 'yes'])
  expect(lists(f(floats(1, 2, 3)))).toEqual([6, [2, 4, 6]])
  expect(seen.slice(2)).toEqual(['yes'])
})

test('a body that captures a traced value is traced anew, since that value is another each time', () => {
  const scale: {by: JaxArray} = {by: floats(1)}
  const body = (c: JaxArray, x: JaxArray): unknown => [jnp.add(c, jnp.multiply(scale.by, x)), null]
  const run = jaxJit((k: JaxArray, x: JaxArray, start: JaxArray) => {
    scale.by = k
    return lax.scan(body, start, x)[0]
  })
  const zero = jnp.asarray(float(0))
  expect(lists(run(jnp.asarray(float(2)), floats(1, 2), zero))).toBe(6)
  expect(lists(run(jnp.asarray(float(3)), floats(1, 2, 3), zero))).toBe(18)
})
