import {duration, type Explanation, type Outcome, outcomes, say, total, type Trace} from '../../lib/index.ts'
import {
  type Attributes,
  chart,
  type Drawing,
  frame,
  mark,
  nothing,
  spans,
  type Table,
  valueAt,
} from '../frame/index.ts'
import {looks} from '../theme.ts'
import {axis} from './axis.ts'
import {bar, bars, type Single, singlesOf} from './bars.ts'
import {dense} from './dense.ts'
import {round} from './glyph.ts'
import {heading, saying} from './heading.ts'
import {labels} from './labels.ts'
import {marker} from './marker.ts'
import {nameOf, outsideBars, outsideHead} from './outside.ts'
import {overview} from './overview.ts'
import {nameHeight, plan, type Plan, type Row, type TimelineOptions} from './plan.ts'
import {chosen, isMarked, looksOf, lookAt, missAt} from './position.ts'
import {type Group, prepare} from './rows.ts'
import {sizeOf, stem, stems} from './stems.ts'
import {type Frame, moveTo, zoomable} from './zoom.ts'

const empty = {drawings: [], height: 0} as const

function draw(trace: Trace, explanation: Explanation, options?: TimelineOptions): Drawing {
  if (trace.length === 0) return nothing('Timeline', say('no timeline'), options)
  const position = chosen(trace, explanation, options?.position)
  const head = options?.heading === false ? empty : heading(trace, explanation, options)
  const layout = plan(trace, explanation, options, head.height)
  return frame(
    'Timeline of calls',
    describe(trace, explanation, position),
    layout.width,
    layout.height,
    options,
    ...head.drawings,
    mark(
      'g',
      {class: 'jl-marker'},
      ...(isMarked(options) ? marker(trace, explanation, layout, position) : []),
    ),
    mark('g', {class: 'jl-content'}, ...content(trace, explanation, layout, options)),
    layout.overview !== null && overview(layout, layout.overview),
  )
}

const describe = (trace: Trace, explanation: Explanation, position: number): string =>
  `${explanation.headline} ${saying(trace, explanation, position)}`

/** How the rows of a timeline are drawn. */
type Drawn = Frame & Pick<TimelineOptions, 'gone'>

/**
 * The rows and the axis: all that changes when the reader zooms. `bare` leaves out what a canvas paints; `moving` draws single
 * misses without their words, as a few paths, for the frames of a zoom.
 */
export function content(trace: Trace, explanation: Explanation, layout: Plan, drawn: Drawn = {}): Drawing[] {
  return [
    ...layout.rows.map((row) => drawRow(trace, explanation, layout, row, drawn)),
    ...lastRow(layout),
    ...axis(layout),
    ...layout.legend,
  ]
}

/** What compiled outside of all calls. */
function lastRow(layout: Plan): Drawing[] {
  const {clock, last, left, right} = layout
  if (last === null) return []
  const {base, free, outside, starts, y} = last
  return [
    mark(
      'g',
      {class: 'jl-outside'},
      spans(outsideHead(outside, right - left, clock), left, y + nameHeight - 5, {room: right - left}),
      mark('line', {x1: left, x2: right, y1: base + 0.5, y2: base + 0.5, stroke: 'rule'}),
      ...outsideBars(outside, {...layout, free, starts}, base),
    ),
  ]
}

function drawRow(
  trace: Trace,
  explanation: Explanation,
  layout: Plan,
  row: Row,
  {bare = false, moving = false, gone}: Drawn,
): Drawing {
  const {left, right} = layout
  const all = singlesOf(trace, explanation, layout, row, gone)
  const data: Attributes = row.functionId === null ? {} : {'data-function': row.functionId}
  return mark(
    'g',
    data,
    spans(row.head, left, row.y + nameHeight - 5, {room: right - left}),
    mark('line', {x1: left, x2: right, y1: row.base + 0.5, y2: row.base + 0.5, stroke: 'rule'}),
    ticks(layout, row),
    ...(bare ? [] : dense(row, layout)),
    ...(moving ? moved(layout, row, all) : resting(trace, explanation, layout, row, all)),
  )
}

/** Single hits. */
function ticks({scale}: Plan, {base, hits, lane, name}: Row): Drawing | null {
  if (hits === null || hits.length === 0) return null
  const d = hits.map((place) => `M${round(scale(valueAt(lane.x, place)))} ${base}v-7`).join('')
  return mark(
    'path',
    {d, stroke: 'hit', 'stroke-width': 1.25, fill: 'none', class: 'jl-hits'},
    mark('title', {}, `${looks.hit.said}: ${name}`),
  )
}

const moved = (layout: Plan, row: Row, all: readonly Single[]): Drawing[] =>
  layout.by === 'time' ? bars(all) : stems(all, row.base, sizeOf(row, layout))

function resting(
  trace: Trace,
  explanation: Explanation,
  layout: Plan,
  row: Row,
  all: readonly Single[],
): Drawing[] {
  const named = labels(explanation, layout, row, all)
  const size = sizeOf(row, layout)
  return all.map((single) => {
    const {index, isGone, seconds} = single
    const miss = missAt(explanation, index)
    const cost = total(seconds) > 0 ? `, ${duration(total(seconds))}` : ''
    return mark(
      'g',
      {
        'data-index': index,
        'data-key': trace.keyAt(index),
        'data-function': trace.functionAt(index),
        'data-path': miss?.causes[0]?.path,
        class: 'jl-miss',
      },
      mark(
        'title',
        {},
        `${isGone ? say('gone') : lookAt(trace, index).word}, call ${index + 1}${cost}: ${miss?.sentence ?? row.name}`,
      ),
      ...(layout.by === 'time' ? bar(single) : stem(single, row.base, size)),
      ...(named.get(index) ?? []),
    )
  })
}

function table(trace: Trace, explanation: Explanation, options?: TimelineOptions): Table {
  const {groups, outside} =
    trace.length === 0 ? {groups: [], outside: null} : prepare(trace, explanation, options?.by)
  return {
    caption: trace.length === 0 ? say('no calls') : explanation.headline,
    columns: [
      {name: 'function', kind: 'code'},
      {name: 'calls', kind: 'number'},
      ...outcomes.map((outcome) => ({name: looksOf(trace)[outcome].word, kind: 'number'}) as const),
      {name: 'seconds of compiling', kind: 'number'},
    ],
    rows: [
      ...groups.map((group) => cells(trace, group)),
      ...(outside === null
        ? []
        : [[nameOf(outside), ...['calls', ...outcomes].map(() => '–'), duration(outside.seconds)]]),
    ],
  }
}

/** What the calls of a row come to, in numbers. */
function cells(trace: Trace, {name, calls, seconds, lane}: Group): string[] {
  const tally = new Map<Outcome, number>()
  for (const place of lane.misses) {
    const outcome = trace.outcome(valueAt(lane.index, place))
    tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
  }
  return [
    name,
    String(calls),
    ...outcomes.map((outcome) =>
      String(outcome === 'hit' ? calls - lane.misses.length : (tally.get(outcome) ?? 0)),
    ),
    duration(seconds),
  ]
}

/** A timeline that the reader may zoom. */
function living(
  svg: Element,
  trace: Trace,
  explanation: Explanation,
  options: TimelineOptions & {readonly document: Document},
): Element {
  if (trace.length === 0) return svg
  const position = chosen(trace, explanation, options.position)
  const top = options.heading === false ? 0 : heading(trace, explanation, options).height
  return zoomable(svg, options, {
    first: plan(trace, explanation, options, top),
    length: trace.length,
    position,
    plan: (window) => plan(trace, explanation, {...options, window}, top),
    content: (layout, drawn) => content(trace, explanation, layout, {...drawn, ...options}),
    marker: (layout, at) => marker(trace, explanation, layout, at),
    placeOf: (at) => prepare(trace, explanation, options.by).places.start(at),
    says: (at) => describe(trace, explanation, at),
    call: (place) => ({index: place, key: trace.keyAt(place), function: trace.functionAt(place)}),
  })
}

/**
 * The calls of a trace, a row for each function, the most expensive first. In time a miss is a bar as long as it took, its phases from
 * light to dark; its label is the cause, what is reused a quiet density below. Call by call a miss is as high as it cost.
 *
 * @example
 * markup(timeline.draw(trace, explain(trace), {width: 720, standalone: true})) // an SVG file
 */
export const timeline = chart<TimelineOptions>(draw, table, living, moveTo)
