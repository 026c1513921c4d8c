import {explain, type Trace} from '../../lib/index.ts'
import {further} from '../charts/index.ts'
import {type Runs, runs} from '../player/index.ts'
import {readControls} from '../link.ts'
import {schemes, start} from '../view.ts'
import {dressed, follow} from './hosted.ts'
import {called} from './load.ts'
import {shadow} from './shadow.ts'
import {toTrace} from './open.ts'

/** What a notebook's kernel shares with the page, as anywidget gives it. */
export interface Model {
  get(name: string): unknown
  set(name: string, value: unknown): void
  save_changes(): void
  send(message: unknown): void
  on(name: string, callback: () => void): void
  off(name: string, callback: () => void): void
}

/** A widget on a page. */
interface Cell {
  readonly model: Model
  readonly place: HTMLElement
  /** The lines that are known of the trace or the log. */
  lines: readonly string[]
  trace: Trace | null
  shown: Runs | null
  /** Whether the reader or the kernel chose where to stand; until then it is where the headline points. */
  hasPlace: boolean
  /** The next drawing of lines that came, and how many milliseconds the last one took. */
  timer: ReturnType<typeof setTimeout> | null
  took: number
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * The front end of a notebook's widget, an anywidget module. The kernel shares
 *
 * | name | |
 * | --- | --- |
 * | `text` | a trace or a log, whole |
 * | `added` | while it grows: `{from, lines}`, its lines from that number on, those sent a moment ago among them; what is missing before is asked for by the message `{ask: 'text'}` |
 * | `name`, `scheme`, `lock` | a name; `auto`, `light` or `dark`; controls that readers may not touch |
 * | `view` | the hash of a link to what is shown first |
 * | `position` | the call, from 0: it is obeyed, and follows the reader; -1 is where the headline points |
 */
function render({model, el}: {model: Model; el: HTMLElement}): () => void {
  const host = el.ownerDocument.createElement('div')
  el.append(host)
  const place = shadow(host)
  const cell: Cell = {
    model,
    place,
    lines: [],
    trace: null,
    shown: null,
    hasPlace: false,
    timer: null,
    took: 0,
  }
  const unfollow = follow(el.ownerDocument, (scheme) => {
    place.className = dressed('jl-guest', scheme)
  })
  const heard: Readonly<Record<string, () => void>> = {
    text: () => take(cell),
    added: () => add(cell),
    position: () => move(cell),
    name: () => restart(cell),
    view: () => restart(cell),
    scheme: () => restart(cell),
    lock: () => restart(cell),
  }
  for (const [name, listener] of Object.entries(heard)) model.on(`change:${name}`, listener)
  take(cell)
  add(cell)
  return () => {
    for (const [name, listener] of Object.entries(heard)) model.off(`change:${name}`, listener)
    if (cell.timer !== null) clearTimeout(cell.timer)
    cell.shown?.dispose()
    unfollow()
    host.remove()
  }
}

/** Takes the whole text: more of what is shown, all but whose first line and last, unfinished one stay; or another. */
function take(cell: Cell): void {
  const lines = text(cell.model.get('text')).split('\n')
  const isMore = cell.lines.length > 2 && cell.lines.slice(1, -1).every((line, at) => line === lines[at + 1])
  cell.lines = lines
  if (isMore) grow(cell)
  else restart(cell)
}

const isAdded = (value: unknown): value is {from: number; lines: readonly string[]} =>
  typeof value === 'object' &&
  value !== null &&
  'from' in value &&
  typeof value.from === 'number' &&
  'lines' in value &&
  Array.isArray(value.lines)

/** Takes lines that were added, and draws them soon: the page rests four times as long as the last drawing took. */
function add(cell: Cell): void {
  const added = cell.model.get('added')
  if (!isAdded(added)) return
  const {from, lines} = added
  if (from > cell.lines.length) cell.model.send({ask: 'text'})
  else if (from + lines.length > cell.lines.length) {
    cell.lines = [...cell.lines.slice(0, from), ...lines]
    cell.timer ??= setTimeout(() => grow(cell), cell.took * 4)
  }
}

/** Draws what came: the reader keeps place, zoom and what is open. */
function grow(cell: Cell): void {
  settle(cell)
  const {hasPlace, shown} = cell
  if (shown === null) {
    restart(cell)
    return
  }
  const began = performance.now()
  cell.trace = traceOf(cell)
  shown.grow(cell.trace, hasPlace)
  cell.hasPlace = hasPlace
  cell.took = performance.now() - began
}

function settle(cell: Cell): void {
  if (cell.timer !== null) clearTimeout(cell.timer)
  cell.timer = null
}

const traceOf = ({lines, model}: Cell): Trace =>
  toTrace(lines.join('\n'), text(model.get('name')) || 'notebook')

/** Where the headline points. */
const pointed = (trace: Trace): number => start(trace, explain(trace)).position

/** Draws all of it from the start, or says in a sentence what cannot be read. */
function restart(cell: Cell): void {
  const {model, place} = cell
  settle(cell)
  cell.shown?.dispose()
  cell.shown = null
  try {
    const trace = traceOf(cell)
    const position = positionOf(model)
    const scheme = schemes.find((name) => name === model.get('scheme')) ?? 'auto'
    const made = runs([called(trace)], {
      document: place.ownerDocument,
      pictures: further,
      linked: false,
      hash: text(model.get('view')),
      fresh: {scheme, locked: readControls(text(model.get('lock'))), ...(position >= 0 && {position})},
      onState(state) {
        cell.hasPlace = true
        tell(cell, state.position)
      },
    })
    cell.trace = trace
    cell.shown = made
    cell.hasPlace = made.state.position !== pointed(trace)
    place.replaceChildren(made.element)
    tell(cell, made.state.position)
  } catch (error) {
    const line = place.ownerDocument.createElement('p')
    line.setAttribute('role', 'status')
    line.textContent = error instanceof Error ? error.message : String(error)
    place.replaceChildren(line)
  }
}

function positionOf(model: Model): number {
  const position = Number(model.get('position'))
  return Number.isInteger(position) ? position : -1
}

/** Tells the kernel where the reader stands. */
function tell({model, trace}: Cell, position: number): void {
  if (trace === null || trace.length === 0 || model.get('position') === position) return
  model.set('position', position)
  model.save_changes()
}

/** Goes where the kernel, or another view of the same widget, says. */
function move(cell: Cell): void {
  const position = positionOf(cell.model)
  if (cell.timer !== null) grow(cell)
  const {hasPlace, shown, trace} = cell
  if (shown === null || trace === null || position < 0 || position === shown.state.position) return
  shown.show({position})
  cell.hasPlace = hasPlace || position !== pointed(trace)
}

const initialize = (): void => undefined

export default {initialize, render}
