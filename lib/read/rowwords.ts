import {terms} from '../release/index.ts'

/** A word of a row that stands outside its holes. */
export interface RowWord {
  readonly text: string
  /** No hole is between it and the word before. */
  readonly isNext: boolean
}

/** The words of a text. */
export const words = /[A-Za-z_]+|\*/g
const filled = /\{\w+\}/

/** A word, be it the first of its sentence or not. */
export const plainWord = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

export const stemLetters = 4

/** What words of one stem begin with: `tracing`, `traced`. */
export const stem = (text: string): string => text.slice(0, stemLetters)

/**
 * The words of a row.
 *
 * @example
 * wordsOf('Finished {name} in') // [{text: 'finished', isNext: false}, {text: 'in', isNext: false}]
 */
export const wordsOf = (line: string): RowWord[] =>
  line
    .split(filled)
    .flatMap((part) =>
      [...part.matchAll(words)].map(([text], i): RowWord => ({text: plainWord(text), isNext: i > 0})),
    )

/** So many words side by side are hardly another program's. */
export const together = 3
const own: ReadonlySet<string> = new Set(terms.map(plainWord))

/** Whether a word is one of JAX's own. */
export const isOwn = (text: string): boolean => own.has(text)

/** By what words are known for JAX's, of which each says whether it stands next to the one before: its own words, and several together. */
export function marksOf(all: readonly RowWord[]): string[] {
  const stems = all.map(({text}) => stem(text))
  return all.flatMap(({text}, i) => [
    ...(isOwn(text) ? [text] : []),
    ...(all[i + 1]?.isNext === true && all[i + 2]?.isNext === true
      ? [stems.slice(i, i + together).join(' ')]
      : []),
  ])
}
