import {loose} from './intern.ts'
import {type Subtree, subtree} from './subtree.ts'

/** A memory of subtrees by their text, so that a graphdef printed again is not read again. */
export interface Shelf {
  (text: string): Subtree
}

/** A shelf of at most `limit` characters; the oldest go first. */
export function shelf(limit = 4_000_000): Shelf {
  const held = new Map<string, {text: string; tree: Subtree}>()
  let last: readonly {text: string; tree: Subtree}[] = []
  let size = 0
  return (text) => {
    for (const one of last) if (one.text === text) return one.tree
    let found = held.get(text)
    if (found === undefined) {
      const copy = loose(text)
      found = {text: copy, tree: subtree(copy)}
      held.set(copy, found)
      size += copy.length
      for (const oldest of held.keys()) {
        if (size <= limit) break
        held.delete(oldest)
        size -= oldest.length
      }
    }
    last = [found, ...last.slice(0, 1)]
    return found.tree
  }
}
