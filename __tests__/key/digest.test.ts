import {digest} from '../../lib/key/index.ts'
import {split} from '../../lib/graph/index.ts'
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
  expect(name(mlp(0.5))).toBe('db47363d32c7')
})
