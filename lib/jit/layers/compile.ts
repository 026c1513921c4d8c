import type {Interner, Statics} from '../../key/index.ts'
import {repr} from '../../python/index.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Counter} from './layer.ts'

/** JAX's own limit of `_cached_compilation` (semantics, section 1.5). */
export const compileLimit = 2048

/** `_cached_compilation`: the lowered module by identity, the device, and the compiler's options. */
export class Compile extends Cache<null> {
  readonly #ids: Interner
  readonly #statics: Statics

  constructor(ids: Interner, statics: Statics, capacity: number, counter: Counter) {
    super('compile', capacity, counter)
    this.#ids = ids
    this.#statics = statics
  }

  key(wrapper: Wrapper, lowered: number, device: string): number {
    return this.#ids.of([-24, lowered, this.#statics.text(device), this.#statics.text(repr(wrapper.options.compiler_options ?? null))])
  }
}
