import type {Placement} from '../../array/index.ts'
import {Tag} from '../../key/index.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Tools, type Entry} from './layer.ts'
import type {TraceEntry} from './trace.ts'

/** JAX's own limit of `_cached_lowering_to_hlo` (jax/_src/interpreters/pxla.py). */
export const lowerLimit = 2048

/** Where the inputs live that a lowered program keeps: null for one that is free to be anywhere, undefined for a dropped one. */
export type Places = readonly (Placement | null | undefined)[]

/**
 * `_cached_lowering_to_hlo`: the jaxpr by identity, for each input that it keeps whether it is committed and how it is cut,
 * donation and shardings. On which device it runs is the compile cache's business.
 */
export class Lower extends Cache<null> {
  constructor(tools: Tools, capacity: number = lowerLimit) {
    super('lower', tools, capacity)
  }

  key(wrapper: Wrapper, trace: Entry<TraceEntry>, places: Places, context: number): number {
    return this.tools.ids.of([
      Tag.lower,
      trace.id,
      this.tools.identities.lowering(wrapper),
      context,
      ...places.map((place) =>
        place === undefined ? -1 : place === null ? -2 : this.tools.statics.text(place.cut ?? ''),
      ),
    ])
  }
}
