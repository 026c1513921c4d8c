import {type Event, type Jitted, noSeconds, Trace} from '../log/index.ts'
import {type Leaf, leaves, plain} from './aval.ts'
import {type Draft, outcome} from './draft.ts'
import {eager} from './eager.ts'
import {foreign} from './foreign.ts'
import {intern} from './intern.ts'
import {join, type Join} from './join.ts'
import {keys} from './keys.ts'
import type {RecordedCall} from './recorded.ts'
import {operation} from './operation.ts'
import {records} from './records.ts'
import {scan} from './scan.ts'

/** Takes a log chunk by chunk, wherever the chunks are cut. */
export interface Reader {
  /** Takes the next bytes (UTF-8) or text. */
  push(chunk: Uint8Array | string): void
  /** Ends the log and gives its trace. */
  end(): Trace
}

export interface ReadOptions {
  /** What the log is called, a file's name. */
  readonly name?: string
}

/**
 * Reads the log of a JAX program (`jax_explain_cache_misses`, `jax_log_compiles` or both, of any logging format) as it
 * comes. What it holds in memory grows with the misses that it must tell, not with the log.
 *
 * A function is the user's when a miss record defines it in a file outside the installed packages. JAX explains no function
 * of its own, so that in a log with miss records every other name is an eager operation or a library's helper and is summed
 * in `trace.source.eager`; in a log without any, those are the names that JAX itself jits. An operation's name that a user's
 * function has too counts as the user's only where a miss record stands before the compile.
 *
 * @example
 * const log = reader({name: 'train.log'})
 * log.push('Finished tracing step for jit in 0.5 sec\n')
 * log.end().length // 1
 */
export function reader({name = 'log'}: ReadOptions = {}): Reader {
  const unread = foreign()
  const operations = eager()
  const keep = intern()
  const joins = new Map<string, Join>()
  const drafts: {made: Draft; leaves: readonly Leaf[] | null}[] = []
  const own = new Set<string>()
  let explained = false
  let timed = false
  let headless = false

  const joinOf = (process: string): Join => {
    if (process === '') return plainJoin
    let found = joins.get(process)
    if (found === undefined) {
      const label = keep(process)
      found = join(label, () => undefined, close)
      joins.set(label, found)
    }
    return found
  }

  const plainJoin = join('', () => undefined, close)
  joins.set('', plainJoin)

  function close(done: Draft): void {
    if (
      done.miss !== null
        ? library(done.miss.file)
        : !own.has(done.name) && !done.orphan && (explained || operation(done.name))
    ) {
      if (done.miss === null || done.compiled) operations.add(done)
      return
    }
    if (done.miss === null && operation(done.name) && !done.orphan) {
      operations.add(done)
      return
    }
    const told =
      done.types === null
        ? null
        : leaves(done.types, done.mapping).map(({type, sharding}) => ({
            type: keep(type),
            sharding: keep(sharding),
          }))
    drafts.push({made: {...done, name: keep(done.name), types: null, mapping: ''}, leaves: told})
  }

  const assembled = records(
    {
      take(message, process, line, time) {
        if (message.kind === 'miss') {
          explained = true
          if (!library(message.file)) own.add(keep(message.name))
        } else {
          timed = true
          if (message.kind === 'compiled') headless = false
        }
        joinOf(process).take(message, line, time)
      },
      fail: (failure, process) => joinOf(process).fail(failure),
      orphan: (process) => {
        headless = true
        joinOf(process).orphan()
      },
    },
    unread,
    keep,
  )

  const {more, single, line} = assembled
  const scanned = scan({
    get open() {
      return assembled.open
    },
    more,
    single,
    line,
    wants: (word) => own.has(word) || headless || (!explained && !operation(word)),
  })

  return {
    push: (chunk) => scanned.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk),
    end() {
      const lines = scanned.end()
      assembled.end()
      for (const each of joins.values()) each.end()
      const trace = new Trace({producer: 'jax log', title: name})
      const told = drafts.filter(
        ({made}) =>
          made.miss !== null ||
          made.orphan ||
          own.has(made.name) ||
          !explained ||
          (operations.add(made), false),
      )
      told.sort((a, b) => a.made.line - b.made.line)
      write(trace, told, explained, timed)
      trace.source = {name, lines, unread: unread.result(), eager: operations.result()}
      return trace
    },
  }
}

/** A file of an installed package, or none at all: no function of the user's. */
const library = (file: string): boolean =>
  file === '' || /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python3/.test(file)

/** Writes the drafts, in order, as events of a trace, their keys to be put together when they are looked at. */
function write(
  trace: Trace,
  told: readonly {made: Draft; leaves: readonly Leaf[] | null}[],
  explained: boolean,
  timed: boolean,
): void {
  const several = new Set(told.map(({made}) => made.process)).size > 1
  const functions = new Map<string, number>()
  const latest = new Map<string, number>()
  const objects = new Map<string, FunctionCalls[]>()
  const identities = new Set<string>()
  const names = new Set<string>()
  const began = told.reduce(
    (least, {made}) => (made.time < least || Number.isNaN(least) ? made.time : least),
    Number.NaN,
  )
  for (const {made, leaves: types} of told) {
    const {miss, process} = made
    const identity = miss === null ? null : `${miss.name}\u0000${miss.file}\u0000${miss.line}`
    let fn =
      identity === null
        ? (latest.get(`${process}\u0000${made.name}`) ?? latest.get(made.name))
        : functions.get(identity)
    if (fn === undefined) {
      const definition: Omit<Jitted, 'id'> = {
        name: made.name,
        ...(miss !== null && miss.file !== '' && {file: miss.file, ...(miss.line > 0 && {line: miss.line})}),
        ...(wrapper(miss?.site) !== null && {wrapper: 'nnx.jit'}),
      }
      fn = trace.addFunction(definition)
      if (identity !== null) functions.set(identity, fn)
    }
    latest.set(made.name, fn)
    latest.set(`${process}\u0000${made.name}`, fn)

    const lane = `${process}\u0000${fn}`
    const known = objects.get(lane) ?? []
    if (known.length === 0) objects.set(lane, known)
    let object = miss?.neverSeen === true ? undefined : pick(known, miss)
    if (object === undefined) {
      const {name, file, line} = trace.functions[fn] ?? {name: made.name}
      const identity = miss?.object ?? ''
      const label = `${lane}\u0000${identity}`
      const calls: RecordedCall[] = []
      const definition =
        file === undefined ? name : `${name} defined at ${file}${line === undefined ? '' : `:${line}`}`
      object = {
        calls,
        grad: miss?.site === '',
        types: new Set(),
        shapes: new Set(),
        isTold: false,
        content: keys(calls, {
          definition,
          identity,
          again: identity !== '' && identities.has(label),
          explained,
        }),
      }
      identities.add(label)
      known.push(object)
      if (known.length > objectsKept) known.shift()
    }
    for (const {now, before} of miss?.types ?? []) object.types.add(bare(now)).add(bare(before))
    if (miss !== null) for (const {type} of types ?? []) object.types.add(bare(type))
    const at = object.calls.push({draft: made, leaves: types}) - 1
    const {content} = object
    const id = fn
    const key = trace.addKey(() => ({function: id, ...content(at)}))
    const seconds = {trace: made.trace, lower: made.lower, compile: made.compile}
    const derived = made.miss === null && !made.traced && explained && isDerived(object, types)
    object.isTold ||= miss !== null
    if (types !== null) object.shapes.add(shapeOf(types))
    const within =
      made.within ??
      (derived ? 'grad' : null) ??
      (!timed && names.has(miss?.inside.split('.').at(-1) ?? '') ? 'nested' : null)
    const event: Event = {
      function: fn,
      key,
      outcome: outcome(made, explained),
      evidence: miss === null && !made.orphan ? 'inferred' : 'observed',
      time: made.time - began,
      seconds: seconds.trace + seconds.lower + seconds.compile > 0 ? seconds : noSeconds,
      layers: [],
      line: made.line,
      ...(made.error !== null && {error: made.error}),
      ...(miss !== null && miss.site !== '' && wrapper(miss.site) === null && {site: miss.site}),
      ...(several && process !== '' && {process}),
      ...(miss !== null && {blamed: miss.blamed}),
      ...(within !== null && {within}),
    }
    trace.append(event)
    names.add(made.name)
  }
}

/** The calls of one function object. */
interface FunctionCalls {
  readonly calls: RecordedCall[]
  /** It was first called inside a gradient, where the log gives no site. */
  readonly grad: boolean
  /** Types that its calls are known to have had. */
  readonly types: Set<string>
  /** The types of all leaves of each call. */
  readonly shapes: Set<string>
  /** The log explains one of its calls. */
  isTold: boolean
  readonly content: ReturnType<typeof keys>
}

/** A compile without a trace, of types that no trace of the function had, is of what a gradient or a batch makes of it. */
function isDerived({isTold, shapes, types: traced}: FunctionCalls, types: readonly Leaf[] | null): boolean {
  if (types === null || !isTold || shapes.has(shapeOf(types))) return false
  return !types.every(({type}) => traced.has(bare(type)))
}

const shapeOf = (types: readonly Leaf[]): string => types.map(({type}) => bare(type)).join('\n')

const objectsKept = 16
const bare = (type: string): string =>
  plain(type)
    .replace('{weak_type=True}', '')
    .replace(/\(\{.*$/, '')

/** The function object that a call without an id is of: the last one of the same kind of site that had the types compared with. */
function pick(objects: readonly FunctionCalls[], miss: Draft['miss']): FunctionCalls | undefined {
  if (objects.length < 2) return objects[0]
  const before = miss?.types[0]?.before
  const fits = before === undefined ? objects : objects.filter(({types}) => types.has(bare(before)))
  return fits.findLast(({grad}) => grad === (miss?.site === '')) ?? fits.at(-1) ?? objects.at(-1)
}

/** nnx.jit calls through its own file, so that the site tells nothing of the user's program (semantics: the callsite is always flax's). */
const wrapper = (site: string | undefined): string | null =>
  site !== undefined && /[\\/]flax[\\/]nnx[\\/]transforms[\\/]compilation\.py:/.test(site) ? 'nnx.jit' : null
