import {easeCubicInOut, timer} from 'd3'
import {around, type ChartOptions, type Drawing, node} from '../frame/index.ts'
import {round} from './glyph.ts'
import {wayOf} from './lockkeys.ts'

/** What may change in a lock while it stands on a page. */
interface Fresh {
  readonly position?: number
  readonly open: readonly string[]
}

interface Options extends ChartOptions {
  /** Makes the nodes. */
  readonly document: Document
  /** The parts of the key that stand open; none where it is not given. */
  readonly open?: readonly string[]
  /** Told which parts stand open, when the reader opens or shuts one. */
  readonly onOpen?: (open: readonly string[]) => void
}

/** A lock on a page, with the way in which it is drawn anew. */
interface Living {
  readonly svg: Element
  readonly options: Options
  readonly redraw: (fresh: Fresh) => Drawing
  position: number | undefined
  open: readonly string[]
  /** Brings the motion under way to its end. */
  finish: () => void
}

/** A height that changes, in px. */
interface Motion {
  readonly element: Element
  /** What it looks like in the end. */
  readonly fresh: Element
  readonly from: number
  readonly to: number
}

/** With one of these a key is the browser's. */
const modifiers = ['ctrlKey', 'metaKey', 'altKey'] as const

/** Milliseconds of a step. */
const span = 300

const steps = new WeakMap<Element, (position: number) => void>()

/**
 * Shows another call in a lock that stands on a page: what fits again goes back, what does not drops, all else is left as it is.
 * False where the element is no such lock.
 */
export function stepTo(element: Element, position: number): boolean {
  const step = steps.get(element)
  step?.(position)
  return step !== undefined
}

/** Lets the reader walk through a lock, go into its containers and out again; `stepTo` moves it to another call. */
export function living(svg: Element, options: Options, redraw: Living['redraw']): Element {
  const life: Living = {
    svg,
    options,
    redraw,
    position: options.position,
    open: options.open ?? [],
    finish: () => undefined,
  }
  steps.set(svg, (position) => {
    life.position = position
    show(life)
  })
  svg.addEventListener('click', (event) => {
    const into = around(event.target, '[data-cell]')?.getAttribute('data-into') ?? null
    if (into !== null) enter(life, [...life.open, into], event)
  })
  svg.addEventListener('keydown', (event) => press(life, event))
  return svg
}

function press(life: Living, event: Event): void {
  const cell = around(event.target, '[data-cell]')
  if (cell === null || !('key' in event) || modifiers.some((name) => Reflect.get(event, name) === true))
    return
  const into = cell.getAttribute('data-into')
  if ((event.key === 'Enter' || event.key === ' ') && into !== null) enter(life, [...life.open, into], event)
  if (event.key === 'Escape' && life.open.length > 0) enter(life, life.open.slice(0, -1), event)
  const way = wayOf([...life.svg.querySelectorAll<SVGElement>('[data-cell]')], cell, String(event.key))
  if (way === null) return
  event.preventDefault()
  focusOn(life, way)
}

/** Gives the focus, and the one stop of the Tab key, to a cell. */
function focusOn({svg}: Living, cell: SVGElement): void {
  for (const other of svg.querySelectorAll('[data-cell][tabindex="0"]')) other.setAttribute('tabindex', '-1')
  cell.setAttribute('tabindex', '0')
  cell.focus({preventScroll: true})
}

/** Shows what the last of the paths holds; the focus goes to the container that was left, or to the first cell. */
function enter(life: Living, open: readonly string[], event: Event): void {
  const left = open.length < life.open.length ? life.open.at(-1) : undefined
  event.preventDefault()
  event.stopImmediatePropagation()
  life.open = open
  show(life)
  const cells = [...life.svg.querySelectorAll<SVGElement>('[data-cell]')]
  const next = cells.find((cell) => left !== undefined && cell.getAttribute('data-into') === left) ?? cells[0]
  if (next !== undefined) focusOn(life, next)
  life.options.onOpen?.(open)
}

/** Draws the picture of now over that which stands there. */
function show(life: Living): void {
  const {open, options, position, redraw, svg} = life
  life.finish()
  const fresh = node(options.document, redraw({open, ...(position !== undefined && {position})}))
  for (const name of ['height', 'viewBox', 'aria-label'])
    svg.setAttribute(name, fresh.getAttribute(name) ?? '')
  const hadFocus = isFocused(svg)
  const motions = patchCells(svg, fresh)
  if (motions === null) {
    svg.replaceChildren(...fresh.childNodes)
    if (hadFocus) svg.querySelector<SVGElement>('[data-cell][tabindex="0"]')?.focus({preventScroll: true})
  } else {
    for (const part of ['desc', '.jl-head', '.jl-line', '.jl-words', '.jl-signs']) swap(svg, fresh, part)
    move(life, motions)
  }
}

/** Whether a cell has the focus, in a page or in a shadow tree. */
const isFocused = (svg: Element): boolean => svg.querySelector(':focus') !== null

function swap(svg: Element, fresh: Element, part: string): void {
  const [old, now] = [svg.querySelector(`:scope > ${part}`), fresh.querySelector(`:scope > ${part}`)]
  if (old === null || now === null || old.isEqualNode(now)) return
  old.replaceWith(now)
}

/** Makes the cells those of the fresh picture, and says which heights still have to move; null where other cells stand there. */
function patchCells(svg: Element, fresh: Element): Motion[] | null {
  const [old, now] = [svg, fresh].map((one) => [...one.querySelectorAll('[data-cell]')])
  if (old === undefined || now === undefined || old.length !== now.length || old.length === 0) return null
  const pairs = now.map((cell, at) => [old[at], cell] as const)
  const isSame = pairs.every(
    ([one, other]) => one?.getAttribute('data-cell') === other.getAttribute('data-cell'),
  )
  if (!isSame) return null
  svg
    .querySelector('.jl-lock')
    ?.setAttribute('aria-label', fresh.querySelector('.jl-lock')?.getAttribute('aria-label') ?? '')
  const hasFocus = isFocused(svg)
  return pairs.flatMap(([one, other]) => (one === undefined ? [] : patch(one, other, hasFocus)))
}

function patch(old: Element, now: Element, hasFocus: boolean): Motion[] {
  const stop = old.getAttribute('tabindex')
  if (hasFocus && stop !== null) now.setAttribute('tabindex', stop)
  if (old.isEqualNode(now)) return []
  copy(old, now)
  const motions: Motion[] = []
  const [olds, news] = [[...old.children], [...now.children]]
  for (const [at, fresh] of news.entries()) {
    const living = olds[at]
    if (living?.localName === 'rect' && fresh.localName === 'rect') motions.push(...repaint(living, fresh))
    else if (living === undefined) old.append(fresh)
    else if (!living.isEqualNode(fresh)) living.replaceWith(fresh)
  }
  for (const gone of olds.slice(news.length)) gone.remove()
  return motions
}

/** A rectangle takes the looks of another; its height is left to move, and one that goes to nothing keeps its colour on the way. */
function repaint(living: Element, fresh: Element): Motion[] {
  const [from, to] = [living, fresh].map((one) => Number(one.getAttribute('height')))
  if (from === undefined || to === undefined || from === to) {
    copy(living, fresh)
    return []
  }
  if (to > 0) copy(living, fresh, ['height'])
  return [{element: living, fresh, from, to}]
}

/** Gives an element the attributes of another, and no others. */
function copy(to: Element, from: Element, but: readonly string[] = []): void {
  for (const name of to.getAttributeNames()) if (!from.hasAttribute(name)) to.removeAttribute(name)
  for (const name of from.getAttributeNames())
    if (!but.includes(name)) to.setAttribute(name, from.getAttribute(name) ?? '')
}

/** What goes back does so first, what drops and the words come after: all in one tween. */
function move(life: Living, motions: readonly Motion[]): void {
  const words = life.svg.querySelector('.jl-words')
  const at = (time: number): void => {
    for (const {element, from, to} of motions) {
      const share = phase(time, to < from ? 0 : span / 2)
      element.setAttribute('height', String(round(from + (to - from) * share)))
    }
    words?.setAttribute('opacity', String(phase(time, span / 2)))
  }
  const end = (): void => {
    for (const {element, fresh} of motions) copy(element, fresh)
    words?.removeAttribute('opacity')
    life.finish = () => undefined
  }
  if (motions.length === 0 || isStill(life)) {
    end()
    return
  }
  at(0)
  const clock = timer((elapsed) => {
    if (elapsed < span) at(elapsed)
    else life.finish()
  })
  life.finish = () => {
    clock.stop()
    end()
  }
}

/** How far a half of the step has come, from when it starts. */
const phase = (time: number, start: number): number =>
  easeCubicInOut(Math.max(0, Math.min(1, (time - start) / (span / 2))))

/** Whether the reader asked for no motion. */
function isStill({options}: Living): boolean {
  const page = options.document.defaultView
  return typeof page?.matchMedia !== 'function' || page.matchMedia('(prefers-reduced-motion: reduce)').matches
}
