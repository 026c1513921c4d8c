import {type JaxArray, jnp, Session} from '../../lib/index.ts'

/** What jax 0.10.2 warns of under `jax_numpy_rank_promotion = 'warn'`. */
const text = (name: string, shapes: string): string =>
  `Following NumPy automatic rank promotion for ${name} on shapes ${shapes}. Set the jax_numpy_rank_promotion config option to 'allow' to disable this warning; for more information, see https://docs.jax.dev/en/latest/rank_promotion_warning.html.`

const under = (value: string): Session => {
  const session = new Session()
  session.update('jax_numpy_rank_promotion', value)
  return session
}

const told = (session: Session) => [...session.trace].map(({warnings}) => warnings)

const row = jnp.zeros([3])
const table = jnp.zeros([2, 3])

test("under jax_numpy_rank_promotion='warn' the event of a trace tells each warning once, in the words of JAX; a hit tells none", () => {
  const session = under('warn')
  const f = session.jaxJit((x: JaxArray, y: JaxArray) => jnp.multiply(jnp.add(jnp.add(x, y), 1), x))
  f(row, table)
  f(row, table)
  expect(told(session)).toEqual([[text('add', '(3,) (2, 3)'), text('multiply', '(2, 3) (3,)')], undefined])
})

test('jnp.clip(…) warns of its maximum and its minimum, in every session that traces it', () => {
  for (let i = 0; i < 2; i++) {
    const session = under('warn')
    session.jaxJit((x: JaxArray, y: JaxArray) => jnp.clip(y, x, x))(row, table)
    expect(told(session)).toEqual([[text('maximum', '(3,) (2, 3)'), text('minimum', '(3,) (2, 3)')]])
  }
})

test("'allow' warns of nothing", () => {
  const session = under('allow')
  session.jaxJit((x: JaxArray, y: JaxArray) => jnp.add(x, y))(row, table)
  expect(told(session)).toEqual([undefined])
})

test('a warning is told once in a session, whichever function is traced, and anew in other words', () => {
  const session = under('warn')
  for (const y of [table, table, jnp.zeros([4, 3])])
    session.jaxJit((x: JaxArray, other: JaxArray) => jnp.add(x, other))(row, y)
  expect(told(session)).toEqual([[text('add', '(3,) (2, 3)')], undefined, [text('add', '(3,) (4, 3)')]])
})
