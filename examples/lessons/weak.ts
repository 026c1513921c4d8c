import {type JaxArray, jnp, np, Session} from '../../lib/index.ts'

/** Ways to write a learning rate of 0.1, in the order in which the lesson passes them. */
export const rates: readonly (readonly [code: string, value: unknown])[] = [
  ['0.1', 0.1],
  ['0.2', 0.2],
  ['jnp.asarray(0.1)', jnp.asarray(0.1)],
  ['jnp.float32(0.1)', jnp.float32(0.1)],
  ['np.float32(0.1)', np.float32(0.1)],
  ['jnp.array(0.1)', jnp.array(0.1)],
  ['1', 1],
]

/**
 * One number, three programs: a Python float is a *weak* `float32[]`, an array made by `jnp.float32` is a strong one, and
 * the int 1 is no float at all. Values never matter; the way in which a number is written does. Settle on one way.
 *
 * @returns each way of writing it with what the call did to the caches.
 * @example
 * weak()[3] // ['jnp.float32(0.1)', 'retrace']
 */
export function weak(): readonly (readonly [code: string, outcome: string])[] {
  const session = new Session()
  const scale = session.jaxJit((x: JaxArray, lr: number) => jnp.multiply(x, lr))
  return rates.map(([code, value]) => {
    scale(jnp.ones([4]), value)
    return [code, session.trace.outcome(session.trace.length - 1)]
  })
}
