import type {Session} from '../../lib/index.ts'
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

const folders = /^.*[/\\]/

/**
 * Runs a program in Python on the simulator. Where it stops, standard error says why, and what ran before stays.
 *
 * @throws {Wrong} where it stops before it called a jitted function.
 */
export function played(text: string, name: string, io: Pick<Reading, 'error'>, session?: Session): Played {
  const printed: string[] = []
  const program = new Program({
    file: name.replace(folders, ''),
    print: (line) => printed.push(line),
    ...(session !== undefined && {session}),
  })
  const {calls, error} = program.run(text)
  if (error !== null) {
    const isSaid = error.message.startsWith('line ')
    const sentence = `${name}: ${error.line === null || isSaid ? '' : `line ${error.line}: `}${error.type}: ${error.message}`
    if (program.trace.length === 0) throw new Wrong(sentence)
    io.error(`${sentence}\nWhat ran before that line is shown.\n`)
  }
  if (program.trace.length === 0)
    throw new Wrong(`${name}: this program called no function that jax.jit or nnx.jit had jitted`)
  return {trace: program.trace, calls, printed}
}
