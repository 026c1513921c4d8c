import {
  type Axis,
  type DTypeLike,
  type JaxArray,
  type Operand,
  at,
  canonical,
  dtypeOf,
  volume,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  elementwise as e,
  jitted,
  normalAxes,
  normalAxis,
  promoteArgs,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {Float, named} from '../python/index.ts'
import {sigmoid} from './activation.ts'
import {jitOf, whereOf} from './where.ts'
import {jnp} from './namespace.ts'
import {extremum} from './reductions.ts'

const inexact = (name: string, x: Input): Operand => promoteDtypes(name, [x], true)[0]

/** Along which axis. */
export interface AxisOptions {
  /** The axis; the last where it is not given. */
  readonly axis?: number
}

/** What `softmax` and `log_softmax` take. */
export interface SoftmaxOptions extends AxisOptions {
  /** Which items count; all where it is not given. The others get the probability zero. */
  readonly where?: Input | null
}

/** An operand with a number in place of the items that do not count. */
const masked = (which: Operand | null, x: Operand, otherwise: number): Operand =>
  which === null ? x : whereOf(which, x, asOperand(new Float(otherwise)))

/** What the reductions of these functions go by. */
const reduced = (axis: Axis, keepdims: boolean, which: Operand | null) => ({
  axis,
  keepdims,
  ...(which && {where: which}),
})

const minusInfinity = new Float(-Infinity)

/** An operand less its maximum along an axis, which has no derivative: what softmax raises. */
function shifted(x: Operand, axis: number, which: Operand | null): Operand {
  const initial = s.literal(extremum(x.aval.dtype, true), x.aval.dtype)
  const peak = asOperand(jnp.max(x, {...reduced(axis, true, which), initial}))
  return e.sub(masked(which, x, -Infinity), e.stopGradient(peak))
}

const maskOf = (where: Input | null): Operand | null => (where === null ? null : asOperand(where))

/** `jax.nn.softmax`. */
export const softmaxOf = named(
  (x: Input, {axis = -1, where = null}: SoftmaxOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const along = normalAxis(axis, operand.aval.ndim)
    const which = maskOf(where)
    const powers = jnp.exp(shifted(operand, along, which))
    const share = jnp.divide(powers, jnp.sum(powers, reduced(along, true, which)))
    return which === null ? share : asArray(whereOf(which, asOperand(share), asOperand(0)))
  },
  {qualname: 'softmax', module: 'jax._src.nn.functions'},
)

/** `jax.nn.log_softmax`. */
export const logSoftmaxOf = named(
  (x: Input, {axis = -1, where = null}: SoftmaxOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const along = normalAxis(axis, operand.aval.ndim)
    const which = maskOf(where)
    return asArray(
      jitted(
        'log_softmax',
        String(along),
        [operand, ...(which === null ? [] : [which])],
        (a, ...[counted = null]) => {
          const below = shifted(a, along, counted)
          const sum = jnp.sum(jnp.exp(below), reduced(along, true, counted))
          return masked(counted, asOperand(jnp.subtract(below, jnp.log(sum))), -Infinity)
        },
      ),
    )
  },
  {
    qualname: 'log_softmax',
    module: 'jax._src.nn.functions',
    type: 'jaxlib._jax.PjitFunction',
    repr: '<PjitFunction of <function log_softmax>>',
  },
)

/** What `logsumexp` takes. */
export interface LogSumExpOptions {
  /** The axes; all where they are not given. */
  readonly axis?: Axis
  /** Factors of the exponentials; one where they are not given. */
  readonly b?: Input | null
  /** Whether the axes stay, with one element; false where it is not given. */
  readonly keepdims?: boolean
  /** Which items count; all where it is not given. */
  readonly where?: Input | null
}

/** `jax.nn.logsumexp`: the logarithm of a sum of exponentials, which does not overflow. */
export function logSumExpOf(
  x: Input,
  {axis = null, b = null, keepdims = false, where = null}: LogSumExpOptions = {},
): JaxArray {
  const which = maskOf(where)
  const given = which === null ? asOperand(x) : whereOf(which, asOperand(x), asOperand(0))
  const [plain, factors] =
    b === null ? [inexact('logsumexp', given), null] : promoteArgs('logsumexp', [given, b], true)
  const operand =
    factors === null ? plain : whereOf(e.ne(factors, s.like(factors, 0)), plain, asOperand(minusInfinity))
  const options = reduced(axis, keepdims, which)
  const peak = asOperand(jnp.max(operand, {...options, initial: minusInfinity}))
  const finite = e.stopGradient(
    e.selectN(e.isFinite(peak), [s.filled(peak.aval.shape, s.like(peak, 0)), peak]),
  )
  const level = keepdims ? finite : s.expandDims(finite, normalAxes(axis, operand.aval.ndim))
  const powers = e.exp(e.sub(operand, level))
  const total = asOperand(jnp.sum(factors === null ? powers : e.mul(powers, factors), options))
  const sign = e.sign(total)
  const found = e.add(e.log(e.abs(total)), finite)
  return asArray(
    factors === null ? found : whereOf(e.lt(sign, s.like(sign, 0)), s.like(found, Number.NaN), found),
  )
}

/** `jax.nn.logmeanexp`: the logarithm of a mean of exponentials. */
export const logmeanexp = (x: Input, {axis = null, keepdims = false}: LogSumExpOptions = {}): JaxArray =>
  jitOf('logmeanexp', `${String(axis)}|${keepdims}`, [x], (a) => {
    const count = volume(s.sizesAt(a.shape, normalAxes(axis, a.ndim)))
    const sum = asOperand(logSumExpOf(a, {axis, keepdims}))
    return asArray(e.sub(sum, e.log(s.like(sum, count))))
  })

/** What `standardize` takes. */
export interface StandardizeOptions {
  /** The axes; the last where they are not given. */
  readonly axis?: Axis
  /** The mean; that of the array where it is not given. */
  readonly mean?: Input | null
  /** The variance; that of the array where it is not given. */
  readonly variance?: Input | null
  /** What is added to the variance; 1e-5 where it is not given. */
  readonly epsilon?: number
}

/** `jax.nn.standardize`: mean zero and variance one. */
export function standardize(
  x: Input,
  {axis = -1, mean = null, variance = null, epsilon = 1e-5}: StandardizeOptions = {},
): JaxArray {
  const given = [mean, variance].filter((one) => one !== null)
  const id = `${String(axis)}|${mean === null}|${variance === null}|${epsilon}`
  const options = {axis, keepdims: true}
  return jitOf('standardize', id, [x, ...given], (a, ...rest) => {
    const centre = (mean === null ? undefined : rest.shift()) ?? jnp.mean(a, options)
    const [spread = jnp.clip(jnp.subtract(jnp.mean(jnp.square(a), options), jnp.square(centre)), 0)] = rest
    const distance = jnp.subtract(a, centre)
    return jnp.multiply(distance, e.rsqrt(asOperand(jnp.add(spread, epsilon))))
  })
}

/** `jax.nn.glu`: the first half along an axis, gated by the second. */
export function glu(x: Input, {axis = -1}: AxisOptions = {}): JaxArray {
  const operand = asOperand(x)
  const along = normalAxis(axis, operand.aval.ndim)
  if (at(operand.aval.shape, along) % 2 !== 0) s.fail('AssertionError', 'axis size must be divisible by 2')
  return asArray(
    jitted('glu', String(along), [operand], (a) => {
      const [first, second] = jnp.split(a, 2, {axis: along})
      return asOperand(jnp.multiply(first ?? a, sigmoid(second ?? a)))
    }),
  )
}

/** What `one_hot` takes. */
export interface OneHotOptions extends AxisOptions {
  /** The dtype of the result; float32 where it is not given. */
  readonly dtype?: DTypeLike
}

/** `jax.nn.one_hot`: a new axis that is one at the class of each item, and zero elsewhere. */
export function oneHotOf(
  x: Input,
  num_classes: number,
  {dtype = 'float', axis = -1}: OneHotOptions = {},
): JaxArray {
  const to = canonical(dtypeOf(dtype))
  const operand = asOperand(x)
  const along = normalAxis(axis, operand.aval.ndim + 1)
  return asArray(
    jitted('_one_hot', `${num_classes}|${to.name}|${along}`, [operand], (a) => {
      const column = s.expandDims(a, [along])
      const classes = s.iota(a.aval.dtype, a.aval.shape.map(() => 1).toSpliced(along, 0, num_classes), along)
      return s.convertElementType(asOperand(jnp.equal(column, classes)), to)
    }),
  )
}
