import type {Trace} from '../../../lib/index.ts'
import {
  back,
  type ChartOptions,
  type Drawing,
  mark,
  pressable,
  type Span,
  spans,
  write,
} from '../../frame/index.ts'
import {numbered} from '../position.ts'
import type {Cells, Columns} from './columns.ts'
import {edit} from './edit.ts'
import type {Program} from './programs.ts'
import type {Row, Sheet} from './sheet.ts'

/** The size of all words of a row. */
export const size = 12
const gutter = 14

/** Where the words of all rows stand. */
interface Text {
  /** How wide the names of functions are. */
  readonly who: number
  readonly columns: Columns
  /** Where times end. */
  readonly times: number
}

/** What a row says. */
interface Said {
  readonly called: readonly Span[]
  readonly cells: Cells
  /** When it was made, where the trace tells. */
  readonly time: string | null
  readonly isSelected: boolean
}

/** The words of a program: whose it is, the edit that made it, how often it was used again, its verdict and seconds. */
export function row(
  {program: {key, miss}, x, y}: Row,
  {isWide, left, rowHeight, width}: Sheet,
  {who, columns, times}: Text,
  {called, cells, time, isSelected}: Said,
  options: ChartOptions | undefined,
): Drawing {
  const words = isWide ? left + who + gutter : left
  const room = (isWide ? columns.left : width - 8) - words
  return mark(
    'g',
    {
      'data-index': miss.index,
      'data-key': key < 0 ? undefined : key,
      'data-function': miss.functionId,
      'data-path': miss.causes[0]?.path,
      ...pressable(options, miss.sentence),
    },
    mark('title', {}, miss.sentence),
    back(isSelected, {x: 0, y: y - 15, width, height: rowHeight}),
    mark('line', {x1: x, x2: left - 6, y1: y, y2: y, stroke: 'rule'}),
    time !== null && write(time, times, y + 4, {size, fill: 'muted', anchor: 'end'}),
    spans(called, left, y + 4, {size, fill: 'muted', room: isWide ? who : columns.left - left}),
    spans(edit(miss, room, size), words, y + (isWide ? 4 : 21), {size, room}),
    ...[...columns.ends].map(([name, end]) =>
      write(cells[name].text, end, y + 4, {size, fill: cells[name].fill, anchor: 'end'}),
    ),
  )
}

/** Whose call made a program, and which. */
export const calledOf = (trace: Trace, {miss}: Program): Span[] => [
  {text: miss.function, code: true, fill: 'ink'},
  {text: numbered(trace, miss.index)},
]
