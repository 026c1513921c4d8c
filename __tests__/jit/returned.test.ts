import {jnp, nnx, Session} from '../../lib/index.ts'

class Net extends nnx.Module {
  first = new nnx.Linear({in_features: 2, out_features: 2, rngs: new nnx.Rngs(0)})
  second = new nnx.Linear({in_features: 2, out_features: 2, rngs: new nnx.Rngs(1)})
}

test('session.nnxJit(body)(model) that returns its model, or a part of it, gives that object at each hit, not a copy', () => {
  const session = new Session()
  const model = new Net()
  const same = session.nnxJit((net: Net) => net)
  const both = session.nnxJit((net: Net, x: unknown) => [net.second, x, net] as const)
  for (let i = 0; i < 4; i++) {
    expect(same(model)).toBe(model)
    const x = jnp.full([2], i)
    const [second, back, net] = both(model, x)
    expect(second).toBe(model.second)
    expect(net).toBe(model)
    expect(String(back)).toBe(String(x))
  }
})

test('session.nnxJit(body)(model) gives the part that the model has now, where it was replaced by an equal one', () => {
  const session = new Session()
  const model = new Net()
  const second = session.nnxJit((net: Net) => net.second)
  for (let i = 0; i < 3; i++) second(model)
  const other = new nnx.Linear({in_features: 2, out_features: 2, rngs: new nnx.Rngs(2)})
  model.second = other
  for (let i = 0; i < 3; i++) expect(second(model)).toBe(other)
  const another = new Net()
  for (let i = 0; i < 3; i++) expect(second(another)).toBe(another.second)
  expect(second(model)).toBe(other)
  expect([...session.trace].filter(({outcome}) => outcome !== 'hit').length).toBe(1)
})

test('session.nnxJit(body)(model) that makes a model anew gives another at each call', () => {
  const session = new Session()
  const model = new Net()
  const wrapped = session.nnxJit((net: Net) => Object.assign(new nnx.Module(), {inner: net.first}))
  const [one, two] = [wrapped(model), wrapped(model)]
  expect(one).not.toBe(two)
  expect(one.inner).toBe(model.first)
})
