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
  /** Which word of the line the first of them is. */
  readonly first: number
  /** How many of the last ones stand side by side in both; the most that do. */
  readonly run: number
  readonly longest: number
  /** One of them is a word of JAX's own. */
  readonly isTerm: boolean
}

const none: Chain = {letters: 0, reach: 0, at: -2, first: -1, run: 0, longest: 0, isTerm: false}

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
  let ends = line.map((one, i) => ({one, i, chain: none}))
  let reach = 0
  for (const {text, isNext} of words) {
    const start = reach
    reach += text.length
    let [before, best] = [none, none]
    ends = ends.map(({one, i, chain}) => {
      const isSame = areAlike(text, one.text)
      best = better(better(best, chain), isSame ? longer(before, one.at, i, text, start, isNext) : none)
      before = chain
      return {one, i, chain: best}
    })
  }
  return ends.at(-1)?.chain ?? none
}

/** A chain with one more word, of the row and of the line, behind those of the row up to `start`. */
function longer(chain: Chain, at: number, i: number, text: string, start: number, isNext: boolean): Chain {
  const isBehind = isNext && chain.at === at - 1 && chain.reach === start
  const run = isBehind ? chain.run + 1 : 1
  return {
    letters: chain.letters + text.length,
    reach: start + text.length,
    at,
    first: chain.first < 0 ? i : chain.first,
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
  for (const {row, first} of rowsLike(among, line, isInside)) {
    const lacks = lackOf(row.template, text.slice(line[first]?.from))
    if (lacks !== '') return resembling(row.wording, lacks)
  }
  return null
}

/** A row that lines of some words are like, and which of these words is the first that they share. */
interface Like {
  readonly row: ReadyWording<string>
  readonly first: number
}

/** The rows that lines are like, by the words of the lines: lines that differ in numbers alone are many. */
const remembered = new WeakMap<readonly ReadyWording<string>[], Map<string, readonly Like[]>>()
const likesKept = 2000

function rowsLike(
  among: readonly ReadyWording<string>[],
  line: readonly LineWord[],
  isInside: boolean,
): readonly Like[] {
  const all = remembered.get(among) ?? new Map<string, readonly Like[]>()
  const said = `${isInside}${line.map((word) => (word.isNext ? '+' : ' ') + word.text).join('')}`
  const known = all.get(said)
  if (known !== undefined) return known
  if (all.size >= likesKept) all.clear()
  const found = like(among, line, isInside)
  remembered.set(among, all.set(said, found))
  return found
}

/** The rows that a line of such words is like, the likest first. */
function like(
  among: readonly ReadyWording<string>[],
  line: readonly LineWord[],
  isInside: boolean,
): readonly Like[] {
  const marks = isInside ? [] : marksOf(line)
  return among
    .filter((row) => isInside || marks.some((mark) => row.marks.has(mark)))
    .map((row) => ({row, ...shared(row, line)}))
    .filter(
      ({letters, reach, longest, isTerm}) =>
        letters >= (isInside ? tellingInside : telling) &&
        3 * letters >= 2 * reach &&
        (isInside || isTerm || longest >= together),
    )
    .sort(
      (a, b) =>
        3 * b.letters - b.reach - (3 * a.letters - a.reach) ||
        Number(isCurrent(b.row)) - Number(isCurrent(a.row)) ||
        a.row.words.length - b.row.words.length,
    )
}

/** What a line is like where it is like one that opens something, in words; null where it is like none. */
export const likeness = ({begins, stems}: Grammar, text: string): string | null =>
  closest(begins, text, stems)
