import {fixes} from '../../lib/index.ts'
import {domainOf, modeOf} from '../charts/index.ts'
import type {Selection} from '../frame/index.ts'
import {type State, view} from '../view.ts'
import type {Move} from './bar.ts'
import {draw, drawBar, frameOf, pictureOf, showStrip} from './draw.ts'
import {chartOf, furtherOf} from './pictures.ts'
import {giving} from './save.ts'
import {find, isLocked, type Stage} from './stage.ts'
import {areAllTried} from './tried.ts'
import {beat, step, zoomed} from './step.ts'

/** Milliseconds between two steps of the player. */
const pause = 900

/** Changes what is shown. */
export function show(stage: Stage, part: Partial<State>): void {
  const {trace, explanation} = stage
  stage.state = {...stage.state, ...part}
  stage.view = view(trace, explanation, stage.state)
  if (stage.view.position >= 0) stage.state = {...stage.state, position: stage.view.position}
  draw(stage)
  tell(stage)
}

/** Says what is shown: in the link, and to whoever asked. */
function tell(stage: Stage): void {
  setLink(stage)
  stage.onState?.(stage.state, stage.view)
}

export const setLink = (stage: Stage): void =>
  find(stage, 'a.link')?.setAttribute('href', `#${stage.link(stage.state)}`)

/** Remembers the part of the timeline that is shown, which the timeline itself has drawn. */
export function keepZoom(stage: Stage, part: readonly [number, number]): void {
  const {explanation, state, trace} = stage
  const [from, to] = domainOf(trace, explanation, modeOf(trace, explanation, state.by))
  const isWhole = part[1] - part[0] >= (to - from) * 0.999
  stage.state = {...state, zoom: isWhole ? null : part}
  stage.drawn = frameOf(stage)
  showStrip(stage)
  tell(stage)
}

/** Goes to the call that was chosen; selects the path or the function, or lets go of it. */
export function choose(stage: Stage, {index, path, function: fn}: Selection): void {
  const {state} = stage
  if (index !== undefined && Number.isInteger(index) && !isLocked(stage, 'position')) go(stage, index)
  else if (isLocked(stage, 'select')) return
  else if (path !== undefined) show(stage, {path: state.path === path ? null : path, function: null})
  else if (fn !== undefined) show(stage, {function: state.function === fn ? null : fn, path: null})
}

/** Tries all fixes out, or none. */
export function tryAll(stage: Stage): void {
  const {state, trace} = stage
  show(stage, {fixed: areAllTried(trace, state) ? [] : fixes(trace).map(({group}) => group)})
}

/** Tries the fix of a cause out, or no more. */
export function tryOut(stage: Stage, group: number): void {
  const {fixed} = stage.state
  show(stage, {fixed: fixed.includes(group) ? fixed.filter((other) => other !== group) : [...fixed, group]})
}

/** Goes to a call, the nearest that there is. */
export function go(stage: Stage, position: number): void {
  const next = Math.min(Math.max(0, position), stage.trace.length - 1)
  if (next !== stage.state.position && next >= 0) show(stage, {position: next})
}

/** Does what a button or a key asks for. */
export function move(stage: Stage, word: Move): void {
  const {state, trace, explanation} = stage
  if (word === 'play') play(stage)
  else if (word === 'zoom in' || word === 'zoom out' || word === 'whole')
    show(stage, {zoom: zoomed(word, state, trace, explanation)})
  else if (word === 'by') turn(stage)
  else {
    stop(stage)
    go(stage, step(word, state.position, trace, explanation))
  }
}

/** Shows calls side by side, or in time. */
const turn = (stage: Stage): void =>
  show(stage, {
    by: modeOf(stage.trace, stage.explanation, stage.state.by) === 'calls' ? 'time' : 'calls',
    zoom: null,
  })

function play(stage: Stage): void {
  const {state, timer, trace} = stage
  if (timer !== null) {
    stop(stage)
    return
  }
  if (trace.length === 0) return
  if (state.position >= trace.length - 1) show(stage, {position: 0})
  stage.timer = setTimeout(() => tick(stage), pause)
  drawBar(stage)
}

function tick(stage: Stage): void {
  const {state, trace, explanation} = stage
  if (state.position >= trace.length - 1) {
    stop(stage)
    return
  }
  stage.timer = setTimeout(() => tick(stage), pause)
  go(stage, beat(state.position, trace, explanation))
}

export function stop(stage: Stage): void {
  if (stage.timer !== null) clearTimeout(stage.timer)
  stage.timer = null
  drawBar(stage)
}

/** Offers the trace or a picture as a file. */
export const save = (stage: Stage, name: string, format: string): Promise<void> =>
  giving(stage.document, find(stage, '.trouble'), async () => {
    if (name !== 'trace') return saveChart(stage, name, format)
    const {offer, traceFile} = await furtherOf(stage.pictures)
    offer(stage.document, traceFile(stage.trace), 'trace.jsonl')
  })

async function saveChart(stage: Stage, name: string, format: string): Promise<void> {
  const {document, explanation, trace} = stage
  const picture = chartOf(stage.pictures, name)?.draw(trace, explanation, pictureOf(stage, name))
  if (picture === undefined) return
  const {offer, pictureFile} = await furtherOf(stage.pictures)
  offer(document, await pictureFile(document, picture, format), `${name}.${format}`)
}
