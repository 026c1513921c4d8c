import {type Explanation, explain, isCompile, type Trace} from '../../lib/index.ts'
import {Program} from '../../lib/script/index.ts'

/** A call of a jitted function that a program made. */
export interface Call {
  /** The line that made it, from 1. */
  readonly line: number
  /** Its place in the trace. */
  readonly position: number
  /** Whether a program was compiled for it. */
  readonly compiled: boolean
  /** The number of the compiled program that ran, from 1 in the order in which they were compiled; 0 where none did. */
  readonly program: number
}

/** What a program in Python did on the simulator. */
export interface ProgramRun {
  readonly text: string
  readonly trace: Trace
  readonly explanation: Explanation
  readonly calls: readonly Call[]
}

/** Runs a program that is known to run; one that does not is a mistake of whoever wrote it. */
export function runOf(text: string): ProgramRun {
  const program = new Program()
  const {calls, error} = program.run(text)
  if (error !== null) throw new Error(`line ${error.line ?? '?'}: ${error.type}: ${error.message}`)
  const {trace} = program
  const programs = new Map<number, number>()
  return {
    text,
    trace,
    explanation: explain(trace),
    calls: calls.map(({line, event}) => {
      const {key, ...ran} = trace.at(event)
      const compiled = isCompile(ran)
      if (compiled) programs.set(key, programs.size + 1)
      return {line, position: event, compiled, program: programs.get(key) ?? 0}
    }),
  }
}
