import {at} from '../array/index.ts'

const filled = (width: number, of: string): string => of.repeat(width)

/** A text in the middle of a line; where it cannot be, one place to the left. */
function centred(text: string, width: number): string {
  const left = Math.max(0, Math.floor((width - text.length) / 2))
  return `${filled(left, ' ')}${text}`.padEnd(width)
}

/** A table as text, with a title above and a caption below it. */
interface TextTable {
  readonly title: string
  readonly caption: string
  readonly head: readonly string[]
  /** The rows; a cell may have several lines. */
  readonly rows: readonly (readonly string[])[]
  readonly foot: readonly string[]
  /** The cell of the foot that is pushed to the right. */
  readonly right: number
}

/**
 * A table as the library rich draws it, as wide as its cells are, with a line between all rows.
 *
 * Source: rich `table.py`, `box.py` (HEAVY_HEAD).
 */
export function drawnTable({title, caption, head, rows, foot, right}: TextTable): string {
  const widths = head.map((_, i) =>
    Math.max(...[head, ...rows, foot].flatMap((row) => linesOf(at(row, i)).map((line) => line.length))),
  )
  const rule = (left: string, line: string, cross: string, end: string): string =>
    `${left}${widths.map((width) => filled(width + 2, line)).join(cross)}${end}`
  const rowText = (row: readonly string[], bar: string, isPushed = false): readonly string[] => {
    const cells = row.map(linesOf)
    const height = Math.max(...cells.map((lines) => lines.length))
    return Array.from({length: height}, (_, line) => {
      const texts = cells.map((lines, i) => {
        const [text, width] = [lines[line] ?? '', at(widths, i)]
        return isPushed && i === right ? text.padStart(width) : text.padEnd(width)
      })
      return `${bar} ${texts.join(` ${bar} `)} ${bar}`
    })
  }
  const between = rule('├', '─', '┼', '┤')
  const body = [...rows.map((row) => rowText(row, '│')), rowText(foot, '│', true)]
  const whole = widths.reduce((sum, width) => sum + width + 3, 1)
  const text = [
    centred(title, whole),
    rule('┏', '━', '┳', '┓'),
    ...rowText(head, '┃'),
    rule('┡', '━', '╇', '┩'),
    ...body.flatMap((lines, i) => (i === 0 ? lines : [between, ...lines])),
    rule('└', '─', '┴', '┘'),
    filled(whole, ' '),
    centred(caption, whole),
  ]
  return `${text.join('\n')}\n`
}

const linesOf = (cell: string): readonly string[] => cell.split('\n')
