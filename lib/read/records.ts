import {type Foreign, type Failure} from './foreign.ts'
import type {Intern} from './intern.ts'
import {type Message, message, opening} from './message.ts'
import {type Miss, miss, shelf} from './miss.ts'
import type {Lines} from './scan.ts'
import {launcher, prefix} from './prefix.ts'
import {depth} from './repr.ts'

/** Who takes the messages of a log, each with its process (`''` where no prefix names one), line and time. */
export interface Taker {
  take(message: Message, process: string, line: number, time: number): void
  fail(failure: Failure, process: string): void
  orphan(process: string): void
}

/** Assembles lines into records and hands them on; what is none of JAX's goes to the foreign lines. */
export interface Records extends Omit<Lines, 'wants'> {
  end(): void
}

interface Stream {
  readonly process: string
  /** The miss that is being read, and how many lines it has. */
  record: string | null
  lines: number
  first: number
  prefix: string
  /** Brackets open in the record so far, and how many of its characters that counts. */
  open: number
  counted: number
  /** The record before, to know it when a second handler prints it too. */
  last: Message | string | null
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
      found = {
        process: streams.size < streamsKept ? process : 'others',
        record: null,
        lines: 0,
        first: 0,
        prefix: '',
        open: 0,
        counted: 0,
        last: null,
        lastPrefix: '',
      }
      if (streams.size < streamsKept) streams.set(process, found)
    }
    return found
  }
  const plain = streamOf('')
  let current = plain
  let started = false
  let doubled = false

  /** Whether this is the record before once more, printed by a second handler. */
  function again(stream: Stream, said: Message | string, before: string): boolean {
    const same = stream.last !== null && alike(stream.last, said)
    if (
      same &&
      (doubled ||
        stream.lastPrefix !== before ||
        typeof said !== 'string' ||
        !said.includes('but seen another function'))
    ) {
      doubled = true
      stream.last = null
      return true
    }
    if (!same && stream.last !== null) doubled = false
    stream.last = said
    stream.lastPrefix = before
    return false
  }

  function flush(stream: Stream): void {
    if (stream.record === null) return
    const text = stream.record.includes('\u001b') ? stream.record.replace(escapes, '') : stream.record
    stream.record = null
    if (again(stream, text, stream.prefix)) return
    const read: Miss | null = miss(text, remember, keep)
    if (read === null) {
      text.split('\n').forEach((line, i) => unread.count(line, stream.first + i, 'a miss that breaks off'))
      return
    }
    for (const {at, text: line} of read.strange)
      unread.count(line, stream.first + at, 'a line of an explanation in an unknown wording')
    const {process, time} = prefix(stream.prefix)
    taker.take(read, stream.process || process, stream.first, time)
  }

  function go(stream: Stream, text: string, count: number): void {
    stream.record = `${stream.record ?? ''}\n${text}`
    stream.lines += count
  }

  return {
    get open() {
      return current.record !== null && current.lines < recordLimit
    },
    more: (text, count) => go(current, text.includes('\r') ? text.replaceAll('\r\n', '\n') : text, count),
    single(said, number) {
      started = true
      if (current.record !== null) flush(current)
      if (plain.record !== null) flush(plain)
      current = plain
      if (!again(plain, said, '')) taker.take(said, '', number, Number.NaN)
    },
    line(given, number) {
      let text = given.endsWith('\r') ? given.slice(0, -1) : given
      if (text.includes('\u001b')) text = text.replace(escapes, '')
      const known = message(text)
      const job = known === null ? launcher(text) : null
      const body = job === null ? text : text.slice(job.length)
      const owner = job === null ? current : streams.get(job.process)
      if (owner !== undefined && owner.record !== null && continues(owner, body)) {
        go(owner, body, 1)
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
            stream.record = said
            stream.lines = 1
            stream.first = number
            stream.prefix = before
            stream.open = 0
            stream.counted = 0
          } else if (!again(stream, single, before)) taker.take(single, stream.process, number, time)
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

/** Whether two records say the same. */
const alike = (one: Message | string, two: Message | string): boolean => {
  if (typeof one === 'string' || typeof two === 'string') return one === two
  if (one.kind === 'miss' || two.kind === 'miss' || one.kind !== two.kind || one.name !== two.name)
    return false
  if (one.kind === 'compiling')
    return two.kind === 'compiling' && one.types === two.types && one.mapping === two.mapping
  return one.kind === 'persistent'
    ? two.kind === 'persistent' && one.hit === two.hit && one.what === two.what
    : two.kind === one.kind && 'seconds' in two && one.seconds === two.seconds
}

/** Whether a line is one of those that only go on with a record: two spaces, or the end of a node. */
const indented = (text: string): boolean => {
  const first = text.charCodeAt(0)
  return first === 41 || (first === 32 && text.charCodeAt(1) === 32)
}

/** Whether a line goes on with the record: indented, closing a node, or inside a repr of several lines. */
function continues(stream: Stream, text: string): boolean {
  if (stream.lines >= recordLimit) return false
  if (indented(text)) return true
  if (opening.test(text) || text.startsWith('Traceback (')) return false
  const record = stream.record ?? ''
  stream.open += depth(record.slice(stream.counted))
  stream.counted = record.length
  return stream.open > 0
}
