import type {Single} from './message.ts'
import type {OpenRecord} from './openrecord.ts'
import {again, type Prefix, prefix} from './prefix.ts'
import {printOf, shown, type Shown} from './shown.ts'

/** The lines of one process. */
export interface Stream {
  readonly process: string
  readonly shown: Shown
  /** What stood before its last record. */
  prefix: Prefix
  record: OpenRecord | null
  /** The line of the first record that a message broke off; 0 for none. */
  brokenAt: number
}

/** A line, and the process that the object around it names. */
interface NamedLine {
  readonly text: string
  readonly process: string
}

/** The processes that write a log. */
export interface Streams {
  readonly all: Map<string, Stream>
  /** That of lines without a mark. */
  readonly plain: Stream
  /** Those with an open record. */
  readonly opened: Set<Stream>
  /** Whose record lines without a prefix go on with. */
  current: Stream
  /** The last prefixes that were taken apart. */
  readonly prefixes: Prefix[]
}

const streamsKept = 1000
const prefixesKept = 8
/** What stands for the seconds of a message that tells none. */
const unmeasured = {compiling: -2, persistent: -1, note: -3} as const

const stream = (process: string): Stream => ({
  process,
  shown: shown(),
  prefix: prefix(''),
  record: null,
  brokenAt: 0,
})

/** No process but the one without a name. */
export function streams(): Streams {
  const plain = stream('')
  return {all: new Map([['', plain]]), plain, opened: new Set(), current: plain, prefixes: []}
}

/** The stream of a process; beyond a number of them, the rest share one. */
export function streamNamed({all}: Streams, process: string): Stream {
  const name = all.has(process) || all.size < streamsKept ? process : 'others'
  const own = all.get(name) ?? stream(name)
  all.set(name, own)
  return own
}

/** Whether a stream is of a process that an object names, or of one that lines in its strings name beside it. */
export const isOfProcess = ({process}: Stream, named: string): boolean =>
  named === '' || process === named || process.startsWith(`${named} `)

/** The stream of a line that begins nothing: that of the process which its object names or whose mark it has, or that of the line before. */
export function streamGoingOn(all: Streams, {text, process}: NamedLine): Stream {
  const {current, opened, plain} = all
  if (current.prefix.marked > 0) return markedBy(all, text) ?? plain
  return isOfProcess(current, process)
    ? current
    : ([...opened].find((own) => isOfProcess(own, process)) ?? plain)
}

/** The process whose mark a line has. */
export function markedBy({all}: Streams, text: string): Stream | undefined {
  for (const own of all.values()) if (own.prefix.marked > 0 && again(own.prefix, text) > 0) return own
  return undefined
}

/** What stands before a message, taken apart; most lines have a prefix like one before. */
export function prefixOf({prefixes}: Pick<Streams, 'prefixes'>, text: string): Prefix {
  const like = prefixes.find((one) => one.text !== '' && again(one, text) === text.length)
  if (like?.text === text) return like
  const made = prefix(text, like, prefixes.find(({time}) => !Number.isNaN(time))?.time)
  if (like === undefined) {
    prefixes.unshift(made)
    prefixes.splice(prefixesKept)
  }
  return made
}

/** Whether a message of one line was shown before by another handler. */
export function isShown({shown: isAgain}: Stream, said: Single, handler: string): boolean {
  const {kind, print} = said
  if (kind !== 'traced' && kind !== 'lowered' && kind !== 'compiled')
    return isAgain(printOf(print, kind === 'alarm' ? said.seconds : unmeasured[kind]), 'none', handler)
  const isSure = !Number.isInteger(said.seconds * 1e6)
  return isAgain(printOf(print, said.seconds), isSure ? 'sure' : 'likely', handler)
}
