import {jax, type JaxArray, jnp, lax} from '../../lib/index.ts'
import {near} from './near.ts'
import {spelt} from './spelt.ts'
import golden from './functions.json' with {type: 'json'}

const modules: Readonly<Record<string, object>> = {jnp, lax}

const isWritten = (value: unknown): value is {readonly dtype: string; readonly data: unknown} =>
  typeof value === 'object' && value !== null && 'dtype' in value

/** Numbers that JSON has no word for. */
const numbered = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(numbered) : typeof value === 'string' ? Number(value) : value

/** An argument as a program gives it: arrays, lists of them, and all else as it is. */
const given = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(given)
    : isWritten(value)
      ? jnp.array(numbered(value.data), value.dtype)
      : value

const called = (name: string, args: readonly unknown[], options: object): unknown => {
  const [module = '', ...rest] = name.split('.')
  const f = rest.reduce<unknown>((at, part) => Reflect.get(Object(at), spelt(part)), modules[module])
  if (typeof f !== 'function') throw new TypeError(`there is no ${name}`)
  const named = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value === 'Infinity' ? Infinity : given(value)]),
  )
  return Reflect.apply(f, undefined, Object.keys(named).length === 0 ? args : [...args, named])
}

const arrays = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.flatMap(arrays) : [value]

/** An argument in a title. */
const shown = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : isWritten(value) ? value.dtype : String(value)

const recorded = golden.map((one) => ({
  ...one,
  results: one.results.map((result) => ({...result, data: result.data.map(Number)})),
}))

for (const [i, {fn, slope, args, options, results}] of recorded.entries()) {
  const call = `${fn}(${args.map(shown).join(', ')}${Object.keys(options).length === 0 ? '' : `, ${JSON.stringify(options)}`})`
  const compare = (found: readonly unknown[]): void => {
    expect(found.length).toBe(results.length)
    results.forEach((result, place) => {
      near(found[place], result)
    })
  }
  if (slope === undefined)
    test(`${call} gives what JAX gives (${i})`, () => {
      compare(arrays(called(fn, args.map(given), options)))
    })
  else
    test(`the squares of ${call} have JAX’s gradient (${i})`, () => {
      const loss = (x: JaxArray): JaxArray => {
        const [first] = arrays(called(fn, args.map(given).with(slope, x), options))
        return jnp.sum(jnp.square(jnp.asarray(first)))
      }
      compare([jax.grad(loss)(jnp.asarray(given(args[slope])))])
    })
}

test('arrays have these functions of jnp as methods', () => {
  const x = jnp.array([3, 0, 5])
  expect(x.ptp().tolist()).toBe(5)
  expect(x.nonzero().map((one) => one.tolist())).toEqual([[0, 2]])
  expect(jnp.sort(x).searchsorted(4).tolist()).toBe(2)
  expect(
    jnp
      .array([1, 0])
      .choose([jnp.array([1, 2]), jnp.array([3, 4])])
      .tolist(),
  ).toEqual([3, 2])
  expect(x.compress(jnp.array([true, false, true])).tolist()).toEqual([3, 5])
  expect(jnp.ones([2, 3]).compress(jnp.array([true, false]), {axis: 0}).shape).toEqual([1, 3])
})

test('jnp.polyval(p, x) is the polynomial, the highest power first, of one number, an array or a column of polynomials', () => {
  expect(jnp.polyval(jnp.array([2, 5, 1]), 3).tolist()).toBe(34)
  expect(
    jnp
      .polyval(
        jnp.array([2, 5, 1]),
        jnp.array([
          [2, 1, 5],
          [3, 4, 7],
        ]),
      )
      .tolist(),
  ).toEqual([
    [19, 8, 76],
    [34, 53, 134],
  ])
  expect(jnp.polyval(jnp.array([[1], [2]]), jnp.array([1, 2])).tolist()).toEqual([3, 4])
  const slope = jax.grad((x: JaxArray) => jnp.polyval(jnp.array([2, 5, 1]), x))(jnp.array(3.5))
  expect(String(slope)).toBe('Array(19., dtype=float32, weak_type=True)')
})
