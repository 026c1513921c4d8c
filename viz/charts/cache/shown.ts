import {sayFurther, type Trace} from '../../../lib/index.ts'
import {
  back,
  type ChartOptions,
  type Drawing,
  mark,
  pressable,
  type Scale,
  spans,
  width as widthOf,
  write,
} from '../../frame/index.ts'
import {hues, type Role} from '../../theme.ts'
import {functionName, numbered} from '../position.ts'
import type {Entry, Store} from './shelf.ts'

/** How high an entry is, in px, and how many have a row. */
export const rowHeight = 26
const most = 24

/** Where the entries are drawn, and what all of them need. */
export interface Sheet {
  readonly trace: Trace
  readonly options: ChartOptions | undefined
  readonly left: number
  readonly right: number
  readonly scale: Scale
  readonly store: Store
  /** The key of the chosen call. */
  readonly selected: number
}

/** The entries that have a row: of many those that are used most, in the order in which they were made. */
export function dearest(entries: readonly Entry[]): Entry[] {
  if (entries.length <= most) return [...entries]
  const byUse = [...entries].sort((a, b) => b.calls - a.calls || a.born - b.born)
  return byUse.slice(0, most - 1).sort((a, b) => a.born - b.born)
}

/** For each entry that is shown, the pixels in which a call used it. */
export function marksOf(
  trace: Trace,
  shown: readonly Entry[],
  pixels: number,
): ReadonlyMap<Entry, Uint8Array> {
  const columns = new Map(shown.map((entry) => [entry, new Uint8Array(pixels)]))
  const byKey = new Map<number, Entry[]>()
  for (const entry of shown) byKey.set(entry.key, [...(byKey.get(entry.key) ?? []), entry])
  for (let index = 0; index < trace.length; index++)
    for (const entry of byKey.get(trace.keyAt(index)) ?? []) {
      const column = columns.get(entry)
      if (column !== undefined && index > entry.born && index <= entry.last)
        column[Math.min(pixels - 1, Math.floor(((index + 0.5) * pixels) / trace.length))] = 1
    }
  return columns
}

/** An entry: its words, a line while it lives in the colour of the verdict on the call that made it, a tick where a call used it. */
export function drawEntry(entry: Entry, y: number, ticks: Uint8Array, sheet: Sheet): Drawing {
  const {trace, options, left, right, selected} = sheet
  const {key, functionId, born, cause, isPath, died} = entry
  const who = functionName(trace, functionId)
  const said = saidOf(entry, sheet)
  const label = labelOf(entry, sheet)
  const path = [...ticks].map((on, at) => (on ? `M${left + at + 0.5} ${y + 22}v-6` : '')).join('')
  const room = right - left - widthOf(said, 12)
  return mark(
    'g',
    {'data-key': key, 'data-function': functionId, 'data-index': born, ...pressable(options, label)},
    mark('title', {}, label),
    back(key === selected && selected >= 0, {
      x: left - 6,
      y: y + 1,
      width: right - left + 12,
      height: rowHeight - 1,
    }),
    ...life(entry, y, sheet),
    path !== '' && mark('path', {d: path, stroke: 'ink', fill: 'none'}),
    died !== null && cross(Math.round(sheet.scale(died)), y + 20),
    spans(
      [
        {text: who, code: true},
        {text: '·', fill: 'muted'},
        {text: cause, code: isPath},
      ],
      left,
      y + 13,
      {size: 12, room, more: {class: 'jl-label'}},
    ),
    write(said, right, y + 13, {size: 12, fill: 'muted', anchor: 'end', more: {class: 'jl-label'}}),
  )
}

/** Who used it. */
function saidOf({calls, born, isGone}: Entry, {trace, store: {hits}}: Sheet): string {
  if (isGone) return sayFurther('predicted gone')
  if (calls > 0) return sayFurther('used by', {calls})
  return hits ? sayFurther('never used') : sayFurther('made by', {call: numbered(trace, born)})
}

function labelOf(entry: Entry, sheet: Sheet): string {
  const {functionId, key, born, cause, died, isGone} = entry
  const {trace, store} = sheet
  const call = numbered(trace, born)
  const said = store.hits || isGone ? saidOf(entry, sheet) : sayFurther('hits untold')
  const made = sayFurther('made because', {name: functionName(trace, functionId), key, call, cause, said})
  return died === null
    ? made
    : made + sayFurther(store.implied ? 'gone before' : 'evicted by', {call: died + 1})
}

/** Its line, dashed where the trace does not say that it was kept so long. */
function life({born, died, tone, isGone}: Entry, y: number, {scale, right, store}: Sheet): Drawing[] {
  const [x1, x2] = [scale(born), died === null ? right : scale(died)]
  const {fill, text, hatched} = hues[tone]
  const stroke: Role = isGone ? 'spared' : hatched === true ? text : fill
  return [
    mark('line', {
      x1,
      x2: Math.max(x1 + 1, x2),
      y1: y + 20.5,
      y2: y + 20.5,
      stroke,
      'stroke-width': isGone ? 1.5 : 3,
      'stroke-dasharray': isGone ? '2 3' : store.implied ? '6 3' : undefined,
    }),
    mark('circle', {
      cx: x1,
      cy: y + 20.5,
      r: 3.5,
      fill: isGone || hatched === true ? 'paper' : fill,
      stroke: isGone ? 'spared' : text,
    }),
  ]
}

/** Where an entry ends. */
export const cross = (x: number, y: number): Drawing =>
  mark('path', {d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`, stroke: 'ink', 'stroke-width': 2, fill: 'none'})
