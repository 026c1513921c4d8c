import {inspect} from 'node:util'
import {expect, test} from '@jest/globals'
import {complex, float, jax, jnp, nnx, optax, repr, Session, tuple} from '../../lib/index.ts'
import {ArrayImpl} from '../../lib/array/index.ts'
import {notebook} from '../../lib/python/index.ts'

const step = (x: unknown): unknown => x
let tracer: unknown
jax.jit((x: unknown) => (tracer = x))(jnp.ones([1, 2]))
const session = new Session({release: '0.10.2'})
session.jaxJit(step)(jnp.ones([2]))
const moments = optax.adam(0.1).init({w: jnp.ones([1])})

test.each<[string, unknown, string]>([
  ['a traced array', tracer, 'JitTracer(float32[1,2])'],
  [
    'a shape with a dtype',
    new jax.ShapeDtypeStruct([2], 'int32'),
    'ShapeDtypeStruct(shape=(2,), dtype=int32)',
  ],
  ['a tuple', tuple(1, 'a'), "(1, 'a')"],
  ['a Python float', float(1), '1.0'],
  ['a complex number', complex(1, -2), '(1-2j)'],
  ['a dtype', jnp.ones([1]).dtype, 'float32'],
  ['a session', session, "Session(release='0.10.2', calls=1)"],
  ['its log', session.trace, 'Trace(calls=1, functions=1)'],
  ['a function of jax.jit', jax.jit(step), '<PjitFunction of <function step>>'],
  [
    'the state of an optimizer',
    moments,
    "(ScaleByAdamState(count=Array(0, dtype=int32), mu={'w': Array([0.], dtype=float32)}, nu={'w': Array([0.], dtype=float32)}), EmptyState())",
  ],
])('String(x) and the console show %s as Python prints it', (_what, value, text) => {
  expect(String(value)).toBe(text)
  expect(inspect(value)).toBe(text)
})

test('the console shows a graphdef as flax prints it, and a notebook an array as JAX does', () => {
  const linear = new nnx.Linear({in_features: 2, out_features: 3, rngs: new nnx.Rngs(0)})
  const graphdef = nnx.graphdef(linear)
  expect(inspect(graphdef)).toBe(repr(graphdef))
  expect(inspect(graphdef)).toMatch(/^GraphDef\(nodes=\[NodeDef\(\n {2}type='Linear',/)
  const array = jnp.ones([2])
  const shown = array instanceof ArrayImpl ? array[notebook]() : null
  expect(shown).toEqual({'text/plain': 'Array([1., 1.], dtype=float32)'})
})
