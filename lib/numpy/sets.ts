import {type JaxArray, dtypeOf, isInexact, mapped} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  elementwise as e,
  promoteDtypes,
  scatterAdd,
  shaping as s,
  sort,
} from '../lax/index.ts'
import {tuple} from '../python/index.ts'
import {getitem, span} from './indexing.ts'
import {basics as b} from './jnp.ts'
import {picking, type SizeOptions} from './picking.ts'
import {reducers as r} from './reductions.ts'
import {series} from './series.ts'
import {shapes as move} from './shapes.ts'
import {sorting} from './sorting.ts'
import {updated} from './updating.ts'
import {jitOf} from './where.ts'

/** `jnp.isin`: which elements are among others. */
function isin(x: Input, among: Input, {invert = false}: {readonly invert?: boolean} = {}): JaxArray {
  const found = jitOf('_in1d', invert, [x, among], (...given) => {
    const [a, others] = mapped(promoteDtypes('in1d', given), (one) => s.reshape(one, [one.aval.size]))
    const [column, row] = [s.expandDims(a, [1]), s.expandDims(others, [0])]
    return invert ? r.all(e.ne(column, row), {axis: -1}) : r.any(e.eq(column, row), {axis: -1})
  })
  return move.reshape(found, asOperand(x).aval.shape)
}

/** Sorted elements, and where each is another than the one before it; all NaN are one. */
function firsts(x: Input): readonly [JaxArray, JaxArray] {
  const row = sort(asOperand(move.ravel(x)), 0)
  const [late, early] = mapped([span(1, null), span(null, -1)], (part) => getitem(asArray(row), part))
  const isNew = b.notEqual(late, early)
  const isNaN = isInexact(row.aval.dtype) ? asArray(e.and(e.isNaN(late), e.isNaN(early))) : null
  const flags = isNaN === null ? isNew : asArray(e.and(isNew, e.not(isNaN)))
  const first = asArray(s.filled([Math.min(1, row.aval.size)], s.literal(1, dtypeOf('bool'))))
  return [asArray(row), move.concatenate([first, flags])]
}

/** `jnp.unique`: the elements in order, each once. */
function unique(x: Input, {size, fill_value}: SizeOptions = {}): JaxArray {
  const [row, isFirst] = firsts(x)
  const found = picking.take(row, picking.flatnonzero(isFirst, {size}), {axis: 0})
  if (size === undefined || fill_value === undefined) return found
  return b.where(
    b.less(b.arange(size), r.sum(isFirst)),
    found,
    s.convertElementType(asOperand(fill_value), row.dtype),
  )
}

/** `jnp.intersect1d`: the elements that both arrays have, in order. */
function intersect1d(x: Input, y: Input): JaxArray {
  const all = sorting.sort(move.concatenate(promoteDtypes('intersect1d', [unique(x), unique(y)])))
  const early = getitem(all, span(null, -1))
  return picking.compress(b.equal(getitem(all, span(1, null)), early), early)
}

/** What `jnp.histogram` takes. */
export interface HistogramOptions {
  /** How many bins of equal width, or where they begin and end; 10 where it is not given. */
  readonly bins?: number | Input
}

/** `jnp.histogram`: how many elements each bin holds, and where the bins begin and end. */
function histogram(x: Input, {bins = 10}: HistogramOptions = {}): readonly [JaxArray, JaxArray] {
  const [operand] = promoteDtypes('histogram', [x], true)
  const a = asArray(operand)
  const ends =
    typeof bins === 'number' ? evenly(a, bins) : asArray(promoteDtypes('histogram', [bins], true)[0])
  const found = picking.searchsorted(ends, a, {side: 'right'})
  const places = b.where(b.equal(a, getitem(ends, -1)), ends.size - 1, found)
  const counts = updated(
    asArray(s.filled([ends.size], s.like(a, 0))),
    [places],
    s.filled(a.shape, s.like(a, 1)),
    scatterAdd,
  )
  return tuple(getitem(counts, span(1, null)), ends)
}

/** So many bins of equal width between the least and the largest element. */
function evenly(x: JaxArray, bins: number): JaxArray {
  const [low, high] = [r.min(x), r.max(x)]
  const isFlat = b.equal(low, high)
  const end = (bound: JaxArray, by: number): JaxArray => b.where(isFlat, b.add(bound, by), bound)
  return series.linspace(end(low, -0.5), end(high, 0.5), bins + 1, {dtype: x.dtype})
}

/** The functions of `jnp` that look at arrays as sets. */
export const sets = {
  isin,
  unique,
  /** What one of two arrays has, sorted, each once. */
  union1d: (x: Input, y: Input, options: SizeOptions = {}): JaxArray =>
    unique(move.concatenate(promoteDtypes('union1d', [move.ravel(x), move.ravel(y)])), options),
  intersect1d,
  histogram,
} as const
