import {defaultSession, jax, jnp, nnx, optax, resetSession} from '../../lib/index.ts'
import {graphdefCallStatic} from '../../examples/lessons/worked.ts'

const linear = (seed = 0): nnx.Linear => new nnx.Linear(4, 8, {rngs: new nnx.Rngs(seed)})

describe('what NNX says of a model and its two halves, in these spellings:', () => {
  test('nnx.split(model) gives the graphdef and the state', () => {
    const [graphdef, state] = nnx.split(linear())
    expect(graphdef).toBeInstanceOf(nnx.GraphDef)
    expect(state).toBeInstanceOf(nnx.State)
  })

  test("state['kernel'].value.shape is (4, 8), and state.bias.value.shape (8,)", () => {
    const [, state] = nnx.split(linear())
    expect(state['kernel'].value.shape).toEqual([4, 8])
    expect(state.bias.value.shape).toEqual([8])
  })

  test('what a state holds of a Param is a Param, and no other kind of Variable', () => {
    const {kernel} = nnx.state(linear())
    expect(kernel instanceof nnx.Param).toBe(true)
    expect(kernel instanceof nnx.Variable).toBe(true)
    expect(kernel instanceof nnx.BatchStat).toBe(false)
    const {mean} = nnx.state(new nnx.BatchNorm(4, {rngs: new nnx.Rngs(0)}))
    expect(mean instanceof nnx.BatchStat).toBe(true)
    expect(mean instanceof nnx.Param).toBe(false)
  })

  test('a Variable, and what a state holds of it, is an array to jnp', () => {
    const model = linear()
    const {kernel} = nnx.state(model)
    expect(jnp.sum(kernel).tolist()).toBe(jnp.sum(model.kernel).tolist())
    expect(jnp.matmul(jnp.ones([2, 4]), kernel).shape).toEqual([2, 8])
  })

  test('replace gives a copy with another value or metadata, of a Variable and of what a state holds of one', () => {
    const model = linear()
    const next = nnx.state(model).bias.replace(jnp.ones([8]), {note: 'ones'})
    expect([next.value.tolist(), next.getMetadata('note'), next instanceof nnx.Param]).toEqual([
      Array(8).fill(1),
      'ones',
      true,
    ])
    const copy = model.bias?.replace({value: jnp.ones([8]), note: 'ones'})
    expect([copy?.value.tolist(), copy?.getMetadata('note')]).toEqual([Array(8).fill(1), 'ones'])
    expect(model.bias?.hasMetadata('note')).toBe(false)
  })

  test('a state is frozen outside of Python text: to give it a value says what makes another one', () => {
    const {bias} = nnx.state(linear())
    expect(() => bias.setValue(jnp.ones([8]))).toThrow('nnx.edit(state, (draft) =>')
  })

  test('nnx.update takes a dict of names as well', () => {
    const model = linear()
    nnx.update(model, {bias: jnp.ones([8])})
    expect(model.bias?.value.tolist()).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
  })

  test('the graphdef holds no shape: two seeds, or other values, make equal graphdefs', () => {
    const [one, other] = [nnx.graphdef(linear(0)), nnx.graphdef(linear(1))]
    expect(one.equals(other)).toBe(true)
    expect(nnx.digest(one)).toBe(nnx.digest(other))
    const wide = new nnx.Linear(4, 9, {rngs: new nnx.Rngs(0)})
    expect(one.equals(nnx.graphdef(wide))).toBe(false) // out_features is static; the shape of the kernel is not in it
  })

  test('hash(graphdef) is nnx.digest(graphdef), == is equals, and JavaScript’s operators say so', () => {
    const graphdef: unknown = nnx.graphdef(linear())
    const added = (): unknown => Reflect.apply(Number, undefined, [graphdef])
    expect(added).toThrow('a.equals(b) is a == b of Python, nnx.digest(a) stands for hash(a)')
  })

  test('nnx.merge(graphdef, state) gives a model that can be called: model.call(x)', () => {
    const model = linear()
    const [graphdef, state] = nnx.split(model)
    const merged = nnx.merge(graphdef, state)
    expect(merged.call(jnp.ones([2, 4])).tolist()).toEqual(model.call(jnp.ones([2, 4])).tolist())
  })

  test('a state is immutable, and a change of it is another state', () => {
    const [graphdef, state] = nnx.split(linear())
    expect(() => Reflect.set(state, 'kernel', null)).not.toThrow()
    expect(state.kernel.value.shape).toEqual([4, 8])
    const zero = nnx.edit(state, (draft) => {
      draft.kernel.value = jnp.zeros([4, 8])
    })
    expect(zero.bias).toBe(state.bias)
    expect(jnp.sum(zero.kernel).tolist()).toBe(0)
    expect(nnx.merge(graphdef, zero).kernel.shape).toEqual([4, 8])
  })

  test('nnx.jit hits for other values, and misses for another structure', () => {
    resetSession()
    const model = linear()
    const forward = nnx.jit((m: nnx.Linear, x: jax.Array) => m.call(x))
    const x = jnp.ones([2, 4])
    forward(model, x)
    model.kernel.value = jnp.zeros([4, 8])
    forward(model, x)
    model.use_bias = false
    model.bias = nnx.data(null)
    forward(model, x)
    const {trace} = defaultSession()
    expect([0, 1, 2].map((i) => trace.at(i).outcome)).toEqual(['retrace', 'hit', 'retrace'])
  })

  test('a graphdef as a static argument of jax.jit beside its state is the same key, call for call', () => {
    resetSession()
    const forward = jax.jit(
      (graphdef: nnx.GraphDef<nnx.Linear>, state: nnx.StateOf<nnx.Linear>, x: jax.Array) =>
        nnx.merge(graphdef, state).call(x),
      {static_argnums: 0},
    )
    const x = jnp.ones([2, 4])
    for (const seed of [0, 1]) forward(...nnx.split(linear(seed)), x)
    expect([0, 1].map((i) => defaultSession().trace.at(i).outcome)).toEqual(['retrace', 'hit'])
  })

  test('an optimizer takes the model; grads have the shape of its state', () => {
    const model = linear()
    const optimizer = new nnx.Optimizer(model, optax.sgd(0.1), {wrt: nnx.Param})
    const loss = (m: nnx.Linear): jax.Array => jnp.mean(jnp.square(m.call(jnp.ones([2, 4]))))
    const grads = nnx.grad(loss)(model)
    expect(String(nnx.flat(grads).map(([path]) => path.join('.')))).toBe('bias,kernel')
    optimizer.update(model, grads)
    expect(optimizer.step.value.tolist()).toBe(1)
  })

  test('graphdefCallStatic(0, x, 8) reads [4, 8, 8] off the state, of a list or an array', () => {
    expect(graphdefCallStatic(0, [1, 2, 3, 4], 8)).toEqual([4, 8, 8])
    expect(graphdefCallStatic(0, jnp.ones([4]), 8)).toEqual([4, 8, 8])
  })
})

test('a number asked of an array that is being traced, as every operator of JavaScript does, says what to write', () => {
  const negated = jax.jit((x: unknown) => Reflect.apply(Number, undefined, [x]))
  expect(() => negated(jnp.ones([2]))).toThrow(
    'Write jnp.add(x, y) for x + y, jnp.negative(x) for -x, jnp.greater(x, 0) for x > 0, and jnp.where',
  )
})
