import {total} from './event.ts'
import type {Trace} from './trace.ts'

/** Times are sums of what calls took, and so equal to within this many seconds. */
const slack = 1e-6

/**
 * When calls began, in seconds since the trace did: a function of a call's position, `NaN` where that is not known. Some traces tell
 * the time at which a call began, others, as those of simulations, the time at which it was over: a trace is one of these where calls
 * could have taken so long since the one before was over, and one could not before the next began, or the first began with the trace.
 * What was read of a log tells when calls began.
 *
 * @example
 * begins(trace)(0) // 0
 */
export function begins(trace: Trace): (index: number) => number {
  const misses = trace.misses().filter((index) => total(trace.seconds(index)) > 0)
  const since = (index: number): number =>
    trace.time(index) - total(trace.seconds(index)) - (index === 0 ? 0 : trace.time(index - 1))
  const isLate =
    !trace.header.producer.endsWith(' log') &&
    new Set(misses.map((index) => trace.cachesAt(index))).size < 2 &&
    misses.every((index) => since(index) >= -slack) &&
    misses.some((index) => (index === 0 && since(0) < slack) || runsInto(trace, index))
  return (index) => trace.time(index) - (isLate ? total(trace.seconds(index)) : 0)
}

const runsInto = (trace: Trace, index: number): boolean =>
  index + 1 < trace.length && trace.time(index) + total(trace.seconds(index)) > trace.time(index + 1) + slack
