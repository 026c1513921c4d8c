import type {ExplanationSays} from '../release/index.ts'
import {loose} from '../words/index.ts'
import {type Grammar, recognise, type Said} from './grammar.ts'
import {holder} from './holder.ts'
import {printOfText} from './shown.ts'
import {type Subtree, subtree} from './subtree.ts'

/** A memory of what texts say, so that what is printed again is not read again. */
export interface Shelf {
  /** A subtree, as of a graphdef. */
  tree(text: string): Subtree
  /** A line of a record. */
  line(text: string): Said<ExplanationSays> | null
}

/** A text and what was read of it. */
interface Book {
  readonly text: string
  readonly tree: Subtree
}

const linesKept = 2000
const longestLine = 300

/** A shelf of trees of at most `limit` characters, the oldest go first, and of short lines. */
export function shelf({explanations}: Grammar, limit = 4_000_000): Shelf {
  const lines = new Map<string, Said<ExplanationSays> | null>()
  return {
    tree: trees(limit),
    line(text) {
      if (text.length > longestLine) return recognise(explanations, `${text} `)
      const known = lines.get(text)
      if (known !== undefined) return known
      const copy = loose(text)
      const said = recognise(explanations, `${copy} `)
      if (lines.size >= linesKept) lines.clear()
      lines.set(copy, said)
      return said
    },
  }
}

/** Trees are found by the prints of their texts, since V8 tells long strings apart by their lengths alone. */
function trees(limit: number): Shelf['tree'] {
  const held = new Map<number, Book>()
  const hold = holder()
  let last: readonly Book[] = []
  let size = 0
  return (text) => {
    for (const one of last) if (one.text === text) return one.tree
    const print = printOfText(text)
    let found = held.get(print)
    if (found?.text !== text) {
      const copy = loose(text)
      found = {text: copy, tree: subtree(copy, hold)}
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
