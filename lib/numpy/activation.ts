import {type JaxArray, type Operand} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  customJvp,
  elementwise as e,
  jitted,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {Float, named} from '../python/index.ts'
import {whereOf} from './where.ts'
import {jnp} from './namespace.ts'
import {logAddExp} from './ufuncs.ts'

const [zero, one, six] = [new Float(0), new Float(1), new Float(6)]

const library = <O extends readonly unknown[]>(
  name: string,
  type: 'function' | 'custom_jvp' | 'PjitFunction',
  apply: (x: Operand, ...more: O) => Operand,
): ((x: Input, ...more: O) => JaxArray) => {
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
  return named((x: Input, ...more: O) => asArray(apply(asOperand(x, name), ...more)), {
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
    'jvp',
  )

const zeros = (x: Operand): Operand => s.filled(x.aval.shape, s.like(x, 0))

/** `x` where it is positive, 0 elsewhere. */
const relu = library('relu', 'custom_jvp', (x) =>
  smooth(
    'relu',
    x,
    (a) => e.max(a, s.literal(0, a.aval.dtype, a.aval.weak_type)),
    (g, _ans, a) => e.selectN(e.gt(a, s.like(a, 0)), [zeros(g), g]),
  ),
)

/** What `jax.nn.gelu` takes. */
export interface GeluOptions {
  /** Whether the distribution function is made of a tangent; true where it is not given. */
  readonly approximate?: boolean
}

/** `jax.nn.gelu`. */
const gelu = library('gelu', 'function', (given, {approximate = true}: GeluOptions = {}) => {
  const [x] = promoteDtypes('gelu', [given], true)
  if (!approximate) {
    const rest = e.erfc(e.mul(e.neg(x), s.literal(Math.SQRT1_2, x.aval.dtype)))
    return e.mul(e.mul(s.like(x, 0.5), x), rest)
  }
  const cubic = e.mul(s.like(x, 0.044715), e.integerPow(x, 3))
  const inner = e.mul(s.literal(Math.sqrt(2 / Math.PI), x.aval.dtype), e.add(x, cubic))
  const cdf = e.mul(s.like(x, 0.5), e.add(s.like(x, 1), e.tanh(inner)))
  return e.mul(x, cdf)
})

const swish = (x: Operand): Operand => jitted('silu', '', [x], (a) => e.mul(a, e.logistic(a)))

/** `x` times the logistic function of it. */
const silu = library('silu', 'PjitFunction', swish)
/** `jax.nn.sigmoid`. */
export const sigmoid = library('sigmoid', 'PjitFunction', e.logistic)

/** `log(1 + exp(x))`. */
const softplus = library('softplus', 'PjitFunction', (x) =>
  jitted('softplus', '', [x], (a) => logAddExp(...promoteDtypes('softplus', [a, 0], true))),
)

/** A second argument, where there is one. */
const given = (value: Input | undefined): readonly Operand[] =>
  value === undefined ? [] : [asOperand(value)]

/** `jax.nn.elu(x, alpha)`. */
const elu = library('elu', 'PjitFunction', (x, alpha?: Input) =>
  jitted('elu', '', [x, ...given(alpha)], (a, ...[by]) => {
    const positive = e.gt(a, s.like(a, 0))
    const below = jnp.expm1(whereOf(e.gt(a, s.like(a, 0)), asOperand(zero), a))
    return whereOf(positive, a, product(by ?? one, below))
  }),
)

/** `jax.nn.leaky_relu(x, negative_slope)`. */
const leakyRelu = library('leaky_relu', 'PjitFunction', (x, slope?: Input) =>
  jitted('leaky_relu', '', [x, ...given(slope)], (a, ...[by]) =>
    whereOf(e.ge(a, s.like(a, 0)), a, product(by ?? 0.01, a)),
  ),
)

const product = (x: Input, y: Input): Operand => asOperand(jnp.multiply(x, y))

/** `x` kept between 0 and 6. */
const relu6 = library('relu6', 'custom_jvp', (x) =>
  smooth(
    'relu6',
    x,
    (a) => asOperand(jnp.minimum(jnp.maximum(a, 0), six)),
    (g, _ans, a) => e.selectN(e.and(e.gt(a, s.like(a, 0)), e.lt(a, s.like(a, 6))), [zeros(g), g]),
  ),
)

/** An activation that JAX jits, of one argument or of one more. */
const gate = (name: string, body: (x: Operand, more: readonly Operand[]) => JaxArray) =>
  library(name, 'PjitFunction', (x, ...more: readonly Input[]) =>
    jitted(name, '', [x, ...more.map((one) => asOperand(one))], (a, ...rest) => asOperand(body(a, rest))),
  )

/** A sigmoid of straight lines, `relu6(x + 3) / 6`. */
const hardSigmoid = gate('hard_sigmoid', (x) => jnp.divide(relu6(jnp.add(x, new Float(3))), six))
/** `x * hardSigmoid(x)`. */
const hardSilu = gate('hard_silu', (x) => jnp.multiply(x, hardSigmoid(x)))

/** Activations by the names of `jax.nn`. */
export const activations = {
  relu,
  relu6,
  gelu,
  silu,
  swish: silu,
  sigmoid,
  softplus,
  elu,
  leakyRelu,
  hardSigmoid,
  hardSilu,
  hardSwish: hardSilu,
  /** `(x + sqrt(x² + b)) / 2`. */
  squareplus: gate('squareplus', (x, [b = asOperand(4)]) =>
    jnp.divide(jnp.add(x, jnp.sqrt(jnp.add(jnp.square(x), b))), 2),
  ),
  /** 0 up to -1, `x` from 1, and a parabola between. */
  sparsePlus: gate('sparse_plus', (x) =>
    jnp.where(
      jnp.lessEqual(x, new Float(-1)),
      zero,
      jnp.where(jnp.greaterEqual(x, one), x, jnp.divide(jnp.power(jnp.add(x, one), 2), 4)),
    ),
  ),
  /** 0 up to -1, 1 from 1, and a straight line between. */
  sparseSigmoid: gate('sparse_sigmoid', (x) =>
    jnp.multiply(0.5, jnp.clip(jnp.add(x, one), zero, new Float(2))),
  ),
  /** `x / (1 + abs(x))`. */
  softSign: gate('soft_sign', (x) => jnp.divide(x, jnp.add(jnp.abs(x), 1))),
  /** The logarithm of the logistic function. */
  logSigmoid: gate('log_sigmoid', (x) => jnp.negative(softplus(jnp.negative(x)))),
  /** `x * tanh(softplus(x))`. */
  mish: gate('mish', (x) => jnp.multiply(x, jnp.tanh(softplus(x)))),
  /** `x` where it is positive, `alpha * (exp(x / alpha) - 1)` elsewhere. */
  celu: gate('celu', (x, [alpha = asOperand(one)]) =>
    jnp.add(jnp.maximum(x, zero), jnp.multiply(alpha, jnp.expm1(jnp.divide(jnp.minimum(x, zero), alpha)))),
  ),
  /** `elu` scaled so that layers keep mean and variance. */
  selu: gate('selu', (x) => jnp.multiply(1.0507009873554805, elu(x, 1.6732632423543772))),
  /** `x` kept between -1 and 1. */
  hardTanh: gate('hard_tanh', (x) => jnp.where(jnp.greater(x, 1), 1, jnp.where(jnp.less(x, -1), -1, x))),
} as const
