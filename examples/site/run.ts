import {
  type Event,
  type Explanation,
  explain,
  type Fact,
  isCompile,
  type Key,
  type Miss,
  Session,
  type Trace,
  type Verdict,
} from '../../lib/index.ts'
import {Program, type ScriptCall, type ScriptRun} from '../../lib/script/index.ts'

/** A call of a jitted function that a program made. */
export interface Call {
  /** The line that made it, from 1. */
  readonly line: number
  /** The line of the program itself that led to it. */
  readonly from: number
  /** Its place in the trace. */
  readonly position: number
  /** Whether a program was compiled for it. */
  readonly compiled: boolean
  /** The number of the compiled program that ran, from 1 in the order in which they were compiled; null where none did, or it is not told which. */
  readonly program: number | null
  /** What is to be said of its miss, or of a hit that was wrong; null of a call that ran what it should, and of one that failed. */
  readonly verdict: Verdict | null
  /** What it raised. */
  readonly error: string | null
}

/** What a program in Python did on the simulator. */
export interface ProgramRun {
  readonly text: string
  readonly trace: Trace
  readonly explanation: Explanation
  readonly calls: readonly Call[]
  /** The lines that it printed. */
  readonly printed: readonly string[]
}

/** Why a call compiled, or was looked up anew; nothing where it was a hit. */
export const missOf = ({explanation}: ProgramRun, {position}: Call): Miss | null =>
  explanation.misses.find(({index}) => index === position) ?? null

/** A program as far as it ran, and what stopped it. */
export interface Attempt {
  readonly run: ProgramRun
  readonly error: ScriptRun['error']
}

interface RunOptions {
  /** The release of JAX to simulate; the newest where it is not given. */
  readonly release?: string | undefined
  /** So many steps it may take. */
  readonly steps?: number
}

/** Runs a program that may fail. */
export function attempt(text: string, {release, ...limits}: RunOptions = {}): Attempt {
  const printed: string[] = []
  const program = new Program({
    ...limits,
    print: (line) => printed.push(line),
    session: new Session({...(release !== undefined && {release})}),
  })
  const {calls, error} = program.run(text)
  const {trace} = program
  const explanation = explain(trace)
  return {run: {text, trace, explanation, printed, calls: callsOf(trace, explanation, calls)}, error}
}

/**
 * Runs a program that is known to run; one that does not is a mistake of whoever wrote it.
 *
 * @param release the release of JAX to simulate; the newest where it is not given
 */
export function runOf(text: string, release?: string): ProgramRun {
  const {error, run} = attempt(text, {release})
  if (error !== null) throw new Error(`line ${error.line ?? '?'}: ${error.type}: ${error.message}`)
  return run
}

/** The calls that a program made itself, each with the compiled program that it ran. */
export function callsOf(trace: Trace, {misses}: Explanation, calls: readonly ScriptCall[]): readonly Call[] {
  const told = new Map(misses.map((miss) => [miss.index, miss]))
  const programOf = programsIn(trace)
  const own = calls.filter(({event}) => trace.at(event).within === undefined)
  return own.map(({line, from, event}) => {
    const {error: raised, ...ran} = trace.at(event)
    const miss = told.get(event)
    const program = programOf(event, miss)
    return {
      line,
      from,
      position: event,
      compiled: isCompile(ran),
      program: raised === undefined ? program : null,
      verdict: raised === undefined ? (miss?.verdict ?? null) : null,
      error: raised?.message.split('\n')[0] ?? null,
    }
  })
}

/** Numbers the programs that the calls of a trace ran, asked call by call; null where it is not told which. */
function programsIn(trace: Trace): (position: number, miss: Miss | undefined) => number | null {
  const {content, unplaced} = contentsOf(trace)
  const programs = new Map<string, number>()
  // Of keys that differ in nothing but who made a value and where it lies; null where they have several programs.
  const only = new Map<string, number | null>()
  let compiles = 0
  const foundBy = ({key, outcome}: Event, miss: Miss | undefined): number | null => {
    const older =
      miss?.verdict === 'wrong hit' ? programs.get(content(trace.at(miss.nearest).key)) : undefined
    const same = outcome === 'dispatch' ? only.get(unplaced(key)) : programs.get(content(key))
    return older ?? same ?? null
  }
  return (position, miss) => {
    const event = trace.at(position)
    const program = isCompile(event) ? ++compiles : foundBy(event, miss)
    if (program !== null) programs.set(content(event.key), program)
    if (isCompile(event)) only.set(unplaced(event.key), only.has(unplaced(event.key)) ? null : compiles)
    return program
  }
}

/** What keys of a trace say, as texts that are equal where they say the same, by their ids. */
interface Contents {
  readonly content: (key: number) => string
  /** Without where values lie. */
  readonly unplaced: (key: number) => string
}

/** Found once of each key, since a trace is told anew whenever its program goes on. */
const known = new WeakMap<Trace, Contents>()

function contentsOf(trace: Trace): Contents {
  const made = known.get(trace) ?? {
    content: contents(trace, () => true),
    unplaced: contents(trace, ({component}) => component !== 'placement'),
  }
  known.set(trace, made)
  return made
}

/** Keys of two wrappers of one function are two, and say the same. A refused call may have none. */
function contents(trace: Trace, isPart: (fact: Fact) => boolean): (key: number) => string {
  const texts = new Map<number, string>()
  // Facts of a trace that are equal are one object.
  const numbers = new Map<Fact, number>()
  const numberOf = (fact: Fact): number => {
    const number = numbers.get(fact) ?? numbers.size
    numbers.set(fact, number)
    return number
  }
  const textOf = ({facts, function: fn}: Key): string => `${fn}:${facts.filter(isPart).map(numberOf).join()}`
  return (key) => {
    if (key < 0) return ''
    const text = texts.get(key) ?? textOf(trace.key(key))
    texts.set(key, text)
    return text
  }
}
