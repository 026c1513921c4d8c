import {container, isGraphNode} from '../graph/index.ts'
import {type Form, type Forms, Tag} from '../key/index.ts'
import {repr, tuple} from '../python/index.ts'
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
    const {in_shardings, out_shardings, keep_unused = false} = wrapper.options
    const {compiler_options, device = null, backend = null} = wrapper.options
    const compilers = Object.entries(compiler_options ?? {}).map((entry) => tuple(...entry))
    const own = {
      object: statics.object(wrapper.identity),
      donation: text([...donate_argnums], [...donate_argnames]),
      shardings: this.#asked(asTuple(in_shardings), out_shardings),
      compiler: this.#equal(tuple(...compilers)),
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

  /** Shardings as dispatch compares them: the trees that hold them, and their leaves by `==`; None is not the same as nothing given. */
  #asked(...given: readonly unknown[]): number {
    const {ids} = this.#forms
    return ids.of([
      Tag.options,
      ...given.map((one) => (one === undefined ? Tag.none : this.#forms.equal(this.#tree(one)))),
    ])
  }

  #tree(value: unknown): Form {
    const parts = value === null ? null : container(value)
    return parts === null
      ? this.#forms.fixed(value)
      : this.#forms.container(
          parts,
          parts.children.map((child) => this.#tree(child)),
        )
  }

  #equal(value: unknown): number {
    const {statics} = this.#forms
    return statics.equalId(statics.index(value))
  }

  #function({identity}: Wrapper): number {
    const {statics, ids} = this.#forms
    const isObject = typeof identity === 'object' && !isGraphNode(identity) && !(identity instanceof Wrapper)
    return ids.of([Tag.function, isObject ? this.#equal(identity) : statics.object(identity)])
  }
}

function asTuple(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const items: readonly unknown[] = value
  return tuple(...items)
}
