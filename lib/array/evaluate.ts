import {ArrayImpl, type Result} from './array.ts'
import type {ShapedArray} from './aval.ts'
import type {Contents} from './contents.ts'
import {filledWith} from './fill.ts'
import {callOf, Literal, type Op, type Operand} from './op.ts'
import {Pending} from './pending.ts'
import {settings} from './settings.ts'

/**
 * An operation outside of any trace: arrays of the resulting avals, committed when an operand is. Their contents are computed
 * when somebody reads them.
 */
export function evaluate(op: Op, inputs: readonly Operand[]): readonly Operand[] {
  const committed = inputs.find((input) => input instanceof ArrayImpl && input.committed)
  const placement = committed instanceof ArrayImpl ? committed.placement : undefined
  const sources = resultsOf(op, inputs)
  return op.outs.map((aval, i) => new ArrayImpl(aval, sources(aval, i), placement))
}

/** Whether an operand is no tracer. */
export const isConcrete = (input: Operand): input is Literal | ArrayImpl =>
  input instanceof Literal || input instanceof ArrayImpl

/** Where the contents of each result come from. */
function resultsOf(
  op: Op,
  inputs: readonly Operand[],
): (aval: ShapedArray, index: number) => Contents | Result | null {
  const [only] = inputs
  if (op.name === 'broadcast_in_dim' && only instanceof Literal)
    return ({dtype}) => filledWith(only.value, dtype)
  const {values, valueBudget} = settings()
  const operands = inputs.filter(isConcrete)
  if (!values || operands.length < inputs.length) return () => null
  const pending = new Pending(callOf(op), operands, valueBudget)
  return (_aval, index) => ({of: pending, index})
}
