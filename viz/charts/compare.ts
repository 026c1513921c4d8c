import {type Explanation, type Outcome, total, type Trace} from '../../lib/index.ts'
import {chart, type ChartOptions, clean, count, type Drawing, duration, frame, integer, mark, nothing, type Table, width as widthOf, widthFor, wrap, write} from '../frame/index.ts'
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

const [rowHeight, least] = [26, 13]
const title = 'Comparison of runs'

function runsOf(trace: Trace, explanation: Explanation, options: CompareOptions | undefined): Run[] {
  if (options?.others !== undefined) return [{name: options.name ?? trace.header.title ?? 'this run', trace, explanation}, ...options.others]
  const processes = new Set<string>()
  for (const index of trace.misses()) {
    const {process} = trace.at(index)
    if (process !== undefined) processes.add(process)
  }
  return [...processes].map((process) => ({name: process, trace, explanation, process}))
}

/** Who differs first, where, and in what. */
function verdict(runs: readonly Run[], sections: readonly Section[]): string {
  const differing = sections.reduce((sum, section) => sum + section.differing, 0)
  if (differing === 0) return `These ${count(runs.length, 'run')} do the same: ${count(sections.reduce((sum, {slots}) => sum + slots.length, 0), 'place')}, all alike.`
  const section = sections.find((one) => one.differing > 0)
  const at = section?.slots.findIndex(({same}) => !same) ?? -1
  const slot = section?.slots[at]
  if (section === undefined || slot === undefined) return ''
  const odd = oddOne(runs, slot)
  const other = slot.events.findIndex((event, run) => run !== odd && event !== null)
  const [a, b] = [runs[odd], runs[other]]
  const [mine, theirs] = [slot.events[odd], slot.events[other]]
  const where = `${a?.name ?? '?'} differs first at place ${integer(at + 1)} of ${section.function}`
  const rest = ` ${count(differing, 'place')} ${differing === 1 ? 'differs' : 'differ'} in all.`
  if (a === undefined || b === undefined || mine === null || mine === undefined) return `${where}: it lacks that miss.${rest}`
  if (theirs === null || theirs === undefined) return `${where}: it alone has that miss.${rest}`
  const [now, before] = [a.trace.outcome(mine), b.trace.outcome(theirs)]
  if (now !== before) return `${where}: ${looks[now].word}, ${b.name} ${looks[before].word}.${rest}`
  const [k, l] = [a.trace.keyAt(mine), b.trace.keyAt(theirs)]
  const found = k < 0 || l < 0 ? null : difference(a.trace.key(k), b.trace.key(l))
  return found === null ? `${where}.${rest}` : `${where}: ${found.path} is ${found.now}, for ${b.name} ${found.before}.${rest}`
}

/** The run that stands alone at a slot; the last of those that differ from the first where several do. */
function oddOne(runs: readonly Run[], {events}: Slot): number {
  const said = events.map((event, at) => (event === null ? 'none' : JSON.stringify([runs[at]?.trace.outcome(event), facts(runs[at], event)])))
  const alone = said.findIndex((one) => said.filter((other) => other === one).length === 1 && said.length > 2)
  return alone >= 0 ? alone : Math.max(1, said.findIndex((one) => one !== said[0]))
}

const facts = (run: Run | undefined, event: number): string => {
  const id = run?.trace.keyAt(event) ?? -1
  return run === undefined || id < 0 ? '' : run.trace.key(id).facts.filter(({component}) => component !== 'function').map(({path, value}) => `${path.join('.')}=${value}`).join(';')
}

function draw(trace: Trace, explanation: Explanation, options?: CompareOptions): Drawing {
  const runs = runsOf(trace, explanation, options)
  if (runs.length < 2) return nothing(title, 'There is nothing to compare: give a second run, or a log of several processes.', options)
  const sections = aligned(runs).filter(({slots}) => slots.length > 0)
  if (sections.length === 0) return nothing(title, 'None of these runs holds a call.', options)
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
  for (const section of sections.slice(0, 12)) {
    body.push(...drawSection(runs, section, y, width))
    y += 30 + runs.length * rowHeight + 10
  }
  if (sections.length > 12) {
    body.push(write(`and ${count(sections.length - 12, 'more function')}`, 8, y + 12, {fill: 'muted', size: 12}))
    y += 22
  }
  return frame(title, said, width, y + 20, options, mark('g', {}, mark('title', {}, said), ...lines.map((one, at) => write(one, 8, 20 + at * 20, {size: 14}))), ...body, ...legend(tally, y + 10, 8, width - 8))
}

function drawSection(runs: readonly Run[], {function: who, slots, differing}: Section, y: number, width: number): Drawing[] {
  const gutter = Math.min(width * 0.3, Math.max(...runs.map(({name}) => widthOf(clean(name.slice(0, 200)), 13))) + 18)
  const [left, right] = [8 + gutter, width - 16]
  const most = Math.floor((right - left) / least)
  const first = slots.findIndex(({same}) => !same)
  const from = slots.length <= most || first < 0 ? 0 : Math.min(Math.max(0, first - Math.floor(most / 3)), slots.length - most)
  const shown = slots.slice(from, from + most)
  const step = Math.min(40, (right - left) / Math.max(1, shown.length))
  const summary = differing === 0 ? `${count(slots.length, 'place')}, all alike` : `${integer(differing)} of ${count(slots.length, 'place')} ${differing === 1 ? 'differs' : 'differ'}`
  const part = shown.length < slots.length ? ` (places ${integer(from + 1)} to ${integer(from + shown.length)} shown)` : ''
  const wide = widthOf(summary + part, 12)
  return [
    write(who, 8, y + 14, {font: 'code', room: width - wide - 32}),
    write(summary + part, width - 8, y + 14, {size: 12, fill: 'muted', anchor: 'end'}),
    ...shown.map(({same}, at) => (same ? null : mark('rect', {x: left + at * step, y: y + 22, width: step, height: runs.length * rowHeight, fill: 'lit', stroke: 'rule'}, mark('title', {}, `place ${from + at + 1}: these differ`)))).filter((drawing) => drawing !== null),
    ...runs.flatMap((run, row) => {
      const base = y + 22 + row * rowHeight + rowHeight / 2
      return [
        write(run.name, 8, base + 4, {room: gutter - 8}),
        mark('line', {x1: left, x2: right, y1: base, y2: base, stroke: 'rule'}),
        ...shown.map(({events}, at) => drawEvent(run, events[row] ?? null, left + (at + 0.5) * step, base)),
      ]
    }),
  ]
}

function drawEvent({trace, explanation}: Run, event: number | null, x: number, y: number): Drawing {
  if (event === null) return mark('circle', {cx: x, cy: y, r: 2, fill: 'paper', stroke: 'muted'}, mark('title', {}, 'this run lacks that miss'))
  const outcome = trace.outcome(event)
  const seconds = total(trace.seconds(event))
  return mark(
    'g',
    {'data-index': event, 'data-key': trace.keyAt(event)},
    mark('title', {}, `call ${event + 1}: ${looks[outcome].word}${seconds > 0 ? ` ${duration(seconds)}` : ''}. ${missAt(explanation, event)?.sentence ?? ''}`),
    glyph(outcome, x, y, 5),
  )
}

function table(trace: Trace, explanation: Explanation, options?: CompareOptions): Table {
  const runs = runsOf(trace, explanation, options)
  const columns = [{name: 'function', kind: 'code'}, {name: 'place', kind: 'number'}, {name: 'alike'}, ...runs.map(({name}) => ({name}))] as const
  if (runs.length < 2) return {caption: 'There is nothing to compare.', columns, rows: []}
  const sections = aligned(runs)
  return {
    caption: verdict(runs, sections.filter(({slots}) => slots.length > 0)),
    columns,
    rows: sections.flatMap((section) =>
      section.slots.map(({events, same}, at) => [section.function, String(at + 1), same ? 'alike' : 'differs', ...events.map((event, run) => (event === null ? '–' : `call ${event + 1}: ${looks[runs[run]?.trace.outcome(event) ?? 'error'].word}`))]),
    ),
  }
}

/** Runs side by side: two programs, several key policies, or the hosts of one job, with the places where they part. */
export const compare = chart<CompareOptions>(draw, table)
