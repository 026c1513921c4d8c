import {type Event, total, Trace} from '../log/index.ts'
import {thinned} from '../words/index.ts'
import {assume} from './explain.ts'
import type {Explanation, Group, Miss} from './explanation.ts'

/** A trace of at most so many misses is held as it is. */
const few = 2000
/** So many causes are told, and of each so many of its first and of its dearest misses. */
const causes = 200
const ofEach = 12

/** A trace that holds some of its misses in full, and what the whole trace comes to. */
export interface Thin {
  readonly trace: Trace
  /** Its misses are those that are held in full; its groups, figures and account are of all. */
  readonly explanation: Explanation
}

/**
 * A trace of very many misses as it can be looked at: of each of the 200 first causes the first 12 and the 12 dearest misses in
 * full, of all others when they were, what they cost and that they were; the header says so. What every miss comes to is of all.
 * A trace of no more than 2,000 misses stays as it is: null.
 */
export function thin(trace: Trace, explanation: Explanation): Thin | null {
  const {groups, misses} = explanation
  if (misses.length <= few) return null
  const told = new Set(groups.slice(0, causes).flatMap((group) => chosen(trace, group)))
  const full = misses.filter(({index}) => told.has(index))
  const made = new Trace({
    ...trace.header,
    notes: [
      ...(trace.header.notes ?? []),
      thinned({full: full.length, misses: misses.length, causes, each: ofEach}),
    ],
  })
  made.source = trace.source
  for (const {id: _id, ...fn} of trace.functions) made.addFunction(fn)
  const keys = keysOf(trace, full)
  for (const id of keys.keys()) {
    const {id: _id, ...key} = trace.key(id)
    made.addKey(key)
  }
  for (let index = 0; index < trace.length; index++) {
    const key = keys.get(trace.keyAt(index)) ?? -1
    const event = trace.at(index)
    made.append({...(told.has(index) || event.outcome === 'hit' ? event : bare(event)), key})
  }
  return {trace: made, explanation: {...explanation, misses: full}}
}

function chosen(trace: Trace, {misses}: Group): number[] {
  const cost = (index: number): number => total(trace.seconds(index))
  return [...misses.slice(0, ofEach), ...[...misses].sort((a, b) => cost(b) - cost(a)).slice(0, ofEach)]
}

/** The keys of misses and of those that they were compared with, each with its new number. */
function keysOf(trace: Trace, misses: readonly Miss[]): Map<number, number> {
  const ids = new Set(
    misses
      .flatMap(({index, nearest}) => (nearest < 0 ? [index] : [nearest, index]))
      .map((at) => trace.keyAt(at)),
  )
  ids.delete(-1)
  return new Map([...ids].sort((a, b) => a - b).map((id, at) => [id, at]))
}

const bare = ({function: fn, key, outcome, evidence, time, seconds, process}: Event): Event => ({
  function: fn,
  key,
  outcome,
  evidence,
  time,
  seconds,
  layers: [],
  ...(process !== undefined && {process}),
})

/** Has `explain` give the explanation of a thinned trace with all its misses: of those that are not held in full, what is said of all of their cause. */
export function thickened({trace, explanation}: Thin): void {
  const full = new Map(explanation.misses.map((miss) => [miss.index, miss]))
  const misses = explanation.groups.flatMap((group) =>
    group.misses.map((index) => full.get(index) ?? outlined(trace, index, group)),
  )
  assume(trace, {...explanation, misses: misses.sort((a, b) => a.index - b.index)})
}

function outlined(trace: Trace, index: number, group: Group): Miss {
  const {function: name, taxonomy, verdict, advice, sentence} = group
  const {function: functionId, outcome, evidence, seconds} = trace.at(index)
  return {
    index,
    function: name,
    functionId,
    call: 0,
    outcome,
    evidence,
    causes: [],
    nearest: -1,
    taxonomy,
    verdict,
    seconds,
    blamed: null,
    misled: false,
    gap: null,
    excluded: null,
    findings: [],
    advice,
    sentence,
  }
}
