import {expect, test} from '@jest/globals'
import {explain, jax, type JaxArray, jnp, nnx, repr, resetSession, Session} from '../../lib/index.ts'
import {protocol} from '../../lib/python/index.ts'

const x = jnp.array([0, 1, 2], 'float32')

const verifying = (): Session => new Session({verify: true})

/** What is told of the wrong hits of a session. */
const told = (session: Session): readonly string[] =>
  explain(session.trace).misses.flatMap(({verdict, sentence}) => (verdict === 'wrong hit' ? [sentence] : []))

class Net extends nnx.Module {
  declare linear: nnx.Linear
  declare drop: nnx.Dropout
  declare calls: number

  constructor(seed = 0) {
    super()
    const rngs = new nnx.Rngs(seed)
    this.linear = new nnx.Linear({in_features: 3, out_features: 2, rngs})
    this.drop = new nnx.Dropout({rate: 0.5, rngs: new nnx.Rngs(1), deterministic: true})
    this.calls = 0
  }

  call(input: JaxArray): JaxArray {
    return jnp.multiply(this.linear.call(input), this.drop.deterministic ? 1 : 2)
  }
}

test('session.verify tells the model in a closure that was changed after the trace, by class, path and value', () => {
  const [session, net] = [verifying(), new Net()]
  const step = session.jaxJit(function step(input: JaxArray) {
    return net.call(input)
  })
  step(x)
  step(x)
  net.calls = 1
  step(x)
  expect(told(session)).toEqual([])
  net.drop.deterministic = false
  step(x)
  net.drop.deterministic = true
  step(x)
  expect(told(session)).toEqual([
    'step hit, and ran the program of an earlier value: Net.drop.deterministic is False, before True.',
  ])
  net.linear.bias = new nnx.Param(jnp.array([1.5, 2]))
  step(x)
  expect(told(session).at(-1)).toBe(
    'step hit, and ran the program of an earlier value: Net.linear.bias is Array([1.5, 2. ], dtype=float32), before Array([0., 0.], dtype=float32).',
  )
})

test('session.verify tells the array and the number in a closure that are others now', () => {
  const session = verifying()
  let [weights, rate] = [jnp.array([1.5, 2, 3]), 0.5]
  const scaled = session.jaxJit(function scaled(input: JaxArray) {
    return jnp.multiply(jnp.add(input, weights), rate)
  })
  scaled(x)
  weights = jnp.array([1.5, 2, 4])
  scaled(x)
  ;[weights, rate] = [jnp.array([1.5, 2, 3]), 0.7]
  scaled(x)
  rate = 0.5
  scaled(x)
  expect(told(session)).toEqual([
    'scaled hit, and ran the program of an earlier value: scaled.closure is Array([1.5, 2. , 4. ], dtype=float32), before Array([1.5, 2. , 3. ], dtype=float32).',
    'scaled hit, and ran the program of an earlier value: scaled.closure is 0.7, before 0.5.',
  ])
})

test('session.verify tells the model of a cached_partial after eval()', () => {
  const [session, net] = [verifying(), new Net()]
  const step = session.nnxJit(function step(model: Net, input: JaxArray) {
    return model.call(input)
  })
  const bound = session.cachedPartial(step, net)
  bound(x)
  net.train()
  bound(x)
  expect(told(session)).toEqual([
    'step hit, and ran the program of an earlier value: model.drop.deterministic is False, before True.',
  ])
  expect(explain(session.trace).misses.at(-1)?.advice).toContain(
    'Make the partial of `step` (nnx.cached_partial or nnx.jit_partial) anew',
  )
})

test('session.verify tells the static argument that was changed in place, and the one that Python takes for another', () => {
  const session = verifying()
  class Config {
    rate = 2
    readonly hidden = {depth: 1}
    readonly [protocol.by] = (): string => 'config'
  }
  const config = new Config()
  const powered = session.jaxJit(
    function powered(input: JaxArray, given: Config) {
      return jnp.multiply(input, given.rate)
    },
    {static_argnums: [1]},
  )
  powered(x, config)
  config.hidden.depth = 2
  powered(x, config)
  expect(told(session)).toEqual([])
  config.rate = 3
  powered(x, config)
  expect(told(session)).toEqual([
    'powered hit, and ran the program of an earlier value: given.rate is 3, before 2.',
  ])
})

test('session.verify tells of 1 and True in a model, which are one key, where the result differs by it', () => {
  const session = verifying()
  class Scaled extends nnx.Module {
    declare by: number | boolean
    declare name: number | boolean
    constructor() {
      super()
      this.by = 1
      this.name = 1
    }
  }
  const model = new Scaled()
  const step = session.nnxJit(function step(one: Scaled) {
    return jnp.array(one.by)
  })
  step(model)
  model.by = true
  step(model)
  const {misses} = explain(session.trace)
  expect(misses.map(({verdict, call}) => [verdict, call])).toEqual([
    ['necessary', 1],
    ['wrong hit', 2],
  ])
  expect(misses[1]?.causes).toMatchObject([{path: 'one.by', now: 'True', before: '1'}])
})

test('session.verify looks into a jitted function in another, and into the body of a loop', () => {
  const session = verifying()
  let rate = 2
  const inner = session.jaxJit((input: JaxArray) => jnp.multiply(input, rate))
  const outer = session.jaxJit(function outer(input: JaxArray) {
    return inner(input)
  })
  const body = (_i: JaxArray, carry: JaxArray): JaxArray => jnp.multiply(carry, rate)
  const looped = session.jaxJit(function looped(input: JaxArray) {
    return jax.lax.foriLoop(0, 3, body, input)
  })
  outer(x)
  looped(x)
  const before = [session.trace.length, session.sizes()]
  rate = 3
  outer(x)
  looped(x)
  expect(told(session)).toEqual([
    'outer hit, and ran the program of an earlier value: outer.closure is 3.0, before 2.0.',
    'looped hit, and ran the program of an earlier value: looped.closure is 3.0, before 2.0.',
  ])
  expect([session.trace.length - 2, session.sizes()]).toEqual(before)
})

test('session.verify tells the program that a gradient, a batch or another trace takes from the cache', () => {
  const session = verifying()
  const net = new Net()
  const read = session.jaxJit(function read(input: JaxArray) {
    return jnp.sum(net.call(input))
  })
  const outer = session.jaxJit((input: JaxArray) => jnp.add(read(input), 1))
  const gradient = jax.grad(read)
  const batched = jax.vmap(read)
  const twice = jnp.ones([2, 3])
  gradient(x)
  batched(twice)
  gradient(x)
  expect(told(session)).toEqual([])
  net.drop.deterministic = false
  gradient(x)
  batched(twice)
  outer(x)
  expect(told(session)).toEqual(
    [1, 2, 3].map(
      () =>
        'read hit, and ran the program of an earlier value: Net.drop.deterministic is False, before True.',
    ),
  )
})

test('session.verify tells the body of a loop, a branch or a checkpoint that JAX does not trace again', () => {
  const session = resetSession()
  session.verify = true
  const {cond, scan, foriLoop} = jax.lax
  let rate = 2
  const by = (carry: JaxArray): JaxArray => jnp.multiply(carry, rate)
  const step = (carry: JaxArray, row: JaxArray) => [jnp.multiply(carry, rate), row]
  const turn = (_i: JaxArray, carry: JaxArray): JaxArray => jnp.multiply(carry, rate)
  const again = jax.checkpoint(by)
  const one = jnp.array(1, 'float32')
  const looped = session.jaxJit(function looped(input: JaxArray) {
    return scan(step, one, input)[0]
  })
  const all = () => [
    cond(jnp.array(true), by, by, one),
    scan(step, one, x)[0],
    foriLoop(0, 3, turn, one),
    again(one),
  ]
  const before = repr(all())
  expect(repr(all())).toBe(before)
  expect(told(session)).toEqual([])
  rate = 3
  expect(repr(all())).toBe(before)
  looped(x)
  session.verify = false
  all()
  expect(told(session)).toEqual(
    ['by', 'by', 'step', 'turn', 'by', 'step'].map(
      (name) => `${name} hit, and ran the program of an earlier value: ${name}.closure is 3.0, before 2.0.`,
    ),
  )
})

test('session.verify tells what around a function changed a shape, the tree of its result or its equations', () => {
  const session = verifying()
  let n = 2
  const made = session.jaxJit(function made() {
    return jnp.sum(jnp.ones([n]))
  })
  const paired = session.jaxJit(function paired(one: JaxArray) {
    return n > 2 ? [one, one] : one
  })
  const turned = session.jaxJit(function turned(one: JaxArray, two: JaxArray) {
    return n > 2 ? jnp.subtract(one, two) : jnp.subtract(two, one)
  })
  const all = () => [made(), paired(x), turned(x, jnp.ones([3]))]
  all()
  n = 3
  all()
  expect(told(session)).toEqual([
    'made hit, and ran the program of an earlier value: made.closure is broadcast_in_dim[shape=(3,)], before broadcast_in_dim[shape=(2,)].',
    'paired hit, and ran the program of an earlier value: paired.closure is { lambda ; a:f32[3]. let in (a, a) }, before { lambda ; a:f32[3]. let in (a,) }.',
    'turned hit, and ran the program of an earlier value: turned.closure is { lambda ; a:f32 …  let c:f32[3] = sub a b in (c,) }, before { lambda ; a:f32 …  let c:f32[3] = sub b a in (c,) }.',
  ])
})

test('session.verify says that it does not know the cause of a program that was traced before it was on', () => {
  const session = new Session()
  let rate = 2
  const scaled = session.jaxJit(function scaled(input: JaxArray) {
    return jnp.multiply(input, rate)
  })
  scaled(x)
  rate = 3
  scaled(x)
  session.verify = true
  scaled(x)
  expect(told(session)).toEqual([
    'scaled hit, and gave another result than its function gives without caches: scaled.result is Array([0., 3., 6.], dtype=float32), before Array([0., 2., 4.], dtype=float32).',
  ])
})

test('session.verify changes no outcome, no key and no result, and keeps what a call does to a model', () => {
  const run = (verify: boolean) => {
    const session = new Session({verify})
    const model = new nnx.BatchNorm({num_features: 3, rngs: new nnx.Rngs(0)})
    const step = session.nnxJit((norm: nnx.BatchNorm, input: JaxArray) => norm.call(input))
    const results = [1, 2, 3].map((by) => repr(step(model, jnp.multiply(jnp.ones([2, 3]), by))))
    model.eval()
    results.push(repr(step(model, jnp.ones([2, 3]))), repr(model.mean.value))
    return [results, [...session.trace], session.sizes()]
  }
  expect(run(true)).toEqual(run(false))
})
