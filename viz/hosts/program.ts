import {printable, type Scenario, Session, type SessionOptions} from '../../lib/index.ts'
import {Program, type ScriptRun} from '../../lib/script/index.ts'
import type {Reading} from './io.ts'
import {Wrong} from './wrong.ts'

/** What a program did. */
export interface Played {
  readonly trace: Session['trace']
  readonly calls: ScriptRun['calls']
  /** What it printed. */
  readonly printed: readonly string[]
}

/** A scenario that is a program in Python, as it ran. */
export interface ProgramRan extends Played {
  readonly scenario: Scenario
}

/** What a program is called. */
interface Called {
  /** What messages say of it. */
  readonly name: string
  /** The file that its calls name with their lines. */
  readonly file: string
}

const folders = /^.*[/\\]/

/** A program that is a file, by the file's path. */
export const calledBy = (path: string): Called => ({name: path, file: path.replace(folders, '')})

/**
 * Runs a program in Python on the simulator. Where it stops, standard error says why, and what ran before stays.
 *
 * @throws {Wrong} where it stops before it did anything.
 */
export function played(
  text: string,
  {name, file}: Called,
  io: Pick<Reading, 'error'>,
  options: SessionOptions = {},
): Played {
  const printed: string[] = []
  const program = new Program({
    file,
    print: (line) => printed.push(line),
    session: new Session(options),
  })
  const {calls, error} = program.run(text)
  if (error !== null) {
    const isSaid = error.message.startsWith('line ')
    const sentence = `${name}: ${error.line === null || isSaid ? '' : `line ${error.line}: `}${error.type}: ${error.message}`
    if (program.trace.length + printed.length === 0) throw new Wrong(sentence)
    io.error(`${printable(sentence)}\nWhat ran before that line is shown.\n`)
  }
  return {trace: program.trace, calls, printed}
}

/**
 * The trace of a program, for what draws or explains it.
 *
 * @throws {Wrong} where it called no jitted function.
 */
export const tracePlayed = (text: string, name: string, io: Pick<Reading, 'error'>): Session['trace'] =>
  traceOf(played(text, calledBy(name), io), name)

/**
 * What a program did, as a trace.
 *
 * @throws {Wrong} where it called no jitted function.
 */
export function traceOf({trace}: Played, name: string): Session['trace'] {
  if (trace.length > 0) return trace
  throw new Wrong(`${name}: this program called no function that jax.jit or nnx.jit had jitted`)
}
