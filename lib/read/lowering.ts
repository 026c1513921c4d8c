import {isOperation} from '../release/index.ts'
import {type CompileDraft, draft} from './draft.ts'
import type {Joined} from './message.ts'
import {leaves, mayBeOf} from './shorttype.ts'
import {takeUnnamed} from './tracing.ts'
import {finish, hold, settle, takeAt, takeWaiting, type Unfinished, type Where} from './unfinished.ts'

const replaced = /[^\w.-]/g
const trailing = /(?<!_)_+$/

/** A module is named `jit_` and the function's name with anything but letters, digits, `.`, `-` and `_` replaced (jax `mlir.py`, `sanitize_name`). */
const moduleName = (name: string): string => name.replace(replaced, '_').replace(trailing, '')

/** What the persistent cache says of a module: in a log without compile lines it ends the trace of its function. */
export function joinModule(open: Unfinished, {name, did}: Joined & {kind: 'persistent'}): void {
  if (name === '' || (did !== 'hit' && did !== 'miss')) return
  const isHit = did === 'hit'
  open[isHit ? 'persistent' : 'unheld'] = name
  if (open.timed >= 0) return
  const own = takeWaiting(
    open,
    open.waiting.findIndex((made) => moduleName(made.name) === name),
  )
  if (own === null) return
  own.persistent = isHit
  own.unheld = !isHit
  finish(open, own, isHit ? 'persistent' : null)
}

/** Joins the begin of a compile with its trace. */
export function joinCompile(open: Unfinished, message: Joined & {kind: 'compiling'}, where: Where): void {
  const {name, types, mapping, object, mapped} = message
  const {traced, mixed} = open
  const fits = mixed && types !== null ? fitting(types, mapping) : () => true
  const first = mixed ? traced.findIndex((made) => made.name === name && fits(made)) : -1
  const own =
    takeAt(traced, first) ?? takeNamed(traced, name) ?? takeUnnamed(open, name) ?? untraced(open, name, where)
  own.lowered = true
  own.begun = where.line
  own.called = name
  own.object = object
  own.mapped = mapped
  if ((own.traced || own.miss === null) && fits(own)) {
    own.types = types
    own.mapping = mapping
  }
  hold(open, open.compiling, own)
}

/** Takes the last draft of a name out of a list. */
function takeNamed(all: CompileDraft[], name: string): CompileDraft | null {
  let at = all.length - 1
  while (at >= 0 && all[at]?.name !== name) at--
  return takeAt(all, at)
}

/** Whether the miss of a draft tells of no other types than those that are compiled. */
function fitting(types: string, mapping: string): (made: CompileDraft) => boolean {
  const printed = leaves(types, mapping)
  return ({miss}) =>
    miss === null ||
    printed === null ||
    miss.types.every(({now}) => printed.some(({type}) => mayBeOf(type, now)))
}

/** A compile without a trace: of what a gradient or a batch made of a function whose miss waits, or of a trace found again. */
function untraced(open: Unfinished, name: string, {line, time, since}: Where): CompileDraft {
  const at = open.waiting.findLastIndex((made) => made.name === name && made.line > since)
  const found = takeWaiting(open, at)
  const own = found ?? draft(name, line, time, open.process, null)
  if (found !== null) open.derived = name
  else if (open.derived === name) own.within = 'grad'
  return own
}

/** Joins the end of lowering, or of a compile, with its begin. */
export function joinEnd(
  open: Unfinished,
  message: Joined & {kind: 'lowered' | 'compiled'},
  where: Where,
): void {
  const {kind, seconds} = message
  const isLowered = kind === 'lowered'
  const own = compileOf(open, message, where, isLowered)
  if (isLowered) {
    open.lowers = true
    own.lowered = true
    own.lowering = where.line
    own.lower += seconds
  } else {
    own.compiled = true
    own.compile += seconds
  }
  noteOverlap(open, own)
  if (isLowered || own.lower === 0) closeInside(open, own)
  if (!isLowered) compiled(open, own, where)
}

/** The compile that a line on its end belongs to, of those that are so far the last; one that tells of no beginning begins here. */
function compileOf(
  open: Unfinished,
  {name, seconds}: Joined & {kind: 'lowered' | 'compiled'},
  where: Where,
  isLowered: boolean,
): CompileDraft {
  const {compiling, traced} = open
  const isSoFar = ({lower}: CompileDraft): boolean => isLowered === (lower === 0)
  let last: CompileDraft | null = null
  for (const made of compiling)
    if (made.called === name && (last === null || isSoFar(made) || !isSoFar(last))) last = made
  if (last !== null) return last
  const {line, time} = where
  // Where no trace is told, the miss that waits is of the compile that ends.
  const own =
    takeNamed(traced, name) ??
    (open.traces ? draft(name, line, time, open.process, null) : untraced(open, name, where))
  own.begun = line
  if (own.line === line) own.began -= seconds
  hold(open, compiling, own)
  return own
}

/** Ends a compile. */
function compiled(open: Unfinished, own: CompileDraft, {line}: Where): void {
  const isOf = (module: string | null): boolean => module !== null && module === moduleName(own.called)
  if (isOf(open.persistent)) {
    own.persistent = true
    own.within = 'persistent'
  } else own.unheld = isOf(open.unheld)
  open.persistent = null
  open.unheld = null
  takeAt(open.compiling, open.compiling.indexOf(own))
  finish(open, own)
  if (!isOperation(own.name)) open.ended = line
}

/** One thread ends what it began last: a compile that ends while a later one is being lowered ran beside that. */
function noteOverlap(open: Unfinished, own: CompileDraft): void {
  open.mixed ||= own.lower > 0 && open.compiling.some(({begun, lower}) => begun > own.begun && lower === 0)
}

/** What was told while a function was lowered, and did not compile itself, stands inside it. */
function closeInside(open: Unfinished, own: CompileDraft): void {
  if (open.mixed) return
  const isOld = (made: CompileDraft): boolean => made.line < own.begun
  settle(open, 'waiting', isOld, 'nested')
  settle(open, 'traced', isOld, 'nested')
}
