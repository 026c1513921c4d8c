import {mayFold, unfolded} from './brokenline.ts'
import {type Surroundings, goesOn, isIndented, recordLimit, takes} from './continuation.ts'
import {mayHold} from './envelope.ts'
import {mayGoOn, refolded, roomBefore, unknownFold, withoutColumn} from './folded.ts'
import {type Failure, type Foreign, ownKind} from './foreign.ts'
import {type Grammar, lineOf} from './grammar.ts'
import type {Intern} from './intern.ts'
import {
  compileIn,
  isOfTorch,
  isTorchRest,
  opensTorch,
  torchMessage,
  type TorchMessage,
} from '../guards/index.ts'
import type {Lines} from './linescan.ts'
import {type Message, message, type Single} from './message.ts'
import {miss, saysNothing} from './miss.ts'
import {begin, goOn, isField, lineNumber, type OpenRecord} from './openrecord.ts'
import {closest, likeness} from './nearrow.ts'
import {again, isBar, type Prefix} from './prefix.ts'
import {both, type QuotedLine, redrawn, unquoting, unstyled} from './quoted.ts'
import {recordsRead, type Shelf, shelf} from './shelf.ts'
import {printOfText} from './shown.ts'
import {besidesRecompiles} from '../words/index.ts'
import {isShown, prefixOf, type Stream, streamNamed, streamGoingOn, streams} from './streams.ts'
import {closed, learnSuffix, shownLength, withoutSuffix} from './suffix.ts'

/** Who takes the messages of a log, each with its process (`''` where no prefix names one), line and time. */
export interface Taker {
  take(message: Message, process: string, line: number, time: number): void
  /** A message of torch's, with the id of its compile. */
  torch(message: TorchMessage, compile: string | null, process: string, line: number, time: number): void
  fail(failure: Failure, process: string): void
  orphan(process: string): void
  /** A message stands between the lines of a record, from this line on: processes that nothing tells apart write line by line. */
  spliced(process: string, line: number): void
}

/** Assembles lines into records and hands them on; what is none of JAX's goes to the foreign lines. */
interface Records extends Lines {
  end(): void
  /** The number of the file's line, where a message was given another since the file has the newest first. */
  readonly lineOf: (number: number) => number
}

/** A record is read of each process, and what stands around it is learnt for all. */
interface Assembly extends Surroundings {
  readonly taker: Taker
  readonly unread: Foreign
  readonly keep: Intern
  readonly remember: Shelf
  /** What whole records say. */
  readonly misses: ReturnType<typeof recordsRead<ReturnType<typeof miss>>>
  /** The lines that a line of the file shows. */
  readonly linesOf: ReturnType<typeof unquoting>
  /** A message of JAX was met. */
  started: boolean
  /** What stood before the message that the last line was, where the line is these two. */
  head: Prefix | null
}

const longestFolded = 500
/** Letters of a record within which its function is told. */
const longestHead = 2000
/** So many other lines may stand inside a record. */
const patience = 20
const cutOff = /^(?: {2,}\S|\)(?:$|[,\]]))/
const redefinition = 'but seen another function'
const brokenTorch = "a message of torch's that breaks off"
/** How Python prints several texts, as torch's message of two until 2.1. */
const tuple = "('"
const unknownWording = 'a line of an explanation in an unknown wording'

/** Fresh records. `taker` gets each message once, however many handlers printed it. */
export function records(taker: Taker, unread: Foreign, rows: Grammar, keep: Intern): Records {
  const all: Assembly = {
    taker,
    unread,
    rows,
    keep,
    remember: shelf(rows),
    misses: recordsRead(),
    linesOf: unquoting(rows),
    fold: unknownFold(),
    streams: streams(),
    suffix: {forms: [], isEscaped: false},
    started: false,
    head: null,
  }
  const {plain, opened} = all.streams
  return {
    get open() {
      return isOpen(all)
    },
    more(text, count) {
      const {record} = all.streams.current
      if (record !== null)
        goOn(record, withoutSuffix(all.suffix, text.includes('\r') ? firstShown(text, rows) : text), count, 0)
    },
    single(said, number) {
      all.started = true
      flush(all, all.streams.current, true)
      flush(all, plain, true)
      all.streams.current = plain
      if (!isShown(plain, said, '')) taker.take(said, '', number, Number.NaN)
    },
    headed(said, like, time, number) {
      const {fold, suffix, streams: open} = all
      if (fold.style !== 'unknown' || suffix.forms.length > 0 || suffix.isEscaped) return false
      const own = streamNamed(open, like.process)
      all.started = true
      turnTo(all, own, said)
      tellMessage(all, own, said, {handler: like.handler, time}, number)
      return true
    },
    get head() {
      return all.head
    },
    line: (text, number) => line(all, text, number),
    foreign: (kind) => opened.size === 0 && all.streams.current.prefix.marked === 0 && unread.more(kind),
    lineOf: all.linesOf.lineOf,
    end() {
      unreadOf(all, all.linesOf.end())
      for (const each of all.streams.all.values()) flush(all, each)
    },
  }
}

/** Whether a record is open that any indented line goes on with as it stands. */
function isOpen({streams: {current}, suffix, fold}: Assembly): boolean {
  const {record} = current
  if (record?.kind !== 'miss' || record.isQuoted || record.style !== 'raw' || record.gap > 0) return false
  const isBare = suffix.forms.length === 0 && !suffix.isEscaped && fold.style === 'unknown'
  return isBare && record.lines < recordLimit && !isIndented(record.prefix.text)
}

/** Takes a line of the file: of what it shows, the last line that is not JAX's is told. */
function line(all: Assembly, text: string, number: number): string | null {
  const lines = all.linesOf.take(text, number)
  all.head = null
  const others = unreadOf(all, lines)
  const last = others.at(-1)
  if (lines[0]?.text !== text) all.head = null
  if (others.length < lines.length || last === undefined) return null
  const kind = strange(all, last)
  return last.text === text ? kind : null
}

/** Reads lines; those that are none of JAX's and stand in no strings. */
const unreadOf = (all: Assembly, lines: readonly QuotedLine[]): QuotedLine[] =>
  lines.filter((one) => {
    if (read(all, one)) return false
    if (one.isQuoted) strange(all, one)
    return !one.isQuoted
  })

/** What supervisord writes before each piece of an output, of which the last line may go on behind the next one. */
const pieced = /^\S+ \S+ [A-Z]{4} '[^']*' std(?:out|err) output:$/

/** Reads a line; false where it is none of JAX's. */
function read(all: Assembly, one: QuotedLine): boolean {
  const at = beginning(all.rows, one.text)
  const {current} = all.streams
  // What torch quotes of the program, a source line or a value, may look like a message.
  if (current.record?.kind === 'torch' && takes(all, current, one)) return true
  if (at >= 0) return begins(all, one, at)
  if (pieced.test(one.text)) flush(all, all.streams.current)
  const text = isBar(one.text) ? behindBar(all.rows, one.text) : one.text
  return text !== null && goesOn(all, {...one, text})
}

/** Lines as they were before a terminal wrote over them. */
const firstShown = (text: string, {opening}: Grammar): string =>
  text
    .split('\n')
    .map((one) => redrawn(one, opening)[0] ?? '')
    .join('\n')

const indent = / {2}(?=\S)/g
/** So many wide blanks stand in a bar at most. */
const blanksInBars = 16

/** The line of an explanation that stands behind a bar; null where there is none. */
function behindBar(rows: Grammar, text: string): string | null {
  const lines = [...text.matchAll(indent)].slice(0, blanksInBars).map(({index}) => text.slice(index))
  return lines.find((line) => lineOf(rows, line) !== null) ?? null
}

/** Where a message or a record begins in a line, be it folded in its first words; -1 where none does. */
function beginning({opening, near, first, heads}: Grammar, text: string): number {
  const isShort = text.length < longestFolded
  const at = (isShort ? `${text} ` : text).search(opening)
  if (at >= 0 || !isShort || !mayGoOn(text.length)) return at
  const whole = withoutColumn(text)
  const begin = whole.search(whole.length < text.trimEnd().length ? first : near)
  const cut = begin < 0 ? '' : whole.slice(begin).trim()
  return heads.some((head) => head.startsWith(cut)) ? begin : -1
}

const opensRecord = ({records: openings}: Grammar, said: string): boolean =>
  openings.some((head) => `${said} `.startsWith(head) || head.startsWith(said.trim()))

/** A line without a column behind it; the place of a function may look like one. */
function saidIn(whole: string): string {
  const said = withoutColumn(whole)
  return said.length < whole.length && !opensTorch(said) && opensTorch(whole) ? whole : said
}

const kindOf = (rows: Grammar, said: string): OpenRecord['kind'] =>
  opensTorch(said) ? 'torch' : opensRecord(rows, said) ? 'miss' : 'message'

/** Takes a line that begins a record or is a message; false where it is neither. */
function begins(all: Assembly, {text, number, process, isQuoted}: QuotedLine, at: number): boolean {
  const {rows, fold, suffix, streams: open} = all
  const before = prefixOf(open, text.slice(0, at))
  learnSuffix(suffix, text.slice(at))
  const whole = withoutSuffix(suffix, text.slice(at))
  const said = saidIn(whole)
  const single = message(said, rows)
  const kind = single === null ? kindOf(rows, said) : 'message'
  if (single === null && kind === 'message' && !mayGoOn(text.length)) return false
  const own = streamNamed(open, both(process, before.process))
  turnTo(all, own, single)
  if (said.length < whole.trimEnd().length) fold.text = roomBefore(whole)
  all.started ||= kind !== 'message' || single !== null
  const prefix = isQuoted ? {...before, handler: `${before.handler} quoted`} : before
  if (single !== null && !mayFold(fold, single, said)) {
    tellMessage(all, own, single, prefix, number)
    if (!isQuoted && before.text !== '') all.head = before
    return true
  }
  own.prefix = prefix
  own.record = begin({said, whole, kind, isQuoted, prefix, first: number, length: shownLength(text)})
  open.opened.add(own)
  return true
}

/** Ends what lines were read of before one of this stream that is a message or, where null, begins a record. */
function turnTo(all: Assembly, own: Stream, said: Single | null): void {
  const isPhase = said?.kind !== 'alarm' && said?.kind !== 'note'
  if (own.process === '') flush(all, all.streams.current, isPhase)
  flush(all, own, isPhase)
  all.streams.current = own
}

/** Hands on a message of one line, unless another handler showed it. */
function tellMessage(
  {taker}: Assembly,
  own: Stream,
  said: Single,
  {handler, time}: Pick<Prefix, 'handler' | 'time'>,
  number: number,
): void {
  if (!isShown(own, said, handler)) taker.take(said, own.process, number, time)
}

/** Hands on the record that a stream holds, where a message follows it or not. */
function flush(all: Assembly, own: Stream, isBeforeMessage = false): void {
  const {record} = own
  if (record === null) return
  all.streams.opened.delete(own)
  own.record = null
  if (record.kind === 'torch') flushTorch(all, own, record)
  else if (record.kind === 'miss') flushMiss(all, own, record, isBeforeMessage)
  else flushMessage(all, own, record)
}

/** Hands on a message of one line that was folded. */
function flushMessage(all: Assembly, own: Stream, record: OpenRecord): void {
  const {prefix, first, pieces} = record
  const single = unfolded(all, record)
  all.started ||= single !== null
  if (single === null) for (const [i, {text}] of pieces.entries()) tell(all, own, text, lineNumber(record, i))
  else if (!isShown(own, single, prefix.handler)) all.taker.take(single, own.process, first, prefix.time)
}

/** Hands on a message of torch's. */
function flushTorch(all: Assembly, own: Stream, record: OpenRecord): void {
  const {before, lastLine, prefix, first} = record
  const whole = unstyled([...before, lastLine].join('\n'))
  const text = prefix.text.endsWith(tuple) ? whole : closed(whole, prefix.text)
  const compile = compileIn(prefix.text)
  if (own.shown(printOfText(`${compile} ${text}`), 'likely', prefix.handler)) return
  const lines = text.split('\n')
  const said = torchMessage(lines)
  if (said === null)
    for (const [at, line] of lines.entries()) all.unread.add(line, lineNumber(record, at), brokenTorch)
  else all.taker.torch(said, compile, own.process, first, prefix.time)
}

function flushMiss(all: Assembly, own: Stream, record: OpenRecord, isBeforeMessage: boolean): void {
  const {fold, rows, remember, keep, unread, taker, misses} = all
  const {before, lastLine, hasBare, style, prefix, first} = record
  const whole = unstyled([...before, lastLine].join('\n'))
  const joined = hasBare ? refolded(whole, fold, style === 'raw' ? 0 : prefix.text.length) : whole
  const text = closed(joined, prefix.text)
  const evidence = text.slice(0, longestHead).includes(redefinition) ? 'none' : 'likely'
  const print = printOfText(text)
  if (own.shown(print, evidence, prefix.handler)) return
  const said = misses(print, text, () => miss(text, remember, keep))
  if (isBeforeMessage && (said === null || saysNothing(said))) own.brokenAt ||= first
  if (said === null) {
    unread.cut(text, (at) => lineNumber(record, at))
    return
  }
  for (const {at, text: strangeLine} of said.strange)
    unread.count(
      strangeLine,
      lineNumber(record, at),
      closest(rows.explanations, strangeLine, rows.stems, true) ?? unknownWording,
    )
  if (said.isSpliced) taker.spliced(own.process, own.brokenAt || first)
  taker.take(said, own.process, first, prefix.time)
}

/** A line that is none of JAX's; its kind, where that depends on nothing but the line. */
function strange(all: Assembly, line: QuotedLine): string | null {
  const {text, number} = line
  const own = streamGoingOn(all.streams, line)
  const {record, prefix} = own
  const isInside =
    record != null && record.kind !== 'message' && (isField(prefix) || ++record.gap <= patience)
  if (!isInside) flush(all, own)
  const hasMark = prefix.marked > 0
  const likely = isTorchRest(text) ? brokenTorch : isOfTorch(text) ? besidesRecompiles : null
  const isMarked = hasMark && likely !== besidesRecompiles
  const isOwn = tell(all, own, isMarked ? text.slice(again(prefix, text)) : text, number, likely)
  return isOwn && !hasMark && !mayHold(text) && !cutOff.test(text) ? ownKind(text) : null
}

/** Tells a line that is none of JAX's; whether it is like none. */
function tell(
  all: Assembly,
  own: Stream,
  text: string,
  number: number,
  likely: string | null = null,
): boolean {
  const {rows, taker, unread, started} = all
  if (!started && cutOff.test(text) && (text.startsWith(')') || lineOf(rows, text) !== null))
    taker.orphan(own.process)
  if (own.brokenAt > 0 && cutOff.test(text) && lineOf(rows, text) !== null)
    taker.spliced(own.process, own.brokenAt)
  const like = likely ?? likeness(rows, text)
  const failure = unread.add(text, number, like)
  if (failure !== null) {
    flush(all, own)
    // Its process is not named: what torch told before may be of any.
    for (const one of all.streams.opened) if (one.record?.kind === 'torch') flush(all, one)
    taker.fail(failure, own.process)
  }
  return like === null
}
