import {
  duration,
  type Event,
  type Explanation,
  figure,
  phrase,
  say,
  sayFurther,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  heading,
  mark,
  nothing,
  paragraph,
  signs,
  type Table,
  valueAt,
  widthFor,
  write,
} from '../frame/index.ts'
import type {Tone} from '../theme.ts'
import {callAxis} from './callaxis.ts'
import {calledAt, chosen, isOfTorch, missAt, numbered, tellsHits, toneAt} from './position.ts'
import {remembering} from './remembering.ts'
import {runOf} from './run.ts'
import {endOf} from './waterfall/ending.ts'
import {fall} from './waterfall/fall.ts'
import {type Counted, type Falls, falls} from './waterfall/falls.ts'
import {compared, here, named} from './waterfall/row.ts'
import {signals} from './waterfall/signals.ts'
import {type Step, stepsOf} from './waterfall/steps.ts'
import {buttons, high, strip, type Strips, strips} from './waterfall/strip.ts'

const name = 'Waterfall of the caches'

/** From this width on, words stand beside the strips. */
const wide = 680

/** What the rows are drawn of. */
interface Sheet {
  readonly event: Event
  readonly position: number
  readonly tone: Tone
  readonly isGone: boolean
  readonly width: number
  readonly strips: Strips
  readonly falls: Falls
  /** Whether the trace shows hits. */
  readonly hits: boolean
}

function draw(trace: Trace, explanation: Explanation, options?: ChartOptions): Drawing {
  if (trace.length === 0) return nothing(name, sayFurther('no fall'), options)
  if (isOfTorch(trace, chosen(trace, explanation, options?.position)))
    return nothing(name, sayFurther('no layers'), options)
  const sheet = sheetOf(trace, explanation, options)
  const {width, position} = sheet
  const title = options?.title ?? titleOf(sheet.falls, sheet.hits, (options?.gone?.size ?? 0) > 0)
  const says = sheet.hits
    ? sayFurther('falls read')
    : `${sayFurther('falls read')} ${sayFurther('falls implied')}`
  const head = heading({run: runOf(trace, explanation, options), title, says}, width)
  const steps = stepsOf(trace, explanation, position)
  const who = numbered(trace, position)
  const said = sayFurther('fall of call', {
    call: who,
    name: calledAt(trace, position),
    end: endAt(steps, explanation, sheet),
  })
  const call = paragraph(said, 8, head.height + 14, width - 16, {size: 14, most: width < wide ? 2 : 1})
  let y = head.height + (width < wide ? 52 : 32)
  const rows = steps.map((step) => {
    const one = row(step, y, sheet)
    y += one.height
    return one
  })
  const floors = rows.map(({floor}) => floor)
  const below = signs(signals(sheet.strips, sheet.isGone), y + 30, 8, width - 8)
  return frame(
    name,
    `${title}. ${said}`,
    width,
    y + 30 + below.height,
    options,
    ...head.drawings,
    mark('g', {'data-index': position}, ...call.drawings),
    ...rows.flatMap(({bars}) => bars),
    ...fall(steps, floors, sheet.strips, sheet, width >= wide),
    ...(options?.interactive === true ? pressed(trace, steps, floors, sheet) : []),
    ...rows.flatMap(({words}) => words),
    ...callAxis(trace, sheet.strips.x, position, y + 8, [sheet.strips.left, width - 8]),
    ...below.drawings,
  )
}

/** How the chosen call ended; what is spared did not. */
const endAt = (steps: readonly Step[], explanation: Explanation, {event, isGone, position}: Sheet): string =>
  isGone
    ? sayFurther('predicted gone')
    : endOf(steps, event, missAt(explanation, position)?.taxonomy === 'compulsory')

/** Where a reader may press to choose another call. */
const pressed = (trace: Trace, steps: readonly Step[], floors: readonly number[], sheet: Sheet): Drawing[] =>
  steps.flatMap(({layer}, at) => buttons(trace, sheet.strips, layer, valueAt(floors, at)))

function sheetOf(trace: Trace, explanation: Explanation, options: ChartOptions | undefined): Sheet {
  const width = widthFor(options)
  const position = chosen(trace, explanation, options?.position)
  const gone = options?.gone ?? new Set()
  return {
    position,
    width,
    event: trace.at(position),
    tone: toneAt(trace, explanation, position),
    isGone: gone.has(position),
    strips: stripsOf(trace, explanation, gone, width),
    falls: fallsOf(trace, explanation, gone),
    hits: tellsHits(trace),
  }
}

const [rememberedStrips, rememberedFalls] = [remembering<Strips>(), remembering<Falls>()]

function stripsOf(trace: Trace, explanation: Explanation, gone: ReadonlySet<number>, width: number): Strips {
  const left = width < wide ? 8 : 8 + textRoom(width) + 24
  return rememberedStrips(explanation, [width, trace.length, ...gone].join(), () =>
    strips(trace, explanation, gone, left, width - 8),
  )
}

const fallsOf = (trace: Trace, explanation: Explanation, gone: ReadonlySet<number> = new Set()): Falls =>
  rememberedFalls(explanation, [trace.length, ...gone].join(), () => falls(trace, gone))

/** The room for words beside the strips. */
const textRoom = (width: number): number => Math.min(520, Math.round((width - 40) * 0.46))

/** For who never heard of jit: how often a program was asked for, and how often one was there. */
function titleOf({calls, reused, raised, read}: Falls, hits: boolean, isPredicted: boolean): string {
  const disk = read === 0 ? '' : sayFurther('falls on disk', {read})
  const said = hits
    ? sayFurther(reused > 0 ? 'falls title' : 'falls in vain', {calls, reused, disk})
    : sayFurther('falls of a log', {missed: calls - reused - raised, disk})
  return isPredicted ? `${said} (${sayFurther('predicted')})` : said
}

interface Row {
  readonly bars: readonly Drawing[]
  readonly words: readonly Drawing[]
  readonly height: number
  /** The y of the floor of its strip. */
  readonly floor: number
}

/** A layer: its words, its strip, and what it was to the chosen call. */
function row(step: Step, y: number, sheet: Sheet): Row {
  const {tone, width, strips: all} = sheet
  const {layer} = step
  const isWide = width >= wide
  const room = isWide ? textRoom(width) : width - 16
  const head = named(step, 8, y, room)
  const stripTop = isWide ? y : y + head.height
  const counted = sheet.falls.by.get(layer)
  const floor = stripTop + 24 + (counted?.asked === 0 ? 0 : high)
  const under = isWide ? y + head.height : floor + 6
  const call = here(step, tone, 8, under, room, counted?.asked === 0 ? 1 : 2)
  const members = compared(step.members, 8, under + call.height, room)
  const bottom = Math.max(floor, under + call.height + members.height)
  const counts = overall(counted, sheet.hits)
  return {
    bars: [
      mark('line', {x1: 8, x2: width - 8, y1: y - 4, y2: y - 4, stroke: 'rule'}),
      ...strip(all, layer, floor),
    ],
    words: [
      ...head.drawings,
      write(counts, all.left, stripTop + 14, {
        size: 12,
        fill: 'muted',
        room: width - 8 - all.left,
        more: {class: 'jl-label'},
      }),
      ...call.drawings,
      ...members.drawings,
    ],
    height: bottom - y + 18,
    floor,
  }
}

/** What a layer was asked and answered over all calls, and its seconds. */
function tallied({asked, answered, untold, seconds}: Counted, hits: boolean): string {
  const missed = asked - answered
  const time = seconds > 0 ? ` · ${duration(seconds)}` : ''
  if (asked === 0) return sayFurther(untold > 0 ? 'it not told' : 'never asked') + time
  const open = untold > 0 ? sayFurther('told not of', {untold}) : ''
  if (hits && untold === 0)
    return sayFurther(answered > 0 ? 'asked and had' : 'asked in vain', {asked, answered}) + time
  const said = [
    ...(missed > 0 ? [sayFurther('had it not', {missed})] : []),
    ...(answered > 0 ? [sayFurther('had it often', {answered})] : []),
  ]
  return said.join(', ') + open + time
}

function table(trace: Trace, explanation: Explanation, options?: ChartOptions): Table {
  const columns = [
    {name: 'layer', kind: 'word'},
    {name: 'answer', kind: 'word'},
    {name: 'entry', kind: 'number'},
    {name: 'compares'},
    {name: 'what differed'},
    {name: 'seconds', kind: 'number'},
    {name: 'over all calls'},
  ] as const
  if (trace.length === 0) return {caption: say('no calls'), columns, rows: []}
  const position = chosen(trace, explanation, options?.position)
  if (isOfTorch(trace, position)) return {caption: sayFurther('no layers'), columns, rows: []}
  const {by} = fallsOf(trace, explanation, options?.gone)
  const hits = tellsHits(trace)
  return {
    caption: sayFurther('fall', {call: numbered(trace, position), name: calledAt(trace, position)}),
    columns,
    rows: stepsOf(trace, explanation, position).map(
      ({layer, result, entry, causes, because, members, seconds, implied}) => [
        layer,
        implied ? `${result} (implied)` : result,
        entry < 0 ? '–' : figure(entry),
        members,
        causes.length > 0 ? causes.map(phrase).join('; ') : because,
        seconds > 0 ? duration(seconds) : '–',
        overall(by.get(layer), hits),
      ],
    ),
  }
}

const overall = (counts: Counted | undefined, hits: boolean): string =>
  counts === undefined ? '' : tallied(counts, hits)

/** The layers of caches, a row each: what each was asked and answered over the run, and how one call fell through them, what each compared, and what it cost. */
export const waterfall = chart(draw, table)
