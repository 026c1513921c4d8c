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
import {looks, type Role} from '../theme.ts'
import {glyph} from './glyph.ts'
import {answer, compares} from './layers.ts'
import {chosen, missAt, unit} from './position.ts'

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

/** How the chosen call fell: what each layer compared and answered, and what it cost. */
function steps(trace: Trace, explanation: Explanation, position: number): Step[] {
  const event = trace.at(position)
  const causes = missAt(explanation, position)?.causes ?? []
  const first = missAt(explanation, position)?.nearest === -1
  const retraced = answer(event, 'trace')?.result === 'miss'
  return layers.map((layer): Step => {
    const found = answer(event, layer)
    const result = found?.result ?? 'not asked'
    const differing =
      result === 'miss'
        ? causes.filter(({component}) => compares(trace)[layer].parts.includes(component))
        : []
    const renewed =
      result === 'miss' &&
      differing.length === 0 &&
      retraced &&
      (layer === 'lower' || layer === 'compile' || layer === 'persistent')
    return {
      layer,
      result,
      entry: found?.entry ?? -1,
      implied: found?.implied ?? false,
      seconds: layer === 'trace' || layer === 'lower' || layer === 'compile' ? event.seconds[layer] : 0,
      causes: differing,
      because: renewed
        ? say('program new')
        : result === 'miss' && differing.length === 0
          ? say(first ? 'nothing stored' : 'no entry told')
          : '',
    }
  })
}

function draw(trace: Trace, explanation: Explanation, options?: ChartOptions): Drawing {
  if (trace.length === 0) return nothing(name, say('no fall'), options)
  const position = chosen(trace, explanation, options?.position)
  const event = trace.at(position)
  const width = widthFor(options)
  const all = steps(trace, explanation, position)
  const who = trace.functions[event.function]?.name ?? '?'
  const longest = Math.max(...all.map((step) => step.seconds)) || 1
  const [x, text] = [22, 44]
  const bar = Math.min(200, width * 0.2)
  const body: Drawing[] = []
  const centres: number[] = []
  let y = 36
  for (const step of all) {
    const {layer, result, entry, implied, causes, because} = step
    const asked = result !== 'not asked'
    const lines = wrap(compares(trace)[layer].words, width - text - 12, 12)
    const parts = told(causes)
    const rows = width < 560 && parts.length > 2 ? [parts.slice(0, 1), parts.slice(1)] : [parts]
    const tall =
      26 +
      (asked ? lines.length * 16 + (causes.length > 0 ? rows.length * 18 : because !== '' ? 18 : 0) : 0) +
      8
    const role: Role = result === 'miss' ? looks[event.outcome].text : asked ? 'ink' : 'muted'
    const word = widthOf(layer, 14, 'bold')
    const room = width - text - word - 20 - (step.seconds > 0 ? bar + 70 : 0)
    const entered = `${result}${entry >= 0 ? ` · entry ${figure(entry)}` : ''}`
    const said =
      [
        `${entered}${implied && event.evidence !== 'simulated' ? ` · ${say('implied by the log')}` : ''}`,
        entered,
      ].find((words) => widthOf(words, 13) <= room) ?? result
    const [cause] = causes
    body.push(
      mark(
        'g',
        {'data-path': cause?.path},
        result === 'miss'
          ? glyph(event.outcome, x, y + 11, 6)
          : mark('circle', {
              cx: x,
              cy: y + 11,
              r: asked ? 6 : 3,
              fill: asked ? 'ink' : 'paper',
              stroke: asked ? 'ink' : 'hit',
            }),
        write(layer, text, y + 16, {size: 14, font: 'bold', fill: asked ? 'ink' : 'muted'}),
        write(said, text + word + 10, y + 16, {fill: role, room}),
        ...(step.seconds > 0
          ? [
              mark('rect', {
                x: width - 8 - 62 - bar,
                y: y + 5,
                width: Math.max(1, (bar * step.seconds) / longest),
                height: 12,
                fill: looks[event.outcome].role,
              }),
              write(duration(step.seconds), width - 8, y + 16, {size: 12, anchor: 'end'}),
            ]
          : []),
        ...(asked
          ? lines.map((one, at) => write(one, text, y + 33 + at * 16, {size: 12, fill: 'muted'}))
          : []),
        ...(cause !== undefined
          ? rows.flatMap((part, at) =>
              line(part, text, y + 35 + lines.length * 16 + at * 18, width - text - 8),
            )
          : because !== ''
            ? [write(because, text, y + 35 + lines.length * 16, {room: width - text - 8})]
            : []),
      ),
    )
    if (asked) centres.push(y + 11)
    y += tall
  }
  const bottom = centres.at(-1) ?? 0
  const compiled = all.some(({layer, result}) => layer === 'compile' && result === 'miss')
  const answered = compiled ? undefined : all.find(({result}) => result === 'hit')
  const end = ended(event, compiled, answered?.layer)
  return frame(
    name,
    `${who}, ${unit(trace)} ${position + 1}: ${all.map(({layer, result}) => `${layer} ${result}`).join(', ')}; ${end}.`,
    width,
    y + 20,
    options,
    write(`${who}, ${unit(trace)} ${figure(position + 1)}: ${end}`, 8, 18, {
      size: 14,
      room: width - 16,
      more: {'data-index': position},
    }),
    centres.length > 0 &&
      mark('line', {x1: x, x2: x, y1: 28, y2: bottom, stroke: looks[event.outcome].role, 'stroke-width': 2}),
    ...body,
    write(
      say('layers asked', {layers: all.filter(({result}) => result !== 'not asked').length}),
      text,
      y + 6,
      {size: 12, fill: 'muted'},
    ),
  )
}

/** Where a call ended. */
function ended(event: Event, isCompiled: boolean, answered: Layer | undefined): string {
  if (event.outcome === 'error')
    return event.error === undefined ? say('raised') : say('raised error', event.error)
  const seconds = total(event.seconds)
  if (isCompiled) return seconds > 0 ? say('compiled in', {duration: duration(seconds)}) : say('compiled')
  return answered === undefined ? say('end unknown') : say('answered', {layer: answered})
}

function told([cause, ...more]: readonly Cause[]): (Writing & {readonly text: string})[] {
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
      name: trace.functions[trace.functionAt(position)]?.name ?? '?',
    }),
    columns,
    rows: steps(trace, explanation, position).map(
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
