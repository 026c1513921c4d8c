import {decode, explain, locationOf, read} from '../../../lib/index.ts'
import {callsOf, type ProgramRun} from '../../site/index.ts'

/** What ran on real JAX: its program, and what a log or a recording tells of it. */
export interface Logged {
  readonly program: string
  readonly log: string
  /** The line of each call that compiled, where the log does not tell them: of the program without its comments. */
  readonly lines?: readonly number[]
}

/** A run of real JAX as if it had run here: the calls that compiled, each at its line. The program stands without its comments. */
export function loggedRun({lines = [], log, program}: Logged): ProgramRun {
  const trace = log.startsWith('{') ? decode(log.split('\n')) : read(log)
  const explanation = explain(trace)
  const {above, text} = uncommented(program)
  const own = explanation.misses.filter(({owner, within}) => owner === undefined && within === undefined)
  const calls = own.flatMap(({index, site = ''}, at) => {
    const line = lines[at] ?? (locationOf(site)?.line ?? 0) - above
    return line > 0 ? [{line, from: line, event: index}] : []
  })
  return {text, trace, explanation, calls: callsOf(trace, explanation, calls), printed: []}
}

/** A program without its comments, which may tell what is asked, and how many lines of them stood above it. */
function uncommented(program: string): {readonly above: number; readonly text: string} {
  const lines = program.trimEnd().split('\n')
  const bare = lines.map((line) => line.replace(/\s*#.*$/, ''))
  const above = bare.findIndex((line) => line !== '')
  return {above, text: bare.slice(above).join('\n')}
}
