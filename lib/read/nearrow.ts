import {resembling} from '../words/index.ts'
import type {Grammar, ReadyWording} from './grammar.ts'
import {lackOf} from './linetemplate.ts'
import {isOwn, marksOf, plainWord, type RowWord, stem, stemLetters, together, words} from './rowwords.ts'

/** A word of a line: where it begins, and the how-manieth it is. */
interface LineWord extends RowWord {
  readonly from: number
  readonly at: number
}

/** Words that a row and a line share, in one order. */
interface Chain {
  readonly letters: number
  /** Letters of all words of the row up to the last of them. */
  readonly reach: number
  /** The last of them, in the line. */
  readonly at: number
  /** Where the first of them begins. */
  readonly from: number
  /** How many of the last ones stand side by side in both; the most that do. */
  readonly run: number
  readonly longest: number
  /** One of them is a word of JAX's own. */
  readonly isTerm: boolean
}

const none: Chain = {letters: 0, reach: 0, at: -2, from: -1, run: 0, longest: 0, isTerm: false}

/** No more of a line is looked at. */
const [lettersRead, wordsRead] = [2000, 64] as const
/** Fewer letters of its own say too little of a line to take it for one like a row; likewise inside a record. */
const [telling, tellingInside] = [13, 6] as const
/** Whether two words are one, or begin alike for half of their letters. */
function areAlike(one: string, two: string): boolean {
  if (one === two) return true
  let same = 0
  while (same < one.length && one[same] === two[same]) same++
  return same >= stemLetters && 2 * same >= Math.max(one.length, two.length)
}

/** The words of a line, those alone of which some row has the like. */
function lineWords(text: string, stems: ReadonlySet<string>): LineWord[] {
  const found: LineWord[] = []
  let at = 0
  for (const {0: letters, index} of text.slice(0, lettersRead).matchAll(words)) {
    const plain = plainWord(letters)
    if (stems.has(stem(plain)))
      found.push({text: plain, from: index, at, isNext: found.at(-1)?.at === at - 1})
    if (found.length === wordsRead) break
    at++
  }
  return found
}

const better = (one: Chain, two: Chain): Chain =>
  two.letters > one.letters || (two.letters === one.letters && two.longest > one.longest) ? two : one

/** The most that a row and a line share. */
function shared({words}: ReadyWording<string>, line: readonly LineWord[]): Chain {
  let ends = line.map((one) => ({one, chain: none}))
  let reach = 0
  for (const {text, isNext} of words) {
    const start = reach
    reach += text.length
    let [before, best] = [none, none]
    ends = ends.map(({one, chain}) => {
      const isSame = areAlike(text, one.text)
      best = better(better(best, chain), isSame ? longer(before, one, text, start, isNext) : none)
      before = chain
      return {one, chain: best}
    })
  }
  return ends.at(-1)?.chain ?? none
}

/** A chain with one more word, of the row and of the line, behind those of the row up to `start`. */
function longer(chain: Chain, {at, from}: LineWord, text: string, start: number, isNext: boolean): Chain {
  const isBehind = isNext && chain.at === at - 1 && chain.reach === start
  const run = isBehind ? chain.run + 1 : 1
  return {
    letters: chain.letters + text.length,
    reach: start + text.length,
    at,
    from: chain.from < 0 ? from : chain.from,
    run,
    longest: Math.max(run, chain.longest),
    isTerm: chain.isTerm || isOwn(text),
  }
}

const isCurrent = ({wording: {until}}: ReadyWording<string>): boolean => until === undefined

/**
 * What a line that no row reads looks like: the row of which it has most of the words, in their order, and among them one of JAX's
 * own or several side by side, which inside a record need not be. Of several the one that JAX still writes; null where it is like none.
 */
export function closest(
  among: readonly ReadyWording<string>[],
  text: string,
  stems: ReadonlySet<string>,
  isInside = false,
): string | null {
  const line = lineWords(text, stems)
  const marks = isInside ? [] : marksOf(line)
  const [best] = among
    .filter((row) => isInside || marks.some((mark) => row.marks.has(mark)))
    .map((row) => ({row, ...shared(row, line)}))
    .filter(
      ({letters, reach, longest, isTerm}) =>
        letters >= (isInside ? tellingInside : telling) &&
        3 * letters >= 2 * reach &&
        (isInside || isTerm || longest >= together),
    )
    .map((found) => ({...found, lacks: lackOf(found.row.template, text.slice(found.from))}))
    .filter(({lacks}) => lacks !== '')
    .sort(
      (a, b) =>
        3 * b.letters - b.reach - (3 * a.letters - a.reach) ||
        Number(isCurrent(b.row)) - Number(isCurrent(a.row)) ||
        a.row.words.length - b.row.words.length,
    )
  return best === undefined ? null : resembling(best.row.wording, best.lacks)
}

/** What a line is like where it is like one that opens something, in words; null where it is like none. */
export const likeness = ({begins, stems}: Grammar, text: string): string | null =>
  closest(begins, text, stems)
