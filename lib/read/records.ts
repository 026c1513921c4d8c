import {type Envelope, envelope, mayHold} from './envelope.ts'
import {
  type Fold,
  isFull,
  type Piece,
  mayGoOn,
  provisional,
  refolded,
  unfold,
  unknownFold,
  withoutColumn,
  withoutGlued,
  roomBefore,
  withPiece,
} from './folded.ts'
import {type Foreign, type Failure, ownKind} from './foreign.ts'
import type {ExplanationSays} from '../release/index.ts'
import {closest, type Grammar, recognise, type Said} from './grammar.ts'
import type {Intern} from './intern.ts'
import {type Message, message, type Single} from './message.ts'
import {miss} from './miss.ts'
import {again, isBar, isOnce, type Prefix, prefix} from './prefix.ts'
import {depth} from './literal.ts'
import type {Lines} from './linescan.ts'
import {recordsRead, type Shelf, shelf} from './shelf.ts'
import {printOf, printOfText} from './shown.ts'
import {
  goOn,
  type Body,
  isField,
  begin,
  bodies,
  brackets,
  lastLine,
  lineNumber,
  reach,
  replaceLast,
  type Stream,
  stream,
} from './process.ts'

/** Who takes the messages of a log, each with its process (`''` where no prefix names one), line and time. */
export interface Taker {
  take(message: Message, process: string, line: number, time: number): void
  fail(failure: Failure, process: string): void
  orphan(process: string): void
}

/** Assembles lines into records and hands them on; what is none of JAX's goes to the foreign lines. */
interface Records extends Lines {
  end(): void
}

/** A line as it is read, its number (where it stood in a string, with a fraction for its place in the line), and the process that an envelope names. */
interface Line {
  readonly text: string
  readonly number: number
  readonly process: string
  readonly isLetter: boolean
}

interface Assembly {
  readonly taker: Taker
  readonly unread: Foreign
  readonly rows: Grammar
  readonly keep: Intern
  readonly remember: Shelf
  /** What whole records say. */
  readonly misses: ReturnType<typeof recordsRead<ReturnType<typeof miss>>>
  /** What takes text out of strings, and out of those within them: each learns for itself in which strings text stands. */
  readonly envelopes: readonly Envelope[]
  readonly fold: Fold
  readonly streams: Map<string, Stream>
  readonly plain: Stream
  /** Streams with an open record. */
  readonly opened: Set<Stream>
  /** The last prefixes that were taken apart. */
  readonly prefixes: Prefix[]
  /** Whose record lines without a prefix go on with. */
  current: Stream
  /** A message of JAX was met. */
  started: boolean
  /** The text is escaped as in HTML. */
  isEscaped: boolean
  /** What stands behind the messages, in a form or two. */
  readonly suffixes: Prefix[]
  /** Lines so far that stood in strings of the line being read. */
  inside: number
}

const streamsKept = 1000
const recordLimit = 100_000
const piecesLimit = 2000
/** A bracket that is not closed after so many lines is taken for a damaged one. */
const unclosedLimit = 2000
/** Of so many pieces a text is put together anew with each; of so many while it is not known how. */
const fewPieces = 8
const mostPieces = 64
const longestFolded = 500
/** Letters of a record within which its function is told. */
const longestHead = 2000
/** More lines than `1 / fraction` stand in no line. */
const fraction = 2 ** -24
/** So many other lines may stand inside a record. */
const patience = 20
const escapes = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g
const cutOff = /^(?: {2,}\S|\)(?:$|[,\]]))/
const redefinition = 'but seen another function'
const entity = /&(?:lt|gt|amp|quot|apos|#x27|#39|#34);/g
const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
}
/** Behind the seconds of a message, a mark or a column; a file and a line are rich's. Behind an opening and a place, anything. */
const ends = [
  /\d sec\s*?(\t\S[^:]{0,80}|[^\w\s:.][^:]{0,80})$/,
  /^TRACING CACHE MISS at .*?(?:\)|because):(\s+\S.{0,80})$/,
  / defined at .*?:\d+(\s+(?!but )\S.{0,80})$/,
] as const
const definedAt = ' defined at '
const suffixesKept = 4
const suffixLongest = 100
/** How a message of one line may end. */
const endings = /(?:sec|[.)\]])\s*$/
/** What ends a text that begins behind such. */
const closings: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['<![CDATA[', ']]>'],
  ['>', '</'],
]

/** Fresh records. `taker` gets each message once, however many handlers printed it. */
export function records(taker: Taker, unread: Foreign, rows: Grammar, keep: Intern): Records {
  const plain = stream('')
  const all: Assembly = {
    taker,
    unread,
    rows,
    keep,
    remember: shelf(rows),
    misses: recordsRead(),
    envelopes: [0, 1, 2].map(() => envelope(rows.opening)),
    fold: unknownFold(),
    streams: new Map([['', plain]]),
    plain,
    opened: new Set(),
    prefixes: [],
    current: plain,
    started: false,
    isEscaped: false,
    suffixes: [],
    inside: 0,
  }
  return {
    get open() {
      const {record, lines, style, gap, isMiss, isQuoted, prefix: before} = all.current
      const isPlain = isMiss && !isQuoted && style === 'raw' && !isIndented(before.text)
      const isBare = all.suffixes.length === 0 && !all.isEscaped && all.fold.style === 'unknown'
      return record !== null && isPlain && isBare && gap === 0 && lines < recordLimit
    },
    more(text, count) {
      goOn(all.current, bodiesOf(all, text.includes('\r') ? text.replace(redrawn, '') : text), count, 0)
    },
    single(said, number) {
      all.started = true
      if (all.current !== plain) flush(all, all.current)
      flush(all, plain)
      all.current = plain
      if (!isShown(plain, said, '')) taker.take(said, '', number, Number.NaN)
    },
    line: (text, number) => physical(all, text, number),
    foreign: (kind) => all.opened.size === 0 && all.current.prefix.marked === 0 && unread.more(kind),
    end() {
      for (const each of all.streams.values()) flush(all, each)
    },
  }
}

/** What a terminal writes over a line. */
const redrawn = /\r[^\n]*/g

/** A line of the file: several where a terminal went back to its begin, of which the last one that is not JAX's is told. */
function physical(all: Assembly, text: string, number: number): string | null {
  all.inside = 0
  const isOne = !text.includes('\r')
  const parts = (isOne ? [text] : text.split('\r'))
    .map((part): Line => ({
      text: clean(part),
      number: isOne ? number : next(all, number),
      process: '',
      isLetter: false,
    }))
    .filter((part) => part.text !== '')
  const others = parts.filter((part) => !line(all, part))
  const last = others.at(-1)
  if (others.length < parts.length || last === undefined) return null
  const kind = strange(all, last)
  return isOne && last.text === text ? kind : null
}

/** The number of the next of several lines that stand in one. */
const next = (all: Assembly, number: number): number => Math.floor(number) + ++all.inside * fraction

const clean = (text: string): string => (text.includes('\u001b') ? text.replace(escapes, '') : text)

/** Takes a line, or those that stand quoted in it; false where it is none of JAX's. */
function line(all: Assembly, one: Line, deep = 0): boolean {
  const letters = all.envelopes[deep]?.(one.text) ?? null
  if (letters === null) return read(all, one)
  for (const {lines, process} of letters)
    for (const text of lines) {
      const number = next(all, one.number)
      const inner = {text: clean(text), number, process: both(one.process, process), isLetter: true}
      if (inner.text !== '' && !line(all, inner, deep + 1)) strange(all, inner)
    }
  return true
}

const both = (one: string, two: string): string => (one === '' || two === '' ? one + two : `${one} ${two}`)

function read(all: Assembly, one: Line): boolean {
  const at = beginning(all, one.text)
  if (at >= 0) return begins(all, one, at)
  return !isBar(one.text) && goesOn(all, one)
}

/** Where a message or a record begins in a line, be it folded in its first words; -1 where none does. */
function beginning({rows}: Assembly, text: string): number {
  const isShort = text.length < longestFolded
  const at = (isShort ? `${text} ` : text).search(rows.opening)
  if (at >= 0 || !isShort || !mayGoOn(text.length)) return at
  const near = text.search(rows.near)
  const cut = near < 0 ? '' : withoutColumn(text.slice(near)).trim()
  return rows.heads.some((head) => head.startsWith(cut)) ? near : -1
}

function streamOf({streams}: Assembly, process: string): Stream {
  const found = streams.get(process)
  if (found !== undefined) return found
  const isRoom = streams.size < streamsKept
  const made = stream(isRoom ? process : 'others')
  streams.set(made.process, streams.get(made.process) ?? made)
  return streams.get(made.process) ?? made
}

/** What stands before a message, taken apart; most lines have a prefix like one before. */
function prefixOf({prefixes}: Assembly, text: string): Prefix {
  const like = prefixes.find((one) => again(one, text) === text.length && one.text !== '')
  if (like?.text === text) return like
  const made = prefix(text, like)
  if (like === undefined) {
    prefixes.unshift(made)
    prefixes.splice(8)
  }
  return made
}

/** Takes a line that begins a record or is a message; false where it is neither. */
function begins(all: Assembly, {text, number, process, isLetter}: Line, at: number): boolean {
  const before = prefixOf(all, text.slice(0, at))
  learnSuffix(all, text.slice(at))
  const whole = bodyOf(all, text.slice(at))
  const said = withoutColumn(whole)
  const single = message(said, all.rows)
  const isMiss =
    single === null &&
    all.rows.records.some((head) => `${said} `.startsWith(head) || head.startsWith(said.trim()))
  if (single === null && !isMiss && !mayGoOn(text.length)) return false
  const own = streamOf(all, both(process, before.process))
  if (all.current !== own && before.marked === 0) flush(all, all.current)
  flush(all, own)
  if (said.length < whole.trimEnd().length) all.fold.text = roomBefore(whole)
  all.current = own
  const handler = isLetter ? `${before.handler} quoted` : before.handler
  all.started ||= isMiss || single !== null
  if (single !== null && !mayFold(all.fold, single, said)) {
    if (!isShown(own, single, handler)) all.taker.take(single, own.process, number, before.time)
    return true
  }
  begin(own, {said, whole, isMiss, isQuoted: isLetter, prefix: before, first: number, length: text.length})
  all.opened.add(own)
  return true
}

/** Whether a message that can be read may go on in the next line. */
const mayFold = ({style}: Fold, said: Single, text: string): boolean =>
  style !== 'unknown' ||
  (said.kind === 'compiling' && mayGoOn(text.length) && (said.mapping === '' || !endings.test(text)))

/** What stands behind each message shows behind the seconds of one, behind the opening of a record and behind the place of a function. */
function learnSuffix({suffixes}: Assembly, text: string): void {
  if (withoutColumn(text) !== text.trimEnd()) return
  for (const end of ends) {
    const behind = end.exec(text)?.[1]?.trimEnd()
    if (behind === undefined || suffixes.some((one) => isOnce(one, behind))) continue
    suffixes.unshift(prefix(behind))
    suffixes.splice(suffixesKept)
  }
}

/** What a line says without what stands behind each message, and without the escapes of HTML. */
function bodyOf(all: Assembly, text: string): string {
  if (text.includes(definedAt)) learnSuffix(all, text)
  return unescaped(all, all.suffixes.length === 0 ? text : withoutSuffix(all, text.trimEnd()))
}

/** Likewise of lines that an open record goes on with; the one with the place of a function tells what stands behind. */
function bodiesOf(all: Assembly, text: string): string {
  const at = text.indexOf(definedAt)
  const end = text.indexOf('\n', at)
  if (at >= 0) learnSuffix(all, end < 0 ? text.slice(at) : text.slice(at, end))
  if (all.suffixes.length === 0) return unescaped(all, text)
  return text
    .split('\n')
    .map((line) => bodyOf(all, line))
    .join('\n')
}

function withoutSuffix({suffixes}: Assembly, text: string): string {
  for (const one of suffixes)
    for (let at = text.length - 1; at > text.length - suffixLongest && at > 0; at--)
      if (text[at] === one.text[0] && isOnce(one, text.slice(at))) return text.slice(0, at).trimEnd()
  return text
}

/** A text without the escapes of HTML, where the log has such. */
function unescaped(all: Assembly, text: string): string {
  if (!text.includes('&') || text.includes('<')) return text
  const plain = text.replace(entity, (found) => entities[found] ?? "'")
  all.isEscaped ||= plain !== text
  return plain
}

/** Takes a line that an open record goes on with. */
function goesOn(all: Assembly, one: Line): boolean {
  if (takes(all, all.current, one)) return true
  for (const own of all.opened)
    if (own !== all.current && own.prefix.marked > 0 && takes(all, own, one)) return true
  return false
}

function takes(all: Assembly, own: Stream, {text, number, process, isLetter}: Line): boolean {
  if (own.record === null || own.isQuoted !== isLetter || !own.process.startsWith(process)) return false
  const isTaken = bodies(own, text).some(
    (one) => !(one.isRest && isMarked(all, text)) && takesAs(all, own, text, one),
  )
  if (isTaken) reach(own, number)
  return isTaken
}

/** Takes a line for one that says this. */
function takesAs(all: Assembly, own: Stream, text: string, {body: given, style, isRest}: Body): boolean {
  const body = bodyOf(all, given)
  if (body.trim() === '') return true
  const piece = {text: body, length: text.length}
  const isFilled = isFullBefore(all, own, body) && folds(all, own, piece, style)
  const taken = !isFilled && own.isMiss && !isRest && continues(all, own, body, style)
  if (taken) goOn(own, body, 1, text.length)
  if (!taken && !isFilled && !folds(all, own, piece, style)) return false
  if (own.style === 'open' && (taken || style !== 'raw')) own.style = style
  return true
}

/** Whether the last line of a record is as long as lines are that go on in one like this. */
const isFullBefore = ({fold}: Assembly, {length}: Stream, body: string): boolean =>
  !body.startsWith('  ') && isFull(fold, length, body)

/** Whether a line is one of those that only go on with a record: two spaces, or the end of a node. */
const isIndented = (text: string): boolean => text.startsWith('  ') || text.startsWith(')')

/** Whether a line goes on with the record: indented, closing a node, a known line of a record, or inside a repr of several lines. */
function continues({rows}: Assembly, own: Stream, text: string, style: Stream['style']): boolean {
  if (own.lines >= recordLimit) return false
  if (isIndented(text) && (own.gap === 0 || isKnown(rows, text))) return true
  if (text.startsWith('Traceback (')) return false
  if (recognise(rows.unindented, `${text} `) !== null) return true
  return style !== 'blank' && own.lines > 1 && own.lines < unclosedLimit && brackets(own) > 0
}

/** What a line of a record says. */
const known = ({explanations, openers}: Grammar, text: string): Said<ExplanationSays> | null =>
  recognise(explanations, `${text.trim()} `) ?? recognise(openers, text.trim())

const isKnown = (rows: Grammar, text: string): boolean => known(rows, text) !== null

/** Takes a line that the last line of a record was folded into. */
function folds(all: Assembly, own: Stream, one: Piece, style: Stream['style']): boolean {
  if (own.gap > 0 || own.pieces.length >= piecesLimit || !mayGoOnIn(all, own, one, style)) return false
  const last = lastLine(own)
  if (style === 'blank' && all.fold.style === 'unknown') all.fold.style = 'worded'
  firstPiece(own, last, one)
  const before = own.pieces.at(-1) ?? one
  own.pieces.push(one)
  own.lines++
  own.length = one.length
  const isFew = own.pieces.length <= fewPieces || all.fold.style === 'unknown'
  if (own.isMiss) replaceLast(own, isFew ? unfoldedLine(all, own) : withPiece(last, before, one, all.fold))
  else if (all.fold.style === 'unknown' && (own.pieces.length < 6 || endings.test(one.text)))
    unfolded(all, own)
  return true
}

/** Takes the line so far for the first piece, without the column at its right. */
function firstPiece(own: Stream, last: string, {length}: Piece): void {
  if (own.pieces.length > 1) return
  const [first = {text: last, length: own.length === 0 ? last.length : own.length}] = own.pieces
  own.pieces = [{...first, text: withoutGlued(first.text, length - own.prefix.text.length)}]
}

const unfoldedLine = (all: Assembly, own: Stream): string =>
  unfold(own.pieces, all.fold, (line) => weight(all, own, line)) ?? provisional(own.pieces, all.fold)

/** Whether the last line of a record goes on in a line: it cannot be read as it stands, is as long as lines are, or says more with it. */
function mayGoOnIn(all: Assembly, own: Stream, one: Piece, style: Stream['style']): boolean {
  if (style === 'blank' && all.fold.style !== 'unknown') return true
  const last = textSoFar(all, own)
  const length = own.length === 0 ? last.length : own.length
  if (!mayGoOn(length) && style !== 'blank' && !isHead(all, last)) return false
  if (isFull(foldOf(all.fold, own), length, one.text)) return true
  if (own.pieces.length > mostPieces) return false
  const open = depth(last)
  if (style === 'blank' || (open > 0 && !own.isMiss)) return true
  const says = weight(all, own, last)
  if (says === 0) return open >= 0
  const pieces = own.pieces.length > 1 ? [...own.pieces, one] : [{text: last, length}, one]
  return unfold(pieces, {...all.fold}, (text) => Math.max(0, weight(all, own, text) - says)) !== null
}

/** The last line of a record, or the message that is folded, as far as it is read. */
const textSoFar = ({fold}: Assembly, own: Stream): string =>
  own.isMiss || own.pieces.length > mostPieces ? lastLine(own) : provisional(own.pieces, fold)

/** Whether a text is no more than the words that a record begins with. */
const isHead = ({rows}: Assembly, text: string): boolean => rows.records.includes(`${text.trimEnd()} `)

/** How a line is folded, as its own pieces tell where the log told nothing yet. */
function foldOf(fold: Fold, {pieces}: Stream): Fold {
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (fold.style !== 'unknown' || first === undefined || last === undefined || pieces.length < 2) return fold
  const width = Math.max(first.length, last.length)
  return {...fold, style: first.length === last.length ? 'cut' : 'worded', width}
}

/** How much of a text is known: the letters of the wording that it fits. */
function weight({rows}: Assembly, {isMiss}: Stream, text: string): number {
  const said = isMiss ? known(rows, text) : recognise(rows.messages, withoutColumn(text), true)
  return said?.wording.line.length ?? 0
}

/** The message that was folded into the pieces of a stream; null where it is not whole. */
function unfolded(all: Assembly, own: Stream): Single | null {
  const text = unfold(own.pieces, all.fold, (line) => weight(all, own, line))
  return text === null ? null : message(withoutColumn(text), all.rows)
}

/** Whether a message was shown before by another handler. */
function isShown(own: Stream, said: Single, handler: string): boolean {
  const {kind, print} = said
  switch (kind) {
    case 'traced':
    case 'lowered':
    case 'compiled': {
      const isSure = !Number.isInteger(said.seconds * 1e6)
      return own.shown(printOf(print, said.seconds), isSure ? 'sure' : 'likely', handler)
    }
    case 'alarm':
      return own.shown(printOf(print, said.seconds), 'none', handler)
    default:
      return own.shown(printOf(print, unmeasured[kind]), 'none', handler)
  }
}

/** What stands for the seconds of a message that tells none. */
const unmeasured = {persistent: -1, compiling: -2, note: -3} as const

const unknownWording = 'a line of an explanation in an unknown wording'

/** Hands on the record that a stream holds. */
function flush(all: Assembly, own: Stream): void {
  const record = own.record?.join('\n') ?? null
  if (record === null) return
  all.opened.delete(own)
  own.record = null
  if (own.isMiss) flushMiss(all, own, record)
  else flushMessage(all, own)
}

/** Hands on a message of one line that was folded. */
function flushMessage(all: Assembly, own: Stream): void {
  const single = unfolded(all, own)
  all.started ||= single !== null
  if (single === null)
    for (const [i, {text}] of own.pieces.entries()) tell(all, own, text, lineNumber(own, i))
  else if (!isShown(own, single, own.prefix.handler))
    all.taker.take(single, own.process, own.first, own.prefix.time)
}

function flushMiss(all: Assembly, own: Stream, record: string): void {
  const before = own.prefix.text
  const text = closed(refolded(clean(record), all.fold, own.style === 'raw' ? 0 : before.length), before)
  const evidence = text.slice(0, longestHead).includes(redefinition) ? 'none' : 'likely'
  const print = printOfText(text)
  if (own.shown(print, evidence, own.prefix.handler)) return
  const said = all.misses(print, text, () => miss(text, all.remember, all.keep))
  if (said === null) {
    all.unread.cut(text, (at) => lineNumber(own, at))
    return
  }
  for (const {at, text: line} of said.strange)
    all.unread.count(line, lineNumber(own, at), closest(all.rows.explanations, line) ?? unknownWording)
  all.taker.take(said, own.process, own.first, own.prefix.time)
}

/** A record without the quote that ends the text which it stands in; tables double a quote within one. */
function closed(record: string, before: string): string {
  const [, end] = closings.find(([begin]) => before.endsWith(begin)) ?? []
  const at = end === undefined ? -1 : record.lastIndexOf(end)
  if (at < 0 || at <= record.lastIndexOf('\n')) return record
  const text = record.slice(0, at)
  return end === '"' ? text.replaceAll('""', '"') : text
}

/** What a line looks like where it is like one that opens something; null where it is like none. */
function likeness({rows}: Assembly, body: string): string | null {
  const begin = body.search(rows.opening)
  const at = begin < 0 ? body.search(rows.near) : begin
  if (at < 0) return null
  const text = body.slice(at)
  return closest(rows.messages, text) ?? closest(rows.openers, text)
}

/** A line that is none of JAX's; its kind, where that depends on nothing but the line. */
function strange(all: Assembly, {text, number}: Line): string | null {
  const own = ownerOf(all, text)
  const isOpen = own.isMiss && (isField(own.prefix) || ++own.gap <= patience)
  if (own.record !== null && !isOpen) flush(all, own)
  const hasMark = own.prefix.marked > 0
  const isOwn = tell(all, own, hasMark ? text.slice(again(own.prefix, text)) : text, number)
  return isOwn && !hasMark && !mayHold(text) && !cutOff.test(text) ? ownKind(text) : null
}

/** Whether a line has the prefix of a process. */
function isMarked({streams}: Assembly, text: string): boolean {
  for (const {prefix: before} of streams.values())
    if (before.marked > 0 && again(before, text) > 0) return true
  return false
}

/** Whose process a line names; the current one where it names none. */
function ownerOf({current, streams, plain}: Assembly, text: string): Stream {
  if (current.prefix.marked === 0) return current
  for (const own of streams.values()) if (own.prefix.marked > 0 && again(own.prefix, text) > 0) return own
  return plain
}

/** Tells a line that is none of JAX's; whether it is like none. */
function tell(all: Assembly, own: Stream, text: string, number: number): boolean {
  if (!all.started && cutOff.test(text) && (text.startsWith(')') || isKnown(all.rows, text)))
    all.taker.orphan(own.process)
  const like = likeness(all, text)
  const failure = all.unread.add(text, number, like)
  if (failure !== null) {
    flush(all, own)
    all.taker.fail(failure, own.process)
  }
  return like === null
}
