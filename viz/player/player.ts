import {type Explanation, type Trace} from '../../lib/index.ts'
import {moveTo, timeline, type TimelineOptions} from '../charts/index.ts'
import {type Chart, html, node, type Selection, selectionOf, tabulate} from '../frame/index.ts'
import {encodeState, schemes, start, type State, type View, view} from '../view.ts'
import {bar, type Move, moves} from './bar.ts'
import {causes} from './causes.ts'
import {details, panel, tools} from './details.ts'
import {focusIn, giveFocus} from './focus.ts'
import {foot} from './foot.ts'
import {head} from './head.ts'
import {moveOf} from './keys.ts'
import {lightUp, type Mark, markOf, nearest} from './light.ts'
import {now} from './now.ts'
import {offer, savePicture, traceFile} from './save.ts'
import {beat, last, step, whole, zoomed} from './step.ts'

export interface PlayerOptions {
  readonly document: Document
  readonly title?: string
  /** Where the reader starts; what is not given is as `start` says. */
  readonly state?: Partial<State>
  /** Whether another headline stands above this one. */
  readonly under?: boolean
  /** The hash of a link to a state; `encodeState` where it is not given. */
  readonly link?: (state: State) => string
  /** Also listens here for keys; otherwise only where the focus is in the player. */
  readonly keys?: EventTarget
  /** Told after every change of what is shown. */
  readonly onState?: (state: State, view: View) => void
}

export interface Player {
  readonly element: HTMLElement
  readonly state: State
  /** Changes what is shown: a position, an open detail, the colours. */
  show(part: Partial<State>): void
  /** Stops playing and listening; the element may be dropped then. */
  dispose(): void
}

/** Milliseconds between two steps of the player. */
const pause = 900

const charts = new Map<string, Chart>([
  ['timeline', timeline],
  ...details.map(({name, chart}) => [name, chart] as const),
])

/**
 * All views of a trace, moved together by one position: headline, timeline, a bar to step and play, a sentence for the call,
 * the ranked causes, and details on demand. What is pointed at lights up everywhere it is drawn or named.
 */
export function player(trace: Trace, explanation: Explanation, options: PlayerOptions): Player {
  const {document, under = false, link = encodeState} = options
  let state: State = {...start(trace, explanation), ...options.state}
  let shown = view(trace, explanation, state)
  let timer: ReturnType<typeof setTimeout> | null = null
  let hovered: Mark | null = null
  let width = 0
  let drawnFor = ''
  let asked: number | null = null
  const window = document.defaultView
  const locked = (control: State['locked'][number]): boolean => state.locked.includes(control)

  const root = document.createElement('div')
  const parts = [
    head(trace, explanation, {under, ...(options.title !== undefined && {title: options.title})}),
    html(
      'section',
      {class: 'stage', 'aria-label': 'Timeline'},
      html('div', {class: 'chart', 'data-chart': 'timeline'}),
      html('div', {class: 'tools'}, ...tools('timeline', state.locked)),
    ),
    bar(trace.length, last(trace) > 0, state.locked),
    html('section', {class: 'now', 'aria-label': 'This call', 'aria-live': 'polite'}),
    html(
      'section',
      {class: 'why'},
      html('h2', {}, 'Causes, most expensive first'),
      causes(trace, explanation),
    ),
    html(
      'section',
      {class: 'more', 'aria-label': 'Details'},
      ...details.filter(({fits}) => fits?.(trace) ?? true).map((detail) => panel(detail, state)),
    ),
    foot(trace, explanation),
    html(
      'p',
      {class: 'give'},
      !locked('download') &&
        html('button', {type: 'button', class: 'tool', 'data-save': 'trace'}, 'Save this trace'),
      ' ',
      !locked('link') && html('a', {class: 'link', href: '#'}, 'Link to this view'),
      ' ',
      html('span', {class: 'trouble', role: 'status'}),
    ),
  ]
  root.append(...parts.map((part) => node(document, part)))
  const find = (selector: string): Element | null => root.querySelector(selector)
  const slider = find('input[type=range]')
  const select = find('.bar select')

  function draw(): void {
    root.className = state.scheme === 'auto' ? 'jl jitlens' : `jl jitlens jl-${state.scheme}`
    drawBar()
    find('.now')?.replaceChildren(node(document, now(trace, shown)))
    soon()
    for (const button of root.querySelectorAll('button.call')) {
      if (Number(button.getAttribute('data-index')) === shown.position)
        button.setAttribute('aria-current', 'true')
      else button.removeAttribute('aria-current')
    }
  }

  /** The pictures follow in the next frame, once, however many steps were made until then. */
  function soon(): void {
    if (window === null || typeof window.requestAnimationFrame !== 'function' || drawnFor === '') pictures()
    else asked ??= window.requestAnimationFrame(pictures)
  }

  /** Draws what changed: a step moves the marker of the timeline, and draws the open details that show one call. */
  function pictures(): void {
    asked = null
    const frame = frameNow()
    const isStep = frame === drawnFor
    drawnFor = frame
    const line = find('[data-chart=timeline]')?.firstElementChild ?? null
    if (!(isStep && line !== null && moveTo(line, shown.position))) paint('timeline', timeline)
    for (const {name, chart, fixed = false} of details)
      if (state.open.includes(name) && !(isStep && fixed)) paint(name, chart)
    light()
  }

  /** All that the pictures depend on but the position. */
  const frameNow = (): string => JSON.stringify([width, state.scheme, state.by, state.zoom, state.open])

  function drawBar(): void {
    if (slider !== null && 'value' in slider) slider.value = String(shown.position)
    slider?.setAttribute('aria-valuetext', `${shown.place}: ${shown.sentence.slice(0, 300)}`)
    if (select !== null && 'value' in select) select.value = state.scheme
    const place = find('.place')
    if (place !== null) place.textContent = shown.place
    find('[data-move=by]')?.setAttribute('aria-pressed', String(state.by === 'time'))
    const play = find('[data-move=play]')
    if (play === null) return
    const word = timer === null ? 'Play' : 'Pause'
    play.textContent = word
    play.setAttribute('aria-label', `${word} (space)`)
    play.setAttribute('title', `${word} (space)`)
    find('.now')?.setAttribute('aria-live', timer === null ? 'polite' : 'off')
  }

  function paint(name: string, chart: Chart): void {
    const place = find(`[data-chart=${name}]`)
    if (place === null) return
    const focus = focusIn(place)
    const common = {
      position: shown.position,
      scheme: state.scheme,
      ...(width > 0 && {width: place.clientWidth || width}),
    }
    place.replaceChildren(
      chart(trace, explanation, {
        ...common,
        document,
        interactive: !still(name),
        onSelect: choose,
        ...(name === 'timeline' && zooming()),
      }),
    )
    if (focus !== null) giveFocus(place, focus)
    const cells = find(`details[open][data-table=${name}] > .cells`)
    cells?.replaceChildren(node(document, tabulate(chart.table(trace, explanation, common))))
  }

  /** A timeline that may not be zoomed has no listeners of its own. */
  const still = (name: string | null): boolean => name === 'timeline' && locked('zoom')

  const zooming = (): Partial<TimelineOptions> => ({
    by: state.by,
    heading: false,
    ...(state.zoom !== null && {window: state.zoom}),
    onWindow(window) {
      const [from, to] = whole(trace, state.by)
      state = {...state, zoom: window[1] - window[0] >= (to - from) * 0.999 ? null : window}
      drawnFor = frameNow()
      tell()
    },
  })

  function light(): void {
    const chosen: Mark | null =
      state.path !== null
        ? {kind: 'path', value: state.path}
        : state.function !== null
          ? {kind: 'function', value: String(state.function)}
          : null
    lightUp(root, 'lit', [hovered ?? chosen])
  }

  function show(part: Partial<State>): void {
    state = {...state, ...part}
    shown = view(trace, explanation, state)
    if (shown.position >= 0) state = {...state, position: shown.position}
    draw()
    tell()
  }

  function tell(): void {
    find('a.link')?.setAttribute('href', `#${link(state)}`)
    options.onState?.(state, shown)
  }

  function choose({index, path, function: fn}: Selection): void {
    if (index !== undefined && Number.isInteger(index) && !locked('position')) go(index)
    else if (path !== undefined && !locked('select'))
      show({path: state.path === path ? null : path, function: null})
    else if (fn !== undefined && !locked('select'))
      show({function: state.function === fn ? null : fn, path: null})
  }

  const go = (position: number): void => {
    const next = Math.min(Math.max(0, position), trace.length - 1)
    if (next !== state.position && next >= 0) show({position: next})
  }

  function tick(): void {
    if (state.position >= trace.length - 1) {
      stop()
      return
    }
    timer = setTimeout(tick, pause)
    go(beat(state.position, trace, explanation))
  }

  function stop(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    drawBar()
  }

  function play(): void {
    if (timer !== null) {
      stop()
      return
    }
    if (trace.length === 0) return
    if (state.position >= trace.length - 1) show({position: 0})
    timer = setTimeout(tick, pause)
    drawBar()
  }

  function move(word: Move): void {
    if (word === 'play') play()
    else if (word === 'zoom in' || word === 'zoom out' || word === 'whole')
      show({zoom: zoomed(word, state, trace)})
    else if (word === 'by') show({by: state.by === 'calls' ? 'time' : 'calls', zoom: null})
    else {
      stop()
      go(step(word, state.position, trace, explanation))
    }
  }

  const listeners = new AbortController()
  const {signal} = listeners

  root.addEventListener(
    'click',
    (event) => {
      const button = nearest(event.target, 'button')
      const word = moves.find((name) => name === button?.getAttribute('data-move'))
      if (word !== undefined) {
        move(word)
        return
      }
      const file = button?.getAttribute('data-save')
      if (file != null) {
        void save(file, button?.getAttribute('data-format') ?? 'jsonl')
        return
      }
      const index = button?.getAttribute('data-index')
      if (index != null) {
        choose({index: Number(index)})
        return
      }
      if (locked('open') && nearest(event.target, '[data-detail] > summary') !== null) event.preventDefault()
      const chart = nearest(event.target, '.chart')
      if (chart !== null && !still(chart.getAttribute('data-chart'))) return
      const named = chart ?? nearest(event.target, 'code[data-path],code[data-function]')
      const selection = named === null ? null : selectionOf(event.target)
      if (selection !== null) choose(selection)
    },
    {signal},
  )
  slider?.addEventListener('input', () => 'value' in slider && go(Number(slider.value)), {signal})
  select?.addEventListener(
    'change',
    () => show({scheme: schemes.find((name) => 'value' in select && name === select.value) ?? 'auto'}),
    {signal},
  )
  const hover = (event: Event): void => {
    const mark = event.type === 'pointerleave' ? null : markOf(event.target)
    if (mark?.kind === hovered?.kind && mark?.value === hovered?.value) return
    hovered = mark
    light()
  }
  for (const type of ['pointerover', 'pointerleave', 'focusin']) root.addEventListener(type, hover, {signal})
  root.addEventListener(
    'toggle',
    (event) => {
      const detail = nearest(event.target, 'details')
      const name = detail?.getAttribute('data-detail') ?? null
      const table = detail?.getAttribute('data-table') ?? null
      const chart = charts.get(table ?? '')
      if (chart !== undefined && table !== null && event.target === detail) paint(table, chart)
      if (name === null || detail === null || event.target !== detail) return
      const open = detail.hasAttribute('open')
      if (open === state.open.includes(name)) return
      show({open: open ? [...state.open, name] : state.open.filter((other) => other !== name)})
    },
    {signal, capture: true},
  )
  ;(options.keys ?? root).addEventListener('keydown', (event) => press(event), {signal})

  function press(event: Event): void {
    const word = moveOf(event)
    if (word === null || locked(word === 'play' ? 'play' : 'position')) return
    event.preventDefault()
    move(word)
  }

  async function save(name: string, format: string): Promise<void> {
    const trouble = find('.trouble')
    if (trouble !== null) trouble.textContent = ''
    try {
      if (name === 'trace') {
        offer(document, traceFile(trace), 'trace.jsonl')
        return
      }
      const chart = charts.get(name)
      if (chart === undefined) return
      await savePicture(
        document,
        chart.draw(trace, explanation, {
          position: shown.position,
          scheme: state.scheme,
          width: Math.max(width, 720),
          standalone: true,
        }),
        name,
        format,
      )
    } catch (error) {
      if (trouble !== null) trouble.textContent = error instanceof Error ? error.message : String(error)
    }
  }

  const resizes =
    window === null || !('ResizeObserver' in window)
      ? null
      : new ResizeObserver(() => {
          const measured = find('.stage .chart')?.clientWidth ?? 0
          if (measured === 0 || measured === width) return
          width = measured
          draw()
        })
  resizes?.observe(root)
  draw()
  find('a.link')?.setAttribute('href', `#${link(state)}`)

  return {
    element: root,
    get state() {
      return state
    },
    show,
    dispose() {
      stop()
      listeners.abort()
      resizes?.disconnect()
      if (asked !== null) window?.cancelAnimationFrame(asked)
    },
  }
}
