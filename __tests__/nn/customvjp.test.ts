import '../../lib/value/index.ts'
import golden from '../golden/customvjp.json' with {type: 'json'}
import {jax, type JaxArray, jnp, nnx, Session} from '../../lib/index.ts'
import {isSequence} from '../../lib/python/index.ts'

class Foo extends nnx.Module {
  declare x: nnx.Param<JaxArray>
  declare y: nnx.Param<JaxArray>
  declare calls: nnx.Variable<JaxArray>

  constructor() {
    super()
    this.x = new nnx.Param(jnp.array(1.5))
    this.y = new nnx.Param(jnp.array(2.5))
    this.calls = new nnx.Variable(jnp.array(0))
  }
}

const product = (m: Foo, by: JaxArray): JaxArray => {
  m.calls.value = jnp.add(m.calls, 1)
  return jnp.multiply(jnp.multiply(jnp.sin(m.x), m.y), by)
}

type Held = readonly [cos: JaxArray, sin: JaxArray, m: Foo, by: JaxArray]

/** Ten times the gradient by `x` and `y`. */
const scaled = ([cos, sin, m, by]: Held, g: JaxArray): readonly [JaxArray, JaxArray] => [
  jnp.multiply(10, jnp.multiply(jnp.multiply(jnp.multiply(cos, g), m.y), by)),
  jnp.multiply(10, jnp.multiply(jnp.multiply(sin, g), by)),
]

const residuals = (m: Foo, by: JaxArray): Held => [jnp.cos(m.x), jnp.sin(m.x), m, by]

function withStates() {
  const custom = nnx.customVjp(product)
  custom.defvjp(
    (m: Foo, by: JaxArray) => [custom(m, by), residuals(m, by)],
    (held: Held, [[updates], g]: readonly [readonly [nnx.State], JaxArray]) => {
      const [x, y] = scaled(held, g)
      const found = nnx.State.of([
        ['x', x],
        ['y', y],
      ])
      expect(Object.keys(updates).sort()).toEqual(['calls', 'x', 'y'])
      return [found, jnp.multiply(g, 100)]
    },
  )
  return custom
}

function withModels() {
  const custom = nnx.customVjp(product, {graph_updates: false})
  custom.defvjp(
    (m: Foo, by: JaxArray) => [custom(m, by), residuals(m, by)],
    (held: Held, g: JaxArray) => {
      const found = nnx.clone(held[2])
      ;[found.x.value, found.y.value] = scaled(held, g)
      return [found, jnp.multiply(g, 100)]
    },
  )
  return custom
}

/** The numbers of a gradient by path. */
const told = (grads: unknown): unknown =>
  grads instanceof nnx.State
    ? Object.fromEntries(
        nnx
          .flat(grads)
          .map(([path, leaf]) => [
            path.join('/'),
            leaf instanceof nnx.VariableState && leaf.value instanceof jax.Array ? leaf.value.tolist() : null,
          ]),
      )
    : grads instanceof jax.Array
      ? grads.tolist()
      : null

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'number' ? Number(one.toPrecision(5)) : one,
  )

test.each([
  ['states', withStates, golden.graph],
  ['models', withModels, [...golden.values, 1]],
] as const)('nnx.customVjp takes the gradient from its backward pass: by %s', (_name, make, row) => {
  const [m, custom] = [new Foo(), make()]
  const grads = nnx.grad(custom, {argnums: [0, 1]})(m, jnp.array(3.5))
  const [first, second] = isSequence(grads) ? grads : []
  expect(rounded([told(first), told(second), m.calls.value.tolist()])).toEqual(rounded(row))
})

test('nnx.customVjp does so inside of nnx.jit, and once traced hits', () => {
  const [session, m, custom] = [new Session(), new Foo(), withStates()]
  const step = session.nnxJit((model: Foo, by: JaxArray) => nnx.grad(custom)(model, by))
  expect(rounded(told(step(m, jnp.array(3.5))))).toEqual(rounded(golden.graph[0]))
  step(m, jnp.array(3.5))
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'hit'])
})

test('nnx.customVjp refuses a call before its passes are defined', () => {
  expect(() => nnx.customVjp(product)(new Foo(), jnp.ones([]))).toThrow(
    'No VJP defined for custom_vjp function product using defvjp.',
  )
})
