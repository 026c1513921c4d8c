import {digest} from '../../lib/key/index.ts'
import {Module, split} from '../../lib/graph/index.ts'
import * as nnx from '../../lib/nn/index.ts'

const mlp = (rate: number) =>
  new nnx.Sequential(
    new nnx.Linear({in_features: 4, out_features: 8, rngs: new nnx.Rngs(0)}),
    new nnx.Dropout({rate}),
  )
const name = (model: object): string => digest(split(model)[0])

test('digest() names two graphdefs of equal content alike, and changes with a static value', () => {
  expect(name(mlp(0.5))).toBe(name(mlp(0.5)))
  expect(name(mlp(0.5))).not.toBe(name(mlp(0.25)))
})

test('digest() is the same in every process', () => {
  expect(name(mlp(0.5))).toBe('2ab8f0eceae3')
})

class Order extends Module {
  constructor(names: readonly string[]) {
    super()
    for (const name of names) Reflect.set(this, name, 1)
  }
}

test('digest() names equal graphdefs alike, in whatever order their attributes were set', () => {
  const [one] = split(new Order(['a', 'b']))
  const [other] = split(new Order(['b', 'a']))
  expect(one.equals(other)).toBe(true)
  expect(digest(one)).toBe(digest(other))
})

test('digest() tells apart models that share another of their layers', () => {
  const sharing = (index: 0 | 1): string => {
    const layers = [0, 1].map(() => new nnx.Linear({in_features: 4, out_features: 4, rngs: new nnx.Rngs(0)}))
    return name(new nnx.Sequential(...layers, ...layers.slice(index, index + 1)))
  }
  expect(sharing(0)).toBe(sharing(0))
  expect(sharing(0)).not.toBe(sharing(1))
})
