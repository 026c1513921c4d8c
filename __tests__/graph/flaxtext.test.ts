import '../../lib/value/index.ts'
import {inspect} from 'node:util'
import golden from '../golden/printed.json' with {type: 'json'}
import {configured} from '../../lib/array/index.ts'
import {Dict, List, Module, Param, split} from '../../lib/graph/index.ts'
import {Dropout, Linear, Rngs} from '../../lib/nn/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import {float, tuple} from '../../lib/python/index.ts'
import {nnx, repr} from '../../lib/index.ts'

class Net extends Module {
  declare readonly drop: Dropout
  declare readonly w: Param
  declare readonly layers: List
  declare readonly heads: Dict
  declare readonly n: number
  declare readonly same: Param

  constructor(rngs: Rngs) {
    super()
    Object.assign(this, {
      drop: new Dropout({rate: 0.1, rngs}),
      w: new Param(jnp.ones([600, 2])),
      layers: new List([new Param(jnp.zeros([2]))]),
      heads: new Dict({a: 1, b: new Param(jnp.ones([2]))}),
      n: 3,
    })
  }
}

const text = (value: {toString(): string}): string => value.toString()
const net = (): Net => new Net(new Rngs(0))

const layers = (): readonly Module[] => {
  const rngs = new Rngs(0)
  return [
    new nnx.Linear(2, 3, {rngs}),
    new nnx.Conv(2, 3, [3], {rngs}),
    new nnx.ConvTranspose(2, 3, [3], {rngs}),
    new nnx.Einsum('ab,bc->ac', tuple(2, 3), {bias_shape: tuple(3), rngs}),
    new nnx.LinearGeneral(2, 3, {rngs}),
    new nnx.LoRALinear(2, 4, {lora_rank: 3, rngs}),
    new nnx.Embed(2, 3, {rngs}),
    new nnx.BatchNorm(2, {rngs}),
    new nnx.LayerNorm(2, {rngs}),
    new nnx.RMSNorm(2, {rngs}),
    new nnx.GroupNorm(2, {num_groups: 1, rngs}),
    new nnx.InstanceNorm(2, {rngs}),
    new nnx.MultiHeadAttention(2, 4, {rngs}),
    new nnx.LSTMCell(2, 3, {rngs}),
    new nnx.OptimizedLSTMCell(2, 3, {rngs}),
    new nnx.GRUCell(2, 3, {rngs}),
    new nnx.SimpleCell(2, 3, {rngs}),
  ]
}

const texts: Readonly<Record<keyof typeof golden, () => string>> = {
  'str(net)': () => text(net()),
  'str(state)': () => text(split(net())[1]),
  'str(param)': () => text(new Param(jnp.reshape(jnp.arange(float(6)), [2, 3]), {tag: 'a'})),
  'str(rngs)': () => text(new Rngs(0, {dropout: 1})),
  'str(layers)': () => layers().map(text).join('\n'),
}

test.each(Object.entries(golden))('%s is what flax prints', (name, text) => {
  const make = Object.entries(texts).find(([one]) => one === name)?.[1]
  expect(make?.()).toBe(text)
})

test('Node’s console shows a model, a state and an array as Python prints them', () => {
  expect(inspect(net())).toBe(text(net()))
  expect(inspect(split(net())[1])).toBe(text(split(net())[1]))
  expect(inspect(jnp.ones([2]))).toBe('Array([1., 1.], dtype=float32)')
})

test('repr(x) of a model, a Variable and a state is their text, and Python’s of all else', () => {
  const [model, state] = [net(), split(net())[1]]
  expect([repr(model), repr(model.w), repr(state)]).toEqual([text(model), text(model.w), text(state)])
  expect([repr(jnp.ones([2])), repr([1, 'a']), repr(null)]).toEqual([
    'Array([1., 1.], dtype=float32)',
    "[1, 'a']",
    'None',
  ])
})

test('a model without numbers is printed by shapes and dtypes alone', () => {
  const layer = configured(
    {values: false},
    () => new Linear({in_features: 2, out_features: 3, rngs: new Rngs(0)}),
  )
  expect(text(layer.kernel)).toBe('Param( # 6 (24 B)\n  value=Array(shape=(2, 3), dtype=float32)\n)')
})

test('String(model) counts the elements of a model that nnx.evalShape made, as flax does', () => {
  const shapes = nnx.evalShape(() => new nnx.Linear({in_features: 2, out_features: 3, rngs: new nnx.Rngs(0)}))
  const text = String(shapes)
  expect(text.split('\n')[0]).toBe('Linear( # Param: 9 (36 B)')
  expect(text).toContain('kernel=Param( # 6 (24 B)\n    value=ShapeDtypeStruct(shape=(2, 3), dtype=float32)')
})
