import {Tag} from '../../key/index.ts'
import type {Traced} from '../body.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Tools, type Signature} from './layer.ts'

/** A traced function. */
export interface TraceEntry {
  readonly traced: Traced
  /** Forms of arguments that a call leaves as they are. */
  readonly settled: Set<number>
}

/** JAX keeps all traces (jax/_src/interpreters/partial_eval.py). */
export const traceLimit = Number.POSITIVE_INFINITY

/**
 * `pe.trace_to_jaxpr`: the function by `==`, so that wrappers of one function share it; tree, static arguments by `==`
 * alone, avals, and whether the wrapper names static positions or static names at all.
 */
export class Traces extends Cache<TraceEntry> {
  constructor(tools: Tools, capacity: number = traceLimit) {
    super('trace', tools, capacity)
  }

  key(wrapper: Wrapper, {base, positions, avals}: Signature, context: number): number {
    const {static_argnums, static_argnames} = wrapper.resolved
    return this.tools.ids.of([
      Tag.trace,
      this.tools.identities.function(wrapper),
      base,
      positions,
      avals,
      context,
      static_argnums.length > 0 ? 1 : 0,
      static_argnames.length > 0 ? 1 : 0,
    ])
  }
}
