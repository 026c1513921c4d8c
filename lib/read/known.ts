import type {Single} from './message.ts'

/** What was read of lines: it holds for each line like them, which then need not be read. Lines are bytes between two positions. */
export interface Known {
  /** The message that a line is, but for its seconds; null where none like it was read. */
  message(bytes: DataView, from: number, to: number): Single | null
  /** The kind of a line of the program's own, but for its digits; null likewise. */
  foreign(bytes: DataView, from: number, to: number): string | null
  learnMessage(bytes: DataView, from: number, to: number, read: Single): void
  learnForeign(bytes: DataView, from: number, to: number, kind: string): void
}

/** A line that was read: a number that stands for its bytes, where they are kept, and what was read of them. */
interface Pattern<T> {
  readonly print: number
  readonly at: number
  readonly size: number
  readonly read: T
}

/** Patterns, and the bytes of all. */
interface Patterns<T> {
  readonly all: Pattern<T>[]
  /** Which of them stands at the first free place from its number on, counted from 1; twice as many places at least as patterns. */
  places: Int32Array
  kept: DataView
  size: number
}

/** When so many bytes are remembered, all are forgotten. */
const bytesKept = 1 << 22
const longest = 20_000
const placesFirst = 1 << 10
/** Digits that make an exact integer, with the unit behind them. */
const digitsKept = 19
const [space, point, zero, nine] = [32, 46, 48, 57] as const
/** What stands behind seconds: ` sec`. */
const unit = new DataView(new TextEncoder().encode(' sec').buffer).getInt32(0)

/** Nothing is known yet. */
export function known(): Known {
  const messages = patterns<Single>()
  const foreign = patterns<string>()
  return {
    message(bytes, from, to) {
      const begin = secondsAt(bytes, from, to)
      const found = patternOf(messages, printOf(bytes, from, begin))
      if (found?.size !== begin - from || !isSame(messages, found, bytes, from)) return null
      const {read} = found
      if (begin === to) return isTimed(read) ? null : read
      if (!isTimed(read)) return null
      const {kind, name, wording, print} = read
      return {kind, name, wording, print, seconds: numberAt(bytes, begin, to)}
    },
    foreign(bytes, from, to) {
      const found = patternOf(foreign, shapeOf(bytes, from, to))
      return found?.size === to - from && isAlike(foreign, found, bytes, from) ? found.read : null
    },
    learnMessage(bytes, from, to, read) {
      const begin = secondsAt(bytes, from, to)
      const isWhole = isTimed(read) ? begin < to && read.seconds === numberAt(bytes, begin, to) : begin === to
      if (isWhole) learn(messages, printOf(bytes, from, begin), partOf(bytes, from, begin), read)
    },
    learnForeign(bytes, from, to, kind) {
      learn(foreign, shapeOf(bytes, from, to), partOf(bytes, from, to), kind)
    },
  }
}

const patterns = <T>(): Patterns<T> => ({
  all: [],
  places: new Int32Array(placesFirst),
  kept: new DataView(new ArrayBuffer(1 << 12)),
  size: 0,
})

type Timed = Extract<Single, {kind: 'traced' | 'lowered' | 'compiled'}>

const isTimed = (read: Single): read is Timed =>
  read.kind === 'traced' || read.kind === 'lowered' || read.kind === 'compiled'

const partOf = ({buffer, byteOffset}: DataView, from: number, to: number): Uint8Array =>
  new Uint8Array(buffer, byteOffset + from, to - from)

/** The pattern of a number, the first learnt of several. */
function patternOf<T>({all, places}: Patterns<T>, print: number): Pattern<T> | undefined {
  for (let at = print; ; at++) {
    const number = places[at & (places.length - 1)] ?? 0
    const found = number > 0 ? all[number - 1] : undefined
    if (found === undefined || found.print === print) return found
  }
}

function learn<T>(held: Patterns<T>, print: number, line: Uint8Array, read: T): void {
  if (line.length > longest || patternOf(held, print) !== undefined) return
  if (held.size + line.length > bytesKept) {
    held.all.length = 0
    held.places.fill(0)
    held.size = 0
  }
  if (held.size + line.length > held.kept.byteLength) {
    const larger = new Uint8Array(Math.max(2 * held.kept.byteLength, held.size + line.length))
    larger.set(partOf(held.kept, 0, held.size))
    held.kept = new DataView(larger.buffer)
  }
  partOf(held.kept, 0, held.kept.byteLength).set(line, held.size)
  held.all.push({print, at: held.size, size: line.length, read})
  held.size += line.length
  if (2 * held.all.length <= held.places.length) place(held.places, print, held.all.length)
  else {
    held.places = new Int32Array(2 * held.places.length)
    for (const [i, one] of held.all.entries()) place(held.places, one.print, i + 1)
  }
}

/** Puts a number down at the first free place. */
function place(places: Int32Array, from: number, number: number): void {
  let at = from
  while (places[at & (places.length - 1)] !== 0) at++
  places[at & (places.length - 1)] = number
}

/** Where the seconds begin that a line ends with; its end where it ends with none. */
function secondsAt(bytes: DataView, from: number, to: number): number {
  if (to - from < 8 || bytes.getInt32(to - 4) !== unit) return to
  let [at, points] = [to - 4, 0]
  for (; at > from && points < 2; at--) {
    const byte = bytes.getUint8(at - 1)
    if (byte === point) points++
    else if (!isDigit(byte)) break
  }
  const isNumber = points < 2 && to - at <= digitsKept && isDigit(bytes.getUint8(at))
  return isNumber && at > from && bytes.getUint8(at - 1) === space ? at : to
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine

/** The seconds that begin at a position: their digits make one integer, which a power of ten divides exactly rounded. */
function numberAt(bytes: DataView, from: number, to: number): number {
  let [digits, scale] = [0, 0]
  for (let at = from; at < to - 4; at++) {
    const byte = bytes.getUint8(at)
    if (byte === point) scale = 1
    else {
      digits = digits * 10 + byte - zero
      scale *= 10
    }
  }
  return digits / (scale || 1)
}

/** A number that stands for the bytes of a line. */
function printOf(bytes: DataView, from: number, to: number): number {
  let [sum, at] = [to - from, from]
  for (; at + 4 <= to; at += 4) sum = joined(sum, bytes.getInt32(at, true))
  for (; at < to; at++) sum = joined(sum, bytes.getUint8(at))
  return mixed(sum)
}

/** A number that stands for the bytes of a line, whatever its digits. */
function shapeOf(bytes: DataView, from: number, to: number): number {
  let sum = to - from
  for (let at = from; at < to; at++) {
    const byte = bytes.getUint8(at)
    sum = joined(sum, isDigit(byte) ? zero : byte)
  }
  return mixed(sum)
}

const joined = (sum: number, word: number): number => (Math.imul(sum, 0x9e3779b1) + word) | 0

/** Lets all of a sum show in its last digits. */
function mixed(sum: number): number {
  const product = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b)
  return product ^ (product >>> 13)
}

function isSame(
  {kept}: Patterns<unknown>,
  {at, size}: Pattern<unknown>,
  bytes: DataView,
  from: number,
): boolean {
  let i = 0
  for (; i + 4 <= size; i += 4)
    if (kept.getInt32(at + i, true) !== bytes.getInt32(from + i, true)) return false
  for (; i < size; i++) if (kept.getUint8(at + i) !== bytes.getUint8(from + i)) return false
  return true
}

function isAlike(
  {kept}: Patterns<unknown>,
  {at, size}: Pattern<unknown>,
  bytes: DataView,
  from: number,
): boolean {
  for (let i = 0; i < size; i++) {
    const [one, two] = [kept.getUint8(at + i), bytes.getUint8(from + i)]
    if (one !== two && !(isDigit(one) && isDigit(two))) return false
  }
  return true
}
