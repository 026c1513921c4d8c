import {type JaxArray, jnp, NamedSharding, Session} from '../../lib/index.ts'
import {devicePut} from '../../lib/jax.ts'

const x = jnp.ones([4, 4])
const mesh = {axes: {data: 4}}
const on = (spec: (string | null)[], where: ConstructorParameters<typeof NamedSharding>[0] = mesh) =>
  devicePut(x, new NamedSharding(where, spec))

test('a place costs what it costs in jax 0.10.2: relower when first committed, recompile on another device, retrace on another mesh', () => {
  const session = new Session()
  const f = session.jaxJit(function f(value: JaxArray) {
    return jnp.tanh(value)
  })
  const calls = [
    x,
    devicePut(x),
    devicePut(x, 'cpu:1'),
    on(['data']),
    on(['data', null]),
    on([]),
    on(['data'], {...mesh, type: 'Explicit'}),
    on(['model'], {axes: {model: 4}}),
    x,
  ]
  const outcomes = calls.map((value) => {
    f(value)
    return session.trace.at(session.trace.length - 1).outcome
  })
  expect(outcomes).toEqual([
    'retrace',
    'relower',
    'recompile',
    'retrace',
    'dispatch',
    'relower',
    'retrace',
    'retrace',
    'hit',
  ])
})

test('the aval of a sharded array names its mesh, and with explicit axes its spec', () => {
  expect(
    [on(['data']), on(['data', null], {...mesh, type: 'Explicit'})].map((array) => array.aval.short),
  ).toEqual(["f32[4,4]({Auto: ('data',)})", "f32[4@data,4]({Explicit: ('data',)})"])
})
