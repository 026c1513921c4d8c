import type {Placement} from '../../array/index.ts'
import {Tag} from '../../key/index.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Tools, type Entry} from './layer.ts'
import type {TraceEntry} from './trace.ts'

/** JAX's own limit of `_cached_lowering_to_hlo` (jax/_src/interpreters/pxla.py). */
export const lowerLimit = 2048

/** An input of a program. */
export interface Place {
  /** Where it lives; null for one that is free to be anywhere, undefined for one that the program drops. */
  readonly at: Placement | null | undefined
  /** Whether the program may use up its buffer. */
  readonly isDonated: boolean
}

/** The inputs of a program in their order. */
export type Places = readonly Place[]

/**
 * `_cached_lowering_to_hlo`: the jaxpr by identity, for each input that it keeps whether it is committed and how it is cut, for
 * each input at all whether it is donated (`_dce_jaxpr` is keyed on that before it drops any), and shardings. On which device it runs is the compile cache's business.
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
      ...places.map((place) => this.#place(place)),
    ])
  }

  #place({at, isDonated}: Place): number {
    const cut = at === undefined ? -1 : at === null ? -2 : this.tools.statics.text(at.cut ?? '')
    return isDonated ? this.tools.ids.of([Tag.donated, cut]) : cut
  }
}
