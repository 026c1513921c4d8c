import type {Event, Outcome} from '../log/index.ts'
import type {MissRecord} from './miss.ts'

/** One compile or trace while the log is read: what its lines told, before it becomes an event. */
export interface CompileDraft {
  name: string
  line: number
  /** When its first line came, on the log's clock. */
  readonly time: number
  /** When it began: a line on the end of a phase tells how long that took. */
  began: number
  readonly process: string
  miss: MissRecord | null
  traced: boolean
  lowered: boolean
  compiled: boolean
  trace: number
  lower: number
  compile: number
  /** The line at which its compile begins; 0 where it has not begun. */
  begun: number
  /** The line at which its lowering ends; 0 where that is not told. */
  lowering: number
  types: string | null
  mapping: string
  /** What its compile line calls it, as its name but for a partial or a callable object. */
  called: string
  /** The number behind the name on its compile line; empty where there is none. */
  object: string
  /** It is compiled for jax.pmap, as its compile line says until 0.9. */
  mapped: boolean
  /** The log ends while it is traced or compiled, so that nothing tells what became of it. */
  open: boolean
  /** The log cuts off its miss, of which only the end is left. */
  orphan: boolean
  persistent: boolean
  /** The persistent cache was asked for it, and did not hold it. */
  unheld: boolean
  within: Event['within'] | null
  /** The functions that a loop outside jit was traced of. */
  runs: readonly MissRecord[]
  error: {readonly type: string; readonly message: string} | null
}

/** A fresh draft. */
export const draft = (
  name: string,
  line: number,
  time: number,
  process: string,
  miss: MissRecord | null,
): CompileDraft => ({
  name,
  line,
  time,
  began: time,
  process,
  miss,
  traced: false,
  lowered: false,
  compiled: false,
  trace: 0,
  lower: 0,
  compile: 0,
  begun: 0,
  lowering: 0,
  types: null,
  mapping: '',
  called: name,
  object: '',
  mapped: false,
  open: false,
  orphan: false,
  persistent: false,
  unheld: false,
  within: null,
  runs: [],
  error: null,
})

/** Which lines a log has at all, so that a draft without one says something. */
interface Telling {
  /** JAX would have explained a trace of the function. */
  readonly explained: boolean
  /** Traces are told. */
  readonly traces: boolean
  /** The lowering or the compilation of functions is told. */
  readonly compiles: boolean
}

/**
 * What the lines of a draft say that the call did.
 *
 * | lines | outcome |
 * | --- | --- |
 * | a miss | `retrace` |
 * | tracing, compiling, no miss though JAX explains this function | `rewrap`: the trace was found again |
 * | tracing alone, likewise | `rebind` |
 * | compiling without tracing | `relower` |
 * | only the end of XLA's compilation | `recompile` |
 * | none of the others, in a log that explains nothing and has no such line at all | `retrace` |
 */
export function outcome(told: CompileDraft, {explained, traces, compiles}: Telling): Outcome {
  if (told.error !== null) return 'error'
  if (told.miss !== null || told.orphan) return 'retrace'
  const isPart = told.traced ? !compiles : !traces
  if (isPart && !explained) return 'retrace'
  if (told.traced) {
    if (told.compiled || told.lowered) return explained ? 'rewrap' : 'retrace'
    return 'rebind'
  }
  return told.lowered ? 'relower' : 'recompile'
}
