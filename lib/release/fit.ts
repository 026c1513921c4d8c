import type {CostFit} from './rules.ts'

/**
 * Least squares of relative errors to 59 programs (MLPs of equal and of different widths, transformers, CNNs; forward, gradient,
 * training step) on jax 0.10.2, flax 0.12.8, XLA:CPU, one core. In-sample median errors: trace 30 %, lower 16 %, compile 15 %
 * (leave-one-out 16 %, worst factor 3.3; a family that was not measured 33–66 %); a hit 15 %, a tiny execution included.
 */
export const cpu0102: CostFit = {
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
  hit: {base: 0.00036569567047397037, variable: 9.108608104001442e-5},
  errors: {trace: 0.3, lower: 0.16, compile: 0.16, hit: 0.15},
}
