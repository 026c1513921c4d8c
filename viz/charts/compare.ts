import {
  type Alignment,
  alignRuns,
  asFar,
  duration,
  type Explanation,
  limits,
  type Named,
  parting,
  type Run as Aligned,
  say,
  type Section,
  type Slot,
  total,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  clean,
  type Drawing,
  frame,
  mark,
  nothing,
  type Table,
  valueAt,
  width as widthOf,
  widthFor,
  wrap,
  write,
} from '../frame/index.ts'
import {looks} from '../theme.ts'
import {count, emptyTally, glyph, legend, type Tally} from './glyph.ts'
import {missAt, toneAt} from './position.ts'

/** One of the runs that are compared. */
export interface Run {
  /** Tells it from the others. */
  readonly name: string
  readonly trace: Trace
  readonly explanation: Explanation
}

/** What the comparison of runs takes. */
export interface CompareOptions extends ChartOptions {
  /** What the trace is compared with: other runs, key policies or hosts. Without it, the processes of the trace itself. */
  readonly others?: readonly Run[]
  /** The name of the trace itself. */
  readonly name?: string
}

const [rowHeight, least, rows] = [26, 13, 12]
/** So many functions have a part of the picture, and so many runs a sentence. */
const [most, told] = [12, 3]
const title = 'Comparison of runs'

/** The runs side by side, as `jitlens hosts` has them too. */
function alignmentOf(trace: Trace, {others, name}: CompareOptions = {}): Alignment {
  const given: Named[] =
    others === undefined
      ? [{name: 'run', trace}]
      : [{name: name ?? trace.header.title ?? 'this run', trace}, ...others]
  const held = remembered.get(trace)
  if (held !== undefined && isSame(held.given, given)) return held.alignment
  const alignment = alignRuns(given)
  remembered.set(trace, {given: given.map((one) => ({...one, length: one.trace.length})), alignment})
  return alignment
}

/** A picture is drawn anew in every width: the runs are aligned once, until one of them grows. */
const remembered = new WeakMap<Trace, Remembered>()

interface Remembered {
  readonly given: readonly (Named & {readonly length: number})[]
  readonly alignment: Alignment
}

const isSame = (held: Remembered['given'], given: readonly Named[]): boolean =>
  held.length === given.length &&
  held.every(
    ({name, trace, length}, at) =>
      given[at]?.name === name && given[at].trace === trace && trace.length === length,
  )

/** Who parts from the others, where, and in what. */
function verdict({runs, sections, divergences}: Alignment): string {
  const places = sections.reduce((sum, {slots}) => sum + slots.length, 0)
  const untold = limits(runs)
  if (divergences.length === 0)
    return [say('runs alike', {runs: runs.length, limit: asFar(runs), places}), ...untold].join(' ')
  const met = new Set<string>()
  const first = divergences.filter(({odd}) => {
    const isNew = odd.some((name) => !met.has(name))
    odd.forEach((name) => met.add(name))
    return isNew
  })
  const differing = sections.reduce((sum, section) => sum + section.differing, 0)
  const more = first.length > told ? [say('runs more', {runs: first.length - told})] : []
  const rest = differing === 0 ? [] : [say('places differ', {places: differing})]
  return [...first.slice(0, told).map(parting), ...more, ...rest, ...untold].join(' ')
}

/** Why there is nothing to draw, in a sentence; null where there is. */
function nothingOf({runs}: Alignment, sections: readonly Section[]): string | null {
  if (runs.length < 2) return say('give two runs')
  if (sections.length === 0) return say('empty runs')
  return sections.some(({present}) => present.length > 1)
    ? null
    : say('nothing in common', {runs: runs.length})
}

function draw(trace: Trace, _explanation: Explanation, options: CompareOptions | undefined): Drawing {
  const alignment = alignmentOf(trace, options)
  const {runs} = alignment
  const sections = alignment.sections.filter(({slots}) => slots.length > 0)
  const empty = nothingOf(alignment, sections)
  if (empty !== null) return nothing(title, empty, options)
  const width = widthFor(options)
  const said = verdict(alignment).replaceAll('`', '')
  const lines = wrap(clean(said), Math.min(width - 16, 620), 14, 'prose', 4)
  const body: Drawing[] = []
  let y = 12 + lines.length * 20
  const parts = sections.filter(({present}) => runs.length <= rows || present.length > 1)
  for (const section of parts.slice(0, most)) {
    const chosen = few(section)
    body.push(...drawSection(runs, chosen, section, y, width, options?.others !== undefined))
    y += 30 + chosen.length * rowHeight + 10
  }
  const left = sections.length - Math.min(most, parts.length)
  if (left > 0) {
    const rest = say('functions more', {functions: left})
    body.push(write(rest, 8, y + 12, {fill: 'muted', size: 12}))
    y += 22
  }
  const heading = lines.map((one, at) => write(one, 8, 20 + at * 20, {size: 14}))
  return frame(
    title,
    said,
    width,
    y + 20,
    options,
    mark('g', {}, mark('title', {}, said), ...heading),
    ...body,
    ...legend(tallyOf(runs, sections), y + 10, 8, width - 8),
  )
}

/** How often each shape and each colour is drawn. */
function tallyOf(runs: readonly Aligned[], sections: readonly Section[]): Tally {
  const tally = emptyTally()
  for (const {slots} of sections)
    for (const {events} of slots)
      runs.forEach(({trace, explanation}, at) => {
        const event = valueAt(events, at)
        if (event !== null) count(tally, trace, event, toneAt(trace, explanation, event))
      })
  return tally
}

/** The runs that have a row: those that call the function; of many, those that most often do what the most do not. */
function few({present, slots}: Section): readonly number[] {
  if (present.length <= rows) return present
  const odd = new Map<number, number>()
  for (const {
    groups: [, ...others],
  } of slots)
    for (const run of others.flat()) odd.set(run, (odd.get(run) ?? 0) + 1)
  return [...present]
    .sort((a, b) => (odd.get(b) ?? 0) - (odd.get(a) ?? 0) || a - b)
    .slice(0, rows)
    .sort((a, b) => a - b)
}

/** Where a section is drawn. */
interface Area {
  readonly y: number
  readonly left: number
  readonly right: number
  /** The places that fit, of which the first is the place `from`, each `step` px wide. */
  readonly shown: readonly Slot[]
  readonly from: number
  readonly step: number
}

function areaOf(
  runs: readonly Aligned[],
  chosen: readonly number[],
  slots: readonly Slot[],
  y: number,
  width: number,
): Area {
  const names = chosen.map((at) => widthOf(clean(valueAt(runs, at).name.slice(0, 200)), 13))
  const [left, right] = [8 + Math.min(width * 0.3, Math.max(...names) + 18), width - 16]
  const room = Math.floor((right - left) / least)
  const first = slots.findIndex(({same}) => !same)
  const from =
    slots.length <= room || first < 0
      ? 0
      : Math.min(Math.max(0, first - Math.floor(room / 3)), slots.length - room)
  const shown = slots.slice(from, from + room)
  return {y, left, right, shown, from, step: Math.min(40, (right - left) / Math.max(1, shown.length))}
}

function drawSection(
  runs: readonly Aligned[],
  chosen: readonly number[],
  section: Section,
  y: number,
  width: number,
  apart: boolean,
): Drawing[] {
  const area = areaOf(runs, chosen, section.slots, y, width)
  const note = [summary(section), ...notes(section, runs.length, chosen.length, area)].join(' · ')
  return [
    write(section.function, 8, y + 14, {font: 'code', room: width - widthOf(note, 12) - 32}),
    write(note, width - 8, y + 14, {size: 12, fill: 'muted', anchor: 'end'}),
    ...drawDiffering(area, chosen.length * rowHeight),
    ...chosen.flatMap((which, row) => {
      const run = runs[which]
      return run === undefined ? [] : drawRun(run, which, area, y + 22 + (row + 0.5) * rowHeight, apart)
    }),
  ]
}

function summary({present, slots, differing}: Section): string {
  const places = slots.length
  if (present.length === 1) return say('places of one', {places})
  return differing === 0
    ? say('places alike', {places})
    : say(differing === 1 ? 'one place differs' : 'some places differ', {differing, places})
}

/** What of a section is not drawn. */
function notes({present, slots}: Section, runs: number, chosen: number, {shown, from}: Area): string[] {
  const all: string[] = []
  if (shown.length < slots.length) all.push(say('places shown', {from: from + 1, to: from + shown.length}))
  if (chosen < present.length) all.push(say('runs shown', {shown: chosen, runs: present.length}))
  if (present.length > 1 && present.length < runs) all.push(say('not in', {runs: runs - present.length}))
  return all
}

/** A ground behind each place that differs. */
const drawDiffering = ({y, left, shown, from, step}: Area, height: number): Drawing[] =>
  shown.flatMap(({same}, at) => {
    const box = {x: left + at * step, y: y + 22, width: step, height, fill: 'lit', stroke: 'rule'} as const
    return same ? [] : [mark('rect', box, mark('title', {}, say('these differ', {place: from + at + 1})))]
  })

function drawRun(run: Aligned, which: number, area: Area, base: number, apart: boolean): Drawing[] {
  const {left, right, shown, step} = area
  return [
    write(run.name, 8, base + 4, {room: left - 16}),
    mark('line', {x1: left, x2: right, y1: base, y2: base, stroke: 'rule'}),
    ...shown.map(({events, groups, elsewhere}, at) => {
      const event = valueAt(events, which)
      const x = left + (at + 0.5) * step
      if (event !== null) return drawEvent(run, event, x, base, apart)
      return drawGap(
        x,
        base,
        elsewhere.includes(which)
          ? 'elsewhere'
          : groups.some((group) => group.includes(which))
            ? 'lacks'
            : 'untold',
      )
    }),
  ]
}

/** Where a run has nothing: a ring where it lacks the miss or has it at another place, a dash where its log could not show it. */
const drawGap = (x: number, y: number, why: 'elsewhere' | 'lacks' | 'untold'): Drawing =>
  why !== 'untold'
    ? mark('circle', {cx: x, cy: y, r: 2, fill: 'paper', stroke: 'muted'}, mark('title', {}, say(why)))
    : mark('line', {x1: x - 3, x2: x + 3, y1: y, y2: y, stroke: 'muted'}, mark('title', {}, say(why)))

function drawEvent(run: Aligned, event: number, x: number, y: number, apart: boolean): Drawing {
  const {trace, explanation, given} = run
  const outcome = trace.outcome(event)
  const seconds = total(trace.seconds(event))
  const index = positionOf(run, event)
  return mark(
    'g',
    {
      'data-run': apart ? given : undefined,
      'data-index': index,
      'data-key': apart ? undefined : trace.keyAt(event),
    },
    mark(
      'title',
      {},
      `call ${index + 1}: ${looks[outcome].word}${seconds > 0 ? ` ${duration(seconds)}` : ''}. ${missAt(explanation, event)?.sentence ?? ''}`,
    ),
    glyph(outcome, toneAt(trace, explanation, event), x, y, 5),
  )
}

/** The position of an event in the trace that was given. */
const positionOf = ({positions}: Aligned, event: number): number => positions?.[event] ?? event

function table(trace: Trace, _explanation: Explanation, options?: CompareOptions): Table {
  const alignment = alignmentOf(trace, options)
  const {runs, sections} = alignment
  const columns = [
    {name: 'function', kind: 'code'},
    {name: 'place', kind: 'number'},
    {name: 'alike'},
    ...runs.map(({name}) => ({name})),
  ] as const
  if (runs.length < 2) return {caption: say('one run'), columns, rows: []}
  return {
    caption: verdict(alignment),
    columns,
    rows: sections.flatMap((section) =>
      section.slots.map((slot, at) => [
        section.function,
        String(at + 1),
        alike(slot, section, runs.length),
        ...runs.map((run, which) => cell(run, valueAt(slot.events, which))),
      ]),
    ),
  }
}

function alike({same}: Slot, {present}: Section, runs: number): string {
  if (!same) return 'differs'
  return present.length < runs ? `alike in ${present.length} runs` : 'alike'
}

const cell = (run: Aligned, event: number | null): string =>
  event === null ? '–' : `call ${positionOf(run, event) + 1}: ${looks[run.trace.outcome(event)].word}`

/** Runs side by side: two programs, several key policies, or the hosts of one job, with the places where they part. */
export const compare = chart<CompareOptions>(draw, table)
