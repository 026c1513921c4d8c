import type {Grammar} from './grammar.ts'
import {type Heads, heads} from './heads.ts'
import {type Known, known} from './known.ts'
import {sole, type Single} from './message.ts'
import type {Prefix} from './prefix.ts'

/** Who takes the lines that a scan finds. */
export interface Lines {
  /** A record is open that an indented line goes on with. */
  readonly open: boolean
  /** Some indented lines of the open record, and how many. */
  more(text: string, count: number): void
  /** A message on a line of its own, without a prefix. */
  single(message: Single, number: number): void
  /** A message behind a prefix that is like another but for its time; false where more than these two may stand in its line. */
  headed(message: Single, like: Prefix, time: number, number: number): boolean
  /** What stood before the message that the last line was, where the line is these two. */
  readonly head: Prefix | null
  /** Any other line; its kind, where it and all that differ from it in their digits are the program's own. */
  line(text: string, number: number): string | null
  /** A line of the program's own, of which only the kind is given; false where its text matters. */
  foreign(kind: string): boolean
}

/** Cuts bytes into lines. Lines like one before, which make up most of a log, are not read again. */
interface Scan {
  push(chunk: Uint8Array): void
  /** Ends the log; the number of its lines. */
  end(): number
}

/** A longer line is cut off: a file without line ends must not fill the memory. */
const longest = 32_000_000
/** So many bytes are taken together, few enough to stay near the processor. */
const chunkSize = 1 << 16
const newline = 10
const carriage = 13
const space = 32
const bracket = 41

/** Bytes, looked at one by one and several together. */
interface Bytes {
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** What is begun and not taken yet, and where the scan stands. */
interface Cut {
  readonly lines: Lines
  readonly rows: Grammar
  readonly known: Known
  readonly heads: Heads
  readonly utf8: TextDecoder
  /** A line whose end is not met yet, and so many of its bytes. */
  rest: Uint8Array<ArrayBuffer>
  length: number
  /** Where the lines end that are found and not taken yet. */
  readonly ends: Int32Array
  /** Lines so far. */
  number: number
  /** The rest of a line that is too long is left out. */
  skipping: boolean
}

/** A fresh scan. */
export function lineScan(lines: Lines, rows: Grammar): Scan {
  const cut: Cut = {
    lines,
    rows,
    known: known(),
    heads: heads(),
    utf8: new TextDecoder('utf-8', {ignoreBOM: true}),
    rest: new Uint8Array(1 << 12),
    length: 0,
    ends: new Int32Array(chunkSize),
    number: 0,
    skipping: false,
  }
  return {
    push(chunk) {
      for (let begin = 0; begin < chunk.length; begin += chunkSize)
        add(cut, chunk.subarray(begin, begin + chunkSize))
    },
    end() {
      if (cut.length > 0 && !cut.skipping) add(cut, Uint8Array.of(newline))
      cut.length = 0
      return cut.number
    },
  }
}

/** Takes the lines of some bytes where they stand, but for the one that began before. */
function add(cut: Cut, part: Uint8Array): void {
  const begin = cut.length === 0 ? 0 : part.indexOf(newline) + 1
  if (cut.length > 0) {
    keep(cut, begin === 0 ? part : part.subarray(0, begin))
    if (begin === 0) return
    take(cut, bytesOf(cut.rest, 0, cut.length))
    cut.length = 0
  }
  const taken = take(cut, bytesOf(part, begin, part.length))
  keep(cut, part.subarray(begin + taken))
}

/** Bytes between two positions, whatever kind of array holds them. */
function bytesOf({buffer, byteOffset}: Uint8Array, from: number, to: number): Bytes {
  const [at, size] = [byteOffset + from, to - from]
  return {bytes: new Uint8Array(buffer, at, size), view: new DataView(buffer, at, size)}
}

/** Keeps what no line end follows yet. */
function keep(cut: Cut, part: Uint8Array): void {
  const length = cut.length + part.length
  if (length > cut.rest.length) {
    const larger = new Uint8Array(2 * length)
    larger.set(cut.rest.subarray(0, cut.length))
    cut.rest = larger
  }
  cut.rest.set(part, cut.length)
  cut.length = length
  if (length <= longest) return
  cut.lines.line(decode(cut, cut.rest, 0, 200), ++cut.number)
  cut.length = 0
  cut.skipping = true
}

const decode = ({utf8}: Cut, bytes: Uint8Array, from: number, to: number): string =>
  utf8.decode(bytes.subarray(from, textEnd(bytes, from, to)))

const textEnd = (bytes: Uint8Array, from: number, to: number): number =>
  to > from && bytes[to - 1] === carriage ? to - 1 : to

/** Hands on the whole lines of some bytes; where the first line begins that is not whole. */
function take(cut: Cut, piece: Bytes): number {
  const {lines, ends} = cut
  const {bytes} = piece
  const count = findEnds(piece, ends)
  let [from, i] = [0, 0]
  if (cut.skipping && count > 0) {
    cut.skipping = false
    cut.number++
    from = (ends[i++] ?? 0) + 1
  }
  while (i < count) {
    const [begin, first] = [from, i]
    if (lines.open) for (; i < count && isIndented(bytes, from); i++) from = (ends[i] ?? 0) + 1
    cut.number += i - first
    if (i > first) lines.more(decode(cut, bytes, begin, from - 1), i - first)
    if (i === count) break
    const to = ends[i++] ?? 0
    cut.number++
    one(cut, piece, from, textEnd(bytes, from, to))
    from = to + 1
  }
  return from
}

/** Hands on a line. */
function one(cut: Cut, {bytes, view}: Bytes, from: number, to: number): void {
  const {lines, known, number} = cut
  if (from === to) return
  if (isHeaded(cut, view, from, to)) return
  const again = known.message(view, from, to)
  if (again !== null) {
    lines.single(again, number)
    return
  }
  const kind = known.foreign(view, from, to)
  if (kind !== null && lines.foreign(kind)) return
  const text = decode(cut, bytes, from, to)
  const message = text.includes('\r') ? null : sole(text, cut.rows)
  if (message !== null) {
    known.learnMessage(view, from, to, message)
    lines.single(message, number)
    return
  }
  const own = lines.line(text, number)
  if (own !== null) known.learnForeign(view, from, to, own)
  else if (lines.head !== null) learnHead(cut, view, from, to, text, lines.head)
}

/** Hands on a line that is a prefix and a message like others before. */
function isHeaded(
  {heads: all, known: own, lines, number}: Cut,
  view: DataView,
  from: number,
  to: number,
): boolean {
  const head = all.find(view, from, to)
  if (head === null) return false
  const said = own.message(view, from + head.bytes.length, to)
  return said !== null && lines.headed(said, head.like, head.time(view, from), number)
}

/** Remembers what stands before a message, and that. */
function learnHead(
  {heads: all, known: own, rows}: Cut,
  view: DataView,
  from: number,
  to: number,
  text: string,
  head: Prefix,
): void {
  const said = sole(text.slice(head.text.length), rows)
  const begin = from + head.text.length
  if (said === null || (all.find(view, from, to)?.bytes.length !== head.text.length && !all.learn(head)))
    return
  own.learnMessage(view, begin, to, said)
}

/** Finds the line ends; how many. Sixteen bytes are looked at together, since few are below a blank. */
function findEnds({bytes}: Bytes, ends: Int32Array): number {
  if (bytes.length < wide) return endsBetween(bytes, 0, bytes.length, ends, 0)
  const head = -bytes.byteOffset & 3
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >> 2)
  const whole = words.length & ~3
  let count = endsBetween(bytes, 0, head, ends, 0)
  for (let i = 0; i < whole; i += 4) {
    if (((low(words, i) | low(words, i + 1) | low(words, i + 2) | low(words, i + 3)) & highs) === 0) continue
    for (let each = i; each < i + 4; each++)
      if ((low(words, each) & highs) !== 0)
        count = endsBetween(bytes, head + 4 * each, head + 4 * each + 4, ends, count)
  }
  return endsBetween(bytes, head + 4 * whole, bytes.length, ends, count)
}

/** So many bytes hold a word that begins at a multiple of its size, wherever they begin. */
const wide = 8
/** Four blanks, and the highest bits of four bytes. */
const [blanks, highs] = [0x20202020, 0x80808080] as const

/** A word whose bytes have their highest bits where they are below a blank, and perhaps above such a byte. */
function low(words: Int32Array, at: number): number {
  const word = words[at] ?? 0
  return (word - blanks) & ~word
}

function endsBetween(bytes: Uint8Array, from: number, to: number, ends: Int32Array, count: number): number {
  let found = count
  for (let at = from; at < to; at++) if (bytes[at] === newline) ends[found++] = at
  return found
}

const isIndented = (bytes: Uint8Array, from: number): boolean =>
  bytes[from] === bracket || (bytes[from] === space && bytes[from + 1] === space)
