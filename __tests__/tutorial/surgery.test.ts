import golden from '../golden/tutorials.json' with {type: 'json'}
import {jax, jnp, type JaxArray, nnx, repr} from '../../lib/index.ts'
import {isNear, numbersOf, paths} from './near.ts'

const {surgery} = golden

interface Layer {
  call(x: JaxArray): JaxArray
}

class TwoLayerMLP extends nnx.Module {
  declare linear1: nnx.Linear
  declare linear2: nnx.Linear

  constructor(dim: number, rngs: nnx.Rngs) {
    super()
    this.linear1 = new nnx.Linear({in_features: dim, out_features: dim, rngs})
    this.linear2 = new nnx.Linear({in_features: dim, out_features: dim, rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.linear2.call(this.linear1.call(x))
  }
}

class ModifiedTwoLayerMLP extends nnx.Module {
  declare layer1: nnx.Linear
  declare layer2: nnx.Linear

  constructor(dim: number, rngs: nnx.Rngs) {
    super()
    this.layer1 = new nnx.Linear({in_features: dim, out_features: dim, rngs})
    this.layer2 = new nnx.Linear({in_features: dim, out_features: dim, rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.layer2.call(this.layer1.call(x))
  }
}

const made = (): TwoLayerMLP => new TwoLayerMLP(4, new nnx.Rngs(0))
const x = jax.random.normal(jax.random.key(42), [3, 4])
const same = (a: JaxArray, b: JaxArray): boolean => isNear(numbersOf(a), numbersOf(b))
const all = ['linear1.bias', 'linear1.kernel', 'linear2.bias', 'linear2.kernel']

/** A model that holds shapes in place of arrays. */
function abstract<M extends object>(type: new (dim: number, rngs: nnx.Rngs) => M): M {
  const model = nnx.evalShape(() => new type(4, new nnx.Rngs(0)))
  if (model instanceof type) return model
  throw new TypeError('evalShape gave back no model')
}

describe('the tutorial "model surgery"', () => {
  test('a model of two layers is one after the other, with the numbers of flax', () => {
    const model = made()
    expect(isNear(numbersOf(x), surgery.x)).toBe(true)
    expect(isNear(numbersOf(model.call(x)), surgery.y)).toBe(true)
  })

  test('layers that are exchanged work in the other order', () => {
    const model = made()
    const [first, second] = [model.linear1, model.linear2]
    model.linear1 = second
    model.linear2 = first
    expect(same(model.call(x), first.call(second.call(x)))).toBe(true)
  })

  test('a layer that stands in both places is in the state once', () => {
    const model = made()
    model.linear2 = model.linear1
    expect(paths(model)).toEqual(['linear1.bias', 'linear1.kernel'])
    expect(same(model.call(x), model.linear1.call(model.linear1.call(x)))).toBe(true)
  })

  test('a kernel that two layers share is in the state once, the biases are apart', () => {
    const model = made()
    model.linear1.kernel = model.linear2.kernel
    expect(paths(model)).toEqual(['linear1.bias', 'linear1.kernel', 'linear2.bias'])
  })

  test('any object with a call stands for a layer', () => {
    const model = made()
    const identity: Layer = {call: (value) => value}
    Reflect.set(model, 'linear2', nnx.fixed(identity))
    expect(same(model.call(x), model.linear1.call(x))).toBe(true)
  })

  test('evalShape gives a model that holds shapes, whose state is filled with arrays and then computes', () => {
    const model = abstract(TwoLayerMLP)
    expect(paths(model)).toEqual(all)
    expect(repr(model.linear1.kernel.value)).toBe('ShapeDtypeStruct(shape=(4, 4), dtype=float32)')
    const old = made()
    nnx.update(model, nnx.split(old)[1])
    expect(same(model.call(x), old.call(x))).toBe(true)
  })

  test('a state of other names does not fit a model, until its parts are renamed', () => {
    const old = made()
    const [, state] = nnx.split(old)
    const model = abstract(ModifiedTwoLayerMLP)
    const renamed = nnx.fromFlatState(
      nnx
        .toFlatState(state)
        .map(([[head = '', ...rest], leaf]) => [[String(head).replace('linear', 'layer'), ...rest], leaf]),
    )
    expect(paths(model)).toEqual(all.map((path) => path.replace('linear', 'layer')))
    expect(() => nnx.update(model, state)).toThrow()
    nnx.update(model, renamed)
    expect(same(model.call(jnp.ones([3, 4])), old.call(jnp.ones([3, 4])))).toBe(true)
  })

  test('a LoRA layer in the place of a layer keeps what is known of it, and brings two parameters', () => {
    const old = made()
    const init = nnx.jit((state: nnx.State) => {
      const rngs = new nnx.Rngs(42)
      const model = new TwoLayerMLP(4, rngs)
      model.linear1 = new nnx.LoRALinear({in_features: 4, out_features: 4, lora_rank: 3, rngs})
      nnx.update(model, state)
      return model
    })
    const model = init(nnx.split(old)[1])
    expect(paths(model)).toEqual([...all, 'linear1.lora.lora_a', 'linear1.lora.lora_b'].toSorted())
    expect(numbersOf(model.linear1.kernel.value)).toEqual(numbersOf(old.linear1.kernel.value))
  })
})
