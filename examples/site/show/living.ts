import {node, selectionOf, stepTo} from '../../../viz/index.ts'
import {find} from '../find.ts'
import type {ProgramRun} from '../run.ts'
import {saidOf} from '../said.ts'
import {drawCalls, drawKey, showLine} from './drawn.ts'
import {placeOf, programAt, question} from './show.ts'

/** How a program on a page is stepped through. */
export interface LivingOptions {
  /** The call that is shown first. */
  readonly at: number
  /** Whether it plays by itself. */
  readonly plays?: boolean
  /** Whether the reader says of each call but the first whether it compiles, before it is shown. */
  readonly predicts?: boolean
}

/** A program on the page, at one of its calls. */
interface Stage {
  readonly root: HTMLElement
  readonly run: ProgramRun
  readonly predicts: boolean
  at: number
  /** The last call that the reader has seen, and how many of his answers were right. */
  seen: number
  right: number
  /** The width that the pictures were drawn for. */
  width: number
  timer: number | null
}

/** So long a call stands while the page plays, in ms. */
const beat = 1900

/** Brings a program that `show` drew to life; what ends it. */
export function living(
  root: HTMLElement,
  run: ProgramRun,
  {at, plays, predicts = false}: LivingOptions,
): () => void {
  const stage: Stage = {root, run, predicts, at, seen: at, right: 0, width: 0, timer: null}
  find(root, '.steps').hidden = false
  find(root, '[data-move=play]').hidden = predicts
  root.addEventListener('click', (event) => click(stage, event))
  const sizes = new ResizeObserver(() => fit(stage))
  sizes.observe(root)
  go(stage, at)
  if (plays === true && !matchMedia('(prefers-reduced-motion: reduce)').matches) play(stage, 0)
  return () => {
    stop(stage)
    sizes.disconnect()
  }
}

function click(stage: Stage, {target}: Event): void {
  const {run} = stage
  const button = target instanceof Element ? target.closest('button') : null
  const move = button?.getAttribute('data-move')
  const answer = button?.getAttribute('data-answer')
  if (move === 'play') toggle(stage)
  if (move === 'back') leap(stage, stage.at - 1)
  if (move === 'next') leap(stage, stage.at + 1)
  if (answer === 'yes' || answer === 'no') reveal(stage, answer === 'yes')
  const at = run.calls.findIndex(({position}) => position === selectionOf(target)?.index)
  if (at >= 0 && isTimeline(target)) leap(stage, at)
}

const isTimeline = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-picture=timeline]') !== null

/** A reader who steps has taken over. */
function leap(stage: Stage, at: number): void {
  stop(stage)
  go(stage, at)
}

function toggle(stage: Stage): void {
  if (stage.timer !== null) stop(stage)
  else play(stage, stage.at === stage.run.calls.length - 1 ? 0 : stage.at + 1)
}

function play(stage: Stage, at: number): void {
  const isLast = at === stage.run.calls.length - 1
  stage.timer = isLast ? null : window.setTimeout(() => play(stage, at + 1), beat)
  sayPlay(stage)
  go(stage, at)
}

function stop(stage: Stage): void {
  if (stage.timer !== null) window.clearTimeout(stage.timer)
  stage.timer = null
  sayPlay(stage)
}

/** What plays by itself is not read out. */
function sayPlay({root, timer}: Stage): void {
  find(root, '[data-move=play]').textContent = timer === null ? 'Play' : 'Pause'
  find(root, '.saying').setAttribute('aria-live', timer === null ? 'polite' : 'off')
}

const isAsked = ({at, predicts, seen}: Stage): boolean => predicts && at > seen

/** Shows the call that was asked for, and whether the answer was right. */
function reveal(stage: Stage, saidYes: boolean): void {
  const compiled = stage.run.calls[stage.at]?.compiled === true
  stage.seen = stage.at
  if (compiled === saidYes) stage.right++
  go(stage, stage.at)
  const mark = document.createElement('p')
  mark.className = compiled === saidYes ? 'mark right' : 'mark wrong'
  mark.textContent =
    compiled === saidYes
      ? 'You were right.'
      : `You said that it ${saidYes ? 'compiles' : 'does not compile'}.`
  find(stage.root, '.saying').prepend(mark)
  find(stage.root, stage.at === stage.run.calls.length - 1 ? '[data-move=back]' : '[data-move=next]').focus()
}

/** Draws the pictures for the width that they have. */
function fit(stage: Stage): void {
  if (stage.root.clientWidth === stage.width) return
  stage.width = stage.root.clientWidth
  drawKey(find(stage.root, '[data-picture=lock]'), stage.run, keyOf(stage))
  drawTimeline(stage)
  showLine(stage.root)
}

/** The timeline would tell what is still to be said. */
function drawTimeline({at, predicts, root, run, seen}: Stage): void {
  const place = find(root, '[data-picture=timeline]')
  const call = run.calls[at]
  place.hidden = predicts && seen < run.calls.length - 1
  if (call !== undefined && !place.hidden) drawCalls(place, run, call)
}

/** The call whose key is shown: while one is asked for, the one before. */
const keyOf = (stage: Stage): number => stage.run.calls[stage.at - (isAsked(stage) ? 1 : 0)]?.position ?? 0

/** Shows a call: its line, its sentence, its key, which moves in its place, and where it stands among all. */
function go(stage: Stage, to: number): void {
  const {predicts, right, root, run, seen} = stage
  const call = run.calls[to]
  if (call === undefined) return
  stage.at = to
  fit(stage)
  const isOpen = isAsked(stage)
  find(root, '.program').replaceChildren(node(document, programAt(run, to, isOpen)))
  showLine(root)
  find(root, '.saying').replaceChildren(node(document, isOpen ? question() : saidOf(run, call)))
  const score = predicts && seen > 0 ? ` · ${right} of ${seen} right` : ''
  find(root, '.place').textContent = placeOf(run, to) + score
  find(root, '[data-move=back]').toggleAttribute('disabled', to === 0)
  find(root, '[data-move=next]').toggleAttribute('disabled', isOpen || to === run.calls.length - 1)
  stepTo(find(root, '[data-picture=lock]').firstElementChild ?? root, keyOf(stage))
  drawTimeline(stage)
}
