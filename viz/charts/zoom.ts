import {type D3ZoomEvent, pointer, select, zoom, zoomIdentity} from 'd3'
import {type Drawing, node, scale as linear, type Selection} from '../frame/index.ts'
import {palettes, looks, type Role} from '../theme.ts'
import {nearest} from './levels.ts'
import {blocks, nameHeight, type Plan, type TimelineOptions} from './plan.ts'

/** How a timeline is drawn for one frame. */
export interface Frame {
  /** Without what the canvas paints. */
  readonly bare?: boolean
  /** In the middle of a zoom: words come back when it rests. */
  readonly moving?: boolean
}

/** What a timeline gives to be zoomed. */
export interface View {
  readonly first: Plan
  readonly length: number
  readonly position: number
  readonly plan: (window: readonly [number, number]) => Plan
  /** The part that changes with the window. */
  readonly content: (plan: Plan, frame: Frame) => Drawing[]
  /** The part that changes with the position. */
  readonly marker: (plan: Plan, position: number) => Drawing[]
  readonly says: (position: number) => string
  readonly call: (index: number) => Selection
}

/** The part of a canvas context that a timeline uses. */
export interface Brush {
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
    for (const {role, x, y, width, height} of blocks(row, layout)) {
      brush.fillStyle = palette[looks[role].role]
      brush.globalAlpha = role === 'hit' ? 0.6 : 1
      brush.fillRect(x, y, width, height)
    }
  }
}

const moves = new WeakMap<Element, (position: number) => void>()

/** Moves the marker of a timeline that the reader may zoom to another call; false where the element is no such timeline. */
export function moveTo(element: Element, position: number): boolean {
  const move = moves.get(element)
  move?.(position)
  return move !== undefined
}

/** Milliseconds after the last move until a picture of many calls gets its words back. */
const rest = 120

/**
 * Lets a reader zoom (Ctrl or ⌘ and the wheel, a pinch, a double click, + and −), pan (drag, a sideways wheel, a and d), go back
 * to the whole (0), choose a part in the overview strip and a call by pointing near it. The page still scrolls with the wheel.
 */
export function zoomable(
  svg: Element,
  options: TimelineOptions & {readonly document: Document},
  view: View,
): Element {
  const {document} = options
  const page = document.defaultView
  const {left, right, top, bottom, domain} = view.first
  const whole = linear(domain, [left, right])
  const group = svg.querySelector('.jl-content')
  const sign = svg.querySelector('.jl-marker')
  const strip = svg.querySelector('.jl-overview')
  if (group === null || sign === null) return svg
  let layout = view.first
  let {position} = view
  let asked: number | null = null
  let resting: ReturnType<typeof setTimeout> | null = null

  const canvas = layout.dense || view.plan(domain).dense ? document.createElement('canvas') : null
  const brush = canvas?.getContext('2d') ?? null
  const ratio = page?.devicePixelRatio ?? 1
  const dark =
    options.scheme === 'dark' || (options.scheme !== 'light' && matches(page, '(prefers-color-scheme: dark)'))
  const palette = matches(page, '(forced-colors: active)')
    ? palettes.forced
    : dark
      ? palettes.dark
      : palettes.light

  const drawn = (drawings: readonly Drawing[]) => drawings.map((drawing) => node(document, drawing))
  const redraw = () => {
    asked = null
    sign.replaceChildren(...drawn(view.marker(layout, position)))
    group.replaceChildren(...drawn(view.content(layout, {bare: brush !== null, moving: resting !== null})))
    if (brush !== null) paint(brush, layout, palette, ratio)
  }
  const settle = () => {
    resting = null
    redraw()
  }
  const soon = () => {
    if (page === null || typeof page.requestAnimationFrame !== 'function') {
      redraw()
      return
    }
    if (brush !== null) {
      if (resting !== null) clearTimeout(resting)
      resting = setTimeout(settle, rest)
    }
    asked ??= page.requestAnimationFrame(redraw)
  }

  const touch = () => (page?.navigator.maxTouchPoints ?? 0) > 0
  const target = select<Element, unknown>(svg)
  const inStrip = (event: Event) => event.composedPath().some((place) => place === strip)
  const behaviour = zoom<Element, unknown>()
    .extent([
      [left, top],
      [right, bottom],
    ])
    .translateExtent([
      [left, top],
      [right, bottom],
    ])
    .scaleExtent([1, Math.max(1, view.length / 6)])
    .duration(0)
    .touchable(touch)
    .filter(
      (event: WheelEvent) =>
        (event.type === 'wheel'
          ? event.ctrlKey || event.metaKey
          : event.button === 0 || event.button === undefined) && !inStrip(event),
    )
  const shown = strip?.querySelector('.jl-window')

  const transformOf = ([from, to]: readonly [number, number]) => {
    const k = (domain[1] - domain[0]) / (to - from)
    return zoomIdentity.translate(left - k * whole(from), 0).scale(k)
  }
  const show = () => {
    const [from, to] = [whole(layout.window[0]), whole(layout.window[1])]
    shown?.setAttribute('x', String(from))
    shown?.setAttribute('width', String(Math.max(2, to - from)))
  }

  target.call(behaviour).call(behaviour.transform, transformOf(layout.window))
  behaviour.on('zoom', ({transform}: D3ZoomEvent<Element, unknown>) => {
    layout = view.plan([whole.invert(transform.invertX(left)), whole.invert(transform.invertX(right))])
    show()
    options.onWindow?.(layout.window)
    soon()
  })
  if (strip !== null)
    listenToStrip(
      strip,
      svg,
      left,
      right,
      () => [whole(layout.window[0]), whole(layout.window[1])],
      ([from, to]) => target.call(behaviour.transform, transformOf([whole.invert(from), whole.invert(to)])),
    )

  svg.setAttribute('tabindex', '0')
  svg.setAttribute('aria-keyshortcuts', '+ - 0 a d')
  svg.addEventListener('keydown', (event) => {
    if (
      !('key' in event) ||
      ('ctrlKey' in event && event.ctrlKey === true) ||
      ('metaKey' in event && event.metaKey === true)
    )
      return
    const step = ((right - left) / 5) * ((layout.window[1] - layout.window[0]) / (domain[1] - domain[0]))
    if (event.key === '+' || event.key === '=') target.call(behaviour.scaleBy, 1.5)
    else if (event.key === '-') target.call(behaviour.scaleBy, 1 / 1.5)
    else if (event.key === '0') target.call(behaviour.transform, zoomIdentity)
    else if (event.key === 'a') target.call(behaviour.translateBy, step, 0)
    else if (event.key === 'd') target.call(behaviour.translateBy, -step, 0)
    else return
    event.preventDefault()
  })
  svg.addEventListener(
    'wheel',
    (event) => {
      if (
        !('deltaX' in event) ||
        !('deltaY' in event) ||
        Math.abs(Number(event.deltaX)) <= Math.abs(Number(event.deltaY))
      )
        return
      target.call(
        behaviour.translateBy,
        (-Number(event.deltaX) * (layout.window[1] - layout.window[0])) / (domain[1] - domain[0]),
        0,
      )
      event.preventDefault()
    },
    {passive: false},
  )
  svg.addEventListener('click', (event) => {
    const [x, y] = pointer(event, svg)
    const row = layout.rows.find((row) => y > row.y + nameHeight && y <= row.base + 4)
    if (row === undefined || options.onSelect === undefined) return
    const scale = linear(layout.window, [left, right])
    const index =
      row.lane.index[nearest(row.lane, scale.invert(x), Math.abs(scale.invert(8) - scale.invert(0)))]
    if (index === undefined) return
    event.stopImmediatePropagation()
    options.onSelect(view.call(index))
  })

  const move = (next: number) => {
    position = next
    sign.replaceChildren(...drawn(view.marker(layout, position)))
    svg.querySelector('desc')?.replaceChildren(view.says(position))
  }
  if (options.heading === false) moves.set(svg, move)
  if (canvas === null || brush === null) return svg
  canvas.width = Math.round(layout.width * ratio)
  canvas.height = Math.round(layout.height * ratio)
  const stage = document.createElement('div')
  stage.className =
    options.scheme === undefined || options.scheme === 'auto' ? 'jl' : `jl jl-${options.scheme}`
  stage.style.position = 'relative'
  Object.assign(canvas.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    width: `${layout.width}px`,
    height: `${layout.height}px`,
    pointerEvents: 'none',
  })
  canvas.setAttribute('aria-hidden', 'true')
  stage.append(svg, canvas)
  redraw()
  if (options.heading === false) moves.set(stage, move)
  return stage
}

const matches = (page: Window | null, query: string): boolean =>
  typeof page?.matchMedia === 'function' && page.matchMedia(query).matches

/** A drag in the strip chooses a part of it, a drag of the part that is shown moves it, a click shows all. */
function listenToStrip(
  strip: Element,
  svg: Element,
  left: number,
  right: number,
  shown: () => readonly [number, number],
  show: (part: readonly [number, number]) => void,
): void {
  const at = (event: Event): number => Math.min(right, Math.max(left, pointer(event, svg)[0]))
  let held: {readonly from: number; readonly part: readonly [number, number] | null} | null = null
  let moved = false
  strip.addEventListener('pointerdown', (event) => {
    const from = at(event)
    const [low, high] = shown()
    held = {from, part: from > low && from < high && high - low < right - left - 1 ? [low, high] : null}
    moved = false
    if ('pointerId' in event) strip.setPointerCapture(Number(event.pointerId))
    event.preventDefault()
  })
  strip.addEventListener('pointermove', (event) => {
    if (held === null) return
    const {from, part} = held
    const to = at(event)
    moved ||= Math.abs(to - from) > 3
    if (!moved) return
    if (part === null) show(from < to ? [from, to] : [to, from])
    else {
      const by = Math.min(right - part[1], Math.max(left - part[0], to - from))
      show([part[0] + by, part[1] + by])
    }
  })
  strip.addEventListener('pointerup', () => {
    if (held !== null && !moved) show([left, right])
    held = null
  })
  strip.addEventListener('pointercancel', () => (held = null))
}
