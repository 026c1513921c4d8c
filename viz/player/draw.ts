import {type CostsOptions, modeOf, type TimelineOptions} from '../charts/index.ts'
import {type Chart, type ChartOptions, node, tabulate} from '../frame/index.ts'
import {areAllTried, foretoldBy} from './tried.ts'
import {details} from './details.ts'
import {focusIn, giveFocus} from './focus.ts'
import {firstUses} from './gloss.ts'
import {head} from './head.ts'
import {lightUp, type Mark} from './light.ts'
import {now} from './now.ts'
import {chartOf, fetchFor} from './pictures.ts'
import {markSpared} from './spared.ts'
import {find, isStill, type Stage} from './stage.ts'
import {keepCall, keepHead, keepPicture} from './steady.ts'

/** Draws what the state says: the words at once, the pictures in the next frame. */
export function draw(stage: Stage): void {
  const {document, explanation, root, state, trace, view} = stage
  root.className = state.scheme === 'auto' ? 'jl jitlens' : `jl jitlens jl-${state.scheme}`
  root.toggleAttribute('data-empty', trace.length === 0)
  drawHead(stage)
  drawBar(stage)
  find(stage, '.now')?.replaceChildren(node(document, now(trace, explanation, view, foretoldBy(stage).gone)))
  drawSoon(stage)
  for (const button of root.querySelectorAll('button.call')) {
    if (Number(button.getAttribute('data-index')) === view.position)
      button.setAttribute('aria-current', 'true')
    else button.removeAttribute('aria-current')
  }
}

/** The headline and the switches say which fixes are tried out. */
function drawHead(stage: Stage): void {
  const {document, explanation, heading, root, state, trace} = stage
  const shown = state.fixed.join()
  for (const button of root.querySelectorAll('[data-fix]')) {
    const name = button.getAttribute('data-fix')
    const isOn = name === 'all' ? areAllTried(trace, state) : state.fixed.includes(Number(name))
    button.setAttribute('aria-checked', String(isOn))
  }
  if (shown === stage.foretold) return
  stage.foretold = shown
  markSpared(stage)
  const told = foretoldBy(stage)
  const fresh = firstUses([head(trace, explanation, {...heading, told})])
  const height = shown === '' ? 0 : (find(stage, '.head')?.getBoundingClientRect().height ?? 0)
  find(stage, '.head')?.replaceWith(...fresh.map((part) => node(document, part)))
  keepHead(stage, height)
}

export function drawBar(stage: Stage): void {
  const {state, timer, view} = stage
  const slider = find(stage, 'input[type=range]')
  const select = find(stage, '.bar select')
  if (slider !== null && 'value' in slider) slider.value = String(view.position)
  slider?.setAttribute('aria-valuetext', `${view.place}: ${view.sentence.slice(0, 300)}`)
  if (select !== null && 'value' in select) select.value = state.scheme
  find(stage, '.place')?.replaceChildren(view.place)
  find(stage, '[data-move=by]')?.setAttribute(
    'aria-pressed',
    String(modeOf(stage.trace, stage.explanation, state.by) === 'time'),
  )
  const play = find(stage, '[data-move=play]')
  if (play === null) return
  const word = timer === null ? 'Play' : 'Pause'
  play.textContent = word
  play.setAttribute('aria-label', `${word} (space)`)
  play.setAttribute('title', `${word} (space)`)
  find(stage, '.now')?.setAttribute('aria-live', timer === null ? 'polite' : 'off')
}

/** The pictures follow in the next frame, once, however many steps were made until then. */
function drawSoon(stage: Stage): void {
  const page = stage.document.defaultView
  if (page === null || typeof page.requestAnimationFrame !== 'function' || stage.drawn === '')
    drawPictures(stage)
  else stage.asked ??= page.requestAnimationFrame(() => drawPictures(stage))
}

/** Draws all that is open at once. */
export function redraw(stage: Stage): void {
  stage.drawn = ''
  drawPictures(stage)
}

/** Draws what changed: at a step timeline and key go to the call, and the open details that show one call are drawn. */
function drawPictures(stage: Stage): void {
  stage.asked = null
  const frame = frameOf(stage)
  const isStep = frame === stage.drawn
  stage.drawn = frame
  follow(stage, 'timeline', isStep)
  showStrip(stage)
  if (isNear(stage, 'lock')) follow(stage, 'lock', isStep)
  for (const {name, fixed = false} of details)
    if (stage.state.open.includes(name) && isNear(stage, name) && !(isStep && fixed)) drawChart(stage, name)
  light(stage)
}

/** So many calls stand side by side without a strip that shows where among all of them one is. */
const few = 500

/** The strip below the timeline says something where a part of it is shown, or many calls are. */
export function showStrip(stage: Stage): void {
  const {state, trace} = stage
  find(stage, '[data-chart=timeline]')?.toggleAttribute(
    'data-whole',
    state.zoom === null && trace.length <= few,
  )
}

/** Takes a picture to the call at a step; draws it anew where it cannot go there. */
function follow(stage: Stage, name: string, isStep: boolean): void {
  const chart = chartOf(stage.pictures, name)
  const picture = find(stage, `[data-chart=${name}]`)?.firstElementChild ?? null
  if (isStep && picture !== null && chart?.step(picture, stage.view.position) === true)
    drawTable(stage, name, chart)
  else drawChart(stage, name)
}

/** Whether a picture is where the reader can see it. */
const isNear = ({near}: Stage, name: string): boolean => near === null || near.has(name)

/** All that the pictures depend on but the position. */
export const frameOf = ({width, state: {scheme, by, zoom, open, fixed}}: Stage): string =>
  JSON.stringify([width, scheme, by, zoom, open, fixed])

/** Draws a picture in its place, and its table where that is open; one that is not here yet when it comes. */
export function drawChart(stage: Stage, name: string): void {
  const {document, explanation, pictures, trace} = stage
  const place = find(stage, `[data-chart=${name}]`)
  if (place === null) return
  const chart = chartOf(pictures, name)
  if (chart === null) {
    fetchFor(place, pictures, (further) => {
      stage.pictures = further
      drawChart(stage, name)
    })
    return
  }
  const focus = focusIn(place)
  const options = optionsOf(stage, place)
  if (name === 'lock') keepCall(stage, place, chart, options)
  else if (isOfOneCall(name)) keepPicture(stage, place, chart, options)
  place.replaceChildren(
    chart(trace, explanation, {
      ...options,
      document,
      interactive: !isStill(stage, name),
      onSelect: stage.choose,
      ...particular(stage, name),
    }),
  )
  if (focus !== null) giveFocus(place, focus)
  drawTable(stage, name, chart)
}

/** Whether a picture shows the call at which the reader stands, and may need another height for another. */
const isOfOneCall = (name: string): boolean =>
  name !== 'timeline' && details.find((one) => one.name === name)?.fixed !== true

/** What one picture takes beside what all take. */
const particular = (stage: Stage, name: string): Partial<TimelineOptions & CostsOptions> => ({
  ...(name === 'timeline' && zooming(stage)),
  ...(name === 'costs' && stage.state.path !== null && {path: stage.state.path}),
})

/** A picture as the reader sees it, for a file: with a heading, which says what is predicted where fixes are tried out. */
export function pictureOf(stage: Stage, name: string): ChartOptions {
  const {state, view, width} = stage
  const {gone, headline} = foretoldBy(stage)
  return {
    ...particular(stage, name),
    position: view.position,
    scheme: state.scheme,
    width: Math.max(width, 720),
    standalone: true,
    ...(gone.size > 0 && {gone, title: headline}),
  }
}

function drawTable(stage: Stage, name: string, chart: Chart): void {
  const {document, explanation, trace} = stage
  const cells = find(stage, `details[open][data-table=${name}] > .cells`)
  if (cells === null) return
  const options = optionsOf(stage, find(stage, `[data-chart=${name}]`))
  cells.replaceChildren(node(document, tabulate(chart.table(trace, explanation, options))))
}

function optionsOf(stage: Stage, place: Element | null): ChartOptions {
  const {state, view, width} = stage
  return {
    position: view.position,
    scheme: state.scheme,
    heading: false,
    ...(state.fixed.length > 0 && {gone: foretoldBy(stage).gone}),
    ...(width > 0 && {width: widthOf(stage, place)}),
  }
}

/** The width of a place, measured once as long as the player keeps its own: to ask for it between two pictures would lay out the page. */
function widthOf({widest, width, widths}: Stage, place: Element | null): number {
  if (place === null) return Math.min(widest, width)
  const known = widths.get(place) ?? place.clientWidth
  if (known > 0) widths.set(place, known)
  return Math.min(widest, known || width)
}

const zooming = ({state, zoom}: Stage): Partial<TimelineOptions> => ({
  ...(state.by !== 'auto' && {by: state.by}),
  ...(state.zoom !== null && {window: state.zoom}),
  onWindow: zoom,
})

/** Lights up what is pointed at, else what is selected, wherever it is drawn or named. */
export const light = ({root, hovered, state}: Stage): void =>
  lightUp(root, 'lit', [hovered ?? selected(state)])

function selected({path, function: fn}: Stage['state']): Mark | null {
  if (path !== null) return {kind: 'path', value: path}
  return fn === null ? null : {kind: 'function', value: String(fn)}
}
