import {
  counted,
  duration,
  type Explanation,
  figure,
  type Outcome,
  outcomes,
  say,
  total,
  type Trace,
} from '../../lib/index.ts'
import {
  type Attributes,
  chart,
  clean,
  type Drawing,
  frame,
  mark,
  nothing,
  scale as linear,
  type Table,
  valueAt,
  width as widthOf,
  widthFor,
  wrap,
  write,
} from '../frame/index.ts'
import {hues, looks, type Tone, tones} from '../theme.ts'
import {glyph, legend, outline, round} from './glyph.ts'
import {columns, quiet} from './levels.ts'
import {
  blocks,
  laneHeight,
  mode,
  nameHeight,
  plan,
  type Plan,
  prepare,
  type Row,
  type TimelineOptions,
} from './plan.ts'
import {chosen, missAt, functionName, toneAt, unit} from './position.ts'
import {type Frame, zoomable} from './zoom.ts'

const margin = 8

function draw(trace: Trace, explanation: Explanation, options?: TimelineOptions): Drawing {
  if (trace.length === 0) return nothing('Timeline', say('no timeline'), options)
  const position = chosen(trace, explanation, options?.position)
  const head = heading(trace, explanation, position, widthFor(options))
  const above = options?.heading !== false
  const layout = plan(trace, explanation, options, above ? head.height : 0)
  return frame(
    'Timeline of calls',
    describe(explanation, head),
    layout.width,
    layout.height,
    options,
    ...(above ? head.drawing : []),
    mark('g', {class: 'jl-marker'}, ...marker(trace, layout, position)),
    mark('g', {class: 'jl-content'}, ...content(trace, explanation, layout)),
    layout.overview !== null && overview(layout, layout.overview),
  )
}

const describe = ({headline}: Explanation, {text}: {readonly text: string}): string => `${headline} ${text}`

/** What the call at the position did, in words: the sentence that a reader sees first. */
function heading(
  trace: Trace,
  explanation: Explanation,
  position: number,
  width: number,
): {readonly drawing: Drawing[]; readonly height: number; readonly text: string} {
  const event = trace.at(position)
  const look = looks[event.outcome]
  const tone = toneAt(trace, explanation, position)
  const name = functionName(trace, event.function)
  const miss = missAt(explanation, position)
  const seconds = total(event.seconds)
  const sentence =
    miss?.sentence ??
    (event.outcome === 'hit' ? say('seen key', {name: clean(name)}) : say('nothing more known'))
  const facts = ` · ${unit(trace)} ${figure(position + 1)}${seconds > 0 ? ` · ${duration(seconds)}` : ''}`
  const lines = wrap(clean(sentence), Math.min(width - 2 * margin - 20, 600), 14, 'prose', 3)
  const word = widthOf(look.word, 14, 'bold')
  const rest = widthOf(facts, 14)
  return {
    text: `${look.word}${facts}: ${sentence}`,
    height: 34 + lines.length * 20,
    drawing: [
      glyph(event.outcome, tone, margin + 6, 15, 6),
      write(look.word, margin + 20, 20, {size: 14, font: 'bold', fill: hues[tone].text}),
      write(facts, margin + 20 + word, 20, {size: 14, fill: 'muted', room: width - word - 40}),
      write(name, margin + 28 + word + rest, 20, {
        size: 13,
        font: 'code',
        room: width - word - rest - 44,
        more: {'data-function': event.function},
      }),
      mark(
        'g',
        {},
        lines.length < 1 ? null : mark('title', {}, sentence),
        ...lines.map((line, at) => write(line, margin + 20, 40 + at * 20, {size: 14})),
      ),
    ],
  }
}

/**
 * The rows and the axis: all that changes when the reader zooms. `bare` leaves out what a canvas paints; `moving` draws single
 * misses without their words, as a few paths, for the frames of a zoom.
 */
export function content(
  trace: Trace,
  explanation: Explanation,
  layout: Plan,
  {bare = false, moving = false}: Frame = {},
): Drawing[] {
  const scale = linear(layout.window, [layout.left, layout.right])
  return [
    ...layout.rows.map((row) => drawRow(trace, explanation, layout, row, scale, bare, moving)),
    ...axis(trace, explanation, layout, scale),
  ]
}

/** The position: a line through all rows, and a ring around its miss. All that changes when the reader steps. */
export function marker(trace: Trace, layout: Plan, position: number): Drawing[] {
  const {left, right, window, by, rows, rise} = layout
  const x = linear(window, [left, right])(by === 'time' ? trace.time(position) : position)
  if (!(x >= left - 1 && x <= right + 1)) return []
  const cost = total(trace.seconds(position))
  const row =
    trace.outcome(position) === 'hit'
      ? undefined
      : (rows.find(({functionId}) => functionId === trace.functionAt(position)) ??
        rows.find(({functionId}) => functionId === null))
  return [
    ...rows.map(({y}) =>
      mark('line', {
        x1: x,
        x2: x,
        y1: y + nameHeight,
        y2: y + nameHeight + laneHeight,
        stroke: 'ink',
        'stroke-width': 1,
        'stroke-dasharray': '2 3',
      }),
    ),
    ...(row === undefined
      ? []
      : [
          mark('circle', {
            cx: x,
            cy: row.base - rise(cost),
            r: sizeOf(row, layout) + 3.5,
            fill: 'none',
            stroke: 'ink',
            'stroke-width': 1.5,
          }),
        ]),
  ]
}

function drawRow(
  trace: Trace,
  explanation: Explanation,
  layout: Plan,
  row: Row,
  scale: (x: number) => number,
  bare: boolean,
  moving: boolean,
): Drawing {
  const {left, right} = layout
  const summary = [
    row.missed > 0
      ? `${counted(row.missed, 'miss', 'misses')}${unit(trace) === 'call' ? ` of ${counted(row.calls, 'call')}` : ''}`
      : counted(row.calls, 'call'),
    ...(row.seconds > 0 ? [duration(row.seconds)] : []),
  ].join(' · ')
  const room = right - left - widthOf(summary, 12) - 16
  const data: Attributes = row.functionId === null ? {} : {'data-function': row.functionId}
  const ticks =
    'bits' in row.hits
      ? ''
      : row.hits.map((place) => `M${round(scale(valueAt(row.lane.x, place)))} ${row.base}v-7`).join('')
  return mark(
    'g',
    data,
    write(row.name, left - 6, row.y + 13, {
      font: row.functionId === null ? 'prose' : 'code',
      fill: row.functionId === null ? 'muted' : 'ink',
      room,
    }),
    write(summary, right + 6, row.y + 13, {size: 12, fill: 'muted', anchor: 'end'}),
    mark('line', {x1: left - 6, x2: right + 6, y1: row.base + 0.5, y2: row.base + 0.5, stroke: 'rule'}),
    ticks !== '' &&
      mark(
        'path',
        {d: ticks, stroke: 'hit', 'stroke-width': 1.25, fill: 'none', class: 'jl-hits'},
        mark('title', {}, `hits of ${row.name}`),
      ),
    ...(bare ? [] : dense(row, layout)),
    ...('bits' in row.misses
      ? []
      : moving
        ? bunches(stems(trace, explanation, layout, row, scale), row, layout)
        : lollipops(trace, explanation, layout, row, stems(trace, explanation, layout, row, scale))),
  )
}

/** Dense rows as one path for each tone. */
function dense(row: Row, layout: Plan): Drawing[] {
  const paths = new Map<Tone, string[]>()
  for (const {tone, x, y, width, height} of blocks(row, layout)) {
    const parts = paths.get(tone) ?? []
    paths.set(tone, parts)
    parts.push(`M${round(x)} ${round(y)}h${width}v${round(height)}h-${width}z`)
  }
  return [...paths].map(([tone, parts]) =>
    mark(
      'path',
      {
        d: parts.join(''),
        fill: hues[tone].fill,
        'fill-opacity': tone === 'hit' ? 0.6 : undefined,
      },
      mark('title', {}, `${hues[tone].word} of ${row.name}`),
    ),
  )
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** A single miss: where it stands, and how high. */
interface Stem {
  readonly index: number
  readonly seconds: number
  readonly x: number
  readonly y: number
  readonly outcome: Outcome
  readonly tone: Tone
}

const stems = (
  trace: Trace,
  explanation: Explanation,
  {rise}: Plan,
  {lane, base, misses}: Row,
  scale: (x: number) => number,
): Stem[] =>
  ('bits' in misses ? [] : misses).map((place) => {
    const index = valueAt(lane.index, place)
    const seconds = valueAt(valueAt(lane.cost, 0), place)
    return {
      index,
      seconds,
      x: scale(valueAt(lane.x, place)),
      y: base - rise(seconds),
      outcome: trace.outcome(index),
      tone: toneAt(trace, explanation, index),
    }
  })

/** Half the size of a row's shapes: small where there are many. */
const sizeOf = ({misses}: Row, {left, right}: Plan): number =>
  'bits' in misses || misses.length > (right - left) / 14 ? 3.5 : 5

function lollipops(
  trace: Trace,
  explanation: Explanation,
  layout: Plan,
  row: Row,
  all: readonly Stem[],
): Drawing[] {
  const size = sizeOf(row, layout)
  const labels = labelsOf(all, row, layout, size)
  return all.map(({index, x, y, outcome, tone}) => {
    const look = looks[outcome]
    const miss = missAt(explanation, index)
    return mark(
      'g',
      {
        'data-index': index,
        'data-key': trace.keyAt(index),
        'data-function': trace.functionAt(index),
        'data-path': miss?.causes[0]?.path,
        class: 'jl-miss',
      },
      mark('title', {}, `${look.word}, call ${index + 1}: ${miss?.sentence ?? row.name}`),
      mark('line', {x1: x, x2: x, y1: row.base, y2: y, ...stroke(tone)}),
      glyph(outcome, tone, x, y, size),
      labels.get(index) ?? null,
    )
  })
}

const stroke = (tone: Tone) => ({
  stroke: hues[tone].fill,
  'stroke-width': 2,
  'stroke-dasharray': hues[tone].hatched === true ? '2 2' : undefined,
})

/** So many misses may have a label, the most expensive first. */
const labelled = 60

/** The labels that have room beside their miss, by its position. */
function labelsOf(
  all: readonly Stem[],
  {base}: Row,
  {left, right}: Plan,
  size: number,
): Map<number, Drawing> {
  const taken: Box[] = all.map(({x, y}) => ({
    left: x - size - 2,
    right: x + size + 2,
    top: y - size - 1,
    bottom: base,
  }))
  const isFree = (box: Box): boolean =>
    box.left >= left - 6 && box.right <= right + 6 && !taken.some((other) => overlap(box, other))
  const labels = new Map<number, Drawing>()
  const dearest = [...all].sort((a, b) => b.seconds - a.seconds).slice(0, labelled)
  for (const {index, seconds, x, y, outcome, tone} of dearest) {
    const {word} = looks[outcome]
    const text = seconds > 0 ? `${word} ${duration(seconds)}` : word
    const wide = widthOf(text, 12)
    const away = size + 8
    const boxes = [x + away, x - away - wide].map((from): Box => ({
      left: from,
      right: from + wide,
      top: y - 7,
      bottom: y + 7,
    }))
    const box = boxes.find(isFree)
    if (box === undefined) continue
    taken.push({...box, left: box.left - 4, right: box.right + 4})
    const isRight = box.left > x
    labels.set(
      index,
      write(text, isRight ? box.left : box.right, y + 4, {
        size: 12,
        fill: hues[tone].text,
        anchor: isRight ? 'start' : 'end',
        more: {class: 'jl-label'},
      }),
    )
  }
  return labels
}

/** Single misses as two paths for each outcome and tone: quick to draw anew in every frame. */
function bunches(all: readonly Stem[], row: Row, layout: Plan): Drawing[] {
  const size = sizeOf(row, layout)
  const kinds = outcomes.flatMap((outcome) => tones.map((tone) => ({outcome, tone})))
  return kinds.flatMap(({outcome, tone}) => {
    const own = all.filter((stem) => stem.outcome === outcome && stem.tone === tone)
    if (own.length === 0) return []
    const {fill, text, hatched} = hues[tone]
    return [
      mark('path', {
        d: own.map(({x, y}) => `M${round(x)} ${row.base}V${round(y)}`).join(''),
        ...stroke(tone),
        fill: 'none',
      }),
      mark('path', {
        d: own.map(({x, y}) => outline(outcome, x, y, size)).join(''),
        fill: hatched === true ? 'paper' : fill,
        stroke: text,
        'stroke-width': 1,
      }),
    ]
  })
}

function axis(
  trace: Trace,
  explanation: Explanation,
  {left, right, bottom, by, window, width}: Plan,
  scale: {(x: number): number; ticks: (count: number) => number[]},
): Drawing[] {
  const label = by === 'time' ? 'seconds since the start' : `number of the ${unit(trace)}`
  const room = right - left - widthOf(label, 12) - 24
  const steps = Math.max(2, Math.floor(room / 90))
  const ticks =
    by === 'time'
      ? scale.ticks(steps)
      : linear([window[0] + 1, window[1] + 1], [left, right])
          .ticks(steps)
          .filter(Number.isInteger)
  const near =
    by === 'time' || window[0] > 0
      ? ticks
      : [1, ...ticks.filter((tick) => tick > Math.max(1, (window[1] - window[0]) / steps / 2))]
  return [
    ...near.flatMap((tick) => {
      const x = scale(by === 'time' ? tick : tick - 1)
      const text = by === 'time' ? `${tick}` : figure(tick)
      if (x < left - 6 || x + widthOf(text, 12) / 2 > left + room + 12) return []
      return [
        mark('line', {x1: x, x2: x, y1: bottom, y2: bottom + 4, stroke: 'muted'}),
        write(text, Math.max(x, margin + widthOf(text, 12) / 2), bottom + 17, {
          size: 12,
          fill: 'muted',
          anchor: 'middle',
        }),
      ]
    }),
    write(label, width - margin, bottom + 17, {size: 12, fill: 'muted', anchor: 'end'}),
    ...legend(prepare(trace, explanation, by).tally, bottom + 38, left - 6, right + 6),
  ]
}

/** The whole trace in a strip, and the part that is shown. */
function overview({rows, left, right, domain, window}: Plan, y: number): Drawing {
  const pixels = Math.floor(right - left)
  const seen = new Uint8Array(pixels)
  for (const {lane} of rows)
    columns(lane, domain[0], domain[1], pixels).bits.forEach(
      (bits, at) => (seen[at] = valueAt(seen, at) | bits),
    )
  const scale = linear(domain, [left, right])
  const path = (wanted: (bits: number) => boolean, height: number, wide: number) =>
    [...seen]
      .map((bits, at) => (wanted(bits) ? `M${left + at} ${y + 24}v-${height}h${wide}v${height}z` : ''))
      .join('')
  return mark(
    'g',
    {class: 'jl-overview'},
    mark('rect', {x: left, y, width: pixels, height: 24, fill: 'tint'}),
    mark('path', {d: path((bits) => (bits & quiet) !== 0, 5, 1), fill: 'hit'}),
    ...tones.flatMap((tone, at) => {
      const d = tone === 'hit' ? '' : path((bits) => bits >> at === 1, 18, 2)
      return d === '' ? [] : [mark('path', {d, fill: hues[tone].fill})]
    }),
    mark('rect', {
      class: 'jl-window',
      x: scale(window[0]),
      y,
      width: Math.max(2, scale(window[1]) - scale(window[0])),
      height: 24,
      fill: 'none',
      stroke: 'ink',
    }),
  )
}

function table(trace: Trace, explanation: Explanation, options?: TimelineOptions): Table {
  const {groups} = prepare(trace, explanation, mode(trace, options))
  return {
    caption: trace.length === 0 ? say('no calls') : explanation.headline,
    columns: [
      {name: 'function', kind: 'code'},
      {name: 'calls', kind: 'number'},
      ...outcomes.map((outcome) => ({name: looks[outcome].word, kind: 'number'}) as const),
      {name: 'seconds of compiling', kind: 'number'},
    ],
    rows: groups.map(({name, calls, seconds, lane}) => {
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
    }),
  }
}

/**
 * The calls of a trace, a row for each function: hits as thin grey ticks, misses with shape, colour, word and their cost as
 * height, and the sentence of the miss that was chosen (the most expensive one at first).
 *
 * @example
 * markup(timeline.draw(trace, explain(trace), {width: 720, standalone: true})) // an SVG file
 */
export const timeline = chart<TimelineOptions>(draw, table, (svg, trace, explanation, options) => {
  if (trace.length === 0) return svg
  const position = chosen(trace, explanation, options.position)
  const first = plan(
    trace,
    explanation,
    options,
    options.heading === false ? 0 : heading(trace, explanation, position, widthFor(options)).height,
  )
  return zoomable(svg, options, {
    first,
    length: trace.length,
    position,
    plan: (window) => plan(trace, explanation, {...options, window}, first.top),
    content: (layout, frame) => content(trace, explanation, layout, frame),
    marker: (layout, at) => marker(trace, layout, at),
    says: (at) => describe(explanation, heading(trace, explanation, at, widthFor(options))),
    call: (place) => ({index: place, key: trace.keyAt(place), function: trace.functionAt(place)}),
  })
})
