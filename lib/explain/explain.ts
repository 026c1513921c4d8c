import {type Blame, type Event, type Key, noSeconds, type Seconds, total, type Trace} from '../log/index.ts'
import {blamed} from '../words/index.ts'
import {isMisled} from './blame.ts'
import {causes as differences} from './causes.ts'
import {isCompile} from './compile.ts'
import {exclusion} from './excluded.ts'
import type {Cause, Explanation, Miss, Row} from './explanation.ts'
import {group} from './group.ts'
import {headline} from './headline.ts'
import {judge} from './judge/judge.ts'
import {nearest, type Nearest} from './nearest.ts'
import {sentence} from './sentence.ts'
import {sum, wrong} from './sum.ts'

const remembered = new WeakMap<Trace, {readonly length: number; readonly explanation: Explanation}>()

/**
 * Explains every call of a trace that was no hit: all that differs from the nearest earlier key, what it cost and what to do.
 * The same trace gives the same object until an event is appended.
 *
 * @example
 * const {headline, misses} = explain(trace)
 * misses[1].sentence // 'step was traced again: model.drop.rate is 0.2, before 0.1.'
 */
export function explain(trace: Trace): Explanation {
  const known = remembered.get(trace)
  if (known?.length === trace.length) return known.explanation
  const explanation = _explain(trace)
  remembered.set(trace, {length: trace.length, explanation})
  return explanation
}

/** What is known of a function while its calls are read in order; its traces inside others are apart from its own calls. */
interface History {
  readonly earlier: Nearest
  /** Number of the call that each event made, by the event's position. */
  readonly calls: Map<number, number>
  readonly ids: Set<number>
  /** Values of the paths that were causes. */
  readonly seen: Map<string, string[]>
  readonly id: number
  readonly row: {calls: number; hits: number; misses: number; compiles: number; seconds: Seconds}
}

function _explain(trace: Trace): Explanation {
  const histories = new Map<string, History>()
  const misses: Miss[] = []
  const because = new Map<Miss, string>()
  let isDropped = false
  for (let index = 0; index < trace.length; index++) {
    const id = trace.functionAt(index)
    const outcome = trace.outcome(index)
    const keyId = trace.keyAt(index)
    const event =
      outcome === 'hit' && (keyId === -1 || histories.get(String(id))?.ids.has(keyId))
        ? null
        : trace.at(index)
    isDropped ||= event !== null && (/clear/.test(event.edit ?? '') || event.evicted !== undefined)
    const scope =
      event?.within === undefined || event.within === 'aot' || event.within === 'persistent'
        ? String(id)
        : `${id} inside`
    const history = histories.get(scope) ?? newHistory(id)
    histories.set(scope, history)
    const call = ++history.row.calls
    if (event === null || (outcome === 'hit' && event.evidence !== 'simulated')) {
      history.row.hits++
      continue
    }
    const key = keyId === -1 ? null : trace.key(keyId)
    const {miss, reason} = _miss(trace, event, index, call, key, history, isDropped)
    if (outcome === 'hit') {
      history.row.hits++
      if (key !== null) history.ids.add(keyId)
      if (miss.causes.every(({component}) => component === 'placement')) continue
    } else {
      history.row.misses++
      if (isCompile(miss)) history.row.compiles++
      history.row.seconds = add(history.row.seconds, event.seconds)
    }
    misses.push(miss)
    because.set(miss, reason)
    if (key !== null && outcome !== 'error') {
      history.ids.add(keyId)
      history.earlier.add(key, index)
      history.calls.set(index, call)
    }
  }
  const functions = rows(trace, [...histories.values()])
  const groups = group(misses)
  const eager = trace.source?.eager ?? {compiles: 0, seconds: noSeconds, functions: []}
  return {
    headline: headline(trace.length, misses, groups, because, eager),
    misses,
    groups,
    functions,
    eager,
    lines: trace.source?.lines ?? 0,
    unread: trace.source?.unread ?? {lines: 0, kinds: [], examples: []},
  }
}

/** One row a function, dearest first. */
function rows(trace: Trace, histories: readonly History[]): Row[] {
  const found = new Map<number, Row>()
  for (const {id, row} of histories) {
    const other = found.get(id)
    const sum = (name: 'calls' | 'hits' | 'misses' | 'compiles'): number => row[name] + (other?.[name] ?? 0)
    found.set(id, {
      function: trace.functions[id]?.name ?? '',
      functionId: id,
      calls: sum('calls'),
      hits: sum('hits'),
      misses: sum('misses'),
      compiles: sum('compiles'),
      seconds: add(row.seconds, other?.seconds ?? noSeconds),
    })
  }
  return [...found.values()].sort((a, b) => total(b.seconds) - total(a.seconds))
}

const newHistory = (id: number): History => ({
  id,
  earlier: nearest(),
  calls: new Map(),
  ids: new Set(),
  seen: new Map(),
  row: {calls: 0, hits: 0, misses: 0, compiles: 0, seconds: noSeconds},
})

const add = (a: Seconds, b: Seconds): Seconds => ({
  trace: a.trace + b.trace,
  lower: a.lower + b.lower,
  compile: a.compile + b.compile,
})

function _miss(
  trace: Trace,
  event: Event,
  index: number,
  call: number,
  key: Key | null,
  history: History,
  isDropped: boolean,
): {miss: Miss; reason: string} {
  const fn = trace.functions[event.function]
  const name = fn?.name ?? ''
  const found = key === null ? null : history.earlier.find(key)
  const isFirst = found === null && (event.blamed === undefined || event.blamed.kind === 'function')
  let at = found?.index ?? -1
  let excluded: string | null = null
  let causes: Cause[] = []
  if (key !== null && found !== null) {
    if (found.distance > 0)
      causes = relevant(differences(key, trace.key(trace.keyAt(at)), event.evidence), event).map((cause) =>
        cause.path === '' ? {...cause, path: name} : cause,
      )
    if (causes.length === 0 && isNewFunction(event.blamed)) causes = [functionCause(name)]
    if (causes.length === 0) {
      at = history.earlier.first(key) ?? at
      excluded =
        exclusion(key, trace.key(trace.keyAt(at)), history.calls.get(at) ?? 1) ??
        (isDropped || event.outcome !== 'retrace' ? null : alike(history.calls.get(at) ?? 1))
    }
  } else if (!isFirst) excluded = 'the log does not hold the earlier calls that JAX compared it with'
  const judged = causes.map((cause) => judge(cause, name, history.seen.get(cause.path) ?? []))
  for (const cause of causes) remember(history.seen, cause)
  const {reason, ...judgement} =
    event.outcome === 'hit' ? wrong(causes, name) : sum(judged, event, name, isFirst, excluded)
  return {
    miss: {
      index,
      function: name,
      functionId: event.function,
      call,
      outcome: event.outcome,
      evidence: event.evidence,
      causes,
      nearest: at,
      ...judgement,
      seconds: event.seconds,
      blamed: event.blamed === undefined ? null : blamed(event.blamed),
      misled: event.blamed !== undefined && found !== null && isMisled(event.blamed, causes, fn?.params),
      excluded,
      sentence:
        event.outcome === 'hit'
          ? `${name} hit with a key that differs: ${causes.map(({path}) => path).join(', ')}.`
          : event.error !== undefined
            ? `${name} raised ${event.error.type}: ${event.error.message.split('\n')[0] ?? ''}`
            : sentence(name, event.outcome, isFirst, causes, excluded, event.within),
      ...(fn?.library === true && {library: true}),
      ...(event.within !== undefined && {within: event.within}),
      ...(event.site !== undefined && {site: event.site}),
      ...(event.line !== undefined && {line: event.line}),
    },
    reason,
  }
}

const alike = (call: number): string =>
  `its key reads like that of call ${call}: something in it is a new object that prints alike, or the entry was dropped`

/** JAX met another function object on a line that it knew; ids are used again, and tell nothing. */
const isNewFunction = (said: Blame | undefined): boolean =>
  said?.kind === 'function' && said.redefined === true

const functionCause = (name: string): Cause => ({
  component: 'function',
  path: name,
  segments: [name],
  change: 'identity',
  now: name,
  before: name,
  evidence: 'inferred',
  kind: 'function',
})

/**
 * JAX traces without regard to placement and options: of a trace they are a cause only where nothing else is. A function that
 * JAX compares with earlier keys is one that it has seen, whatever ids a log gives.
 */
function relevant(all: Cause[], {outcome, blamed: said}: Event): Cause[] {
  const isSeen = said !== undefined && said.kind !== 'function'
  const causes = isSeen ? all.filter(({component}) => component !== 'function') : all
  if (outcome !== 'retrace') return causes
  const traced = causes.filter(({component}) => component !== 'placement' && component !== 'options')
  return traced.length > 0 ? traced : causes
}

/** So many values of a path are remembered. */
const remembers = 64

function remember(seen: Map<string, string[]>, {path, now, before}: Cause): void {
  const values = seen.get(path)
  if (values === undefined)
    seen.set(
      path,
      [before, now].filter((value) => value !== null),
    )
  else if (now !== null && values.length < remembers && !values.includes(now)) values.push(now)
}
