import {jax, lax, nnx} from '../../lib/index.ts'
import {near} from './near.ts'
import {run, spelt} from './spelt.ts'
import golden from './samples.json' with {type: 'json'}

const drawn = (name: string, ...args: readonly unknown[]): unknown =>
  run(Reflect.get(jax.random, spelt(name)), args)

for (const {draw, make, args, shape, options, result} of golden) {
  const key = jax.random.key(7)
  if (draw !== undefined)
    test(`jax.random.${spelt(draw)}(key, …${JSON.stringify([...args, options])}) draws what JAX draws`, () => {
      const given = Object.keys(options).length === 0 ? args : [...args, options]
      near(drawn(draw, key, ...given), result)
    })
  else
    test(`nnx.initializers.${spelt(make)}(…${JSON.stringify(args)}) makes what JAX makes of the shape ${JSON.stringify(shape)}`, () => {
      const initializer = run(Reflect.get(nnx.initializers, spelt(make)), args)
      near(run(initializer, [key, shape]), result)
    })
}

test('jax.random.normal(key, shape, {dtyp}) names the option that it does not have', () => {
  expect(() => drawn('normal', jax.random.key(0), [2], {dtyp: 'float16'})).toThrow(
    "normal() got an unexpected keyword argument 'dtyp'",
  )
})

test('nnx.initializers.lecunNormal()(key, [4]) says that it needs two axes', () => {
  expect(() => nnx.initializers.lecunNormal()(jax.random.key(0), [4])).toThrow('Must be at least 2D')
})

test('nnx.initializers.orthogonal()(key, shape) has columns of length one that are at right angles', () => {
  const q = nnx.initializers.orthogonal()(jax.random.key(3), [6, 3])
  near(
    lax.dotGeneral(q, q, [
      [[0], [0]],
      [[], []],
    ]),
    {
      dtype: 'float32',
      shape: [3, 3],
      data: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    },
  )
})
