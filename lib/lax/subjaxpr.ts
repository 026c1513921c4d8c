import {
  type Atom,
  type Each,
  type Eqn,
  Frame,
  type Jaxpr,
  Literal,
  type Op,
  type Operand,
  Pending,
  type ShapedArray,
  Var,
  at,
  avalsIn,
  bind,
  callOf,
  each,
  isConcrete,
  isTaped,
  replay,
  settings,
  trace,
  within,
} from '../array/index.ts'

import {asOperand, type Input} from './operand.ts'
import {zerosOf} from './shaping.ts'
import {backward, type Linearized, linearize, pushed} from './tape.ts'

/** A call of a traced function as one equation, JAX's `jit` primitive. */
export const callJaxpr = (jaxpr: Jaxpr, inputs: readonly Operand[]): readonly Operand[] =>
  bind(callOp(jaxpr), [...jaxpr.consts, ...inputs])

/** A call outside of any trace whose results are computed when they are read: of the jaxpr's results, by their number. */
export function deferredCall(jaxpr: Jaxpr, inputs: readonly Input[]): Pending | null {
  const operands = [...jaxpr.consts, ...inputs.map((input) => asOperand(input))]
  return operands.every(isConcrete)
    ? new Pending(callOf(callOp(jaxpr)), operands, settings().valueBudget)
    : null
}

/** The operation of such a call; its operands are the jaxpr's constants, then its inputs. */
const callOp = (jaxpr: Jaxpr): Op => ({
  name: 'jit',
  params: {name: jaxpr.name},
  outs: jaxpr.outvars.map(({aval}) => aval),
  calls: [jaxpr],
  again: (values) => bind(callOp(jaxpr), values),
  both: (primals, tangents) => differentiate(jaxpr, primals, tangents),
})

/** A jaxpr whose constants are inputs too. */
export const withoutConsts = (jaxpr: Jaxpr): Jaxpr =>
  jaxpr.consts.length === 0
    ? jaxpr
    : {...jaxpr, invars: [...jaxpr.constvars, ...jaxpr.invars], constvars: [], consts: []}

export interface Split {
  /** Computes the results, then the residuals that are neither inputs nor results. */
  readonly primal: Jaxpr
  readonly linear: Linearized
  /** Operands of the forward pass that the backward pass reads. */
  readonly residuals: readonly Operand[]
  /** Where each residual is found among the inputs and then the outputs of `primal`. */
  readonly sources: readonly number[]
}

const splits = new WeakMap<Jaxpr, Map<string, Split>>()

/**
 * A jaxpr split for its derivative by the operands that move.
 *
 * @param seedAvals the types of their tangents, where they are not those of the operands.
 */
export function splitOf(
  jaxpr: Jaxpr,
  moving: readonly boolean[],
  seedAvals: readonly ShapedArray[] = avalsIn(withoutConsts(jaxpr).invars),
): Split {
  const known = splits.get(jaxpr) ?? new Map<string, Split>()
  splits.set(jaxpr, known)
  const id = moving.map((is, i) => (is ? (at(seedAvals, i).weak_type ? '~' : '1') : '0')).join('')
  const found = known.get(id) ?? makeSplit(jaxpr, moving, seedAvals)
  known.set(id, found)
  return found
}

function makeSplit(jaxpr: Jaxpr, moving: readonly boolean[], seedAvals: readonly ShapedArray[]): Split {
  const {invars} = withoutConsts(jaxpr)
  const frame = new Frame(jaxpr.name)
  return within(frame, () => {
    const inputs = invars.map(({aval}) => frame.input(aval))
    const linear = linearize((values) => replay(withoutConsts(jaxpr), values), inputs, moving, seedAvals)
    const read = new Set<Operand>()
    for (const {inputs: used} of needed(linear))
      for (const value of used)
        if (!linear.tape.isTangent(value) && !(value instanceof Literal && !value.held)) read.add(value)
    const residuals = [...read]
    const places: Operand[] = [...inputs, ...linear.results]
    const kept = residuals.filter((value) => !places.includes(value))
    places.push(...kept)
    const primal = withoutDeadCode(frame.finish([...linear.results, ...kept]))
    return {primal, linear, residuals, sources: residuals.map((value) => places.indexOf(value))}
  })
}

/** The tape's entries that the tangents of the results rest on. */
function needed({tape, tangents}: Linearized): Linearized['tape']['entries'] {
  const wanted = new Set<Operand | null>(tangents)
  return [...tape.entries]
    .reverse()
    .filter(({inputs, outs}) => {
      if (!outs.some((out) => wanted.has(out))) return false
      for (const input of inputs) wanted.add(input)
      return true
    })
    .reverse()
}

function differentiate(
  jaxpr: Jaxpr,
  primals: readonly Operand[],
  tangents: readonly (Operand | null)[],
): readonly [readonly Operand[], readonly (Operand | null)[]] {
  const moving = tangents.map((tangent) => tangent !== null)
  const {primal, linear, residuals, sources} = splitOf(jaxpr, moving)
  const outputs = callJaxpr(primal, primals)
  const results = outputs.slice(0, jaxpr.outvars.length)
  const places = [...primals, ...outputs]
  const known = sources.map((place) => at(places, place))
  const moved = linear.tangents.flatMap((tangent) => (tangent === null ? [] : [tangent.aval]))
  const inputs = tangents.filter((tangent) => tangent !== null)
  if (moved.length === 0) return [results, results.map(() => null)]
  const outs = [...bind(linearCall(jaxpr.name, linear, residuals, moved), [...known, ...inputs])]
  return [results, linear.tangents.map((tangent) => (tangent === null ? null : (outs.shift() ?? null)))]
}

/** The call on tangents. It is only ever transposed: one call that reads the residuals and the cotangents. */
function linearCall(
  name: string,
  linear: Linearized,
  residuals: readonly Operand[],
  outs: readonly ShapedArray[],
): Op {
  let traced: Jaxpr | undefined
  const forward = (values: readonly Operand[]): Jaxpr =>
    (traced ??= trace(
      values.map(({aval}) => aval),
      (inputs) => {
        const known = new Map<Operand, Operand>(residuals.map((residual, i) => [residual, at(inputs, i)]))
        const found = pushed(linear, inputs.slice(residuals.length), (value) => known.get(value) ?? value)
        return found.flatMap((tangent, i) =>
          linear.tangents[i] === null ? [] : [tangent ?? zerosOf(at(linear.results, i).aval)],
        )
      },
      name,
    ))
  const op: Op = {
    name: 'jit',
    params: {name},
    outs,
    again: (values) => (values.some(isTaped) ? bind(op, values) : callJaxpr(forward(values), values)),
    transpose: (cotangents, inputs) => {
      const known = inputs.slice(0, residuals.length)
      const given = cotangents.filter((cotangent) => cotangent !== null)
      const {jaxpr, returned} = transposedOf(name, linear, residuals, known, cotangents)
      const found = [...callJaxpr(jaxpr, [...known.filter((value) => !(value instanceof Literal)), ...given])]
      return [...known.map(() => null), ...returned.map((is) => (is ? (found.shift() ?? null) : null))]
    },
  }
  return op
}

interface Transposed {
  readonly jaxpr: Jaxpr
  /** Which of the linear inputs it gives a cotangent for. */
  readonly returned: readonly boolean[]
}

const transposes = new WeakMap<Linearized, Map<string, Transposed>>()

/** The backward call, traced once for each pattern of its inputs. */
function transposedOf(
  name: string,
  linear: Linearized,
  residuals: readonly Operand[],
  known: readonly Operand[],
  cotangents: readonly (Operand | null)[],
): Transposed {
  const made = transposes.get(linear) ?? new Map<string, Transposed>()
  transposes.set(linear, made)
  const id = `${known.map((value) => (value instanceof Literal ? String(value.value) : '')).join('|')}/${cotangents.map((value) => (value === null ? '' : value.aval.toString())).join('|')}`
  const before = made.get(id)
  if (before !== undefined) return before
  let returned: readonly boolean[] = []
  const jaxpr = transposed(name, linear, residuals, known, cotangents, (which) => (returned = which))
  const found = {jaxpr, returned}
  made.set(id, found)
  return found
}

function transposed(
  name: string,
  linear: Linearized,
  residuals: readonly Operand[],
  known: readonly Operand[],
  cotangents: readonly (Operand | null)[],
  report: (which: readonly boolean[]) => void,
): Jaxpr {
  const passed = known.filter((value) => !(value instanceof Literal))
  const given = cotangents.filter((cotangent) => cotangent !== null)
  return trace(
    [...passed, ...given].map(({aval}) => aval),
    (inputs) => {
      const queue: Operand[] = [...inputs]
      const values = new Map<Operand, Operand>()
      residuals.forEach((residual, i) =>
        values.set(residual, known[i] instanceof Literal ? known[i] : (queue.shift() ?? residual)),
      )
      const waiting = cotangents.map((cotangent) => (cotangent === null ? null : (queue.shift() ?? null)))
      const spread = linear.tangents.map((tangent) => (tangent === null ? null : (waiting.shift() ?? null)))
      const back = backward(linear, spread, (value) => values.get(value) ?? value)
      report(back.map((cotangent) => cotangent !== null))
      return back.filter((cotangent) => cotangent !== null)
    },
    name,
  )
}

/** A jaxpr without the equations that no output needs. */
export function withoutDeadCode(jaxpr: Jaxpr): Jaxpr {
  const needed = new Set<Atom>(jaxpr.outvars)
  const eqns: Eqn[] = []
  for (const eqn of [...jaxpr.eqns].reverse()) {
    if (!eqn.outvars.some((variable) => needed.has(variable))) continue
    eqns.push(eqn)
    for (const atom of eqn.invars) if (atom instanceof Var) needed.add(atom)
  }
  return {...jaxpr, eqns: eqns.reverse()}
}

const helpers = new Map<string, Jaxpr>()

/** A function that is traced once for each `key`, the avals of its operands and the settings. */
export function helper<I extends readonly Operand[]>(
  name: string,
  key: string,
  inputs: I,
  body: (...inputs: Each<I, Operand>) => readonly Operand[],
): Jaxpr {
  const avals = inputs.map(({aval}) => aval)
  const {x64, rankPromotion, dtypePromotion} = settings()
  const id = `${x64}|${rankPromotion}|${dtypePromotion}|${key}|${avals.map((aval) => `${aval.short}${aval.weak_type ? '~' : ''}`).join('|')}`
  let jaxpr = rankPromotion === 'warn' ? undefined : helpers.get(id)
  if (jaxpr === undefined) {
    jaxpr = trace(avals, (tracers) => body(...each<I, Operand>(inputs.length, tracers)), name)
    helpers.set(id, jaxpr)
  }
  return jaxpr
}

/** As `jitted`, of several results. */
export const jittedAll = <const I extends readonly Operand[]>(
  name: string,
  id: string,
  inputs: I,
  body: (...inputs: Each<I, Operand>) => readonly Operand[],
): readonly Operand[] => callJaxpr(helper(name, `${name}|${id}`, inputs, body), inputs)

/**
 * A library function that JAX wraps in `jax.jit`: one `jit` equation, traced once for each set of avals.
 *
 * @param id tells calls apart that differ in more than avals, such as an axis.
 */
export function jitted<const I extends readonly Operand[]>(
  name: string,
  id: string,
  inputs: I,
  body: (...inputs: Each<I, Operand>) => Operand,
): Operand {
  return at(
    jittedAll(name, id, inputs, (...values: Each<I, Operand>) => [body(...values)]),
    0,
  )
}
