import {jax, jnp, nnx, optax, saveState} from '../../lib/index.ts'
import {check} from '../../examples/lessons/worked.ts'

const model = (): nnx.Linear => new nnx.Linear({in_features: 4, out_features: 8, rngs: new nnx.Rngs(0)})

describe('a classic slip meets a sentence that helps:', () => {
  test('JSON.stringify(graphdef) says why it cannot be and what to save instead', () => {
    const [graphdef, state] = nnx.split(model())
    expect(() => JSON.stringify(graphdef)).toThrow(
      'a GraphDef cannot be written as JSON: it holds classes and functions, which are compared by identity. Save the state instead (saveState(state))',
    )
    expect(() => JSON.stringify({deep: [graphdef]})).toThrow('Save the state instead')
    expect(JSON.stringify(saveState(state))).toContain('"jitlens state"')
  })

  test('a graphdef handed to an Optimizer, as a model or as gradients', () => {
    const linear = model()
    const [graphdef] = nnx.split(linear)
    expect(() => new nnx.Optimizer(graphdef, optax.sgd(0.1), {wrt: nnx.Param})).toThrow(
      'an Optimizer takes the model (or its state), but a GraphDef was given. The graphdef is the static half: it holds no parameters.',
    )
    expect(() =>
      new nnx.Optimizer(linear, optax.sgd(0.1), {wrt: nnx.Param}).update(linear, graphdef),
    ).toThrow('update takes gradients')
  })

  test('a graphdef handed to a tree map or an optax transformation', () => {
    const [graphdef] = nnx.split(model())
    const sentence =
      'a GraphDef was given where a tree of arrays is expected. The graphdef is the static half of a model and holds no parameters: pass the state'
    expect(() => jax.tree.map((leaf: unknown) => leaf, graphdef)).toThrow(sentence)
    expect(() => optax.adam(1e-3)[0](graphdef)).toThrow(sentence)
  })

  test('state.kernel.shape works, as state.kernel.value.shape does', () => {
    const [, state] = nnx.split(model())
    expect(state.kernel.shape).toEqual([4, 8])
    expect(state.kernel.value.shape).toEqual([4, 8])
    expect(state.bias.shape).toEqual([8])
  })

  test('a shape asked of a Variable without an array', () => {
    expect(() => nnx.split(new nnx.Param('text'))[1].shape).toThrow(
      'this Variable holds no array, so it has no shape or dtype',
    )
  })

  test('the bias taken for (in_features,): the lesson says to whom it belongs', () => {
    expect(check((_seed, x, hidden) => [x.length, hidden, x.length])).toEqual([
      expect.stringContaining('its shape is (hidden,), not (in_features,)'),
    ])
  })

  test('a bias of the inputs put into a layer: the addition says which shapes do not fit', () => {
    const linear = model()
    linear.bias = new nnx.Param(jnp.zeros([4]))
    expect(() => linear.call(jnp.ones([2, 4]))).toThrow(
      'add got incompatible shapes for broadcasting: (2, 8), (1, 4).',
    )
  })

  test('a state where a graphdef belongs, and a model where a state belongs', () => {
    const linear = model()
    const [, state] = nnx.split(linear)
    expect((): unknown => Reflect.apply(nnx.merge, null, [state, state])).toThrow(
      'Expected a GraphDef or GraphState object, got: ',
    )
    expect(() => nnx.update(linear, model())).toThrow('update() takes a State or a dict, got ')
    expect(() => nnx.update(linear, model())).toThrow('take one with nnx.state(model)')
  })
})
