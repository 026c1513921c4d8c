import {
  type Cause,
  deedAlone,
  type Explanation,
  type Miss,
  phrase,
  sayFurther,
  type Trace,
} from '../../lib/index.ts'
import {
  type Drawing,
  frame,
  heading,
  mark,
  paragraph,
  signs,
  type Table,
  widthFor,
  write,
} from '../frame/index.ts'
import {hues, type Tone} from '../theme.ts'
import type {LockOptions} from './locksheet.ts'
import {calledAt, chosen, missAt, numbered, toneAt} from './position.ts'
import {runOf} from './run.ts'

/** So many entries are drawn; torch keeps eight of a function where nobody raised the limit. */
const shown = 16
const rowHeight = 24

/** What is told of the entries that a call of torch.compile met. */
function saysOf(trace: Trace, position: number, miss: Miss | undefined): string {
  if (trace.outcome(position) === 'hit') return sayFurther('guards hold')
  if (miss?.taxonomy === 'compulsory') return sayFurther('guards first')
  return sayFurther((miss?.tried ?? []).length === 0 ? 'guards untold' : 'guards read')
}

function titleOf(trace: Trace, position: number, miss: Miss | undefined, word: string): string {
  const {evidence, outcome} = trace.at(position)
  const done = deedAlone({outcome, isFirst: miss?.taxonomy === 'compulsory', compiler: 'torch', evidence})
  const said = sayFurther('lock of call', {
    name: calledAt(trace, position).replaceAll('`', "'"),
    call: numbered(trace, position),
    done,
  })
  return miss === undefined || miss.taxonomy === 'compulsory'
    ? said
    : sayFurther('lock judged', {said, verdict: word})
}

const entryOf = ({delta}: Cause): string => (delta.kind === 'guard' ? (delta.entry ?? '') : '')

/** What stands in the place of the key of a call of torch.compile: the entries that it met, and the guard that each did not meet. */
export function guardLock(trace: Trace, explanation: Explanation, options?: LockOptions): Drawing {
  const width = widthFor(options)
  const position = chosen(trace, explanation, options?.position)
  const miss = missAt(explanation, position)
  const tone = toneAt(trace, explanation, position)
  const says = saysOf(trace, position, miss)
  const title = options?.title ?? titleOf(trace, position, miss, hues[tone].word)
  const head =
    options?.heading === false
      ? paragraph(says, 8, 14, Math.min(width - 16, 760), {fill: 'muted', most: 6})
      : heading({run: runOf(trace, explanation, options), title, says}, width)
  const tried = miss?.tried ?? []
  const top = head.height + 16
  const rows = tried.slice(0, shown)
  const bottom = top + rows.length * rowHeight
  const rest = tried.length - rows.length
  const end = bottom + (rest > 0 ? 40 : 20)
  const legend = signs(
    rows.length === 0
      ? []
      : [{word: sayFurther('guards sign', {verdict: hues[tone].word}), draw: crossing(tone)}],
    end,
    8,
    width - 8,
  )
  return frame(
    sayFurther('guards of call', {name: calledAt(trace, position)}),
    [says, miss?.sentence].join(' '),
    width,
    end + legend.height,
    options,
    mark('g', {class: 'jl-head'}, ...head.drawings),
    mark('g', {class: 'jl-guards'}, ...rows.map((one, at) => row(one, top + at * rowHeight, width, tone))),
    rest > 0 && write(sayFurther('guards more', {entries: rest}), 8, bottom + 16, {size: 12, fill: 'muted'}),
    mark('g', {class: 'jl-signs'}, ...legend.drawings),
  )
}

/** The room of an entry's id, and where its guard crosses the line. */
const [idRoom, lineLength] = [52, 34]

function row(one: Cause, y: number, width: number, tone: Tone): Drawing {
  const x = 8 + idRoom
  const text = phrase(one)
  return mark(
    'g',
    {},
    write(entryOf(one), 8, y + 12, {size: 12, font: 'code', fill: 'muted'}),
    mark('line', {x1: x, x2: x + lineLength, y1: y + 8, y2: y + 8, stroke: 'muted', 'stroke-width': 3}),
    mark('rect', {x: x + lineLength, y, width: 8, height: 16, fill: hues[tone].fill}),
    write(text, x + lineLength + 18, y + 13, {size: 13, room: width - x - lineLength - 26}),
  )
}

const crossing = (tone: Tone) => (x: number, at: number) =>
  mark('rect', {x: x + 3, y: at - 8, width: 8, height: 16, fill: hues[tone].fill})

/** The same in words, a row an entry. */
export function guardTable(trace: Trace, explanation: Explanation, options?: LockOptions): Table {
  const position = chosen(trace, explanation, options?.position)
  const miss = missAt(explanation, position)
  return {
    caption: `${calledAt(trace, position)}, ${numbered(trace, position)}. ${saysOf(trace, position, miss)}`,
    columns: [
      {name: 'entry', kind: 'code'},
      {name: 'place', kind: 'code'},
      {name: 'guard', kind: 'word'},
      {name: 'now', kind: 'code'},
      {name: 'before', kind: 'code'},
    ],
    rows: (miss?.tried ?? []).map((one) => [
      entryOf(one),
      one.path,
      one.delta.kind === 'guard' ? one.delta.said : '',
      one.now ?? '',
      one.before ?? '',
    ]),
  }
}
