import {figure, instant, say} from '../../lib/index.ts'
import {type Drawing, mark, scale as linear, valueAt, width as widthOf, write} from '../frame/index.ts'
import type {Plan} from './plan.ts'

/** From how many seconds on an axis counts in minutes, hours and days. */
const spans = [
  [172_800, 86_400],
  [7200, 3600],
  [600, 60],
  [0, 1],
] as const

/** A point of the axis and its text. */
interface Tick {
  readonly x: number
  readonly text: string
}

/** The axis of a timeline: points with their units, and below them what they are. */
export function axis(layout: Plan): Drawing[] {
  const {bottom, by, clock, left, right, under} = layout
  const about = Math.max(2, Math.floor((right - left) / 90))
  const ticks = by === 'time' ? times(layout, about) : numbers(layout, about)
  return [
    mark('line', {
      x1: left,
      x2: right,
      y1: bottom + 0.5,
      y2: bottom + 0.5,
      stroke: 'muted',
      'stroke-dasharray': by === 'time' && !clock ? '8 3' : undefined,
    }),
    ...ticks.flatMap(({x, text}) => {
      const half = widthOf(text, 12) / 2
      return [
        mark('line', {x1: x, x2: x, y1: bottom, y2: bottom + 4, stroke: 'muted'}),
        write(text, Math.min(Math.max(x, 4 + half), layout.width - 4 - half), bottom + 17, {
          size: 12,
          fill: 'muted',
          anchor: 'middle',
        }),
      ]
    }),
    mark(
      'g',
      {},
      by === 'time' && !clock && mark('title', {}, say('times unknown')),
      ...under.map((text, at) =>
        write(text, left, bottom + 35 + at * 18, {size: 12, fill: 'muted', room: right - left}),
      ),
    ),
  ]
}

function times({clock, domain, left, scale, window: [from, to]}: Plan, about: number): Tick[] {
  const unit = spans.find(([least]) => to - from >= least)?.[1] ?? 1
  const ticks = linear([from / unit, to / unit], [0, 1])
    .ticks(about)
    .map((tick) => tick * unit)
  const step = ticks.length > 1 ? valueAt(ticks, 1) - valueAt(ticks, 0) : to - from
  const told = ticks.map((tick) => ({x: scale(tick), text: instant(tick, step, to)}))
  if (!clock || from <= 0 || from > domain[0]) return told
  const start = {x: left, text: instant(from, step / 10, to)}
  return [start, ...told.filter(({x}) => x > left + widthOf(start.text, 12) + 16)]
}

function numbers({left, right, scale, window: [from, to]}: Plan, about: number): Tick[] {
  const ticks = linear([from + 1, to + 1], [left, right])
    .ticks(about)
    .filter(Number.isInteger)
  const apart = (to - from) / about / 2
  const near = from > 0 ? ticks : [1, ...ticks.filter((tick) => tick > Math.max(1, apart))]
  return near
    .map((tick) => ({x: scale(tick - 1), text: figure(tick)}))
    .filter(({x}) => x >= left - 6 && x <= right + 6)
}
