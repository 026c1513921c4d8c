import {ownPrefix} from '../guards/index.ts'
import type {Piece} from './folded.ts'
import {again, type Prefix} from './prefix.ts'
import {depth} from '../python/index.ts'

/** What is being read of a process: an explanation of JAX's, a message of torch's, or one of a single line that is folded. */
export interface OpenRecord {
  /** Its lines but for the last one, some of them together, and that; lines that were taken together may stand before it until `parted`. */
  readonly before: string[]
  lastLine: string
  kind: 'miss' | 'torch' | 'message'
  /** A line of it, behind the first, neither is indented nor closes a node. */
  hasBare: boolean
  /** It stands in strings. */
  readonly isQuoted: boolean
  readonly prefix: Prefix
  /** What torch writes before each of its lines; empty where nothing is. */
  own: string
  /** At how many letters torch's lines are cut; 0 where that is not known. */
  width: number
  /** How many lines it has, and the number of its first. */
  lines: number
  readonly first: number
  /** The number of its last line that was read alone, and how many of its lines stand in one line of the file with the line before. */
  last: number
  repeats: number
  /** What stands before the lines that go on with it: the prefix once more, as many blanks, or nothing. */
  style: 'open' | 'same' | 'blank' | 'raw'
  /** Other lines since its last. */
  gap: number
  /** Brackets open in it but for its last line, and how many of its texts that counts. */
  open: number
  counted: number
  /** The pieces of its last line; empty where that is not folded. */
  pieces: Piece[]
  /** Letters of the last line, with its prefix. */
  length: number
}

/** How a record begins. */
interface Opening extends Pick<OpenRecord, 'kind' | 'isQuoted' | 'prefix' | 'first' | 'length'> {
  readonly said: string
  /** What is said, and perhaps something behind it. */
  readonly whole: string
}

/** Begins a record. */
export const begin = ({said, whole, kind, isQuoted, prefix, first, length}: Opening): OpenRecord => ({
  before: [],
  lastLine: said,
  kind,
  hasBare: false,
  isQuoted,
  prefix,
  own: kind === 'torch' ? ownPrefix(prefix.text) : '',
  width: 0,
  lines: 1,
  first,
  last: first,
  repeats: 0,
  style: prefix.text === '' ? 'raw' : 'open',
  gap: 0,
  open: 0,
  counted: 0,
  pieces: [{text: whole, length}],
  length,
})

/** Adds lines to a record; of several all are indented or close a node. */
export function goOn(own: OpenRecord, text: string, count: number, length: number): void {
  own.hasBare ||= !text.startsWith(' ') && !text.startsWith(')')
  own.before.push(own.lastLine)
  own.lastLine = text
  own.lines += count
  own.gap = 0
  own.pieces = []
  own.length = length
}

/** Parts the last line of a record from those that it was taken with: few records are asked for it. */
export function parted(own: OpenRecord): void {
  const last = own.lastLine.lastIndexOf('\n')
  if (last < 0) return
  own.before.push(own.lastLine.slice(0, last))
  own.lastLine = own.lastLine.slice(last + 1)
}

/** Notes the number of the line that a record just went on with. */
export function reach(own: OpenRecord, number: number): void {
  if (Math.floor(number) === Math.floor(own.last)) own.repeats++
  own.last = number
}

/** The number of a line of a record; with a fraction where several of its lines stand in one of the file. */
export const lineNumber = ({first, last, lines, repeats}: OpenRecord, at: number): number =>
  repeats === 0 ? first + at : Math.floor(first) + Math.min(at, lines - repeats - 1) + (last % 1 || first % 1)

/** How many brackets are open in a record. */
export function brackets(own: OpenRecord): number {
  parted(own)
  for (const text of own.before.slice(own.counted)) own.open += depth(text)
  own.counted = own.before.length
  return own.open + depth(own.lastLine)
}

const field = /^\s*[A-Z][A-Z0-9_]*=$/

/** Whether a prefix is the name of a field of an entry whose fields stand on lines of their own, as journald prints it. */
export const isField = ({text}: Prefix): boolean => field.test(text)

/** What a line may be without what stands before it. */
export interface Body {
  readonly body: string
  /** How that stands there. */
  readonly style: OpenRecord['style']
  /** It may only be the rest of a folded line. */
  readonly isRest?: boolean
}

const notBlank = /[^ ]|$/
const padded = /^\S+ {2,}$/
/** A narrower column of blanks is taken for JAX's own indentation. */
const narrowestColumn = 9

/** Whether a line begins a message of its own: a word, a level, is padded to the column at which messages begin. */
const isOfAnother = ({length}: string, text: string, blanks: number): boolean =>
  text[length] !== ' ' && padded.test(text.slice(blanks, length))

/** How many blanks stand for a prefix: all of it, or its columns without the words that the message itself begins with. */
function marginOf(before: string, text: string): number {
  const blanks = text.search(notBlank)
  if (blanks >= before.length) return before.length < 4 ? 0 : before.length
  const column = before.lastIndexOf(' ', blanks - 1) + 1
  if (isOfAnother(before, text, blanks)) return 0
  return column < narrowestColumn ? 0 : column
}

/** What a line may be without what stands before it, the likeliest first: where that stands before each line, a folded one goes on without it. */
export function bodies({style, prefix: before}: OpenRecord, text: string): Body[] {
  const blank = style === 'raw' ? 0 : marginOf(before.text, text)
  const isOfField = isField(before)
  const isSame = style !== 'raw' && style !== 'blank' && (!isOfField || text.startsWith(before.text))
  const same = isSame ? again(before, text) : 0
  const isBlank = blank > 0 && same < blank && text.length > blank
  return [
    ...(isBlank ? [{body: text.slice(blank), style: 'blank' as const}] : []),
    ...(same > 0 ? [{body: text.slice(same), style: 'same' as const}] : []),
    ...(style === 'blank' || isOfField
      ? []
      : [{body: text, style: 'raw' as const, isRest: style === 'same'}]),
  ]
}
