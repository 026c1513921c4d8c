import {withOpenStates} from '../graph/index.ts'
import {Session} from '../jit/index.ts'
import {builtinsOf} from './builtins.ts'
import {lineOfError, runAll} from './execute.ts'
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
  /** Is told the name of each function of the text whose body runs: a jitted one runs when it is traced. Nobody is where it is not given. */
  readonly ran?: (name: string) => void
  /** Further names that the text finds, with their values; none where it is not given. */
  readonly names?: Readonly<Record<string, unknown>>
  /** So many steps may one piece of text take, 1,000,000 where it is not given. */
  readonly steps?: number
}

/** What a piece of text did. */
export interface ScriptRun {
  /** The calls of jitted functions that it made, with the lines that made them. */
  readonly calls: readonly ScriptCall[]
  /** The value of its last statement, where that is an expression; null otherwise, and where it raised. */
  readonly value: unknown
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
    ran = () => undefined,
    names = {},
    steps = 1_000_000,
  }: ProgramOptions = {}) {
    this.session = session
    this.#machine = new Machine(session, {file, print, ran, steps})
    this.#scope = Scope.program(this.#machine, builtinsOf(this.#machine, modulesOf(session)))
    for (const [name, value] of Object.entries(names)) this.#scope.set(name, value)
  }

  get trace(): Session['trace'] {
    return this.session.trace
  }

  /** What a name stands for, undefined where it stands for nothing. */
  get(name: string): unknown {
    return this.#scope.names.get(name)
  }

  /** Runs a piece of text with the names that earlier pieces left; what it raises is told, and what ran before it stays. */
  run(text: string): ScriptRun {
    const steps = this.running(text)
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
    }
  }

  /**
   * The same, statement by statement, since a text may take a while: whoever runs it may do something else after each.
   *
   * @example
   * [...new Program().running('x = 1\nprint(x)')].length // 2
   */
  *running(text: string): Generator<undefined, ScriptRun> {
    const before = this.#machine.calls.length
    this.#machine.begin(text)
    const steps = this.#ranOrRaised(text)
    for (;;) {
      const step = withOpenStates(() => this.session.within(() => steps.next()))
      if (step.done === true) {
        this.#machine.flush()
        return {calls: this.#machine.calls.slice(before), ...step.value}
      }
      yield
    }
  }

  *#ranOrRaised(text: string): Generator<undefined, Pick<ScriptRun, 'value' | 'error'>> {
    try {
      return {value: yield* runAll(this.#scope, parse(text)), error: null}
    } catch (raised) {
      if (!(raised instanceof Error)) throw raised
      const {name: type, message} = raised
      return {value: null, error: {type, message, line: lineOfError(raised) ?? null}}
    }
  }
}
