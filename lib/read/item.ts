import type {ExplanationSays} from '../release/index.ts'
import type {Said} from './grammar.ts'
import {depth} from '../python/index.ts'

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
  let isName = false
  const ends = marks.map((mark) => itemEnds(record, mark))
  for (let from = 0, to = from; from <= record.length; from = to + 1) {
    to = lineEnd(record, from)
    let text = record.slice(from, to)
    if (from > 0 && begins.test(text)) {
      const next = Math.min(...ends.map((end) => end(to)))
      if (next > to && depth(text) > 0) {
        to = next
        text = record.slice(from, to)
      }
    }
    if (isName || text.includes(`${unseen} `)) {
      to = closes(record, to, depth(text))
      text = onOneLine(record.slice(from, to))
    }
    text = text.trim()
    if (text === '') continue
    isName = text.endsWith(unseen)
    yield {from, text}
  }
}

/** Behind it, or on the next line, stands a function: one without a name goes by its repr, in which arrays take several lines. */
const unseen = 'never seen function:'
const spaces = / +/g

/** A repr of several lines as one, without the spaces that align the numbers of an array. */
const onOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .replace(spaces, (run, at: number, whole: string) => {
      const [before, after] = [whole.charAt(at - 1), whole.charAt(at + run.length)]
      if (before === '[' || before === '(' || after === ']' || after === ')') return ''
      return before === ',' ? ' ' : run
    })

/** Where the line ends that closes the brackets which are open before it; a bracket that stays open closes with its own line. */
function closes(text: string, from: number, open: number): number {
  let [to, left] = [from, open]
  while (left > 0 && to < text.length) {
    const end = lineEnd(text, to + 1)
    left += depth(text.slice(to + 1, end))
    to = end
  }
  return left > 0 ? from : to
}
const begins = /^ *(?:\* |\[\d+\]: now |now )/

/** Where the line ends that stands at a position. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}

/** What an item begins with, behind letters that a native search finds, which is much faster than an expression. */
const marks = [
  ['* ', /\n *\* /],
  [']: ', /\n *\[\d+\]: now /],
] as const
/** No more blanks and digits stand before those letters, and behind them. */
const [before, behind] = [40, 7]

/** Where the line before the next of such items ends. Asked of positions in order, it reads the text once. */
function itemEnds(text: string, [letters, item]: (typeof marks)[number]): (from: number) => number {
  let found = -1
  return (from) => {
    if (found >= from) return found
    found = text.length
    for (let at = text.indexOf(letters, from); at >= 0; at = text.indexOf(letters, at + 1)) {
      const begin = Math.max(from, at - before)
      const place = text.slice(begin, at + behind).search(item)
      if (place < 0) continue
      found = begin + place
      break
    }
    return found
  }
}

/** Lines of a record with their numbers, counted from 0. */
export function numbered(record: string, lines: readonly Item[]): {at: number; text: string}[] {
  let [at, seen] = [0, 0]
  return lines.map(({from, text}) => {
    for (; seen < from; seen = lineEnd(record, seen) + 1) at++
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
