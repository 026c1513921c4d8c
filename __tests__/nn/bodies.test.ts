import '../../lib/value/index.ts'
import golden from '../golden/bodies.json' with {type: 'json'}
import {jax, type JaxArray, jnp, lax, nnx} from '../../lib/index.ts'
import {entry} from '../entry.ts'

type Body = (...args: never[]) => unknown
type Pair = readonly [Layer, JaxArray]

class Layer extends nnx.Module {
  declare w: nnx.Param<JaxArray>

  constructor() {
    super()
    this.w = new nnx.Param(jnp.ones([2]))
  }
}

const [x, xs, layer] = [jnp.ones([2]), jnp.ones([3, 2]), new Layer()]
const twice = (c: JaxArray): JaxArray => jnp.multiply(c, 2)
const below = (c: JaxArray): JaxArray => jnp.less(jnp.sum(c), 9)
const turn = (_i: JaxArray, c: JaxArray): JaxArray => twice(c)
const handedOn = ([m, c]: Pair): Pair => [m, twice(c)]
const second = (_m: Layer, c: JaxArray): JaxArray => c
const step = (c: JaxArray, one: JaxArray) => [jnp.add(c, one), c]

const of = (f: Body, value: JaxArray): unknown => Reflect.apply(f, undefined, [value])

/** Each program with the body that it runs. */
const programs: Readonly<Record<keyof typeof golden, readonly [body: Body, call: (f: Body) => unknown]>> = {
  'lax.scan': [step, (f) => lax.scan(f, x, xs)],
  'lax.fori_loop': [turn, (f) => lax.foriLoop(0, 3, f, x)],
  'lax.fori_loop traced bounds': [turn, (f) => lax.foriLoop(0, jnp.array(3), f, x)],
  'lax.while_loop body': [twice, (f) => lax.whileLoop(below, f, x)],
  'lax.while_loop test': [below, (f) => lax.whileLoop(f, twice, x)],
  'lax.cond': [twice, (f) => lax.cond(true, f, twice, x)],
  'lax.switch': [twice, (f) => lax.switch(0, [f, twice], x)],
  'lax.map': [twice, (f) => lax.map(f, xs)],
  'lax.associative_scan': [(a: JaxArray, b: JaxArray) => jnp.add(a, b), (f) => lax.associativeScan(f, xs)],
  'jax.checkpoint': [twice, (f) => of(jax.checkpoint(f), x)],
  'jax.grad': [(c: JaxArray) => jnp.sum(c), (f) => of(jax.grad(f), x)],
  'jax.vmap': [twice, (f) => of(jax.vmap(f), xs)],
  'nnx.scan': [step, (f) => nnx.scan(f, {in_axes: [nnx.Carry, 0], out_axes: [nnx.Carry, 0]})(x, xs)],
  'nnx.fori_loop': [(_i: JaxArray, pair: Pair) => handedOn(pair), (f) => nnx.foriLoop(0, 3, f, [layer, x])],
  'nnx.while_loop': [handedOn, (f) => nnx.whileLoop(([, c]: Pair) => below(c), f, [layer, x])],
  'nnx.cond': [(_m: Layer, c: JaxArray) => twice(c), (f) => nnx.cond(true, f, second, layer, x)],
  'nnx.switch': [(_m: Layer, c: JaxArray) => twice(c), (f) => nnx.switch(0, [f, second], layer, x)],
  'nnx.vmap': [twice, (f) => nnx.vmap(f)(xs)],
  'nnx.remat': [(_m: Layer, c: JaxArray) => twice(c), (f) => nnx.remat(f)(layer, x)],
  'nnx.grad': [(m: Layer) => jnp.sum(m.w), (f) => nnx.grad(f)(layer)],
}

/** How often a body runs in each of three calls: of one function object, and of a new one each call. */
function runsOf(name: string): readonly (readonly number[])[] {
  const [body, call] = entry(programs, name)
  let runs = 0
  const counted =
    (): Body =>
    (...args) => {
      runs++
      return body(...args)
    }
  const one = counted()
  return [() => one, counted].map((make) =>
    [1, 2, 3].map(() => {
      runs = 0
      call(make())
      return runs
    }),
  )
}

test.each(Object.keys(programs))(
  '%s runs its body as often as JAX does: of one function, and of a new one each call',
  (name) => {
    expect(runsOf(name)).toEqual(entry(golden, name))
  },
)
