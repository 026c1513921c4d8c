import {type Explanation, total, type Trace} from '../../lib/index.ts'
import type {Drawing} from '../frame/index.ts'
import {framed} from './glyph.ts'
import type {Plan} from './plan.ts'
import {placeAt} from './place.ts'
import {sizeOf} from './stems.ts'

/** So high is the frame of what took no time that is known. */
const low = 12

/** The position: a frame around its call. All that changes when the reader steps. */
export function marker(trace: Trace, explanation: Explanation, layout: Plan, position: number): Drawing[] {
  const {by, left, right, rise, scale, rows} = layout
  const start = placeAt(trace, explanation, by, position)
  const cost = total(trace.seconds(position))
  const [x, end] = [scale(start), by === 'time' ? scale(start + cost) : scale(start)]
  const functionId = trace.functionAt(position)
  const row = rows.find((one) => one.functionId === functionId) ?? rows.find((one) => one.functionId === null)
  if (end < left - 1 || x > right + 1 || row === undefined) return []
  if (by === 'calls' && trace.outcome(position) !== 'hit') {
    const half = sizeOf(row, layout) + 3.5
    return [framed(x - half, row.base - rise(cost) - half, 2 * half, 2 * half)]
  }
  const from = Math.max(left - 2, Math.min(x, right - 2) - 2)
  const height = cost > 0 ? row.high : low
  const wide = Math.max(6, Math.min(end, right) + 1 - from)
  return [framed(from, row.base - height - 2, wide, height + 4)]
}
