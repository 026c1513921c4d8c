import type {CompileDraft} from './draft.ts'
import type {Failure, StackFrame} from './foreign.ts'
import {joinCompile, joinEnd, joinModule} from './lowering.ts'
import type {Joined} from './message.ts'
import {joinMiss, joinTrace} from './tracing.ts'
import {finish, settle, type Unfinished, unfinished} from './unfinished.ts'

/** Joins the lines of one process into drafts: a miss, its tracing, lowering and compilation are one. */
export interface Join {
  take(message: Joined, line: number, time: number): void
  fail(failure: Failure): void
  /** The log began inside a record: the next function that is traced is the one that it told of. */
  orphan(): void
  /** Whether two compiles ran at once: several threads, or processes that nothing marks, wrote these lines. */
  isMixed(): boolean
  /** Misses of which no trace is told yet. */
  waiting(): readonly CompileDraft[]
  /** Ends the lines; gives what was being traced or compiled. */
  end(): CompileDraft | undefined
}

/** A fresh join; `close` is called for each draft when nothing more will be told of it. */
export function join(process: string, close: (done: CompileDraft) => void): Join {
  const open = unfinished(process, close)
  return {
    take(message, line, time) {
      take(open, message, line, time)
    },
    fail(failure) {
      fail(open, failure)
    },
    orphan() {
      open.headless = true
    },
    isMixed: () => open.mixed,
    waiting: () => open.waiting,
    end: () => end(open),
  }
}

function take(open: Unfinished, message: Joined, line: number, time: number): void {
  const where = {line, time, since: open.timed}
  if (message.kind === 'miss') joinMiss(open, message, where)
  else if (message.kind === 'persistent') joinModule(open, message)
  else {
    open.timed = line
    if (message.kind === 'traced') joinTrace(open, message, where)
    else {
      if (message.kind === 'compiling') joinCompile(open, message, where)
      else joinEnd(open, message, where)
      open.fresh = null
    }
  }
}

function fail(open: Unfinished, {frames, type, message}: Failure): void {
  const failed =
    outermost(open, frames, ({site}, {miss}) => miss?.site === site) ??
    outermost(open, frames, ({name}, made) => name.split('.').at(-1) === made.name)
  if (failed === undefined) return
  failed.error = {type, message}
  for (const list of ['traced', 'waiting'] as const) settle(open, list, (made) => made !== failed)
}

/** The call that a traceback went through first, the last one where the log holds several that did not end. */
function outermost(
  {waiting, traced}: Unfinished,
  frames: readonly StackFrame[],
  isOf: (frame: StackFrame, made: CompileDraft) => boolean,
): CompileDraft | undefined {
  const open = [...waiting, ...traced.slice(-1)]
  for (const frame of frames) {
    const found = open.findLast((made) => isOf(frame, made))
    if (found !== undefined) return found
  }
  return undefined
}

function end(open: Unfinished): CompileDraft | undefined {
  const last = open.compiling.findLast((left) => !isLoweredOnly(open, left)) ?? open.fresh ?? undefined
  if (last !== undefined) last.open = true
  for (const left of open.traced) finish(open, left)
  for (const left of open.compiling) finish(open, left, isLoweredOnly(open, left) ? 'ahead' : null)
  for (const left of open.waiting) finish(open, left, left.line < open.timed ? 'nested' : null)
  return last?.error === null ? last : undefined
}

/** Whether what was lowered was not compiled then: the one thread that writes here went on to other functions, and compiled some. */
const isLoweredOnly = ({mixed, ended, timed}: Unfinished, {lowering, compiled}: CompileDraft): boolean =>
  !mixed && !compiled && ended > 0 && lowering > 0 && lowering < timed
