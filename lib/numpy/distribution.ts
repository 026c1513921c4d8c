import {
  type DType,
  type JaxArray,
  type Operand,
  type Shape,
  canonical,
  dtypeOf,
  at,
  mapped,
  isInexact,
  trace,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  commonShape,
  elementwise as e,
  jitted,
  randomGamma,
  reduceOr,
  shaping as s,
  whileOf,
} from '../lax/index.ts'
import {Float} from '../python/index.ts'
import {softmaxOf} from './softmax.ts'
import {broadcastTo} from './create.ts'
import {jnp} from './namespace.ts'
import {keyIn, keysOf} from './prng.ts'
import {epsilonOf, tinyOf} from './limits.ts'
import {normalOf, signsOf, uniformOf} from './random.ts'
import {type ByPlace, SampleCall, sampler, shapedBy, standard} from './sampler.ts'

const id = (shape: Shape, dtype: DType): string => `${String(shape)}|${dtype.name}`

const minusLog1p = (u: Operand): Operand => e.neg(e.log1p(e.neg(u)))

const exponentialOf = (key: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_exponential', id(shape, dtype), [key], (k) => minusLog1p(uniformOf(k, shape, dtype)))

const gammaOf = (key: Operand, a: Operand, shape: Shape, dtype: DType, isLog = false): Operand =>
  jitted('_gamma', `${id(shape, dtype)}|${isLog}`, [key, a], (k, b) =>
    randomGamma(k, broadcastTo(s.convertElementType(b, dtype), shape), isLog),
  )

const maxwellOf = (key: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_maxwell', id(shape, dtype), [key], (k) => {
    const x = normalOf(k, [...shape, 3], dtype)
    return e.sqrt(s.reduceSum(e.mul(x, x), [shape.length]))
  })

const half = (x: Operand): Operand => e.div(x, s.like(x, 2))

const squaresOf = (key: Operand, df: Operand, shape: Shape, dtype: DType): Operand =>
  e.mul(e.exp(gammaOf(key, half(df), shape, dtype, true)), s.literal(2, dtype))

const chisquareOf = (key: Operand, df: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_chisquare', id(shape, dtype), [key, df], (k, x) => squaresOf(k, x, shape, dtype))

const generalizedOf = (key: Operand, p: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_generalized_normal', id(shape, dtype), [key, p], (k, power) => {
    const [forSize, forSign] = keysOf(k, ['size', 'sign'])
    const inverse = asOperand(jnp.divide(1, power))
    const size = gammaOf(forSize, inverse, shape, dtype)
    return e.mul(signsOf(forSign, shape, dtype), asOperand(jnp.power(size, inverse)))
  })

/** A gamma distribution, or its logarithm. */
const gammas = (name: string, isLog: boolean) =>
  sampler(name, ['a', 'shape', 'dtype'], (key, given) => {
    const a = given.operand('a')
    return gammaOf(key, a, given.shape(null) ?? a.aval.shape, given.dtype('float'), isLog)
  })

/** `jax.random.dirichlet(key, alpha)`: probabilities that add up to one, along the last axis. */
const dirichlet = sampler('dirichlet', ['alpha', 'shape', 'dtype'], (key, given) => {
  const [alpha, dtype] = [given.operand('alpha'), given.dtype('float')]
  const shape = [...(given.shape(null) ?? alpha.aval.shape.slice(0, -1)), ...alpha.aval.shape.slice(-1)]
  return jitted('_dirichlet', id(shape, dtype), [key, alpha], (k, a) =>
    asOperand(softmaxOf(gammaOf(k, s.convertElementType(a, dtype), shape, dtype, true))),
  )
})

/** `jax.random.multivariate_normal(key, mean, cov)`: vectors of a mean and of covariances. */
const multivariateNormal = sampler('multivariate_normal', ['mean', 'cov', 'shape', 'dtype'], (key, given) => {
  const dtype = given.dtype('float')
  const parameters = mapped([given.operand('mean'), given.operand('cov')], (one) =>
    s.convertElementType(one, dtype),
  )
  const [mean, covariances] = mapped(parameters, ({aval}) => aval.shape)
  const rows = [mean.slice(0, -1), covariances.slice(0, -2)].reduce((a, b) => (a.length > b.length ? a : b))
  const shape = given.shape(null) ?? rows
  return jitted('_multivariate_normal', id(shape, dtype), [key, ...parameters], (k, center, cov) => {
    const samples = normalOf(k, [...shape, ...mean.slice(-1)], dtype)
    const spread = jnp.einsum('...ij,...j->...i', jnp.linalg.cholesky(cov), samples)
    return asOperand(jnp.add(center, spread))
  })
})

/** `jax.random.geometric(key, p)`: how many trials it takes until one of probability `p` succeeds. */
const geometric = sampler('geometric', ['p', 'shape', 'dtype'], (key, given) => {
  const given_p = given.operand('p')
  const p = isInexact(given_p.aval.dtype)
    ? given_p
    : s.convertElementType(given_p, canonical(dtypeOf('float')))
  const [shape, dtype] = [given.shape(null) ?? p.aval.shape, given.dtype('int')]
  return jitted('_geometric', id(shape, dtype), [key, p], (k, chance) => {
    const u = uniformOf(k, shape, chance.aval.dtype)
    const some = asOperand(jnp.where(e.eq(u, s.like(u, 0)), 1, u))
    const rest = broadcastTo(e.log1p(e.neg(chance)), shape)
    return s.convertElementType(e.add(e.floor(e.div(e.log(some), rest)), s.like(u, 1)), dtype)
  })
})

/** `jax.random.generalized_normal(key, p)`: of density proportional to exp(−|x|ᵖ). */
const generalizedNormal = sampler('generalized_normal', ['p', 'shape', 'dtype'], (key, given) =>
  generalizedOf(key, given.operand('p'), given.shape([]), given.dtype('float')),
)

/** `jax.random.ball(key, d, p)`: uniform in the unit ball of `d` dimensions and the norm of power `p` (2). */
function ball(key: Input, d: number, ...values: ByPlace<readonly ['p', 'shape', 'dtype']>): JaxArray {
  const given = new SampleCall('ball', ['p', 'shape', 'dtype'], values)
  const [shape, dtype] = [given.shape([]), given.dtype('float')]
  return asArray(
    jitted('_ball', `${d}|${id(shape, dtype)}`, [keyIn('ball', key), given.operand('p', 2)], (k, p) => {
      const [forPoint, forSize] = keysOf(k, ['point', 'size'])
      const g = generalizedOf(forPoint, p, [...shape, d], dtype)
      const total = e.add(
        s.reduceSum(asOperand(jnp.power(e.abs(g), p)), [shape.length]),
        exponentialOf(forSize, shape, dtype),
      )
      const norm = asOperand(jnp.power(total, jnp.divide(1, p)))
      return asOperand(jnp.divide(g, s.expandDims(norm, [shape.length])))
    }),
  )
}

/** `jax.random.double_sided_maxwell(key, loc, scale)`: Maxwell's distribution with either sign. */
const doubleSidedMaxwell = sampler(
  'double_sided_maxwell',
  ['loc', 'scale', 'shape', 'dtype'],
  (key, given) => {
    const parameters = [given.operand('loc'), given.operand('scale')] as const
    const dtype = given.dtype('float')
    const own = commonShape(parameters)
    const lead = given.shape([])
    const shape = [...(lead.length === 0 ? own : lead), ...own]
    return jitted('_double_sided_maxwell', id(shape, dtype), [key, ...parameters], (k, loc, scale) => {
      const [forSize, forSign] = keysOf(k, ['size', 'sign'])
      const sample = e.mul(signsOf(forSign, shape, dtype), maxwellOf(forSize, shape, dtype))
      return asOperand(jnp.add(jnp.multiply(sample, scale), loc))
    })
  },
)

/** `jax.random.weibull_min(key, scale, concentration)`. */
const weibullMin = sampler('weibull_min', ['scale', 'concentration', 'shape', 'dtype'], (key, given) => {
  const [shape, dtype] = [given.shape([]), given.dtype('float')]
  const parameters = [given.operand('scale'), given.operand('concentration')] as const
  return jitted('_weibull_min', id(shape, dtype), [key, ...parameters], (k, scale, concentration) => {
    const u = uniformOf(k, shape, dtype, 0, 1)
    return asOperand(jnp.multiply(jnp.power(minusLog1p(u), jnp.divide(new Float(1), concentration)), scale))
  })
})

/** Runs as long as some element is not done, as a `while` loop that nothing differentiates. */
function untilDone(
  fixed: readonly Operand[],
  start: readonly Operand[],
  isOpen: (carry: readonly Operand[], fixed: readonly Operand[]) => Operand,
  turn: (carry: readonly Operand[], fixed: readonly Operand[]) => readonly Operand[],
): readonly Operand[] {
  const avals = [...fixed, ...start].map(({aval}) => aval)
  const split = (inputs: readonly Operand[]) =>
    [inputs.slice(fixed.length), inputs.slice(0, fixed.length)] as const
  const asks = trace(avals, (inputs) => {
    const open = isOpen(...split(inputs))
    return [reduceOr(open, [...open.aval.shape.keys()])]
  })
  const body = trace(avals, (inputs) => turn(...split(inputs)))
  return whileOf(asks, body, [...fixed, ...fixed, ...start], {
    cond_nconsts: fixed.length,
    body_nconsts: fixed.length,
  })
}

/** Poisson's distribution for rates below ten: how many uniform samples it takes to get below exp(−λ); source: Knuth. */
const knuth = (key: Operand, lam: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_poisson_knuth', id(shape, dtype), [key, lam], (k, rate) => {
    const below = (logs: Operand, [most]: readonly Operand[]) => e.gt(logs, e.neg(at([most ?? rate], 0)))
    const start = [s.filled(shape, s.literal(0, dtype)), k, s.filled(shape, s.like(rate, 0))]
    const [count] = untilDone(
      [rate],
      start,
      ([, , logs], fixed) => below(at([logs ?? rate], 0), fixed),
      (carry, fixed) => {
        const [counted, left, logs] = [at(carry, 0), at(carry, 1), at(carry, 2)]
        const [next, own] = keysOf(left, ['next', 'own'])
        const more = e.selectN(below(logs, fixed), [counted, e.add(counted, s.like(counted, 1))])
        return [more, next, e.add(logs, e.log(uniformOf(own, shape, rate.aval.dtype)))]
      },
    )
    return e.sub(at([count ?? rate], 0), s.literal(1, dtype))
  })

/**
 * Poisson's distribution for other rates, by rejection.
 *
 * Source: Hörmann, The transformed rejection method for generating Poisson random variables (1993).
 */
const rejection = (key: Operand, lam: Operand, shape: Shape, dtype: DType): Operand =>
  jitted('_poisson_rejection', id(shape, dtype), [key, lam], (k, rate) => {
    const start = [s.filled(shape, s.like(rate, -1)), s.filled(shape, s.literal(0, dtypeOf('bool'))), k]
    const [count] = untilDone(
      [rate],
      start,
      (carry) => e.not(at(carry, 1)),
      (carry, fixed) => {
        const [next, first, second] = keysOf(at(carry, 2), ['next', 'first', 'second'])
        const found = proposal(
          at(fixed, 0),
          uniformOf(first, shape, rate.aval.dtype),
          uniformOf(second, shape, rate.aval.dtype),
        )
        return [e.selectN(found.accept, [at(carry, 0), found.count]), e.or(at(carry, 1), found.accept), next]
      },
    )
    return s.convertElementType(at([count ?? rate], 0), dtype)
  })

/** One proposal of the rejection, and whether it is taken. */
function proposal(
  lam: Operand,
  first: Operand,
  v: Operand,
): {readonly count: Operand; readonly accept: Operand} {
  const number = (value: number) => s.like(lam, value)
  const b = e.add(number(0.931), e.mul(number(2.53), e.sqrt(lam)))
  const a = e.add(number(-0.059), e.mul(number(0.02483), b))
  const inverse = e.add(number(1.1239), e.div(number(1.1328), e.sub(b, number(3.4))))
  const most = e.sub(number(0.9277), e.div(number(3.6224), e.sub(b, number(2))))
  const u = e.sub(first, number(0.5))
  const inside = e.sub(number(0.5), e.abs(u))
  const slope = e.add(e.div(e.mul(number(2), a), inside), b)
  const count = e.floor(e.add(e.add(e.mul(slope, u), lam), number(0.43)))
  const left = e.log(e.div(e.mul(v, inverse), e.add(e.div(a, e.mul(inside, inside)), b)))
  const right = e.sub(e.sub(e.mul(count, e.log(lam)), lam), e.lgamma(e.add(count, number(1))))
  const isSure = e.and(e.ge(inside, number(0.07)), e.le(v, most))
  const isOut = e.or(e.lt(count, number(0)), e.and(e.lt(inside, number(0.013)), e.gt(v, inside)))
  return {count, accept: e.or(isSure, e.and(e.not(isOut), e.le(left, right)))}
}

/** `jax.random.poisson(key, lam)`: how many events of a rate happen. */
const poisson = sampler('poisson', ['lam', 'shape', 'dtype'], (key, given) => {
  const lam = given.operand('lam')
  const [shape, dtype] = [given.shape(null) ?? lam.aval.shape, given.dtype('int')]
  const rates = s.convertElementType(broadcastTo(lam, shape), dtypeOf('float32'))
  return jitted('_poisson', id(shape, dtype), [key, rates], (k, rate) => {
    const isSmall = e.or(e.isNaN(rate), e.lt(rate, s.like(rate, 10)))
    const other = (value: number) => s.filled(shape, s.like(rate, value))
    const found = e.selectN(isSmall, [
      rejection(k, e.selectN(isSmall, [rate, other(1e5)]), shape, dtype),
      knuth(k, e.selectN(isSmall, [other(0), rate]), shape, dtype),
    ])
    return e.selectN(e.eq(rate, s.like(rate, 0)), [found, s.filled(shape, s.literal(0, dtype))])
  })
})

/** The distributions of `jax.random` beside the plain ones, by their names. */
export const distributions = {
  /** Numbers of the exponential distribution. */
  exponential: standard('exponential', (key, shape, dtype) => minusLog1p(uniformOf(key, shape, dtype))),
  /** Numbers of the Laplace distribution. */
  laplace: standard('laplace', (key, shape, dtype) => {
    const u = uniformOf(key, shape, dtype, s.literal(epsilonOf(dtype) / 2 - 1, dtype), new Float(1))
    return e.mul(e.sign(u), e.log1p(e.neg(e.abs(u))))
  }),
  /** Numbers of the logistic distribution. */
  logistic: standard('logistic', (key, shape, dtype) => {
    const x = uniformOf(key, shape, dtype, s.literal(tinyOf(dtype), dtype), new Float(1))
    return e.sub(e.log(x), e.log1p(e.neg(x)))
  }),
  /** Numbers of the Cauchy distribution. */
  cauchy: standard('cauchy', (key, shape, dtype) => {
    const u = uniformOf(key, shape, dtype, s.literal(epsilonOf(dtype), dtype), new Float(1))
    return e.tan(e.mul(s.like(u, Math.PI), e.sub(u, s.like(u, 0.5))))
  }),
  /** Numbers of the Maxwell distribution. */
  maxwell: sampler('maxwell', ['shape', 'dtype'], (key, given) =>
    maxwellOf(key, given.shape([]), given.dtype('float')),
  ),
  doubleSidedMaxwell,
  weibullMin,
  /** Numbers whose logarithm is normal. */
  lognormal: shapedBy(
    'lognormal',
    ['sigma'],
    (key, [sigma], shape, dtype) => e.exp(e.mul(normalOf(key, shape, dtype), sigma)),
    new Float(1),
  ),
  /** Numbers of the Pareto distribution. */
  pareto: shapedBy('pareto', ['b'], (key, [b], shape, dtype) =>
    e.exp(e.div(exponentialOf(key, shape, dtype), b)),
  ),
  /** Numbers of the Rayleigh distribution. */
  rayleigh: shapedBy('rayleigh', ['scale'], (key, [scale], shape, dtype) =>
    e.mul(scale, e.sqrt(e.mul(e.log(uniformOf(key, shape, dtype)), s.like(scale, -2)))),
  ),
  /** Numbers of a triangular distribution. */
  triangular: shapedBy('triangular', ['left', 'mode', 'right'], (key, [left, mode, right], shape, dtype) => {
    const [whole, before, behind] = [e.sub(right, left), e.sub(mode, left), e.sub(right, mode)]
    const u = uniformOf(key, shape, dtype)
    const rising = e.add(left, e.sqrt(e.mul(e.mul(u, whole), before)))
    const falling = e.sub(right, e.sqrt(e.mul(e.mul(e.sub(s.like(u, 1), u), whole), behind)))
    return e.selectN(e.lt(u, e.div(before, whole)), [falling, rising])
  }),
  /** Numbers of the gamma distribution. */
  gamma: gammas('gamma', false),
  /** Logarithms of numbers of the gamma distribution, exact where these are tiny. */
  loggamma: gammas('loggamma', true),
  /** Numbers of the beta distribution. */
  beta: shapedBy('beta', ['a', 'b'], (key, [a, b], shape, dtype) => {
    const [forA, forB] = keysOf(key, ['a', 'b'])
    const [x, y] = [gammaOf(forA, a, shape, dtype, true), gammaOf(forB, b, shape, dtype, true)]
    const top = e.max(x, y)
    const [p, q] = [e.exp(e.sub(x, top)), e.exp(e.sub(y, top))]
    return e.div(p, e.add(p, q))
  }),
  dirichlet,
  /** Numbers of Student's t distribution. */
  t: shapedBy('t', ['df'], (key, [df], shape, dtype) => {
    const [forNormal, forGamma] = keysOf(key, ['normal', 'gamma'])
    const n = normalOf(forNormal, shape, dtype)
    return e.mul(n, e.sqrt(e.div(half(df), gammaOf(forGamma, half(df), shape, dtype))))
  }),
  /** Numbers of the chi-square distribution. */
  chisquare: shapedBy('chisquare', ['df'], (key, [df], shape, dtype) => squaresOf(key, df, shape, dtype)),
  /** Numbers of the F distribution. */
  f: shapedBy('f', ['dfnum', 'dfden'], (key, [above, below], shape, dtype) => {
    const [forBelow, forAbove] = keysOf(key, ['below', 'above'])
    const part = (own: Operand, df: Operand) => e.div(chisquareOf(own, df, shape, dtype), df)
    return e.div(part(forAbove, above), part(forBelow, below))
  }),
  multivariateNormal,
  geometric,
  poisson,
  generalizedNormal,
  ball,
} as const
