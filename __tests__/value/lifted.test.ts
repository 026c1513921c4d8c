import golden from '../golden/lifted.json' with {type: 'json'}
import {jax, type JaxArray, jnp, nnx} from '../../lib/index.ts'
import {entry} from '../entry.ts'

/** Multiplies by a Param, and counts its calls. */
class Scale extends nnx.Module {
  declare w: InstanceType<typeof nnx.Param<JaxArray>>
  declare n: InstanceType<typeof nnx.BatchStat<JaxArray>>

  constructor(k: JaxArray | number) {
    super()
    this.w = new nnx.Param(jnp.asarray(k, 'float32'))
    this.n = new nnx.BatchStat(jnp.asarray(0, 'float32'))
  }

  call(x: JaxArray): JaxArray {
    this.n.value = jnp.add(this.n.value, 1)
    return jnp.multiply(this.w.value, x)
  }
}

const number = (x: number): JaxArray => jnp.asarray(x, 'float32')
const numbers = (...xs: number[]): JaxArray => jnp.array(xs, 'float32')
const forward = (m: Scale, x: JaxArray): JaxArray => m.call(x)
const twice = (m: Scale, x: JaxArray): JaxArray => m.call(m.call(x))

const mapped = nnx.vmap((k: JaxArray) => new Scale(k))

/** Three models in one, by 1, 2 and 3. */
function stack(): Scale {
  const models = mapped(jnp.arange(1, 4))
  if (models instanceof Scale) return models
  throw new TypeError('vmap gave back no model')
}

/** What a model is counted and scaled by. */
const held = ({w, n}: Scale): readonly JaxArray[] => [n.value, w.value]

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const values = (state: unknown): readonly unknown[] =>
  typeof state === 'object' && state !== null ? Object.values(state) : []

const onward = {in_axes: [nnx.Carry, 0], out_axes: nnx.Carry} as const
const fixedParams = (rest: 0 | typeof nnx.Carry) =>
  new nnx.StateAxes([
    [nnx.Param, null],
    [nnx.ellipsis, rest],
  ])

/** The programs of lifted.py; each gives a list. */
const programs: Readonly<Record<string, () => readonly unknown[]>> = {
  vmap_models: () => {
    const models = stack()
    return [nnx.vmap(forward)(models, numbers(1, 2, 3)), ...held(models)]
  },
  vmap_state_axes: () => {
    const model = new Scale(2)
    model.n.value = jnp.zeros([3])
    const f = (m: Scale, x: JaxArray): JaxArray => {
      m.n.value = jnp.add(m.n.value, x)
      return jnp.multiply(m.w.value, x)
    }
    return [nnx.vmap(f, {in_axes: [fixedParams(0), 0]})(model, numbers(1, 2, 3)), ...held(model)]
  },
  scan_layers: () => {
    const models = stack()
    return [nnx.scan((x: JaxArray, m: Scale) => m.call(x), onward)(number(1), models), models.n.value]
  },
  scan_state: () => {
    const model = new Scale(2)
    const f = (c: JaxArray, m: Scale, x: JaxArray) => [jnp.add(c, m.call(x)), c]
    const run = nnx.scan(f, {in_axes: [nnx.Carry, fixedParams(nnx.Carry), 0]})
    return [...list(run(number(0), model, numbers(0, 1, 2))), model.n.value]
  },
  scan_module: () => {
    const model = new Scale(2)
    const [out, ys] = list(nnx.scan((m: Scale, x: JaxArray) => [m, m.call(x)])(model, numbers(0, 1, 2)))
    return [ys, out instanceof Scale ? out.n.value : null, model.n.value]
  },
  scan_reverse: () => {
    const run = nnx.scan((x: JaxArray, m: Scale) => [m.call(x), x], {in_axes: [nnx.Carry, 0], reverse: true})
    return list(run(number(1), stack()))
  },
  scan_grad: () => {
    const models = stack()
    const run = nnx.scan((x: JaxArray, m: Scale) => jnp.sin(m.call(x)), onward)
    const step = nnx.jit((ms: Scale, x: JaxArray) => {
      const grads = nnx.grad((m: Scale) => run(x, m))(ms)
      return values(grads)
    })
    return [...step(models, number(1)), models.n.value]
  },
  cond_both: () => {
    const model = new Scale(2)
    const f = nnx.jit((m: Scale, p: JaxArray, x: JaxArray) => nnx.cond(p, forward, twice, m, x))
    return [true, false].flatMap((p) => [f(model, p, number(3)), model.n.value])
  },
  switch_three: () => {
    const model = new Scale(2)
    const branches = [(_: Scale, x: JaxArray) => x, forward, twice]
    return [...[0, 1, 2].map((i) => nnx.switch(i, branches, model, number(3))), model.n.value]
  },
  while_model: () => {
    const model = new Scale(2)
    const test = ([, x]: [Scale, JaxArray]) => jnp.less(x, 10)
    const turn = ([m, x]: [Scale, JaxArray]) => [m, m.call(x)]
    return [list(nnx.whileLoop(test, turn, [model, number(1)]))[1], model.n.value]
  },
  fori_model: () => {
    const model = new Scale(2)
    const turn = (i: JaxArray, [m, x]: [Scale, JaxArray]) => [m, jnp.add(m.call(x), i)]
    return [list(nnx.foriLoop(0, 4, turn, [model, number(1)]))[1], model.n.value]
  },
  remat_grad: () => {
    const model = new Scale(2)
    const body = nnx.remat((m: Scale, x: JaxArray) => jnp.sin(m.call(x)))
    return [...values(nnx.grad((m: Scale) => body(m, number(3)))(model)), model.n.value]
  },
  split_streams: () => {
    const rngs = new nnx.Rngs(0, {dropout: 1})
    const backups = nnx.splitRngs(rngs, {splits: 3, only: nnx.PathContains('dropout')})
    const inside = [jax.random.keyData(rngs.dropout.key.value), rngs.dropout.count.value]
    nnx.restoreRngs(backups)
    return [...inside, rngs.dropout.count.value, rngs.stream('default').count.value]
  },
  fork_streams: () => {
    const rngs = new nnx.Rngs(0)
    const backups = nnx.forkRngs(rngs)
    const key = jax.random.keyData(rngs.call())
    nnx.restoreRngs(backups)
    const {count} = rngs.stream('default')
    const before = count.value
    return [key, before, jax.random.keyData(rngs.split(2).stream('default').key.value)]
  },
  dropout_rows: () => {
    const drop = new nnx.Dropout({rate: 0.5, rngs: new nnx.Rngs(0)})
    const in_axes = [
      new nnx.StateAxes([
        [nnx.RngState, 0],
        [nnx.ellipsis, null],
      ]),
      0,
    ] as const
    const rows = nnx.splitRngs({splits: 3})(
      nnx.vmap((d: InstanceType<typeof nnx.Dropout>, x: JaxArray) => d.call(x), {in_axes}),
    )
    return [rows(drop, jnp.ones([3, 4])), drop.rngs?.count.value]
  },
}

/** The numbers of an array, or of what holds one. */
function plain(value: unknown): unknown {
  const array: unknown = value instanceof nnx.VariableState ? value.value : value
  return array instanceof jax.Array ? array.tolist() : array
}

test.each(Object.keys(golden))(
  '%s gives what flax gives, and leaves in its models what flax leaves',
  (name) => {
    const expected = entry<readonly unknown[]>(golden, name).flat(3)
    const found = entry(programs, name)().map(plain).flat(3)
    expect(found.map((x) => (typeof x === 'number' ? Number(x.toPrecision(6)) : x))).toEqual(
      expected.map((x) => Number(Number(x).toPrecision(6))),
    )
  },
)

test('state that is the same for all rows may not come to differ; what a step of a scan does to it is lost, as in flax', () => {
  const change = (m: Scale, x: JaxArray): JaxArray => (m.n.value = x)
  expect(() => nnx.vmap(change, {in_axes: [null, 0]})(new Scale(2), numbers(1, 2))).toThrow(
    'got axis spec None but output was batched',
  )
  const run = nnx.scan((c: JaxArray, m: Scale, x: JaxArray) => [c, change(m, x)], {
    in_axes: [nnx.Carry, null, 0],
  })
  const model = new Scale(2)
  expect(list(run(number(0), model, numbers(1, 2))).map((one) => jnp.asarray(one).tolist())).toEqual([
    0,
    [1, 2],
  ])
  expect(model.n.value.item()).toBe(0)
})

test('a branch or a turn that gives a model another attribute is refused', () => {
  const grow = (m: Scale, x: JaxArray): JaxArray => {
    Reflect.set(m, 'more', new nnx.Param(x))
    return x
  }
  expect(() => nnx.cond(true, grow, forward, new Scale(2), number(1))).toThrow(
    'branch outputs must have the same pytree structure',
  )
  expect(() => nnx.foriLoop(0, 2, (_: JaxArray, m: Scale) => (grow(m, number(1)), m), new Scale(2))).toThrow(
    'must have the same pytree structure',
  )
})

test('evalShape gives a model that holds shapes in place of arrays', () => {
  const model = nnx.evalShape(() => new Scale(2))
  if (!(model instanceof Scale)) throw new TypeError('evalShape gave back no model')
  expect(model.w.value).toEqual(new jax.ShapeDtypeStruct([], 'float32'))
})
