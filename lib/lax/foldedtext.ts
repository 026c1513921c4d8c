/** A text whose lines break where they must. */
export type FoldedText = string | Break | Grouped | Indented | readonly FoldedText[]

/** A new line, or `space` where the group around it has room on one. */
interface Break {
  readonly space: string
}

/** What stands on one line where it fits, and breaks at all its own breaks where not. */
interface Grouped {
  readonly group: FoldedText
}

/** What stands deeper after each new line in it. */
interface Indented {
  readonly deeper: FoldedText
}

/** How much deeper. */
const step = 2

/** A new line, or a text where there is room. */
export const orBreak = (space = ' '): FoldedText => ({space})

/** What stands on one line where it fits. */
export const onOneLine = (group: FoldedText): FoldedText => ({group})

/** What stands deeper after each new line in it. */
export const deeperIn = (deeper: FoldedText): FoldedText => ({deeper})

/** Texts with something between each two. */
export const between = (separator: FoldedText, items: readonly FoldedText[]): FoldedText =>
  items.flatMap((item, i) => (i === 0 ? [item] : [separator, item]))

/** The length on one line. */
function flatLength(folded: FoldedText): number {
  if (typeof folded === 'string') return folded.length
  if ('space' in folded) return folded.space.length
  if ('group' in folded) return flatLength(folded.group)
  if ('deeper' in folded) return flatLength(folded.deeper)
  return folded.reduce((sum, part) => sum + flatLength(part), 0)
}

/**
 * A folded text as text. A group fits by its own length, whatever follows it.
 *
 * Source: JAX `pretty_printer.py`, after Lindig, "Strictly Pretty".
 *
 * @example
 * textOfFolds(onOneLine(['[', deeperIn([orBreak(''), 'axes=(0,)']), orBreak(''), ']'])) // '[axes=(0,)]'
 */
export function textOfFolds(folded: FoldedText, width = 80): string {
  let [text, column] = ['', 0]
  const write = (part: string): void => {
    text += part
    column += part.length
  }
  const visit = (part: FoldedText, depth: number, isFlat: boolean): void => {
    if (typeof part === 'string') write(part)
    else if ('group' in part) visit(part.group, depth, isFlat || flatLength(part.group) <= width - column)
    else if ('deeper' in part) visit(part.deeper, depth + step, isFlat)
    else if (!('space' in part)) for (const one of part) visit(one, depth, isFlat)
    else if (isFlat) write(part.space)
    else {
      text += `\n${' '.repeat(depth)}`
      column = depth
    }
  }
  visit(folded, 0, false)
  return text
}
