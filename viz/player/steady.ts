import type {Explanation} from '../../lib/index.ts'
import {differences, missAt} from '../charts/index.ts'
import {type Chart, type ChartOptions, node} from '../frame/index.ts'
import {view} from '../view.ts'
import {now} from './now.ts'
import {find, type Stage} from './stage.ts'

/** So many causes are looked at for the call that takes most room. */
const most = 24

/** Between two parts of what shows one call, in px. */
const gap = 8

/** Of each of the first causes the dearest call, and the one at which most differs: one of them takes as much room as any. */
function tallest(explanation: Explanation): readonly number[] {
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

/** Keeps the head at least as high as it was, in px, so that a switch stays under the pointer that turns it; 0 lets go of it. */
export function keepHead(stage: Stage, height: number): void {
  const page = stage.document.defaultView
  const part = find(stage, '.head')
  if (page !== null && part instanceof page.HTMLElement)
    part.style.minHeight = height === 0 ? '' : `${height}px`
}

/** Keeps the place of a picture that shows one call as high as any call needs it, so that a step moves nothing below it. */
export function keepPicture(stage: Stage, place: Element, chart: Chart, options: ChartOptions): void {
  const page = stage.document.defaultView
  if (page === null || stage.width === 0 || !(place instanceof page.HTMLElement)) return
  const height = roomFor(stage, place, () => picturesOf(stage, chart, options))
  place.style.minHeight = `${height}px`
}

/** Keeps the part that shows one call, its picture and its words below it, as high as any call needs it: what is spare stands at its end. */
export function keepCall(stage: Stage, place: Element, chart: Chart, options: ChartOptions): void {
  const page = stage.document.defaultView
  const part = place.parentElement
  if (page === null || stage.width === 0 || part === null || !(place instanceof page.HTMLElement)) return
  const height = roomFor(stage, part, () => {
    const pictures = picturesOf(stage, chart, options)
    return wordsOf(stage).map((words, at) => words + (pictures[at] ?? 0))
  })
  const end = part.querySelector('summary')?.clientHeight ?? 0
  part.style.setProperty('--jl-call', `${place.offsetTop + height + end + 2 * gap}px`)
}

/** How high the picture of each of the calls that take most is. */
const picturesOf = ({explanation, trace}: Stage, chart: Chart, options: ChartOptions): number[] =>
  tallest(explanation).map((position) =>
    Number(chart.draw(trace, explanation, {...options, position}).attributes.get('height') ?? 0),
  )

/** How high what is said of each of them is. */
function wordsOf(stage: Stage): number[] {
  const {document, explanation, trace} = stage
  const trial = document.createElement('div')
  trial.className = 'trial'
  for (const position of tallest(explanation)) {
    const words = document.createElement('div')
    words.className = 'now'
    words.append(
      node(document, now(trace, explanation, view(trace, explanation, {...stage.state, position}))),
    )
    trial.append(words)
  }
  find(stage, '.now')?.after(trial)
  const heights = [...trial.children].map((one) => one.clientHeight)
  trial.remove()
  return heights
}
