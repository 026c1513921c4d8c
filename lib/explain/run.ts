import {Trace} from '../log/index.ts'
import type {Tells} from '../words/index.ts'
import {explain} from './explain.ts'
import type {Explanation} from './explanation.ts'
import {grouped} from './grouped.ts'
import {type Named, numberedAgain, shortly} from './runnames.ts'
import {copiesIn, tells} from './sighting.ts'

/** One of the runs that stand side by side: a program, a key policy, a host, or one process of a log that holds several. */
export interface Run {
  /** Tells it from the others. */
  readonly name: string
  readonly trace: Trace
  readonly explanation: Explanation
  /** What of the run its trace tells. */
  readonly tells: Tells
  /** Which of the given traces it is, or is a part of, from 0. */
  readonly given: number
  /** The position in the given trace of each of its events, where it is a part. */
  readonly positions: readonly number[] | null
}

/**
 * The runs that traces hold, each with a name of its own. A trace of several processes is taken apart.
 *
 * @example
 * runsOf([{name: 'logs/worker-0.log', trace}, {name: 'logs/worker-1.log', trace}]).map(({name}) => name)
 * // ['worker-0', 'worker-1']
 */
export function runsOf(given: readonly (Trace | Named)[]): Run[] {
  const whole = given.map((one, at) => {
    const {name, trace} =
      one instanceof Trace ? {name: one.source?.name ?? one.header.title, trace: one} : one
    return {name: name || `host ${at}`, trace}
  })
  const parts = shortly(whole).flatMap(({name, trace}, at): Omit<Run, 'explanation' | 'tells'>[] => {
    const processes = processesOf(trace)
    if (processes.length < 2) return [{name, trace, given: at, positions: null}]
    return processes.map(([process, positions]) => ({
      name: `${given.length > 1 ? `${name} ` : ''}${digits.test(process) ? `host ${process}` : process}`,
      given: at,
      trace: trace.part(positions),
      positions,
    }))
  })
  const unique = numberedAgain(parts.map(({name}) => name))
  const copies = copiesIn(parts.map(({trace}) => trace))
  return parts.map((one, at) => ({
    ...one,
    name: unique[at] ?? one.name,
    explanation: explain(one.trace),
    tells: tells(one.trace, copies),
  }))
}

const digits = /^\d+$/

/** The processes that wrote a trace and had misses, in the order of their names, and where their events stand. */
function processesOf(trace: Trace): [string, number[]][] {
  const processOf = (index: number): string => trace.at(index).process ?? ''
  const missed = new Set(trace.misses().map(processOf))
  const all = grouped(Array.from({length: trace.length}).keys(), processOf)
  return [...all].filter(([process]) => missed.has(process)).sort(([a], [b]) => (a < b ? -1 : 1))
}
