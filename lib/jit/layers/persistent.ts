import type {Jaxpr} from '../../array/index.ts'
import {Literal, type Atom} from '../../array/index.ts'
import type {Wrapper} from '../wrapper.ts'
import type {Places} from './lower.ts'

/**
 * The cache on disk: programs by content, so that a new process or a new function object of the same name finds what
 * another one compiled. Off until `jax_compilation_cache_dir` is set (jax/_src/cache_key.py).
 */
export class Persistent {
  readonly #programs = new Set<string>()

  get size(): number {
    return this.#programs.size
  }

  /** Whether the program was stored before; it is stored now when compiling it takes long enough. */
  look(
    wrapper: Wrapper,
    jaxpr: Jaxpr,
    places: Places,
    device: string,
    seconds: number,
    atLeast: number,
  ): boolean {
    const key = contentOf(wrapper, jaxpr, places, device)
    if (this.#programs.has(key)) return true
    if (seconds >= atLeast) this.#programs.add(key)
    return false
  }

  clear(): void {
    this.#programs.clear()
  }
}

/** A program as text: names of inputs, weak types and unused inputs are no part of it; the function's name is. */
function contentOf(wrapper: Wrapper, jaxpr: Jaxpr, places: Places, device: string): string {
  const names = new Map<Atom, number>()
  const atom = (one: Atom): string => {
    if (one instanceof Literal) return `${String(one.value)}:${one.aval.dtype.short}`
    let name = names.get(one)
    if (name === undefined) names.set(one, (name = names.size))
    return `%${name}:${one.aval.dtype.short}[${one.aval.shape.join(',')}]`
  }
  const inputs = jaxpr.invars.flatMap((invar, i) => {
    const place = places[i]
    return place?.at === undefined ? [] : [`${atom(invar)}${place.isDonated ? ' donated' : ''}`]
  })
  const body = jaxpr.eqns.map(
    ({op, invars, outvars}) =>
      `${outvars.map(atom).join()}=${op.name}${JSON.stringify(op.params)}(${invars.map(atom).join()})`,
  )
  return [wrapper.name, device, inputs.join(), ...body, jaxpr.outvars.map(atom).join()].join('\n')
}
