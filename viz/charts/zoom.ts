import {
  type D3ZoomEvent,
  pointer,
  select,
  zoom,
  type ZoomBehavior,
  zoomIdentity,
  type ZoomTransform,
} from 'd3'
import {type Drawing, mark, node, patch, type Scale, scale as linear, type Selection} from '../frame/index.ts'
import {hues, palettes, type Role} from '../theme.ts'
import {blocks} from './dense.ts'
import {fingers} from './fingers.ts'
import {lowerBound, nearest} from './levels.ts'
import type {Plan, TimelineOptions} from './plan.ts'

/** How a timeline is drawn for one frame. */
export interface Frame {
  /** Without what the canvas paints. */
  readonly bare?: boolean
  /** In the middle of a zoom: words come back when it rests. */
  readonly moving?: boolean
}

/** What a timeline gives to be zoomed. */
interface View {
  readonly first: Plan
  readonly length: number
  readonly position: number
  readonly plan: (window: readonly [number, number]) => Plan
  /** The part that changes with the window. */
  readonly content: (plan: Plan, frame: Frame) => Drawing[]
  /** The part that changes with the position. */
  readonly marker: (plan: Plan, position: number) => Drawing[]
  /** Where the call at a position begins. */
  readonly placeOf: (position: number) => number
  readonly says: (position: number) => string
  readonly call: (index: number) => Selection
}

/** The part of a canvas context that a timeline uses. */
interface Brush {
  fillStyle: string | CanvasGradient | CanvasPattern
  globalAlpha: number
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void
  clearRect(x: number, y: number, width: number, height: number): void
  fillRect(x: number, y: number, width: number, height: number): void
}

/** Paints the dense rows: at most a few rectangles a pixel, however many calls there are. */
export function paint(brush: Brush, layout: Plan, palette: Readonly<Record<Role, string>>, ratio = 1): void {
  brush.setTransform(ratio, 0, 0, ratio, 0, 0)
  brush.clearRect(0, 0, layout.width, layout.height)
  for (const row of layout.rows) {
    for (const {tone, opacity, x, y, width, height} of blocks(row, layout)) {
      brush.fillStyle = palette[hues[tone].fill]
      brush.globalAlpha = opacity
      brush.fillRect(x, y, width, height)
    }
  }
}

const moves = new WeakMap<Element, (position: number) => void>()

/**
 * Moves the marker of a timeline that the reader may zoom to another call, and the part that is shown, where the call is outside of
 * it; false where the element is no such timeline.
 */
export function moveTo(element: Element, position: number): boolean {
  moves.get(element)?.(position)
  return moves.has(element)
}

/** Milliseconds after the last move until a picture of many calls gets its words back. */
const rest = 120

/** A timeline on a page: what of it is shown, and what waits to be drawn. */
interface Shown {
  readonly svg: Element
  readonly options: TimelineOptions & {readonly document: Document}
  readonly view: View
  /** The whole of the timeline, in px. */
  readonly whole: Scale
  /** Where what changes with the window stands, and what changes with the position. */
  readonly group: Element
  readonly sign: Element
  readonly strip: Element | null
  readonly canvas: HTMLCanvasElement | null
  readonly brush: Brush | null
  layout: Plan
  /** What the group holds; null until it is first drawn here. */
  drawn: Drawing | null
  position: number
  /** The frame that is asked for. */
  asked: number | null
  /** What brings the words back. */
  resting: ReturnType<typeof setTimeout> | null
}

/**
 * Lets a reader zoom (Ctrl or ⌘ and the wheel, a pinch, a double click, + and −), pan (drag, a sideways wheel, a and d), go back
 * to the whole (0), choose a part in the overview strip and a call by pointing near it. The page still scrolls with the wheel.
 */
export function zoomable(
  svg: Element,
  options: TimelineOptions & {readonly document: Document},
  view: View,
): Element {
  const shown = shownOf(svg, options, view)
  if (shown === null) return svg
  const behaviour = behaviourOf(shown)
  const target = select(svg)
  target.call(behaviour).call(behaviour.transform, transformOf(shown, shown.layout.window))
  behaviour.on('zoom', ({transform}: D3ZoomEvent<Element, unknown>) => zoomTo(shown, transform))
  if (shown.strip !== null)
    listenToStrip(shown, shown.strip, ([from, to]) =>
      target.call(
        behaviour.transform,
        transformOf(shown, [shown.whole.invert(from), shown.whole.invert(to)]),
      ),
    )
  svg.setAttribute('tabindex', '0')
  svg.setAttribute('aria-keyshortcuts', '+ - 0 a d')
  svg.addEventListener('keydown', (event) => press(shown, behaviour, event))
  svg.addEventListener('wheel', (event) => pan(shown, behaviour, event), {passive: false})
  svg.addEventListener('click', (event) => point(shown, event))
  target.style('touch-action', 'pan-y')
  fingers(svg, (by) => target.call(behaviour.translateBy, by * share(shown), 0))
  const element = staged(shown)
  if (options.heading === false) moves.set(element, (position) => move(shown, behaviour, position))
  return element
}

function shownOf(svg: Element, options: Shown['options'], view: View): Shown | null {
  const {first} = view
  const group = svg.querySelector('.jl-content')
  const sign = svg.querySelector('.jl-marker')
  if (group === null || sign === null) return null
  const canvas =
    first.dense || view.plan(first.domain).dense ? options.document.createElement('canvas') : null
  return {
    svg,
    options,
    view,
    whole: linear(first.domain, [first.left, first.right]),
    group,
    sign,
    strip: svg.querySelector('.jl-overview'),
    canvas,
    brush: canvas?.getContext('2d') ?? null,
    layout: first,
    drawn: null,
    position: view.position,
    asked: null,
    resting: null,
  }
}

type Behaviour = ZoomBehavior<Element, unknown>

/** How often the whole may be enlarged: to six calls, or to a millisecond. */
const closest = ({first: {by, domain}, length}: View): number =>
  Math.max(1, by === 'calls' ? length / 6 : (domain[1] - domain[0]) * 1000)

/** How far a turn of the wheel zooms, as a power of two: no notch by more than a quarter, however far a mouse says that it is. */
function notch({deltaY, deltaMode}: WheelEvent): number {
  const most = Math.log2(1.25)
  const far = -deltaY * (deltaMode === 1 ? 0.2 : deltaMode === 2 ? most : 0.01)
  return Math.min(most, Math.max(-most, far))
}

/** One finger scrolls the page, or pans; two zoom. */
const isOneFinger = (event: Event): boolean => isTouch(event) && event.touches.length < 2
const isTouch = (event: Event): event is TouchEvent => event.type === 'touchstart' && 'touches' in event

function behaviourOf({options, strip, view}: Shown): Behaviour {
  const {left, right, top, bottom} = view.first
  const page = options.document.defaultView
  const inStrip = (event: Event) => event.composedPath().some((place) => place === strip)
  const isAsked = (event: WheelEvent) =>
    event.type === 'wheel' ? event.ctrlKey || event.metaKey : (event.button ?? 0) === 0
  return zoom<Element, unknown>()
    .extent([
      [left, top],
      [right, bottom],
    ])
    .translateExtent([
      [left, top],
      [right, bottom],
    ])
    .scaleExtent([1, closest(view)])
    .duration(0)
    .wheelDelta(notch)
    .touchable(() => (page?.navigator.maxTouchPoints ?? 0) > 0)
    .filter((event: WheelEvent) => isAsked(event) && !isOneFinger(event) && !inStrip(event))
}

/** The share of the whole that is shown. */
const share = ({layout: {window}, view: {first}}: Shown): number =>
  (window[1] - window[0]) / (first.domain[1] - first.domain[0])

function transformOf({whole, view: {first}}: Shown, [from, to]: readonly [number, number]): ZoomTransform {
  const k = (first.domain[1] - first.domain[0]) / (to - from)
  return zoomIdentity.translate(first.left - k * whole(from), 0).scale(k)
}

function zoomTo(shown: Shown, transform: ZoomTransform): void {
  const {options, strip, view, whole} = shown
  const {left, right} = view.first
  shown.layout = view.plan([whole.invert(transform.invertX(left)), whole.invert(transform.invertX(right))])
  const [from, to] = [whole(shown.layout.window[0]), whole(shown.layout.window[1])]
  const part = strip?.querySelector('.jl-window')
  part?.setAttribute('x', String(from))
  part?.setAttribute('width', String(Math.max(2, to - from)))
  options.onWindow?.(shown.layout.window)
  redrawSoon(shown)
}

const nodesOf = ({options}: Shown, drawings: readonly Drawing[]): Element[] =>
  drawings.map((drawing) => node(options.document, drawing))

function redraw(shown: Shown): void {
  const {brush, group, layout, options, position, resting, sign, view} = shown
  shown.asked = null
  sign.replaceChildren(...nodesOf(shown, view.marker(layout, position)))
  const frame = {bare: brush !== null, moving: resting !== null}
  const marks = view.content(layout, frame)
  const next = mark('g', {class: 'jl-content'}, ...marks)
  if (shown.drawn === null) group.replaceChildren(...nodesOf(shown, marks))
  else patch(group, shown.drawn, next)
  shown.drawn = next
  if (brush !== null) paint(brush, layout, paletteOf(options), ratioOf(options))
}

/** Redraws in the next frame, once, and of many calls the words when the reader rests. */
function redrawSoon(shown: Shown): void {
  const page = shown.options.document.defaultView
  if (page === null || typeof page.requestAnimationFrame !== 'function') {
    redraw(shown)
    return
  }
  if (shown.brush !== null) {
    if (shown.resting !== null) clearTimeout(shown.resting)
    shown.resting = setTimeout(() => {
      shown.resting = null
      redraw(shown)
    }, rest)
  }
  shown.asked ??= page.requestAnimationFrame(() => redraw(shown))
}

/** Moves the marker. */
function move(shown: Shown, behaviour: Behaviour, position: number): void {
  const {view} = shown
  shown.position = position
  const place = view.placeOf(position)
  const [from, to] = shown.layout.window
  const half = (to - from) / 2
  if (place < from || place > to)
    select(shown.svg).call(
      behaviour.transform,
      transformOf(shown, clipped(shown, place - half, place + half)),
    )
  shown.sign.replaceChildren(...nodesOf(shown, shown.view.marker(shown.layout, position)))
  shown.svg.querySelector('desc')?.replaceChildren(shown.view.says(position))
}

/** A window as it can be shown, inside the whole. */
function clipped({view: {first}}: Shown, from: number, to: number): readonly [number, number] {
  const [start, end] = first.domain
  const by = Math.max(0, start - from) - Math.max(0, to - end)
  return [from + by, to + by]
}

/** How far each key zooms, and which way it pans. */
const zooms: ReadonlyMap<string, number> = new Map([
  ['+', 1.5],
  ['=', 1.5],
  ['-', 1 / 1.5],
])
const pans: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['d', -1],
])

function press(shown: Shown, behaviour: Behaviour, event: Event): void {
  if (!('key' in event) || isHeld(event, 'ctrlKey') || isHeld(event, 'metaKey')) return
  const key = String(event.key)
  const {left, right} = shown.view.first
  const target = select(shown.svg)
  const [factor, way] = [zooms.get(key), pans.get(key)]
  if (factor !== undefined) target.call(behaviour.scaleBy, factor)
  else if (way !== undefined) target.call(behaviour.translateBy, (way * share(shown) * (right - left)) / 5, 0)
  else if (key === '0') target.call(behaviour.transform, zoomIdentity)
  else return
  event.preventDefault()
}

const isHeld = (event: Event, key: 'ctrlKey' | 'metaKey'): boolean => Reflect.get(event, key) === true

/** A wheel that is turned sideways pans; the other way it scrolls the page. */
function pan(shown: Shown, behaviour: Behaviour, event: Event): void {
  if (!('deltaX' in event) || !('deltaY' in event)) return
  const [x, y] = [Number(event.deltaX), Number(event.deltaY)]
  if (Math.abs(x) <= Math.abs(y)) return
  select(shown.svg).call(behaviour.translateBy, -x * share(shown), 0)
  event.preventDefault()
}

/** Chooses the call that is nearest to a click in its row. */
function point({layout, options, svg, view}: Shown, event: Event): void {
  const [x, y] = pointer(event, svg)
  const row = layout.rows.find(({base, high}) => y > base - high && y <= base + 4)
  if (row === undefined || options.onSelect === undefined) return
  const {scale} = layout
  const reach = Math.abs(scale.invert(8) - scale.invert(0))
  const place = scale.invert(x)
  const index = row.lane.index[within(row, place) ?? nearest(row.lane, place, reach)]
  if (index === undefined) return
  event.stopImmediatePropagation()
  options.onSelect(view.call(index))
}

/** The miss, by its place in the lane, whose bar is at a place. */
function within({lane, sums}: Plan['rows'][number], at: number): number | undefined {
  const rank = lowerBound(sums.starts, at) - 1
  return rank >= 0 && (sums.ends[rank] ?? at) > at ? lane.misses[rank] : undefined
}

/** The timeline with the canvas of its dense rows over it, where it has one. */
function staged(shown: Shown): Element {
  const {brush, canvas, layout, options, svg} = shown
  if (canvas === null || brush === null) return svg
  const {scheme = 'auto'} = options
  const ratio = ratioOf(options)
  canvas.width = Math.round(layout.width * ratio)
  canvas.height = Math.round(layout.height * ratio)
  canvas.setAttribute('aria-hidden', 'true')
  Object.assign(canvas.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    width: `${layout.width}px`,
    height: `${layout.height}px`,
    pointerEvents: 'none',
  })
  const stage = options.document.createElement('div')
  stage.className = scheme === 'auto' ? 'jl' : `jl jl-${scheme}`
  stage.style.position = 'relative'
  stage.append(svg, canvas)
  redraw(shown)
  return stage
}

const ratioOf = ({document}: Shown['options']): number => document.defaultView?.devicePixelRatio ?? 1

function paletteOf({document, scheme}: Shown['options']): Readonly<Record<Role, string>> {
  const matches = (query: string): boolean => {
    const page = document.defaultView
    return typeof page?.matchMedia === 'function' && page.matchMedia(query).matches
  }
  if (matches('(forced-colors: active)')) return palettes.forced
  const isDark = scheme === 'dark' || (scheme !== 'light' && matches('(prefers-color-scheme: dark)'))
  return isDark ? palettes.dark : palettes.light
}

/** A press in the strip: where it began, the part that is moved (none where one is chosen), whether it went anywhere. */
interface Held {
  readonly from: number
  readonly part: readonly [number, number] | null
  moved: boolean
}

/** A drag in the strip chooses a part of it, a drag of the part that is shown moves it, a click shows all. */
function listenToStrip(shown: Shown, strip: Element, show: (part: readonly [number, number]) => void): void {
  const {left, right} = shown.view.first
  const at = (event: Event): number => Math.min(right, Math.max(left, pointer(event, shown.svg)[0]))
  let held: Held | null = null
  strip.addEventListener('pointerdown', (event) => {
    const from = at(event)
    const [low, high] = shown.layout.window
    const part = partAt(from, [shown.whole(low), shown.whole(high)], right - left)
    held = {from, part, moved: false}
    if ('pointerId' in event) strip.setPointerCapture(Number(event.pointerId))
    event.preventDefault()
  })
  strip.addEventListener('pointermove', (event) => {
    if (held === null) return
    const {from, part} = held
    const to = at(event)
    held.moved ||= Math.abs(to - from) > 3
    if (!held.moved) return
    if (part === null) show(from < to ? [from, to] : [to, from])
    else {
      const by = Math.min(right - part[1], Math.max(left - part[0], to - from))
      show([part[0] + by, part[1] + by])
    }
  })
  strip.addEventListener('pointerup', () => {
    if (held?.moved === false) show([left, right])
    held = null
  })
  strip.addEventListener('pointercancel', () => (held = null))
}

/** The part that is shown, where it is pressed and is not all. */
const partAt = (from: number, [low, high]: readonly [number, number], all: number): Held['part'] =>
  from > low && from < high && high - low < all - 1 ? [low, high] : null
