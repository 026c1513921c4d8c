import type {ExplanationSays} from '../release/index.ts'
import {loose} from '../words/index.ts'
import {type Grammar, recognise, type Said} from './grammar.ts'
import {graphReader} from './graphreader.ts'
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
interface Book<T> {
  readonly text: string
  readonly read: T
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
  const held = books<Subtree>(limit)
  const read = graphReader()
  let last: readonly Book<Subtree>[] = []
  return (text) => {
    for (const one of last) if (one.text === text) return one.read
    const print = printOfText(text)
    let found = held.get(print, text)
    if (found === null) {
      const copy = loose(text)
      found = held.add(print, copy, subtree(copy, read))
    }
    last = [found, ...last.slice(0, 1)]
    return found.read
  }
}

/** What was read of whole records. One is kept when it comes the second time: most never do. */
export function recordsRead<T>(limit = 4_000_000): (print: number, text: string, read: () => T) => T {
  const held = books<T>(limit)
  const once = new Set<number>()
  return (print, text, read) => {
    const known = held.get(print, text)
    if (known !== null) return known.read
    const made = read()
    if (once.size >= linesKept) once.clear()
    if (once.has(print)) held.add(print, loose(text), made)
    else once.add(print)
    return made
  }
}

/** Texts and what was read of them by the print of each; the oldest go where they are more than so many letters. */
function books<T>(limit: number) {
  const held = new Map<number, Book<T>>()
  let size = 0
  return {
    get(print: number, text: string): Book<T> | null {
      const found = held.get(print)
      return found?.text === text ? found : null
    },
    add(print: number, text: string, read: T): Book<T> {
      const made = {text, read}
      size += text.length - (held.get(print)?.text.length ?? 0)
      held.set(print, made)
      for (const [oldest, {text: gone}] of held) {
        if (size <= limit) break
        held.delete(oldest)
        size -= gone.length
      }
      return made
    },
  }
}
