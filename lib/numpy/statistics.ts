import {type Axis, type JaxArray, type Operand, at, defaultDtype, volume} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  elementwise as e,
  gather,
  normalAxes,
  promoteDtypes,
  shaping as s,
  sort,
} from '../lax/index.ts'
import {broadcastTo} from './create.ts'
import {basics as b} from './jnp.ts'
import {matrices} from './matrices.ts'
import {products} from './products.ts'
import {reducers as r} from './reductions.ts'
import {rowAlong, shapes as move} from './shapes.ts'
import {jitOf, whereOf} from './where.ts'

/** What `jnp.average` takes. */
export interface AverageOptions {
  /** The axes; all where it is not given. */
  readonly axis?: Axis
  /** What each element counts: of the array's shape, or as long as the axis; 1 where it is not given. */
  readonly weights?: Input
  /** Whether the axes stay, with one element; false where it is not given. */
  readonly keepdims?: boolean
}

/** The mean, weighted where weights are given. */
function average(x: Input, {axis = null, weights, keepdims = false}: AverageOptions = {}): JaxArray {
  if (weights === undefined) return r.mean(promoteDtypes('average', [x], true)[0], {axis, keepdims})
  const [a, given] = promoteDtypes('average', [x, weights], true)
  const axes = normalAxes(axis, a.aval.ndim)
  const isAlike = given.aval.shape.join() === a.aval.shape.join()
  if (!isAlike && given.aval.shape.join() !== s.sizesAt(a.aval.shape, axes).join())
    s.fail('ValueError', 'Shape of weights must be consistent with shape of a along specified axis.')
  const w = isAlike
    ? given
    : s.reshape(
        given,
        a.aval.shape.map((n, i) => (axes.includes(i) ? n : 1)),
      )
  const total = r.sum(w, {axis, keepdims})
  return b.divide(r.sum(b.multiply(a, w), {axis, keepdims}), total)
}

/** What `jnp.quantile` takes. */
export interface QuantileOptions {
  /** The axes; all where it is not given. */
  readonly axis?: Axis
  /** Whether the axes stay, with one element; false where it is not given. */
  readonly keepdims?: boolean
  /** What lies between two elements; on a line from one to the other where it is not given. */
  readonly method?: 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest'
}

/** One axis to be sorted, several of them made one at the end. */
function rowsOf(x: Operand, axis: Axis): readonly [Operand, number] {
  const {shape, ndim} = x.aval
  if (axis === null || typeof axis === 'number') return rowAlong(x, axis)
  const axes = normalAxes(axis, ndim)
  const kept = [...shape.keys()].filter((i) => !axes.includes(i))
  const ordered = s.transpose(x, [...kept, ...axes])
  return [s.reshape(ordered, [...s.sizesAt(shape, kept), volume(s.sizesAt(shape, axes))]), kept.length]
}

/** Quantiles of one axis between the two elements that are next; source: jax `reductions.py`, `_quantile`. */
function between(
  given: Operand,
  q: Operand,
  axis: number,
  method: NonNullable<QuantileOptions['method']>,
): Operand {
  const {shape, ndim} = given.aval
  const isNone = asOperand(r.any(e.isNaN(given), {axis, keepdims: true}))
  const row = sort(whereOf(isNone, s.literal(Number.NaN, defaultDtype('f'), true), given), axis)
  const number = (value: number) => s.like(q, value)
  const last = () => e.sub(number(at(shape, axis)), number(1))
  const place = e.mul(q, last())
  const [low, high] = [e.floor(place), e.ceil(place)]
  const share = e.sub(place, low)
  const rest = e.sub(number(1), share)
  const inside = (one: Operand): Operand =>
    s.convertElementType(e.clamp(number(0), one, last()), s.indexDtype())
  const [first, second] = [inside(low), inside(high)]
  const rank = q.aval.ndim
  const taken = (index: Operand): Operand =>
    gather(row, s.expandDims(index, [rank]), {
      offset: Array.from({length: ndim - 1}, (_, i) => i + rank),
      collapsed: [axis],
      axes: [axis],
      sizes: shape.with(axis, 1),
      mode: 'PROMISE_IN_BOUNDS',
    })
  const [below, above] = [taken(first), taken(second)]
  const wide = (one: Operand): Operand => (rank === 0 ? one : s.broadcastInDim(one, below.aval.shape, [0]))
  if (method === 'lower') return below
  if (method === 'higher') return above
  if (method === 'midpoint') return e.mul(e.add(below, above), s.like(below, 0.5))
  if (method === 'linear') return e.add(e.mul(below, wide(rest)), e.mul(above, wide(share)))
  const isNear = e.le(wide(share), number(0.5))
  return e.selectN(broadcastTo(isNear, below.aval.shape), [above, below])
}

/** Numbers below which parts of an array lie, parts from 0 to 1. */
const quantile = (
  x: Input,
  q: Input,
  {axis = null, keepdims = false, method = 'linear'}: QuantileOptions = {},
): JaxArray =>
  jitOf('quantile', `${String(axis)}|${keepdims}|${method}`, [x, q], (given, share) => {
    const [a] = promoteDtypes('quantile', [given], true)
    if (share.ndim > 1) s.fail('ValueError', `q must be have rank <= 1, got shape ${String(share.shape)}`)
    const [row, along] = rowsOf(a, axis)
    const found = s.convertElementType(between(row, share, along, method), a.aval.dtype)
    if (!keepdims) return asArray(found)
    const axes = normalAxes(axis, a.aval.ndim)
    return move.reshape(asArray(found), [...share.shape, ...s.onesAt(a.aval.shape, axes)])
  })

/** What `jnp.cov` and `jnp.corrcoef` take. */
export interface CovarianceOptions {
  /** Whether rows are variables and columns their observations; true where it is not given. */
  readonly rowvar?: boolean
  /** What is taken off the number of observations; 1 where it is not given. */
  readonly ddof?: number
}

/** `jnp.cov`: how variables go along with one another. */
const cov = (x: Input, {rowvar = true, ddof = 1}: CovarianceOptions = {}): JaxArray =>
  jitOf('cov', `${rowvar}|${ddof}`, [x], (given) => {
    const [m] = promoteDtypes('cov', [given], true)
    if (m.aval.ndim > 2) s.fail('ValueError', 'm has more than 2 dimensions')
    const wide = move.atleast2d(m)
    const rows = rowvar || m.aval.ndim === 1 ? wide : move.transpose(wide)
    const centred = b.subtract(rows, move.expandDims(r.mean(rows, {axis: 1}), 1))
    const product = products.dot(centred, move.transpose(centred))
    return move.squeeze(b.divide(product, at(rows.shape, 1) - ddof))
  })

/** `jnp.corrcoef`: the covariances of variables of variance one. */
const corrcoef = (x: Input, options: CovarianceOptions = {}): JaxArray =>
  jitOf('corrcoef', `${options.rowvar}`, [x], (a) => {
    const c = cov(a, options)
    if (c.ndim === 0) return b.divide(c, c)
    const spread = b.sqrt(matrices.diag(c))
    return b.clip(b.divide(b.divide(c, move.expandDims(spread, 1)), move.expandDims(spread, 0)), -1, 1)
  })

/** The statistics of `jnp` that are no plain reductions. */
export const spreads = {
  average,
  quantile,
  /** Numbers below which parts of an array lie, parts from 0 to 100. */
  percentile: (x: Input, q: Input, options: QuantileOptions = {}): JaxArray =>
    jitOf(
      'percentile',
      `${String(options.axis)}|${options.keepdims}|${options.method}`,
      [x, q],
      (a, hundredths) => {
        const [share] = promoteDtypes('percentile', [hundredths], true)
        return quantile(a, e.div(share, s.like(share, 100)), options)
      },
    ),
  /** The number in the middle. */
  median: (x: Input, options: Omit<QuantileOptions, 'method'> = {}): JaxArray =>
    jitOf('median', `${String(options.axis)}|${options.keepdims}`, [x], (a) =>
      quantile(a, 0.5, {...options, method: 'midpoint'}),
    ),
  cov,
  corrcoef,
} as const
