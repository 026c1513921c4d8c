import {isOperation} from '../release/index.ts'
import {type CompileDraft, draft} from './draft.ts'
import {opensWith, tellsInner} from './era.ts'
import type {Joined} from './message.ts'
import type {MissRecord} from './miss.ts'
import {finish, hold, settle, takeAt, takeWaiting, type Unfinished, type Where} from './unfinished.ts'
import {isLoop} from './whose.ts'

/** What an explanation calls a function whose code JAX did not find, and until 0.9 its compile line, that of any partial too. */
const unnamed = '<unknown>'
/** What a compile calls such a one until 0.4. */
const nameless = '<unnamed wrapped function>'
/** What the trace of a callable object is called. */
const namelessTraces: ReadonlySet<string> = new Set([nameless, '<unnamed function>'])
/** The explanation calls it by its repr. */
const hasRepr = /^[\w.]+\(|^<[\w.]+ object at /
/** Times are printed to a millisecond. */
const clockError = 0.002

/** Joins a miss with its trace: until 0.8 it is told right behind that, later before it. */
export function joinMiss(open: Unfinished, message: MissRecord, where: Where): void {
  const isBehind = opensWith(message.wording) === 'traced'
  const own = isBehind ? traceOf(open, message) : null
  open.fresh = null
  if (own !== null) explained(open, own, message, where)
  else announced(open, message, where, isBehind && open.tracesFirst)
}

/** A miss behind its trace. A trace of the same name and call, told before and no longer, is what a gradient took of the function. */
function explained(open: Unfinished, own: CompileDraft, miss: MissRecord, {line}: Where): void {
  own.miss = miss
  own.line = line
  open.tracesFirst = true
  const isLeft = ({name, miss: before, trace}: CompileDraft): boolean =>
    name !== own.name || before?.site !== miss.site || trace > own.trace
  settle(open, 'traced', (made) => made === own || isLeft(made), 'grad')
}

/** A miss before its trace, or one whose trace the log does not tell. */
function announced(open: Unfinished, miss: MissRecord, {line, time}: Where, isAlone: boolean): void {
  const made = draft(miss.name, line, time, open.process, miss)
  if (isAlone) {
    finish(open, made)
    return
  }
  open.mixed ||= open.lowers && miss.inside === '<module>' && open.compiling.some(({lower}) => lower === 0)
  if (miss.site === '' && open.compiling.length === 0) made.within = 'grad'
  hold(open, open.waiting, made)
}

/** The trace that a miss behind it explains: the one told last, or where threads mix one of its name that is open. */
function traceOf(
  {fresh, tracesFirst, compiling, traced}: Unfinished,
  {name}: MissRecord,
): CompileDraft | null {
  // A partial is traced under the name of what it calls.
  if (fresh?.name === name || name === unnamed || (fresh?.name === nameless && hasRepr.test(name)))
    return fresh
  if (!tracesFirst) return null
  return [...compiling, ...traced].findLast((made) => made.name === name && made.miss === null) ?? null
}

/** Joins a trace with the miss that waits for it, and closes those that stand inside it. */
export function joinTrace(open: Unfinished, message: Joined & {kind: 'traced'}, where: Where): void {
  const {name, seconds, wording} = message
  open.derived = ''
  open.traces = true
  const waiting =
    open.waiting.length === 0
      ? null
      : (waitingTrace(open, name, where.since) ?? waitingUnnamed(open, message, where.since))
  const found = waiting ?? recursed(open, message, where.time)
  const own = found ?? draft(name, where.line, where.time, open.process, null)
  if (found === null && isLoop(name)) own.runs = bodiesOf(open)
  if (found === null) {
    own.orphan = open.headless
    own.began -= seconds
  } else if (own.within === 'grad') own.within = null
  open.headless = false
  own.traced = true
  own.trace += seconds
  const hasInner = tellsInner(wording)
  const isLeft = (before: CompileDraft): boolean => open.mixed || (hasInner && !isInside(before, own))
  settle(open, 'traced', isLeft, hasInner ? 'nested' : null)
  hold(open, open.traced, own)
  open.fresh = own
}

/** Closes the misses that wait, all of what a loop runs, and gives those of the functions that it was given: those called where the first was. */
function bodiesOf(open: Unfinished): MissRecord[] {
  const inside = settle(open, 'waiting', () => false, 'scan')
  const misses = inside.flatMap(({miss, line}) => (miss !== null && line > open.ended ? [miss] : []))
  return misses.filter(({site}) => site === misses[0]?.site)
}

/** The miss that a trace belongs to; those behind it stand inside it. */
function waitingTrace(open: Unfinished, name: string, since: number): CompileDraft | null {
  const {waiting, mixed} = open
  const isOwn = (made: CompileDraft): boolean =>
    made.name === name && !(isLoop(name) && isBeside(made, waiting))
  const outer = waiting.findIndex(
    (made) => isOwn(made) && made.within === null && (mixed || made.line > since),
  )
  return takeWaiting(open, outer >= 0 ? outer : waiting.findLastIndex(isOwn))
}

/** Whether another function waits that was given to the same call: what chooses between functions, or loops, is given several. */
const isBeside = (made: CompileDraft, waiting: readonly CompileDraft[]): boolean =>
  waiting.some(({miss}) => miss !== made.miss && miss?.site === made.miss?.site)

/**
 * A miss of a function whose code JAX did not find, a callable object's or a partial's, is of the trace behind it that no other miss is of,
 * before anything else is compiled. Where inner traces are told before it, only one without a name is surely that.
 */
function waitingUnnamed(
  open: Unfinished,
  {name, wording}: Joined & {kind: 'traced'},
  since: number,
): CompileDraft | null {
  const at = unnamedIn(open)
  const isNext = (open.waiting[at]?.line ?? -1) > since
  const isOwn = tellsInner(wording) ? namelessTraces.has(name) : isNext || !isOperation(name)
  const found = isLoop(name) || !isOwn ? null : takeWaiting(open, at)
  if (found !== null) found.name = name
  return found
}

const unnamedIn = ({waiting, ended}: Unfinished): number =>
  waiting.findLastIndex(({name, line}) => name === unnamed && line > ended)

/** The trace of what is compiled without a name: the one told last, of the function whose miss waits where that has no name either. */
export function takeUnnamed(open: Unfinished, name: string): CompileDraft | null {
  if (name !== unnamed || open.fresh === null) return null
  const own = takeAt(open.traced, open.traced.indexOf(open.fresh))
  const told = own?.miss === null ? takeWaiting(open, unnamedIn(open)) : null
  if (own !== null && told !== null) [own.miss, own.line] = [told.miss, told.line]
  return own
}

/** The trace that holds another of its name, which JAX found again without a miss: what was taken for the inner one's is the outer one's. */
function recursed(
  {traced, mixed}: Unfinished,
  {name, seconds, wording}: Joined & {kind: 'traced'},
  time: number,
): CompileDraft | null {
  if (mixed || !tellsInner(wording)) return null
  const isOuter = (made: CompileDraft): boolean =>
    made.name === name &&
    made.miss !== null &&
    opensWith(made.miss.wording) === 'miss' &&
    made.trace <= seconds &&
    !(areExact(made.time, time) && made.time < time - seconds - clockError)
  return takeAt(traced, traced.findLastIndex(isOuter))
}

/** Whether a trace stands inside one that is told behind it: that began before, or, without times, took no less and it was not called at the top. */
function isInside(inner: CompileDraft, outer: CompileDraft): boolean {
  if (!areExact(inner.time, outer.time))
    return inner.trace <= outer.trace && inner.miss?.inside !== '<module>'
  return inner.time >= outer.time - outer.trace - clockError
}

/** Whether two times are told, in more than whole seconds. */
const areExact = (one: number, two: number): boolean =>
  !Number.isNaN(one + two) && !(Number.isInteger(one) && Number.isInteger(two))
