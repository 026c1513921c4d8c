import type {JaxArray} from '../array/index.ts'
import {Pytree} from '../graph/index.ts'
import {jax} from '../numpy/index.ts'
import {initializers} from './initializer.ts'

const {random} = jax

/** A function of `jax.random` without its key. */
export type Drawn<F> = F extends (...given: infer A) => infer T
  ? A extends readonly [unknown, ...infer R]
    ? (...rest: R) => T
    : never
  : never

/** An initializer's maker, whose initializers need no key. */
export type Made<F> = F extends (...options: infer O) => infer I ? (...options: O) => Drawn<I> : never

/** The functions of `jax.random` that are methods of a stream. */
const drawn = {
  bits: random.bits,
  uniform: random.uniform,
  randint: random.randint,
  permutation: random.permutation,
  choice: random.choice,
  normal: random.normal,
  multivariateNormal: random.multivariateNormal,
  truncatedNormal: random.truncatedNormal,
  bernoulli: random.bernoulli,
  beta: random.beta,
  cauchy: random.cauchy,
  dirichlet: random.dirichlet,
  exponential: random.exponential,
  gamma: random.gamma,
  loggamma: random.loggamma,
  poisson: random.poisson,
  gumbel: random.gumbel,
  categorical: random.categorical,
  laplace: random.laplace,
  logistic: random.logistic,
  pareto: random.pareto,
  t: random.t,
  chisquare: random.chisquare,
  f: random.f,
  rademacher: random.rademacher,
  maxwell: random.maxwell,
  doubleSidedMaxwell: random.doubleSidedMaxwell,
  weibullMin: random.weibullMin,
  orthogonal: random.orthogonal,
  generalizedNormal: random.generalizedNormal,
  ball: random.ball,
  rayleigh: random.rayleigh,
  geometric: random.geometric,
  triangular: random.triangular,
  lognormal: random.lognormal,
}

const made = {
  deltaOrthogonal: initializers.deltaOrthogonal,
  glorotNormal: initializers.glorotNormal,
  glorotUniform: initializers.glorotUniform,
  heNormal: initializers.heNormal,
  heUniform: initializers.heUniform,
  kaimingNormal: initializers.kaimingNormal,
  kaimingUniform: initializers.kaimingUniform,
  lecunNormal: initializers.lecunNormal,
  lecunUniform: initializers.lecunUniform,
  varianceScaling: initializers.varianceScaling,
  xavierNormal: initializers.xavierNormal,
  xavierUniform: initializers.xavierUniform,
}

/** What a stream draws with its next key. */
export type Draws = {readonly [N in keyof typeof drawn]: Drawn<(typeof drawn)[N]>} & {
  readonly [N in keyof typeof made]: Made<(typeof made)[N]>
}

/** Something that gives keys. */
interface Keyed {
  call(): JaxArray
}

/**
 * A class of streams with the functions of `jax.random` and the initializers as methods, which take the stream's next key.
 *
 * Source: flax `nnx/rnglib.py`, `RngStream`.
 */
export function drawing(base: typeof Pytree): new () => Pytree & Draws
/** What the methods are the tables above tell. */
export function drawing(base: typeof Pytree): unknown {
  class Drawing extends base {}
  const define = (name: string, value: (this: Keyed, ...given: readonly unknown[]) => unknown): void => {
    Object.defineProperty(Drawing.prototype, name, {value, configurable: true, writable: true})
  }
  for (const [name, draw] of Object.entries(drawn))
    define(name, function (...given) {
      return Reflect.apply(draw, undefined, [this.call(), ...given])
    })
  for (const [name, maker] of Object.entries(made))
    define(name, function (...options) {
      const draw: unknown = Reflect.apply(maker, undefined, options)
      return (...given: readonly unknown[]): unknown =>
        typeof draw === 'function' ? Reflect.apply(draw, undefined, [this.call(), ...given]) : null
    })
  return Drawing
}
