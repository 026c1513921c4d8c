import {equations, type Jaxpr} from '../array/index.ts'
import type {Seconds} from '../log/index.ts'
import {type Hlo, lowered} from './hlo.ts'

/**
 * Seconds by the size of a program, fitted by least squares of relative errors to 59 programs (MLPs of equal and of different
 * widths, transformers, CNNs; forward, gradient, training step) on jax 0.10.2, flax 0.12.8, XLA:CPU, one core. In-sample median
 * errors: trace 30 %, lower 16 %, compile 15 % (leave-one-out 16 %, worst factor 3.3; a family that was not measured 33–66 %).
 */
const fit = {
  trace: {base: 0.00247197455736329, equation: 0.00013521949409939083},
  lower: {base: 0.00564185061632853, op: 1.320489027327188e-5},
  compile: {
    base: 0.011821990975616582,
    op: 6.562947821985459e-5,
    dot: 0.00821621438907118,
    conv: 0.015744118745540422,
    reduce: 0.019551116294320655,
    other: 0.0010175760364603277,
  },
  /** A warm call of nnx.jit by the Variables of its arguments, a tiny execution included; median error 15 %. */
  hit: {base: 0.00036569567047397037, variable: 9.108608104001442e-5},
} as const

/** The median relative errors of the fits, to be shown beside an estimate. */
export const errors = Object.freeze({trace: 0.3, lower: 0.16, compile: 0.16, hit: 0.15})

/** Seconds that XLA takes for a program of that size. */
export const compileSeconds = ({ops, dot, conv, reduce, other}: Hlo): number => {
  const {compile} = fit
  return (
    compile.base +
    compile.op * ops +
    compile.dot * dot +
    compile.conv * conv +
    compile.reduce * reduce +
    compile.other * other
  )
}

/**
 * Seconds that a miss costs: tracing by the number of equations, lowering and compiling by what they lower to.
 *
 * @example
 * estimate(jaxpr) // {trace: 0.0033, lower: 0.0057, compile: 0.027}
 */
export function estimate(jaxpr: Jaxpr): Seconds {
  const size = lowered(jaxpr)
  return {
    trace: fit.trace.base + fit.trace.equation * equations(jaxpr),
    lower: fit.lower.base + fit.lower.op * size.ops,
    compile: compileSeconds(size),
  }
}

/** Seconds of a hit, by how many Variables the arguments hold. */
export const hitSeconds = (variables: number): number => fit.hit.base + fit.hit.variable * variables
