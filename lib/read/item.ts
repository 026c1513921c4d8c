import type {ExplanationSays} from '../release/index.ts'
import type {Said} from './grammar.ts'
import {depth} from './literal.ts'

/** A line of a record, or several where a value goes on. */
interface Item {
  /** Where its first line begins in the record. */
  readonly from: number
  readonly text: string
}

/** A line of a record with what it says, if anything known. */
export interface Line extends Item {
  readonly said: Said<ExplanationSays> | null
}

/** The lines of a record without their indentation; a line that opens a bracket goes on to the next item of a list. */
export function* items(record: string): Generator<Item> {
  for (let from = 0, to = from; from <= record.length; from = to + 1) {
    to = endOf(record, lineEnd, from)
    let text = record.slice(from, to)
    if (from > 0 && begins.test(text) && depth(text) > 0) {
      to = nextItem(record, to)
      text = record.slice(from, to)
    }
    text = text.trim()
    if (text !== '') yield {from, text}
  }
}

const lineEnd = /\n/g
const begins = /^ *(?:\* |\[\d+\]: now |now )/

/** Where something ends: at the first match from a position on, or with the text. */
function endOf(text: string, end: RegExp, from: number): number {
  end.lastIndex = from
  return end.exec(text)?.index ?? text.length
}

/** The end of the line behind which the next item of a list begins. */
const nextItem = (text: string, from: number): number =>
  Math.min(...marks.map(([mark, before]) => lineWith(text, from, mark, before)))

/** The marks of an item, and what stands before them on its line. */
const marks = [
  ['* ', /\n *$/],
  [']: now ', /\n *\[\d+$/],
] as const
/** More blanks and digits than stand before a mark. */
const widest = 200

/** Where the line before one with a mark ends. The search for a mark is native, and much faster than an expression. */
function lineWith(text: string, from: number, mark: string, before: RegExp): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    const begin = Math.max(from, at - widest)
    const found = before.exec(text.slice(begin, at))
    if (found !== null) return begin + found.index
  }
  return text.length
}

/** Lines of a record with their numbers, counted from 0. */
export function numbered(record: string, lines: readonly Item[]): {at: number; text: string}[] {
  let [at, seen] = [0, 0]
  return lines.map(({from, text}) => {
    for (; seen < from; seen = endOf(record, lineEnd, seen) + 1) at++
    return {at, text}
  })
}

/** Parts of a key that a heading announces. */
const headings: ReadonlySet<ExplanationSays> = new Set<ExplanationSays>([
  'context',
  'tree',
  'passing',
  'arguments',
  'debug',
  'types',
  'positional statics',
  'keyword statics',
  'unavailable',
])

export const isHeading = (says: ExplanationSays): boolean => headings.has(says)

/**
 * The lines of a record as far as they tell of one earlier key. Where several are closest, JAX lists them one after the other
 * without a mark between them; each has the same kinds of differences, or is told by one.
 */
export function firstKey(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({said}) => said?.says === 'several closest')) return lines
  const [first, ...others] = lines.flatMap(({said}, i) =>
    said !== null && isHeading(said.says) ? [{says: said.says, i}] : [],
  )
  const again = others.find(({says}) => says === first?.says)
  return lines.slice(0, (again ?? others[0])?.i)
}
