import {type Atom, type Call, callOf, type Evaluator, type Jaxpr, Literal, type Var} from '../array/index.ts'
import {type Block, packedContents, type Elements, opened, roundedTo, zeroElements, isBig} from './block.ts'
import {dotNumbers} from './product.ts'
import {primitives} from './primitives.ts'

/** Why contents are not known, as a clause. */
class Unknown extends Error {}

/** The budget is used up. */
class Spent extends Unknown {}

/** How many operations on numbers a call may still do. */
class Meter {
  #left: number

  constructor(budget: number) {
    this.#left = budget
  }

  /** @throws {Spent} where so much is not left. */
  spend(work: number): void {
    this.#left -= work
    if (this.#left < 0) throw new Spent('computing them takes more operations than the budget of a call')
  }
}

/** To begin an operation, or a turn of a loop, takes about as long as so many operations on numbers. */
const beginning = 200

/** About how many operations on numbers an operation takes, those of called jaxprs aside. */
function workOf({name, params, outs}: Call, inputs: readonly Block[]): number {
  const size = outs.reduce((sum, out) => sum + out.size, 0)
  const [x, y] = inputs
  if (name === 'dot_general' && x !== undefined) {
    const [[contracted = []]] = dotNumbers(params)
    return size * contracted.reduce((product, axis) => product * Number(x.aval.shape[axis]), 1)
  }
  if (name === 'conv_general_dilated' && y !== undefined)
    return (size * y.aval.size) / Math.max(1, Math.min(...y.aval.shape))
  return size + inputs.reduce((sum, {aval}) => sum + aval.size, 0)
}

/** A literal as a block. */
function fixed({value, aval}: Literal): Block {
  const data = zeroElements(aval.dtype, aval.size)
  if (isBig(data)) data.fill(typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value))))
  else data.fill(Number(value))
  return {aval, data: roundedTo(aval.dtype, data)}
}

/**
 * The results of one operation.
 *
 * @throws {Unknown} for an operation without a rule, or one that needs more work than is left.
 */
function performed(call: Call, inputs: readonly Block[], meter: Meter): readonly Block[] {
  const {name, outs} = call
  const value = primitives.get(name)
  if (value === undefined) throw new Unknown(`no rule says what ${name} computes`)
  meter.spend(beginning + workOf(call, inputs))
  const found = insofarAsItEnds(name, () =>
    value(inputs, call, (jaxpr, given) => executed(jaxpr, given, meter)),
  )
  return outs.map((aval, i) => {
    const data = found[i]
    if (data === undefined) throw new Unknown(`${name} gave no result ${i}`)
    return {aval, data: isSettled(data, inputs) ? data : roundedTo(aval.dtype, data)}
  })
}

/** Says of a loop that used up the budget that it may never end. */
function insofarAsItEnds<T>(name: string, body: () => T): T {
  try {
    return body()
  } catch (error) {
    if (name !== 'while' || !(error instanceof Spent)) throw error
    throw new Unknown(`${error.message}: a while loop had not ended by then, if it ends at all`)
  }
}

/** Whether elements are an operand's own, which nobody may write to. */
const isSettled = (data: Elements, inputs: readonly Block[]): boolean =>
  inputs.some((input) => input.data === data)

/** Runs the equations of a jaxpr; its constants come before its inputs. */
function executed(jaxpr: Jaxpr, inputs: readonly Block[], meter: Meter): readonly Block[] {
  meter.spend(beginning)
  const values = new Map<Var, Block>()
  ;[...jaxpr.constvars, ...jaxpr.invars].forEach((variable, i) => {
    const input = inputs[i]
    if (input !== undefined) values.set(variable, input)
  })
  const of = (atom: Atom): Block => {
    if (atom instanceof Literal) return fixed(atom)
    const found = values.get(atom)
    if (found === undefined) throw new Unknown('a variable of the traced function has no value')
    return found
  }
  for (const {op, invars, outvars} of jaxpr.eqns)
    performed(callOf(op), invars.map(of), meter).forEach((result, i) => {
      const variable = outvars[i]
      if (variable !== undefined) values.set(variable, result)
    })
  return jaxpr.outvars.map((atom) => ({...of(atom), aval: atom.aval}))
}

/** What computes contents: see `evaluateBy`. */
export const evaluated: Evaluator = (call, operands, budget) => {
  try {
    const blocks = operands.map((operand) =>
      operand instanceof Literal ? fixed(operand) : opened(operand.aval, operand.contents),
    )
    return performed(call, blocks, new Meter(budget)).map(packedContents)
  } catch (error) {
    if (error instanceof Unknown) return error.message
    throw error
  }
}
