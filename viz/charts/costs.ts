import {
  counted,
  duration,
  type Explanation,
  figure,
  type Group,
  say,
  total,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  line,
  mark,
  nothing,
  pressable,
  polyline,
  scale as linear,
  steps,
  type Table,
  width as widthOf,
  widthFor,
  write,
} from '../frame/index.ts'
import {hues} from '../theme.ts'
import {unit} from './position.ts'

const [rowHeight, most, graph] = [46, 10, 110]
const name = 'Costs: seconds by cause'

/** Seconds of compiling after each miss; where the trace knows the time, also all other seconds until then. */
interface Point {
  readonly x: number
  readonly compiling: number
}

interface Course {
  readonly points: readonly Point[]
  readonly timed: boolean
  readonly end: number
  readonly compiling: number
}

function course(trace: Trace): Course {
  const misses = trace.misses()
  // Processes that run beside each other have no common sum of seconds since the start.
  const alone = new Set(misses.map((index) => trace.at(index).process)).size < 2
  const timed =
    alone &&
    trace.length > 0 &&
    !Number.isNaN(trace.time(0)) &&
    !Number.isNaN(trace.time(trace.length - 1)) &&
    trace.time(trace.length - 1) > trace.time(0)
  const points: Point[] = []
  let compiling = 0
  let end = timed ? 0 : trace.length
  // Some traces say when a call began, others when it was over.
  const began = misses.every(
    (index) =>
      index + 1 === trace.length ||
      trace.time(index) + total(trace.seconds(index)) <= trace.time(index + 1) + 1e-6,
  )
  for (const index of misses) {
    const cost = total(trace.seconds(index))
    if (cost === 0) continue
    compiling += cost
    const x = timed ? Math.max(points.at(-1)?.x ?? 0, trace.time(index) + (began ? cost : 0)) : index + 1
    end = Math.max(end, x)
    points.push({x, compiling})
  }
  if (timed) end = Math.max(end, trace.time(trace.length - 1))
  return {points, timed, end, compiling}
}

const byCost = ({groups}: Explanation): Group[] => [...groups].sort((a, b) => b.seconds - a.seconds)

function draw(trace: Trace, explanation: Explanation, options?: ChartOptions): Drawing {
  const dear = byCost(explanation).filter(({seconds, misses}) => seconds > 0 || misses.length > 0)
  if (dear.length === 0)
    return nothing(name, say(trace.length === 0 ? 'no costs' : 'no miss to pay'), options)
  const width = widthFor(options)
  const shown = dear.slice(0, most)
  const rest = dear.slice(most)
  const highest = Math.max(...dear.map(({seconds}) => seconds)) || 1
  const room = width - 22 - Math.max(...shown.map((group) => widthOf(kind(group), 12)))
  const all = course(trace)
  const top = 8
  const under = top + shown.length * rowHeight + (rest.length > 0 ? 26 : 0)
  const height = all.points.length === 0 ? under + 4 : under + graph + 44
  return frame(
    name,
    explanation.headline,
    width,
    height,
    options,
    ...shown.map((group, row) =>
      bar(group, top + row * rowHeight, width, (room * group.seconds) / highest, options),
    ),
    rest.length > 0 &&
      write(
        say('causes more', {
          causes: rest.length,
          duration: duration(rest.reduce((sum, {seconds}) => sum + seconds, 0)),
        }),
        8,
        under - 8,
        {fill: 'muted', size: 12},
      ),
    ...(all.points.length === 0 ? [] : curve(all, unit(trace), under + 22, width)),
  )
}

/** What a group is about, as short as can be: its function and the first of its paths. */
const subject = ({taxonomy, paths}: Group): string =>
  paths[0] ??
  (taxonomy === 'compulsory' ? 'first call' : taxonomy === 'unknown' ? say('cause unknown') : taxonomy)

const kind = ({verdict, taxonomy, paths}: Group): string =>
  `${verdict === taxonomy ? `cause ${verdict}` : `${verdict} · ${taxonomy}`}${paths.length > 1 ? ` · ${counted(paths.length, 'path')}` : ''}`

function bar(
  group: Group,
  y: number,
  width: number,
  length: number,
  options: ChartOptions | undefined,
): Drawing {
  const {function: who, verdict, paths, misses, seconds} = group
  const {fill, text} = hues[verdict]
  const said = `${seconds > 0 ? `${duration(seconds)} · ` : ''}${counted(misses.length, 'miss', 'misses')}`
  const wide = widthOf(said, 13)
  return mark(
    'g',
    {'data-path': paths[0], 'data-index': misses[0], ...pressable(options, group.sentence)},
    mark('title', {}, `${group.sentence} ${group.advice}`),
    mark('rect', {class: 'jl-back', x: 0, y, width, height: rowHeight - 2, fill: 'paper', 'fill-opacity': 0}),
    ...line(
      [
        {text: who, font: 'code', fill: 'muted'},
        {text: subject(group), font: 'code'},
      ],
      8,
      y + 15,
      width - wide - 28,
    ),
    write(said, width - 8, y + 15, {anchor: 'end'}),
    mark('rect', {x: 8, y: y + 22, width: Math.max(2, length), height: 12, fill}),
    write(kind(group), 14 + Math.max(2, length), y + 32, {size: 12, fill: text}),
  )
}

function curve(
  {points, timed, end, compiling}: Course,
  what: 'call' | 'miss',
  top: number,
  width: number,
): Drawing[] {
  const [left, right, bottom] = [8, width - 8, top + graph - 10]
  const others = timed ? Math.max(0, end - compiling) : 0
  const x = linear([0, end], [left, right])
  const y = linear([0, Math.max(compiling, others)], [bottom, top + 28])
  const seen = thin([{x: 0, compiling: 0}, ...points, {x: end, compiling}], x)
  const shape = steps(
    seen.map((point) => [x(point.x), y(point.compiling)]),
    bottom,
  )
  const rising = polyline(seen.map((point) => [x(point.x), y(Math.max(0, point.x - point.compiling))]))
  const spent = say('compiling', {duration: duration(compiling)})
  const [high, low] = [y(compiling), y(others)]
  const above = Math.min(high, bottom - 4)
  const near = timed && Math.abs(high - low) < 16
  return [
    write(
      timed
        ? 'seconds spent since the start: compiling, and all else'
        : `seconds spent on compiling, ${what} by ${what}`,
      left,
      top,
      {size: 12, fill: 'muted', room: width - 16},
    ),
    mark('path', {
      d: shape,
      fill: 'necessary',
      'fill-opacity': 0.18,
      stroke: 'necessary',
      'stroke-width': 1.5,
    }),
    timed && mark('path', {d: rising, fill: 'none', stroke: 'muted', 'stroke-width': 1.5}),
    mark('line', {x1: left, x2: right, y1: bottom, y2: bottom, stroke: 'rule'}),
    write(spent, right - 4, above - 5, {size: 12, fill: 'muted', anchor: 'end'}),
    timed &&
      write(
        say('all else', {duration: duration(others)}),
        right - 4 - (near ? widthOf(spent, 12) + 14 : 0),
        Math.min(low, bottom) - 5,
        {size: 12, fill: 'muted', anchor: 'end'},
      ),
    write(timed ? '0 s' : `${what} 1`, left, bottom + 16, {size: 12, fill: 'muted'}),
    write(timed ? duration(end) : `${what} ${figure(end)}`, right, bottom + 16, {
      size: 12,
      fill: 'muted',
      anchor: 'end',
    }),
  ].filter((drawing) => drawing !== false)
}

/** Of each pixel the last point alone. */
const thin = (points: readonly Point[], x: (value: number) => number): Point[] =>
  points.filter(
    (point, at) =>
      at === 0 ||
      at === points.length - 1 ||
      Math.floor(x(point.x) * 2) !== Math.floor(x(points[at + 1]?.x ?? Infinity) * 2),
  )

const table = (trace: Trace, explanation: Explanation): Table => {
  const groups = byCost(explanation)
  const {compiling, timed, end} = course(trace)
  return {
    caption:
      groups.length === 0
        ? say('no miss')
        : timed
          ? say('costs in time', {compiling: duration(compiling), end: duration(end)})
          : say('costs', {compiling: duration(compiling)}),
    columns: [
      {name: 'function', kind: 'code'},
      {name: 'cause', kind: 'code'},
      {name: 'kind', kind: 'word'},
      {name: 'verdict', kind: 'word'},
      {name: 'misses', kind: 'number'},
      {name: 'seconds', kind: 'number'},
      {name: 'next step'},
    ],
    rows: groups.map((group) => [
      group.function,
      group.paths.join(', ') || subject(group),
      group.taxonomy,
      group.verdict,
      String(group.misses.length),
      duration(group.seconds),
      group.advice,
    ]),
  }
}

/** Where the seconds went: causes, most expensive first, avoidable ones loud; and how compiling added up over the run. */
export const costs = chart(draw, table)
