import {Trace} from '../log/index.ts'
import {operation, type Wording} from '../release/index.ts'
import {leaves} from './shorttype.ts'
import {namedContext} from './context.ts'
import type {CompileDraft} from './draft.ts'
import {eager} from './eager.ts'
import {possibleWriters} from './era.ts'
import {append, type ToldDraft} from './events.ts'
import {foreign} from './foreign.ts'
import {grammar, type Wordings} from './grammar.ts'
import {intern, type Intern} from './intern.ts'
import {join, type Join} from './join.ts'
import type {Message} from './message.ts'
import {records, type Taker} from './records.ts'
import {lineScan} from './linescan.ts'

/** Takes a log chunk by chunk, wherever the chunks are cut. */
export interface Reader {
  /** Takes the next bytes (UTF-8) or text. */
  push(chunk: Uint8Array | string): void
  /** Ends the log and gives its trace. */
  end(): Trace
}

/** What reading a log takes. */
export interface ReadOptions {
  /** What the log is called, a file's name. */
  readonly name?: string
  /** Lines that JAX writes, beside those of the releases that jitlens knows. */
  readonly wordings?: Wordings
}

/** What is read so far. */
interface Reading {
  readonly keep: Intern
  readonly operations: ReturnType<typeof eager>
  readonly joins: Map<string, Join>
  readonly drafts: ToldDraft[]
  /** Names of the program's functions, as far as misses tell them. */
  readonly own: Set<string>
  readonly met: Set<Wording>
  messages: number
  /** JAX explains misses. */
  explained: boolean
  /** JAX logs its compiles. */
  timed: boolean
  /** The log began inside a record, and its compile has not ended. */
  headless: boolean
}

/**
 * Reads the log of a JAX program (`jax_explain_cache_misses`, `jax_log_compiles` or both, of any logging format, of any release
 * that lib/release has the wordings of) as it comes. What it holds in memory grows with the misses that it must tell, not with the log.
 *
 * A function is the user's when a miss record defines it in a file outside the installed packages. From 0.6 on JAX explains no
 * function of its own, so that in a log with miss records every other name is an eager operation or a library's helper and is
 * summed in `trace.source.eager`; in a log without any, those are the names that JAX itself jits. An operation's name that a user's
 * function has too counts as the user's only where a miss record tells of the compile.
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
  const reading: Reading = {
    keep: intern(),
    operations: eager(),
    joins: new Map(),
    drafts: [],
    own: new Set(),
    met: new Set(),
    messages: 0,
    explained: false,
    timed: false,
    headless: false,
  }
  const assembled = records(taker(reading), unread, rows, reading.keep)
  const {more, single, line} = assembled
  const scanned = lineScan(
    {
      get open() {
        return assembled.open
      },
      more,
      single,
      line,
      wants: (word) =>
        assembled.open ||
        reading.own.has(word) ||
        reading.headless ||
        (!reading.explained && !operation(word)),
    },
    rows,
  )
  return {
    push: (chunk) => {
      scanned.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
    },
    end() {
      const lines = scanned.end()
      assembled.end()
      for (const each of reading.joins.values()) each.end()
      const trace = traceOf(reading, name)
      trace.source = {
        name,
        lines,
        messages: reading.messages,
        unread: unread.result(),
        eager: reading.operations.result(),
      }
      return trace
    },
  }
}

const taker = (reading: Reading): Taker => ({
  take(message, process, line, time) {
    note(reading, message)
    joinOf(reading, process).take(message, line, time)
  },
  fail: (failure, process) => {
    joinOf(reading, process).fail(failure)
  },
  orphan(process) {
    reading.headless = true
    joinOf(reading, process).orphan()
  },
})

/** Remembers what a message tells of the log as a whole. */
function note(reading: Reading, message: Message): void {
  reading.messages++
  reading.met.add(message.wording)
  if (message.kind === 'miss') {
    reading.explained = true
    for (const wording of message.wordings) reading.met.add(wording)
    if (!isLibrary(message.file)) reading.own.add(reading.keep(message.name))
  } else if (message.kind !== 'persistent') {
    reading.timed = true
    if (message.kind === 'compiled') reading.headless = false
  }
}

function joinOf(reading: Reading, process: string): Join {
  const found = reading.joins.get(process)
  if (found !== undefined) return found
  const label = reading.keep(process)
  const made = join(label, (done) => {
    close(reading, done)
  })
  reading.joins.set(label, made)
  return made
}

/** Keeps a draft of the program's, and sums any other. */
function close(reading: Reading, done: CompileDraft): void {
  const {operations, drafts, keep} = reading
  if (isForeign(reading, done)) {
    if (done.miss === null || done.compiled) operations.add(done)
    return
  }
  const held =
    done.types === null
      ? null
      : leaves(done.types, done.mapping).map(({type, sharding}) => ({
          type: keep(type),
          sharding: keep(sharding),
        }))
  drafts.push({made: {...done, name: keep(done.name), types: null, mapping: ''}, leaves: held})
}

/** Whether a draft is surely none of the program's functions, or a trace that raised before JAX explained it. */
function isForeign({own, explained}: Reading, {miss, name, orphan, error}: CompileDraft): boolean {
  if (miss !== null) return isLibrary(miss.file)
  if (orphan) return false
  return operation(name) || (explained && (error !== null || !own.has(name)))
}

const packages = /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python3|[\\/]jax[\\/]_src[\\/]/
/** Flax 0.8 gives JAX a function of its own that calls the program's. */
const wrappers = /[\\/]flax[\\/]nnx[\\/](?:nnx[\\/])?transforms[\\/]/

/** A file of an installed package, or none at all: no function of the user's. */
const isLibrary = (file: string): boolean => file === '' || (packages.test(file) && !wrappers.test(file))

function traceOf(reading: Reading, name: string): Trace {
  const {drafts, own, explained, timed, operations} = reading
  const releases = possibleWriters(reading.met)
  const isTold = ({miss, orphan, name: word}: CompileDraft): boolean =>
    miss !== null || orphan || own.has(word) || !explained
  for (const {made} of drafts) if (!isTold(made)) operations.add(made)
  const told = drafts
    .filter(({made}) => isTold(made))
    .sort((a, b) => a.made.line - b.made.line)
    .map(({made, leaves: held}) => ({
      made: made.miss === null ? made : {...made, miss: namedContext(made.miss, releases)},
      leaves: held,
    }))
  const versions = releases.map(({jax}) => jax)
  const trace = new Trace({
    producer: 'jax log',
    title: name,
    ...(told.length > 0 && versions.length > 0 && {releases: versions}),
  })
  append(trace, told, {explained, timed})
  return trace
}
