import {type Foreign, type Failure} from './foreign.ts'
import type {Intern} from './intern.ts'
import {type Message, message, opening} from './message.ts'
import {type Miss, miss, shelf} from './miss.ts'
import {launcher, prefix} from './prefix.ts'
import {depth} from './repr.ts'

/** Who takes the messages of a log, each with its process (`''` where no prefix names one), line and time. */
export interface Taker {
  take(message: Message, process: string, line: number, time: number): void
  fail(failure: Failure, process: string): void
  orphan(process: string): void
}

/** Assembles lines into records and hands them on; what is none of JAX's goes to the foreign lines. */
export interface Records {
  line(text: string, number: number): void
  end(): void
}

interface Stream {
  readonly process: string
  /** The lines of the miss that is being read. */
  record: string[] | null
  first: number
  prefix: string
  /** Brackets open in the record so far, and how many of its lines that counts. */
  open: number
  counted: number
  last: string
  lastPrefix: string
}

const streamsKept = 1000
const recordLimit = 100_000
const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g

/** Fresh records. `taker` gets each message once, however many handlers printed it. */
export function records(taker: Taker, unread: Foreign, keep: Intern): Records {
  const remember = shelf()
  const streams = new Map<string, Stream>()
  const streamOf = (process: string): Stream => {
    let found = streams.get(process)
    if (found === undefined) {
      found = {process: streams.size < streamsKept ? process : 'others', record: null, first: 0, prefix: '', open: 0, counted: 0, last: '', lastPrefix: ''}
      if (streams.size < streamsKept) streams.set(process, found)
    }
    return found
  }
  const plain = streamOf('')
  let current = plain
  let started = false
  let doubled = false

  /** Whether this is the record before once more, printed by a second handler. */
  function again(stream: Stream, text: string, before: string): boolean {
    const same = stream.last === text
    if (same && (doubled || stream.lastPrefix !== before || !text.includes('but seen another function'))) {
      doubled = true
      stream.last = ''
      return true
    }
    if (!same && stream.last !== '') doubled = false
    stream.last = text
    stream.lastPrefix = before
    return false
  }

  function flush(stream: Stream): void {
    const lines = stream.record
    if (lines === null) return
    stream.record = null
    const text = lines.join('\n')
    if (text.includes('\u001b')) lines.forEach((line, i) => (lines[i] = line.replace(escapes, '')))
    if (again(stream, text, stream.prefix)) return
    const read: Miss | null = miss(lines, remember, keep)
    if (read === null) {
      lines.forEach((line, i) => unread.count(line, stream.first + i, 'a miss that breaks off'))
      return
    }
    for (const i of read.strange) unread.count(lines[i] ?? '', stream.first + i, 'a line of an explanation in an unknown wording')
    const {process, time} = prefix(stream.prefix)
    taker.take(read, stream.process || process, stream.first, time)
  }

  return {
    line(given, number) {
      if (current.record !== null && current.record.length < recordLimit && indented(given)) {
        current.record.push(given.endsWith('\r') ? given.slice(0, -1) : given)
        return
      }
      let text = given.endsWith('\r') ? given.slice(0, -1) : given
      if (text.includes('\u001b')) text = text.replace(escapes, '')
      const known = text.charCodeAt(0) === 70 || text.charCodeAt(0) === 67 ? message(text) : null
      const job = known === null ? launcher(text) : null
      const body = job === null ? text : text.slice(job.length)
      const owner = job === null ? current : streams.get(job.process)
      if (owner !== undefined && owner.record !== null && continues(owner, body)) {
        owner.record.push(body)
        return
      }
      const found = known === null ? opening.exec(body) : null
      const at = known === null ? (found?.index ?? -1) : 0
      if (at >= 0) {
        const said = at === 0 ? body : body.slice(at)
        const before = body.slice(0, at)
        const isMiss = said.startsWith('TRACING')
        const single = known ?? (isMiss ? null : message(said))
        if (isMiss || single !== null) {
          started = true
          const {process, time} = prefix(before)
          const named = job?.process ?? process
          const stream = named === '' ? plain : streamOf(named)
          flush(stream)
          if (current.record !== null && current !== stream && job === null) flush(current)
          current = stream
          if (single === null) {
            stream.record = [said]
            stream.first = number
            stream.prefix = before
            stream.open = 0
            stream.counted = 0
          } else if (!again(stream, said, before)) taker.take(single, stream.process, number, time)
          return
        }
      }
      if (text === '') return
      if (owner !== undefined) flush(owner)
      if (!started && /^(?: {2,}\S|\))/.test(body)) taker.orphan(owner?.process ?? '')
      const failure = unread.add(text, number)
      if (failure !== null) taker.fail(failure, owner?.process ?? '')
    },
    end() {
      for (const stream of streams.values()) flush(stream)
    },
  }
}


/** Whether a line is one of those that only go on with a record: two spaces, or the end of a node. */
const indented = (text: string): boolean => {
  const first = text.charCodeAt(0)
  return first === 41 || (first === 32 && text.charCodeAt(1) === 32)
}

/** Whether a line goes on with the record: indented, closing a node, or inside a repr of several lines. */
function continues(stream: Stream, text: string): boolean {
  const lines = stream.record ?? []
  if (lines.length >= recordLimit) return false
  if (indented(text)) return true
  if (opening.test(text) || text.startsWith('Traceback (')) return false
  while (stream.counted < lines.length) stream.open += depth(lines[stream.counted++] ?? '')
  return stream.open > 0
}
