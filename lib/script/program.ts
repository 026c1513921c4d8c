import {Session} from '../jit/index.ts'
import {builtinsOf} from './builtins.ts'
import {execute, lineOfError} from './execute.ts'
import {Machine, type ScriptCall} from './machine.ts'
import {modulesOf} from './modules.ts'
import {parse} from './parse.ts'
import {Scope} from './scope.ts'

/** How a text runs. */
export interface ProgramOptions {
  /** The session whose caches its calls fill; a new one where it is not given. */
  readonly session?: Session
  /** Gets each text that it prints; nobody does where it is not given. */
  readonly print?: (text: string) => void
  /** The name of its file, which events tell with their lines; `program.py` where it is not given. */
  readonly file?: string
  /** So many steps may one piece of text take, 1,000,000 where it is not given. */
  readonly steps?: number
}

/** What a piece of text did. */
export interface ScriptRun {
  /** The calls of jitted functions that it made, with the lines that made them. */
  readonly calls: readonly ScriptCall[]
  /** What it raised, and in which line. */
  readonly error: {readonly type: string; readonly message: string; readonly line: number | null} | null
}

/**
 * A program in Python, run on the simulator: its names, and the session whose caches its calls fill. The same text runs on JAX.
 *
 * @example
 * const program = new Program()
 * program.run('import jax, jax.numpy as jnp\n@jax.jit\ndef f(x): return x * 2\nf(jnp.ones(3)); f(jnp.zeros(3)); f(jnp.ones(4))')
 * program.trace.length // 3: a first call, a hit, a miss
 */
export class Program {
  readonly session: Session
  readonly #machine: Machine
  readonly #scope: Scope

  constructor({
    session = new Session(),
    file = 'program.py',
    print = () => undefined,
    steps = 1_000_000,
  }: ProgramOptions = {}) {
    this.session = session
    this.#machine = new Machine(session, file, print, steps)
    this.#scope = Scope.program(this.#machine, builtinsOf(this.#machine, modulesOf(session)))
  }

  get trace(): Session['trace'] {
    return this.session.trace
  }

  /** Runs a piece of text with the names that earlier pieces left; what it raises is told, and what ran before it stays. */
  run(text: string): ScriptRun {
    const before = this.#machine.calls.length
    this.#machine.begin(text)
    const error = this.session.within(() => this.#raised(text))
    return {calls: this.#machine.calls.slice(before), error}
  }

  #raised(text: string): ScriptRun['error'] {
    try {
      execute(this.#scope, parse(text))
      return null
    } catch (raised) {
      if (!(raised instanceof Error)) throw raised
      return {type: raised.name, message: raised.message, line: lineOfError(raised) ?? null}
    }
  }
}
