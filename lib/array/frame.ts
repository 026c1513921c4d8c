import {at, type Each, mapped} from './arity.ts'
import {JaxArray} from './array.ts'
import type {ShapedArray} from './aval.ts'
import {type Interpreter, interpreter, Tracer, within} from './bind.ts'
import {type Atom, type Eqn, type Jaxpr, Literal, type Op, type Operand, Var} from './op.ts'

/** A value inside a function that is being traced into a jaxpr. */
class JitTracer extends Tracer {
  readonly aval: ShapedArray
  readonly frame: Frame
  readonly variable: Var

  constructor(frame: Frame, variable: Var) {
    super()
    this.frame = frame
    this.variable = variable
    this.aval = variable.aval
    Object.freeze(this)
  }

  get alive(): boolean {
    return this.frame.alive
  }

  get origin(): string {
    return this.frame.name
  }
}

/** A jaxpr in the making: operations done under it become its equations. */
export class Frame implements Interpreter {
  readonly name: string
  readonly parent: Interpreter | null = interpreter()
  /** False when the traced function has returned; its tracers are of no use any more. */
  alive = true
  readonly eqns: Eqn[] = []
  readonly invars: Var[] = []
  private readonly constants = new Map<JaxArray, Var>()

  constructor(name = '') {
    this.name = name
  }

  /** A new argument of the traced function. */
  input(aval: ShapedArray): JitTracer {
    const variable = new Var(aval)
    this.invars.push(variable)
    return new JitTracer(this, variable)
  }

  process = (op: Op, inputs: readonly Operand[]): readonly Operand[] => {
    const invars = inputs.map(this.atom)
    const outvars = op.outs.map((aval) => new Var(aval))
    this.eqns.push({op, invars, outvars})
    return outvars.map((variable) => new JitTracer(this, variable))
  }

  /** A value as it stands in this jaxpr; an array from outside becomes a constant of it. */
  atom = (value: Operand): Atom => {
    if (value instanceof Literal) return value
    if (value instanceof JitTracer && value.frame === this) return value.variable
    let variable = this.constants.get(value)
    if (variable === undefined) {
      variable = new Var(value.aval)
      this.constants.set(value, variable)
    }
    return variable
  }

  /** Ends the trace. */
  finish(outputs: readonly Operand[]): Jaxpr {
    const outvars = outputs.map(this.atom)
    this.alive = false
    return Object.freeze({
      name: this.name,
      invars: this.invars,
      constvars: [...this.constants.values()],
      consts: [...this.constants.keys()],
      eqns: this.eqns,
      outvars,
    })
  }
}

/**
 * Traces `body` on tracers of the given avals, once. Every operation inside becomes an equation; arrays that it captures
 * become constants; its tracers die when it returns.
 *
 * @example
 * trace([shaped([3], dtypeOf('float32'))], ([x]) => [jnp.tanh(x)]).eqns.length // 1
 */
export function trace<const A extends readonly ShapedArray[]>(
  avals: A,
  body: (inputs: Each<A, JitTracer>) => readonly Operand[],
  name = '',
): Jaxpr {
  const frame = new Frame(name)
  try {
    return within(frame, () => frame.finish(body(mapped(avals, (aval) => frame.input(aval)))))
  } finally {
    frame.alive = false
  }
}

/** Runs a jaxpr's equations again on other values, in the interpreter at work. */
export function replay(
  jaxpr: Jaxpr,
  inputs: readonly Operand[],
  each: (op: Op, values: readonly Operand[]) => readonly Operand[] = (op, values) => op.again(values),
): readonly Operand[] {
  const values = new Map<Var, Operand>()
  jaxpr.invars.forEach((variable, i) => values.set(variable, at(inputs, i)))
  jaxpr.constvars.forEach((variable, i) => values.set(variable, at(jaxpr.consts, i)))
  const of = (atom: Atom): Operand => {
    if (atom instanceof Literal) return atom
    const value = values.get(atom)
    if (value === undefined) throw new TypeError(`a variable of jaxpr ${jaxpr.name} is used before it is set`)
    return value
  }
  for (const {op, invars, outvars} of jaxpr.eqns) {
    const results = each(op, invars.map(of))
    outvars.forEach((variable, i) => values.set(variable, at(results, i)))
  }
  return jaxpr.outvars.map(of)
}

/**
 * Which inputs of a jaxpr its results need, or some of them: dead code elimination, inside called jaxprs too. JAX drops the others when
 * it lowers.
 */
export const usedInputs = (jaxpr: Jaxpr, outputs?: readonly boolean[]): readonly boolean[] =>
  needed(jaxpr, outputs).used

/** The jaxpr of some results alone, with the equations that they need. */
export const narrowed = (jaxpr: Jaxpr, outputs: readonly boolean[]): Jaxpr => ({
  ...jaxpr,
  eqns: needed(jaxpr, outputs).eqns,
  outvars: jaxpr.outvars.filter((_, i) => outputs[i]),
})

function needed(
  jaxpr: Jaxpr,
  outputs: readonly boolean[] = jaxpr.outvars.map(() => true),
): {readonly used: readonly boolean[]; readonly eqns: readonly Eqn[]} {
  const atoms = new Set<Atom>(jaxpr.outvars.filter((_, i) => outputs[i]))
  const eqns = jaxpr.eqns.toReversed().filter(({op, invars, outvars}) => {
    const wanted = outvars.map((variable) => atoms.has(variable))
    if (!wanted.includes(true)) return false
    const [callee] = op.name === 'jit' ? (op.calls ?? []) : []
    const used =
      callee === undefined ? null : [...callee.consts.map(() => true), ...usedInputs(callee, wanted)]
    invars.forEach((atom, i) => {
      if (used === null || used[i]) atoms.add(atom)
    })
    return true
  })
  return {used: jaxpr.invars.map((variable) => atoms.has(variable)), eqns: eqns.reverse()}
}

/** The number of equations, those of called jaxprs included. */
export const equations = (jaxpr: Jaxpr): number =>
  jaxpr.eqns.reduce(
    (sum, {op}) => sum + 1 + (op.calls ?? []).reduce((inner, call) => inner + equations(call), 0),
    0,
  )
