import {duration, type Explanation, total} from '../../lib/index.ts'
import {type Drawing, mark, spans, width as widthOf, write} from '../frame/index.ts'
import {hues} from '../theme.ts'
import type {Single} from './bars.ts'
import {glyph, swatch} from './glyph.ts'
import {labelHeight, nameHeight, type Plan, type Row} from './plan.ts'
import {missAt} from './position.ts'
import type {By} from './place.ts'
import {place, shape, type Spot} from './spots.ts'
import {byNeed, label, labelled, size, widest, type Worded, worded} from './told.ts'

/** The label of a miss that stands alone. */
interface Named extends Worded {
  readonly single: Single
  readonly x: number
}

/** The labels of a row: the cause and the seconds of each miss, from its left edge on, the dearest first, and those that name no part of the key after the others. */
export function labels(
  explanation: Explanation,
  {by, left, right}: Plan,
  row: Row,
  all: readonly Single[],
): ReadonlyMap<number, Drawing[]> {
  const named = [...all]
    .sort((a, b) => total(b.seconds) - total(a.seconds))
    .slice(0, labelled)
    .map((single): Named => {
      const {index, isGone, seconds, tone, x} = single
      return {single, x, ...worded(missAt(explanation, index), tone, total(seconds), isGone)}
    })
  const placed = place(byNeed(named), {left, right, lines: row.lines})
  return new Map([...placed].map(([one, spot]) => [one.single.index, drawn(one, spot, row, by)]))
}

function drawn({single, told, x}: Named, {line, room, isBefore}: Spot, row: Row, by: By): Drawing[] {
  const {isGone, outcome, tone, top} = single
  const y = row.y + nameHeight + (row.lines - line) * labelHeight - 5
  const pieces = label(told, Math.min(room, widest)) ?? []
  const isTall = line > 0 || top > y + labelHeight
  return [
    ...(isTall ? [mark('line', {x1: x + 0.5, x2: x + 0.5, y1: y + 3, y2: top, stroke: 'hit'})] : []),
    by === 'time'
      ? swatch(isGone ? 'hit' : tone, x + (isBefore ? -9 : 1), y - 8, 8)
      : glyph(outcome, isGone ? 'hit' : tone, isBefore ? x - 5 : x + 5, y - 4, 4.5),
    spans(pieces, isBefore ? x - shape : x + shape, y, {size, ...(isBefore && {anchor: 'end'})}),
  ]
}

/** The seconds of a miss within the bar of its compiling, for one that has no label, where they fit. */
export function inBar({base, end, isFirst, isGone, seconds, tone, top, x}: Single): Drawing[] {
  const cost = total(seconds)
  const said = duration(cost)
  const wide = (end - x) * (seconds.compile / cost)
  if (cost === 0 || isGone || wide < widthOf(said, size) + 8 || base - top < 20) return []
  const isPale = isFirst || hues[tone].hatched === true
  return [
    write(said, end - wide / 2, (top + base) / 2 + 4, {
      size,
      anchor: 'middle',
      fill: isPale ? 'ink' : 'over',
      more: isPale ? {class: 'jl-label'} : {},
    }),
  ]
}
