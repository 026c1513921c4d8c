import {type JaxArray, jax, jnp, nnx, Tuple} from '../../lib/index.ts'

/** What real flax 0.12.8 gives for the same programs stands in these tests. */
class Sub extends nnx.Module {
  declare lin: nnx.Linear

  constructor(rngs: nnx.Rngs) {
    super()
    this.lin = new nnx.Linear(2, 2, {rngs})
  }

  feat(x: JaxArray): JaxArray {
    this.sow(nnx.Intermediate, 'f', x)
    return this.lin.call(x)
  }

  call(x: JaxArray): JaxArray {
    return jnp.multiply(this.perturb('p', this.feat(x)), 2)
  }
}

class Model extends nnx.Module {
  declare a: Sub
  declare b: Sub
  declare head: nnx.List<nnx.Linear>

  constructor(rngs: nnx.Rngs) {
    super()
    this.a = new Sub(rngs)
    this.b = this.a
    this.head = new nnx.List([new nnx.Linear(2, 2, {rngs})])
  }

  call(x: JaxArray): JaxArray {
    const y = this.b.call(this.a.call(x))
    return this.head[0]?.call(y) ?? y
  }
}

const model = (): Model => new Model(new nnx.Rngs(0))
const x = jnp.ones([1, 2])
const forward = (m: Model, row: JaxArray): JaxArray => m.call(row)

const shapeOf = (value: unknown): unknown => (value instanceof jax.Array ? value.shape : value)

/** The shapes in a state, those of a tuple in a list. */
const shapesOf = (state: unknown): unknown =>
  nnx.toPureDict(state, (leaf) => {
    const value: unknown = leaf instanceof nnx.VariableState ? leaf.value : leaf
    return value instanceof Tuple ? value.map(shapeOf) : shapeOf(value)
  })

const captured = (fn: (...args: readonly unknown[]) => unknown, ...args: readonly unknown[]): unknown[] => {
  const result = fn(...args)
  return Array.isArray(result) ? result.slice(1).map(shapesOf) : []
}

const twice = [
  [1, 2],
  [1, 2],
]

describe('nnx.capture(fn, …)', () => {
  test('gives what Modules sow in a call, and leaves nothing of it on the model', () => {
    const m = model()
    const before = nnx.graphdef(m)
    expect(captured(nnx.capture(m, nnx.Intermediate), x)).toEqual([{a: {f: twice}}])
    expect(captured(nnx.capture(nnx.Intermediate)(forward), m, x)).toEqual([{a: {f: twice}}])
    expect(nnx.graphdef(m).equals(before)).toBe(true)
  })

  test('gives a state for each class, the first that a value passes', () => {
    const [a, f, p] = [model(), {f: twice}, {p: [1, 2]}]
    expect(captured(nnx.capture(forward, nnx.Perturbation, nnx.Intermediate), a, x)).toEqual([{a: p}, {a: f}])
    expect(captured(nnx.capture(forward, nnx.Intermediate, nnx.Perturbation), a, x)).toEqual([
      {a: {...f, ...p}},
      {},
    ])
  })

  test('without a class gives the result alone', () => {
    expect(nnx.capture(forward)(model(), x)).toBeInstanceOf(jax.Array)
  })

  test('with method_outputs records what every method gives, of layers of flax their call', () => {
    const m = model()
    const outputs = captured(nnx.capture(m, nnx.Intermediate, {method_outputs: nnx.Intermediate}), x)
    expect(outputs).toEqual([
      {
        __call__: [[1, 2]],
        a: {__call__: twice, f: twice, feat: twice, lin: {__call__: twice}},
        head: {0: {__call__: [[1, 2]]}},
      },
    ])
  })

  test('with init begins with perturbations, by which a gradient is that of the values', () => {
    const m = model()
    const [, perturbations] = pairOf(nnx.capture(m, nnx.Perturbation)(x))
    const loss = (one: Model, given: nnx.State, row: JaxArray): unknown => {
      const [y, sown] = pairOf(nnx.capture(one, nnx.Intermediate, {init: given})(row))
      return [jnp.sum(jnp.asarray(y)), sown]
    }
    const result = nnx.grad(loss, {argnums: [0, 1], has_aux: true})(m, perturbations, x)
    const [grads, sown] = pairOf(result)
    const [, byValues] = pairOf(grads)
    expect(shapesOf(byValues)).toEqual({a: {p: [1, 2]}})
    expect(shapesOf(nnx.mergeState(byValues, sown))).toEqual({a: {f: twice, p: [1, 2]}})
  })

  test('inside a jitted function costs one trace; around it the captures are a part of the key', () => {
    let traces = 0
    const inside = nnx.jit((m: Model, row: JaxArray) => {
      traces++
      return nnx.capture(forward, nnx.Intermediate)(m, row)
    })
    const m = model()
    for (let i = 0; i < 3; i++) inside(m, x)
    expect(traces).toBe(1)
    traces = 0
    const jitted = nnx.jit((one: Model, row: JaxArray) => {
      traces++
      return one.call(row)
    })
    const fresh = model()
    jitted(fresh, x)
    for (let i = 0; i < 3; i++) nnx.capture(jitted, nnx.Intermediate)(fresh, x)
    expect(traces).toBe(2)
  })
})

const pairOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

describe('without a capture', () => {
  test('sow and perturb keep what they are given in attributes', () => {
    const m = model()
    m.call(x)
    expect(shapesOf(nnx.state(m, nnx.Intermediate))).toEqual({a: {f: twice, p: [1, 2]}})
  })

  test('sow makes one value of those before by reduce_fn, from what init_fn gives', () => {
    const m = model()
    const options = {
      init_fn: () => 0,
      reduce_fn: (before: unknown, one: unknown) => Number(before) + Number(one),
    }
    m.sow(nnx.Intermediate, 'sum', 2, options)
    m.sow(nnx.Intermediate, 'sum', 3, options)
    expect(nnx.toPureDict(nnx.state(m, nnx.Intermediate))).toEqual({sum: 5})
    expect(() => m.perturb('lost', x, nnx.Param) && m.perturb('lost', x)).toThrow(
      "Expected 'lost' to be of type 'Perturbation', got 'Param'",
    )
  })
})

test('nnx.grad by a state is by all that it holds: a filter decides over models alone', () => {
  const [graphdef, state] = nnx.split(new nnx.BatchNorm(2, {rngs: new nnx.Rngs(0)}))
  const loss = (given: nnx.State): JaxArray => jnp.sum(nnx.merge(graphdef, given).call(x))
  expect(shapesOf(nnx.grad(loss)(state))).toEqual({bias: [2], mean: [2], scale: [2], var: [2]})
})

describe('nnx.EMA', () => {
  test('update moves the averages, which applyTo shares with a model', () => {
    const m = model()
    const ema = new nnx.EMA(m, 0.9)
    const smooth = ema.applyTo(m)
    expect(smooth.a).toBe(smooth.b)
    const before = m.a.lin.kernel.value
    m.a.lin.kernel.value = jnp.add(before, 1)
    ema.update(m)
    const moved = jnp.subtract(smooth.a.lin.kernel, before)
    expect(jnp.allclose(moved, 0.1, {rtol: 1e-4}).item()).toBe(true)
  })

  test('follows the Variables that a filter names, and leaves the model its others', () => {
    const m = model()
    const ema = new nnx.EMA(m, 0.5, {only: nnx.PathContains('bias')})
    expect(ema.applyTo(m).a.lin.kernel).toBe(m.a.lin.kernel)
    expect(ema.applyTo(m).a.lin.bias).not.toBe(m.a.lin.bias)
  })

  test('compiles once in a jitted function', () => {
    let traces = 0
    const step = nnx.jit((ema: nnx.EMA, m: Model) => {
      traces++
      ema.update(m)
    })
    const m = model()
    const ema = new nnx.EMA(m, 0.9)
    for (let i = 0; i < 3; i++) step(ema, m)
    expect(traces).toBe(1)
  })

  test('refuses a model of another structure and an array in no Variable', () => {
    const ema = new nnx.EMA(model(), 0.9)
    expect(() => {
      ema.update(new nnx.Linear(2, 2, {rngs: new nnx.Rngs(0)}))
    }).toThrow('a model of the structure')
    const loose = Object.assign(new nnx.Linear(2, 2, {rngs: new nnx.Rngs(0)}), {extra: jnp.ones([2])})
    expect(() => new nnx.EMA(loose, 0.9)).toThrow(
      "EMA only supports Variable leaves, got ArrayImpl at path 'extra'",
    )
  })
})
