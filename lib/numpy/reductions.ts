import {
  type AlongOptions,
  type Axis,
  type DType,
  type JaxArray,
  Literal,
  type Operand,
  type ReduceOptions,
  type Shape,
  type SpreadOptions,
  canonical,
  defaultDtype,
  dtypeOf,
  isInexact,
  volume,
} from '../array/index.ts'
import {
  type Input,
  argmax,
  argmin,
  asArray,
  asOperand,
  elementwise as e,
  inexactOf,
  normalAxes,
  reduceAnd,
  reduceMax,
  reduceMin,
  reduceOr,
  reduceProd,
  shaping as s,
} from '../lax/index.ts'
import {broadcastTo, dtypeOr} from './create.ts'
import {Float} from '../python/index.ts'
import {rowAlong} from './shapes.ts'
import {jitOf, whereOf} from './where.ts'

/** Puts summed axes back with one element each. */
const keep = (x: Operand, shape: Shape, axes: readonly number[], keepdims: boolean): Operand =>
  keepdims
    ? s.broadcastInDim(
        x,
        s.onesAt(shape, axes),
        shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis)),
      )
    : x

/** The dtype in which JAX adds up: 32 bits at least. */
function sumDtype(dtype: DType): DType {
  if (dtype.kind === 'b' || (dtype.kind === 'i' && dtype.bits < 32)) return defaultDtype('i')
  return dtype.kind === 'u' && dtype.bits < 32 ? canonical(dtypeOf('uint64')) : dtype
}

/** Float32 in place of floats of half its width. */
export const widened = (dtype: DType): DType =>
  dtype.kind === 'f' && dtype.bits < 32 ? dtypeOf('float32') : dtype

const numeric = (x: Operand): Operand => {
  const {kind, name} = x.aval.dtype
  if (kind === 'k') s.fail('TypeError', `Cannot interpret '${name}' as a data type`)
  return kind === 'b' ? s.convertElementType(x, defaultDtype('i')) : x
}

/** What is particular to one reduction; source: jax `reductions.py`, `_reduction`. */
interface Reduction {
  readonly name: string
  readonly reduce: (x: Operand, axes: readonly number[]) => Operand
  /** How `initial` goes into the result. */
  readonly join: (x: Operand, y: Operand) => Operand
  /** What stands for an element that `where` leaves out; null where that takes an `initial`. */
  readonly identity: number | null
  /** The operand as it is reduced. */
  readonly read?: (x: Operand) => Operand
  /** The dtype of the result where none is asked for. */
  readonly promoted?: (own: DType) => DType
  /** Whether narrow floats are reduced in float32. */
  readonly isWide?: boolean
}

/** The least number of a dtype, or the largest: what a maximum, or a minimum, begins with. */
export const extremum = (dtype: DType, isLeast: boolean): number => {
  const {kind, bits} = dtype
  if (isInexact(dtype)) return isLeast ? -Infinity : Infinity
  if (kind === 'b') return Number(!isLeast)
  if (kind === 'u') return isLeast ? 0 : 2 ** bits - 1
  return isLeast ? -(2 ** (bits - 1)) : 2 ** (bits - 1) - 1
}

const reduction =
  ({name, reduce, join, identity, read = (x) => x, promoted = (own) => own, isWide = false}: Reduction) =>
  (x: Input, {axis = null, keepdims = false, dtype, initial, where}: ReduceOptions<Input> = {}): JaxArray => {
    const operand = read(asOperand(x, name))
    const {shape, ndim} = operand.aval
    const axes = normalAxes(axis, ndim)
    if (identity === null && initial === undefined) {
      if (where !== undefined)
        s.fail(
          'ValueError',
          `reduction operation ${name} does not have an identity, so to use a where mask one has to specify 'initial'`,
        )
      if (s.sizesAt(shape, axes).includes(0))
        s.fail('ValueError', `zero-size array to reduction operation ${name} which has no identity`)
    }
    const to = dtypeOr(dtype, () => promoted(operand.aval.dtype))
    const within = isWide && dtype === undefined ? widened(to) : to
    const cast = s.convertElementType(operand, within)
    const start = identity ?? extremum(within, name === 'max')
    const masked = where === undefined ? cast : whereOf(asOperand(where), cast, s.literal(start, within))
    const found = reduce(masked, axes)
    const all = initial === undefined ? found : join(s.convertElementType(asOperand(initial), within), found)
    return asArray(s.convertElementType(keep(all, shape, axes, keepdims), to))
  }

/** The sum, over all axes or some. */
const sum = reduction({
  name: 'sum',
  reduce: s.reduceSum,
  join: e.add,
  identity: 0,
  read: numeric,
  promoted: sumDtype,
  isWide: true,
})

const truthOf = (x: Operand): Operand => s.convertElementType(x, dtypeOf('bool'))

const unmasked = <O extends ReduceOptions<Input>>({where: _where, ...options}: O) => options

/** How many elements are added up: a number, or an array of numbers where a mask leaves some out. */
const countOf = (
  {shape}: {readonly shape: Shape},
  options: ReduceOptions<Input> & {readonly dtype: DType},
): Operand =>
  options.where === undefined
    ? s.literal(volume(s.sizesAt(shape, normalAxes(options.axis, shape.length))), options.dtype)
    : asOperand(sum(broadcastTo(asOperand(options.where), shape), unmasked(options)))

/** What JAX raises where it looks the size of an axis up itself. */
const checkPlaces = (axis: Axis, ndim: number): void => {
  if ([axis ?? []].flat().some((one) => one >= ndim || one < -ndim))
    s.fail('IndexError', 'tuple index out of range')
}

/** The mean, over all axes or some. */
const mean = (
  x: Input,
  {axis = null, keepdims = false, dtype, where}: ReduceOptions<Input> = {},
): JaxArray => {
  const operand = asOperand(x, 'mean')
  const {aval} = operand
  checkPlaces(axis, aval.ndim)
  const to = dtypeOr(dtype, () => inexactOf(aval.dtype))
  const options = {axis, keepdims, dtype: dtype === undefined ? widened(to) : to, ...(where && {where})}
  const total = asOperand(sum(operand, options))
  return asArray(s.convertElementType(e.div(total, countOf(aval, options)), to))
}

const weakInt = (value: number): Literal => s.literal(value, defaultDtype('i'), true)

/** The text that tells options apart, arrays aside. */
export const optionsId = ({axis = null, keepdims = false, dtype}: ReduceOptions<Input>): string =>
  `${String(axis)}|${keepdims}|${dtype === undefined ? '' : dtypeOf(dtype).name}`

/** The mask among the options, as one more operand. */
export const masksIn = ({where}: ReduceOptions<Input>): readonly Input[] =>
  where === undefined ? [] : [where]

/** The variance, by its correction and perhaps a mask. */
const variance = (x: Input, correction: Input, options: ReduceOptions<Input>): JaxArray =>
  jitOf('_var', optionsId(options), [x, correction, ...masksIn(options)], (given, by, where) => {
    const to = dtypeOr(options.dtype, () => inexactOf(given.dtype))
    const own = {...options, dtype: widened(to), ...(where && {where})}
    const a = s.convertElementType(given, own.dtype)
    const squares = e.square(e.sub(a, asOperand(mean(a, {...own, keepdims: true}))))
    const divisor = e.sub(countOf(a.aval, own), s.convertElementType(by, own.dtype))
    const spread = s.convertElementType(e.div(asOperand(sum(squares, own)), divisor), to)
    return asArray(whereOf(e.gt(divisor, s.like(divisor, 0)), spread, asOperand(new Float(Number.NaN))))
  })

/** The variance, over all axes or some. */
const var_ = (x: Input, {ddof = 0, ...options}: SpreadOptions<Input> = {}): JaxArray =>
  variance(x, weakInt(ddof), options)

/** The standard deviation, over all axes or some. */
const std = (x: Input, {ddof = 0, ...options}: SpreadOptions<Input> = {}): JaxArray =>
  jitOf('_std', optionsId(options), [x, weakInt(ddof), ...masksIn(options)], (a, by, where) =>
    asArray(e.sqrt(asOperand(variance(a, by, {...options, ...(where && {where})})))),
  )

const position =
  (reduce: (x: Operand, axes: readonly number[]) => Operand) =>
  (x: Input, {axis = null, keepdims = false}: AlongOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const {shape, ndim} = operand.aval
    checkPlaces(axis, ndim)
    const [row, along] = rowAlong(operand, axis)
    return asArray(keep(reduce(row, [along]), shape, normalAxes(axis, ndim), keepdims))
  }

/** The largest, over all axes or some. */
const max = reduction({name: 'max', reduce: reduceMax, join: e.max, identity: null})
/** The smallest, over all axes or some. */
const min = reduction({name: 'min', reduce: reduceMin, join: e.min, identity: null})

/** The reductions of `jnp`. */
export const reducers = {
  sum,
  mean,
  var: var_,
  std,
  max,
  min,
  /** The product, over all axes or some. */
  prod: reduction({
    name: 'prod',
    reduce: reduceProd,
    join: e.mul,
    identity: 1,
    read: numeric,
    promoted: sumDtype,
    isWide: true,
  }),
  /** Whether one is true, over all axes or some. */
  any: reduction({name: 'any', reduce: reduceOr, join: e.or, identity: 0, read: truthOf}),
  /** Whether all are true, over all axes or some. */
  all: reduction({name: 'all', reduce: reduceAnd, join: e.and, identity: 1, read: truthOf}),
  /** Where the largest stands, on an axis or in the flattened array. */
  argmax: position(argmax),
  /** Where the smallest stands, on an axis or in the flattened array. */
  argmin: position(argmin),
  /** The largest less the smallest. */
  ptp: (x: Input, options: ReduceOptions<Input> = {}): JaxArray =>
    jitOf('_ptp', optionsId(options), [x], (a) =>
      asArray(e.sub(asOperand(max(a, options)), asOperand(min(a, options)))),
    ),
  /** How many are not zero. */
  countNonzero: (x: Input, options: ReduceOptions<Input> = {}): JaxArray =>
    jitOf('count_nonzero', optionsId(options), [x], (a) =>
      sum(e.ne(a, s.like(a, 0)), {...options, dtype: defaultDtype('i')}),
    ),
} as const
