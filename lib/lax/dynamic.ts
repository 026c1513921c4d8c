import {at, bind, type Operand, shaped} from '../array/index.ts'
import * as e from './elementwise.ts'
import * as s from './shaping.ts'

/** An index as the operation takes it: counted from the front. */
const fromFront = (index: Operand, length: number): Operand => {
  const below = e.lt(index, s.like(index, 0))
  const wrapped = e.add(index, s.like(index, length))
  return e.selectN(below, [index, wrapped])
}

/** `lax.dynamic_update_slice`: writes an update at indices that may be traced. */
export const updateSlice = (x: Operand, update: Operand, indices: readonly Operand[]): Operand =>
  dynamicUpdateSlice(
    x,
    update,
    indices.map((index, axis) => fromFront(index, at(x.aval.shape, axis))),
  )

function dynamicUpdateSlice(x: Operand, update: Operand, indices: readonly Operand[]): Operand {
  return bind(
    {
      name: 'dynamic_update_slice',
      params: {},
      outs: [shaped(x.aval.shape, x.aval.dtype)],
      again: ([a, b, ...at]) => [dynamicUpdateSlice(a, b, at)],
    },
    [x, update, ...indices],
  )[0]
}
