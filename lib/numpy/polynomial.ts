import {at, type JaxArray, trace} from '../array/index.ts'
import {type Input, asArray, asOperand, promoteDtypes, scanJaxpr, shaping as s} from '../lax/index.ts'
import {basics as b} from './jnp.ts'
import {jitOf} from './where.ts'

/** `jnp.polyval(p, x)`: the polynomial of these coefficients, the highest power first, by Horner's rule; source: jax `polynomial.py`, `polyval`. */
const polyval = (p: Input, x: Input): JaxArray =>
  jitOf('polyval', '', [p, x], (...given) => {
    const [coefficients, point] = promoteDtypes('polyval', given)
    const row = s.rowAval(coefficients.aval)
    const [length = 0] = coefficients.aval.shape
    const sums = trace([row, point.aval], ([one, by]) => [asOperand(b.add(asArray(one), asArray(by)))])
    const start = s.filled(at(sums.outvars, 0).aval.shape, s.literal(0, row.dtype))
    const step = trace(
      [point.aval, start.aval, row],
      ([by, sum, one]) => [asOperand(b.add(b.multiply(asArray(sum), asArray(by)), asArray(one)))],
      'polyval',
    )
    const turns = {length, num_consts: 1, num_carry: 1, reverse: false}
    return asArray(at(scanJaxpr(step, [point, start, coefficients], turns), 0))
  })

/** The functions of `jnp` of polynomials. */
export const polynomials = {polyval} as const
