import {type TorchCall, torchCalls, type TorchCalls} from '../guards/index.ts'
import {type Owner, type Source, Trace} from '../log/index.ts'
import type {Wording} from '../release/index.ts'
import {leaves, type PrintedLeaf} from './shorttype.ts'
import {namedContext} from './context.ts'
import type {CompileDraft} from './draft.ts'
import {betweenEvents, type Pieces} from './between.ts'
import {eager} from './eager.ts'
import {traced} from './traced.ts'
import {possibleWriters} from './era.ts'
import {append} from './events.ts'
import type {ToldDraft} from './recorded.ts'
import {foreign} from './foreign.ts'
import {grammar, type Wordings} from './grammar.ts'
import {intern, type Intern} from './intern.ts'
import {join, type Join} from './join.ts'
import {isEntry, isFilterJit, isLibrary, isLoop, ownerOf, ownerOfMiss} from './whose.ts'
import type {Message, Single} from './message.ts'
import {doubted, type MissRecord} from './miss.ts'
import {remarks, type Remarks} from './remarks.ts'
import {type Surety, restarts, type Restarts} from './restarts.ts'
import {records, type Taker} from './records.ts'
import {lineScan} from './linescan.ts'

/** Takes a log chunk by chunk, wherever the chunks are cut. */
export interface Reader {
  /** Takes the next bytes or text. Bytes are UTF-8: what gzip packed, or UTF-16, is to be unpacked or decoded before. */
  push(chunk: Uint8Array | string): void
  /**
   * The trace of what is read so far of a log that grows; more may be pushed. An explanation is in it as soon as anything follows it,
   * a compile as soon as it ended.
   */
  soFar(): Trace
  /** Takes an explanation at the end to be whole: nothing came for a moment. */
  settle(): void
  /** Ends the log and gives its trace. */
  end(): Trace
  /** How many misses JAX explained so far. */
  readonly misses: number
}

/** What reading a log takes. */
export interface ReadOptions {
  /** What the log is called, a file's name; `log` where it is not given. */
  readonly name?: string
  /** Lines that JAX writes, beside those of the releases that jitlens knows; none where it is not given. */
  readonly wordings?: Wordings
}

/** A process that writes in the log. */
interface Process {
  readonly label: string
  readonly join: Join
  readonly restarts: Restarts
  /** The line from which on each of an explanation may be another process's. */
  spliced: number
}

/** What is read so far. */
interface Reading {
  readonly keep: Intern
  readonly operations: ReturnType<typeof eager>
  readonly traced: ReturnType<typeof traced>
  /** When both were. */
  readonly when: Pieces
  readonly processes: Map<string, Process>
  /** That of the last message. */
  last: Process | null
  readonly drafts: ToldDraft[]
  /** When the first of all began, on the log's clock; `NaN` without one. */
  start: number
  /** Leaves by the types on their compile line. */
  readonly printed: Map<string, {readonly mapping: string; readonly all: readonly PrintedLeaf[] | null}>
  /** Names of the functions that misses tell of; where none are, those of JAX's operations that functions of the program have. */
  readonly own: Map<string, Owner>
  readonly met: Set<Wording>
  readonly beside: Remarks
  /** What torch.compile told. */
  readonly torch: TorchCalls
  messages: number
  misses: number
  /** Those of no event and no operation. */
  uncounted: number
  /** JAX explains misses. */
  explained: boolean
  /** The phases of compiles that the log tells, in the order in which it first did. */
  readonly phases: Set<Phase>
}

/** What a message tells of a compile, as `jax_log_compiles` does. */
type Phase = 'traced' | 'compiling' | 'lowered' | 'compiled'

/** What JAX logs of a compile before. */
const before: Readonly<Record<Phase, Phase | null>> = {
  traced: null,
  compiling: 'traced',
  lowered: 'compiling',
  compiled: 'lowered',
}

/**
 * Reads the log of a JAX program (`jax_explain_cache_misses`, `jax_log_compiles` or both, of any logging format, of any release
 * that lib/release has the wordings of) as it comes. What it holds in memory grows with the misses that it must tell, not with the log.
 *
 * Whose a compile is, `ownerOf` tells: a function that a miss record defines is the program's or a library's, by its file; a loop that JAX
 * compiles outside jit is control flow; a name that JAX has an operation of, and that no record defines, is eager and is summed in
 * `trace.source.eager`, where its sizes do not grow; any other name that no record tells of is nobody's that the log could tell
 * (jax `partial_eval.py` explains no function of its own files from 0.6 on). What was traced and never compiled is in `trace.source.traced`.
 *
 * `trace.header.releases` are the releases that write all the wordings of the log.
 *
 * @example
 * const log = reader({name: 'train.log'})
 * log.push('Finished tracing step for jit in 0.5 sec\n')
 * log.end().length // 1
 */
export function reader({name = 'log', wordings}: ReadOptions = {}): Reader {
  const rows = grammar(wordings)
  const unread = foreign()
  const reading = newReading()
  const assembled = records(taker(reading), unread, rows, reading.keep)
  const {lineOf} = assembled
  const scanned = lineScan(assembled, rows)
  return {
    get misses() {
      return reading.misses
    },
    push: (chunk) => {
      scanned.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
    },
    settle() {
      assembled.end()
    },
    soFar() {
      const open = isTimed(reading)
        ? []
        : [...reading.processes.values()].flatMap(({join: own}) => own.waiting())
      return traceOf(reading, name, heardIn(reading, open), lineOf)
    },
    end() {
      const lines = scanned.end()
      const [broken, misses] = [unread.misses(), reading.misses]
      assembled.end()
      const open = ended(reading, unread.misses() > broken, reading.misses > misses)
      const mixed = mixedOf(reading)
      const isTold = ({process}: CompileDraft): boolean => !reading.explained && mixed.get(process) === 'none'
      const {eager: operations, grown, repeated} = reading.operations.result(isTold)
      for (const {name} of repeated) reading.own.set(name, 'program')
      for (const each of [...grown, ...repeated]) hold(reading, each)
      for (const {made} of reading.drafts)
        if (isUntold(reading, made)) sum(reading, made, ownerOf(made, reading), null)
      const heard = heardIn(reading)
      const trace = traceOf(reading, name, heard, lineOf)
      const between = reading.when.result(
        [...trace].map(({line = 0}) => line),
        heard.start,
      )
      trace.source = {
        name,
        lines,
        messages: reading.messages,
        unread: unread.result(lineOf),
        eager: operations,
        traced: reading.traced.result(),
        ...(between !== null && between.length > 0 && {between}),
        remarks: remarksOf(reading),
        ...(isLate(reading) && {late: true}),
        ...(open.length > 0 && {open}),
      }
      return trace
    },
  }
}

/** What the log tells beside its compiles; of one without compiles also how many misses are of no call that is told. */
function remarksOf(reading: Reading): Source['remarks'] {
  const {uncounted: misses, beside} = reading
  const uncounted = {what: 'uncounted', misses} as const
  return isTimed(reading) || misses === 0 ? beside.result() : [uncounted, ...beside.result()]
}

/** Ends the lines of each process, and gives what it was tracing or compiling then: the last line may stand inside a miss, or end one. */
function ended(reading: Reading, isInside: boolean, isBehind: boolean): NonNullable<Source['open']> {
  return [...reading.processes.values()].flatMap(
    ({label: process, join: own}): NonNullable<Source['open']> => {
      const last = own.end()
      if (!tellsCompiles(reading)) return []
      if (isInside && process === reading.last?.label) return [{process, name: null}]
      const left = isBehind ? (own.waiting().at(-1) ?? last) : last
      return left === undefined ? [] : [{process, name: reading.keep(left.name)}]
    },
  )
}

const newReading = (when = betweenEvents()): Reading => ({
  keep: intern(),
  operations: eager(when),
  traced: traced(when),
  when,
  processes: new Map(),
  last: null,
  drafts: [],
  start: Number.NaN,
  printed: new Map(),
  own: new Map(),
  met: new Set(),
  beside: remarks(),
  torch: torchCalls(),
  messages: 0,
  misses: 0,
  uncounted: 0,
  explained: false,
  phases: new Set(),
})

const taker = (reading: Reading): Taker => ({
  take(message, process, line, time) {
    note(reading, message)
    if (message.kind === 'note' || message.kind === 'alarm') return
    const own = processOf(reading, process)
    const isMet = own.restarts.take(message)
    own.join.take(isMet || message.kind !== 'miss' ? message : unmet(message), line, time)
  },
  torch(message, compile, process, line, time) {
    reading.messages++
    reading.torch.take(message, {compile, process: reading.keep(process), line, time})
  },
  fail: (failure, process) => {
    reading.torch.fail(failure, process)
    processOf(reading, process).join.fail(failure)
  },
  orphan(process) {
    processOf(reading, process).join.orphan()
  },
  spliced(process, line) {
    processOf(reading, process).spliced = line
  },
})

/** A miss of another function at its call than the log tells of. */
const unmet = (miss: MissRecord): MissRecord => ({...miss, blamed: {...miss.blamed, unmet: true}})

/** JAX logs its compiles. */
const isTimed = ({phases}: Reading): boolean => phases.size > 0

/** The log has lines of the lowering or the compilation of functions, so that one without was traced alone. */
const tellsCompiles = ({phases}: Reading): boolean => [...phases].some((phase) => phase !== 'traced')

/** Whether the log begins inside a compile: behind a phase that it tells of others. */
function isLate({phases}: Reading): boolean {
  const [first = 'traced'] = phases
  const missing = before[first]
  return missing !== null && phases.has(missing)
}

/** Remembers what a message tells of the log as a whole. */
function note(reading: Reading, message: Message): void {
  reading.messages++
  reading.met.add(message.wording)
  if (message.kind === 'miss') {
    reading.misses++
    reading.explained = true
    for (const wording of message.wordings) reading.met.add(wording)
    if (!isLoop(message.name)) remember(reading, message)
  } else if (isOfPhase(message)) {
    reading.phases.add(message.kind)
  } else reading.beside.take(message)
}

/** Remembers whose the functions of a name are. */
function remember({own, keep}: Reading, miss: MissRecord): void {
  if (miss.file !== '') own.set(keep(miss.name), ownerOfMiss(miss))
}

/** Whether a message tells that a phase of a compile began or ended, as `jax_log_compiles` does. */
const isOfPhase = (message: Single): message is Extract<Single, {readonly kind: Phase}> =>
  message.kind in before

function processOf(reading: Reading, process: string): Process {
  if (reading.last?.label !== process) {
    const found = reading.processes.get(process) ?? begun(reading, reading.keep(process))
    reading.processes.set(found.label, found)
    reading.last = found
  }
  return reading.last
}

const begun = (reading: Reading, label: string): Process => ({
  label,
  join: join(label, (done) => {
    close(reading, done)
  }),
  restarts: restarts(),
  spliced: Infinity,
})

/** Keeps the draft of a function, and sums any other. */
function close(reading: Reading, done: CompileDraft): void {
  reading.start = earlier(reading.start, done.began)
  // What a loop runs may be called like a loop: a function of that name is jitted where it was traced or compiled for itself.
  const {miss, traced: wasTraced, lowered} = done
  if (miss !== null && (wasTraced || lowered) && isLoop(miss.name)) remember(reading, miss)
  const owner = ownerOf(done, reading)
  if (isSummed(reading, done, owner)) sum(reading, done, owner, reading.drafts.length)
  else hold(reading, done)
}

function hold(reading: Reading, done: CompileDraft): void {
  reading.drafts.push(held(reading, done))
}

const held = (reading: Reading, done: CompileDraft): ToldDraft => ({
  made: {...done, name: reading.keep(done.name), types: null, mapping: ''},
  leaves: done.types === null ? null : leavesOf(reading, done.types, done.mapping),
})

const typesKept = 1000

/** The leaves of a compile line; those of equal lines are one list. */
function leavesOf({keep, printed}: Reading, types: string, mapping: string): readonly PrintedLeaf[] | null {
  const known = printed.get(types)
  if (known?.mapping === mapping) return known.all
  const found = leaves(types, mapping)
  const all = found?.map(({type, sharding}) => ({type: keep(type), sharding: keep(sharding)})) ?? null
  if (printed.size >= typesKept) printed.clear()
  printed.set(types, {mapping, all})
  return all
}

/** Whether a draft is surely no compile of a function: an operation, a helper of a library, a trace that raised before JAX explained it. */
function isSummed(reading: Reading, done: CompileDraft, owner: Owner): boolean {
  if (owner === 'eager') return true
  if (done.compiled || done.lowered) return false
  if (owner === 'control flow' || isHelper(owner, done)) return true
  return reading.explained && done.miss === null && done.error !== null
}

/** Whether a function that did not compile is one that a library calls for itself, or stands in another and has no name. */
function isHelper(owner: Owner, {miss, within}: CompileDraft): boolean {
  if (owner !== 'library') return miss?.file === '' && within !== null
  return within !== null || miss === null || (isLibrary(miss.site) && !isEntry(miss))
}

function sum(reading: Reading, done: CompileDraft, owner: Owner, gap: number | null): void {
  if (done.miss !== null && owner !== 'eager') reading.uncounted++
  if (owner === 'eager') reading.operations.add(done, gap)
  else reading.traced.add(owner, done, gap)
}

/** The earlier of two times, where not both are known the one that is. */
const earlier = (one: number, other: number): number => (other < one || Number.isNaN(one) ? other : one)

/** What a log told of calls. */
interface Heard {
  readonly drafts: readonly ToldDraft[]
  readonly torch: readonly TorchCall[]
  /** When that began, on the log's clock. */
  readonly start: number
}

/** What was told so far, with what is still open. */
function heardIn(reading: Reading, open: readonly CompileDraft[] = []): Heard {
  const drafts = [...reading.drafts, ...open.map((one) => held(reading, one))]
  const torch = reading.torch.calls()
  const times = [...drafts.map(({made}) => made.began), ...torch.map(({time}) => time)]
  return {drafts, torch, start: times.reduce(earlier, reading.start)}
}

function traceOf(
  reading: Reading,
  name: string,
  {drafts, torch, start}: Heard,
  lineOf: (number: number) => number,
): Trace {
  const {explained, phases, own} = reading
  const releases = possibleWriters(reading.met)
  const told = drafts
    .filter(({made}) => !isUntold(reading, made))
    .sort((a, b) => a.made.line - b.made.line)
    .map(({made, leaves: all}) => ({
      made: {
        ...made,
        miss: made.miss === null ? null : sureOf(reading, made.miss, made, releases),
      },
      leaves: all,
    }))
  const versions = releases.map(({jax}) => jax)
  const trace = new Trace({
    producer: told.length === 0 && torch.length > 0 ? 'torch log' : 'jax log',
    title: name,
    ...(told.length > 0 && versions.length > 0 && {releases: versions}),
  })
  append(trace, told, {
    explained,
    timed: isTimed(reading),
    traces: phases.has('traced'),
    compiles: tellsCompiles(reading),
    own,
    mixed: mixedOf(reading),
    torch,
    start,
    lineOf,
  })
  return trace
}

/** A miss as far as it is sure that its lines belong together. */
const sureOf = (
  {processes}: Reading,
  said: MissRecord,
  {process, line}: CompileDraft,
  releases: ReturnType<typeof possibleWriters>,
): MissRecord =>
  line < (processes.get(process)?.spliced ?? Infinity) ? namedContext(said, releases) : doubted(said)

/**
 * Whether the lines of each process tell more than one history. Threads of one process run at once and have one; several processes
 * meet a function for the first time, or miss in the same way, as often as they are.
 */
const mixedOf = ({processes, explained}: Reading): ReadonlyMap<string, Surety> =>
  new Map(
    [...processes].map(([label, {join: own, restarts: again, spliced}]) => {
      const met = again.met()
      const isOfSeveral = own.isMixed() && (met !== 'none' || again.isDoubled() || !explained)
      return [label, isOfSeveral || spliced < Infinity ? 'sure' : met]
    }),
  )

/** Whether a function was traced on its own and never compiled, as to infer shapes or by a library, in a log that tells compiles and does not end there. */
function isUntold(reading: Reading, done: CompileDraft): boolean {
  const {miss, traced: wasTraced, lowered, compiled, open, within, error} = done
  if (miss === null || lowered || compiled || open) return false
  const isJitted = isEntry(miss) && (isFilterJit(miss.site) || ownerOf(done, reading) === 'library')
  if (isTimed(reading) && isJitted) return true
  return tellsCompiles(reading) && wasTraced && within === null && error === null
}
