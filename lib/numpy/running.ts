import {defaultDtype, dtypeOf, type JaxArray, type Operand, type RunningOptions} from '../array/index.ts'
import {type Input, asArray, cumprod, cumsum, elementwise as e, shaping as s} from '../lax/index.ts'
import {dtypeOr} from './create.ts'
import {rowAlong} from './shapes.ts'
import {jitOf, whereOf} from './where.ts'

/** A running result; source: jax `reductions.py`, `_cumulative_reduction`. */
const along =
  (name: string, run: (x: Operand, axis: number) => Operand, instead?: number) =>
  (x: Input, {axis = null, dtype}: RunningOptions = {}): JaxArray =>
    jitOf(name, `${axis}|${dtype === undefined ? '' : dtypeOf(dtype).name}`, [x], (a) => {
      const [row, place] = rowAlong(a.ndim === 0 ? s.reshape(a, [1]) : a, axis)
      const known = instead === undefined ? row : whereOf(e.isNaN(row), s.like(row, instead), row)
      const to = dtypeOr(dtype, () => (a.dtype.kind === 'b' ? defaultDtype('i') : a.dtype))
      return asArray(run(s.convertElementType(known, to), place))
    })

/** The running sums and products of `jnp`. */
export const runningTotals = {
  /** The sums of all up to each place. */
  cumsum: along('cumsum', cumsum),
  /** The products of all up to each place. */
  cumprod: along('cumprod', cumprod),
  /** As `cumsum`, NaN as 0. */
  nancumsum: along('nancumsum', cumsum, 0),
  /** As `cumprod`, NaN as 1. */
  nancumprod: along('nancumprod', cumprod, 1),
  /** The sums of all up to each place of an axis; the array API's name. */
  cumulativeSum: (x: Input, {axis = 0, dtype}: RunningOptions = {}): JaxArray =>
    along('_cumsum_with_promotion', cumsum)(x, {axis: axis ?? 0, dtype}),
} as const
