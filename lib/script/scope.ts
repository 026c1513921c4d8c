import {PythonError} from '../python/index.ts'
import type {Machine} from './machine.ts'

/** The names of a piece of running text: of the program, of a call of a function, or of a class while it is made. */
export class Scope {
  readonly machine: Machine
  readonly names = new Map<string, unknown>()
  readonly #outer: Scope | null
  readonly #builtins: ReadonlyMap<string, unknown>
  /** The names that a function gives values; null where any name may be new. */
  readonly #own: ReadonlySet<string> | null
  readonly #elsewhere = new Map<string, 'global' | 'nonlocal'>()
  /** What stands before the names of functions that are defined here: `outer.<locals>.`. */
  readonly prefix: string

  private constructor(
    machine: Machine,
    outer: Scope | null,
    builtins: ReadonlyMap<string, unknown>,
    own: ReadonlySet<string> | null,
    prefix: string,
  ) {
    this.machine = machine
    this.#outer = outer
    this.#builtins = builtins
    this.#own = own
    this.prefix = prefix
  }

  /** The names of a program. */
  static program(machine: Machine, builtins: ReadonlyMap<string, unknown>): Scope {
    return new Scope(machine, null, builtins, null, '')
  }

  /** Those of a call of a function that was defined here. */
  call(own: ReadonlySet<string>, qualname: string): Scope {
    return new Scope(this.machine, this, this.#builtins, own, `${qualname}.<locals>.`)
  }

  /** Those of the body of a class; functions in it see what is around the class alone. */
  body(qualname: string): Scope {
    return new Scope(this.machine, this, this.#builtins, null, `${qualname}.`)
  }

  /** Where a function sees names that is defined here: around the class, in the body of one. */
  get around(): Scope {
    return this.#own === null && this.#outer !== null ? this.#outer : this
  }

  /** Whether it is that of the program itself. */
  get isProgram(): boolean {
    return this.#outer === null
  }

  get #program(): Scope {
    return this.#outer === null ? this : this.#outer.#program
  }

  declare(name: string, where: 'global' | 'nonlocal'): void {
    this.#elsewhere.set(name, where)
  }

  /**
   * The value of a name.
   *
   * @throws {PythonError} NameError, UnboundLocalError.
   */
  get(name: string): unknown {
    if (this.#elsewhere.get(name) === 'global') return this.#program.get(name)
    if (this.names.has(name)) return this.names.get(name)
    if (this.#own?.has(name) === true && !this.#elsewhere.has(name))
      throw new PythonError(
        'UnboundLocalError',
        `cannot access local variable '${name}' where it is not associated with a value`,
      )
    if (this.#outer !== null) return this.#outer.around.get(name)
    if (this.#builtins.has(name)) return this.#builtins.get(name)
    throw new PythonError('NameError', `name '${name}' is not defined`)
  }

  set(name: string, value: unknown): void {
    this.#owner(name).names.set(name, value)
  }

  delete(name: string): void {
    if (!this.#owner(name).names.delete(name))
      throw new PythonError('NameError', `name '${name}' is not defined`)
  }

  #owner(name: string): Scope {
    const where = this.#elsewhere.get(name)
    if (where === 'global') return this.#program
    if (where === undefined) return this
    let scope = this.#outer?.around
    while (scope !== undefined && !scope.names.has(name)) scope = scope.#outer?.around
    if (scope === undefined) throw new PythonError('SyntaxError', `no binding for nonlocal '${name}' found`)
    return scope
  }
}
