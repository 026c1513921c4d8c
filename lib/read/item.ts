import type {ExplanationSays} from '../release/index.ts'
import type {Said} from './grammar.ts'
import {depth} from './literal.ts'

/** A line of a record, or several where a value goes on. */
interface Item {
  /** The number of its first line, from 0. */
  readonly at: number
  readonly text: string
}

/** A line of a record with what it says, if anything known. */
export interface Line extends Item {
  readonly said: Said<ExplanationSays> | null
}

/** The lines of a record without their indentation; a line that opens a bracket goes on to the next item of a list. */
export function* items(record: string): Generator<Item> {
  let number = 0
  for (let from = 0, to = from; from <= record.length; from = to + 1, number++) {
    to = lineEnd(record, from)
    const at = number
    let text = record.slice(from, to)
    if (at > 0 && (isBulleted(record, from) || isSides(text)) && depth(text) > 0) {
      for (; to < record.length && !isBulleted(record, to + 1); to = lineEnd(record, to + 1)) number++
      text = record.slice(from, to)
    }
    text = text.trim()
    if (text !== '') yield {at, text}
  }
}

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}

const sides = /^ *now /
const isSides = (text: string): boolean => sides.test(text)

const bullet = /(?:\* |\[\d+\]: now )/y

/** Whether the line at a position begins an item of a list. */
function isBulleted(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  bullet.lastIndex = at
  return bullet.test(text)
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
