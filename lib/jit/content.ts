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
  const atom = naming()
  const inputs = jaxpr.invars.flatMap((input, i) => {
    const place = places[i]
    if (place === undefined) return []
    return [
      `${atom(input)}${donated.has(i) ? ' donated' : ''}${place === null ? '' : ` committed ${place.cut ?? ''}`}`,
    ]
  })
  return `${inputs.join()}\n${bodyOf(jaxpr, atom)}`
}

/** Variables by their order, literals by their value. */
function naming(): (one: Atom) => string {
  const names = new Map<Atom, number>()
  return (one) => {
    if (one instanceof Literal) return `${String(one.value)}:${one.aval.dtype.short}`
    let name = names.get(one)
    if (name === undefined) names.set(one, (name = names.size))
    return `%${name}:${one.aval.dtype.short}[${one.aval.shape.join(',')}]`
  }
}

/** The equations and results of a jaxpr, each call with the jaxprs that it calls. */
function bodyOf({eqns, outvars}: Jaxpr, atom: (one: Atom) => string): string {
  const lines = eqns.map(({op, invars, outvars: made}) => {
    const called = (op.calls ?? []).map((inner) => {
      const own = naming()
      return `{${inner.invars.map(own).join()}\n${bodyOf(inner, own)}}`
    })
    return `${made.map(atom).join()}=${op.name}${JSON.stringify(op.params)}${called.join('')}(${invars.map(atom).join()})`
  })
  return [...lines, outvars.map(atom).join()].join('\n')
}
