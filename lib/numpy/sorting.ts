import {type JaxArray, type SortOptions, type Operand, at} from '../array/index.ts'
import {type Input, asArray, shaping as s, sort, sortAll} from '../lax/index.ts'
import {rowAlong} from './shapes.ts'
import {jitOf} from './where.ts'

/** One array or all its elements in a row, and the axis to sort along. */
const along =
  (name: string, order: (x: Operand, axis: number, descending: boolean) => Operand) =>
  (x: Input, {axis = -1, descending = false}: SortOptions = {}): JaxArray =>
    jitOf(name, `${axis}|${descending}`, [x], (a) => {
      const [row, place] = rowAlong(a, axis)
      return asArray(order(row, place, descending))
    })

const turned = (x: Operand, axis: number, isTurned: boolean): Operand => (isTurned ? s.rev(x, [axis]) : x)

/** The functions of `jnp` that put in order. */
export const sorting = {
  /** An axis in order. */
  sort: along('sort', (x, axis, descending) => turned(sort(x, axis), axis, descending)),
  /** Where the elements of an axis stood before they were sorted. */
  argsort: along('argsort', (x, axis, descending) => {
    const places = s.iota(s.indexDtype(), x.aval.shape, axis)
    const found = sortAll([turned(x, axis, descending), turned(places, axis, descending)], axis)
    return turned(at(found, 1), axis, descending)
  }),
} as const
