import {ArrayImpl} from './array.ts'
import {Literal, type Op, type Operand} from './op.ts'
import {Pending} from './pending.ts'
import {settings} from './settings.ts'

/**
 * An operation outside of any trace: arrays of the resulting avals, committed when an operand is. Their contents are computed
 * when somebody reads them.
 */
export function evaluate(op: Op, inputs: readonly Operand[]): readonly Operand[] {
  const committed = inputs.find((input) => input instanceof ArrayImpl && input.committed)
  const placement = committed instanceof ArrayImpl ? committed.placement : undefined
  const {values, valueBudget} = settings()
  const operands = inputs.filter(isConcrete)
  const pending = values && operands.length === inputs.length ? new Pending(op, operands, valueBudget) : null
  return op.outs.map((aval, index) => new ArrayImpl(aval, pending && {of: pending, index}, placement))
}

/** Whether an operand is no tracer. */
export const isConcrete = (input: Operand): input is Literal | ArrayImpl =>
  input instanceof Literal || input instanceof ArrayImpl
