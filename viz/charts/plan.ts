import type {Explanation, Trace} from '../../lib/index.ts'
import {
  type Block,
  type ChartOptions,
  type Drawing,
  scale as linear,
  type Scale,
  type Span,
  spansWidth,
  valueAt,
  width as widthOf,
  widthFor,
} from '../frame/index.ts'
import {under} from './under.ts'
import {legendOf} from './legend.ts'
import {columns, type Columns, type Cut, cut, lowerBound} from './levels.ts'
import {hasNames, type Outside, outsideHeight} from './outside.ts'
import type {By} from './place.ts'
import {isMarked, looksOf, missAt, toneAt} from './position.ts'
import {headOf} from './rowhead.ts'
import {type Group, type Prepared, prepare} from './rows.ts'
import {hitShares, missShares} from './shares.ts'
import type {Tone} from '../theme.ts'
import {place, type Sheet, type Wish} from './spots.ts'
import {byNeed, labelled, worded} from './told.ts'

/** What a timeline takes. */
export interface TimelineOptions extends ChartOptions {
  /** Calls side by side, or as long as they took; where it is not given in time, if seconds are known and it is no simulation. */
  readonly by?: By
  /** The part that is shown: positions, or seconds. */
  readonly window?: readonly [number, number]
  /** Told when the reader zooms or pans. */
  readonly onWindow?: (window: readonly [number, number]) => void
}

/** Heights of a row's name and of a line of labels, in px. */
export const [nameHeight, labelHeight] = [18, 16]
/** Heights of the calls of a row, and of one that comes to little. */
const [laneHeight, lowHeight] = [40, 24]
const [margin, gap] = [8, 9]

/** A miss is as high as it cost, where calls stand side by side; at least so many px. */
const floor = 8

/** So wide is a miss at least that stands alone among very many, in px. */
const wide = 6

/** What stands in each column, and which share of it hits take, and misses of each tone where there are too many to stand alone. */
interface Shared extends Columns {
  readonly hits: Float32Array
  readonly misses: ReadonlyMap<Tone, Float32Array>
}

/** One row of the timeline as it is seen. */
export interface Row extends Group {
  /** Its name, and what its calls come to. */
  readonly head: readonly Span[]
  /** Where that ends: labels stand behind it on the same line, in px. */
  readonly headEnd: number
  /** Top of its name, in px. */
  readonly y: number
  /** How many lines its labels may take, the highest of them that of the name. */
  readonly lines: number
  /** How high its calls are, in px. */
  readonly high: number
  /** The line that its calls stand on, in px. */
  readonly base: number
  /** Single hits, by their place in the lane; null where they are a column a pixel. */
  readonly hits: readonly number[] | null
  /** The misses that stand alone, by their place in the lane. */
  readonly misses: readonly number[]
  /** What is a column a pixel: the hits, and the misses where `crowded`. */
  readonly columns: Shared | null
  /** Whether there are more misses than could stand alone. */
  readonly crowded: boolean
}

/** The last row: what compiled outside of all calls. */
interface LastRow {
  readonly outside: Outside
  /** Top of its name, and the line that its bars stand on, in px. */
  readonly y: number
  readonly base: number
  /** Where each of its bars begins, in seconds. */
  readonly starts: readonly number[]
  /** From where on names stand above its bars, in px. */
  readonly free: number
}

/** Where everything of a timeline stands, for SVG and for canvas. */
export interface Plan {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** The lines below the axis: what it counts, and what it leaves out. */
  readonly under: readonly string[]
  /** What the marks mean, which no zoom changes. */
  readonly legend: readonly Drawing[]
  /** Top of the overview strip; null where there is none. */
  readonly overview: number | null
  readonly by: By
  /** Whether a place is a time of the clock. */
  readonly clock: boolean
  readonly domain: readonly [number, number]
  readonly window: readonly [number, number]
  /** Where a place of the window stands, in px. */
  readonly scale: Scale
  readonly rows: readonly Row[]
  /** Null where calls stand side by side, and where there is nothing of it. */
  readonly last: LastRow | null
  /** Height of a miss above its line, in px, for its seconds. */
  readonly rise: (seconds: number) => number
  readonly dense: boolean
}

/** Lays the timeline out below `top`: O(pixels × log calls). */
export function plan(
  trace: Trace,
  explanation: Explanation,
  options: TimelineOptions | undefined,
  top = 0,
): Plan {
  const prepared = prepare(trace, explanation, options?.by)
  const {places, highest} = prepared
  const {by, clock, domain} = places
  const width = widthFor(options)
  const [left, right] = [margin, width - margin]
  const window = clip(options?.window ?? domain, domain)
  const rows = rowsOf(trace, explanation, prepared, options?.gone, top, window, [left, right])
  const end = rows.at(-1)?.base ?? top
  const last = lastRow(prepared, [left, right], end + gap)
  return {
    ...below(trace, explanation, prepared, options, [left, right], (last?.base ?? end) + 4),
    width,
    left,
    right,
    top,
    by,
    clock,
    domain,
    window,
    scale: linear(window, [left, right]),
    rows,
    last,
    rise: linear([0, highest || 1], [floor, laneHeight - 12]),
    dense: rows.some(({columns: made}) => made !== null),
  }
}

/** The row of what compiled outside of all calls, as high at any zoom. */
function lastRow(
  {outside, places: {by, domain, outside: starts}}: Prepared,
  [left, right]: readonly [number, number],
  y: number,
): LastRow | null {
  if (outside === null || by === 'calls') return null
  const isNamed = hasNames(outside, linear(domain, [left, right]))
  return {
    ...{outside, y, starts, free: isNamed ? left : Infinity},
    base: y + nameHeight + (isNamed ? labelHeight : 0) + outsideHeight,
  }
}

/** Where stands what is below the rows. */
function below(
  trace: Trace,
  explanation: Explanation,
  {legends, outside, places, tally}: Prepared,
  options: TimelineOptions | undefined,
  edges: readonly [number, number],
  bottom: number,
): Pick<Plan, 'bottom' | 'height' | 'legend' | 'overview' | 'under'> {
  const lines = under(trace, places, outside, edges[1] - edges[0])
  const hasFrame = isMarked(options)
  const isNamed = explanation.account.seconds > 0
  const [left, right] = edges
  const made = (middle: number, from: number): Known =>
    known(legends, [middle, hasFrame, from, right].join(), () => ({
      middle,
      ...legendOf(tally, looksOf(trace), places.by, isNamed, hasFrame, middle, [from, right]),
    }))
  const last = bottom + 31 + (lines.length - 1) * 18
  const beside = made(last, left + widthOf(lines.at(-1) ?? '', 12) + 28)
  const legend = beside.height > 22 ? made(last + 23, left) : beside
  const end = legend.middle + Math.max(22, legend.height)
  const hasStrip = options?.interactive === true || options?.window !== undefined
  return {
    bottom,
    height: end + (hasStrip ? 34 : 0),
    legend: legend.drawings,
    overview: hasStrip ? end : null,
    under: lines,
  }
}

/** A legend, and the middle of its first line, in px. */
type Known = Block & {readonly middle: number}

/** What a map knows by that name, made where it does not. */
function known<One>(all: Map<string, One>, name: string, make: () => One): One {
  const found = all.get(name) ?? make()
  all.set(name, found)
  return found
}

/** The rows one below the other. */
function rowsOf(
  trace: Trace,
  explanation: Explanation,
  prepared: Prepared,
  gone: ReadonlySet<number> | undefined,
  top: number,
  window: readonly [number, number],
  [left, right]: readonly [number, number],
): Row[] {
  const {groups, places} = prepared
  const lines = linesFor(trace, explanation, prepared, left, right)
  const room = right - left
  const single = Math.min(room / wide, 400 / groups.length)
  let y = top
  return groups.map((group, at): Row => {
    const own = valueAt(lines, at)
    const high = isSmall(prepared, group) ? lowHeight : laneHeight
    const head = headOf(explanation, group, gone, room)
    const row = {
      ...{head, headEnd: left + Math.min(room, spansWidth(head, 13)), high, lines: own, y},
      base: y + nameHeight + (own - 1) * labelHeight + high,
    }
    y = row.base + gap
    return {...group, ...row, ...seen(group, places.by, window, Math.floor(room), single)}
  })
}

/** So many lines of labels a row has at most; one line where in time it comes to less than this share of the dearest, and is lower. */
const [mostLines, small] = [3, 0.2]

const isSmall = ({groups, places: {by}}: Prepared, {seconds}: Group): boolean =>
  by === 'time' && seconds < small * (groups[0]?.seconds ?? 0)

/** How many lines the name and the labels of each row need where all of the timeline is shown: no row changes its height when the reader zooms. */
function linesFor(trace: Trace, explanation: Explanation, prepared: Prepared, left: number, right: number) {
  const known = prepared.lines.get(right)
  if (known !== undefined) return known
  const scale = linear(prepared.places.domain, [left, right])
  const made = prepared.groups.map((group) => {
    const {lane} = group
    const costs = valueAt(lane.cost, 0)
    const first = [...costs.keys()].sort((a, b) => valueAt(costs, b) - valueAt(costs, a)).slice(0, labelled)
    const wishes = first.map((rank) => {
      const at = valueAt(lane.misses, rank)
      const index = valueAt(lane.index, at)
      const tone = toneAt(trace, explanation, index)
      const x = scale(valueAt(lane.x, at))
      return {x, ...worded(missAt(explanation, index), tone, valueAt(costs, rank), false)}
    })
    const end = left + spansWidth(headOf(explanation, group, undefined, right - left), 13)
    // A name that leaves little of its line to labels has that line for itself.
    const own = end - left > (right - left) / 2 ? 1 : 0
    const sheet = {left, right, headEnd: end}
    return Math.max(1, needed(byNeed(wishes), sheet, own + (isSmall(prepared, group) ? 1 : mostLines)))
  })
  prepared.lines.set(right, made)
  return made
}

/** The fewest lines that tell nearly as much as the most. */
function needed(wishes: readonly Wish[], sheet: Omit<Sheet, 'lines'>, most: number): number {
  const told = (lines: number): number =>
    [...place(wishes, {...sheet, lines})].reduce((sum, [{wanted}, {room}]) => sum + Math.min(room, wanted), 0)
  const all = 0.95 * told(most)
  for (let lines = 1; lines < most; lines++) if (told(lines) >= all) return lines
  return most
}

/** What of a row's calls is seen in a window, and how. */
function seen(
  {lane, sums}: Group,
  by: By,
  window: readonly [number, number],
  pixels: number,
  single: number,
): Pick<Row, 'hits' | 'misses' | 'columns' | 'crowded'> {
  const [low, high] = [lowerBound(lane.x, window[0]), lowerBound(lane.x, window[1] + 1e-9)]
  const within = by === 'time' ? reaching(sums, window) : standing(lane, low, high)
  const crowded = within.length > single
  const sparse = high - low <= pixels / 2
  return {
    hits: sparse ? numbers(low, high).filter((at) => lane.misses[lowerBound(lane.misses, at)] !== at) : null,
    misses: (crowded ? telling(lane, sums, within, by, window, pixels) : within).map((at) =>
      valueAt(lane.misses, at),
    ),
    columns:
      sparse && !crowded
        ? null
        : shared({lane, sums}, cut(lane, window[0], window[1], pixels), crowded && by === 'time'),
    crowded,
  }
}

const shared = ({lane, sums}: Pick<Group, 'lane' | 'sums'>, cuts: Cut, crowded: boolean): Shared => ({
  ...columns(lane, cuts),
  hits: hitShares(lane, sums, cuts),
  misses: crowded ? missShares(sums, cuts) : new Map(),
})

/** So many misses stand alone among very many, the dearest. */
const dearest = 12

/** Of more misses than could stand alone those that are wide, and the dearest, by their rank. */
function telling(
  {cost}: Group['lane'],
  {ends, starts}: Group['sums'],
  within: readonly number[],
  by: By,
  [from, to]: readonly [number, number],
  pixels: number,
): number[] {
  const costs = valueAt(cost, 0)
  const costOf = (at: number): number => valueAt(costs, at)
  const least = by === 'time' ? (wide * (to - from)) / pixels : Infinity
  const told = new Set([...within].sort((a, b) => costOf(b) - costOf(a)).slice(0, dearest))
  return within.filter((at) => told.has(at) || valueAt(ends, at) - valueAt(starts, at) >= least)
}

const numbers = (from: number, to: number): number[] =>
  Array.from({length: Math.max(0, to - from)}, (_, at) => from + at)

/** The misses, by their rank, that stand between two places of their lane. */
const standing = ({misses}: Group['lane'], low: number, high: number): number[] =>
  numbers(lowerBound(misses, low), lowerBound(misses, high))

/** The misses, by their rank, that begin or go on in a window. */
function reaching({starts, ends}: Group['sums'], [from, to]: readonly [number, number]): number[] {
  const begun = lowerBound(starts, from)
  const over = numbers(0, begun).filter((at) => valueAt(ends, at) > from)
  return [...over, ...numbers(begun, lowerBound(starts, to + 1e-9))]
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
