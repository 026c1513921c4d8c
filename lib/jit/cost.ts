import {equations, type Jaxpr} from '../array/index.ts'
import type {Seconds} from '../log/index.ts'
import type {CostFit} from '../release/index.ts'
import {type Hlo, lowered} from './hlo.ts'

/** Seconds that XLA takes for a program of that size. */
export const compileSeconds = ({ops, dot, conv, reduce, other}: Hlo, {compile}: CostFit): number =>
  compile.base +
  compile.op * ops +
  compile.dot * dot +
  compile.conv * conv +
  compile.reduce * reduce +
  compile.other * other

/**
 * Seconds that a miss costs: tracing by the number of equations, lowering and compiling by what they lower to.
 *
 * @example
 * estimate(jaxpr, fit) // {trace: 0.0026…, lower: 0.0056…, compile: 0.0129…}
 */
export function estimate(jaxpr: Jaxpr, fit: CostFit): Seconds {
  const size = lowered(jaxpr)
  return {
    trace: fit.trace.base + fit.trace.equation * equations(jaxpr),
    lower: fit.lower.base + fit.lower.op * size.ops,
    compile: compileSeconds(size, fit),
  }
}

/** Seconds of a hit, by how many Variables the arguments hold. */
export const hitSeconds = (variables: number, {hit}: CostFit): number => hit.base + hit.variable * variables
