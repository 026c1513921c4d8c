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

/** What was read of a text of so many letters. */
interface Book<T> {
  readonly letters: number
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

/** Trees are found by the prints of their texts, and those met last by the texts. */
function trees(limit: number): Shelf['tree'] {
  const held = books<Subtree>(limit)
  const read = graphReader()
  let last: readonly {readonly text: string; readonly tree: Subtree}[] = []
  return (text) => {
    for (const one of last) if (one.text === text) return one.tree
    const print = printOfText(text)
    const {read: tree} =
      held.get(print, text.length) ?? held.add(print, text.length, subtree(loose(text), read))
    last = [{text, tree}, ...last.slice(0, 1)]
    return tree
  }
}

/** What was read of whole records. One is kept when it comes the second time: most never do. */
export function recordsRead<T>(limit = 4_000_000): (print: number, text: string, read: () => T) => T {
  const held = books<T>(limit)
  const once = new Set<number>()
  return (print, text, read) => {
    const known = held.get(print, text.length)
    if (known !== null) return known.read
    const made = read()
    if (once.size >= linesKept) once.clear()
    if (once.has(print)) held.add(print, text.length, made)
    else once.add(print)
    return made
  }
}

/**
 * What was read of texts, by the print and the length of each, since a text that is kept costs more than reading it; the oldest go where
 * the texts had more than so many letters.
 */
function books<T>(limit: number) {
  const held = new Map<number, Book<T>>()
  let size = 0
  return {
    get(print: number, letters: number): Book<T> | null {
      const found = held.get(print)
      return found?.letters === letters ? found : null
    },
    add(print: number, letters: number, read: T): Book<T> {
      const made = {letters, read}
      size += letters - (held.get(print)?.letters ?? 0)
      held.set(print, made)
      for (const [oldest, {letters: gone}] of held) {
        if (size <= limit) break
        held.delete(oldest)
        size -= gone
      }
      return made
    },
  }
}
