import {explain, type JaxArray, jnp, nnx, Session} from '../../lib/index.ts'

class Gate extends nnx.Module {
  declare weight: nnx.Param
  declare open: boolean

  constructor() {
    super()
    this.weight = new nnx.Param(jnp.array([1, 2], 'float32'))
    this.open = true
  }

  call(x: JaxArray): JaxArray {
    return jnp.multiply(x, this.open ? this.weight : 0)
  }
}

/**
 * Hits that give what the function does not give any more: JAX looks at arguments, and not at what a function reads from around it, nor
 * at a model that a partial has a copy of. `verify` compares each hit with the function itself.
 *
 * @returns for each wrong hit what it gave, what its function gives, and why, as the log tells it.
 * @example
 * wrong()[0] // {given: [1, 2], right: [0, 0], why: 'closed hit, and ran …: Gate.open is False, before True.'}
 */
export function wrong(): readonly {readonly given: unknown; readonly right: unknown; readonly why: string}[] {
  const session = new Session({verify: true})
  const [gate, x] = [new Gate(), jnp.ones([2])]
  const closed = session.jaxJit(function closed(input: JaxArray) {
    return gate.call(input)
  })
  const forward = session.nnxJit(function forward(model: Gate, input: JaxArray) {
    return model.call(input)
  })
  const bound = session.cachedPartial(forward, gate)
  closed(x)
  bound(x)
  gate.open = false
  const given = [closed(x), bound(x)]
  const told = explain(session.trace).misses.filter(({verdict}) => verdict === 'wrong hit')
  return given.map((result, i) => ({
    given: result.tolist(),
    right: gate.call(x).tolist(),
    why: told[i]?.sentence ?? '',
  }))
}
