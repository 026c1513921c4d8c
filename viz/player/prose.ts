import {type Drawing, html, shorten} from '../frame/index.ts'

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
 * A sentence in which the given words, and what stands between backticks, are set as code; the words are marked, so that text takes
 * part in linked highlight. A word counts where it stands alone: `step` is not marked in `steps` or in `step.x`.
 */
export function prose(sentence: string, words: readonly Word[]): Drawing {
  const longest = [...words].filter(({text}) => text !== '').sort((a, b) => b.text.length - a.text.length)
  const pieces: (Drawing | string)[] = []
  let from = 0
  const put = (at: number, to: number, piece: Drawing): void => {
    if (from < at) pieces.push(sentence.slice(from, at))
    pieces.push(piece)
    from = to
  }
  for (let at = 0; at < sentence.length; at = Math.max(at + 1, from)) {
    if (sentence[at] === '`') {
      const end = sentence.indexOf('`', at + 1)
      const quoted = sentence.slice(at + 1, end)
      if (end > at + 1) put(at, end + 1, code(quoted, marked(longest.find(({text}) => text === quoted))))
      continue
    }
    if (at > 0 && inWord.test(sentence.charAt(at - 1))) continue
    const word = longest.find(
      ({text}) =>
        sentence.startsWith(text, at) && wordEnds(sentence[at + text.length], sentence[at + text.length + 1]),
    )
    if (word !== undefined) put(at, at + word.text.length, code(word.text, marked(word)))
  }
  if (from < sentence.length) pieces.push(sentence.slice(from))
  return html('span', {class: 'prose', dir: 'auto'}, ...pieces)
}

const marked = (word: Word | undefined): Readonly<Record<string, string>> =>
  word === undefined ? {} : {[`data-${word.kind}`]: word.value}

/** What stands before a place inside a word; what goes on with one; what comes after a stop. */
const inWord = /[\w$.\]]/
const goesOn = /[\w$[]/
const space = /\s/

/** A stop or a bracket ends a word; a dot does only where nothing follows it. */
const wordEnds = (char: string | undefined, next?: string): boolean =>
  char === undefined || (char === '.' ? next === undefined || space.test(next) : !goesOn.test(char))

/**
 * A name or value in the typeface of code. A long one is shortened in the middle, shows whole on focus, and is whole for a screen reader.
 */
export function code(text: string, attributes: Readonly<Record<string, string>> = {}): Drawing {
  const short = shorten(text, widest, 13, 'code')
  if (short === text) return html('code', {dir: 'auto', ...attributes}, text)
  return html(
    'code',
    {dir: 'auto', class: 'long', tabindex: 0, ...attributes},
    html('span', {class: 'short', 'aria-hidden': 'true'}, short),
    html('span', {class: 'whole'}, text),
  )
}
