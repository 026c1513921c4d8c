import {defaultSession, jnp, resetSession, Session} from '../../lib/index.ts'

afterEach(() => {
  resetSession()
})

const mixed = () => jnp.add(jnp.zeros([2, 3]), jnp.zeros([3]))

test('the settings of the default session are in force outside its functions too, until it starts anew', () => {
  defaultSession().update('jax_numpy_rank_promotion', 'raise')
  defaultSession().update('jax_enable_x64', true)
  expect(mixed).toThrow("jax_numpy_rank_promotion='raise'")
  expect(String(jnp.zeros([2]).dtype)).toBe('float64')
  resetSession()
  expect(mixed).not.toThrow()
  expect(String(jnp.zeros([2]).dtype)).toBe('float32')
})

test('defaultSession().with(…) puts its settings in force for the body alone', () => {
  expect(defaultSession().with({jax_enable_x64: true}, () => String(jnp.zeros([2]).dtype))).toBe('float64')
  expect(String(jnp.zeros([2]).dtype)).toBe('float32')
})

test('the settings of another session hold in its functions and in within(…) alone', () => {
  const session = new Session()
  session.update('jax_numpy_rank_promotion', 'raise')
  expect(mixed).not.toThrow()
  expect(() => session.within(mixed)).toThrow("jax_numpy_rank_promotion='raise'")
})

test('another session keeps to its own settings, whatever those of the default one are', () => {
  defaultSession().update('jax_numpy_rank_promotion', 'raise')
  expect(() => new Session().within(mixed)).not.toThrow()
})
