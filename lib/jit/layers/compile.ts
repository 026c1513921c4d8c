import {repr} from '../../python/index.ts'
import {Tag} from '../../key/index.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Tools} from './layer.ts'

/** JAX's own limit of `_cached_compilation` (jax/_src/interpreters/pxla.py). */
export const compileLimit = 2048

/** `_cached_compilation`: the lowered module by identity, the device, and the compiler's options. */
export class Compile extends Cache<null> {
  constructor(tools: Tools, capacity: number = compileLimit) {
    super('compile', tools, capacity)
  }

  key(wrapper: Wrapper, lowered: number, device: string): number {
    return this.tools.ids.of([
      Tag.compile,
      lowered,
      this.tools.statics.text(device),
      this.tools.statics.text(repr(wrapper.options.compiler_options ?? null)),
    ])
  }
}
