import type {Trace} from '../../lib/index.ts'
import {type Drawing, width as widthOf, write} from '../frame/index.ts'
import {numbered} from './position.ts'

/** The line under a picture over calls: where the chosen one stands, the first and the last, as far as they have room. */
export function callAxis(
  trace: Trace,
  x: (position: number) => number,
  position: number,
  y: number,
  [left, right]: readonly [number, number],
): Drawing[] {
  const kept: {from: number; to: number; text: string; index: number}[] = []
  for (const index of new Set([position, 0, trace.length - 1])) {
    const text = numbered(trace, index)
    const long = widthOf(text, 12)
    const from = Math.max(left, Math.min(x(index) - long / 2, right - long))
    if (kept.every((one) => from > one.to + 8 || from + long < one.from - 8))
      kept.push({from, to: from + long, text, index})
  }
  return kept.map(({from, text, index}) =>
    write(text, from, y, {size: 12, fill: index === position ? 'ink' : 'muted'}),
  )
}
