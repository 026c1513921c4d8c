import {type Explanation, total, type Trace} from '../../lib/index.ts'
import {type Drawing, mark} from '../frame/index.ts'
import {laneHeight, type Plan, type Row} from './plan.ts'
import {placeAt} from './place.ts'
import {sizeOf} from './stems.ts'

/**
 * The position: a line through the calls of all rows, and the outline of its miss. All that changes when the reader steps. No line
 * crosses a label, which stand above the calls of their row.
 */
export function marker(trace: Trace, explanation: Explanation, layout: Plan, position: number): Drawing[] {
  const {left, right, scale, by, rows} = layout
  const start = placeAt(trace, explanation, by, position)
  const cost = total(trace.seconds(position))
  const [x, end] = [scale(start), by === 'time' ? scale(start + cost) : scale(start)]
  if (end < left - 1 || x > right + 1) return []
  const functionId = trace.functionAt(position)
  const row = rows.find((one) => one.functionId === functionId) ?? rows.find((one) => one.functionId === null)
  const own = trace.outcome(position) === 'hit' ? undefined : row
  return [
    ...(x < left - 1 ? [] : rows.filter((one) => one !== own || by === 'calls').map((one) => line(x, one))),
    ...(own === undefined ? [] : [outline(layout, own, [x, end], cost)]),
  ]
}

const line = (x: number, {base}: Row): Drawing =>
  mark('line', {
    x1: x,
    x2: x,
    y1: base - laneHeight,
    y2: base,
    stroke: 'ink',
    'stroke-width': 1,
    'stroke-dasharray': '2 3',
  })

/** What stands around the miss at the position. */
function outline(layout: Plan, row: Row, [x, end]: readonly [number, number], cost: number): Drawing {
  const stroke = {fill: 'none', stroke: 'ink', 'stroke-width': 1.5} as const
  if (layout.by === 'calls')
    return mark('circle', {cx: x, cy: row.base - layout.rise(cost), r: sizeOf(row, layout) + 3.5, ...stroke})
  const from = Math.max(layout.left - 2, Math.min(x, layout.right - 2) - 2)
  const height = cost > 0 ? laneHeight : 12
  return mark('rect', {
    x: from,
    y: row.base - height - 2,
    width: Math.max(6, Math.min(end, layout.right) + 1 - from),
    height: height + 4,
    ...stroke,
  })
}
