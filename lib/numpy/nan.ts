import {
  type AlongOptions,
  type JaxArray,
  type Operand,
  type ReduceOptions,
  type SpreadOptions,
  defaultDtype,
  isInexact,
} from '../array/index.ts'
import {type Input, asArray, asOperand, elementwise as e, inexactOf, shaping as s} from '../lax/index.ts'
import {dtypeOr} from './create.ts'
import {masksIn, optionsId, reducers as r, widened} from './reductions.ts'
import {jitOf, whereOf} from './where.ts'

type Options = ReduceOptions<Input>
type Reduce = (x: Input, options?: Options) => JaxArray

const weak = (value: number, kind: 'i' | 'f'): Operand => s.literal(value, defaultDtype(kind), true)

/** A reduction that takes a number in place of NaN; source: jax `reductions.py`, `_nan_reduction`. */
const besideNaN =
  (name: string, reduce: Reduce, instead: number, isNaNOfNone = false): Reduce =>
  (x, options = {}) => {
    const {initial, axis = null, keepdims = false} = options
    const first = initial === undefined ? [] : [initial]
    const id = `${optionsId(options)}|${first.length}`
    return jitOf(name, id, [x, ...first, ...masksIn(options)], (a, ...rest) => {
      const own = {...options, initial: first.length > 0 ? rest[0] : undefined, where: rest[first.length]}
      if (!isInexact(a.dtype)) return reduce(a, own)
      const found = reduce(whereOf(e.isNaN(a), s.like(a, instead), a), own)
      if (!isNaNOfNone || initial !== undefined) return found
      return asArray(
        whereOf(asOperand(r.all(e.isNaN(a), {axis, keepdims})), s.like(a, Number.NaN), asOperand(found)),
      )
    })
  }

/** The sum of what is not NaN. */
const nansum = besideNaN('nansum', r.sum, 0)

/** The mean of what is not NaN. */
const nanmean = (x: Input, options: Options = {}): JaxArray =>
  jitOf('nanmean', optionsId(options), [x, ...masksIn(options)], (a, where) => {
    const own = {...options, where}
    if (!isInexact(a.dtype)) return r.mean(a, own)
    const dtype = dtypeOr(options.dtype, () => a.dtype)
    const count = r.sum(e.not(e.isNaN(a)), {...own, dtype})
    return asArray(e.div(asOperand(nansum(a, {...own, dtype})), asOperand(count)))
  })

/** The variance of what is no NaN; source: jax `reductions.py`, `_nanvar`. */
function variance(a: JaxArray, correction: Operand, options: Options): JaxArray {
  const to = dtypeOr(options.dtype, () => inexactOf(a.dtype))
  const own = {axis: options.axis, keepdims: options.keepdims, where: options.where}
  const x = s.convertElementType(a, widened(to))
  const centre = asOperand(nanmean(x, {...own, dtype: x.aval.dtype, keepdims: true}))
  const squares = e.square(whereOf(e.isNaN(x), weak(0, 'i'), e.sub(x, centre)))
  const count = asOperand(r.sum(e.not(e.isNaN(x)), own))
  const divisor = e.sub(count, s.convertElementType(correction, count.aval.dtype))
  const isNone = e.le(divisor, s.like(divisor, 0))
  const total = whereOf(isNone, weak(Number.NaN, 'f'), asOperand(r.sum(squares, own)))
  const by = s.convertElementType(whereOf(isNone, weak(1, 'i'), divisor), total.aval.dtype)
  return asArray(s.convertElementType(e.div(total, by), to))
}

/** A mask stands behind the correction where both are operands; a correction that is not given is none. */
const nanvar = (x: Input, {ddof, ...options}: SpreadOptions<Input> = {}): JaxArray =>
  ddof === undefined
    ? jitOf('nanvar', optionsId(options), [x, ...masksIn(options)], (a, where) =>
        variance(a, weak(0, 'i'), {...options, where}),
      )
    : jitOf('nanvar', optionsId(options), [x, weak(ddof, 'i'), ...masksIn(options)], (a, by, where) =>
        variance(a, by, {...options, where}),
      )

const position =
  (name: string, find: (x: Input, options: AlongOptions) => JaxArray, instead: number) =>
  (x: Input, {axis = null, keepdims = false}: AlongOptions = {}): JaxArray =>
    jitOf(name, `${axis}|${keepdims}`, [x], (a) => {
      if (!isInexact(a.dtype)) return find(a, {axis, keepdims})
      const flags = e.isNaN(a)
      const known = whereOf(flags, weak(instead, 'f'), a)
      const place = asOperand(find(known, {axis, keepdims}))
      return asArray(whereOf(asOperand(r.all(flags, {axis, keepdims})), weak(-1, 'i'), place))
    })

/** The reductions of `jnp` that leave out what is NaN. */
export const nanReductions = {
  nansum,
  /** The product of what is not NaN. */
  nanprod: besideNaN('nanprod', r.prod, 1),
  /** The largest of what is not NaN. */
  nanmax: besideNaN('nanmax', r.max, -Infinity, true),
  /** The smallest of what is not NaN. */
  nanmin: besideNaN('nanmin', r.min, Infinity, true),
  nanmean,
  nanvar,
  /** The standard deviation of what is not NaN. */
  nanstd: (x: Input, {ddof = 0, ...options}: SpreadOptions<Input> = {}): JaxArray =>
    jitOf('nanstd', `${optionsId(options)}|${ddof}`, [x, ...masksIn(options)], (a, where) =>
      asArray(e.sqrt(asOperand(nanvar(a, {...options, ddof, where})))),
    ),
  /** Where the largest of what is not NaN stands. */
  nanargmax: position('_nanargmax', r.argmax, -Infinity),
  /** Where the smallest of what is not NaN stands. */
  nanargmin: position('_nanargmin', r.argmin, Infinity),
} as const
