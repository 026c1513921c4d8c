import type {Foreign, Failure} from './foreign.ts'
import {closest, type Grammar, recognise} from './grammar.ts'
import type {Intern} from './intern.ts'
import {type Message, message, repeats, type Single} from './message.ts'
import {miss} from './miss.ts'
import {launcher, prefix} from './prefix.ts'
import {depth} from './literal.ts'
import type {Lines} from './linescan.ts'
import {type Shelf, shelf} from './shelf.ts'

/** Who takes the messages of a log, each with its process (`''` where no prefix names one), line and time. */
export interface Taker {
  take(message: Message, process: string, line: number, time: number): void
  fail(failure: Failure, process: string): void
  orphan(process: string): void
}

/** Assembles lines into records and hands them on; what is none of JAX's goes to the foreign lines. */
interface Records extends Omit<Lines, 'wants'> {
  end(): void
}

/** The lines of one process. */
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
  last: Single | string | null
  lastPrefix: string
}

interface Assembly {
  readonly taker: Taker
  readonly unread: Foreign
  readonly rows: Grammar
  readonly keep: Intern
  readonly remember: Shelf
  readonly streams: Map<string, Stream>
  readonly plain: Stream
  /** Whose record indented lines go on with. */
  current: Stream
  /** A message of JAX was met. */
  started: boolean
  /** Two handlers print each record. */
  doubled: boolean
}

const streamsKept = 1000
const recordLimit = 100_000
const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g
const cutOff = /^(?: {2,}\S|\))/
const redefinition = 'but seen another function'

/** Fresh records. `taker` gets each message once, however many handlers printed it. */
export function records(taker: Taker, unread: Foreign, rows: Grammar, keep: Intern): Records {
  const plain = stream('')
  const all: Assembly = {
    taker,
    unread,
    rows,
    keep,
    remember: shelf(),
    streams: new Map([['', plain]]),
    plain,
    current: plain,
    started: false,
    doubled: false,
  }
  return {
    get open() {
      const {record, lines, prefix: before} = all.current
      return record !== null && lines < recordLimit && !isIndented(before)
    },
    more: (text, count) =>
      goOn(all.current, text.includes('\r') ? text.replaceAll('\r\n', '\n') : text, count),
    single(said, number) {
      all.started = true
      if (all.current.record !== null) flush(all, all.current)
      if (plain.record !== null) flush(all, plain)
      all.current = plain
      if (!again(all, plain, said, '')) taker.take(said, '', number, Number.NaN)
    },
    line: (text, number) => line(all, text, number),
    end() {
      for (const each of all.streams.values()) flush(all, each)
    },
  }
}

const stream = (process: string): Stream => ({
  process,
  record: null,
  lines: 0,
  first: 0,
  prefix: '',
  open: 0,
  counted: 0,
  last: null,
  lastPrefix: '',
})

function streamOf({streams, plain}: Assembly, process: string): Stream {
  if (process === '') return plain
  const found = streams.get(process)
  if (found !== undefined) return found
  const made = stream(streams.size < streamsKept ? process : 'others')
  if (streams.size < streamsKept) streams.set(process, made)
  return made
}

/** Whether this is the record before once more, printed by a second handler. */
function again(all: Assembly, own: Stream, said: Single | string, before: string): boolean {
  const same = own.last !== null && isSame(own.last, said)
  const mayRepeat = typeof said === 'string' && said.includes(redefinition)
  if (same && (all.doubled || own.lastPrefix !== before || !mayRepeat)) {
    all.doubled = true
    own.last = null
    return true
  }
  if (!same && own.last !== null) all.doubled = false
  own.last = said
  own.lastPrefix = before
  return false
}

const isSame = (one: Single | string, two: Single | string): boolean =>
  typeof one === 'string' || typeof two === 'string' ? one === two : repeats(one, two)

/** Hands on the record that a stream holds. */
function flush(all: Assembly, own: Stream): void {
  if (own.record === null) return
  const text = own.record.includes('\u001b') ? own.record.replace(escapes, '') : own.record
  own.record = null
  if (again(all, own, text, own.prefix)) return
  const read = miss(text, all.rows, all.remember, all.keep)
  if (read === null) {
    all.unread.cut(text, own.first)
    return
  }
  for (const {at, text: strange} of read.strange)
    all.unread.count(strange, own.first + at, closest(all.rows.explanations, strange) ?? unknownWording)
  const {process, time} = prefix(own.prefix)
  all.taker.take(read, own.process || process, own.first, time)
}

const unknownWording = 'a line of an explanation in an unknown wording'

function goOn(own: Stream, text: string, count: number): void {
  own.record = `${own.record ?? ''}\n${text}`
  own.lines += count
}

function line(all: Assembly, given: string, number: number): void {
  const text = clean(given)
  const known = message(text, all.rows)
  const job = known === null ? launcher(text) : null
  const body = job === null ? text : text.slice(job.length)
  const owner = job === null ? all.current : (all.streams.get(job.process) ?? null)
  if (owner !== null && goesOn(all, owner, body)) return
  if (text !== '' && !begins(all, body, job?.process ?? null, known, number))
    strange(all, owner, text, body, number)
}

/** A line without its line end and colours. */
function clean(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.includes('\u001b') ? text.replace(escapes, '') : text
}

/** Takes a line that the record of its process goes on with. */
function goesOn({rows}: Assembly, owner: Stream, body: string): boolean {
  if (owner.record === null) return false
  const inner = unindented(owner, body)
  if (!continues(rows, owner, inner)) return false
  goOn(owner, inner, 1)
  return true
}

/** What a line looks like where it is like one that opens something; null where it is like none. */
function likeness({rows}: Assembly, body: string): string | null {
  const at = body.search(rows.opening)
  const text = body.slice(Math.max(0, at < 0 ? body.search(rows.near) : at))
  return closest(rows.messages, text) ?? closest(rows.openers, text)
}

/** A line that is none of JAX's. */
function strange(all: Assembly, owner: Stream | null, text: string, body: string, number: number): void {
  const process = owner?.process ?? ''
  if (owner !== null) flush(all, owner)
  if (!all.started && cutOff.test(body)) all.taker.orphan(process)
  const failure = all.unread.add(text, number, likeness(all, body))
  if (failure !== null) all.taker.fail(failure, process)
}

/** Takes a line that begins a record or is a message; false where it is neither. */
function begins(
  all: Assembly,
  body: string,
  job: string | null,
  known: Single | null,
  number: number,
): boolean {
  const at = known === null ? body.search(all.rows.opening) : 0
  if (at < 0) return false
  const said = at === 0 ? body : body.slice(at)
  const before = body.slice(0, at)
  const single = known ?? message(said, all.rows)
  if (single === null && !all.rows.records.some((head) => said.startsWith(head))) return false
  all.started = true
  const {process, time} = prefix(before)
  const own = streamOf(all, job ?? process)
  flush(all, own)
  if (all.current.record !== null && all.current !== own && job === null) flush(all, all.current)
  all.current = own
  if (single === null) open(own, said, number, before)
  else if (!again(all, own, single, before)) all.taker.take(single, own.process, number, time)
  return true
}

function open(own: Stream, record: string, number: number, before: string): void {
  own.record = record
  own.lines = 1
  own.first = number
  own.prefix = before
  own.open = 0
  own.counted = 0
}

/** Whether a line is one of those that only go on with a record: two spaces, or the end of a node. */
const isIndented = (text: string): boolean => text.startsWith('  ') || text.startsWith(')')

/** A line without the indentation that the first line of its record has, as where a launcher indents all output. */
const unindented = ({prefix: before}: Stream, text: string): string =>
  before !== '' && before.trim() === '' && text.startsWith(before) ? text.slice(before.length) : text

/** Whether a line goes on with the record: indented, closing a node, a known line of a record, or inside a repr of several lines. */
function continues(rows: Grammar, own: Stream, text: string): boolean {
  if (own.lines >= recordLimit) return false
  if (isIndented(text)) return true
  if (rows.opening.test(text) || text.startsWith('Traceback (')) return false
  if (recognise(rows.unindented, `${text} `) !== null) return true
  const record = own.record ?? ''
  own.open += depth(record.slice(own.counted))
  own.counted = record.length
  return own.open > 0
}
