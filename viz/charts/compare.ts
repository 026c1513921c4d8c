import {type Cause, type Explanation, type Outcome, total, type Trace} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  clean,
  count,
  type Drawing,
  duration,
  frame,
  integer,
  mark,
  nothing,
  type Table,
  width as widthOf,
  widthFor,
  wrap,
  write,
} from '../frame/index.ts'
import {looks} from '../theme.ts'
import {aligned, difference, type Run, type Section, type Slot} from './aligned.ts'
import {glyph, legend} from './glyph.ts'
import {missAt} from './position.ts'

export interface CompareOptions extends ChartOptions {
  /** What the trace is compared with: other runs, key policies or hosts. Without it, the processes of the trace itself. */
  readonly others?: readonly Run[]
  /** The name of the trace itself. */
  readonly name?: string
}

const [rowHeight, least, rows] = [26, 13, 12]
const title = 'Comparison of runs'

function runsOf(trace: Trace, explanation: Explanation, options: CompareOptions | undefined): Run[] {
  if (options?.others !== undefined)
    return [{name: options.name ?? trace.header.title ?? 'this run', trace, explanation}, ...options.others]
  const processes = new Set<string>()
  for (const index of trace.misses()) {
    const {process} = trace.at(index)
    if (process !== undefined) processes.add(process)
  }
  return [...processes].map((process) => ({name: process, trace, explanation, process}))
}

/** Who differs first, where, and in what. */
function verdict(runs: readonly Run[], sections: readonly Section[]): string {
  const said = [...parting(runs, sections), ...missing(runs, sections)]
  const places = sections.reduce((sum, {slots}) => sum + slots.length, 0)
  return said.length > 0
    ? said.join(' ')
    : `These ${count(runs.length, 'run')} do the same: ${count(places, 'place')}, all alike.`
}

/** The functions that some of the runs never call, in a sentence. */
function missing(runs: readonly Run[], sections: readonly Section[]): string[] {
  const some = sections.filter(({present}) => present.length < runs.length)
  const [first] = some
  if (first === undefined) return []
  const rest = some.length > 1 ? `, and ${count(some.length - 1, 'more function')} not in every run` : ''
  return [
    `${first.function} is in ${first.present.length === 1 ? `${runs[first.present[0] ?? 0]?.name ?? '?'} alone` : `${integer(first.present.length)} of the ${integer(runs.length)} runs`}${rest}.`,
  ]
}

function parting(runs: readonly Run[], sections: readonly Section[]): string[] {
  const differing = sections.reduce((sum, section) => sum + section.differing, 0)
  const section = sections.find((one) => one.differing > 0)
  const at = section?.slots.findIndex(({same}) => !same) ?? -1
  const slot = section?.slots[at]
  if (section === undefined || slot === undefined) return []
  const odd = oddOne(section, slot)
  const other = section.present.find((run) => run !== odd && slot.events[run] !== null) ?? -1
  const [a, b] = [runs[odd], runs[other]]
  const [mine, theirs] = [slot.events[odd], slot.events[other]]
  const where = `${a?.name ?? '?'} differs first at place ${integer(at + 1)} of ${section.function}`
  const rest = `${count(differing, 'place')} ${differing === 1 ? 'differs' : 'differ'} in all.`
  if (a === undefined || mine === null || mine === undefined) return [`${where}: it lacks that miss.`, rest]
  if (b === undefined || theirs === null || theirs === undefined)
    return [`${where}: it alone has that miss.`, rest]
  const [now, before] = [a.trace.outcome(mine), b.trace.outcome(theirs)]
  if (now !== before) return [`${where}: ${looks[now].word}, ${b.name} ${looks[before].word}.`, rest]
  return [`${where}${particular(a, mine, b, theirs)}.`, rest]
}

/** What one of two misses has and the other has not: a cause, else a part of its key. */
function particular(a: Run, mine: number, b: Run, theirs: number): string {
  const text = ({component, path, now, before}: Cause): string => [component, path, now, before].join(' ')
  const causesOf = ({explanation, process}: Run, at: number): readonly Cause[] =>
    process === undefined ? (missAt(explanation, at)?.causes ?? []) : []
  const [own, others] = [causesOf(a, mine), causesOf(b, theirs)]
  const known = new Set(others.map(text))
  const cause = own.find((one) => !known.has(text(one)))
  const like = others.find(({component, path}) => component === cause?.component && path === cause.path)
  if (cause !== undefined && like === undefined)
    return `: ${cause.path} is ${cause.now ?? 'absent'}, before ${cause.before ?? 'absent'}; for ${b.name} it stayed the same`
  if (cause !== undefined && like !== undefined && cause.now !== like.now)
    return `: ${cause.path} is ${cause.now ?? 'absent'}, for ${b.name} ${like.now ?? 'absent'}`
  const [k, l] = [a.trace.keyAt(mine), b.trace.keyAt(theirs)]
  const found = k < 0 || l < 0 ? null : difference(a.trace.key(k), b.trace.key(l))
  return found === null ? '' : `: ${found.path} is ${found.now}, for ${b.name} ${found.before}`
}

/** The run that stands alone at a slot; the last of those that differ from the first where several do. */
function oddOne({present}: Section, {signs}: Slot): number {
  const alone = present.find(
    (at) => present.length > 2 && present.filter((other) => signs[other] === signs[at]).length === 1,
  )
  return alone ?? present.find((at) => signs[at] !== signs[present[0] ?? 0]) ?? present[1] ?? 0
}

function draw(trace: Trace, explanation: Explanation, options?: CompareOptions): Drawing {
  const runs = runsOf(trace, explanation, options)
  if (runs.length < 2)
    return nothing(
      title,
      'There is nothing to compare: give a second run, or a log of several processes.',
      options,
    )
  const sections = aligned(runs).filter(({slots}) => slots.length > 0)
  if (sections.length === 0) return nothing(title, 'None of these runs holds a call.', options)
  if (!sections.some(({present}) => present.length > 1))
    return nothing(
      title,
      `These ${count(runs.length, 'run')} have no function in common: there is nothing to lay side by side.`,
      options,
    )
  const width = widthFor(options)
  const said = verdict(runs, sections)
  const lines = wrap(clean(said), Math.min(width - 16, 620), 14, 'prose', 4)
  const tally = new Map<Outcome, number>()
  for (const {slots} of sections)
    for (const {events} of slots)
      events.forEach((event, at) => {
        const outcome = event === null ? undefined : runs[at]?.trace.outcome(event)
        if (outcome !== undefined) tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
      })
  const body: Drawing[] = []
  let y = 12 + lines.length * 20
  const parts = sections.filter(({present}) => runs.length <= rows || present.length > 1)
  for (const section of parts.slice(0, 12)) {
    const chosen = few(section)
    body.push(...drawSection(runs, chosen, section, y, width, options?.others !== undefined))
    y += 30 + chosen.length * rowHeight + 10
  }
  if (parts.length > 12 || parts.length < sections.length) {
    body.push(
      write(
        `and ${count(sections.length - Math.min(12, parts.length), 'more function')}; the table holds all`,
        8,
        y + 12,
        {fill: 'muted', size: 12},
      ),
    )
    y += 22
  }
  return frame(
    title,
    said,
    width,
    y + 20,
    options,
    mark(
      'g',
      {},
      mark('title', {}, said),
      ...lines.map((one, at) => write(one, 8, 20 + at * 20, {size: 14})),
    ),
    ...body,
    ...legend(tally, y + 10, 8, width - 8),
  )
}

/** The runs that have a row: those that call the function; of many, those that most often do what the majority does not. */
function few({present, slots}: Section): readonly number[] {
  if (present.length <= rows) return present
  const odd = new Map<number, number>()
  for (const {signs, same} of slots) {
    if (same) continue
    const times = new Map<string, number>()
    for (const at of present) times.set(signs[at] ?? '', (times.get(signs[at] ?? '') ?? 0) + 1)
    for (const at of present)
      if (2 * (times.get(signs[at] ?? '') ?? 0) <= present.length) odd.set(at, (odd.get(at) ?? 0) + 1)
  }
  return [...present]
    .sort((a, b) => (odd.get(b) ?? 0) - (odd.get(a) ?? 0) || a - b)
    .slice(0, rows)
    .sort((a, b) => a - b)
}

function drawSection(
  runs: readonly Run[],
  chosen: readonly number[],
  {function: who, slots, differing, present}: Section,
  y: number,
  width: number,
  apart: boolean,
): Drawing[] {
  const gutter = Math.min(
    width * 0.3,
    Math.max(...chosen.map((at) => widthOf(clean((runs[at]?.name ?? '').slice(0, 200)), 13))) + 18,
  )
  const [left, right] = [8 + gutter, width - 16]
  const most = Math.floor((right - left) / least)
  const first = slots.findIndex(({same}) => !same)
  const from =
    slots.length <= most || first < 0
      ? 0
      : Math.min(Math.max(0, first - Math.floor(most / 3)), slots.length - most)
  const shown = slots.slice(from, from + most)
  const step = Math.min(40, (right - left) / Math.max(1, shown.length))
  const summary =
    present.length === 1
      ? `${count(slots.length, 'place')}, in this run alone`
      : differing === 0
        ? `${count(slots.length, 'place')}, all alike`
        : `${integer(differing)} of ${count(slots.length, 'place')} ${differing === 1 ? 'differs' : 'differ'}`
  const part = [
    shown.length < slots.length ? `places ${integer(from + 1)} to ${integer(from + shown.length)} shown` : '',
    chosen.length < present.length
      ? `${integer(chosen.length)} of ${integer(present.length)} runs shown, those that differ most`
      : '',
    present.length > 1 && present.length < runs.length
      ? `not in ${count(runs.length - present.length, 'run')}`
      : '',
  ]
    .flatMap((note) => (note === '' ? [] : [` · ${note}`]))
    .join('')
  const wide = widthOf(summary + part, 12)
  return [
    write(who, 8, y + 14, {font: 'code', room: width - wide - 32}),
    write(summary + part, width - 8, y + 14, {size: 12, fill: 'muted', anchor: 'end'}),
    ...shown
      .map(({same}, at) =>
        same
          ? null
          : mark(
              'rect',
              {
                x: left + at * step,
                y: y + 22,
                width: step,
                height: chosen.length * rowHeight,
                fill: 'lit',
                stroke: 'rule',
              },
              mark('title', {}, `place ${from + at + 1}: these differ`),
            ),
      )
      .filter((drawing) => drawing !== null),
    ...chosen.flatMap((which, row) => {
      const run = runs[which]
      if (run === undefined) return []
      const base = y + 22 + row * rowHeight + rowHeight / 2
      return [
        write(run.name, 8, base + 4, {room: gutter - 8}),
        mark('line', {x1: left, x2: right, y1: base, y2: base, stroke: 'rule'}),
        ...shown.map(({events}, at) =>
          drawEvent(run, events[which] ?? null, left + (at + 0.5) * step, base, apart ? which : undefined),
        ),
      ]
    }),
  ]
}

function drawEvent(
  {trace, explanation}: Run,
  event: number | null,
  x: number,
  y: number,
  row: number | undefined,
): Drawing {
  if (event === null)
    return mark(
      'circle',
      {cx: x, cy: y, r: 2, fill: 'paper', stroke: 'muted'},
      mark('title', {}, 'this run lacks that miss'),
    )
  const outcome = trace.outcome(event)
  const seconds = total(trace.seconds(event))
  return mark(
    'g',
    {'data-run': row, 'data-index': event, 'data-key': row === undefined ? trace.keyAt(event) : undefined},
    mark(
      'title',
      {},
      `call ${event + 1}: ${looks[outcome].word}${seconds > 0 ? ` ${duration(seconds)}` : ''}. ${missAt(explanation, event)?.sentence ?? ''}`,
    ),
    glyph(outcome, x, y, 5),
  )
}

function table(trace: Trace, explanation: Explanation, options?: CompareOptions): Table {
  const runs = runsOf(trace, explanation, options)
  const columns = [
    {name: 'function', kind: 'code'},
    {name: 'place', kind: 'number'},
    {name: 'alike'},
    ...runs.map(({name}) => ({name})),
  ] as const
  if (runs.length < 2) return {caption: 'There is nothing to compare.', columns, rows: []}
  const sections = aligned(runs)
  return {
    caption: verdict(
      runs,
      sections.filter(({slots}) => slots.length > 0),
    ),
    columns,
    rows: sections.flatMap((section) =>
      section.slots.map(({events, same}, at) => [
        section.function,
        String(at + 1),
        !same
          ? 'differs'
          : section.present.length < runs.length
            ? `alike in ${section.present.length} runs`
            : 'alike',
        ...events.map((event, run) =>
          event === null
            ? '–'
            : `call ${event + 1}: ${looks[runs[run]?.trace.outcome(event) ?? 'error'].word}`,
        ),
      ]),
    ),
  }
}

/** Runs side by side: two programs, several key policies, or the hosts of one job, with the places where they part. */
export const compare = chart<CompareOptions>(draw, table)
