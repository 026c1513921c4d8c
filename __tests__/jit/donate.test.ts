import {jnp, type JaxArray, Session} from '../../lib/index.ts'
import {simulated} from '../../lib/release/index.ts'

const gone = 'Array has been deleted'

/** Which of two donated arrays of these lengths are gone after a call. */
function goneAfter(
  release: string,
  fun: (x: JaxArray, y: JaxArray) => unknown,
  lengths: readonly [number, number],
): readonly boolean[] {
  const session = new Session({release})
  const f = session.jaxJit(fun, {donate_argnums: [0, 1]})
  const given = lengths.map((n) => jnp.ones([n]))
  const [x, y] = given
  if (x === undefined || y === undefined) throw new RangeError('two lengths make two arrays')
  f(x, y)
  const use = session.jaxJit((z: JaxArray) => jnp.multiply(z, 2))
  return given.map((z) => {
    try {
      use(z)
      return false
    } catch (error) {
      expect(String(error)).toMatch(gone)
      return true
    }
  })
}

describe.each(simulated.map(({jax}) => jax))('of two donated arrays, in jax %s', (release) => {
  test('of one type, a single output takes the first, and the second can be used again', () => {
    expect(goneAfter(release, (x, y) => jnp.add(x, y), [3, 3])).toEqual([true, false])
  })

  test('two outputs of their type take both', () => {
    expect(goneAfter(release, (x, y) => [jnp.add(x, y), jnp.subtract(x, y)], [3, 3])).toEqual([true, true])
  })

  test('an output takes the one of its type', () => {
    expect(goneAfter(release, (x, y) => jnp.add(x, jnp.sum(y)), [3, 4])).toEqual([true, false])
    expect(goneAfter(release, (x, y) => jnp.add(jnp.sum(x), y), [3, 4])).toEqual([false, true])
  })
})

test('donate_argnums count the static arguments before them', () => {
  const f = new Session().jaxJit((_: number, x: JaxArray) => jnp.multiply(x, 2), {
    static_argnums: 0,
    donate_argnums: 1,
  })
  const x = jnp.ones([3])
  f(1, x)
  expect(() => f(1, x)).toThrow(gone)
})

test('a donated argument that the body does not use is not given away, though an output would fit it', () => {
  const f = new Session().jaxJit((x: JaxArray, _y: JaxArray) => jnp.multiply(x, 2), {donate_argnums: 1})
  const y = jnp.ones([3])
  f(jnp.ones([3]), y)
  expect(() => f(y, jnp.ones([3]))).not.toThrow()
})

const [runtime, before] = ['INVALID_ARGUMENT: Invalid buffer passed', 'RuntimeError: Array has been deleted']
const numbered = (at: number) =>
  `ValueError: ${runtime} to Execute() as argument ${at} to replica 0: INVALID_ARGUMENT: Buffer has been deleted or donated.`
const unnumbered = () => `ValueError: ${runtime}: buffer has been deleted or donated.`
const early = () => `${before} with shape=float32[3].`

test.each([
  ['0.7.2', unnumbered],
  ['0.8.2', unnumbered],
  ['0.9.0', numbered],
  ['0.10.2', numbered],
  ['0.11.2', early],
  ['0.12.0.1', early],
] as const)('jax %s says in its own words that an argument of a known call is gone', (release, words) => {
  for (const at of [0, 1]) {
    const f = new Session({release}).jaxJit((x: JaxArray, y: JaxArray) => jnp.add(x, y), {donate_argnums: at})
    const x = jnp.ones([3])
    const args = at === 0 ? [x, jnp.ones([3])] : [jnp.ones([3]), x]
    f(...args)
    let said = ''
    try {
      f(...args)
    } catch (error) {
      said = String(error)
    }
    expect(said).toBe(words(at))
  }
})

const six = (x: JaxArray): JaxArray => jnp.reshape(x, [6])

/** Which donated arrays of these shapes and dtypes are gone after a call in jax 0.7.2, and in jax 0.8.2 to 0.12.0.1. */
const takings: readonly (readonly [
  string,
  (...given: JaxArray[]) => unknown,
  readonly (readonly [readonly number[], string])[],
  old: readonly boolean[],
  now: readonly boolean[],
])[] = [
  [
    'an output takes the one of its own shape before another of its size',
    (x, y) => jnp.add(six(x), y),
    [
      [[2, 3], 'float32'],
      [[6], 'float32'],
    ],
    [false, true],
    [false, true],
  ],
  [
    'an output of no given shape takes the first of its size',
    (x, y) => jnp.reshape(jnp.add(six(x), y), [3, 2]),
    [
      [[2, 3], 'float32'],
      [[6], 'float32'],
    ],
    [false, false],
    [true, false],
  ],
  [
    'an output of another dtype takes one whose elements are as large',
    (x) => jnp.astype(x, 'int32'),
    [[[3], 'float32']],
    [false],
    [true],
  ],
  ['booleans are as large as int8', (x) => jnp.astype(x, 'int8'), [[[4], 'bool']], [false], [true]],
  ['float16 is as large as bfloat16', (x) => jnp.astype(x, 'bfloat16'), [[[3], 'float16']], [false], [true]],
  [
    'as many bytes in fewer elements take nothing',
    (x) => jnp.astype(jnp.max(jnp.reshape(x, [2, 2]), {axis: 0}), 'float16'),
    [[[4], 'int8']],
    [false],
    [false],
  ],
  ['what comes back unchanged is a new array', (x) => x, [[[3], 'float32']], [true], [true]],
]

test.each(takings)('%s', (_title, fun, given, old, now) => {
  for (const {jax: release} of simulated) {
    const session = new Session({release})
    const arrays = given.map(([shape, dtype]) => jnp.ones(shape, dtype))
    const result = session.jaxJit(fun, {donate_argnums: given.map((_, i) => i)})(...arrays)
    expect(arrays).not.toContain(result)
    expect(arrays.map((x) => isGone(session, x))).toEqual(release === '0.7.2' ? old : now)
  }
})

function isGone(session: Session, x: JaxArray): boolean {
  try {
    session.jaxJit((y: JaxArray) => jnp.equal(y, y))(x)
    return false
  } catch (error) {
    expect(String(error)).toMatch(gone)
    return true
  }
}
