import type {DType, JaxArray, Operand} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  customJvp,
  elementwise as e,
  promoteArgs,
  promoteDtypes,
  rowsOf,
  scatterAdd,
  scatterMax,
  scatterMin,
  scatterMul,
  shaping as s,
} from '../lax/index.ts'
import {closedNamespace, Float} from '../python/index.ts'
import {jnp} from './namespace.ts'
import {extremum} from './reductions.ts'
import {logSumExpOf} from './softmax.ts'
import type {Put} from './updating.ts'

const special =
  (name: string, apply: (x: Operand) => Operand) =>
  (x: Input): JaxArray =>
    asArray(apply(promoteDtypes(name, [x], true)[0]))

/** `x log y`, or of another slope `1 / y'`; zero where `x` is zero, whatever `y` is. */
const zeroTimes =
  (name: string, log: (y: Operand) => Operand, divisor: (y: Operand) => Operand) =>
  (x: Input, y: Input): JaxArray =>
    asArray(
      customJvp(
        name,
        promoteArgs(name, [x, y], true),
        (a, b) => {
          const counts = jnp.logicalOr(jnp.notEqual(a, 0), jnp.isnan(b))
          return asOperand(jnp.where(counts, jnp.multiply(a, log(b)), jnp.zerosLike(a)))
        },
        ([g, h], [a, b]) =>
          asOperand(jnp.add(jnp.multiply(g, log(b)), jnp.multiply(h, jnp.divide(a, divisor(b))))),
      ),
    )

/** `jax.scipy.special.xlogy(x, y)`: `x log y`, and zero where `x` is zero. */
const xlogy = zeroTimes('xlogy', e.log, (y) => y)
/** `jax.scipy.special.xlog1py(x, y)`: `x log(1 + y)`, and zero where `x` is zero. */
const xlog1py = zeroTimes('xlog1py', e.log1p, (y) => e.add(y, s.like(y, 1)))

/** The distribution function of the standard normal distribution, precise in both tails. */
function ndtrOf(x: Operand): Operand {
  const number = (value: number): Operand => s.filled(x.aval.shape, s.like(x, value))
  const scaled = e.mul(x, s.like(x, Math.SQRT1_2))
  const size = e.abs(scaled)
  const centre = e.add(s.like(x, 1), e.erf(scaled))
  const tail = e.erfc(size)
  const outside = e.selectN(e.gt(scaled, number(0)), [tail, e.sub(s.like(x, 2), tail)])
  return e.mul(s.like(x, 0.5), e.selectN(e.lt(size, number(Math.SQRT1_2)), [outside, centre]))
}

const logit = (x: Operand): Operand =>
  customJvp(
    'logit',
    [x],
    (a) => e.log(e.div(a, e.sub(s.like(a, 1), a))),
    ([g], [a]) => e.div(g, e.mul(a, e.sub(s.like(a, 1), a))),
  )

/** The quantile function of the standard normal distribution, as precise as `2p − 1`. */
const ndtri = (p: Operand): Operand =>
  e.mul(s.like(p, Math.SQRT2), e.erfInv(e.sub(e.mul(s.like(p, 2), p), s.like(p, 1))))

/** The logarithm of the beta function. */
const betaln = (a: Input, b: Input): JaxArray => {
  const [x, y] = promoteArgs('betaln', [a, b], true)
  return asArray(e.sub(e.add(e.lgamma(x), e.lgamma(y)), e.lgamma(asOperand(jnp.add(x, y)))))
}

const minusInfinity = new Float(-Infinity)

/** How far values are from where a distribution begins, in its scale. */
const standardized = (x: Input, loc: Input, scale: Input): JaxArray => jnp.divide(jnp.subtract(x, loc), scale)

/** Whether values are outside of a distribution between `loc` and `loc + scale`. */
const isOutside = (x: Input, loc: Input, scale: Input): JaxArray =>
  jnp.logicalOr(jnp.greater(x, jnp.add(loc, scale)), jnp.less(x, loc))

const normLogpdf = (x: Input, loc: Input = 0, scale: Input = 1): JaxArray => {
  const variance = jnp.square(scale)
  const distance = jnp.divide(jnp.square(jnp.subtract(x, loc)), variance)
  return jnp.divide(jnp.add(jnp.log(jnp.multiply(2 * Math.PI, variance)), distance), -2)
}

const uniformLogpdf = (x: Input, loc: Input = 0, scale: Input = 1): JaxArray => {
  const [value, start, width] = promoteArgs('uniform.logpdf', [x, loc, scale], true)
  return jnp.where(isOutside(value, start, width), minusInfinity, jnp.negative(jnp.log(width)))
}

const exponLogpdf = (x: Input, loc: Input = 0, scale: Input = 1): JaxArray => {
  const [value, start, width] = promoteArgs('expon.logpdf', [x, loc, scale], true)
  const density = jnp.negative(jnp.add(standardized(value, start, width), jnp.log(width)))
  return jnp.where(jnp.less(value, start), minusInfinity, density)
}

function betaLogpdf(x: Input, a: Input, b: Input, loc: Input = 0, scale: Input = 1): JaxArray {
  const [value, p, q, start, width] = promoteArgs('beta.logpdf', [x, a, b, loc, scale], true)
  const y = standardized(value, start, width)
  const powers = jnp.add(xlogy(jnp.subtract(p, 1), y), xlog1py(jnp.subtract(q, 1), jnp.negative(y)))
  const density = jnp.subtract(jnp.subtract(powers, betaln(p, q)), jnp.log(width))
  return jnp.where(isOutside(value, start, width), minusInfinity, density)
}

/** The logarithm of the probability of 0 or 1. */
const bernoulliLogpmf = (k: Input, p: Input, loc: Input = 0): JaxArray => {
  const [value, chance, start] = promoteArgs('bernoulli.logpmf', [k, p, loc], true)
  const x = jnp.subtract(value, start)
  const mass = jnp.add(xlogy(x, chance), xlog1py(jnp.subtract(1, x), jnp.negative(chance)))
  return jnp.where(jnp.logicalOr(jnp.less(x, 0), jnp.greater(x, 1)), minusInfinity, mass)
}

/** A logarithm of a density, and the density. */
const density = <A extends readonly Input[]>(logpdf: (x: Input, ...more: A) => JaxArray) => ({
  /** The logarithm of the density. */
  logpdf,
  /** The density. */
  pdf: (x: Input, ...more: A): JaxArray => jnp.exp(logpdf(x, ...more)),
})

/** `jax.scipy`: special functions and densities. */
export const scipyModules = closedNamespace('jax.scipy', {
  /** Functions of scipy.special. */
  special: closedNamespace('jax.scipy.special', {
    /** `-x * log(x)`, 0 at 0. */
    entr: (x: Input): JaxArray => {
      const [a] = promoteDtypes('entr', [x], true)
      return jnp.where(jnp.less(a, 0), minusInfinity, jnp.negative(xlogy(a, a)))
    },
    /** The error function. */
    erf: special('erf', e.erf),
    /** One less the error function. */
    erfc: special('erfc', e.erfc),
    /** The inverse of the error function. */
    erfinv: special('erfinv', e.erfInv),
    /** The logistic function. */
    expit: special('expit', e.logistic),
    /** The logarithm of the gamma function. */
    gammaln: special('gammaln', e.lgamma),
    /** The derivative of `gammaln`. */
    digamma: special('digamma', e.digamma),
    betaln,
    /** The modified Bessel function of order 0. */
    i0: special('i0', (x) => e.mul(e.exp(e.abs(x)), e.besselI0e(x))),
    /** `i0` times `exp(-abs(x))`. */
    i0e: special('i0e', e.besselI0e),
    /** The inverse of the logistic function. */
    logit: special('logit', logit),
    logsumexp: logSumExpOf,
    /** The distribution function of the standard normal distribution. */
    ndtr: special('ndtr', ndtrOf),
    /** The inverse of `ndtr`. */
    ndtri: special('ndtri', ndtri),
    xlogy,
    xlog1py,
  }),
  /** Distributions of scipy.stats. */
  stats: closedNamespace('jax.scipy.stats', {
    /** The normal distribution. */
    norm: {
      ...density(normLogpdf),
      /** The distribution function. */
      cdf: (x: Input, loc: Input = 0, scale: Input = 1): JaxArray =>
        asArray(ndtrOf(promoteDtypes('norm.cdf', [standardized(x, loc, scale)], true)[0])),
    },
    /** The uniform distribution. */
    uniform: density(uniformLogpdf),
    /** The exponential distribution. */
    expon: density(exponLogpdf),
    /** The beta distribution. */
    beta: density(betaLogpdf),
    /** The distribution of 0 and 1. */
    bernoulli: {logpmf: bernoulliLogpmf},
  }),
} as const)

/** What the reductions by segments take. */
export interface SegmentOptions {
  /** How many segments there are. */
  readonly num_segments: number
}

/** A reduction of the rows that belong to each segment; rows of a number that is no segment's are left out. */
const segments =
  (empty: (dtype: DType) => number, put: Put) =>
  (data: Input, ids: Input, {num_segments}: SegmentOptions): JaxArray => {
    const [x, which] = [asOperand(data), asOperand(ids)]
    const out = s.filled(x.aval.shape.with(0, num_segments), s.like(x, empty(x.aval.dtype)))
    const windows = rowsOf(out, 0, which.aval.ndim, 'FILL_OR_DROP')
    return asArray(put(out, s.expandDims(which, [which.aval.ndim]), x, windows))
  }

/** `jax.ops`: reductions of rows by the segment that each belongs to. */
export const segmentReductions = {
  /** The sum of each segment of an array, by the segment of each row. */
  segmentSum: segments(() => 0, scatterAdd),
  /** The product of each segment of an array, by the segment of each row. */
  segmentProd: segments(() => 1, scatterMul),
  /** The largest of each segment of an array, by the segment of each row. */
  segmentMax: segments((dtype) => extremum(dtype, true), scatterMax),
  /** The smallest of each segment of an array, by the segment of each row. */
  segmentMin: segments((dtype) => extremum(dtype, false), scatterMin),
} as const
