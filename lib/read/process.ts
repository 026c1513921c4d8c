import {type Piece} from './folded.ts'
import {again, type Prefix, prefix} from './prefix.ts'
import {depth} from './literal.ts'
import {shown, type Shown} from './shown.ts'

/** The lines of one process. */
export interface Stream {
  readonly process: string
  readonly shown: Shown
  /** What is being read: a miss, or a message of one line that is folded, in pieces of whole lines, the last one its last line; null between them. */
  record: string[] | null
  isMiss: boolean
  /** It stands in strings. */
  isQuoted: boolean
  /** How many lines it has, and the number of its first. */
  lines: number
  first: number
  /** The number of its last line that was read alone, and how many of its lines stand in one line of the file with the line before. */
  last: number
  repeats: number
  prefix: Prefix
  /** What stands before the lines that go on with it: the prefix once more, as many blanks, or nothing. */
  style: 'open' | 'same' | 'blank' | 'raw'
  /** Other lines since its last. */
  gap: number
  /** Brackets open in it but for its last line, and how many of its pieces that counts. */
  open: number
  counted: number
  /** The pieces of its last line; empty where that is not folded. */
  pieces: Piece[]
  /** Letters of the last line, with its prefix. */
  length: number
}

const none = prefix('')

/** The stream of a process. */
export const stream = (process: string): Stream => ({
  process,
  shown: shown(),
  record: null,
  isMiss: true,
  isQuoted: false,
  lines: 0,
  first: 0,
  last: 0,
  repeats: 0,
  prefix: none,
  style: 'open',
  gap: 0,
  open: 0,
  counted: 0,
  pieces: [],
  length: 0,
})

/** How a record begins. */
interface Opening {
  readonly said: string
  /** What is said, and perhaps something behind it. */
  readonly whole: string
  readonly isMiss: boolean
  readonly isQuoted: boolean
  readonly prefix: Prefix
  /** The number of its line, and how long that is. */
  readonly first: number
  readonly length: number
}

/** Begins a record. */
export function begin(own: Stream, {said, whole, ...given}: Opening): void {
  Object.assign(own, given)
  own.record = [said]
  own.lines = 1
  own.last = given.first
  own.repeats = 0
  own.style = given.prefix.text === '' ? 'raw' : 'open'
  own.gap = 0
  own.open = 0
  own.counted = 0
  own.pieces = [{text: whole, length: given.length}]
}

/** Adds lines to a record. */
export function goOn(own: Stream, text: string, count: number, length: number): void {
  own.record?.push(text)
  own.lines += count
  own.gap = 0
  own.pieces = []
  own.length = length
}

/** Notes the number of the line that a record just went on with. */
export function reach(own: Stream, number: number): void {
  if (Math.floor(number) === Math.floor(own.last)) own.repeats++
  own.last = number
}

/** The number of a line of a record; with a fraction where several of its lines stand in one of the file. */
export function lineNumber({first, last, lines, repeats}: Stream, at: number): number {
  if (repeats === 0) return first + at
  return Math.floor(first) + Math.min(at, lines - repeats - 1) + (last % 1 || first % 1)
}

/** Lines without the last one, and that. */
function apart(lines: string): [string, string] {
  const last = lines.lastIndexOf('\n')
  return last < 0 ? ['', lines] : [lines.slice(0, last), lines.slice(last + 1)]
}

/** The last line of a record. */
export const lastLine = ({record}: Stream): string => apart(record?.at(-1) ?? '')[1]

/** Writes the last line of a record anew. */
export function replaceLast({record}: Stream, text: string): void {
  const [before] = apart(record?.pop() ?? '')
  if (before !== '') record?.push(before)
  record?.push(text)
}

const openIn = (lines: string): number => apart(lines).reduce((sum, text) => sum + depth(text), 0)

/** How many brackets are open in a record. */
export function brackets(own: Stream): number {
  const record = own.record ?? []
  for (; own.counted < record.length - 1; own.counted++) own.open += openIn(record[own.counted] ?? '')
  return own.open + openIn(record.at(-1) ?? '')
}

const field = /^\s*[A-Z][A-Z0-9_]*=$/

/** Whether a prefix is the name of a field of an entry whose fields stand on lines of their own, as journald prints it. */
export const isField = ({text}: Prefix): boolean => field.test(text)

/** What a line may be without what stands before it. */
export interface Body {
  readonly body: string
  /** How that stands there. */
  readonly style: Stream['style']
  /** It may only be the rest of a folded line. */
  readonly isRest?: boolean
}

/** What a line may be without what stands before it, the likeliest first: where that stands before each line, a folded one goes on without it. */
export function bodies(own: Stream, text: string): Body[] {
  const {style, prefix: before} = own
  const blank = before.text.length
  const all = style === 'raw' || style === 'blank' ? 0 : again(before, text)
  const isOfField = isField(before)
  const same = isOfField && !text.startsWith(before.text) ? 0 : all
  const isBlank = style !== 'raw' && blank >= 4 && startsBlank(text, blank)
  return [
    ...(isBlank && same < blank ? [{body: text.slice(blank), style: 'blank' as const}] : []),
    ...(same > 0 ? [{body: text.slice(same), style: 'same' as const}] : []),
    ...(style === 'blank' || isOfField
      ? []
      : [{body: text, style: 'raw' as const, isRest: style === 'same'}]),
  ]
}

function startsBlank(text: string, count: number): boolean {
  for (let at = 0; at < count; at++) if (text.charCodeAt(at) !== 32) return false
  return text.length > count
}
