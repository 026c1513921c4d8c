import {counted, type Explanation, total, type Trace, type TracedFunction} from '../../lib/index.ts'
import {type ChartOptions, scale as linear, valueAt, widthFor} from '../frame/index.ts'
import {type Tone, tones} from '../theme.ts'
import {count, emptyTally, type Tally} from './glyph.ts'
import {columns, type Columns, type Lane, lanes, lowerBound, quiet} from './levels.ts'
import {toneAt} from './position.ts'

/** What a timeline takes. */
export interface TimelineOptions extends ChartOptions {
  /** Calls side by side, or where they stand in time (where the trace knows it). */
  readonly by?: 'calls' | 'time'
  /** The part that is shown: positions, or seconds. */
  readonly window?: readonly [number, number]
  /** Told when the reader zooms or pans. */
  readonly onWindow?: (window: readonly [number, number]) => void
  /** False where the page around it says the sentence of the chosen call. */
  readonly heading?: boolean
}

/** Heights of a row's name and of its calls, in px. */
export const [nameHeight, laneHeight] = [20, 46]
const [margin, gap, most] = [8, 8, 12]
const floor = 8

/** One row of the timeline as it is seen. */
export interface Row {
  readonly name: string
  readonly functionId: number | null
  readonly calls: number
  readonly missed: number
  readonly seconds: number
  /** Top of its name, in px. */
  readonly y: number
  /** The line that its calls stand on, in px. */
  readonly base: number
  readonly lane: Lane
  /** Single calls where there is room, else a column a pixel. */
  readonly hits: readonly number[] | Columns
  readonly misses: readonly number[] | Columns
}

/** Where everything of a timeline stands; pure numbers, for SVG and for canvas. */
export interface Plan {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Top of the overview strip; null where there is none. */
  readonly overview: number | null
  readonly by: 'calls' | 'time'
  readonly domain: readonly [number, number]
  readonly window: readonly [number, number]
  readonly rows: readonly Row[]
  /** Height of a miss above its line, in px, for its seconds. */
  readonly rise: (seconds: number) => number
  readonly dense: boolean
}

interface Group {
  readonly name: string
  readonly functionId: number | null
  readonly calls: number
  readonly missed: number
  readonly seconds: number
  readonly lane: Lane
}

interface Prepared {
  readonly length: number
  readonly groups: readonly Group[]
  readonly domain: readonly [number, number]
  readonly highest: number
  readonly tally: Tally
}

const held = new WeakMap<Explanation, Map<string, Prepared>>()

/** A function's name; of a loop outside jit also what it runs. */
const titleOf = ({name, runs = []}: TracedFunction): string =>
  [name, ...runs.map((one) => one.name)].join(' · ')

/** What does not change when the reader zooms, computed once a trace. */
export function prepare(trace: Trace, explanation: Explanation, by: 'calls' | 'time'): Prepared {
  const ready = held.get(explanation) ?? new Map<string, Prepared>()
  held.set(explanation, ready)
  const before = ready.get(by)
  if (before?.length === trace.length) return before
  const sums = trace.functions.map((fn) => ({id: fn.id, name: titleOf(fn), calls: 0, missed: 0, seconds: 0}))
  const toneOf = (index: number) => toneAt(trace, explanation, index)
  const tally = emptyTally()
  let latest = 0
  for (let index = 0; index < trace.length; index++) {
    const sum = sums[trace.functionAt(index)]
    count(tally, trace, index, toneOf(index))
    if (by === 'time') latest = Math.max(latest, trace.time(index))
    if (sum === undefined) continue
    sum.calls++
    if (trace.outcome(index) === 'hit') continue
    sum.missed++
    sum.seconds += total(trace.seconds(index))
  }
  const order = sums
    .filter(({calls}) => calls > 0)
    .sort((a, b) => b.seconds - a.seconds || b.missed - a.missed || b.calls - a.calls || a.id - b.id)
  const alone = order.length > most ? order.slice(0, most - 1) : order
  const rest = order.slice(alone.length)
  const rowOf = new Map(order.map(({id}, rank) => [id, Math.min(rank, alone.length)]))
  const place = by === 'time' ? (index: number) => trace.time(index) : (index: number) => index
  const lists = lanes(
    trace,
    alone.length + (rest.length > 0 ? 1 : 0),
    (fn) => rowOf.get(fn) ?? alone.length,
    place,
    toneOf,
  )
  const groups = lists.map((lane, row): Group => {
    const one = alone[row]
    if (one !== undefined) return {...one, functionId: one.id, lane}
    return rest.reduce<Group>(
      (sum, next) => ({
        ...sum,
        calls: sum.calls + next.calls,
        missed: sum.missed + next.missed,
        seconds: sum.seconds + next.seconds,
      }),
      {name: counted(rest.length, 'more function'), functionId: null, calls: 0, missed: 0, seconds: 0, lane},
    )
  })
  const prepared: Prepared = {
    length: trace.length,
    groups,
    domain: by === 'time' ? [0, latest > 0 ? latest * 1.005 : 1] : [-0.5, trace.length - 0.5],
    highest: Math.max(0, ...lists.map(({cost}) => valueAt(valueAt(cost, cost.length - 1), 0))),
    tally,
  }
  ready.set(by, prepared)
  return prepared
}

/** A trace without the times of its calls is drawn in the order of the calls. */
export const mode = (trace: Trace, options: TimelineOptions | undefined) =>
  options?.by === 'time' &&
  trace.length > 0 &&
  !Number.isNaN(trace.time(0)) &&
  !Number.isNaN(trace.time(trace.length - 1))
    ? 'time'
    : 'calls'

/** Lays the timeline out below `top`: O(pixels × log calls). */
export function plan(
  trace: Trace,
  explanation: Explanation,
  options: TimelineOptions | undefined,
  top = 0,
): Plan {
  const by = mode(trace, options)
  const {groups, domain, highest} = prepare(trace, explanation, by)
  const width = widthFor(options)
  const [left, right] = [margin + 6, width - margin - 6]
  const window = clip(options?.window ?? domain, domain)
  const pixels = right - left
  const single = Math.min(pixels / 6, 400 / Math.max(1, groups.length))
  const rise = linear([0, highest || 1], [floor, laneHeight - 12])
  const rows = groups.map(({lane, ...group}, row): Row => {
    const y = top + row * (nameHeight + laneHeight + gap)
    const [low, high] = [lowerBound(lane.x, window[0]), lowerBound(lane.x, window[1] + 1e-9)]
    const [first, last] = [lowerBound(lane.misses, low), lowerBound(lane.misses, high)]
    const sparse = high - low <= pixels / 2
    const few = last - first <= single
    const dense = sparse && few ? null : columns(lane, window[0], window[1], Math.floor(pixels))
    return {
      ...group,
      lane,
      y,
      base: y + nameHeight + laneHeight - 4,
      hits:
        sparse || dense === null
          ? Array.from({length: high - low}, (_, at) => low + at).filter((at) => lane.bits[0]?.[at] === quiet)
          : dense,
      misses: few || dense === null ? [...lane.misses.subarray(first, last)] : dense,
    }
  })
  const bottom = top + groups.length * (nameHeight + laneHeight + gap) - gap
  const overview = options?.interactive === true || options?.window !== undefined ? bottom + 50 : null
  return {
    width,
    height: bottom + (overview === null ? 48 : 82),
    left,
    right,
    top,
    bottom,
    overview,
    by,
    domain,
    window,
    rows,
    rise,
    dense: rows.some(({hits, misses}) => 'bits' in hits || 'bits' in misses),
  }
}

/** A window inside the domain, as wide as asked as far as that goes. */
function clip(
  [from, to]: readonly [number, number],
  [first, last]: readonly [number, number],
): readonly [number, number] {
  if (!Number.isFinite(from) || !Number.isFinite(to) || to <= from) return [first, last]
  const span = Math.min(Math.max(to - from, (last - first) * 1e-9), last - first)
  const start = Math.min(Math.max(from, first), last - span)
  return [start, start + span]
}

/** Loud first: the order in which the kinds of misses of one column stand on each other. */
const loud = tones.map((tone, at) => ({tone, bit: 1 << at})).filter(({bit}) => bit !== quiet)

/** The blocks of a dense row, a column a pixel: each kind of miss that falls into a column has its part of the height. */
export function* blocks(
  {hits, misses, base}: Row,
  {left, rise}: Plan,
): Generator<{tone: Tone; x: number; y: number; width: number; height: number}> {
  if ('bits' in hits)
    for (let at = 0; at < hits.bits.length; at++)
      if (valueAt(hits.bits, at) & quiet) yield {tone: 'hit', x: left + at, y: base - 6, width: 1, height: 6}
  if (!('bits' in misses)) return
  for (let at = 0; at < misses.bits.length; at++) {
    const bits = valueAt(misses.bits, at)
    const kinds = loud.filter(({bit}) => bits & bit)
    const height = Math.max(rise(valueAt(misses.cost, at)), kinds.length * 4)
    for (const [rank, {tone}] of kinds.entries())
      yield {
        tone,
        x: left + at - 0.5,
        y: base - (height * (rank + 1)) / kinds.length,
        width: 2,
        height: height / kinds.length,
      }
  }
}
