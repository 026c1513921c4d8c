import type {Jaxpr} from '../../lib/array/index.ts'

/** A jaxpr as the golden files hold it: a line for each equation, called jaxprs indented. */
export const lines = (jaxpr: Jaxpr, depth = 0): string[] =>
  jaxpr.eqns.flatMap(({op, invars, outvars}) => {
    const avals = (atoms: readonly {aval: {toString(): string}}[]) =>
      `[${atoms.map(({aval}) => `'${aval.toString()}'`).join(', ')}]`
    const name = op.name === 'jit' ? `jit[${String(op.params['name'])}]` : op.name
    return [
      `${'  '.repeat(depth)}${name} ${avals(invars)} -> ${avals(outvars)}`,
      ...(op.calls ?? []).flatMap((call) => lines(call, depth + 1)),
    ]
  })
