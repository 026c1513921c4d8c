import type {Explanation} from '../../lib/index.ts'
import {differences, missAt} from '../charts/index.ts'
import {type Chart, type ChartOptions, node} from '../frame/index.ts'
import {view} from '../view.ts'
import {now} from './now.ts'
import {find, type Stage} from './stage.ts'

/** So many causes are looked at for the call that takes most room. */
const most = 24

/** What says of a call what differs is no higher than this, in px: what is more is scrolled to. */
const highest = 240

/** Of each of the first causes the dearest call, and the one at which most differs: one of them takes as much room as any. */
export function tallest(explanation: Explanation): readonly number[] {
  const lengthOf = (index: number): number => {
    const miss = missAt(explanation, index)
    return miss === undefined ? 0 : differences(miss).length
  }
  const found = explanation.groups.slice(0, most).flatMap(({dearest, misses}) => {
    const longest = misses.reduce((best, one) => (lengthOf(one) > lengthOf(best) ? one : best), dearest)
    return [dearest, longest]
  })
  return [...new Set(found)]
}

/** The room that a part of the page keeps, in px, and for which width and length of the trace. */
interface Room {
  readonly of: string
  readonly height: number
}

const rooms = new WeakMap<Element, Room>()

/** How high a part must be for any call: found once for a width, by what measures all the calls that take most. */
function roomFor({trace, width}: Stage, part: Element, measure: () => readonly number[]): number {
  const of = `${width} ${trace.length}`
  const known = rooms.get(part)
  if (known?.of === of) return known.height
  const height = Math.max(0, ...measure())
  rooms.set(part, {of, height})
  return height
}

/** Keeps the place of a picture that shows one call as high as any call needs it, so that a step moves nothing below it. */
export function keepPicture(stage: Stage, place: Element, chart: Chart, options: ChartOptions): void {
  const page = stage.document.defaultView
  if (page === null || stage.width === 0 || !(place instanceof page.HTMLElement)) return
  const {trace, explanation} = stage
  const height = roomFor(stage, place, () =>
    tallest(explanation).map((position) =>
      Number(chart.draw(trace, explanation, {...options, position}).attributes.get('height') ?? 0),
    ),
  )
  place.style.minHeight = `${height}px`
}

/** Gives what says of a call what differs the height that any call needs; what is longer is scrolled to. */
export function keepWords(stage: Stage): void {
  const {document, explanation, trace, width} = stage
  const part = find(stage, '.now')
  const page = document.defaultView
  if (page === null || width === 0 || !(part instanceof page.HTMLElement)) return
  const height = roomFor(stage, part, () => {
    const trial = document.createElement('div')
    trial.className = 'now trial'
    trial.append(
      ...tallest(explanation).map((position) =>
        node(document, now(trace, explanation, view(trace, explanation, {...stage.state, position}))),
      ),
    )
    part.after(trial)
    const heights = [...trial.children].map((one) => one.getBoundingClientRect().height)
    trial.remove()
    return heights
  })
  part.style.height = `${Math.min(highest, height + 5)}px`
}
