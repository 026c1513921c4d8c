import {type CompileDraft, draft} from './draft.ts'
import type {Failure, StackFrame} from './foreign.ts'
import type {Joined} from './message.ts'
import type {MissRecord} from './miss.ts'
import {opensWith, tellsInner} from './era.ts'
import {isOperation} from '../release/index.ts'
import {leaves, plainType} from './shorttype.ts'
import {isLoop} from './whose.ts'

/** Joins the lines of one process into drafts: a miss, its tracing, lowering and compilation are one. */
export interface Join {
  take(message: Joined, line: number, time: number): void
  fail(failure: Failure): void
  /** The log began inside a record: the next function that is traced is the one that it told of. */
  orphan(): void
  /** Whether two compiles ran at once: several threads, or processes that nothing marks, wrote these lines. */
  isMixed(): boolean
  end(): void
}

/** What the lines so far left open. */
interface Open {
  readonly process: string
  readonly close: (done: CompileDraft) => void
  /** Misses whose trace is not told yet, the oldest first. */
  waiting: CompileDraft[]
  /** Traces that are told, whose compile has not begun, the last one last. */
  traced: CompileDraft[]
  /** Compiles that have begun and not ended. */
  compiling: CompileDraft[]
  /** The module that the persistent cache held. */
  persistent: string | null
  headless: boolean
  /** The trace that the message before told. */
  fresh: CompileDraft | null
  /** Traces were told before their misses. */
  tracesFirst: boolean
  /** The line of the last message that tells no miss. */
  timed: number
  /** The line at which a compile ended last. */
  ended: number
  /** A function traced inside a gradient or a batch that is no jit itself, which compiles what it derives of it. */
  derived: string
  mixed: boolean
  /** The log tells where lowering ends. */
  lowers: boolean
}

/** Where a message stands. */
interface Where {
  readonly line: number
  readonly time: number
}

const most = 256
/** What an explanation calls a function whose code JAX did not find. */
const unnamed = '<unknown>'

/** A fresh join; `close` is called for each draft when nothing more will be told of it. */
export function join(process: string, close: (done: CompileDraft) => void): Join {
  const open: Open = {
    process,
    close,
    waiting: [],
    traced: [],
    compiling: [],
    persistent: null,
    headless: false,
    fresh: null,
    tracesFirst: false,
    timed: -1,
    ended: -1,
    derived: '',
    mixed: false,
    lowers: false,
  }
  return {
    take: (message, line, time) => {
      take(open, message, {line, time})
    },
    fail: (failure) => {
      fail(open, failure)
    },
    orphan() {
      open.headless = true
    },
    isMixed: () => open.mixed,
    end() {
      end(open)
    },
  }
}

function take(open: Open, message: Joined, where: Where): void {
  if (message.kind === 'miss') {
    missed(open, message, where)
    return
  }
  if (message.kind === 'persistent') {
    kept(open, message)
    return
  }
  const since = open.timed
  open.timed = where.line
  open.fresh = null
  switch (message.kind) {
    case 'traced':
      traced(open, message, where, since)
      return
    case 'compiling':
      began(open, message, where, since)
      return
    case 'lowered':
      lowered(
        open,
        compileOf(open, message.name, where, ({lower}) => lower === 0),
        message.seconds,
      )
      return
    case 'compiled':
      compiled(
        open,
        compileOf(open, message.name, where, ({lower}) => lower > 0),
        message.seconds,
      )
      if (!isOperation(message.name)) open.ended = where.line
  }
}

/** What the persistent cache says of a module: in a log without compile lines it ends the trace of its function. */
function kept(open: Open, {name, did}: Joined & {kind: 'persistent'}): void {
  if (name === '' || (did !== 'hit' && did !== 'miss')) return
  const hit = did === 'hit'
  if (hit) open.persistent = name
  if (open.timed >= 0) return
  const at = open.waiting.findIndex((made) => moduleName(made.name) === name)
  const own = at < 0 ? null : takeOut(open, at)
  if (own === null) return
  own.persistent = hit
  close(open, own, hit ? 'persistent' : null)
}

/** Until 0.8 a miss is told right behind its trace, later before it. */
function missed(open: Open, message: MissRecord, where: Where): void {
  const isBehind = opensWith(message.wording) === 'traced'
  const own = isBehind ? traceOf(open, message) : null
  open.fresh = null
  if (own !== null) explained(open, own, message, where)
  else announced(open, message, where, isBehind && open.tracesFirst)
}

/** A miss behind its trace. A trace of the same name and call, told before and no longer, is what a gradient took of the function. */
function explained(open: Open, own: CompileDraft, miss: MissRecord, {line}: Where): void {
  own.miss = miss
  own.line = line
  open.tracesFirst = true
  const isDerived = (made: CompileDraft): boolean =>
    made !== own && made.name === own.name && made.miss?.site === miss.site && made.trace <= own.trace
  for (const made of open.traced.filter(isDerived)) close(open, made, 'grad')
  open.traced = open.traced.filter((made) => !isDerived(made))
}

/** A miss before its trace, or one whose trace the log does not tell. */
function announced(open: Open, miss: MissRecord, {line, time}: Where, isAlone: boolean): void {
  const made = draft(miss.name, line, time, open.process, miss)
  if (isAlone) {
    close(open, made)
    return
  }
  open.mixed ||= open.lowers && miss.inside === '<module>' && open.compiling.some(({lower}) => lower === 0)
  if (miss.site === '' && open.compiling.length === 0) made.within = 'grad'
  push(open, open.waiting, made)
}

/** The trace that a miss behind it explains: the one told last, or where threads mix one of its name that is open. */
function traceOf(open: Open, {name}: MissRecord): CompileDraft | null {
  if (open.fresh?.name === name) return open.fresh
  if (!open.tracesFirst) return null
  return (
    [...open.compiling, ...open.traced].findLast((made) => made.name === name && made.miss === null) ?? null
  )
}

function traced(
  open: Open,
  {name, seconds, wording}: Joined & {kind: 'traced'},
  where: Where,
  since: number,
): void {
  open.derived = ''
  const found = waitingTrace(open, name, since) ?? waitingUnnamed(open, name)
  const own = found ?? draft(name, where.line, where.time, open.process, null)
  if (found === null && isLoop(name)) own.runs = bodies(open)
  if (found === null) own.orphan = open.headless
  else if (own.within === 'grad') own.within = null
  open.headless = false
  own.traced = true
  own.trace += seconds
  for (const before of open.traced.splice(0))
    if (open.mixed) open.traced.push(before)
    else if (tellsInner(wording) && isInside(before, own)) close(open, before, 'nested')
    else if (!tellsInner(wording)) close(open, before)
    else open.traced.push(before)
  push(open, open.traced, own)
  open.fresh = own
}

/** Closes the misses that wait, all of what a loop runs, and gives those of the functions that it was given: those called where the first was. */
function bodies(open: Open): MissRecord[] {
  const inside = open.waiting.splice(0)
  for (const inner of inside) close(open, inner, 'scan')
  const misses = inside.flatMap(({miss, line}) => (miss !== null && line > open.ended ? [miss] : []))
  return misses.filter(({site}) => site === misses[0]?.site)
}

/** The miss that a trace belongs to; those behind it stand inside it. */
function waitingTrace(open: Open, name: string, since: number): CompileDraft | null {
  const {waiting} = open
  if (waiting.length === 0) return null
  const outer = waiting.findIndex(
    (made) => made.name === name && made.within === null && (open.mixed || made.line > since),
  )
  const at = outer >= 0 ? outer : waiting.findLastIndex((made) => made.name === name)
  return at < 0 ? null : takeOut(open, at)
}

/** A miss of a function whose code JAX did not find, a callable object's, has no name: it is of the trace behind it that no other miss is of. */
function waitingUnnamed(open: Open, name: string): CompileDraft | null {
  const at = open.waiting.findLastIndex((made) => made.name === unnamed)
  if (at < 0 || isLoop(name) || isOperation(name)) return null
  const found = takeOut(open, at)
  if (found !== null) found.name = name
  return found
}

/** Takes a miss out of those that wait; all behind it are inside it, unless others write here too. */
function takeOut(open: Open, at: number): CompileDraft | null {
  if (open.mixed) return open.waiting.splice(at, 1)[0] ?? null
  const [found = null, ...inside] = open.waiting.splice(at)
  for (const inner of inside) close(open, inner, 'nested')
  return found
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

/** Times are printed to a millisecond. */
const clockError = 0.002

function began(
  open: Open,
  {name, types, mapping, object}: Joined & {kind: 'compiling'},
  where: Where,
  since: number,
): void {
  const fits = open.mixed ? fitting(types, mapping) : () => true
  const own =
    (open.mixed ? takeFirst(open.traced, (made) => made.name === name && fits(made)) : null) ??
    takeNamed(open.traced, name) ??
    untraced(open, name, where, since)
  own.lowered = true
  own.begun = where.line
  own.object = object
  if ((own.traced || own.miss === null) && fits(own)) {
    own.types = types
    own.mapping = mapping
  }
  push(open, open.compiling, own)
}

/** A compile without a trace: of what a gradient or a batch made of a function whose miss waits, or of a trace found again. */
function untraced(open: Open, name: string, {line, time}: Where, since: number): CompileDraft {
  const at = open.waiting.findLastIndex((made) => made.name === name && made.line > since)
  const found = at < 0 ? null : takeOut(open, at)
  const own = found ?? draft(name, line, time, open.process, null)
  if (found !== null) open.derived = name
  if (open.derived === name) own.within ??= 'grad'
  return own
}

/** The compile that a line on its end belongs to, of those that are so far the last; one that tells of no beginning begins here. */
function compileOf(
  open: Open,
  name: string,
  {line, time}: Where,
  isSoFar: (made: CompileDraft) => boolean,
): CompileDraft {
  const {compiling} = open
  const newest = compiling.at(-1)
  const last = newest?.name === name ? newest : compiling.findLast((made) => made.name === name)
  if (last !== undefined)
    return isSoFar(last) ? last : (compiling.findLast((made) => made.name === name && isSoFar(made)) ?? last)
  const own = takeNamed(open.traced, name) ?? draft(name, line, time, open.process, null)
  own.begun = line
  push(open, open.compiling, own)
  return own
}

function lowered(open: Open, own: CompileDraft, seconds: number): void {
  open.lowers = true
  own.lowered = true
  own.lower += seconds
  noteOverlap(open, own)
  closeInside(open, own)
}

function compiled(open: Open, own: CompileDraft, seconds: number): void {
  own.compiled = true
  own.compile += seconds
  noteOverlap(open, own)
  if (open.persistent !== null && open.persistent === moduleName(own.name)) {
    own.persistent = true
    own.within = 'persistent'
  }
  open.persistent = null
  if (own.lower === 0) closeInside(open, own)
  open.compiling.splice(open.compiling.indexOf(own), 1)
  close(open, own)
}

/** One thread ends what it began last: a compile that ends while a later one is being lowered ran beside that. */
function noteOverlap(open: Open, own: CompileDraft): void {
  open.mixed ||= own.lower > 0 && open.compiling.some(({begun, lower}) => begun > own.begun && lower === 0)
}

/** What was told while a function was lowered, and did not compile itself, stands inside it. */
function closeInside(open: Open, own: CompileDraft): void {
  if (open.mixed || (open.waiting.length === 0 && open.traced.length === 0)) return
  const isOld = (made: CompileDraft): boolean => made.line < own.begun
  for (const inner of [...open.waiting, ...open.traced]) if (!isOld(inner)) close(open, inner, 'nested')
  open.waiting = open.waiting.filter(isOld)
  open.traced = open.traced.filter(isOld)
}

function fail(open: Open, {frames, type, message}: Failure): void {
  const failed =
    outermost(open, frames, ({site}, {miss}) => miss?.site === site) ??
    outermost(open, frames, ({name}, made) => name.split('.').at(-1) === made.name)
  if (failed === undefined) return
  failed.error = {type, message}
  close(open, failed)
  open.traced = open.traced.filter((made) => made !== failed)
  open.waiting = open.waiting.filter((made) => made !== failed)
}

/** The call that a traceback went through first, the last one where the log holds several that did not end. */
function outermost(
  {waiting, traced: told}: Open,
  frames: readonly StackFrame[],
  isOf: (frame: StackFrame, made: CompileDraft) => boolean,
): CompileDraft | undefined {
  const open = [...waiting, ...told.slice(-1)]
  for (const frame of frames) {
    const found = open.findLast((made) => isOf(frame, made))
    if (found !== undefined) return found
  }
  return undefined
}

function end(open: Open): void {
  for (const left of [...open.traced.splice(0), ...open.compiling.splice(0)]) close(open, left)
  for (const left of open.waiting.splice(0)) close(open, left, left.line < open.timed ? 'nested' : null)
}

function close(open: Open, done: CompileDraft, within: CompileDraft['within'] = null): void {
  done.within ??= within
  open.close(done)
}

/** Adds to a list that holds a bounded number; the oldest is closed. */
function push(open: Open, all: CompileDraft[], made: CompileDraft): void {
  all.push(made)
  if (all.length > most)
    all.splice(0, 1).forEach((oldest) => {
      close(open, oldest)
    })
}

/** Takes the last draft of a name out of a list. */
function takeNamed(all: CompileDraft[], name: string): CompileDraft | null {
  if (all.at(-1)?.name === name) return all.pop() ?? null
  const at = all.findLastIndex((made) => made.name === name)
  return at < 0 ? null : (all.splice(at, 1)[0] ?? null)
}

function takeFirst(all: CompileDraft[], isMeant: (made: CompileDraft) => boolean): CompileDraft | null {
  const at = all.findIndex(isMeant)
  return at < 0 ? null : (all.splice(at, 1)[0] ?? null)
}

/** Whether the miss of a draft tells of no other types than those that are compiled. */
function fitting(types: string, mapping: string): (made: CompileDraft) => boolean {
  const printed = new Set(leaves(types, mapping).map(({type}) => plainType(type)))
  return ({miss}) => miss === null || miss.types.every(({now}) => printed.has(plainType(now)))
}

const replaced = /[^\w.-]/g
const trailing = /(?<!_)_+$/

/** A module is named `jit_` and the function's name with anything but letters, digits, `.`, `-` and `_` replaced (jax `mlir.py`, `sanitize_name`). */
const moduleName = (name: string): string => name.replace(replaced, '_').replace(trailing, '')
