import {lock, node, selectionOf, stepTo} from '../../../viz/index.ts'
import {find} from '../find.ts'
import {type ProgramRun, runOf} from '../run.ts'
import {saidOf} from '../said.ts'
import {opening, program} from './program.ts'
import {placeOf, programAt, timelineAt} from './show.ts'

/** The program on the page, at one of its calls. */
interface Stage {
  readonly root: Element
  readonly run: ProgramRun
  at: number
  /** The width that the pictures were drawn for. */
  width: number
  timer: number | null
}

/** So long a call stands while the page plays, in ms. */
const beat = 1900

function begin(root: Element): void {
  const stage: Stage = {root, run: runOf(program), at: opening, width: 0, timer: null}
  find(root, '.steps').hidden = false
  find(root, '[data-picture=timeline]').addEventListener('click', ({target}) => {
    const at = stage.run.calls.findIndex(({position}) => position === selectionOf(target)?.index)
    if (at >= 0) leap(stage, at)
  })
  root.addEventListener('click', ({target}) => {
    const move = target instanceof Element ? target.closest('[data-move]')?.getAttribute('data-move') : null
    if (move === 'play') toggle(stage)
    if (move === 'back') leap(stage, stage.at - 1)
    if (move === 'next') leap(stage, stage.at + 1)
  })
  new ResizeObserver(() => fit(stage)).observe(root)
  fit(stage)
  showLine(stage)
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) play(stage, 0)
}

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
  go(stage, at)
  const isLast = at === stage.run.calls.length - 1
  stage.timer = isLast ? null : window.setTimeout(() => play(stage, at + 1), beat)
  sayPlay(stage)
}

function stop(stage: Stage): void {
  if (stage.timer !== null) window.clearTimeout(stage.timer)
  stage.timer = null
  sayPlay(stage)
}

const sayPlay = ({root, timer}: Stage): void => {
  find(root, '[data-move=play]').textContent = timer === null ? 'Play' : 'Pause'
}

/** Draws the pictures for the width that they have. */
function fit(stage: Stage): void {
  const width = stage.root.clientWidth
  if (width === stage.width) return
  stage.width = width
  const place = find(stage.root, '[data-picture=lock]')
  place.replaceChildren(
    lock(stage.run.trace, stage.run.explanation, {
      ...{document, interactive: true, heading: false},
      position: positionOf(stage),
      width: place.clientWidth,
    }),
  )
  drawTimeline(stage)
}

function drawTimeline({at, root, run}: Stage): void {
  const place = find(root, '[data-picture=timeline]')
  const call = run.calls[at]
  if (call !== undefined) place.replaceChildren(node(document, timelineAt(run, call, place.clientWidth)))
}

const positionOf = ({at, run}: Stage): number => run.calls[at]?.position ?? 0

/** Shows a call: its line, its sentence, its key, which moves in its place, and where it stands among all. */
function go(stage: Stage, to: number): void {
  const {root, run} = stage
  const call = run.calls[to]
  if (call === undefined) return
  stage.at = to
  find(root, '.program').replaceChildren(node(document, programAt(run, to)))
  showLine(stage)
  find(root, '.saying').replaceChildren(node(document, saidOf(run, call)))
  find(root, '.place').textContent = placeOf(run, to)
  find(root, '[data-move=back]').toggleAttribute('disabled', to === 0)
  find(root, '[data-move=next]').toggleAttribute('disabled', to === run.calls.length - 1)
  stepTo(find(root, '[data-picture=lock] > svg'), call.position)
  drawTimeline(stage)
}

/** Scrolls the program, and not the page, to the line that called. */
function showLine({root}: Stage): void {
  const place = find(root, '.program')
  const line = find(place, '.now')
  place.scrollTop = Math.max(0, line.offsetTop + 2 * line.offsetHeight - place.clientHeight)
}

for (const root of document.querySelectorAll('.show')) begin(root)
