import {Trace} from '../log/index.ts'
import type {Tells} from '../words/index.ts'
import {explain} from './explain.ts'
import type {Explanation} from './explanation.ts'
import {grouped} from './grouped.ts'
import {copiesIn, tells} from './sighting.ts'

/** A trace and what it is called; a trace alone is called after its file, else by its number. */
export interface Named {
  readonly name: string
  readonly trace: Trace
}

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
  const unique = numbered(parts.map(({name}) => name))
  const copies = copiesIn(parts.map(({trace}) => trace))
  return parts.map((one, at) => ({
    ...one,
    name: unique[at] ?? one.name,
    explanation: explain(one.trace),
    tells: tells(one.trace, copies),
  }))
}

const digits = /^\d+$/
const ending = /(?:\.(?:log|txt|out|err|jsonl?|gz))+$/i

/**
 * The names of files, or of what they hold, as short as tells them apart: without the folders, or the file, that all have in
 * common, and without the ending. A name that comes twice gets a number.
 *
 * @example
 * runNames(['logs/worker-0.log', 'logs/worker-1.log']) // ['worker-0', 'worker-1']
 * runNames(['a/train.log', 'b/train.log']) // ['a/train', 'b/train']
 * runNames(['all.jsonl: Train', 'all.jsonl: Trace']) // ['Train', 'Trace']
 */
export function runNames(given: readonly string[]): string[] {
  if (given.length === 1) return given.map((name) => name || 'run')
  const shared = common(given)
  const short = given.map((whole) => whole.slice(shared) || 'run')
  const bare = short.map((name) => name.replace(ending, '') || name)
  return numbered(new Set(bare).size === new Set(short).size ? bare : short)
}

/** What bears names, under short ones: those of `runNames`. */
export function shortly<T extends {readonly name: string}>(given: readonly T[]): T[] {
  const names = runNames(given.map(({name}) => name))
  return given.map((one, at) => ({...one, name: names[at] ?? one.name}))
}

/** Where the part begins that is not the same in all: after a folder, or after a file's name and its colon. */
function common(given: readonly string[]): number {
  const [first = ''] = given
  let shared = 0
  while (shared < first.length && given.every((name) => name[shared] === first[shared])) shared++
  const starts = [first.lastIndexOf('/', shared - 1) + 1, first.lastIndexOf(': ', shared - 2) + 2]
  return Math.max(0, ...starts.filter((at) => at > 1 && at <= shared))
}

function numbered(given: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return given.map((name) => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth === 1 ? name : `${name} (${nth})`
  })
}

/** The processes that wrote a trace and had misses, in the order of their names, and where their events stand. */
function processesOf(trace: Trace): [string, number[]][] {
  const processOf = (index: number): string => trace.at(index).process ?? ''
  const missed = new Set(trace.misses().map(processOf))
  const all = grouped(Array.from({length: trace.length}).keys(), processOf)
  return [...all].filter(([process]) => missed.has(process)).sort(([a], [b]) => (a < b ? -1 : 1))
}
