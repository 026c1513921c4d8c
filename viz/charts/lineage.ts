import {
  compiledTimes,
  duration,
  type Explanation,
  figure,
  phrase,
  sayFurther,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  heading,
  nothing,
  signs,
  spansWidth,
  type Table,
  valueAt,
  width as widthOf,
  widthFor,
  write,
} from '../frame/index.ts'
import {cellsOf, columnsOf} from './lineage/columns.ts'
import {legend} from './lineage/legend.ts'
import {drawn, type Program, type Programs, programs} from './lineage/programs.ts'
import {calledOf, row, size} from './lineage/row.ts'
import {type Sheet, sheet} from './lineage/sheet.ts'
import {bead, rail, stem} from './lineage/stems.ts'
import {chosen, functionName, isMarked, unit} from './position.ts'
import {runOf} from './run.ts'

/** What the picture of a lineage takes. */
export interface LineageOptions extends ChartOptions {
  /** Only the programs of this function, by its id in `trace.functions`. */
  readonly function?: number
}

const name = 'Lineage of programs'

function draw(trace: Trace, explanation: Explanation, options?: LineageOptions): Drawing {
  const found = programs(trace, explanation, options?.function)
  if (found.all.length === 0)
    return nothing(name, sayFurther(trace.length === 0 ? 'no lineage' : 'no program'), options)
  const width = widthFor(options)
  const title = options?.title ?? titleOf(trace, explanation, options)
  const head = heading(
    {run: runOf(trace, explanation, options), title, says: sayFurther('lineage read')},
    width,
  )
  const places = drawn(found.all)
  const hidden = Math.max(found.all.length, compilesOf(explanation, options)) - places.length
  const top = head.height + (hidden > 0 ? 26 : 6)
  const times = timesOf(
    trace,
    places.map((place) => valueAt(found.all, place)),
    width,
  )
  const room = Math.max(0, ...times.map((time) => widthOf(time, size) + 12))
  const body = sheet({all: found.all, places, returns: found.returns, top, times: room}, width)
  const below = signs(legend(body, options?.gone), body.bottom + 22, 8, width - 8)
  return frame(
    name,
    title,
    width,
    body.bottom + 12 + below.height,
    options,
    ...head.drawings,
    hidden > 0 &&
      write(sayFurther('programs more', {programs: hidden}), 8, head.height + 14, {
        size,
        fill: 'muted',
        room: width - 16,
      }),
    ...words(trace, explanation, found, body, times, options),
    ...graph(body, options?.gone),
    ...below.drawings,
  )
}

const rowsOf = ({functions}: Explanation, options: LineageOptions | undefined) =>
  functions.filter(({functionId}) => options?.function === undefined || functionId === options.function)

const compilesOf = (explanation: Explanation, options: LineageOptions | undefined): number =>
  rowsOf(explanation, options).reduce((sum, {compiles}) => sum + compiles, 0)

/** How often each function was compiled, without what a what-if spares. */
function titleOf(trace: Trace, explanation: Explanation, options: LineageOptions | undefined): string {
  const spared = [...(options?.gone ?? [])].map((index) => trace.functionAt(index))
  const times = rowsOf(explanation, options).map(({function: who, functionId, compiles}) => ({
    function: who,
    compiles: compiles - spared.filter((id) => id === functionId).length,
  }))
  return sayFurther(spared.length === 0 ? 'lineage title' : 'lineage predicted', {
    times: compiledTimes(times),
  })
}

/** When each program was made; nothing where there is no room, where a trace does not tell, or for processes beside each other. */
function timesOf(trace: Trace, shown: readonly Program[], width: number): string[] {
  const times = shown.map(({miss}) => trace.time(miss.index))
  const isAlone = new Set(shown.map(({miss}) => miss.process)).size < 2
  return width >= 680 && isAlone && !times.some(Number.isNaN) ? times.map(duration) : []
}

/** The rows of words. */
function words(
  trace: Trace,
  explanation: Explanation,
  {all}: Programs,
  body: Sheet,
  times: readonly string[],
  options: LineageOptions | undefined,
): Drawing[] {
  const {isWide, left, rows, width} = body
  const called = rows.map(({program}) => calledOf(trace, program))
  const cells = rows.map(({program}) => cellsOf(program, options?.gone?.has(program.miss.index) === true))
  const widest = Math.max(...called.map((pieces) => spansWidth(pieces, size)))
  const who = Math.min(widest, (width - left) * (isWide ? 0.25 : 0.6))
  const columns = columnsOf(cells, width - 8, width - left - who - (isWide ? 240 : 8), size)
  const timeEnd = 8 + Math.max(0, ...times.map((time) => widthOf(time, size)))
  const selected = isMarked(options) ? selectedOf(trace, explanation, all, options) : null
  return rows.map((one, at) =>
    row(
      one,
      body,
      {who, columns, times: timeEnd},
      {
        called: valueAt(called, at),
        cells: valueAt(cells, at),
        time: times[at] ?? null,
        isSelected: one.program === selected,
      },
      options,
    ),
  )
}

/** The program that the call at the position made or ran. */
function selectedOf(
  trace: Trace,
  explanation: Explanation,
  all: readonly Program[],
  options: LineageOptions | undefined,
): Program | undefined {
  const position = chosen(trace, explanation, options?.position)
  const key = trace.keyAt(position)
  return all.findLast(
    ({key: own, miss}) => miss.index === position || (miss.index < position && own === key && key !== -1),
  )
}

const graph = ({rows, rails}: Sheet, gone: ReadonlySet<number> | undefined): Drawing[] => [
  ...rails.flatMap(rail),
  ...rows.flatMap((one) => (one.parent === -1 && !one.isFar ? [] : [stem(one, rows[one.parent])])),
  ...rows.map((one) => bead(one, gone?.has(one.program.miss.index) === true)),
]

function table(trace: Trace, explanation: Explanation, options?: LineageOptions): Table {
  const {all} = programs(trace, explanation, options?.function)
  return {
    caption: sayFurther(all.length === 0 ? 'no program' : 'all programs'),
    columns: [
      {name: 'function', kind: 'code'},
      {name: unit(trace), kind: 'number'},
      {name: 'came from', kind: 'number'},
      {name: 'used again', kind: 'number'},
      {name: 'what differs'},
    ],
    rows: all.map(({miss, parent, used}) => [
      functionName(trace, miss.functionId),
      figure(miss.index + 1),
      parent === -1 ? '–' : figure(valueAt(all, parent).miss.index + 1),
      figure(used),
      miss.causes.map(phrase).join('; '),
    ]),
  }
}

/** The programs of a trace in the order in which they were made, each with a line from the one of the nearest earlier key and the edit between them. */
export const lineage = chart<LineageOptions>(draw, table)
