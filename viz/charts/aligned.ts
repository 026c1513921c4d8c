import type {Explanation, Fact, Key, Trace} from '../../lib/index.ts'
import {show} from '../../lib/index.ts'
import {missAt} from './position.ts'

/** One of the runs that are compared: a trace of its own, or the part of a trace that one process wrote. */
export interface Run {
  readonly name: string
  readonly trace: Trace
  readonly explanation: Explanation
  /** Only the events of this process. */
  readonly process?: string
}

/** The same place in every run: the position of its event, or null where a run has none. */
export interface Slot {
  readonly events: readonly (number | null)[]
  /** For each run, what its event must share with the others to be the same; empty where it has none. */
  readonly signs: readonly string[]
  readonly same: boolean
}

export interface Section {
  readonly function: string
  /** The runs that call it. */
  readonly present: readonly number[]
  readonly slots: readonly Slot[]
  readonly differing: number
}

/**
 * The runs function by function, each event beside those that match it in the other runs. A function that a run never calls
 * differs there as a whole; its places are compared among the runs that call it.
 */
export function aligned(runs: readonly Run[]): Section[] {
  const sequences = runs.map((run) => sequencesOf(run))
  const calls = sequences.every((byName) =>
    [...byName].every(([name, all]) =>
      sequences.every((other) => (other.get(name)?.length ?? all.length) === all.length),
    ),
  )
  const names = [...new Set(sequences.flatMap((byName) => [...byName.keys()]))]
  return names.map((name) => {
    const lists = sequences.map((byName) => byName.get(name) ?? [])
    const present = lists.flatMap((list, at) => (list.length > 0 ? [at] : []))
    const kept = calls
      ? lists
      : lists.map((list, at) => list.filter((event) => runs[at]?.trace.outcome(event) !== 'hit'))
    const coarse =
      new Set(lists.map((list, at) => wrapperOf(runs[at], list[0]))).size >
      (present.length < runs.length ? 2 : 1)
    const sign = (at: number, event: number): string => signature(runs[at], event, coarse)
    const placed = calls
      ? rows(kept)
      : merge(
          kept,
          kept.map((list, at) => list.map((event) => sign(at, event))),
        )
    const slots = placed.map((events): Slot => {
      const signs = events.map((event, at) => (event === null ? '' : sign(at, event)))
      return {events, signs, same: new Set(present.map((at) => signs[at])).size === 1}
    })
    return {function: name, slots, present, differing: slots.filter(({same}) => !same).length}
  })
}

const wrapperOf = (run: Run | undefined, event: number | undefined): string | undefined =>
  run === undefined || event === undefined
    ? undefined
    : (run.trace.functions[run.trace.functionAt(event)]?.wrapper ?? '')

function sequencesOf({trace, process}: Run): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (let index = 0; index < trace.length; index++) {
    if (process !== undefined && trace.at(index).process !== process) continue
    const name = trace.functions[trace.functionAt(index)]?.name ?? '?'
    const list = found.get(name)
    if (list === undefined) found.set(name, [index])
    else list.push(index)
  }
  return found
}

/**
 * What an event must share to be the same: its outcome; for a miss also what its key says. A log may tell of one key more than
 * of another: then the types and static values in their order, and the paths of the causes, stand for the key. `coarse`
 * compares outcomes alone: functions that are jitted in two ways have keys of two forms.
 */
function signature(run: Run | undefined, index: number, coarse: boolean): string {
  if (run === undefined) return ''
  const {trace, explanation, process} = run
  const outcome = trace.outcome(index)
  const id = trace.keyAt(index)
  if (id < 0 || coarse || outcome === 'hit') return outcome
  const {facts} = trace.key(id)
  const said =
    process === undefined
      ? [
          ...(missAt(explanation, index)?.causes.map(({component, path}) => `${component} ${path}`) ?? []),
          ...facts.flatMap(({component, value}) =>
            component === 'aval' || component === 'static' ? [value] : [],
          ),
        ]
      : facts.flatMap(({component, path, value}) =>
          component === 'function' ? [] : [`${component} ${show(path)} = ${value}`],
        )
  return [outcome, ...said].join('\n').replace(/ at 0x[0-9a-f]+/g, '')
}

const rows = (lists: readonly (readonly number[])[]): (number | null)[][] =>
  Array.from({length: Math.max(...lists.map(({length}) => length))}, (_, at) =>
    lists.map((list) => list[at] ?? null),
  )

/** Every run against the first, by the longest common subsequence; what only one run has stands where it came. */
function merge(
  lists: readonly (readonly number[])[],
  signs: readonly (readonly string[])[],
): (number | null)[][] {
  const [first = [], ...others] = lists
  const slots: (number | null)[][] = first.map((event) => [event, ...others.map(() => null)])
  const keys = [...(signs[0] ?? [])]
  others.forEach((list, at) => {
    const own = signs[at + 1] ?? []
    const pairs = common(keys, own)
    let added = 0
    let last = -1
    list.forEach((event, rank) => {
      const match = pairs.get(rank)
      if (match !== undefined) {
        last = match + added
        slots[last]?.splice(at + 1, 1, event)
        return
      }
      const next = slots[last + 1]
      const free =
        next !== undefined &&
        next[at + 1] === null &&
        ![...pairs.values()].some((taken) => taken + added === last + 1)
      if (free) next.splice(at + 1, 1, event)
      else {
        slots.splice(
          last + 1,
          0,
          lists.map((_, run) => (run === at + 1 ? event : null)),
        )
        keys.splice(last + 1, 0, own[rank] ?? '')
        added++
      }
      last++
    })
  })
  return slots
}

/** Of each place in `b`, the place in `a` that it pairs with. */
function common(a: readonly string[], b: readonly string[]): Map<number, number> {
  const pairs = new Map<number, number>()
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) pairs.set(start, start++)
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) pairs.set(--endB, --endA)
  const [m, n] = [endA - start, endB - start]
  if (m === 0 || n === 0 || m * n > 4e6) return pairs
  const length = Array.from({length: m + 1}, () => new Uint32Array(n + 1))
  const at = (i: number, j: number) => length[i]?.[j] ?? 0
  for (let i = m - 1; i >= 0; i--) {
    const row = length[i]
    if (row === undefined) continue
    for (let j = n - 1; j >= 0; j--)
      row[j] = a[start + i] === b[start + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  for (let i = 0, j = 0; i < m && j < n;) {
    if (a[start + i] === b[start + j]) pairs.set(start + j++, start + i++)
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** The first thing that two keys say differently, in words; null where they say the same. */
export function difference(
  now: Key,
  before: Key,
): {readonly path: string; readonly now: string; readonly before: string} | null {
  const place = (fact: Fact) => `${fact.component} ${fact.kind} ${show(fact.path)}`
  const theirs = new Map(before.facts.map((fact) => [place(fact), fact]))
  const mine = new Set(now.facts.map(place))
  for (const fact of now.facts) {
    const other = theirs.get(place(fact))
    if (other?.value !== fact.value)
      return {path: show(fact.path), now: fact.value, before: other?.value ?? 'absent'}
  }
  const gone = before.facts.find((fact) => !mine.has(place(fact)))
  return gone === undefined ? null : {path: show(gone.path), now: 'absent', before: gone.value}
}
