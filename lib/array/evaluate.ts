import {ArrayImpl} from './array.ts'
import type {ShapedArray} from './aval.ts'
import type {Contents} from './contents.ts'
import {filledWith} from './fill.ts'
import {Literal, type Op, type Operand} from './op.ts'

/**
 * An operation outside of any trace: arrays of the resulting avals, committed when an operand is. Of contents only a filled
 * array's are known, since no cache looks at them.
 */
export function evaluate(op: Op, inputs: readonly Operand[]): readonly Operand[] {
  const committed = inputs.find((input) => input instanceof ArrayImpl && input.committed)
  const placement = committed instanceof ArrayImpl ? committed.placement : undefined
  return op.outs.map((aval) => new ArrayImpl(aval, contentsAfter(op.name, aval, inputs), placement))
}

/** Operations that only move or repeat a single value. */
const moving: ReadonlySet<string> = new Set([
  'broadcast_in_dim',
  'reshape',
  'transpose',
  'squeeze',
  'stop_gradient',
])

/** The contents after an operation, where they are known. */
function contentsAfter(name: string, out: ShapedArray, [input]: readonly Operand[]): Contents | null {
  if (!moving.has(name)) return null
  if (input instanceof Literal) return filledWith(input.value, out.dtype)
  return input instanceof ArrayImpl &&
    (name === 'reshape' || name === 'squeeze' || input.contents?.length === 1)
    ? input.contents
    : null
}
