import {type JaxArray, jnp, lax, Session, total} from '../../lib/index.ts'

/** What a way of running layers costs at its first call. */
interface LayersRun {
  /** Equations of the traced function, that of one turn of a scan among them once. */
  readonly equations: number
  /** Estimated seconds of tracing, lowering and compiling. */
  readonly seconds: number
  /** The sum of what the layers give. */
  readonly result: number
}

const layer = (x: JaxArray, weight: JaxArray): JaxArray => jnp.tanh(jnp.dot(x, weight))

function ran(body: (x: JaxArray, weights: JaxArray) => JaxArray, depth: number): LayersRun {
  const session = new Session()
  const [x, weights] = [jnp.ones([4, 8]), jnp.full([depth, 8, 8], 0.1)]
  const step = session.jaxJit(body)
  const result = Number(jnp.sum(step(x, weights)).item())
  const count = ({eqns}: ReturnType<typeof step.lower>['jaxpr']): number =>
    eqns.reduce((sum, {op}) => sum + 1 + (op.calls ?? []).reduce((inner, call) => inner + count(call), 0), 0)
  return {
    equations: count(step.lower(x, weights).jaxpr),
    seconds: total(session.trace.at(0).seconds),
    result,
  }
}

/**
 * Layers of one shape, run by a loop of the program or by `lax.scan` over their stacked weights: the loop leaves each layer in the program, and
 * what it costs to compile grows with the depth; the scan leaves one layer, whatever the depth is. Both give the same.
 *
 * @example
 * const {looped, scanned} = layersOf(32) // looped.equations grows with 32, scanned.equations does not
 */
export function layersOf(depth: number): {readonly looped: LayersRun; readonly scanned: LayersRun} {
  const looped = ran((x, weights) => {
    let out = x
    for (let i = 0; i < depth; i++) out = layer(out, jnp.getitem(weights, i))
    return out
  }, depth)
  const scanned = ran((x, weights) => {
    const [out] = lax.scan((carry: JaxArray, weight: JaxArray) => [layer(carry, weight), null], x, weights)
    return jnp.asarray(out)
  }, depth)
  return {looped, scanned}
}
