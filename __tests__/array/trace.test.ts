import fc from 'fast-check'
import {asOperand, callJaxpr, gradientsOf} from '../../lib/lax/index.ts'
import {
  at,
  configured,
  dtypeOf,
  equations,
  type JaxArray,
  replay,
  shaped,
  trace,
  usedInputs,
} from '../../lib/array/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
import {lines} from './lines.ts'

const f32 = (...shape: number[]) => shaped(shape, dtypeOf('float32'))

describe('trace(avals, body)', () => {
  test('runs the body once and makes a constant of each captured array', () => {
    let runs = 0
    const [a, b] = [jnp.ones(3), jnp.zeros(3)]
    const jaxpr = trace([f32(3)], ([x]) => {
      runs++
      return [asOperand(jnp.add(jnp.add(jnp.add(x, a), b), a))]
    })
    expect(runs).toBe(1)
    expect(jaxpr.consts).toHaveLength(2)
    for (const [i, one] of [a, b].entries()) expect(jaxpr.consts[i]).toBe(one)
    expect(jaxpr.invars.length).toBe(1)
  })

  test('puts a constant operation into the jaxpr too, as JAX does', () => {
    expect(lines(trace([], () => [asOperand(jnp.zeros(3))]))).toEqual([
      "broadcast_in_dim ['float32[]'] -> ['float32[3]']",
    ])
  })

  test('counts equations of called jaxprs', () => {
    expect(equations(trace([f32(3)], ([x]) => [asOperand(jax.nn.relu(x))]))).toBe(3)
  })

  test('inside another trace captures the outer value as a constant of the inner jaxpr', () => {
    const outer = trace([f32(3), f32(3)], ([x, y]) => {
      const inner = trace([f32(3)], ([z]) => [asOperand(jnp.multiply(z, x))], 'inner')
      expect(inner.consts).toHaveLength(1)
      expect(inner.consts[0]).toBe(x)
      return callJaxpr(inner, [y])
    })
    expect(lines(outer)).toEqual([
      "jit[inner] ['float32[3]', 'float32[3]'] -> ['float32[3]']",
      "  mul ['float32[3]', 'float32[3]'] -> ['float32[3]']",
    ])
  })

  test('after an error leaves no trace open', () => {
    expect(() =>
      trace([f32(3)], () => {
        throw new Error('body')
      }),
    ).toThrow('body')
    expect(jnp.add(jnp.ones(3), 1).shape).toEqual([3])
  })

  test('replayed gives the same equations', () => {
    const body = (x: JaxArray) => jax.nn.gelu(jnp.matmul(x, jnp.ones([4, 2])))
    const first = trace([f32(3, 4)], ([x]) => [asOperand(body(x))])
    expect(lines(trace([f32(3, 4)], (inputs) => replay(first, inputs)))).toEqual(lines(first))
  })
})

describe('usedInputs(jaxpr)', () => {
  test('names the inputs that the outputs need', () => {
    expect(
      usedInputs(trace([f32(3), f32(3), f32(3)], ([x, y, z]) => (jnp.add(y, z), [asOperand(jnp.sin(x))]))),
    ).toEqual([true, false, false])
  })

  test('looks into called jaxprs', () => {
    const inner = trace([f32(3), f32(3)], ([a, b]) => [a, b])
    const outer = trace([f32(3), f32(3)], ([x, y]) => [at(callJaxpr(inner, [x, y]), 1)])
    expect(usedInputs(outer)).toEqual([false, true])
  })
})

describe('valueAndGrad(body)', () => {
  const unary = [
    jnp.sin,
    jnp.exp,
    jnp.tanh,
    jax.nn.relu,
    jax.nn.silu,
    jax.nn.softplus,
    jax.nn.gelu,
    jnp.square,
    (x: JaxArray) => jnp.transpose(x),
    (x: JaxArray) => jnp.reshape(x, [x.size]),
    (x: JaxArray) => jnp.sum(x, {axis: 0, keepdims: true}),
    (x: JaxArray) => jnp.concatenate([x, x]),
    (x: JaxArray) => jax.nn.softmax(x),
    (x: JaxArray) => jnp.getitem(x, 0),
    (x: JaxArray) => jnp.where(jnp.greater(x, 0), x, 0),
    (x: JaxArray) => jnp.var(x),
  ]

  test('gives each gradient the shape and dtype of its input, whatever the program', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(unary.length - 1), {maxLength: 6}),
        fc.array(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 3}),
        (choices, shape) => {
          const {results, gradients} = gradientsOf(
            ([x]) => [asOperand(jnp.sum(choices.reduce((y, i) => (y.ndim === 0 ? y : at(unary, i)(y)), x)))],
            [jnp.ones(shape)],
            [true],
          )
          expect(results[0].shape).toEqual([])
          expect(at(gradients, 0).aval).toBe(f32(...shape))
        },
      ),
    )
  })

  const gradient = (body: (x: JaxArray) => JaxArray, x: JaxArray): JaxArray =>
    at(gradientsOf(([y]) => [asOperand(body(y))], [asOperand(x)], [true]).gradients, 0)

  test('of what does not depend on the input is zeros', () => {
    expect(gradient(() => jnp.float32(1), jnp.ones([2, 3])).shape).toEqual([2, 3])
  })

  test('can be differentiated again', () => {
    const cubes = (z: JaxArray) => jnp.sum(jnp.power(z, 3))
    const second = (x: JaxArray) => gradient((y) => jnp.sum(gradient(cubes, y)), x)
    expect(second(jnp.ones([4])).shape).toEqual([4])
    expect(second(jax.nn.silu(jnp.ones([4]))).dtype.name).toBe('float32')
  })
})

describe('JavaScript’s operators on an array', () => {
  test('take a known array of one element for its number, and refuse others with a sentence', () => {
    expect(Number(jnp.float32(2.5))).toBe(2.5)
    expect(() => Number(jnp.ones(3))).toThrow('use jnp functions')
    expect(Number(jnp.sin(jnp.float32(1)))).toBeCloseTo(Math.sin(1))
    const unknown = configured({values: false}, () => jnp.sin(jnp.float32(1)))
    expect(() => Number(unknown)).toThrow('are not known')
  })
})

describe('an array in a for loop or a destructuring', () => {
  test('gives its parts along the first axis: const [a, b] = jax.random.split(key)', () => {
    const key = jax.random.key(0)
    const keys = jax.random.split(key)
    const [first, second] = keys
    expect([first, second].map((one) => jax.random.normal(one ?? key, [2]).tolist())).toEqual(
      [0, 1].map((at) => jax.random.normal(jnp.take(keys, at, {axis: 0}), [2]).tolist()),
    )
    expect([...jnp.arange(3)].map((one) => one.item())).toEqual([0, 1, 2])
  })

  test('is refused for an array without axes, as by JAX', () => {
    expect(() => [...jnp.zeros([])]).toThrow('iteration over a 0-d array')
  })
})
