import {around, selectionOf} from '../frame/index.ts'
import {schemes} from '../view.ts'
import {choose, go, move, save, show, tryAll, tryOut} from './act.ts'
import {isFree, moves} from './bar.ts'
import {draw, drawChart, light} from './draw.ts'
import {moveOf} from './keys.ts'
import {markOf} from './light.ts'
import {explainWord} from './meaning.ts'
import {listenToSight} from './sight.ts'
import {keepHead} from './steady.ts'
import {find, isLocked, isStill, type Stage} from './stage.ts'

/** What the reader's events do. */
const handlers: readonly (readonly [type: string, act: (stage: Stage, event: Event) => void])[] = [
  ['click', click],
  ['click', ask],
  ['input', slide],
  ['change', recolour],
  ['pointerover', hover],
  ['pointerleave', hover],
  ['focusin', hover],
  ['toggle', toggle],
]

/** Listens to the reader until the signal ends it; for keys also in `keys`, where it is given. */
export function listen(stage: Stage, keys: EventTarget | undefined, signal: AbortSignal): void {
  for (const [type, act] of handlers)
    stage.root.addEventListener(type, (event) => act(stage, event), {signal, capture: type === 'toggle'})
  ;(keys ?? stage.root).addEventListener('keydown', (event) => press(stage, event), {signal})
  listenToWidth(stage, signal)
  listenToSight(stage, signal)
}

function click(stage: Stage, event: Event): void {
  const button = around(event.target, 'button')
  const word = moves.find((name) => name === button?.getAttribute('data-move'))
  const file = button?.getAttribute('data-save') ?? null
  const index = button?.getAttribute('data-index') ?? null
  const fix = button?.getAttribute('data-fix') ?? null
  if (word !== undefined) move(stage, word)
  else if (file !== null) void save(stage, file, button?.getAttribute('data-format') ?? 'jsonl')
  else if (fix === 'all') tryAll(stage)
  else if (fix !== null) tryOut(stage, Number(fix))
  else if (index !== null) choose(stage, {index: Number(index)})
  else point(stage, event)
}

function ask(stage: Stage, {target}: Event): void {
  const word = around(target, 'button.term')
  if (word !== null) explainWord(stage, word)
}

/** A click beside all buttons chooses what is named there; in a picture that listens for itself it is the picture's. */
function point(stage: Stage, event: Event): void {
  if (isLocked(stage, 'open') && around(event.target, '[data-detail] > summary') !== null)
    event.preventDefault()
  const chart = around(event.target, '.chart')
  if (chart !== null && !isStill(stage, chart.getAttribute('data-chart'))) return
  const named = chart ?? around(event.target, 'code[data-path],code[data-function]')
  const selection = named === null ? null : selectionOf(event.target)
  if (selection !== null) choose(stage, selection)
}

function slide(stage: Stage, {target}: Event): void {
  const slider = around(target, 'input[type=range]')
  if (slider !== null && 'value' in slider) go(stage, Number(slider.value))
}

function recolour(stage: Stage, {target}: Event): void {
  const select = around(target, '.bar select')
  if (select === null || !('value' in select)) return
  show(stage, {scheme: schemes.find((name) => name === select.value) ?? 'auto'})
}

function hover(stage: Stage, {type, target}: Event): void {
  const mark = type === 'pointerleave' ? null : markOf(target)
  if (mark?.kind === stage.hovered?.kind && mark?.value === stage.hovered?.value) return
  stage.hovered = mark
  light(stage)
}

/** Draws the table of a picture that was opened, or shows and hides a detail. */
function toggle(stage: Stage, {target}: Event): void {
  const detail = around(target, 'details')
  if (detail === null || target !== detail) return
  const table = detail.getAttribute('data-table')
  if (table !== null) drawChart(stage, table)
  const name = detail.getAttribute('data-detail')
  if (name === null) return
  const {open} = stage.state
  const isOpen = detail.hasAttribute('open')
  if (isOpen === open.includes(name)) return
  show(stage, {open: isOpen ? [...open, name] : open.filter((other) => other !== name)})
}

function press(stage: Stage, event: Event): void {
  const word = moveOf(event)
  if (word === null || !isFree(word, stage.state.locked)) return
  event.preventDefault()
  move(stage, word)
}

/** Draws the pictures anew when there is more or less room for them. */
function listenToWidth(stage: Stage, signal: AbortSignal): void {
  const page = stage.document.defaultView
  if (page === null || !('ResizeObserver' in page)) return
  const resizes = new ResizeObserver(() => {
    const measured = find(stage, '.stage .chart')?.clientWidth ?? 0
    if (measured === 0 || measured === stage.width) return
    stage.width = measured
    stage.widths = new WeakMap()
    keepHead(stage, 0)
    draw(stage)
  })
  resizes.observe(stage.root)
  signal.addEventListener('abort', () => resizes.disconnect())
}
