import {begins, type Explanation, total, type Trace} from '../../../lib/index.ts'
import type {Tone} from '../../theme.ts'
import {outsideOf, type Spell} from '../outside.ts'
import {toneAt} from '../position.ts'

/**
 * A miss in the course of a run: seconds of compiling before and after it, while the clock, or the count of calls, went on. What no call
 * took rises where it was or, where a log has no clock, at once between two of them.
 */
export interface Rise {
  /** The miss; null where it is none. */
  readonly index: number | null
  readonly tone: Tone
  readonly from: number
  readonly to: number
  readonly before: number
  readonly after: number
}

/** How seconds of compiling added up over a run. */
export interface Course {
  readonly rises: readonly Rise[]
  /** Whether it goes by seconds, else by calls. */
  readonly timed: boolean
  /** From the first of it on, as the timeline, to the end. */
  readonly start: number
  readonly end: number
  readonly compiling: number
  /** How many of them no call took, and go up at once: operations outside jit, and what was only traced, of which nothing tells when. */
  readonly elsewhere: number
}

/**
 * Seconds of compiling as they added up. While it compiles, a second of the clock is a second of compiling: the slope is one.
 *
 * @param gone positions of misses that are not counted
 */
export function course(
  trace: Trace,
  explanation: Explanation,
  gone: ReadonlySet<number> = new Set(),
): Course {
  const misses = trace.misses().filter((index) => total(trace.seconds(index)) > 0)
  const timed = isTimed(trace, misses)
  const begin = begins(trace)
  const rises: Rise[] = []
  const {spells = []} = outsideOf(trace, explanation) ?? {}
  let [clock, compiling, spell] = [-Infinity, 0, 0]
  const rise = (index: number | null, from: number, to: number, cost: number): void => {
    const tone = index === null ? 'necessary' : toneAt(trace, explanation, index)
    rises.push({index, tone, from, to, before: compiling, after: compiling + cost})
    clock = to
    compiling += cost
  }
  const isTold = (spell: Spell): spell is Spell & {readonly at: number} => timed && spell.at !== undefined
  const between = (until: number, from: number): void => {
    for (let next = spells[spell]; next !== undefined && next.before <= until; next = spells[++spell])
      if (isTold(next))
        rise(null, Math.max(clock, next.at), Math.max(clock, next.at) + next.seconds, next.seconds)
      else rise(null, Math.max(clock, from), Math.max(clock, from), next.seconds)
  }
  for (const index of misses) {
    const cost = total(trace.seconds(index))
    between(index, timed ? begin(index) : index)
    const from = timed ? Math.max(clock, begin(index)) : index
    if (!gone.has(index)) rise(index, from, from + (timed ? cost : 1), cost)
  }
  const last = timed ? trace.time(trace.length - 1) : trace.length
  between(Infinity, last)
  const end = Math.max(clock, last)
  const start = timed ? Math.min(begin(0), end, ...rises.slice(0, 1).map(({from}) => from)) : 0
  const elsewhere = spells.reduce((sum, spell) => (isTold(spell) ? sum : sum + spell.seconds), 0)
  return {rises, timed, start, end, compiling, elsewhere}
}

/** Processes that run beside each other have no common sum of seconds since the start. */
function isTimed(trace: Trace, misses: readonly number[]): boolean {
  if (trace.length === 0 || new Set(misses.map((index) => trace.at(index).process)).size > 1) return false
  const [first, last] = [trace.time(0), trace.time(trace.length - 1)]
  return last > first && !misses.some((index) => Number.isNaN(trace.time(index)))
}
