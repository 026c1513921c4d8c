import {
  type Atom,
  type Eqn,
  type Jaxpr,
  Literal,
  type Params,
  type ParamValue,
  type Var,
} from '../array/index.ts'
import {float, repr} from '../python/index.ts'
import {between, deeperIn, type FoldedText, onOneLine, orBreak, textOfFolds} from './foldedtext.ts'
import {asArray} from './operand.ts'

/** A parameter that JAX prints of a primitive and that is the same here in every use of it. */
type Constants = Readonly<Record<string, ParamValue>>

const scattered: Constants = {update_consts: []}
const onMesh: Constants = {sharding: null}

const constants: Readonly<Record<string, Constants>> = {
  reduce_sum: {out_sharding: null},
  reshape: onMesh,
  iota: onMesh,
  conv_general_dilated: {out_sharding: null},
  scatter: {...scattered, update_jaxpr: null},
  'scatter-add': scattered,
  'scatter-mul': scattered,
  'scatter-min': scattered,
  'scatter-max': scattered,
  scan: {unroll: 1},
  sort: {is_stable: true, num_keys: 1},
  round: {rounding_method: 1},
  custom_jvp_call: {symbolic_zeros: false},
  custom_vjp_call: {symbolic_zeros: false},
}

/** Parameters that JAX leaves out: the type of the result tells them. */
const told: Readonly<Record<string, readonly string[]>> = {broadcast_in_dim: ['shape']}

/** What called jaxprs are among the parameters; those of `cond` are one tuple. */
const called: Readonly<Record<string, readonly string[]>> = {
  custom_jvp_call: ['call_jaxpr'],
  custom_vjp_call: ['call_jaxpr'],
  while: ['cond_jaxpr', 'body_jaxpr'],
  'scatter-add': ['update_jaxpr'],
  'scatter-mul': ['update_jaxpr'],
  'scatter-min': ['update_jaxpr'],
  'scatter-max': ['update_jaxpr'],
}

const isList = (value: ParamValue): value is readonly ParamValue[] => Array.isArray(value)

const tuple = (items: readonly string[]): string => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`

/** A parameter as Python prints it; a record is the named tuple of its primitive. */
function parameterText(value: ParamValue, type: string): string {
  if (isList(value)) return tuple(value.map((one) => parameterText(one, type)))
  if (typeof value === 'object' && value !== null)
    return `${type}${tuple(Object.entries(value).map(([name, one]) => `${name}=${parameterText(one, type)}`))}`
  return typeof value === 'string' ? value : repr(Object.is(value, -0) ? 0 : value)
}

const recordTypes: Readonly<Record<string, string>> = {
  conv_general_dilated: 'ConvDimensionNumbers',
  gather: 'GatherDimensionNumbers',
}

/** The dimension numbers of a product: the innermost as lists, to be shorter. */
const listedNumbers = (value: ParamValue): string => {
  if (!isList(value)) return repr(value)
  return value.some(isList) ? tuple(value.map(listedNumbers)) : repr(value)
}

/** A parameter of a primitive as JAX prints it. */
export function paramText(primitive: string, name: string, value: ParamValue): string {
  if (primitive === 'dot_general' && name === 'dimension_numbers') return listedNumbers(value)
  if (name === 'mode' && typeof value === 'string') return `GatherScatterMode.${value}`
  return parameterText(value, recordTypes[primitive] ?? 'ScatterDimensionNumbers')
}

/** The parameters of an operation as JAX shows them, without the jaxprs that it calls. */
function shownParams({name, params, printed}: Eqn['op']): Params {
  const all = Object.entries({...constants[name], ...params, ...printed})
  const shown = name === 'dot_general' ? all.filter(([, value]) => value !== null) : all
  return Object.fromEntries(
    shown.filter(
      ([key, value]) =>
        told[name]?.includes(key) !== true &&
        !(key === 'broadcast_dimensions' && isList(value) && value.length === 0),
    ),
  )
}

const letters = (n: number): string =>
  `${n >= 26 ? letters(Math.floor(n / 26)) : ''}${String.fromCharCode(97 + (n % 26))}`

/** One printing: names of variables, and the jaxprs that stand before the whole under a name of their own. */
class Printing {
  readonly #names = new Map<Atom, string>()
  readonly #shared: ReadonlyMap<Jaxpr, string>
  readonly #taken: ReadonlySet<string>
  #next = 0

  constructor(whole: Jaxpr) {
    this.#shared = sharedIn(whole)
    this.#taken = new Set(this.#shared.values())
    for (const variable of unusedIn(whole)) this.#names.set(variable, '_')
  }

  whole(jaxpr: Jaxpr): FoldedText {
    const before = [...this.#shared].map(([shared, name]): FoldedText => [
      `let ${name} = `,
      this.#skeleton(shared),
      ' in',
      orBreak(),
    ])
    return [...before, this.#skeleton(jaxpr)]
  }

  #name(variable: Var): string {
    let name = this.#names.get(variable)
    while (name === undefined) {
      const fresh = letters(this.#next++)
      if (!this.#taken.has(fresh)) name = fresh
    }
    this.#names.set(variable, name)
    return name
  }

  #atom = (atom: Atom): string => {
    if (!(atom instanceof Literal)) return this.#name(atom)
    const value = asArray(atom).item()
    const isFloat = atom.aval.dtype.kind === 'f' && typeof value === 'number'
    return `${repr(isFloat ? float(value) : value)}:${atom.aval.short}`
  }

  #binders = (variables: readonly Var[]): FoldedText =>
    row(variables.map((variable) => `${this.#name(variable)}:${variable.aval.short}`))

  #called(jaxpr: Jaxpr): FoldedText {
    return this.#shared.get(jaxpr) ?? this.#skeleton(jaxpr)
  }

  #skeleton({constvars, invars, eqns, outvars}: Jaxpr): FoldedText {
    const [constants, inputs] = [this.#binders(constvars), this.#binders(invars)]
    const body = between(
      orBreak('; '),
      eqns.map((eqn) => this.#equation(eqn)),
    )
    const results = ['(', row(outvars.map(this.#atom), ','), outvars.length === 1 ? ',)' : ')']
    return onOneLine([
      deeperIn([
        '{ lambda ',
        constants,
        '; ',
        inputs,
        '. let',
        deeperIn([orBreak(), body]),
        orBreak(),
        'in ',
        results,
      ]),
      ' }',
    ])
  }

  #equation({op, invars, outvars}: Eqn): FoldedText {
    if (op.name === 'jit') this.#alike(op.calls ?? [], invars, outvars)
    const left = this.#binders(outvars)
    return [left, ` = ${op.name}`, this.#params(op), ' ', row(invars.map(this.#atom))]
  }

  /** What is handed to a jitted function has the same name in it. */
  #alike(calls: readonly Jaxpr[], invars: readonly Atom[], outvars: readonly Atom[]): void {
    for (const jaxpr of calls) {
      if (this.#shared.has(jaxpr)) continue
      this.#suggest(jaxpr.invars, invars)
      this.#suggest(jaxpr.outvars, outvars)
    }
  }

  #suggest(inner: readonly Atom[], outer: readonly Atom[]): void {
    const used = new Set<Atom>()
    inner.forEach((one, i) => {
      const like = outer[i]
      if (like === undefined || like instanceof Literal || used.has(like)) return
      if (one instanceof Literal || this.#names.has(one)) return
      used.add(like)
      this.#names.set(one, this.#name(like))
    })
  }

  #params(op: Eqn['op']): FoldedText {
    const {name, calls = []} = op
    const params = Object.entries(shownParams(op)).map(
      ([key, value]): readonly [string, () => FoldedText] => [key, () => paramText(name, key, value)],
    )
    const jaxprs: readonly (readonly [string, () => FoldedText])[] =
      name === 'cond'
        ? [['branches', () => this.#tuple(calls)]]
        : calls.map((jaxpr, i) => [called[name]?.[i] ?? 'jaxpr', () => this.#called(jaxpr)])
    const sorted = [...params, ...jaxprs].sort(([a], [b]) => (a < b ? -1 : 1))
    const first = sorted.filter(([key]) => key === 'name')
    const all = [...first, ...sorted.filter(([key]) => key !== 'name')]
    if (all.length === 0) return ''
    const pairs = all.map(([key, text]): FoldedText => [`${key}=`, text()])
    return onOneLine([deeperIn(['[', orBreak(''), between(orBreak(), pairs)]), orBreak(''), ']'])
  }

  #tuple(jaxprs: readonly Jaxpr[]): FoldedText {
    const inner = between(
      orBreak(),
      jaxprs.map((jaxpr) => this.#called(jaxpr)),
    )
    return onOneLine([deeperIn(['(', orBreak(''), inner]), orBreak(''), ')'])
  }
}

/** Words in a row; a line is begun where one has no room. */
const row = (words: readonly string[], separator = ''): FoldedText =>
  deeperIn(onOneLine(between([separator, onOneLine(orBreak())], words)))

/** Variables that nothing reads. */
function unusedIn({eqns, outvars}: Jaxpr): readonly Var[] {
  const used = new Set<Atom>(outvars)
  return [...eqns].reverse().flatMap(({invars, outvars: made}) => {
    const unused = made.filter((variable) => !used.has(variable))
    for (const atom of invars) used.add(atom)
    return unused
  })
}

/** What stands around the name of a lambda. */
const angles = /^<+|>+$/g

/** So many equations of a called jaxpr are printed in their place. */
const inPlace = 10

/** The jaxprs that are called more than once, or are long, with a name for each. */
function sharedIn(whole: Jaxpr): ReadonlyMap<Jaxpr, string> {
  const [counts, names] = [new Map<Jaxpr, number>(), new Map<Jaxpr, string>()]
  const queue = [whole]
  for (const jaxpr of queue) {
    const often = jaxpr !== whole && jaxpr.eqns.length > inPlace ? 2 : 1
    counts.set(jaxpr, (counts.get(jaxpr) ?? 0) + often)
    for (const {op} of jaxpr.eqns)
      for (const inner of op.calls ?? []) {
        queue.push(inner)
        if (op.name === 'jit' && !names.has(inner)) names.set(inner, inner.name.replaceAll(angles, ''))
      }
  }
  const [shared, taken] = [new Map<Jaxpr, string>(), new Map<string, number>()]
  for (const [jaxpr, count] of counts) {
    if (count === 1) continue
    const name = names.get(jaxpr) ?? 'jaxpr'
    const n = taken.get(name) ?? 0
    taken.set(name, n + 1)
    shared.set(jaxpr, n === 0 ? name : `${name}${n}`)
  }
  return shared
}

/**
 * A jaxpr as JAX prints it: what is called more than once first, under a name.
 *
 * Source: JAX `core.py`, `pp_toplevel_jaxpr`.
 *
 * @example
 * String(jax.makeJaxpr((x) => jnp.sin(x))(jnp.ones(3)))
 * // '{ lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }'
 */
export const jaxprText = (jaxpr: Jaxpr): string => textOfFolds(new Printing(jaxpr).whole(jaxpr))
