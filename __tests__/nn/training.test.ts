import golden from '../golden/training.json' with {type: 'json'}
import {asOperand} from '../../lib/lax/index.ts'
import {dtypeOf, isArrayLike, JaxArray, shaped, trace} from '../../lib/array/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
import {
  flat,
  flatten,
  iterGraph,
  List,
  Module,
  Param,
  state,
  unflatten,
  Variable,
} from '../../lib/graph/index.ts'
import {Tuple, tuple} from '../../lib/python/index.ts'
import {optax} from '../../lib/optax/index.ts'
import * as nnx from '../../lib/nn/index.ts'
import {lines} from '../array/lines.ts'

const shapeOf = (leaf: unknown): unknown => {
  const value: unknown = typeof leaf === 'object' && leaf !== null ? Reflect.get(leaf, 'value') : undefined
  return value instanceof JaxArray ? value.shape : null
}

class Net extends Module {
  declare bn: nnx.BatchNorm
  declare drop: nnx.Dropout
  declare l1: nnx.Linear
  declare l2: nnx.Linear

  constructor(rngs: nnx.Rngs) {
    super()
    this.bn = new nnx.BatchNorm({num_features: 4, rngs})
    this.drop = new nnx.Dropout({rate: 0.1, rngs})
    this.l1 = new nnx.Linear({in_features: 4, out_features: 8, rngs})
    this.l2 = new nnx.Linear({in_features: 8, out_features: 4, rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.l2.call(jax.nn.relu(this.drop.call(this.l1.call(this.bn.call(x)))))
  }
}

const models = {
  Linear: () => new nnx.Linear({in_features: 4, out_features: 4, rngs: new nnx.Rngs(0)}),
  Net: () => new Net(new nnx.Rngs(0)),
}
const transformations = {
  sgd: () => optax.sgd(0.1),
  momentum: () => optax.sgd(0.1, {momentum: 0.9}),
  nesterov: () => optax.sgd(0.1, {momentum: 0.9, nesterov: true}),
  adam: () => optax.adam(1e-3),
  adamw: () => optax.adamw(1e-3),
}

function trainStep(model: Net | nnx.Linear, optimizer: nnx.Optimizer, x: JaxArray, y: JaxArray): unknown {
  const loss = (inner: Net | nnx.Linear) => jnp.mean(jnp.power(jnp.subtract(inner.call(x), y), 2))
  const [value, grads] = nnx.valueAndGrad(loss)(model)
  optimizer.update(model, grads)
  return value
}

const items = (value: unknown): readonly unknown[] => (value instanceof Tuple ? value : [])
const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : []

const isModel = (value: unknown): value is Net | nnx.Linear =>
  value instanceof Net || value instanceof nnx.Linear

describe('a training step leaves the equations of flax and optax', () => {
  for (const [tx, make] of Object.entries(transformations))
    for (const [name, build] of Object.entries(models))
      test(`${tx}, ${name}`, () => {
        const model = build()
        const {graphdef, leaves} = flatten(tuple(model, new nnx.Optimizer(model, make(), {wrt: Param})))
        const values = leaves.map(([, leaf]) =>
          asOperand(leaf instanceof Variable && isArrayLike(leaf.value) ? leaf.value : 0),
        )
        const x = shaped([2, 4], dtypeOf('float32'))
        const jaxpr = trace([...values.map(({aval}) => aval), x, x], (inputs) => {
          const both: unknown = unflatten(graphdef, inputs.slice(0, values.length))
          const [inner, optimizer] = items(both)
          const [features, labels] = inputs.slice(values.length)
          if (isModel(inner) && optimizer instanceof nnx.Optimizer && features && labels)
            trainStep(inner, optimizer, features, labels)
          return []
        })
        const recorded: Readonly<Record<string, readonly string[]>> = golden
        expect(lines(jaxpr)).toEqual(recorded[`${tx} ${name}`])
      })
})

describe('valueAndGrad(loss)(model)', () => {
  const x = jnp.ones([2, 4])

  test('gives gradients under the paths, classes and shapes of the Params', () => {
    const model = new Net(new nnx.Rngs(0))
    const [loss, grads] = nnx.valueAndGrad((m: Net) => jnp.sum(m.call(x)))(model)
    expect(loss).toBeInstanceOf(JaxArray)
    expect(flat(grads).map(([path]) => path.join('.'))).toEqual([
      'bn.bias',
      'bn.scale',
      'l1.bias',
      'l1.kernel',
      'l2.bias',
      'l2.kernel',
    ])
    expect(namesIn(grads)).toEqual(['bn', 'l1', 'l2'])
  })

  test('brings running statistics and counts back to the caller’s model, and leaves its structure alone', () => {
    const model = new Net(new nnx.Rngs(0))
    const before = flatten(model).graphdef
    const held = model.bn.mean.value
    const count = model.drop.rngs?.count.value
    nnx.grad((m: Net) => jnp.sum(m.call(x)))(model)
    expect(model.bn.mean.value).not.toBe(held)
    expect(model.drop.rngs?.count.value).not.toBe(count)
    expect(model.bn.mean.shape).toEqual([4])
    expect(flatten(model).graphdef.equals(before)).toBe(true)
    for (const [, node] of iterGraph(model))
      if (node instanceof Variable) expect(node.value).not.toHaveProperty('tangent')
  })

  test('keeps a shared Variable shared', () => {
    const rngs = new nnx.Rngs(0)
    class Tied extends Module {
      declare a: nnx.Linear
      declare b: nnx.Linear
      constructor() {
        super()
        this.a = new nnx.Linear({in_features: 4, out_features: 4, rngs})
        this.b = new nnx.Linear({in_features: 4, out_features: 4, rngs})
        this.b.kernel = this.a.kernel
      }
    }
    const model = new Tied()
    const grads = nnx.grad((m: Tied) => {
      expect(m.b.kernel).toBe(m.a.kernel)
      return jnp.sum(m.b.call(m.a.call(x)))
    })(model)
    expect(model.b.kernel).toBe(model.a.kernel)
    expect(flat(grads).map(([path]) => path.join('.'))).toEqual(['a.bias', 'a.kernel', 'b.bias'])
  })

  test('differentiates by a filter and returns what else the function returns', () => {
    const model = new nnx.LoRALinear({in_features: 4, out_features: 4, lora_rank: 2, rngs: new nnx.Rngs(0)})
    const [value, grads] = nnx.valueAndGrad(
      (m: nnx.LoRALinear) => {
        const y = m.call(x)
        return tuple(jnp.sum(y), y)
      },
      {argnums: new nnx.DiffState(0, nnx.LoRAParam), has_aux: true},
    )(model)
    expect(namesIn(grads)).toEqual(['lora'])
    expect(items(value)[1]).toMatchObject({aval: shaped([2, 4], dtypeOf('float32'))})
  })

  test('refuses a Variable of another trace with flax’s error', () => {
    const model = new nnx.Dropout({rate: 0.5, rngs: new nnx.Rngs(0)})
    const other = new nnx.Linear({in_features: 4, out_features: 4, rngs: new nnx.Rngs(0)})
    expect(() => nnx.grad((m: nnx.Linear) => jnp.sum(model.call(m.call(x))))(other)).toThrow(
      'Cannot mutate RngCount from a different trace level',
    )
  })
})

describe('an Optimizer', () => {
  test('trains a list of more than ten layers, each with its own gradient: items are counted, not sorted as text', () => {
    class Deep extends Module {
      declare layers: List<nnx.Linear>
    }
    const deep = new Deep()
    deep.layers = new List(
      Array.from(
        {length: 12},
        (_, i) => new nnx.Linear({in_features: i + 1, out_features: i + 2, rngs: new nnx.Rngs(0)}),
      ),
    )
    const shapes = (): unknown[] => flat(state(deep, Param)).map(([, leaf]) => shapeOf(leaf))
    const before = shapes()
    const optimizer = new nnx.Optimizer(deep, optax.adam(1e-3), {wrt: Param})
    optimizer.update(deep, state(deep, Param))
    expect(shapes()).toEqual(before)
  })

  const model = () => new nnx.Linear({in_features: 4, out_features: 4, rngs: new nnx.Rngs(0)})

  test('without wrt or gradients is refused as in flax', () => {
    expect(() => new nnx.Optimizer(model(), optax.sgd(0.1))).toThrow(
      'Missing required argument `wrt`. As of Flax 0.11.0',
    )
    expect(() => new nnx.Optimizer(model(), optax.sgd(0.1), {wrt: Param}).update(model())).toThrow(
      'Missing required argument `grads`. As of Flax 0.11.0',
    )
  })

  test('of a graphdef says that the graphdef holds no parameters', () => {
    const {graphdef} = flatten(model())
    expect(() => new nnx.Optimizer(graphdef, optax.adam(1e-3), {wrt: Param})).toThrow(
      'an Optimizer takes the model (or its state), but a GraphDef was given',
    )
    expect(() => new nnx.Optimizer(model(), optax.sgd(0.1), {wrt: Param}).update(model(), graphdef)).toThrow(
      'The graphdef is the static half',
    )
    expect(() => optax.adam(1e-3)[0](graphdef)).toThrow('GraphDef')
  })

  test('updates values only: the graphdef stays equal and the step changes', () => {
    const m = model()
    const optimizer = new nnx.Optimizer(m, optax.adam(1e-3), {wrt: Param})
    const [before, step] = [flatten(optimizer).graphdef, optimizer.step.value]
    const grads = nnx.grad((inner: nnx.Linear) => jnp.sum(inner.call(jnp.ones([2, 4]))))(m)
    optimizer.update(m, grads)
    expect(flatten(optimizer).graphdef.equals(before)).toBe(true)
    expect(optimizer.step.value).not.toBe(step)
    expect(m.kernel.shape).toEqual([4, 4])
  })
})
