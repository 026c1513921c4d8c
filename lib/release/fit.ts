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

/**
 * The same fit to 39 programs of these families on jax 0.11.2, flax 0.12.10 and one H100 (training steps with adam): compiling starts at
 * 76 ms and grows with operations and matrix products alone. In-sample median errors: trace 31 %, lower 24 %, compile 16 %, a hit 22 %.
 */
export const gpu0112: CostFit = {
  trace: {base: 0.002979622004362141, equation: 0.00017618998382834287},
  lower: {base: 0.0028677711887111785, op: 0.00002014813798475184},
  compile: {
    base: 0.07609043892187489,
    op: 0.00028825536823383195,
    dot: 0.018743867121201054,
    conv: 0,
    reduce: 0,
    other: 0,
  },
  hit: {base: 0.0006967559398192349, variable: 0.0000557441962276835},
  errors: {trace: 0.31, lower: 0.24, compile: 0.16, hit: 0.22},
}
