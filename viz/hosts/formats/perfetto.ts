import {
  type Event,
  explain,
  type Explanation,
  type Miss,
  type Named,
  sited,
  total,
  type Trace,
} from '../../../lib/index.ts'
import {outsideOf, placesOf} from '../../charts/index.ts'

/** Where a slice stands: a row of the picture. */
interface Row {
  readonly pid: number
  readonly tid: number
}

/** Something that took time, in microseconds. */
interface Slice extends Row {
  readonly ph: 'X'
  readonly name: string
  readonly cat: string
  readonly ts: number
  readonly dur: number
  readonly args?: Readonly<Record<string, unknown>>
}

/** The name of a process or of a row. */
interface Label extends Row {
  readonly ph: 'M'
  readonly name: 'process_name' | 'thread_name'
  readonly args: {readonly name: string}
}

/** What a call, a phase or a name is, as a line of a file. */
type Entry = Slice | Label

const phases = ['trace', 'lower', 'compile'] as const

const micro = (seconds: number): number => Math.round(seconds * 1e9) / 1e3

/**
 * Runs as trace events, the JSON that chrome://tracing had and that Perfetto and speedscope open: a process a run or host, in it a
 * row a function, on that its calls, and inside of a call the phases that it went through. A call tells its verdict, its cause
 * and what to do. Where times of calls are not known the calls stand end to end, in the order of the trace; where no seconds are, each is
 * as long as the others.
 *
 * Source: Trace Event Format, https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export function perfetto(runs: readonly Named[], version: string): string {
  const told = runs.map((run) => ({...run, explanation: explain(run.trace)}))
  const rows = rowsOf()
  const entries = told.flatMap((run) => [...entriesOf(run, rows)])
  const head = JSON.stringify({
    jitlens: version,
    runs: told.map(({name, explanation: {headline}}) => ({name, headline})),
  })
  return `{"displayTimeUnit":"ms","otherData":${head},"traceEvents":[\n${[...rows.labels, ...entries].map((entry) => JSON.stringify(entry)).join(',\n')}\n]}\n`
}

/** Gives out the rows of a file, each with its names. */
function rowsOf() {
  const labels: Label[] = []
  const processes = new Map<string, number>()
  const threads = new Map<string, Row>()
  return {
    labels,
    of(process: string, thread: string): Row {
      const known = threads.get(`${process}\n${thread}`)
      if (known !== undefined) return known
      const pid = processes.get(process) ?? processes.size + 1
      const row = {pid, tid: threads.size + 1}
      if (!processes.has(process)) labels.push({ph: 'M', ...row, name: 'process_name', args: {name: process}})
      labels.push({ph: 'M', ...row, name: 'thread_name', args: {name: thread}})
      processes.set(process, pid)
      threads.set(`${process}\n${thread}`, row)
      return row
    },
  }
}

function* entriesOf(
  {name, trace, explanation}: Named & {readonly explanation: Explanation},
  rows: ReturnType<typeof rowsOf>,
): Generator<Entry> {
  const places = placesOf(trace, explanation, 'time')
  const misses = new Map(explanation.misses.map((miss) => [miss.index, miss]))
  const ends = new Map<Row, number>()
  const unit = places.by === 'time' ? 1 : 1e-3
  for (const [index, event] of [...trace].entries()) {
    const row = free(
      places.start(index) * unit,
      (lane) => rows.of(processOf(name, event), rowName(trace, event, lane)),
      ends,
    )
    const reach = Math.max(places.reach(index) * unit, total(event.seconds))
    ends.set(row, places.start(index) * unit + reach)
    yield* slices(trace, event, misses.get(index), row, [places.start(index) * unit, reach])
  }
  for (const piece of outsideOf(trace, explanation)?.pieces ?? [])
    yield {
      ph: 'X',
      ...rows.of(name, outside),
      name: piece.name,
      cat: piece.isTraced ? 'traced alone' : 'outside jit',
      ts: micro(places.outside + piece.start),
      dur: micro(piece.seconds),
    }
}

const outside = 'outside of any call (when is not told)'

const processOf = (name: string, {process}: Event): string =>
  process === undefined ? name : `${name}: ${process}`

/** A function's row; calls that overlap, as of several threads, have further ones. */
function rowName({functions}: Trace, {function: id}: Event, lane: number): string {
  const {name = '', file, line} = functions[id] ?? {}
  const place = file === undefined || line === undefined ? '' : ` (${sited(`${file}:${line}`)})`
  return `${name}${place}${lane === 0 ? '' : ` ${lane + 1}`}`
}

/** The first row of a function that is free at a time. */
function free(start: number, row: (lane: number) => Row, ends: ReadonlyMap<Row, number>): Row {
  for (let lane = 0; ; lane++) {
    const found = row(lane)
    if (start >= (ends.get(found) ?? -Infinity)) return found
  }
}

function* slices(
  {functions}: Trace,
  event: Event,
  miss: Miss | undefined,
  row: Row,
  [start, reach]: readonly [number, number],
): Generator<Slice> {
  const name = functions[event.function]?.name ?? ''
  yield {
    ph: 'X',
    ...row,
    name,
    cat: miss?.verdict ?? event.outcome,
    ts: micro(start),
    dur: micro(reach),
    args: argsOf(event, miss),
  }
  let at = start
  for (const phase of phases) {
    const seconds = event.seconds[phase]
    if (seconds > 0) yield {ph: 'X', ...row, name: phase, cat: 'phase', ts: micro(at), dur: micro(seconds)}
    at += seconds
  }
}

/** What a call tells of itself. */
function argsOf({outcome, evidence, site, line}: Event, miss: Miss | undefined) {
  const told =
    miss === undefined
      ? {}
      : {
          call: miss.call,
          verdict: miss.verdict,
          taxonomy: miss.taxonomy,
          sentence: miss.sentence,
          causes: miss.causes.map(({path, now, before}) => ({path, now, before})),
          advice: miss.advice,
        }
  return {outcome, evidence, ...told, ...(site !== undefined && {site}), ...(line !== undefined && {line})}
}
