import {
  type Divergence,
  duration,
  type Outcome,
  ranged,
  type Run,
  sayFurther,
  type Section,
  type Slot,
  total,
  type Trace,
} from '../../../lib/index.ts'
import {
  type Block,
  clean,
  type Drawing,
  mark,
  type Span,
  spans,
  spansWidth,
  valueAt,
  width as widthOf,
  write,
} from '../../frame/index.ts'
import {hues, type Tone} from '../../theme.ts'
import {edited} from '../edited.ts'
import {valuesOf} from '../values.ts'
import {glyph, outline} from '../glyph.ts'
import {isReadAt, lookAt, missAt, toneAt, unit} from '../position.ts'
import {type Equals, equals, isOdd} from './equals.ts'

const [rowHeight, numbersHeight, least] = [28, 16, 15]
/** From this width on, names stand beside the places. */
const wide = 560

/** What the functions are drawn of. */
export interface Sheet {
  readonly runs: readonly Run[]
  readonly divergences: readonly Divergence[]
  readonly width: number
  /** Whether the runs were given apart, so that a mark says which one it is of. */
  readonly apart: boolean
  /** Positions of the misses that a what-if spares, in the trace that was given first. */
  readonly gone: ReadonlySet<number>
}

/** Where the places of a function stand. */
interface Area {
  readonly left: number
  readonly right: number
  /** The places that fit, of which the first is the place `from`, each `step` px wide. */
  readonly shown: readonly Slot[]
  readonly from: number
  readonly step: number
}

/** One function: a row for the runs that are equal in it, a mark a place, and what is odd in its own words. */
export function drawSection(section: Section, y: number, sheet: Sheet): Block {
  const {runs, width} = sheet
  const rows = timed(equals(section), section, sheet)
  const area = areaOf(section.slots, rows, sheet)
  const shown = rows.reduce((sum, row) => sum + row.runs.length, 0)
  const note = [summary(section), ...notes(section, runs.length, shown, area)].join(' · ')
  const below = width < wide
  const top = y + (below ? 42 : 24)
  let at = top + numbersHeight
  const drawn = rows.map((row) => {
    const one = drawRow(row, section, at, area, sheet)
    at += one.height
    return one
  })
  return {
    drawings: [
      write(section.function, 8, y + 14, {
        font: 'code',
        room: below ? width - 16 : width - widthOf(note, 12) - 32,
      }),
      below
        ? write(note, 8, y + 30, {size: 12, fill: 'muted', room: width - 16})
        : write(note, width - 8, y + 14, {size: 12, fill: 'muted', anchor: 'end'}),
      ...numbers(area, top + 11, below),
      ...drawn.flatMap(({drawings}) => drawings),
    ],
    height: at - y + 12,
  }
}

/** The numbers of the places, as many as there is room for, and what they number. */
function numbers({left, from, shown, step}: Area, y: number, below: boolean): Drawing[] {
  const look = {size: 12, fill: 'muted'} as const
  const nth = Math.ceil((widthOf(String(from + shown.length), 12) + 6) / step)
  const all = shown.flatMap((_, at) =>
    at % nth === 0
      ? [write(String(from + at + 1), left + (at + 0.5) * step, y, {...look, anchor: 'middle'})]
      : [],
  )
  return below ? all : [write(sayFurther('place numbers'), 8, y, {...look, room: left - 16}), ...all]
}

const nameOf = ({runs: which}: Equals, {runs}: Sheet): string => {
  const names = ranged(which.map((run) => clean(valueAt(runs, run).name.slice(0, 200))))
  return which.length > 1 ? sayFurther('equal runs', {names}) : names
}

function areaOf(slots: readonly Slot[], rows: readonly Equals[], sheet: Sheet): Area {
  const {width} = sheet
  const names = rows.map((row) => widthOf(nameOf(row, sheet), 13))
  const left = width < wide ? 12 : 8 + Math.min(width * 0.3, Math.max(...names) + 18)
  const right = width - 76
  const room = Math.floor((right - left) / least)
  const first = slots.findIndex(({same}) => !same)
  const from =
    slots.length <= room || first < 0
      ? 0
      : Math.min(Math.max(0, first - Math.floor(room / 3)), slots.length - room)
  const shown = slots.slice(from, from + room)
  return {left, right, shown, from, step: Math.min(44, (right - left) / Math.max(1, shown.length))}
}

function summary({present, slots, differing: apart}: Section): string {
  const places = slots.length
  if (present.length === 1) return sayFurther('places of one', {places})
  return apart === 0
    ? sayFurther('places alike', {places})
    : sayFurther(apart === 1 ? 'one place differs' : 'some places differ', {differing: apart, places})
}

/** What of a section is not drawn. */
function notes({present, slots}: Section, runs: number, drawn: number, {shown, from}: Area): string[] {
  const all: string[] = []
  if (shown.length < slots.length)
    all.push(sayFurther('places shown', {from: from + 1, to: from + shown.length}))
  if (drawn < present.length) all.push(sayFurther('runs shown', {shown: drawn, runs: present.length}))
  if (present.length > 1 && present.length < runs)
    all.push(sayFurther('not in', {runs: runs - present.length}))
  return all
}

/** A ground behind a row's mark at each place that differs. */
const differing = ({left, shown, from, step}: Area, base: number): Drawing[] =>
  shown.flatMap(({same}, at) => {
    const box = {
      x: left + at * step,
      y: base - rowHeight / 2,
      width: step,
      height: rowHeight,
      fill: 'lit',
      'fill-opacity': 0.6,
      stroke: 'rule',
    } as const
    return same
      ? []
      : [mark('rect', box, mark('title', {}, sayFurther('these differ', {place: from + at + 1})))]
  })

/** Equal runs: their names, what they do at each place, how long that took the slowest, and where they part from the most. */
function drawRow(row: Timed, section: Section, y: number, area: Area, sheet: Sheet): Block {
  const {left, shown, step} = area
  const {width} = sheet
  const below = width < wide
  const base = y + (below ? 18 : 0) + rowHeight / 2
  const odd = oddWords(row, section, sheet)
  const places = shown.map((slot, at) => drawPlace(slot, row.runs, left + (at + 0.5) * step, base, sheet))
  return {
    drawings: [
      ...differing(area, base),
      write(nameOf(row, sheet), 8, below ? y + 14 : base + 4, {
        room: below ? width - 16 : left - 16,
      }),
      mark('line', {x1: left, x2: left + shown.length * step, y1: base, y2: base, stroke: 'rule'}),
      ...places,
      ...(row.time === '' ? [] : [write(row.time, width - 8, base + 4, {size: 12, anchor: 'end'})]),
      ...note(odd, row.odd - area.from, base + 24, area, width),
    ],
    height: rowHeight + (below ? 18 : 0) + (odd.length > 0 ? 18 : 0),
  }
}

/** The words under the odd cell, where there is room; else as far left as they need. */
function note(odd: readonly Span[], at: number, y: number, {left, step}: Area, width: number): Drawing[] {
  if (odd.length === 0) return []
  const wanted = Math.max(left, left + at * step)
  const x = Math.max(8, Math.min(wanted, width - 8 - spansWidth(odd, 12)))
  return [spans(odd, x, y, {size: 12, room: width - 8 - x})]
}

/** Equal runs, and how long the slowest of them took; empty where no time is known. */
interface Timed extends Equals {
  readonly time: string
}

/** Equal runs, each with its time. */
const timed = (rows: readonly Equals[], section: Section, sheet: Sheet): Timed[] =>
  rows.map((row) => {
    const seconds = Math.max(...row.runs.map((which) => secondsOf(which, section, sheet)))
    return {...row, time: seconds > 0 ? duration(seconds) : ''}
  })

const secondsOf = (run: number, {slots}: Section, {gone, runs}: Sheet): number =>
  slots.reduce((sum, {events}) => {
    const event = valueAt(events, run)
    return event === null || isGone(valueAt(runs, run), event, gone)
      ? sum
      : sum + total(valueAt(runs, run).trace.seconds(event))
  }, 0)

/** What is odd in a row, at the first place where it is. */
function oddWords({runs: which}: Equals, section: Section, sheet: Sheet): Span[] {
  const names = new Set(which.map((run) => valueAt(sheet.runs, run).name))
  const found = sheet.divergences.find(
    (one) => one.function === section.function && one.odd.some((name) => names.has(name)),
  )
  if (found === undefined || found.what === 'absent') return []
  const {what, nth, own, causes, before: since, miss, other} = found
  const tone = (miss ?? other)?.verdict ?? 'unknown'
  const [cause] = causes
  const first: Span = {
    text: `${sayFurther(`odd ${what}`, {nth, own})}${cause === undefined ? '' : ':'}`,
    bold: true,
    fill: hues[tone].text,
  }
  if (cause === undefined) return [first]
  const path: Span = {text: cause.path, code: true}
  if (since === 'earlier') return [first, path, ...edited(cause, 12, sheet.width < wide ? 160 : 500)]
  const {now, before} = valuesOf(cause)
  return [
    first,
    path,
    {text: now ?? sayFurther('not there'), code: now !== null, bold: true},
    {text: sayFurther('for the others'), fill: 'muted'},
    {text: before ?? sayFurther('not there'), code: before !== null, fill: 'muted'},
  ]
}

/** What equal runs do at a place; ringed where the most do something else, a ghost where a what-if spares it in all of them. */
function drawPlace(slot: Slot, equal: readonly number[], x: number, y: number, sheet: Sheet): Drawing {
  const run = valueAt(equal, 0)
  const event = valueAt(slot.events, run)
  const held = valueAt(sheet.runs, run)
  const tone = event === null ? 'unknown' : toneAt(held.trace, held.explanation, event)
  const ring = isOdd(slot, run) ? [ringed(x, y, tone)] : []
  const isSpared = equal.every((which) => {
    const own = valueAt(slot.events, which)
    return own !== null && isGone(valueAt(sheet.runs, which), own, sheet.gone)
  })
  if (event !== null) return drawEvent(held, event, x, y, {ring, apart: sheet.apart, isSpared})
  const isTold = slot.elsewhere.includes(run) || slot.groups.some((group) => group.includes(run))
  const why = slot.elsewhere.includes(run) ? 'elsewhere' : isTold ? 'lacks' : 'untold'
  return mark('g', {}, ...ring, gap(x, y, why))
}

/** The ring around what is odd. */
export const ringed = (x: number, y: number, tone: Tone, r = 10): Drawing =>
  mark('circle', {cx: x, cy: y, r, fill: 'none', stroke: hues[tone].text, 'stroke-width': 2})

/** Where a run has nothing: a ring where it lacks the miss or has it at another place, a dash where its log could not show it. */
const gap = (x: number, y: number, why: 'elsewhere' | 'lacks' | 'untold'): Drawing =>
  why !== 'untold'
    ? mark('circle', {cx: x, cy: y, r: 2, fill: 'paper', stroke: 'muted'}, mark('title', {}, sayFurther(why)))
    : mark('line', {x1: x - 3, x2: x + 3, y1: y, y2: y, stroke: 'muted'}, mark('title', {}, sayFurther(why)))

function drawEvent(
  run: Run,
  event: number,
  x: number,
  y: number,
  {
    apart,
    isSpared,
    ring,
  }: {readonly apart: boolean; readonly isSpared: boolean; readonly ring: readonly Drawing[]},
): Drawing {
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
      `${unit(trace)} ${index + 1}: ${isSpared ? sayFurther('predicted gone') : wordAt(trace, event)}${seconds > 0 ? ` ${duration(seconds)}` : ''}. ${missAt(explanation, event)?.sentence ?? ''}`,
    ),
    ...ring,
    isSpared
      ? ghost(outcome, x, y)
      : isReadAt(trace, event)
        ? hollow(outcome, toneAt(trace, explanation, event), x, y)
        : glyph(outcome, toneAt(trace, explanation, event), x, y, 5),
  )
}

/** What became of an event, in a word. */
export const wordAt = (trace: Trace, event: number): string =>
  isReadAt(trace, event) ? sayFurther('from disk') : lookAt(trace, event).word

/** What was read from disk, and not compiled. */
export const hollow = (outcome: Outcome, tone: Tone, x: number, y: number): Drawing =>
  mark('path', {d: outline(outcome, x, y, 5), fill: 'paper', stroke: hues[tone].text, 'stroke-width': 1.5})

/** A miss that a what-if spares. */
export const ghost = (outcome: Outcome, x: number, y: number): Drawing =>
  mark('path', {
    d: outline(outcome, x, y, 5),
    fill: 'paper',
    stroke: 'spared',
    'stroke-dasharray': '2 1',
  })

/** Whether a what-if of the first trace spares an event of a run. */
export const isGone = (run: Run, event: number, gone: ReadonlySet<number>): boolean =>
  run.given === 0 && gone.has(positionOf(run, event))

/** The position of an event in the trace that was given. */
export const positionOf = ({positions}: Run, event: number): number => positions?.[event] ?? event
