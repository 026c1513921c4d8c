import {type Explanation, say, total, type Trace, type TracedFunction} from '../../lib/index.ts'
import {type Block, valueAt} from '../frame/index.ts'
import {count, emptyTally, type Tally} from './glyph.ts'
import {type Lane, lanes} from './levels.ts'
import {type Outside, outsideOf} from './outside.ts'
import {type By, type Places, placesOf} from './place.ts'
import {chosen, toneAt, unit} from './position.ts'
import {type Sums, sumsOf} from './shares.ts'
import {sideOf} from './side.ts'
import {deciding} from './told.ts'

/** What the calls of a row come to. */
interface Sum {
  readonly name: string
  /** The names of its functions. */
  readonly names: readonly string[]
  /** Null where the row is of several functions. */
  readonly functionId: number | null
  readonly calls: number
  readonly compiles: number
  readonly missed: number
  readonly seconds: number
}

/** A row: a function, or those that come to little. */
export interface Group extends Sum {
  readonly lane: Lane
  readonly sums: Sums
}

/** What of a timeline does not change when the reader zooms. */
export interface Prepared {
  readonly length: number
  readonly places: Places
  readonly groups: readonly Group[]
  /** What no call of the trace took; null where it comes to next to nothing. */
  readonly outside: Outside | null
  /** The most that one call cost. */
  readonly highest: number
  readonly tally: Tally
  /** How many lines the name and the labels of each row need, by the width of the timeline. */
  readonly lines: Map<number, readonly number[]>
  /** What the marks mean, by where that stands. */
  readonly legends: Map<string, Block & {readonly middle: number}>
}

/** So many functions have a row at least and at most; between them, those that come to this share of the seconds. */
const [least, most, share] = [2, 5, 0.9]

const held = new WeakMap<Explanation, Map<By, Prepared>>()

/** A function's name; of a loop outside jit also what it runs, as far as that is told. */
const titleOf = ({name, runs = []}: TracedFunction): string =>
  [name, ...runs.map((one) => one.name).filter((one) => one !== '<unknown>')].join(' · ')

/** The names of functions; of those with namesakes also where each is defined or, where nothing tells that, first called. */
function titles({functions}: Trace, {misses}: Explanation): string[] {
  const names = functions.map(titleOf)
  const first = new Map([...misses].reverse().map((miss) => [miss.functionId, miss]))
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return names.map((name, id) => {
    const {site, defined: place = site} = first.get(id) ?? {}
    return counts.get(name) === 1 || place === undefined ? name : `${name} at ${place.replace(folders, '')}`
  })
}

const folders = /^.*[/\\]/s

/**
 * The rows of a timeline, a function each, most expensive first; what comes to little is one row together, but for the function of which
 * the headline tells. They are the same wherever the reader stands.
 */
export function prepare(trace: Trace, explanation: Explanation, by: By | undefined): Prepared {
  const places = placesOf(trace, explanation, by)
  const ready = held.get(explanation) ?? new Map<By, Prepared>()
  held.set(explanation, ready)
  const known = ready.get(places.by)
  if (known?.length === trace.length) return known
  const {sums, tally} = summed(trace, explanation)
  const order = sums
    .filter(({calls}) => calls > 0)
    .sort((a, b) => b.seconds - a.seconds || b.missed - a.missed || b.calls - a.calls)
  const first = order.slice(0, leading(order))
  const wanted = trace.functionAt(chosen(trace, explanation))
  const own = order.slice(first.length).filter(({functionId}) => functionId === wanted)
  const alone = [...first, ...own]
  const rest = order.slice(first.length).filter((one) => !own.includes(one))
  const groups = grouped(trace, explanation, places, alone, rest)
  const prepared: Prepared = {
    length: trace.length,
    places,
    groups,
    outside: outsideOf(trace, explanation),
    highest: Math.max(0, ...groups.map(({lane: {cost}}) => cost.at(-1)?.[0] ?? 0)),
    tally,
    lines: new Map(),
    legends: new Map(),
  }
  ready.set(places.by, prepared)
  return prepared
}

/** How many of the functions, the dearest first, have a row of their own. */
function leading(order: readonly Sum[]): number {
  const all = order.reduce((sum, {seconds}) => sum + seconds, 0)
  let [sum, kept] = [0, 0]
  for (const {seconds} of order.slice(0, most)) {
    if (kept >= least && all > 0 && sum >= share * all) break
    sum += seconds
    kept++
  }
  return order.length - kept === 1 ? order.length : kept
}

function summed(trace: Trace, explanation: Explanation): {sums: Sum[]; tally: Tally} {
  const tally = emptyTally()
  const compiles = new Map(explanation.functions.map((one) => [one.functionId, one.compiles]))
  const names = titles(trace, explanation)
  const sums = names.map((name, functionId) => ({
    name,
    names: [name],
    functionId,
    calls: 0,
    compiles: compiles.get(functionId) ?? 0,
    missed: 0,
    seconds: 0,
  }))
  for (let index = 0; index < trace.length; index++) {
    const sum = sums[trace.functionAt(index)]
    count(tally, trace, index, toneAt(trace, explanation, index))
    if (sum === undefined) continue
    sum.calls++
    if (trace.outcome(index) === 'hit') continue
    sum.missed++
    const cost = total(trace.seconds(index))
    if (cost === 0) tally.timeless++
    sum.seconds += cost
  }
  for (const miss of explanation.misses) {
    const cause = miss.taxonomy === 'compulsory' ? undefined : deciding(miss)
    if (cause !== undefined) tally.sides.add(cause.component === 'guard' ? 'guard' : sideOf(cause))
  }
  tally.isRead = unit(trace) === 'program'
  return {sums, tally}
}

function grouped(
  trace: Trace,
  explanation: Explanation,
  places: Places,
  alone: readonly Sum[],
  rest: readonly Sum[],
): Group[] {
  const rows = rest.length > 0 ? [...alone, together(rest)] : alone
  const rowOf = new Map(alone.map(({functionId}, row) => [functionId, row]))
  const lists = lanes(
    trace,
    rows.length,
    (fn) => rowOf.get(fn) ?? alone.length,
    places.start,
    (index) => toneAt(trace, explanation, index),
  )
  return lists.map((lane, row) => ({
    ...valueAt(rows, row),
    lane,
    sums: sumsOf(lane, places.reach, places.by === 'calls' ? 0.5 : 0),
  }))
}

const together = (rest: readonly Sum[]): Sum =>
  rest.reduce<Sum>(
    (sum, next) => ({
      ...sum,
      names: [...sum.names, ...next.names],
      calls: sum.calls + next.calls,
      compiles: sum.compiles + next.compiles,
      missed: sum.missed + next.missed,
      seconds: sum.seconds + next.seconds,
    }),
    {
      name: say('more functions', {functions: rest.length}),
      names: [],
      functionId: null,
      calls: 0,
      compiles: 0,
      missed: 0,
      seconds: 0,
    },
  )
