import {type Atom, type Jaxpr, Literal} from '../array/index.ts'

/**
 * A program as text: names of inputs, weak types and unused inputs are no part of it (jax/_src/cache_key.py).
 *
 * @param isKept for each input, whether the program keeps it.
 * @param donated the inputs whose buffers it may use up.
 */
export function contentOf(jaxpr: Jaxpr, isKept: readonly boolean[], donated: ReadonlySet<number>): string {
  const names = new Map<Atom, number>()
  const atom = (one: Atom): string => {
    if (one instanceof Literal) return `${String(one.value)}:${one.aval.dtype.short}`
    let name = names.get(one)
    if (name === undefined) names.set(one, (name = names.size))
    return `%${name}:${one.aval.dtype.short}[${one.aval.shape.join(',')}]`
  }
  const inputs = jaxpr.invars.flatMap((input, i) =>
    isKept[i] ? [`${atom(input)}${donated.has(i) ? ' donated' : ''}`] : [],
  )
  const body = jaxpr.eqns.map(
    ({op, invars, outvars}) =>
      `${outvars.map(atom).join()}=${op.name}${JSON.stringify(op.params)}(${invars.map(atom).join()})`,
  )
  return [inputs.join(), ...body, jaxpr.outvars.map(atom).join()].join('\n')
}
