import type {JaxArray, Operand, UpdateOptions} from '../array/index.ts'
import {
  type IndexMode,
  type Input,
  type Windows,
  asArray,
  asOperand,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {broadcastTo} from './create.ts'
import {readingOf} from './indexing.ts'

const modes: Readonly<Record<NonNullable<UpdateOptions['mode']>, IndexMode>> = {
  drop: 'FILL_OR_DROP',
  fill: 'FILL_OR_DROP',
  clip: 'CLIP',
  promise_in_bounds: 'PROMISE_IN_BOUNDS',
}

/** What becomes of an index out of range. */
export const outsideOf = (mode: UpdateOptions['mode'], otherwise: IndexMode): IndexMode =>
  mode === undefined || mode === null ? otherwise : modes[mode]

/** A scatter: the array, index vectors, updates and the windows that they go to. */
export type Put = (x: Operand, indices: Operand, updates: Operand, windows: Windows) => Operand

/** An array with the elements that indices name put anew; source: jax `ops/scatter.py`, `_scatter_impl`. */
export function updated(
  x: Input,
  indices: readonly unknown[],
  value: Input,
  put: Put,
  {mode}: UpdateOptions = {},
): JaxArray {
  const operand = asOperand(x)
  const {dtype, weak_type} = operand.aval
  const reading = readingOf(operand.aval.shape, indices, outsideOf(mode, 'FILL_OR_DROP'))
  if (reading.shape.includes(0)) return asArray(operand)
  const [array, given] = promoteDtypes('scatter', [operand, asOperand(value)])
  const full = s.squeeze(broadcastTo(given, reading.shape), reading.added)
  const updates = reading.turned.length === 0 ? full : s.rev(full, reading.turned)
  return asArray(
    s.convertElementType(put(array, reading.indices, updates, reading.windows), dtype, weak_type),
  )
}
