import {isGraphNode} from '../graph/index.ts'
import {type Forms, Tag} from '../key/index.ts'
import {repr} from '../python/index.ts'
import {Wrapper} from './wrapper.ts'

/** Who a jitted function is to the layers of caches: a number for each thing that they compare. */
export interface Identity {
  /** The function object. */
  readonly object: number
  /** The function by `==`, which for a plain function is its identity. */
  function(): number
  /** The wrapper itself. */
  readonly wrapper: number
  readonly name: number
  readonly donation: number
  readonly shardings: number
  readonly compiler: number
  readonly device: number
  readonly unused: number
  /** Whether it names static positions, and static names, at all. */
  readonly statics: number
  /** The function object with the options that the fast path in C++ holds it under. */
  readonly program: number
}

/** The identities of a session's jitted functions. */
export class Identities {
  readonly #forms: Forms
  readonly #known = new WeakMap<Wrapper, Identity>()

  constructor(forms: Forms) {
    this.#forms = forms
  }

  of(wrapper: Wrapper): Identity {
    let identity = this.#known.get(wrapper)
    if (identity === undefined) this.#known.set(wrapper, (identity = this.#make(wrapper)))
    return identity
  }

  #make(wrapper: Wrapper): Identity {
    const {statics, ids} = this.#forms
    const text = (...options: readonly unknown[]): number => statics.text(repr(options))
    const {donate_argnums, donate_argnames, static_argnums, static_argnames} = wrapper.resolved
    const {in_shardings = null, out_shardings = null, keep_unused = false} = wrapper.options
    const {compiler_options = null, device = null, backend = null} = wrapper.options
    const own = {
      object: statics.object(wrapper.identity),
      donation: text([...donate_argnums], [...donate_argnames]),
      shardings: text(String(in_shardings), String(out_shardings)),
      compiler: text(compiler_options),
      device: text(device, backend),
    }
    return {
      ...own,
      function: () => this.#function(wrapper),
      wrapper: statics.object(wrapper),
      name: statics.text(wrapper.name),
      unused: keep_unused ? 1 : 0,
      statics: (static_argnums.length > 0 ? 1 : 0) + (static_argnames.length > 0 ? 2 : 0),
      program: ids.of([Tag.program, ...Object.values(own)]),
    }
  }

  #function({identity}: Wrapper): number {
    const {statics, ids} = this.#forms
    const isObject = typeof identity === 'object' && !isGraphNode(identity) && !(identity instanceof Wrapper)
    return ids.of([
      Tag.function,
      isObject ? statics.equalId(statics.index(identity)) : statics.object(identity),
    ])
  }
}
