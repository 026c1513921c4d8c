import {loose} from '../words/index.ts'
import {printOfText} from './shown.ts'
import {type Subtree, subtree} from './subtree.ts'

/** A memory of subtrees by their text, so that a graphdef printed again is not read again. */
export interface Shelf {
  (text: string): Subtree
}

/** A text and what was read of it. */
interface Book {
  readonly text: string
  readonly tree: Subtree
}

/** A shelf of at most `limit` characters; the oldest go first. Texts are found by their prints, since V8 hashes no long string. */
export function shelf(limit = 4_000_000): Shelf {
  const held = new Map<number, Book>()
  let last: readonly Book[] = []
  let size = 0
  return (text) => {
    for (const one of last) if (one.text === text) return one.tree
    const print = printOfText(text)
    let found = held.get(print)
    if (found?.text !== text) {
      const copy = loose(text)
      found = {text: copy, tree: subtree(copy)}
      size += copy.length - (held.get(print)?.text.length ?? 0)
      held.set(print, found)
      for (const [oldest, {text: gone}] of held) {
        if (size <= limit) break
        held.delete(oldest)
        size -= gone.length
      }
    }
    last = [found, ...last.slice(0, 1)]
    return found.tree
  }
}
