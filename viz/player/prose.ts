import {breakable, gloss, glossOfCode, say, type Verdict, wordsIn} from '../../lib/index.ts'
import {breaking, type Drawing, html, shorten} from '../frame/index.ts'
import {term} from './gloss.ts'

/** The widest name that prose shows whole, in px. */
const widest = 480

/** A word of a sentence that lights up with its like in every view. */
export interface Word {
  readonly text: string
  readonly kind: 'path' | 'function'
  /** What the mark carries: the path itself, or the function's id. */
  readonly value: string
}

/**
 * A sentence in which what stands between backticks is set as code; the given words are marked, so that text takes part in linked
 * highlight. Where `subject` is given, the sentence begins with it.
 */
export function prose(sentence: string, words: readonly Word[], subject?: Word): Drawing {
  const rest = subject === undefined ? sentence : sentence.slice(subject.text.length)
  const parts = rest.split('`')
  if (parts.length % 2 === 0) parts.splice(-2, 2, parts.slice(-2).join('`'))
  return html(
    'span',
    {class: 'prose', dir: 'auto'},
    ...(subject === undefined ? [] : [code(subject.text, marked(subject))]),
    ...parts.flatMap((part, at) =>
      at % 2 === 0
        ? wordsIn(part).flatMap((word) => (gloss(word) === null ? unbroken(word) : [term(gloss(word), word)]))
        : [code(part, marked(words.find(({text}) => text === part)))],
    ),
  )
}

/** A text whose numbers keep their units in one line. */
const unbroken = (text: string): (Drawing | string)[] =>
  breakable(text).flatMap((piece, at) => [
    at === 0 ? '' : ' ',
    piece.includes(' ') ? html('span', {class: 'amount'}, piece) : piece,
  ])

const marked = (word: Word | undefined): Readonly<Record<string, string>> =>
  word === undefined ? {} : {[`data-${word.kind}`]: word.value}

/**
 * A name or value in the typeface of code. A long one is shortened in the middle, shows whole on focus, and is whole for a screen reader.
 *
 * @param short what is shown of it where that is not its ends
 */
export function code(
  text: string,
  attributes: Readonly<Record<string, string>> = {},
  short = shorten(text, widest, 13, 'code'),
): Drawing {
  if (short === text)
    return term(glossOfCode(text), html('code', {dir: 'auto', ...attributes}, ...breaking(text)))
  return html(
    'code',
    {dir: 'auto', class: 'long', tabindex: 0, ...attributes},
    html('span', {class: 'short', 'aria-hidden': 'true'}, ...breaking(short)),
    html('span', {class: 'whole'}, text),
  )
}

/** An advice behind what it is: a fix, or where the cause is not known a next step; of what had to be it says itself that nothing is to be done. */
export function advised(verdict: Verdict, advice: Drawing): Drawing[] {
  if (verdict === 'necessary') return [advice]
  return [html('b', {}, `${say(verdict === 'unknown' ? 'a next step' : 'a fix')} `), advice]
}
