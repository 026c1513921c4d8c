import {repr} from '../../lib/python/index.ts'
import {asArray} from '../../lib/lax/index.ts'
import {type Jaxpr, Literal, type ParamValue, type Atom, type Eqn} from '../../lib/array/index.ts'

/** The types of a jaxpr's equations as the golden files of layers hold them: a line for each, called jaxprs indented. */
export const lines = (jaxpr: Jaxpr, depth = 0): string[] =>
  jaxpr.eqns.flatMap(({op, invars, outvars}) => {
    const avals = (atoms: readonly {aval: {toString(): string}}[]) =>
      `[${atoms.map(({aval}) => `'${aval.toString()}'`).join(', ')}]`
    const name = op.name === 'jit' ? `jit[${parameter(op.params['name'] ?? '')}]` : op.name
    return [
      `${'  '.repeat(depth)}${name} ${avals(invars)} -> ${avals(outvars)}`,
      ...(op.calls ?? []).flatMap((call) => lines(call, depth + 1)),
    ]
  })

/** What an array's repr holds before its dtype. */
const elements = /^Array\((.*), dtype=/

/** A literal, of a float so many digits as `equations.py` keeps. */
function number(literal: Literal): string {
  const {dtype} = literal.aval
  const array = asArray(literal)
  if (dtype.kind !== 'f') return elements.exec(repr(array))?.[1] ?? ''
  const value = Number(array)
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.'
  const kept = Number(value.toPrecision(dtype.itemsize > 2 ? 8 : 4))
  const short = value !== 0 && Math.abs(value) < 1e-6 ? kept.toExponential() : String(kept)
  return Number.isInteger(value) && !short.includes('e') ? `${short}.` : short
}

const isList = (value: ParamValue): value is readonly ParamValue[] => Array.isArray(value)

/** A parameter as Python prints it. */
function parameter(value: ParamValue): string {
  if (isList(value)) return `(${value.map(parameter).join(', ')}${value.length === 1 ? ',' : ''})`
  if (typeof value === 'object' && value !== null)
    return `(${Object.entries(value)
      .map(([name, one]) => `${name}=${parameter(one)}`)
      .join(' ')})`
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Number.isNaN(value)) return 'nan'
  return value === null ? 'None' : String(value)
}

function header({name, params}: Eqn['op']): string {
  if (name === 'jit') return `jit[${parameter(params['name'] ?? '')}]`
  const told = Object.entries(params)
    .filter(([key]) => !(name === 'custom_jvp_call' && key === 'name'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${parameter(value)}`)
  return told.length === 0 ? name : `${name}[${told.join(' ')}]`
}

const letters = (n: number): string =>
  `${n >= 26 ? letters(Math.floor(n / 26) - 1) : ''}${String.fromCharCode(97 + (n % 26))}`

/** A jaxpr as `golden/equations.py` writes it: every variable, literal and parameter. */
export function textOf(jaxpr: Jaxpr, depth = 0): string[] {
  const names = new Map<Atom, string>()
  const indent = '  '.repeat(depth)
  const made = (variable: Atom): string => {
    const name = letters(names.size)
    names.set(variable, name)
    return `${name}:${variable.aval.toString()}`
  }
  const atom = (one: Atom): string =>
    one instanceof Literal ? `${number(one)}:${one.aval.toString()}` : (names.get(one) ?? '?')
  const first = indent + ['lambda', ...[...jaxpr.constvars, ...jaxpr.invars].map(made)].join(' ')
  const eqns = jaxpr.eqns.flatMap(({op, invars, outvars}) => {
    const right = [header(op), ...invars.map(atom)].join(' ')
    return [
      `${indent}${outvars.map(made).join(' ')} = ${right}`,
      ...(op.calls ?? []).flatMap((call) => textOf(call, depth + 1)),
    ]
  })
  return [first, ...eqns, indent + ['return', ...jaxpr.outvars.map(atom)].join(' ')]
}
