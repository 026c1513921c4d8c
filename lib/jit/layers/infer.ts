import {Tag} from '../../key/index.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Tools, type Entry, type Signature} from './layer.ts'
import type {TraceEntry} from './trace.ts'

/** JAX's own limit of `_infer_params_cached`, over all functions (jax/_src/pjit.py). */
export const inferLimit = 2048

/** `_infer_params_cached`: like dispatch without kinds and places of leaves, and for each wrapper by itself. */
export class Infer extends Cache<Entry<TraceEntry>> {
  constructor(tools: Tools, capacity: number = inferLimit) {
    super('infer', tools, capacity)
  }

  key(wrapper: Wrapper, {base, positions, hashes, avals}: Signature, context: number): number {
    return this.tools.ids.of([
      Tag.infer,
      this.tools.identities.wrapper(wrapper),
      base,
      positions,
      hashes,
      avals,
      context,
    ])
  }
}
