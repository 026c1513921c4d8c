import {type Drawing, mark} from '../../frame/index.ts'
import {hues, type Role} from '../../theme.ts'
import {sideOfEdit} from './edit.ts'
import type {Rail, Row} from './sheet.ts'

/**
 * The line from a program to the one that it came from, in the colour of what was edited, grey where that is not told; dotted where it leads over programs that
 * are not drawn, or to one that is not.
 */
export function stem({program, isFar, x, y, r}: Row, from: Row | undefined): Drawing {
  const bend = Math.min(8, Math.abs(x - (from?.x ?? x)))
  const side = x > (from?.x ?? x) ? 1 : -1
  const end = y - r
  const d =
    from === undefined
      ? `M${x} ${end - 10}V${end}`
      : x === from.x
        ? `M${x} ${from.y + from.r}V${end}`
        : `M${from.x + side * from.r} ${from.y}H${x - side * bend}Q${x} ${from.y} ${x} ${from.y + bend}V${end}`
  return mark('path', {
    d,
    fill: 'none',
    stroke: sideOfEdit(program.miss) ?? 'muted',
    'stroke-width': 2,
    'stroke-dasharray': isFar ? '1 3' : undefined,
  })
}

/** The dashed line of a program that is used again after later ones were made, with a dot for each of these. */
export const rail = ({row, x, ys}: Rail): Drawing[] => [
  mark('path', {
    d: `M${row.x - row.r - 3} ${row.y}H${x + 4}Q${x} ${row.y} ${x} ${row.y + 4}V${Math.max(...ys)}`,
    fill: 'none',
    stroke: 'muted',
    'stroke-width': 1.2,
    'stroke-dasharray': '3 3',
  }),
  ...ys.map((y) => mark('circle', {cx: x, cy: y, r: 2.5, fill: 'muted'})),
]

/** The circle of a program: its area is the seconds, its colour the verdict; a ring is the first of its function. */
export function bead({program: {miss}, x, y, r}: Row, isGone: boolean): Drawing {
  const {fill, text, hatched} = hues[miss.verdict]
  const hollow = (stroke: Role, wide: number, dashes?: string): Drawing =>
    mark('circle', {
      cx: x,
      cy: y,
      r: r - wide / 2,
      fill: 'paper',
      stroke,
      'stroke-width': wide,
      'stroke-dasharray': dashes,
    })
  if (isGone) return hollow('spared', 1.5, '3 2')
  if (miss.taxonomy === 'compulsory') return hollow(fill, Math.min(3, r * 0.4))
  if (hatched === true) return hollow(text, 1.5, '2 2')
  return mark('circle', {cx: x, cy: y, r, fill, stroke: 'paper', 'stroke-width': 3, 'paint-order': 'stroke'})
}
