import golden from '../golden/tutorials.json' with {type: 'json'}
import {jax, jnp, type JaxArray, nnx, optax} from '../../lib/index.ts'
import {arrayOf, isNear, numbersOf, paths} from './near.ts'

const {basics, functional} = golden

type Param = InstanceType<typeof nnx.Param<JaxArray>>

class Linear extends nnx.Module {
  declare w: Param
  declare b: Param
  declare din: number
  declare dout: number

  constructor(din: number, dout: number, {rngs}: {rngs: nnx.Rngs}) {
    super()
    this.w = new nnx.Param(jax.random.uniform(rngs.params.call(), [din, dout]))
    this.b = new nnx.Param(jnp.zeros([dout]))
    this.din = din
    this.dout = dout
  }

  call(x: JaxArray): JaxArray {
    return jnp.add(jnp.matmul(x, this.w), this.b)
  }
}

class MLP extends nnx.Module {
  declare linear1: Linear | LoraLinear
  declare dropout: nnx.Dropout
  declare bn: nnx.BatchNorm
  declare linear2: Linear | LoraLinear

  constructor(din: number, dmid: number, dout: number, {rngs}: {rngs: nnx.Rngs}) {
    super()
    this.linear1 = new Linear(din, dmid, {rngs})
    this.dropout = new nnx.Dropout({rate: 0.1, rngs})
    this.bn = new nnx.BatchNorm({num_features: dmid, rngs})
    this.linear2 = new Linear(dmid, dout, {rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.linear2.call(nnx.gelu(this.dropout.call(this.bn.call(this.linear1.call(x)))))
  }
}

class LoraParam extends nnx.Param<JaxArray> {}

class LoraLinear extends nnx.Module {
  declare linear: Linear
  declare A: LoraParam
  declare B: LoraParam

  constructor(linear: Linear, rank: number, {rngs}: {rngs: nnx.Rngs}) {
    super()
    this.linear = linear
    this.A = new LoraParam(jax.random.normal(rngs.call(), [linear.din, rank]))
    this.B = new LoraParam(jax.random.normal(rngs.call(), [rank, linear.dout]))
  }

  call(x: JaxArray): JaxArray {
    return jnp.add(this.linear.call(x), jnp.matmul(jnp.matmul(x, this.A), this.B))
  }
}

class Count<V = JaxArray> extends nnx.Variable<V> {}

class Counter extends nnx.Module {
  declare count: Count

  constructor() {
    super()
    this.count = new Count(jnp.array(0))
  }

  call(): void {
    this.count.value = jnp.add(this.count, 1)
  }
}

/** Other numbers in each row: those of equal rows would come of rounding alone, once a BatchNorm has stretched them. */
const drawn = (...shape: readonly number[]): JaxArray => jax.random.normal(jax.random.key(7), shape)

describe('the tutorial "nnx basics"', () => {
  test('a new Linear holds w and b, and a call gives what flax gives', () => {
    const model = new Linear(2, 5, {rngs: new nnx.Rngs({params: 0})})
    expect(paths(model)).toEqual(['b', 'w'])
    expect([model.w.shape, model.b.shape]).toEqual([[2, 5], [5]])
    expect(isNear(numbersOf(model.call(jnp.ones([1, 2]))), basics.linear)).toBe(true)
  })

  test('a Counter counts its calls', () => {
    const counter = new Counter()
    expect(counter.count.value.item()).toBe(0)
    counter.call()
    expect(counter.count.value.item()).toBe(1)
  })

  test('an MLP holds other Modules, their state by path, and gives what flax gives', () => {
    const model = new MLP(2, 16, 5, {rngs: new nnx.Rngs(0)})
    expect(isNear(numbersOf(model.call(drawn(3, 2))), basics.mlp)).toBe(true)
    expect(paths(model, nnx.Param)).toEqual(
      ['bn.bias', 'bn.scale', 'linear1.b', 'linear1.w', 'linear2.b', 'linear2.w'].toSorted(),
    )
    expect(paths(model, nnx.BatchStat)).toEqual(['bn.mean', 'bn.var'])
  })

  test('its Linear layers are replaced by LoRA ones around them', () => {
    const rngs = new nnx.Rngs(0)
    const model = new MLP(2, 32, 5, {rngs})
    for (const name of ['linear1', 'linear2'] as const) {
      const linear = model[name]
      if (linear instanceof Linear) model[name] = new LoraLinear(linear, 4, {rngs})
    }
    expect(isNear(numbersOf(model.call(drawn(3, 2))), basics.lora)).toBe(true)
    expect(paths(model, LoraParam)).toEqual(['linear1.A', 'linear1.B', 'linear2.A', 'linear2.B'].toSorted())
  })

  test('train_step compiles once, its losses over 20 steps are those of flax and fall, and what it does to the model comes back', () => {
    const model = new MLP(2, 16, 10, {rngs: new nnx.Rngs(0)})
    const optimizer = new nnx.Optimizer(model, optax.adam(1e-3), {wrt: nnx.Param})
    const trainStep = nnx.jit((model: MLP, optimizer: nnx.Optimizer, x: JaxArray, y: JaxArray) => {
      const lossFn = (model: MLP): JaxArray => jnp.mean(jnp.power(jnp.subtract(model.call(x), y), 2))
      const [loss, grads] = nnx.valueAndGrad(lossFn)(model)
      optimizer.update(model, grads)
      return loss
    })
    const [x, y] = [drawn(5, 2), jnp.ones([5, 10])]
    const losses = basics.losses.map(() => arrayOf(trainStep(model, optimizer, x, y)).item())
    expect(isNear(losses, basics.losses)).toBe(true)
    expect(Number(losses.at(-1))).toBeLessThan(Number(losses[0]))
    expect(isNear(numbersOf(model.bn.var.value), basics.bn)).toBe(true)
    expect([optimizer.step.value.item(), model.dropout.rngs?.count.value.item()]).toEqual([20, 20])
    expect(trainStep.size()).toBe(1)
  })

  test('five MLPs are made by vmap and gone through by scan: their states are stacked and move', () => {
    const made = nnx.vmap((key: JaxArray) => new MLP(10, 32, 10, {rngs: new nnx.Rngs(key)}), {
      in_axes: 0,
      out_axes: 0,
    })(jax.random.split(jax.random.key(0), 5))
    if (!(made instanceof MLP) || !(made.linear1 instanceof Linear)) throw new TypeError('no MLP')
    expect([made.linear1.w.shape, made.bn.mean.shape]).toEqual([
      [5, 10, 32],
      [5, 32],
    ])
    const forward = nnx.scan((model: MLP, x: JaxArray) => model.call(x), {
      in_axes: [0, nnx.Carry],
      out_axes: nnx.Carry,
    })
    const y = arrayOf(forward(made, drawn(3, 10)))
    expect(y.shape).toEqual([3, 10])
    expect(isNear(numbersOf(y), basics.scanned)).toBe(true)
    expect(numbersOf(made.dropout.rngs?.count.value)).toEqual(basics.counts)
  })
})

class StatefulLinear extends nnx.Module {
  declare w: Param
  declare b: Param
  declare count: Count

  constructor(din: number, dout: number, {rngs}: {rngs: nnx.Rngs}) {
    super()
    this.w = new nnx.Param(jax.random.uniform(rngs.call(), [din, dout]))
    this.b = new nnx.Param(jnp.zeros([dout]))
    this.count = new Count(jnp.array(0, 'uint32'))
  }

  call(x: JaxArray): JaxArray {
    this.count.value = jnp.add(this.count, 1)
    return jnp.add(jnp.matmul(x, this.w), this.b)
  }
}

describe('its part on the functional API', () => {
  const model = new StatefulLinear(3, 5, {rngs: new nnx.Rngs(0)})
  const y = model.call(jnp.ones([1, 3]))

  test('a call counts, and gives what flax gives', () => {
    expect(isNear(numbersOf(y), functional.y)).toBe(true)
    expect(model.count.value.item()).toBe(1)
  })

  test('split gives a graphdef and a state of all Variables; a filter for each part gives one state each', () => {
    expect(nnx.split(model)[0]).toBeInstanceOf(nnx.GraphDef)
    expect(paths(model)).toEqual(['b', 'count', 'w'])
    const parts = nnx.split(model, nnx.Param, Count).slice(1)
    expect(parts.map((part) => Object.keys(part).toSorted())).toEqual([['b', 'w'], ['count']])
  })

  test('filters that leave a Variable over are refused', () => {
    expect(() => nnx.split(model, Count)).toThrow('Non-exhaustive filters')
  })

  test('split, merge, split in jax.jit, then update: the count of the model outside goes on', () => {
    const [graphdef, state] = nnx.split(model)
    const forward = jax.jit((state: nnx.State, x: JaxArray): readonly unknown[] => {
      const inner = nnx.merge(graphdef, state)
      const out = inner.call(x)
      return [out, nnx.split(inner)[1]]
    })
    const [out, after] = forward(state, jnp.ones([1, 3]))
    expect(isNear(numbersOf(out), functional.y)).toBe(true)
    expect(model.count.value.item()).toBe(1)
    if (after instanceof nnx.State) nnx.update(model, after)
    expect(model.count.value.item()).toBe(2)
  })

  test('merge and update take several states; the merged model shares the Variables of the one that was split', () => {
    const [graphdef, params, counts] = nnx.split(model, nnx.Param, Count)
    if (params === undefined || counts === undefined) throw new TypeError('two states are wanted')
    const other: unknown = nnx.merge(graphdef, params, counts)
    if (!(other instanceof StatefulLinear)) throw new TypeError('merge gave back no model')
    nnx.update(other, params, counts)
    expect(isNear(numbersOf(other.call(jnp.ones([1, 3]))), functional.y)).toBe(true)
    expect([other.count.value.item(), model.count.value.item()]).toEqual([3, 3])
  })
})
