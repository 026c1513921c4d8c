import {type Draft, draft} from './draft.ts'
import type {Failure} from './foreign.ts'
import type {Message} from './message.ts'

/** Joins the lines of one process into drafts: a miss, its tracing, lowering and compilation are one. */
export interface Join {
  take(message: Message, line: number, time: number): void
  fail(failure: Failure): void
  /** The log began inside a record: the next function that is traced is the one that it told of. */
  orphan(): void
  end(): void
}

const loops = new Set(['scan', 'while', 'cond', 'map'])
const kept = 256

/** A fresh join; `open` is called for each draft as soon as it begins, `close` when nothing more will be told of it. */
export function join(process: string, open: (made: Draft) => void, close: (done: Draft) => void): Join {
  let waiting: Draft[] = []
  let traced: Draft | null = null
  let compiling: Draft | null = null
  let persistent: string | null = null
  let headless = false
  let timed = -1
  /** A function traced inside a gradient or a batch that is no jit itself, which compiles what it derives of it. */
  let derived = ''

  const begin = (name: string, line: number, time: number, miss: Draft['miss'] = null): Draft => {
    const made = draft(name, line, time, process, miss)
    open(made)
    return made
  }
  const settle = (): void => {
    if (traced !== null) close(traced)
    if (compiling !== null && compiling !== traced) close(compiling)
    traced = null
    compiling = null
  }

  return {
    take(message, line, time) {
      if (message.kind === 'miss') {
        const made = begin(message.name, line, time, message)
        if (compiling !== null && !compiling.compiled) {
          made.within = 'nested'
          close(made)
        } else {
          if (message.site === '') made.within = 'grad'
          waiting.push(made)
          if (waiting.length > kept) waiting.splice(0, 1).forEach(close)
        }
        return
      }
      const since = timed
      timed = line
      if (message.kind === 'traced') {
        settle()
        derived = ''
        const outer = waiting.findIndex(
          (made) => made.name === message.name && made.within === null && made.line > since,
        )
        const at = outer >= 0 ? outer : waiting.findLastIndex((made) => made.name === message.name)
        const found = at < 0 ? undefined : waiting[at]
        if (found === undefined) {
          if (loops.has(message.name)) {
            for (const inner of waiting) {
              inner.within = 'scan'
              close(inner)
            }
            waiting = []
          }
          traced = begin(message.name, line, time)
          traced.orphan = headless
        } else {
          for (const inner of waiting.splice(at).slice(1)) {
            inner.within ??= 'nested'
            close(inner)
          }
          if (found.within === 'grad') found.within = null
          traced = found
        }
        headless = false
        traced.traced = true
        traced.trace += message.seconds
        return
      }
      if (message.kind === 'persistent') {
        if (message.hit) persistent = message.name
        return
      }
      if (message.kind === 'compiling') {
        if (traced?.name !== message.name || traced.types !== null) {
          settle()
          const at = waiting.findLastIndex((made) => made.name === message.name && made.line > since)
          const [found, ...inside] = at < 0 ? [] : waiting.splice(at)
          for (const inner of inside) {
            inner.within ??= 'nested'
            close(inner)
          }
          compiling = found ?? begin(message.name, line, time)
          compiling.lowered = true
          if (found !== undefined) derived = message.name
          if (derived === message.name) compiling.within ??= 'grad'
          if (found !== undefined) return
        } else compiling = traced
        compiling.lowered = true
        compiling.types = message.types
        compiling.mapping = message.mapping
        return
      }
      if (message.kind === 'lowered') {
        if (compiling?.name !== message.name) {
          if (traced?.name !== message.name) settle()
          compiling = traced ?? begin(message.name, line, time)
        }
        compiling.lowered = true
        compiling.lower += message.seconds
        return
      }
      if (compiling?.name !== message.name) {
        if (traced?.name !== message.name) settle()
        compiling = traced ?? begin(message.name, line, time)
      }
      compiling.compiled = true
      compiling.compile += message.seconds
      if (persistent !== null && persistent === moduleName(message.name)) {
        compiling.persistent = true
        compiling.within = 'persistent'
      }
      persistent = null
      settle()
    },
    fail({frames, type, message}) {
      const names = new Set(frames.map((frame) => frame.split('.').at(-1)))
      const failed =
        traced !== null && names.has(traced.name) ? traced : waiting.find((made) => names.has(made.name))
      if (failed === undefined || failed === null) return
      failed.error = {type, message}
      close(failed)
      if (failed === traced) traced = null
      waiting = waiting.filter((made) => made !== failed)
    },
    orphan() {
      headless = true
    },
    end() {
      settle()
      for (const left of waiting) {
        if (left.line < timed) left.within ??= 'nested'
        close(left)
      }
      waiting = []
    },
  }
}

/** A module is named `jit_` and the function's name with anything but letters, digits, `.`, `-` and `_` replaced (jax `mlir.py`, `sanitize_name`). */
const moduleName = (name: string): string => name.replace(/[^\w.-]/g, '_').replace(/_+$/, '')
