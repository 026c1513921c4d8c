import {
  type JaxArray,
  type Operand,
  type UpdateOptions,
  at,
  defaultDtype,
  dtypeOf,
  isInexact,
  isInteger,
  mapped,
  volume,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  commonShape,
  elementwise as e,
  gather,
  promoteDtypes,
  rowsAt,
  scatterAdd,
  scatterSet,
  shaping as s,
  take,
  wrapped,
} from '../lax/index.ts'
import {isPlain, isSequence, tuple} from '../python/index.ts'
import {arange, asarray, broadcastTo, withRank} from './create.ts'
import {runningTotals as totals} from './running.ts'
import {getitem, span} from './indexing.ts'
import {basics as b} from './jnp.ts'
import {reducers as r} from './reductions.ts'
import {rowAlong, shapes as move} from './shapes.ts'
import {sorting} from './sorting.ts'
import {ufuncs as u} from './ufuncs.ts'
import {updated} from './updating.ts'
import {flagsOf, jitOf, whereOf} from './where.ts'

/** What `jnp.take` takes. */
export interface TakeOptions {
  /** The axis; for null, and where it is not given, all elements in order. */
  readonly axis?: number | null
  /** What becomes of an index out of range: it gives NaN, the nearest element, or goes round; the first where it is not given. */
  readonly mode?: 'fill' | 'clip' | 'wrap' | null
  /** What an index out of range gives in the mode `fill`; NaN, of whole numbers with a sign the least and without the largest, where it is not given. */
  readonly fill_value?: number
}

/** `jnp.take`: elements of one axis. */
function takeAlong(x: Input, indices: Input, {axis = null, mode, fill_value}: TakeOptions = {}): JaxArray {
  const [operand, places] = [asOperand(x), asOperand(indices)]
  if (!isInteger(places.aval.dtype)) s.fail('ValueError', 'indices must have an integer type')
  if (mode !== 'clip' && mode !== 'wrap') {
    const [row, along] = rowAlong(operand, axis)
    return asArray(take(row, places, along, fill_value))
  }
  return jitOf('_take', `${axis}|${mode}`, [operand, places], (a, i) => {
    const [from, along] = rowAlong(a, axis)
    if (mode === 'clip') return asArray(rowsAt(from, i, along, 'CLIP'))
    const turned = asOperand(u.remainder(i, s.like(i, at(from.aval.shape, along))))
    return asArray(rowsAt(from, turned, along, 'PROMISE_IN_BOUNDS'))
  })
}

/** The elements of an axis that indices name, one axis each; source: jax `indexing.py`, `take_along_axis`. */
function takenAlong(x: Operand, indices: Operand, axis: number): Operand {
  const {shape, ndim} = x.aval
  const index = indices.aval.shape
  if (ndim !== indices.aval.ndim)
    s.fail(
      'ValueError',
      `indices and arr must have the same number of dimensions; ${indices.aval.ndim} vs. ${ndim}`,
    )
  const axes = [...shape.keys()]
  const isOne = (i: number): boolean => i !== axis && index[i] === 1
  const gone = axes.filter((i) => i !== axis && index[i] !== 1 && shape[i] === 1)
  const left = axes.filter((i) => !gone.includes(i))
  const outer = axes.filter((i) => !isOne(i))
  const shared = left.filter((i) => i !== axis && !isOne(i))
  return gather(s.squeeze(x, gone), s.reshape(indices, [...s.sizesAt(index, outer), 1]), {
    offset: axes.filter(isOne),
    collapsed: [left.indexOf(axis)],
    axes: [left.indexOf(axis)],
    sizes: left.map((i) => (isOne(i) ? at(shape, i) : 1)),
    batch: shared.map((i) => left.indexOf(i)),
    indexBatch: shared.map((i) => outer.indexOf(i)),
    mode: 'FILL_OR_DROP',
  })
}

/** The axis of `jnp.takeAlongAxis`. */
export interface AlongAxis {
  /** The axis; the last where it is not given, all elements in order for null. */
  readonly axis?: number | null
}

/** Elements along an axis at indices of the same shape. */
const takeAlongAxis = (x: Input, indices: Input, {axis = -1}: AlongAxis = {}): JaxArray =>
  jitOf('take_along_axis', axis, [x, indices], (a, i) => {
    if (!isInteger(i.dtype))
      s.fail('TypeError', `take_along_axis indices must be of integer type, got ${i.dtype.name}`)
    const [from, along] = rowAlong(a, axis)
    return asArray(takenAlong(from, wrapped(i, at(from.aval.shape, along)), along))
  })

/** What `jnp.putAlongAxis` takes. */
export interface PutOptions extends UpdateOptions {
  /** JAX's arrays do not change: false, to have a new one; true, which is refused, where it is not given. */
  readonly inplace?: boolean
}

/** An array with values put along an axis at indices of the same shape. */
function putAlongAxis(
  x: Input,
  indices: Input,
  values: Input,
  axis: number | null,
  {inplace = true, ...options}: PutOptions = {},
): JaxArray {
  if (inplace)
    s.fail(
      'ValueError',
      'jax.numpy.put_along_axis cannot modify arrays in-place, because JAX arrays are immutable. Pass inplace=False to instead return an updated array.',
    )
  return jitOf('put_along_axis', `${axis}|${options.mode}`, [x, indices, values], (a, i, v) => {
    const [row, along] = rowAlong(a, axis)
    const {shape} = row.aval
    const places = shape.map((n, k) =>
      k === along ? i : asArray(s.broadcastInDim(arange(n), shape.map(() => 1).with(k, n), [k])),
    )
    const put = updated(row, places, asArray(broadcastTo(v, i.shape)), scatterSet, options)
    return axis === null ? move.reshape(put, a.shape) : put
  })
}

/** The size that a result is to have, where the elements do not tell it. */
export interface SizeOptions {
  /** How many there are; as many as are found, which only known contents tell, where it is not given. */
  readonly size?: number
  /** What the places behind those that are found hold; 0 where it is not given. */
  readonly fill_value?: number
}

const counted = (x: JaxArray): number => Number(x.item())

/** `jnp.nonzero`: where elements are not zero, an array of indices for each axis; source: jax `lax_numpy.py`, `nonzero`. */
function nonzero(x: Input, {size, fill_value}: SizeOptions = {}): readonly JaxArray[] {
  const a = asArray(asOperand(x))
  if (a.ndim === 0)
    s.fail(
      'ValueError',
      'Calling nonzero on 0d arrays is not allowed. Use jnp.atleast_1d(scalar).nonzero() instead.',
    )
  const mask = flagsOf(a)
  const length = size ?? counted(r.sum(mask))
  if (a.size === 0 || length === 0) return tuple(...a.shape.map(() => asarray([], defaultDtype('i'))))
  const flat = totals.cumsum(bincount(totals.cumsum(mask), {length}))
  const found = a.shape.map((n, axis) => {
    const stride = volume(a.shape.slice(axis + 1))
    return u.remainder(u.floorDivide(flat, stride), n)
  })
  if (fill_value === undefined) return tuple(...found)
  const isBehind = b.greaterEqual(arange(length), r.sum(mask))
  return tuple(...found.map((one) => b.where(isBehind, fill_value, one)))
}

/** `jnp.where`: of each place one or the other; where neither is given, the places themselves, as `nonzero` has them. */
function where(condition: Input, yes: Input, no: Input): JaxArray
function where(condition: Input, options?: SizeOptions): readonly JaxArray[]
function where(
  condition: Input,
  yes?: Input | SizeOptions,
  no?: Input,
  options?: SizeOptions,
): JaxArray | readonly JaxArray[] {
  if (areSizes(yes)) return nonzero(condition, yes)
  if (yes === undefined && no === undefined) return nonzero(condition, options)
  return yes === undefined || no === undefined
    ? s.fail('TypeError', 'where takes x and y, or neither of them')
    : b.where(condition, yes, no)
}

const areSizes = (value: Input | SizeOptions | undefined): value is SizeOptions => isPlain(value)

/** What `jnp.bincount` takes. */
export interface CountOptions {
  /** How many numbers are counted from 0 on; up to the largest, which only known contents tell, where it is not given. */
  readonly length?: number
  /** What each element counts; 1 where it is not given. */
  readonly weights?: Input
}

/** `jnp.bincount`: how often each number from 0 on occurs. */
function bincount(x: Input, {length, weights = 1}: CountOptions = {}): JaxArray {
  const a = asOperand(x)
  const n = length ?? (a.aval.size === 0 ? 0 : Math.max(0, counted(r.max(a))) + 1)
  const each = asOperand(weights)
  const zeros = asArray(s.filled([n], s.literal(0, each.aval.dtype)))
  return updated(zeros, [b.clip(a, 0)], asArray(s.convertElementType(each, each.aval.dtype)), scatterAdd, {
    mode: 'drop',
  })
}

/** Where the flattened array is not zero. */
const flatnonzero = (x: Input, options: SizeOptions = {}): JaxArray => at(nonzero(move.ravel(x), options), 0)

/** `jnp.select`: of each place the choice of the first condition that holds. */
function select(conditions: readonly Input[], choices: readonly Input[], otherwise: Input = 0): JaxArray {
  if (conditions.length !== choices.length || conditions.length === 0)
    s.fail(
      'ValueError',
      `condlist must have length equal to choicelist (${conditions.length} vs ${choices.length}), and not be empty`,
    )
  const flags = [false, ...conditions].map((one) => asOperand(one))
  const cases = promoteDtypes('select', [otherwise, ...choices])
  const common = commonShape(flags)
  const which = asOperand(
    r.argmax(
      move.stack(
        flags.map((one) => asArray(broadcastTo(s.convertElementType(one, dtypeOf('bool')), common))),
      ),
      {axis: 0},
    ),
  )
  const shape = commonShape([which, ...cases])
  const wide = cases.map((one) => broadcastTo(one, shape))
  return asArray(e.selectN(broadcastTo(which, shape), wide))
}

/** What `jnp.compress` takes. */
export interface CompressOptions extends SizeOptions {
  /** The axis; for null, and where it is not given, all elements in order. */
  readonly axis?: number | null
}

/** `jnp.compress`: the elements of an axis where a condition holds. */
function compress(condition: Input, x: Input, {axis = null, ...options}: CompressOptions = {}): JaxArray {
  return takeAlong(x, flatnonzero(condition, options), {axis})
}

/** `jnp.choose`: of each place the choice whose number an array holds. */
function choose(x: Input, choices: Input | readonly Input[]): JaxArray {
  const which = asOperand(x)
  if (!isInteger(which.aval.dtype)) s.fail('ValueError', '`a` array must be integer typed')
  const cases = promoteDtypes('choose', isSequence(choices) ? choices : move.unstack(choices))
  const shape = commonShape([which, ...cases])
  return asArray(
    e.selectN(
      s.convertElementType(broadcastTo(which, shape), defaultDtype('i')),
      cases.map((one) => broadcastTo(one, shape)),
    ),
  )
}

/** On which side of equal elements `jnp.searchsorted` finds a place. */
export interface SearchOptions {
  /** Before them or behind them; before them where it is not given. */
  readonly side?: 'left' | 'right'
}

/** `jnp.searchsorted`: before how many elements of a sorted array each value goes; NaN goes behind all numbers. */
const searchsorted = (x: Input, values: Input, {side = 'left'}: SearchOptions = {}): JaxArray =>
  jitOf('searchsorted', side, [x, values], (...given) => {
    const [row, v] = promoteDtypes('searchsorted', given)
    if (row.aval.ndim !== 1) s.fail('ValueError', 'a should be 1-dimensional')
    const shape = [...v.aval.shape, row.aval.size]
    const known = s.broadcastInDim(row, shape, [v.aval.ndim])
    const asked = s.broadcastInDim(v, shape, [...v.aval.shape.keys()])
    const isPassed = side === 'left' ? e.lt(known, asked) : e.le(known, asked)
    const isLast = e.and(
      e.isNaN(asked),
      side === 'left' ? e.eq(known, known) : e.or(isPassed, e.not(isPassed)),
    )
    return r.sum(isInexact(row.aval.dtype) ? e.or(isPassed, isLast) : isPassed, {
      axis: -1,
      dtype: defaultDtype('i'),
    })
  })

/** What `jnp.digitize` takes. */
export interface DigitizeOptions {
  /** Whether a bin holds its right end in place of its left one; false where it is not given. */
  readonly right?: boolean
}

/** `jnp.digitize`: in which bin each value lies; the bins go up or down. */
const digitize = (x: Input, bins: Input, {right = false}: DigitizeOptions = {}): JaxArray =>
  jitOf('digitize', right, [x, bins], (values, ends) => {
    const side = right ? 'left' : 'right'
    const isRising = b.greaterEqual(getitem(ends, -1), getitem(ends, 0))
    const falling = b.subtract(ends.size, searchsorted(asArray(s.rev(ends, [0])), values, {side}))
    return b.where(isRising, searchsorted(ends, values, {side}), falling)
  })

/** What `jnp.interp` gives outside the known points. */
export interface InterpOptions {
  /** Left of them; the first value where it is not given. */
  readonly left?: Input
  /** Right of them; the last value where it is not given. */
  readonly right?: Input
}

/** `jnp.interp`: values between known points, on straight lines; source: jax `lax_numpy.py`, `_interp`. */
const interp = (x: Input, xp: Input, fp: Input, {left, right}: InterpOptions = {}): JaxArray =>
  jitOf(
    '_interp',
    '',
    [x, xp, fp, ...(left === undefined ? [] : [left]), ...(right === undefined ? [] : [right])],
    (a, ap, ...given) => {
      const [points, known] = mapped(promoteDtypes('interp', [a, ap], true), asArray)
      const [values, ...ends] = mapped(promoteDtypes('interp', given, true), asArray)
      if (values.ndim !== 1 || known.ndim !== 1)
        return s.fail('ValueError', 'xp and fp must be one-dimensional arrays of equal size')
      const i = b.clip(searchsorted(known, points, {side: 'right'}), 1, known.size - 1)
      const before = b.subtract(i, 1)
      const from = getitem(values, before)
      const rise = b.subtract(getitem(values, i), from)
      const run = b.subtract(getitem(known, i), getitem(known, before))
      const isFlat = b.lessEqual(b.abs(run), s.like(run, known.dtype.bits === 64 ? 2 ** -104 : 2 ** -46))
      const share = b.divide(b.subtract(points, getitem(known, before)), b.where(isFlat, 1, run))
      const inside = b.where(isFlat, from, b.add(from, b.multiply(share, rise)))
      const first = left === undefined ? getitem(values, 0) : at(ends, 0)
      const last = right === undefined ? getitem(values, -1) : at(ends, ends.length - 1)
      const low = b.where(b.less(points, getitem(known, 0)), first, inside)
      return b.where(b.greater(points, getitem(known, -1)), last, low)
    },
  )

/** `jnp.delete`: an axis without the elements at some places. */
function remove(
  x: Input,
  places: number | readonly number[],
  {axis = null}: {readonly axis?: number | null} = {},
): JaxArray {
  const [row, along] = rowAlong(asOperand(x), axis)
  const n = at(row.aval.shape, along)
  const gone = asarray(places).tolist()
  const left = (Array.isArray(gone) ? gone : [gone]).map((one) => (Number(one) + n) % n)
  return takeAlong(
    row,
    asarray(
      [...Array.from({length: n}).keys()].filter((i) => !left.includes(i)),
      'int32',
    ),
    {axis: along},
  )
}

/** `jnp.insert`: new elements of an axis before the elements at some places; source: jax `lax_numpy.py`, `insert`. */
function insert(
  x: Input,
  places: Input | readonly number[],
  values: Input,
  {axis = null}: {readonly axis?: number | null} = {},
): JaxArray {
  const [row, along] = rowAlong(asOperand(x), axis)
  const {shape, ndim, dtype} = row.aval
  const n = at(shape, along)
  const where = asarray(places)
  const wide = withRank(s.convertElementType(asOperand(values), dtype), ndim)
  const fresh = where.ndim === 0 ? move.moveaxis(wide, 0, along) : asArray(wide)
  const count = where.size === 1 ? at(fresh.shape, along) : Math.max(where.size, at(fresh.shape, along))
  const index = broadcastTo(where.size === 1 ? move.reshape(where, [1]) : where, [count])
  const held = b.clip(
    wrapped(index, n, (which, [own, back]) => whereOf(which, back, own)),
    0,
    n,
  )
  const order = sorting.argsort(held)
  const put = updated(held, [order], arange(count), scatterAdd)
  const isOld = updated(
    asArray(s.filled([n + count], s.literal(1, dtypeOf('bool')))),
    [put],
    false,
    scatterSet,
  )
  const old = flatnonzero(isOld, {size: n})
  const empty = asArray(s.filled(shape.with(along, n + count), s.like(row, 0)))
  const before = shape.slice(0, along).map(() => span())
  const filled = updated(empty, [...before, put], fresh, scatterSet)
  return updated(filled, [...before, old], row, scatterSet)
}

/** The functions of `jnp` that pick elements, by place or by value. */
export const picking = {
  take: takeAlong,
  takeAlongAxis,
  putAlongAxis,
  where,
  nonzero,
  flatnonzero,
  /** Where an array is not zero, a row of indices each. */
  argwhere: (x: Input, options: SizeOptions = {}): JaxArray =>
    move.transpose(move.stack(nonzero(x, options))),
  bincount,
  select,
  choose,
  compress,
  /** The elements at which a condition holds. */
  extract: (condition: Input, x: Input, options: SizeOptions = {}): JaxArray =>
    compress(move.ravel(condition), move.ravel(x), options),
  searchsorted,
  digitize,
  interp,
  delete: remove,
  insert,
} as const
