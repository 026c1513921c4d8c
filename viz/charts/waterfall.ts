import {
  type Cause,
  duration,
  type Event,
  type Explanation,
  figure,
  type Layer,
  layers,
  say,
  total,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  line,
  mark,
  nothing,
  type Table,
  width as widthOf,
  widthFor,
  wrap,
  write,
  type Writing,
} from '../frame/index.ts'
import {hues, type Role, type Tone} from '../theme.ts'
import {glyph} from './glyph.ts'
import {answer, compares} from './layers.ts'
import {calledAt, chosen, missAt, unit, toneAt} from './position.ts'

const name = 'Waterfall of one call'

interface Step {
  readonly layer: Layer
  readonly result: 'hit' | 'miss' | 'not asked'
  readonly entry: number
  readonly implied: boolean
  readonly seconds: number
  readonly causes: readonly Cause[]
  /** What is left to say where no part of the key tells it. */
  readonly because: string
}

/** Layers that follow from the traced program. */
const after: readonly Layer[] = ['lower', 'compile', 'persistent']

/** How the chosen call fell: what each layer compared and answered, and what it cost. */
function stepsOf(trace: Trace, explanation: Explanation, position: number): Step[] {
  const event = trace.at(position)
  const miss = missAt(explanation, position)
  const isRetraced = answer(event, 'trace')?.result === 'miss'
  return layers.map((layer): Step => {
    const found = answer(event, layer)
    if (found === null) return {...unasked, layer, seconds: secondsOf(event, layer)}
    const isMiss = found.result === 'miss'
    const causes = (miss?.causes ?? []).filter(
      ({component}) => isMiss && compares(trace)[layer].parts.includes(component),
    )
    const isNewProgram = isRetraced && after.includes(layer)
    return {
      ...found,
      seconds: secondsOf(event, layer),
      causes,
      because: isMiss && causes.length === 0 ? becauseOf(isNewProgram, miss?.nearest === -1) : '',
    }
  })
}

const unasked = {result: 'not asked', entry: -1, implied: false, causes: [], because: ''} as const

const secondsOf = ({seconds}: Event, layer: Layer): number =>
  layer === 'trace' || layer === 'lower' || layer === 'compile' ? seconds[layer] : 0

function becauseOf(isNewProgram: boolean, isFirst: boolean): string {
  if (isNewProgram) return say('program new')
  return say(isFirst ? 'nothing stored' : 'no entry told')
}

/** Where the steps stand, in px. */
const [sign, text] = [22, 44]

/** What a step is drawn with. */
interface Sheet {
  readonly tone: Tone
  readonly trace: Trace
  readonly event: Event
  readonly width: number
  /** The longest bar, in px and in seconds. */
  readonly bar: number
  readonly longest: number
}

function draw(trace: Trace, explanation: Explanation, options?: ChartOptions): Drawing {
  if (trace.length === 0) return nothing(name, say('no fall'), options)
  const position = chosen(trace, explanation, options?.position)
  const event = trace.at(position)
  const width = widthFor(options)
  const all = stepsOf(trace, explanation, position)
  const longest = Math.max(...all.map((step) => step.seconds)) || 1
  const tone = toneAt(trace, explanation, position)
  const sheet: Sheet = {trace, event, tone, width, bar: Math.min(200, width * 0.2), longest}
  const body: Drawing[] = []
  let [y, bottom] = [36, 0]
  for (const step of all) {
    const {drawing, height} = drawStep(step, y, sheet)
    body.push(drawing)
    if (step.result !== 'not asked') bottom = y + 11
    y += height
  }
  const who = `${calledAt(trace, position)}, ${unit(trace)}`
  const end = endOf(all, event)
  const asked = all.filter(({result}) => result !== 'not asked').length
  return frame(
    name,
    `${who} ${position + 1}: ${all.map(({layer, result}) => `${layer} ${result}`).join(', ')}; ${end}.`,
    width,
    y + 20,
    options,
    write(`${who} ${figure(position + 1)}: ${end}`, 8, 18, {
      size: 14,
      room: width - 16,
      more: {'data-index': position},
    }),
    asked > 0 &&
      mark('line', {
        x1: sign,
        x2: sign,
        y1: 28,
        y2: bottom,
        stroke: hues[tone].fill,
        'stroke-width': 2,
      }),
    ...body,
    write(say('layers asked', {layers: asked}), text, y + 6, {size: 12, fill: 'muted'}),
  )
}

/** How the fall ended. */
function endOf(all: readonly Step[], {outcome, error, seconds}: Event): string {
  if (outcome === 'error') return error === undefined ? say('raised') : say('raised error', error)
  const spent = total(seconds)
  if (all.some(({layer, result}) => layer === 'compile' && result === 'miss'))
    return spent > 0 ? say('compiled in', {duration: duration(spent)}) : say('compiled')
  const answered = all.find(({result}) => result === 'hit')
  return answered === undefined ? say('end unknown') : say('answered', {layer: answered.layer})
}

function drawStep(step: Step, y: number, sheet: Sheet): {drawing: Drawing; height: number} {
  const {layer, result, causes} = step
  const {event, width} = sheet
  const asked = result !== 'not asked'
  const lines = asked ? wrap(compares(sheet.trace)[layer].words, width - text - 12, 12) : []
  const reasons = reasonsOf(step, width)
  const under = y + 35 + lines.length * 16
  const word = widthOf(layer, 14, 'bold')
  const room = width - text - word - 20 - (step.seconds > 0 ? sheet.bar + 70 : 0)
  const drawing = mark(
    'g',
    {'data-path': causes[0]?.path},
    result === 'miss' ? glyph(event.outcome, sheet.tone, sign, y + 11, 6) : drawAnswer(y, asked),
    write(layer, text, y + 16, {size: 14, font: 'bold', fill: asked ? 'ink' : 'muted'}),
    write(said(step, event, room), text + word + 10, y + 16, {fill: roleOf(step, sheet), room}),
    ...drawSeconds(step.seconds, y, sheet),
    ...lines.map((one, at) => write(one, text, y + 33 + at * 16, {size: 12, fill: 'muted'})),
    ...reasons.flatMap((part, at) => line(part, text, under + at * 18, width - text - 8)),
  )
  return {drawing, height: 26 + lines.length * 16 + reasons.length * 18 + 8}
}

function roleOf({result}: Step, {tone}: Sheet): Role {
  if (result === 'miss') return hues[tone].text
  return result === 'not asked' ? 'muted' : 'ink'
}

/** The longest of what a step answered that has room. */
function said({result, entry, implied}: Step, {evidence}: Event, room: number): string {
  const short = `${result}${entry >= 0 ? ` · entry ${figure(entry)}` : ''}`
  const long = implied && evidence !== 'simulated' ? `${short} · ${say('implied by the log')}` : short
  return [long, short].find((words) => widthOf(words, 13) <= room) ?? result
}

const drawAnswer = (y: number, asked: boolean): Drawing =>
  mark('circle', {
    cx: sign,
    cy: y + 11,
    r: asked ? 6 : 3,
    fill: asked ? 'ink' : 'paper',
    stroke: asked ? 'ink' : 'hit',
  })

function drawSeconds(seconds: number, y: number, {tone, width, bar, longest}: Sheet): Drawing[] {
  if (seconds <= 0) return []
  const [x, long] = [width - 8 - 62 - bar, Math.max(1, (bar * seconds) / longest)]
  return [
    mark('rect', {x, y: y + 5, width: long, height: 12, fill: hues[tone].fill}),
    write(duration(seconds), width - 8, y + 16, {size: 12, anchor: 'end'}),
  ]
}

type Piece = Writing & {readonly text: string}

/** Why a layer missed, in lines; a narrow picture has two for what a wide one says in one. */
function reasonsOf({causes, because}: Step, width: number): Piece[][] {
  const parts = told(causes)
  if (parts.length === 0) return because === '' ? [] : [[{text: because}]]
  return width < 560 && parts.length > 2 ? [parts.slice(0, 1), parts.slice(1)] : [parts]
}

function told([cause, ...more]: readonly Cause[]): Piece[] {
  if (cause === undefined) return []
  const {path, now, before, change} = cause
  return [
    {text: path, font: 'code'},
    ...(change === 'identity'
      ? [{text: 'another object'}]
      : [
          {text: `now ${now ?? 'gone'},`, font: 'code'} as const,
          {text: `before ${before ?? 'absent'}`, font: 'code', fill: 'muted'} as const,
        ]),
    ...(more.length > 0 ? [{text: `and ${figure(more.length)} more`, fill: 'muted', size: 12} as const] : []),
  ]
}

function table(trace: Trace, explanation: Explanation, options?: ChartOptions): Table {
  const columns = [
    {name: 'layer', kind: 'word'},
    {name: 'answer', kind: 'word'},
    {name: 'entry', kind: 'number'},
    {name: 'compares'},
    {name: 'what differed'},
    {name: 'seconds', kind: 'number'},
  ] as const
  if (trace.length === 0) return {caption: say('no calls'), columns, rows: []}
  const position = chosen(trace, explanation, options?.position)
  return {
    caption: say('fall', {
      call: position + 1,
      name: calledAt(trace, position),
    }),
    columns,
    rows: stepsOf(trace, explanation, position).map(
      ({layer, result, entry, causes, because, seconds, implied}) => [
        layer,
        implied ? `${result} (implied)` : result,
        entry < 0 ? '–' : figure(entry),
        compares(trace)[layer].words,
        causes.length > 0
          ? causes
              .map(({path, now, before}) => `${path}: now ${now ?? 'gone'}, before ${before ?? 'absent'}`)
              .join('; ')
          : because,
        seconds > 0 ? duration(seconds) : '–',
      ],
    ),
  }
}

/** One call as it falls through the layers of caches: what each compared, what it answered, what it cost. */
export const waterfall = chart(draw, table)
