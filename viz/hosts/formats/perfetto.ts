import {
  type Event,
  explain,
  type Explanation,
  type Miss,
  type Named,
  sited,
  type Trace,
} from '../../../lib/index.ts'
import {plainly} from '../json.ts'
import {outsideOf, placesOf, type Spell} from '../../charts/index.ts'

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

/** A call of which nothing tells that it took time: a slice without length would end what stands beside it. */
interface Instant extends Omit<Slice, 'ph' | 'dur'> {
  readonly ph: 'i'
  /** It belongs to its row alone. */
  readonly s: 't'
}

/** The name of a process or of a row. */
interface Label extends Row {
  readonly ph: 'M'
  readonly name: 'process_name' | 'thread_name'
  readonly args: {readonly name: string}
}

/** What a call, a phase or a name is, as a line of a file. */
type Entry = Slice | Instant | Label

const phases = ['trace', 'lower', 'compile'] as const

/** Whole microseconds: of a fraction a viewer would find that what is inside ends after what is around it. */
const micro = (seconds: number): number => Math.round(seconds * 1e6)

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
  const head = asText({
    jitlens: version,
    runs: told.map(({name, explanation: {headline}}) => ({name, headline})),
  })
  return `{"displayTimeUnit":"ms","otherData":${head},"traceEvents":[\n${[...rows.labels, ...entries].map((entry) => asText(entry)).join(',\n')}\n]}\n`
}

const asText = (value: unknown): string => plainly(JSON.stringify(value))

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
    const start = places.start(index) * unit
    const row = free(
      micro(start),
      (lane) => rows.of(processOf(name, event), rowName(trace, event, lane)),
      ends,
    )
    const inside = phasesOf(event, row, start)
    const end = Math.max(micro(start + places.reach(index) * unit), ...inside.map(({ts, dur}) => ts + dur))
    ends.set(row, end)
    const call = {
      ...row,
      name: trace.functions[event.function]?.name ?? '',
      cat: misses.get(index)?.verdict ?? event.outcome,
      ts: micro(start),
      args: argsOf(event, misses.get(index)),
    }
    yield end > call.ts ? {ph: 'X', dur: end - call.ts, ...call} : {ph: 'i', s: 't', ...call}
    yield* inside
  }
  const spells = outsideOf(trace, explanation)?.spells ?? []
  if (spells.length > 0) yield* outsideSlices(spells, rows.of(name, outside), places.outside)
}

/** From one time to another; times that are one stay one. */
const span = (start: number, end: number): Pick<Slice, 'ts' | 'dur'> => ({
  ts: micro(start),
  dur: micro(end) - micro(start),
})

const outside = 'outside of any call (when is not told)'

/** What compiled outside of any call, one after the other. */
function outsideSlices(spells: readonly Spell[], row: Row, starts: readonly number[]): readonly Slice[] {
  let end = 0
  return spells.map(({name, isTraced, seconds}, at) => {
    const start = starts[at] ?? end
    end = start + seconds
    return {ph: 'X', ...row, name, cat: isTraced ? 'traced alone' : 'outside jit', ...span(start, end)}
  })
}

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

/** What a call went through, one after the other. */
function phasesOf({seconds}: Event, row: Row, start: number): readonly Slice[] {
  let at = start
  return phases.flatMap((phase) => {
    const [from, to] = [at, at + seconds[phase]]
    at = to
    return micro(to) > micro(from)
      ? [{ph: 'X' as const, ...row, name: phase, cat: 'phase', ...span(from, to)}]
      : []
  })
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
