import {spelled} from './spelled.ts'
import {weakly} from './weakly.ts'

/** What words of JAX's and of these pages mean, for who meets them for the first time. */
const glossary = {
  compiling:
    'A function under jax.jit is compiled at its first call: Python runs it once to see what it computes (tracing), and a program for the device is made of that (lowering, compiling). Later calls reuse the program, which is fast, as long as their key is the same.',
  'compiling of torch':
    'A function under torch.compile is compiled at its first call: Python runs it once to see what it computes (tracing), and a program for the device is made of that (lowering, compiling). Later calls reuse the program, which is fast, as long as its guards hold.',
  avoidable:
    'Avoidable: it was compiled again for nothing that matters to its result. The fix loses nothing.',
  reducible:
    'Reducible: it was compiled again for another size. With sizes padded, or held to a few, fewer programs are compiled.',
  necessary:
    'Necessary: it had to be compiled, as each function at its first call, and what really is another program.',
  unknown:
    'Unexplained: the log does not tell why it was compiled again; or it tells what changed, and not whether that was meant, as a new object may hold the same.',
  'wrong hit':
    'Wrong hit: a program ran that was compiled for another value, so that the result is not what the function gives now.',
  key: 'Key: all that JAX compares to find a program that is compiled already: the function, the shapes and types of arrays, values that are static, and the structure of the model.',
  leaf: 'Leaf: one of the arrays and numbers that the call was given, counted from the first. The log does not tell its name.',
  leaves: 'Leaves: the arrays and numbers that the call was given. The log does not tell which of them.',
  'traced again':
    'Traced again: Python ran it once more to see what it computes, and a new program is made of that.',
  'array types': 'The shape and dtype of each array: JAX calls it an aval.',
  'structure of a model': 'Flax calls it the graphdef: modules, and what they hold beside arrays.',
} as const

/** A word, or what it stands for, and what it means. */
export interface Gloss {
  readonly word: string
  readonly means: string
}

const isWord = (word: string): word is keyof typeof glossary => Object.hasOwn(glossary, word)

/**
 * What a word of these pages means; null where it needs no gloss.
 *
 * @example
 * gloss('reducible').means // 'Reducible: it was compiled again for another size. …'
 */
export const gloss = (word: string): Gloss | null => (isWord(word) ? {word, means: glossary[word]} : null)

const glossed = /(traced again|array types|structure of a model)/

/**
 * A sentence taken apart at the words in it that have a meaning to tell.
 *
 * @example
 * wordsIn('step was traced again') // ['step was ', 'traced again', '']
 */
export const wordsIn = (sentence: string): string[] => sentence.split(glossed)

const numbered = /^leaf \d/

/**
 * What a name that the log does not tell, or the type of an array, means. What means the same has the same word.
 *
 * @example
 * glossOfCode('leaf 2 of 3').word // 'leaf'
 * glossOfCode('i32[8,5]') // {word: 'type', means: 'i32[8,5]: 32-bit integers, 8 by 5'}
 */
export function glossOfCode(text: string): Gloss | null {
  if (text === 'leaves') return gloss(text)
  if (numbered.test(text)) return gloss('leaf')
  const type = spelled(text)
  if (type === null) return null
  return {word: weakly(text).endsWith(' weak') ? 'weak type' : 'type', means: `${text}: ${type}`}
}
