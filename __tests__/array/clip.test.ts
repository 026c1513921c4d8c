import {configured} from '../../lib/array/index.ts'
import {jnp, Session} from '../../lib/index.ts'

const row = jnp.asarray([0, 2, 4])
const table = jnp.asarray([
  [1, 1, 1],
  [5, 5, 5],
])

test('jnp.clip(…) broadcasts its bounds and its value, whichever has more dimensions', () => {
  expect(jnp.clip(table, row, row).shape).toEqual([2, 3])
  expect(jnp.clip(row, table, table).shape).toEqual([2, 3])
  expect(jnp.clip(row, jnp.zeros([2, 1], 'int32'), table).shape).toEqual([2, 3])
})

test('jnp.clip(…) of several ranks has the equations of JAX: each bound is broadcast, then max and min', () => {
  const f = new Session().jaxJit((x: typeof row, y: typeof row) => jnp.clip(y, x, x))
  const [clip] = f.lower(row, table).jaxpr.eqns
  expect(clip?.op.calls?.[0]?.eqns.map(({op}) => [op.name, op.outs[0]?.short])).toEqual([
    ['broadcast_in_dim', 'i32[1,3]'],
    ['max', 'i32[2,3]'],
    ['broadcast_in_dim', 'i32[1,3]'],
    ['min', 'i32[2,3]'],
  ])
})

test("jnp.clip(…) of several ranks is refused under jax_numpy_rank_promotion='raise' for its maximum", () => {
  configured({rankPromotion: 'raise'}, () => {
    expect(() => jnp.clip(table, row, row)).toThrow(
      "Operands could not be broadcast together for maximum on shapes (3,) (2, 3) and with the config option jax_numpy_rank_promotion='raise'.",
    )
    expect(jnp.clip(table, 0, 1).shape).toEqual([2, 3])
  })
})
