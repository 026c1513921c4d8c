import type {Grammar} from './grammar.ts'
import {type Known, known} from './known.ts'
import {sole, type Single} from './message.ts'

/** Who takes the lines that a scan finds. */
export interface Lines {
  /** A record is open that an indented line goes on with. */
  readonly open: boolean
  /** Some indented lines of the open record, and how many. */
  more(text: string, count: number): void
  /** A message on a line of its own, without a prefix. */
  single(message: Single, number: number): void
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

/** The bytes that are not taken yet, and where the scan stands in them. */
interface Cut {
  readonly lines: Lines
  readonly rows: Grammar
  readonly known: Known
  readonly utf8: TextDecoder
  buffer: Uint8Array<ArrayBuffer>
  view: DataView
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
  const buffer = new Uint8Array(1 << 16)
  const cut: Cut = {
    lines,
    rows,
    known: known(),
    utf8: new TextDecoder('utf-8', {ignoreBOM: true}),
    buffer,
    view: new DataView(buffer.buffer),
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

function add(cut: Cut, part: Uint8Array): void {
  if (cut.length + part.length > cut.buffer.length) {
    const larger = new Uint8Array(Math.max(cut.buffer.length * 2, cut.length + part.length))
    larger.set(cut.buffer.subarray(0, cut.length))
    cut.buffer = larger
    cut.view = new DataView(larger.buffer)
  }
  cut.buffer.set(part, cut.length)
  const from = cut.length
  cut.length += part.length
  keep(cut, take(cut, findEnds(cut, from)))
}

/** Keeps what no line end follows yet. */
function keep(cut: Cut, from: number): void {
  if (from > 0) cut.buffer.copyWithin(0, from, cut.length)
  cut.length -= from
  if (cut.length <= longest) return
  cut.lines.line(decode(cut, 0, 200), ++cut.number)
  cut.length = 0
  cut.skipping = true
}

const decode = ({utf8, buffer}: Cut, from: number, to: number): string =>
  utf8.decode(buffer.subarray(from, textEnd(buffer, from, to)))

const textEnd = (buffer: Uint8Array, from: number, to: number): number =>
  to > from && buffer[to - 1] === carriage ? to - 1 : to

/** Hands on the whole lines, of which so many end; where the first line begins that is not whole. */
function take(cut: Cut, count: number): number {
  const {lines, buffer, ends} = cut
  let from = 0
  let run = -1
  let runLines = 0
  let open = lines.open
  for (let i = 0; i < count; i++) {
    const to = ends[i] ?? from
    cut.number++
    if (cut.skipping) cut.skipping = false
    else if (open && isIndented(buffer, from)) {
      if (run < 0) run = from
      runLines++
    } else {
      if (run >= 0) lines.more(decode(cut, run, from - 1), runLines)
      run = -1
      runLines = 0
      one(cut, from, textEnd(buffer, from, to))
      open = lines.open
    }
    from = to + 1
  }
  if (run >= 0) lines.more(decode(cut, run, from - 1), runLines)
  return from
}

/** Hands on a line. */
function one(cut: Cut, from: number, to: number): void {
  const {lines, known, view, number} = cut
  if (from === to) return
  const again = known.message(view, from, to)
  if (again !== null) {
    lines.single(again, number)
    return
  }
  const kind = known.foreign(view, from, to)
  if (kind !== null && lines.foreign(kind)) return
  const text = decode(cut, from, to)
  const message = sole(text, cut.rows)
  if (message !== null) {
    known.learnMessage(view, from, to, message)
    lines.single(message, number)
    return
  }
  const own = lines.line(text, number)
  if (own !== null) known.learnForeign(view, from, to, own)
}

/** Finds the line ends from a position on; how many. Four bytes are looked at together. */
function findEnds({buffer, view, ends, length}: Cut, from: number): number {
  let [count, at] = [0, from]
  for (; at + 4 <= length; at += 4) {
    const other = view.getInt32(at, true) ^ newlines
    if (((other - ones) & ~other & highs) === 0) continue
    for (let i = at; i < at + 4; i++) if (buffer[i] === newline) ends[count++] = i
  }
  for (; at < length; at++) if (buffer[at] === newline) ends[count++] = at
  return count
}

/** Four line ends; a number is 0 in one of its bytes where `number - ones` borrows from there. */
const [newlines, ones, highs] = [0x0a0a0a0a, 0x01010101, 0x80808080] as const

const isIndented = (buffer: Uint8Array, from: number): boolean =>
  buffer[from] === bracket || (buffer[from] === space && buffer[from + 1] === space)
