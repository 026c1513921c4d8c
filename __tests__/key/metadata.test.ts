import {type JaxArray, jnp, nnx, Session} from '../../lib/index.ts'

class Model extends nnx.Module {
  readonly w: nnx.Param

  constructor(metadata: Readonly<Record<string, unknown>>) {
    super()
    this.w = new nnx.Param(jnp.ones([2]), metadata)
  }
}

test('a model whose Variables have the same metadata, set in another order, is a hit', () => {
  const session = new Session()
  const f = session.nnxJit((model: Model, x: JaxArray) => jnp.multiply(model.w, x))
  f(new Model({a: 1, b: 2}), jnp.ones([2]))
  f(new Model({b: 2, a: 1}), jnp.ones([2]))
  f(new Model({b: 1, a: 2}), jnp.ones([2]))
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'hit', 'retrace'])
})
