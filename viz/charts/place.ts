import {begins, type Explanation, total, type Trace} from '../../lib/index.ts'
import {outsideOf, type Spell} from './outside.ts'
import {valueAt} from '../frame/index.ts'
import {remembering} from './remembering.ts'

/** Calls side by side, or as long as they took. */
export type By = 'calls' | 'time'

/** Where the calls of a trace stand beside each other. */
export interface Places {
  readonly by: By
  /** Whether a place is a time of the clock; else, where the times of calls are not known, what compiled stands end to end. */
  readonly clock: boolean
  /** All of it: positions, or seconds. */
  readonly domain: readonly [number, number]
  /** Where a call begins. */
  readonly start: (index: number) => number
  /** How far it reaches; a hit up to the next call, but no further than most do. */
  readonly reach: (index: number) => number
  /** Where each piece of what compiled outside of all calls begins: when it did, or between the calls where it was, after them where that is not told; on a clock where that is not told, from the first on. */
  readonly outside: readonly number[]
}

const remembered = remembering<Places | null>()

/** Where calls stand in time, found out once a trace; null where nothing tells how long they took. */
const timeOf = (trace: Trace, explanation: Explanation): Places | null =>
  remembered(explanation, String(trace.length), () =>
    inTime(trace, outsideOf(trace, explanation)?.spells ?? []),
  )

/** How a trace is drawn: as asked where that can be, else in time where seconds are known and it is no simulation. */
export function modeOf(trace: Trace, explanation: Explanation, by: By | 'auto' = 'auto'): By {
  const {producer} = trace.header
  if (by === 'calls' || (by === 'auto' && producer === 'jitlens')) return 'calls'
  return timeOf(trace, explanation) === null ? 'calls' : 'time'
}

/** Where the calls stand; side by side where nothing tells how long they took. */
export const placesOf = (trace: Trace, explanation: Explanation, by?: By): Places =>
  (modeOf(trace, explanation, by) === 'time' ? timeOf(trace, explanation) : null) ?? inOrder(trace)

/** All of the timeline: half a call beyond the first and the last, or its seconds. */
export const domainOf = (trace: Trace, explanation: Explanation, by?: By): readonly [number, number] =>
  placesOf(trace, explanation, by).domain

/** Where the call at a position begins on the timeline. */
export const placeAt = (
  trace: Trace,
  explanation: Explanation,
  by: By | undefined,
  position: number,
): number => placesOf(trace, explanation, by).start(position)

const inOrder = (trace: Trace): Places => ({
  by: 'calls',
  clock: false,
  domain: [-0.5, trace.length - 0.5],
  start: (index) => index,
  reach: () => 1,
  outside: [],
})

/** @param outside what compiled outside of all calls */
function inTime(trace: Trace, outside: readonly Spell[]): Places | null {
  const cost = (index: number): number => total(trace.seconds(index))
  if (!trace.misses().some((index) => cost(index) > 0)) return null
  const begin = begins(trace)
  const times = Float64Array.from({length: trace.length}, (_, index) => begin(index))
  return times.some(Number.isNaN) ? endToEnd(trace, cost, outside) : byTheClock(trace, times, cost, outside)
}

function byTheClock(
  trace: Trace,
  times: Float64Array,
  cost: (index: number) => number,
  outside: readonly Spell[],
): Places {
  const usual = usualGap(trace, times)
  const gap = (index: number): number => Math.max(0, (times[index + 1] ?? Infinity) - (times[index] ?? 0))
  const reach = (index: number): number =>
    trace.outcome(index) === 'hit' ? Math.min(usual, gap(index)) : cost(index)
  const first = times.reduce(
    (least, time) => Math.min(least, time),
    outside.reduce((least, {at = Infinity}) => Math.min(least, at), Infinity),
  )
  const starts = inARow(first, outside)
  const end = outside.reduce((most, {seconds}, at) => Math.max(most, valueAt(starts, at) + seconds), first)
  const last = times.reduce((most, time, index) => Math.max(most, time + reach(index)), end)
  return {
    by: 'time',
    clock: true,
    domain: [first, last > first ? last : first + 1],
    start: (index) => times[index] ?? Number.NaN,
    reach,
    outside: starts,
  }
}

/** How long it is mostly from a hit to the next call; 0 where no call follows one. */
function usualGap(trace: Trace, times: Float64Array): number {
  const gaps = times
    .subarray(1)
    .map((time, index) => (trace.outcome(index) === 'hit' ? time - (times[index] ?? time) : Number.NaN))
    .filter((gap) => gap >= 0)
    .sort()
  return gaps[gaps.length >> 1] ?? 0
}

function endToEnd(trace: Trace, cost: (index: number) => number, outside: readonly Spell[]): Places {
  const starts = new Float64Array(trace.length)
  const between: number[] = []
  let sum = 0
  const stand = (until: number): void => {
    for (let next = outside[between.length]; next !== undefined && next.before <= until;) {
      between.push(sum)
      sum += next.seconds
      next = outside[between.length]
    }
  }
  for (let index = 0; index < trace.length; index++) {
    stand(index)
    starts[index] = sum
    sum += cost(index)
  }
  stand(Infinity)
  return {
    by: 'time',
    clock: false,
    domain: [0, sum],
    start: (index) => starts[index] ?? Number.NaN,
    reach: cost,
    outside: between,
  }
}

/** Where each begins, none before the one before it is over: when it did where that is told, else from `begin` on. */
function inARow(begin: number, outside: readonly Spell[]): number[] {
  let end = begin
  return outside.map(({at = begin, seconds}) => (end = Math.max(end, at) + seconds) - seconds)
}
