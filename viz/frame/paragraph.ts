import {breakable} from '../../lib/index.ts'
import type {Role} from '../theme.ts'
import type {Drawing} from './drawing.ts'
import {type Span, spans, spansWidth} from './spans.ts'
import {clean} from './text.ts'

/** Lines of a picture, and how high they are, in px. */
export interface Block {
  readonly drawings: readonly Drawing[]
  readonly height: number
}

/** How a paragraph is set. */
interface Setting {
  readonly size?: number
  readonly fill?: Role
  /** So many lines at most; what goes beyond ends in `…`. */
  readonly most?: number
}

/** The words of a sentence; what stands between backticks is one word of code. */
function wordsOf(sentence: string): Span[] {
  const parts = clean(sentence).split('`')
  return parts.flatMap((part, at): Span[] => {
    const tight = at > 0 && !(parts[at - 1] ?? ' ').endsWith(' ')
    if (at % 2 === 1 && at < parts.length - 1) return [{text: part, code: true, tight}]
    return breakable(part)
      .map((text, place) => ({text, tight: at > 0 && place === 0}))
      .filter(({text}) => text !== '')
  })
}

/** Words that no line parts: a name in code with what stands close before and behind it. */
const groups = (words: readonly Span[]): Span[][] =>
  words.reduce<Span[][]>((all, word) => {
    const last = all.at(-1)
    if (last === undefined || word.tight !== true) return [...all, [word]]
    last.push(word)
    return all
  }, [])

/** Words side by side of one look as one piece. */
const joined = (words: readonly Span[]): Span[] =>
  words.reduce<Span[]>((pieces, word) => {
    const last = pieces.at(-1)
    if (last === undefined || last.code === true || word.code === true) return [...pieces, word]
    return [...pieces.slice(0, -1), {...last, text: `${last.text} ${word.text}`}]
  }, [])

/** Ends a line in `…`, in the place of as many words as that needs. */
function endOpen(line: Span[], room: number, size: number): void {
  while (line.length > 1 && spansWidth([...line, {text: '…'}], size) > room) line.pop()
  line.push({text: '…'})
}

/**
 * A sentence in lines of `room` px, the first of them on `y`; what stands between backticks is set as code.
 *
 * @example
 * paragraph('`step` was compiled 10 times', 8, 20, 300).height // 20
 */
export function paragraph(
  sentence: string,
  x: number,
  y: number,
  room: number,
  {size = 13, fill = 'ink', most = 3}: Setting = {},
): Block {
  const lines: Span[][] = [[]]
  for (const group of groups(wordsOf(sentence))) {
    const line = lines.at(-1) ?? []
    if (line.length > 0 && spansWidth([...line, ...group], size) > room) lines.push(group)
    else line.push(...group)
  }
  const kept = lines.slice(0, most)
  if (kept.length < lines.length) endOpen(kept.at(-1) ?? [], room, size)
  const step = Math.round(size * 1.5)
  return {
    drawings: kept.map((line, at) => spans(joined(line), x, y + at * step, {size, fill, room})),
    height: kept.length * step,
  }
}
