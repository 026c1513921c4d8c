import {printable} from './printable.ts'

/** The narrowest width that every terminal shows. */
export const columns = 80

/**
 * Breaks text at spaces into lines of at most `width` characters, each after the first behind `indent`. A word longer than a line
 * is cut in its middle.
 */
export function wrap(text: string, indent = '', width = columns): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words(text)) {
    const start = lines.length === 0 ? '' : indent
    const room = width - indent.length
    const piece =
      word.length > room
        ? `${word.slice(0, Math.floor(room / 2) - 1)}…${word.slice(-(room - Math.floor(room / 2)))}`
        : word
    if (line === '') line = start + piece
    else if (line.length + 1 + piece.length <= width) line += ` ${piece}`
    else {
      lines.push(line)
      line = indent + piece
    }
  }
  lines.push(line)
  return lines
}

/** The words of a text; the first keeps the spaces before it. */
const words = (raw: string): string[] => {
  const text = printable(raw)
  const lead = text.length - text.trimStart().length
  const [first = '', ...rest] = text.slice(lead).split(' ')
  return [text.slice(0, lead) + first, ...rest]
}
