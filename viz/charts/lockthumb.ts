import type {Explanation, Trace} from '../../lib/index.ts'
import {type Drawing, mark} from '../frame/index.ts'
import {hues} from '../theme.ts'
import {layoutOf, round, type Spot} from './lockcells.ts'
import {fitOf, type State, statesOf} from './lockfit.ts'
import {slotsOf} from './lockslots.ts'
import {toneAt} from './position.ts'
import type {Side} from './side.ts'

/** How a thumbnail is drawn. */
export interface ThumbnailOptions {
  /** How many pixels it is wide; 132 where it is not given. */
  readonly width?: number
}

const [height, line, pin, tip] = [32, 24, 12, 7]

/**
 * The key of a call as a lock without words, for a list: what does not fit crosses the line. It says nothing to who does not see it,
 * and stands beside words that do.
 *
 * @example
 * thumbnail(trace, explanation, 1, {width: 132}).attributes.get('height') // '32'
 */
export function thumbnail(
  trace: Trace,
  explanation: Explanation,
  position: number,
  {width = 132}: ThumbnailOptions = {},
): Drawing {
  const slots = slotsOf(trace, explanation, trace.functionAt(position))
  const layout = layoutOf(slots, slots.root, width, true)
  const fit = fitOf(slots, trace, explanation, position)
  const states = fit === null ? new Map<Spot, State>() : statesOf(layout, fit)
  const misfits = [...states].filter(([, {is, misfits: all}]) => all.length > 0 || is === 'untold')
  const fitting = [...states].filter(([, {is}]) => is === 'same')
  const {fill} = hues[toneAt(trace, explanation, position)]
  const pins = (side: Side): Drawing | false => {
    const d = fitting.flatMap(([{cell, x, width: wide}]) =>
      cell.side === side ? [box(x, line - pin, wide, pin)] : [],
    )
    return d.length > 0 && mark('path', {d: d.join(''), fill: side, 'fill-opacity': 0.3})
  }
  return mark(
    'svg',
    {class: 'jl', 'aria-hidden': 'true', width, height, viewBox: `0 0 ${width} ${height}`},
    pins('static'),
    pins('data'),
    ...misfits.flatMap(([{cell, x, width: own}]) => {
      const side = cell.kind === 'untold' ? 'rule' : cell.side
      const wide = Math.max(3, own)
      return [
        mark('rect', {x, y: 0, width: wide, height: line - pin, fill: side, 'fill-opacity': 0.32}),
        mark('rect', {x, y: line - pin, width: wide, height: pin, fill: side}),
        mark('rect', {x, y: line, width: wide, height: tip, fill}),
      ]
    }),
    fit?.lock !== 'none' &&
      mark('line', {x1: 0, x2: Math.min(width, layout.width), y1: line, y2: line, stroke: 'ink'}),
  )
}

const box = (x: number, y: number, width: number, high: number): string =>
  `M${round(x)} ${y}h${round(width)}v${high}h${round(-width)}z`
