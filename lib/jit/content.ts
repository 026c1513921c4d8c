import {type Atom, type Jaxpr, Literal, type Placement} from '../array/index.ts'

/** Where the inputs of a lowered program live: null for one that is free to be anywhere, undefined for one that it drops. */
export type Places = readonly (Placement | null | undefined)[]

/**
 * A program as text: names of inputs, weak types and unused inputs are no part of it (jax/_src/cache_key.py).
 *
 * @param places of its inputs: that one is committed stands in the program, and how it is cut, but not where it lives.
 * @param donated the inputs whose buffers it may use up.
 */
export function contentOf(jaxpr: Jaxpr, places: Places, donated: ReadonlySet<number>): string {
  const names = new Map<Atom, number>()
  const atom = (one: Atom): string => {
    if (one instanceof Literal) return `${String(one.value)}:${one.aval.dtype.short}`
    let name = names.get(one)
    if (name === undefined) names.set(one, (name = names.size))
    return `%${name}:${one.aval.dtype.short}[${one.aval.shape.join(',')}]`
  }
  const inputs = jaxpr.invars.flatMap((input, i) => {
    const place = places[i]
    if (place === undefined) return []
    return [
      `${atom(input)}${donated.has(i) ? ' donated' : ''}${place === null ? '' : ` committed ${place.cut ?? ''}`}`,
    ]
  })
  const body = jaxpr.eqns.map(
    ({op, invars, outvars}) =>
      `${outvars.map(atom).join()}=${op.name}${JSON.stringify(op.params)}(${invars.map(atom).join()})`,
  )
  return [inputs.join(), ...body, jaxpr.outvars.map(atom).join()].join('\n')
}
