import {
  addSeconds,
  type Event,
  type Key,
  noSeconds,
  noUnread,
  type Trace,
  type TracedFunction,
} from '../log/index.ts'
import {
  advices,
  blamed,
  gap as excluded,
  headline,
  loose,
  merged,
  type Releases,
  remark,
  sentence,
  type Story,
} from '../words/index.ts'
import {account} from './account.ts'
import {type Comparer, comparer} from './comparer.ts'
import {isMisled} from './misled.ts'
import {isCompile, isDerived, isInside, isSparable} from './compile.ts'
import {homonyms} from './homonyms.ts'
import type {Cause, Explanation, Miss} from './explanation.ts'
import {figures} from './figures.ts'
import {group} from './group.ts'
import {entryName, guardReason, withLimit, withoutGuards} from './guards.ts'
import {kept} from './grouped.ts'
import {type History, keepCall, lifeOf, meet, newHistory, remember, rows} from './history.ts'
import {lateness, tracedAlone, tracesTold} from './late.ts'
import {judge} from './judge/judge.ts'
import type {Around, Judgement} from './judge/judgement.ts'
import {type MissReason, reasonOf, staleReason} from './missreason.ts'
import {printedOnce} from './printedonce.ts'
import {isCompared} from './saidkey.ts'
import {tellsOperations} from './sorted.ts'
import {withStateLeaves} from './stateleaf.ts'
import {sum, withoutCause, wrong} from './sum.ts'

/** What is known of a trace, and how a simulation is read on when it is longer. */
interface Remembered {
  readonly length: number
  readonly explanation: Explanation
  readonly reading: Reading | null
}

const remembered = new WeakMap<Trace, Remembered>()

/**
 * Explains every call of a trace that was no hit: all that differs from the nearest earlier key, what it cost and what to do.
 * The same trace gives the same object until an event is appended; of a simulation only what was appended is read then.
 *
 * @example
 * const {headline, misses} = explain(trace)
 * misses[1].sentence // 'step was traced again: model.drop.rate is 0.2, before 0.1.'
 */
export function explain(trace: Trace): Explanation {
  const steps = explaining(trace)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Whether it is a trace, of this copy of the library or of another one. */
const isTrace = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'functions' in value

/** The same, call by call, since it takes a while of a long trace: gives how many calls are read. */
export function* explaining(trace: Trace): Generator<number, Explanation> {
  if (!isTrace(trace)) throw new TypeError('explain takes a trace, as in explain(session.trace)')
  const known = remembered.get(trace)
  if (known?.length === trace.length) return known.explanation
  remembered.delete(trace)
  const kept = known?.reading ?? null
  const reading = kept !== null && isStillTrue(kept) ? kept : newReading(trace)
  for (let index = kept === reading ? (known?.length ?? 0) : 0; index < trace.length; index++) {
    read(reading, index)
    yield index + 1
  }
  const explanation = explained(reading)
  const isSimulation = trace.header.release !== undefined
  remembered.set(trace, {length: trace.length, explanation, reading: isSimulation ? reading : null})
  return explanation
}

/** Has `explain` give what is known of a trace already: of a thinned one, that of the whole. */
export function assume(trace: Trace, explanation: Explanation): void {
  remembered.set(trace, {length: trace.length, explanation, reading: null})
}

const newReading = (trace: Trace): Reading => ({
  trace,
  source: trace.source,
  functions: trace.functions,
  histories: new Map(),
  open: new Map(),
  ended: [],
  found: [],
  dropped: new Set(),
  isPrinted: printedOnce(),
  isLate: premise(() => lateness(trace)),
  inner: tracedAlone(trace),
  tellsTraces: premise(() => tracesTold(trace)),
  isSorted: premise(() => tellsOperations(trace)),
  compare: comparer(),
  entries: new Map(),
  defined: homonyms(trace.functions),
  once: texts(),
})

/** What is asked of a whole trace while it is read call by call. */
interface Premise {
  /** The answer, found once somebody asks. */
  readonly holds: () => boolean
  /** Whether no other answer was given than the trace as it is now would give. */
  readonly isStillTrue: () => boolean
}

function premise(ask: () => () => boolean): Premise {
  let given: boolean | undefined
  return {
    holds: () => (given ??= ask()()),
    isStillTrue: () => given === undefined || given === ask()(),
  }
}

/** Whether what was taken for granted of a whole trace holds of it as it is now: what was read of it then stays as it is. */
const isStillTrue = ({trace, source, functions, isLate, tellsTraces, isSorted}: Reading): boolean =>
  source === trace.source &&
  functions === trace.functions &&
  [isLate, tellsTraces, isSorted].every((one) => one.isStillTrue())

/** What the calls come to that were read: all that is of the whole trace. */
function explained({trace, histories, ended, found, once}: Reading): Explanation {
  const misses = found.map((one) => judged(one, once))
  const groups = group(misses)
  const remarks = (trace.source?.remarks ?? []).map((one) => ({...one, sentence: remark(one)}))
  const eager = trace.source?.eager ?? {compiles: 0, seconds: noSeconds, functions: []}
  const all = account(misses, trace.source)
  const {notes = []} = trace.header
  const sums = {
    ...figures(trace, misses, groups, all),
    notes,
    remarks: remarks.map(({sentence: said}) => said),
  }
  return {
    headline: headline(sums),
    figures: sums,
    misses,
    groups,
    functions: rows(trace, [...ended, ...histories.values()]),
    account: all,
    eager,
    lines: trace.source?.lines ?? 0,
    unread: trace.source?.unread ?? noUnread,
    releases: releasesOf(trace),
    notes,
    remarks,
  }
}

/** What a trace says of the release that it is of, or of those that it may be of. */
function releasesOf({header: {release, releases = [], versions}, source}: Trace): Releases | null {
  if (release !== undefined) return {evidence: 'simulated', jax: [release]}
  const [ran, torch] = [versions?.['jax'], versions?.['torch']]
  if (ran === undefined && torch !== undefined)
    return {evidence: source === null ? 'simulated' : 'observed', jax: [], torch}
  if (ran !== undefined) return {evidence: 'observed', jax: [ran]}
  return releases.length === 0 ? null : {evidence: 'inferred', jax: releases}
}

/** A trace that is read in order, as far as it was read. */
interface Reading {
  readonly trace: Trace
  /** As they were when the reading began. */
  readonly source: Trace['source']
  readonly functions: Trace['functions']
  readonly histories: Map<string, History>
  /** The scopes of each function of a process, the latest last. */
  readonly open: Map<string, string[]>
  /** What the histories that were let go counted. */
  readonly ended: Pick<History, 'id' | 'row'>[]
  readonly found: Found[]
  /** The processes that cleared entries of their caches, or pushed them out. */
  readonly dropped: Set<string>
  readonly isPrinted: ReturnType<typeof printedOnce>
  /** Whether the log surely lacks what came first. */
  readonly isLate: Premise
  /** Functions of libraries that were traced inside others, by name. */
  readonly inner: ReadonlySet<string>
  /** Whether the trace tells of traces. */
  readonly tellsTraces: Premise
  /** Whether the log tells JAX's operations from functions of the program. */
  readonly isSorted: Premise
  readonly compare: Comparer
  /** Positions of the events that made torch's entries; the latest, since ids begin anew where torch forgets what it compiled. */
  readonly entries: Map<string, number>
  /** Where functions are defined that have namesakes. */
  readonly defined: ReadonlyMap<number, string>
  readonly once: Once
}

/** One text for all equal ones, as misses come again and again; it is no chain of the pieces that it was put together from. */
interface Once {
  (text: string): string
}

function texts(): Once {
  const met = new Map<string, string>()
  return (text) => kept(met, text, loose)
}

/** Reads one call: counts it, and explains it where it was no plain hit. */
function read(reading: Reading, index: number): void {
  const {trace} = reading
  const isHit = trace.outcome(index) === 'hit'
  const event = isHit && isKnown(reading, index) ? null : trace.at(index)
  if (event?.cleared === true || event?.evicted !== undefined) reading.dropped.add(event.process ?? '')
  const history = historyOf(reading, index, event?.within)
  countCall(history, event, isHit)
  if (event !== null && (!isHit || event.evidence === 'simulated' || event.stale !== undefined))
    explainCall(reading, event, index, history)
}

/** Counts a call; what a transform compiles after it is a part of it. */
function countCall(history: History, event: Event | null, isHit: boolean): void {
  if (isHit) history.row.hits++
  if (event !== null && isDerived(event)) return
  history.row.calls++
  if (!isHit) history.latest = history.row.calls
}

/** Whether the key of a hit tells nothing new. */
function isKnown({trace, histories}: Reading, index: number): boolean {
  const keyId = trace.keyAt(index)
  if (trace.isStale(index)) return false
  return keyId === -1 || histories.get(ownScope(trace, index))?.keys.has(keyId) === true
}

/** Explains a miss, or a hit of a key that was not met before. */
function explainCall(reading: Reading, called: Event, index: number, history: History): void {
  const key = called.key === -1 ? null : reading.trace.key(called.key)
  const event = withStateLeaves(called, key)
  const own = isDerived(event) ? historyOf(reading, index, undefined) : history
  const call = own === history ? own.row.calls : own.latest
  // JAX compares the first trace inside another function with the calls of the program; a recorder tells of the first backward pass likewise.
  const isAlone =
    event.evidence === 'observed' && history.keys.size === 0 && (isDerived(event) || isMet(event))
  const earlier = isAlone ? historyOf(reading, index, undefined) : history
  const found = {...missOf(reading, {event, index, key, history: earlier, call}), life: lifeOf(history, key)}
  const {causes} = found.miss
  if (event.outcome === 'hit') {
    if (key !== null) meet(history, key)
    if (causes.every(({component}) => component === 'placement')) return
  } else count(history, found.miss)
  const isKept = event.guards === undefined || event.outcome === 'retrace'
  remember(found.life, [...causes, ...found.besides], isKept)
  reading.found.push(found)
  if (event.compile !== undefined) reading.entries.set(entryName(reading.trace, index, event.compile), index)
  if (key === null || event.outcome === 'error') return
  meet(history, key)
  history.earlier.add(key, event, index)
  keepCall(history, index, call)
}

/** Whether JAX traced a function inside another one and compared it with earlier keys. */
const isMet = ({within, blamed: said}: Event): boolean => isInside(within) && isCompared(said)

/** A process has caches of its own, so that each is explained as if it had run alone. */
const ownScope = (trace: Trace, index: number): string =>
  `${trace.functionAt(index)} ${trace.cachesAt(index)}`

/** That of its traces inside other functions. */
const insideOf = (own: string): string => `${own} inside`

/** So many runs of a program that follow one another without a mark, or are mixed, are compared at once: the latest. */
const besideOneAnother = 16

function historyOf(
  {histories, open, ended, trace}: Reading,
  index: number,
  within: Event['within'],
): History {
  const isOwn = !isInside(within)
  const own = ownScope(trace, index)
  const scope = isOwn ? own : insideOf(own)
  return kept(histories, scope, () => {
    const made = newHistory(trace.functionAt(index))
    const all = kept(open, `${made.id} ${isOwn} ${trace.at(index).process ?? ''}`, (): string[] => [])
    const oldest = all.push(scope) > besideOneAnother ? all.shift() : undefined
    const over = oldest === undefined ? undefined : histories.get(oldest)
    if (oldest !== undefined) histories.delete(oldest)
    if (over !== undefined) ended.push({id: over.id, row: over.row})
    return made
  })
}

function count({row}: History, miss: Found['miss']): void {
  row.misses++
  if (isCompile(miss)) row.compiles++
  row.seconds = addSeconds(row.seconds, miss.seconds)
}

/** A miss before it is judged. */
interface Found {
  readonly miss: Omit<Miss, 'taxonomy' | 'verdict' | 'findings' | 'advice'>
  /** How the places of its history differed in the whole run. */
  readonly life: ReturnType<typeof lifeOf>
  /** What jitted its function, where that is known. */
  readonly wrapper: string | undefined
  /** Whether it may be a function of the program that is called like an operation. */
  readonly isUnsorted: boolean
  /** What differs besides its causes. */
  readonly besides: readonly Cause[]
  /** What it amounts to where it is no matter of causes. */
  readonly otherwise: Judgement
}

/** A call with its key, and what is known of its function before it. */
interface Call {
  readonly event: Event
  readonly index: number
  readonly key: Key | null
  readonly history: History
  /** Its number among those of the function. */
  readonly call: number
}

function missOf(reading: Reading, call: Call): Omit<Found, 'life'> {
  const {trace, once} = reading
  const {event, index} = call
  const fn = trace.functions[event.function]
  const reason = whyOf(reading, call, fn)
  const {causes, tried, besides = [], aside = [], nearest, gap} = reason
  const {outcome, evidence, limit, blamed: said} = event
  const saying = said === undefined ? null : once(blamed(said))
  const isUnsorted = mayBeOfProgram(fn, reading.isSorted.holds)
  return {
    wrapper: fn?.wrapper,
    isUnsorted,
    besides,
    otherwise: otherwiseOf(reading, event, fn, reason, isUnsorted),
    miss: {
      index,
      function: fn?.name ?? '',
      functionId: event.function,
      call: call.call,
      outcome,
      evidence,
      causes,
      nearest,
      seconds: event.seconds,
      blamed: saying,
      misled: said !== undefined && nearest >= 0 && isMisled(said, causes, fn?.params),
      ...(aside.length > 0 && {besides: aside}),
      gap,
      excluded: gap === null ? null : once(excluded(gap)),
      sentence: once(sentence(storyOf(event, fn, reason, saying))),
      ...(tried !== undefined && {tried}),
      ...(limit !== undefined && {limit}),
      ...whereabouts(event, fn, reading.defined.get(event.function)),
    },
  }
}

/** Why a call missed: by its guards where torch compiles its function, else by its key. */
function whyOf(
  reading: Reading,
  {event, index, key, history}: Call,
  fn: TracedFunction | undefined,
): MissReason {
  const {trace, dropped, entries} = reading
  const stale = staleReason(event)
  if (stale !== null) return stale
  const madeBy = (entry: string | null): number =>
    (entry === null ? undefined : entries.get(entryName(trace, index, entry))) ?? -1
  return fn?.compiler === 'torch'
    ? guardReason(event, history, madeBy)
    : reasonOf(
        {...reading, isLate: reading.isLate.holds, history, wasInside: () => insideOther(reading, index, fn)},
        event,
        key,
        fn,
        dropped.has(event.process ?? ''),
      )
}

/** Whether a function was traced inside another one before; of a library's, of which a log has no such event, at any time. */
function insideOther(
  {trace, histories, inner, tellsTraces}: Reading,
  index: number,
  fn: TracedFunction | undefined,
): 'surely' | 'perhaps' | 'no' {
  const isInner =
    histories.has(insideOf(ownScope(trace, index))) || (fn?.owner === 'library' && inner.has(fn.name))
  if (!isInner) return 'no'
  return tellsTraces.holds() ? 'surely' : 'perhaps'
}

/** What a miss amounts to where it is no matter of causes. */
function otherwiseOf(
  {dropped}: Reading,
  event: Event,
  fn: TracedFunction | undefined,
  {causes, isFirst, gap}: MissReason,
  isUnsorted: boolean,
): Judgement {
  const name = fn?.name ?? ''
  if (event.outcome === 'hit') return wrong(causes, name, event.stale)
  return fn?.compiler === 'torch'
    ? withoutGuards(event, name, isFirst, dropped.has(event.process ?? ''))
    : withoutCause(event, {...fn, name, isUnsorted}, isFirst, gap)
}

/** What its sentence is made of. */
const storyOf = (
  {outcome, within, error, evidence, stale, limit}: Event,
  fn: TracedFunction | undefined,
  {causes, isFirst, gap}: MissReason,
  saying: string | null,
): Story => ({
  function: fn?.name ?? '',
  compiler: fn?.compiler,
  outcome,
  within,
  isFirst,
  causes,
  gap,
  error,
  evidence,
  blamed: saying,
  stale,
  limit,
})

/** Whether it may be a function of the program that is called like an operation of JAX. */
const mayBeOfProgram = (fn: TracedFunction | undefined, isSorted: () => boolean): boolean =>
  fn?.owner === 'eager' && !isSorted()

/** A miss with its verdict and what to do about it: all that its places were in the whole run is known by now. */
function judged(found: Found, once: Once): Miss {
  const {miss, wrapper} = found
  const {taxonomy, verdict, findings} = miss.compiler === 'torch' ? judgedByGuards(found) : judgedByKey(found)
  const advice = once(advices(findings, verdict === 'necessary' ? 3 : 4, wrapper))
  // Spread first, V8 would give each a hidden class of its own, which is larger than the miss.
  return {taxonomy, verdict, findings, advice, ...miss}
}

/** What the causes of a miss are judged by. */
const aroundOf = ({miss, life, wrapper, isUnsorted, besides}: Found): Around => ({
  name: miss.function,
  owner: miss.owner,
  wrapper,
  isUnsorted,
  within: miss.within,
  causes: [...miss.causes, ...besides],
  life,
})

function judgedByKey(found: Found): ReturnType<typeof sum> {
  const {causes, outcome} = found.miss
  const around = aroundOf(found)
  const aside = found.besides.map((cause) => ({cause, judgements: judge(cause, around)}))
  return outcome === 'hit' || causes.length === 0
    ? sum([found.otherwise])
    : sum(
        causes.flatMap((cause) => judge(cause, around)),
        aside.flatMap(({judgements}) => judgements),
        aside.flatMap(({cause, judgements}) => judgements.filter((one) => isAdvised(cause, one))),
      )
}

/** By its guards, of which the first is nearest: it decides, and what a limit asks for comes last. */
function judgedByGuards(found: Found): ReturnType<typeof sum> {
  const {miss, otherwise} = found
  const around = aroundOf(found)
  const judgements = miss.causes.flatMap((cause) => judge(cause, around))
  // Of a compile that failed the guards tell why it began; what is to be mended is what it raised.
  const isFailed = miss.outcome === 'error' && miss.limit === undefined
  const all = judgements.length === 0 || isFailed ? [otherwise] : judgements
  const [{taxonomy} = otherwise] = judgements
  const [{verdict} = otherwise] = all
  // To mend one of them is enough, so that nothing is to be accepted beside what can be mended.
  const asked = isSparable(verdict) ? all.filter((one) => one.verdict !== 'necessary') : all
  return {
    taxonomy,
    verdict,
    findings: withLimit(merged(asked.map(({finding}) => finding)).slice(0, 2), miss),
  }
}

/** Whether what differs besides asks for something: it is told where that is, or that the sizes of an array differ. */
const isAdvised = ({component, unplaced}: Cause, {verdict}: Judgement): boolean =>
  component !== 'aval' || unplaced !== true || verdict === 'reducible'

/** Whose a miss is, and where it stands. */
const whereabouts = (
  {within, site, line, process}: Event,
  fn: TracedFunction | undefined,
  defined: string | undefined,
): Pick<Miss, 'defined' | 'compiler' | 'owner' | 'within' | 'site' | 'line' | 'process'> => ({
  ...(defined !== undefined && {defined}),
  ...(fn?.compiler !== undefined && {compiler: fn.compiler}),
  ...(fn?.owner !== undefined && {owner: fn.owner}),
  ...(within !== undefined && {within}),
  ...(site !== undefined && {site}),
  ...(line !== undefined && {line}),
  ...(process !== undefined && {process}),
})
