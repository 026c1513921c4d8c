import {
  type DTypeLike,
  type JaxArray,
  Literal,
  type Operand,
  canonical,
  dtypeOf,
  shaped,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  customJvp,
  elementwise as e,
  jitted,
  normalAxes,
  normalAxis,
  promoteDtypes,
  reduceMax,
  shaping as s,
} from '../lax/index.ts'
import {named} from '../python/index.ts'
import {whereOf} from './jnp.ts'

type Activation = (x: Input) => JaxArray

const inexact = (name: string, x: Input): Operand => promoteDtypes(name, [x], true)[0]

const library = (
  name: string,
  type: 'function' | 'custom_jvp' | 'PjitFunction',
  apply: (x: Operand) => Operand,
  floats = true,
): Activation => {
  const repr = {
    function: `<function ${name}>`,
    custom_jvp: '<jax._src.custom_derivatives.custom_jvp object>',
    PjitFunction: `<PjitFunction of <function ${name}>>`,
  }[type]
  const path = {
    function: 'function',
    custom_jvp: 'jax._src.custom_derivatives.custom_jvp',
    PjitFunction: 'jaxlib._jax.PjitFunction',
  }[type]
  return named((x: Input) => asArray(apply(floats ? inexact(name, x) : asOperand(x))), {
    type: path,
    qualname: name,
    module: 'jax._src.nn.functions',
    repr,
  })
}

/** A custom derivative whose tangent is `derivative(g, ans, x)`. */
const smooth = (
  name: string,
  x: Operand,
  body: (x: Operand) => Operand,
  derivative: (g: Operand, ans: Operand, x: Operand) => Operand,
): Operand =>
  customJvp(
    name,
    [x],
    (a) => jitted(name, '', [a], body),
    ([g], [a], ans) => derivative(g, ans, a),
  )

const zeros = (x: Operand): Operand => s.filled(x.aval.shape, s.like(x, 0))

export const relu = library(
  'relu',
  'custom_jvp',
  (x) =>
    smooth(
      'relu',
      x,
      (a) => e.max(a, s.literal(0, a.aval.dtype, a.aval.weak_type)),
      (g, _ans, a) => e.selectN(e.gt(a, s.like(a, 0)), [zeros(g), g]),
    ),
  false,
)

/** The approximate form, JAX's default. */
export const gelu = library('gelu', 'function', (x) => {
  const cubic = e.mul(s.like(x, 0.044715), e.integerPow(x, 3))
  const inner = e.mul(s.like(x, Math.sqrt(2 / Math.PI)), e.add(x, cubic))
  const cdf = e.mul(s.like(x, 0.5), e.add(s.like(x, 1), e.tanh(inner)))
  return e.mul(x, cdf)
})

const swish = (x: Operand): Operand => jitted('silu', '', [x], (a) => e.mul(a, e.logistic(a)))

export const silu = library('silu', 'PjitFunction', swish)
export const sigmoid = library('sigmoid', 'PjitFunction', e.logistic)

const logAddExp = (x: Operand, y: Operand): Operand =>
  customJvp(
    'logaddexp',
    [x, y],
    (a, b) => {
      const top = e.max(a, b)
      const delta = e.sub(a, b)
      const odd = e.ne(delta, delta)
      const sum = e.add(a, b)
      return e.selectN(odd, [e.add(top, e.log1p(e.exp(e.neg(e.abs(delta))))), sum])
    },
    ([g, h], [a, b], ans) => {
      const safe = (z: Operand) =>
        e.selectN(e.eq(z, s.like(z, Infinity)), [z, s.filled(z.aval.shape, s.like(z, 0))])
      const part = (t: Operand, z: Operand) => e.mul(t, e.exp(e.sub(safe(z), safe(ans))))
      return e.add(part(g, a), part(h, b))
    },
  )

export const softplus = library('softplus', 'PjitFunction', (x) =>
  jitted('softplus', '', [x], (a) => logAddExp(a, s.like(a, 0))),
)

const weak = (value: number, x: Operand): Literal => new Literal(value, shaped([], x.aval.dtype, true))

export const elu = library('elu', 'PjitFunction', (x) =>
  jitted('elu', '', [x], (a) => {
    const positive = e.gt(a, s.like(a, 0))
    const safe = whereOf(e.gt(a, s.like(a, 0)), weak(0, a), a)
    return whereOf(positive, a, e.mul(s.like(a, 1), e.expm1(safe)))
  }),
)

export const leakyRelu = library('leaky_relu', 'PjitFunction', (x) =>
  jitted('leaky_relu', '', [x], (a) => whereOf(e.ge(a, s.like(a, 0)), a, e.mul(s.like(a, 0.01), a))),
)

/** Along which axis. */
export interface AxisOptions {
  /** The axis; the last where it is not given. */
  readonly axis?: number
}

/** The maximum along an axis, kept, floored at −∞ and without a derivative: what softmax subtracts. */
function ceiling(x: Operand, axis: number): Operand {
  const top = e.max(s.like(x, -Infinity), reduceMax(x, [axis]))
  return e.stopGradient(s.expandDims(top, [axis]))
}

/** `jax.nn.softmax`. */
export const softmax = named(
  (x: Input, {axis = -1}: AxisOptions = {}): JaxArray => {
    const operand = inexact('softmax', x)
    const along = normalAxis(axis, operand.aval.ndim)
    const powers = e.exp(e.sub(operand, ceiling(operand, along)))
    return asArray(e.div(powers, s.expandDims(s.reduceSum(powers, [along]), [along])))
  },
  {qualname: 'softmax', module: 'jax._src.nn.functions'},
)

/** `jax.nn.log_softmax`. */
export const logSoftmax = named(
  (x: Input, {axis = -1}: AxisOptions = {}): JaxArray => {
    const operand = inexact('log_softmax', x)
    const along = normalAxis(axis, operand.aval.ndim)
    return asArray(
      jitted('log_softmax', String(along), [operand], (a) => {
        const shifted = e.sub(a, ceiling(a, along))
        return e.sub(shifted, e.log(s.expandDims(s.reduceSum(e.exp(shifted), [along]), [along])))
      }),
    )
  },
  {
    qualname: 'log_softmax',
    module: 'jax._src.nn.functions',
    type: 'jaxlib._jax.PjitFunction',
    repr: '<PjitFunction of <function log_softmax>>',
  },
)

/** `jax.nn.logsumexp`. */
export function logsumexp(
  x: Input,
  {axis = null}: {readonly axis?: number | readonly number[] | null} = {},
): JaxArray {
  const operand = inexact('logsumexp', x)
  const axes = normalAxes(axis, operand.aval.ndim)
  const peak = e.max(s.like(operand, -Infinity), reduceMax(operand, axes))
  const finite = e.stopGradient(
    e.selectN(e.isFinite(peak), [s.filled(peak.aval.shape, s.like(peak, 0)), peak]),
  )
  const total = s.reduceSum(e.exp(e.sub(operand, s.expandDims(finite, axes))), axes)
  e.sign(total)
  return asArray(e.add(e.log(e.abs(total)), finite))
}

/** `jax.nn.one_hot`. */
export function oneHot(
  x: Input,
  num_classes: number,
  {dtype = 'float'}: {readonly dtype?: DTypeLike} = {},
): JaxArray {
  const to = canonical(dtypeOf(dtype))
  return asArray(
    jitted('_one_hot', `${num_classes}|${to.name}`, [asOperand(x)], (a) => {
      const rank = a.aval.ndim
      const column = s.expandDims(a, [rank])
      const classes = s.iota(a.aval.dtype, [...a.aval.shape.map(() => 1), num_classes], rank)
      return s.convertElementType(e.eq(column, classes), to)
    }),
  )
}
