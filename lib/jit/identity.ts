import {isGraphNode} from '../graph/index.ts'
import {type Forms, Tag} from '../key/index.ts'
import {repr} from '../python/index.ts'
import {Wrapper} from './wrapper.ts'

/** Who a jitted function is to each layer of caches. */
export class Identities {
  readonly #forms: Forms
  readonly #programs = new WeakMap<Wrapper, number>()

  constructor(forms: Forms) {
    this.#forms = forms
  }

  /** To dispatch: the function by identity, and all options but static_argnums, inline and keep_unused. */
  program(wrapper: Wrapper): number {
    let id = this.#programs.get(wrapper)
    if (id === undefined) {
      const {ids, statics} = this.#forms
      const {compiler_options = null, device = null, backend = null} = wrapper.options
      id = ids.of([
        Tag.program,
        statics.object(wrapper.identity),
        this.#donation(wrapper),
        this.#shardings(wrapper),
        statics.text(repr([compiler_options, device, backend])),
      ])
      this.#programs.set(wrapper, id)
    }
    return id
  }

  /** To infer: the wrapper itself. */
  wrapper(wrapper: Wrapper): number {
    return this.#forms.statics.object(wrapper)
  }

  /** To tracing: the function by `==`, which for a plain function is its identity. */
  function(wrapper: Wrapper): number {
    const {statics, ids} = this.#forms
    const {identity} = wrapper
    const isObject = typeof identity === 'object' && !isGraphNode(identity) && !(identity instanceof Wrapper)
    return ids.of([
      Tag.function,
      isObject ? statics.equalId(statics.index(identity)) : statics.object(identity),
    ])
  }

  /** To lowering: the shardings asked for, and whether unused inputs are kept. What is donated goes by leaf. */
  lowering(wrapper: Wrapper): number {
    return this.#forms.ids.of([
      Tag.lowering,
      this.#shardings(wrapper),
      wrapper.options.keep_unused === true ? 1 : 0,
    ])
  }

  #donation({resolved: {donate_argnums, donate_argnames}}: Wrapper): number {
    return this.#forms.statics.text(repr([[...donate_argnums], [...donate_argnames]]))
  }

  #shardings({options: {in_shardings = null, out_shardings = null}}: Wrapper): number {
    return this.#forms.statics.text(repr([String(in_shardings), String(out_shardings)]))
  }
}
