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
  expect(() => f(1, x)).toThrow(/deleted or donated/)
})

test('a donated argument that the body does not use is not given away, though an output would fit it', () => {
  const f = new Session().jaxJit((x: JaxArray, _y: JaxArray) => jnp.multiply(x, 2), {donate_argnums: 1})
  const y = jnp.ones([3])
  f(jnp.ones([3]), y)
  expect(() => f(y, jnp.ones([3]))).not.toThrow()
})
