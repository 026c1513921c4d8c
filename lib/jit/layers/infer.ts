import type {Interner} from '../../key/index.ts'
import type {Identities} from '../identity.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Counter, type Entry, type Signature} from './layer.ts'
import type {TraceEntry} from './trace.ts'

/** JAX's own limit of `_infer_params_cached`, over all functions (semantics, section 1.2). */
export const inferLimit = 2048

/** `_infer_params_cached`: like dispatch without kinds and places of leaves, and for each wrapper by itself. */
export class Infer extends Cache<Entry<TraceEntry>> {
  readonly #ids: Interner
  readonly #identities: Identities

  constructor(ids: Interner, identities: Identities, capacity: number, counter: Counter) {
    super('infer', capacity, counter)
    this.#ids = ids
    this.#identities = identities
  }

  key(wrapper: Wrapper, {base, hashes, avals}: Signature, context: number): number {
    return this.#ids.of([-21, this.#identities.wrapper(wrapper), base, hashes, avals, context])
  }
}
