import {inspect} from 'node:util'
import type {JaxArray} from '../../lib/array/index.ts'
import {jax, jnp, lax, repr} from '../../lib/index.ts'
import {programs} from '../array/programs.ts'
import golden from '../golden/jaxprtexts.json' with {type: 'json'}

type Text = readonly string[]
const recorded: Readonly<
  Record<string, {readonly forward?: Text; readonly grad?: Text; readonly own?: Text}>
> = golden
const x = jnp.ones([3, 4])
const pair = jnp.array([0, 1])
const first = (value: unknown): unknown => jax.tree.leaves(value)[0]

const halved = jax.customVjp(function halved(y: JaxArray) {
  return jnp.divide(y, 2)
})
halved.defvjp(
  function halved_forward(y: JaxArray) {
    return [halved(y), null]
  },
  function halved_backward(_: null, g: JaxArray) {
    return [g]
  },
)

/** What jaxprtexts.py spells in Python, as functions of one array. */
const own: Readonly<Record<string, (y: JaxArray) => unknown>> = {
  cond: (y) => lax.cond(jnp.greater(jnp.getitem(y, 0, 0), 0), jnp.sin, jnp.cos, y),
  while: (y) =>
    lax.whileLoop(
      ([count]: readonly [JaxArray]) => jnp.less(count, 3),
      ([count, value]: readonly [JaxArray, JaxArray]) => [jnp.add(count, 1), jnp.multiply(value, 2)],
      [0, y],
    ),
  checkpoint: jax.checkpoint((y: JaxArray) => jnp.sin(y)),
  custom: halved,
  captured: (y) => jnp.multiply(y, jnp.getitem(pair, 0)),
  tree: (y) => ({a: y, b: [1, jnp.add(y, 1.5)]}),
  same: (y) => first(jax.jit((z: JaxArray) => [z, jnp.add(z, 1.5)])(y)),
  set: (y) => y.at(0).set(1),
  added: (y) => y.at(jnp.array([0, 1])).add(1),
  pool: (y) => lax.reduceWindow(y, -Infinity, lax.max, [2, 2], [1, 1], 'VALID'),
}

describe('String(jax.makeJaxpr(f)(x)) is what JAX prints of', () => {
  for (const [name, {forward, grad, own: text}] of Object.entries(recorded)) {
    const program: unknown = Reflect.get(programs, name) ?? own[name]
    const f = (y: JaxArray): unknown =>
      typeof program === 'function' ? Reflect.apply(program, undefined, [y]) : undefined
    const printed = (g: (y: JaxArray) => unknown) => String(jax.makeJaxpr(g)(x)).split('\n')
    if (forward !== undefined || (text !== undefined && name !== 'wide'))
      test(name, () => {
        expect(printed(f)).toEqual(forward ?? text)
      })
    if (grad !== undefined)
      test(`${name}, its gradient`, () => {
        const loss = (z: JaxArray): unknown => jnp.sum(arrayIn(first(f(jnp.multiply(z, z)))))
        expect(printed(jax.grad(loss))).toEqual(grad)
      })
  }
})

const arrayIn = (value: unknown): JaxArray => {
  if (value instanceof jax.Array) return value
  throw new TypeError('no array')
}

test('a function of many arguments prints in lines of 80 characters', () => {
  const given = Array.from({length: 30}, () => 1.5)
  const sum = jax.makeJaxpr((...all: readonly (JaxArray | number)[]) => all.reduce((a, b) => jnp.add(a, b)))
  expect(String(sum(...given)).split('\n')).toEqual(recorded['wide']?.own)
})

test('jax.makeJaxpr(f)(x) prints as JAX does as a text, as a repr, in the console and in a list there', () => {
  const text = '{ lambda ; a:f32[]. let b:f32[] = sin a in (b,) }'
  const jaxpr = jax.makeJaxpr((y: JaxArray | number) => jnp.sin(y))(1.5)
  expect([String(jaxpr), repr(jaxpr), inspect(jaxpr), inspect([jaxpr])]).toEqual([
    text,
    text,
    text,
    `[ ${text} ]`,
  ])
})
