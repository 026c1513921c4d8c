import type {Jaxpr} from '../array/index.ts'
import {consoleText, protocol} from '../python/index.ts'
import {jaxprText} from './jaxprtext.ts'

/** A traced function that JAX prints as a whole, with what it captured as constants: `jax.core.ClosedJaxpr`. */
export class ClosedJaxpr implements Jaxpr {
  static readonly [protocol.type] = 'jax._src.core.ClosedJaxpr'
  readonly name: string
  readonly invars: Jaxpr['invars']
  readonly constvars: Jaxpr['constvars']
  readonly consts: Jaxpr['consts']
  readonly eqns: Jaxpr['eqns']
  readonly outvars: Jaxpr['outvars']

  constructor({name, invars, constvars, consts, eqns, outvars}: Jaxpr) {
    this.name = name
    this.invars = invars
    this.constvars = constvars
    this.consts = consts
    this.eqns = eqns
    this.outvars = outvars
    Object.freeze(this)
  }

  /** As JAX prints it: `{ lambda ; a:f32[3]. let b:f32[3] = sin a in (b,) }`. */
  toString(): string {
    return jaxprText(this)
  }

  [protocol.repr](): string {
    return jaxprText(this)
  }

  /** What Node's console shows. */
  [consoleText](): string {
    return jaxprText(this)
  }
}
