import {duration, type Explanation, total} from '../../lib/index.ts'
import {type Drawing, mark, spans, spansWidth, width as widthOf, write} from '../frame/index.ts'
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

/** The labels of a row: the cause and the seconds of each miss, from its left edge on, what could be spared first, then the dearest, and those that name no part of the key after the others. */
export function labels(
  explanation: Explanation,
  layout: Plan,
  row: Row,
  all: readonly Single[],
): ReadonlyMap<number, Drawing[]> {
  const {by, left, right} = layout
  const dearest = [...all].sort((a, b) => total(b.seconds) - total(a.seconds))
  const named = dearest.slice(0, labelled).map((single): Named => {
    const {index, isGone, seconds, tone, x} = single
    return {single, x, ...worded(missAt(explanation, index), tone, total(seconds), isGone)}
  })
  const placed = place(byNeed(named), {left, right, headEnd: row.headEnd, lines: row.lines})
  const told = new Set([...placed.keys()].map(({single}) => single))
  const rest = by === 'time' ? dearest.filter((single) => !told.has(single)) : []
  const above: Reach[] = row.lines === 1 ? [[left, row.headEnd]] : []
  const taken = [...above, ...[...placed].map(([one, spot]) => reachOf(one, spot))]
  return new Map([
    ...[...placed].map(([one, spot]): [number, Drawing[]] => [one.single.index, drawn(one, spot, row, by)]),
    ...costs(rest, layout, row, taken),
  ])
}

function drawn({single, told, x}: Named, {line, room, isBefore}: Spot, row: Row, by: By): Drawing[] {
  const {isFirst, isGone, outcome, tone, top} = single
  const y = row.y + nameHeight + (row.lines - 1 - line) * labelHeight - 5
  const pieces = label(told, Math.min(room, widest)) ?? []
  const isTall = line > 0 || top > y + labelHeight
  return [
    ...(isTall ? [mark('line', {x1: x + 0.5, x2: x + 0.5, y1: y + 3, y2: top, stroke: 'hit'})] : []),
    by === 'time'
      ? swatch(isGone ? 'hit' : tone, x + (isBefore ? -9 : 1), y - 8, 8, isFirst && !isGone)
      : glyph(outcome, isGone ? 'hit' : tone, isBefore ? x - 5 : x + 5, y - 4, 4.5),
    spans(pieces, isBefore ? x - shape : x + shape, y, {size, ...(isBefore && {anchor: 'end'})}),
  ]
}

/** What a miss that has no label cost: within the bar of its compiling where that fits, else in the whole bar; what is spared has it off. */
function inBar({base, end, isFirst, isGone, seconds, tone, top, x}: Single): Drawing[] {
  const cost = total(seconds)
  const said = costOf(cost, isGone)
  const needed = widthOf(said, size)
  const own = isGone ? 0 : (end - x) * (seconds.compile / cost)
  const wide = own < needed + 8 ? end - x : own
  if (cost === 0 || wide < needed + 1 || base - top < 20) return []
  const isPale = isGone || isFirst || hues[tone].hatched === true || wide !== own
  return [
    write(said, end - wide / 2, (top + base) / 2 + 4, {
      size,
      anchor: 'middle',
      fill: isGone ? 'spared' : isPale ? 'ink' : 'over',
      more: {class: isPale ? 'jl-label' : `jl-on-${tone.replace(' ', '-')}`},
    }),
  ]
}

const costOf = (seconds: number, isGone: boolean): string => `${isGone ? '−' : ''}${duration(seconds)}`

/** From where to where something of the lowest line of labels reaches, in px. */
type Reach = readonly [from: number, to: number]

/** What a label takes of the lowest line: itself, or where the line of a higher one goes down to its mark. */
function reachOf({told, x}: Named, {line, room, isBefore}: Spot): Reach {
  const wide = line > 0 ? 0 : shape + spansWidth(label(told, Math.min(room, widest)) ?? [], size)
  return isBefore ? [x - wide, x] : [x, x + wide]
}

/** The seconds of those misses that have no label: in their bars, or above them where the lowest line is free, the dearest first. */
function costs(
  all: readonly Single[],
  {left, right}: Plan,
  row: Row,
  taken: readonly Reach[],
): [number, Drawing[]][] {
  const held = [...taken]
  return all.flatMap((single): [number, Drawing[]][] => {
    const {end, index, isGone, seconds, x} = single
    const within = inBar(single)
    if (within.length > 0) return [[index, within]]
    const said = costOf(total(seconds), isGone)
    const wide = widthOf(said, size)
    const middle = Math.max(left, Math.min(right - wide, (x + end - wide) / 2))
    const beside = held.flatMap(([low, high]) => [low - near - wide, high + near])
    const from = [middle, ...beside].find(
      (at) =>
        Math.abs(at - middle) <= (end - x) / 3 &&
        held.every(([low, high]) => at + wide + near <= low || at - near >= high),
    )
    if (total(seconds) === 0 || end - x < narrow || from === undefined) return []
    held.push([from, from + wide])
    const y = row.y + nameHeight + (row.lines - 1) * labelHeight - 5
    return [[index, [write(said, from, y, {size, fill: isGone ? 'spared' : 'muted'})]]]
  })
}

/** A bar that is no narrower has its seconds above it where they are free of others by so much, in px. */
const [narrow, near] = [8, 5]
