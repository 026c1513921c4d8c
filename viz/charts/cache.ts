import {
  type Event,
  type Explanation,
  figure,
  type Layer,
  type Miss,
  say,
  type Trace,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  mark,
  nothing,
  pressable,
  type Scale,
  scale as linear,
  steps,
  type Table,
  width as widthOf,
  widthFor,
  wrap,
  write,
} from '../frame/index.ts'
import {answer} from './layers.ts'
import {chosen, missAt, functionName, unit} from './position.ts'

/** What the picture of a cache takes. */
export interface CacheOptions extends ChartOptions {
  /** Whose entries; `trace` where it is not given. */
  readonly layer?: Layer
}

/** An entry of a layer, from the call that made it to the call that pushed it out. */
interface Entry {
  readonly id: number
  readonly key: number
  readonly functionId: number
  readonly born: number
  readonly cause: string
  calls: number
  last: number
  /** Position of the call that evicted it; null while it lives. */
  died: number | null
}

interface Store {
  readonly entries: readonly Entry[]
  /** Number of entries after a call, where it changed. */
  readonly sizes: readonly {readonly index: number; readonly size: number}[]
  readonly implied: boolean
  /** A log shows no hits: then nobody knows who used an entry again. */
  readonly hits: boolean
}

const [rowHeight, most, graph] = [24, 24, 56]
const heading = (layer: Layer) => `Cache: entries of the ${layer} layer`

/** What a layer holds while the calls are read in order. */
interface Shelf {
  readonly layer: Layer
  readonly entries: Entry[]
  /** The entries that live, by their numbers, else by their keys. */
  readonly living: Map<string, Entry>
  /** The entry that serves each key. */
  readonly byKey: Map<number, Entry>
  readonly sizes: {readonly index: number; readonly size: number}[]
}

type Answer = NonNullable<ReturnType<typeof answer>>

/** The entries that the calls made in a layer, as recorded, else as the outcomes imply. */
function follow(trace: Trace, explanation: Explanation, layer: Layer): Store {
  const shelf: Shelf = {layer, entries: [], living: new Map(), byKey: new Map(), sizes: []}
  let [implied, hits] = [false, trace.header.producer === 'jitlens']
  for (let index = 0; index < trace.length; index++) {
    const key = trace.keyAt(index)
    const isHit = trace.outcome(index) === 'hit'
    const found = isHit ? null : answer(trace.at(index), layer)
    hits ||= isHit
    if (found !== null && makes(found) && key >= 0) {
      implied ||= found.implied
      store(shelf, entryOf(trace, explanation, index, found), found)
      evict(shelf, trace.at(index), index)
      shelf.sizes.push({index, size: shelf.living.size})
      continue
    }
    const asked = found?.result === 'hit' ? shelf.living.get(`entry ${found.entry}`) : undefined
    if (asked !== undefined) shelf.byKey.set(key, asked)
    use(shelf.byKey.get(key), index)
  }
  return {entries: shelf.entries, sizes: shelf.sizes, implied, hits}
}

/** Whether an answer stored something. */
const makes = ({result, entry, implied}: Answer): boolean => result === 'miss' && (entry >= 0 || implied)

const entryOf = (trace: Trace, explanation: Explanation, index: number, {entry}: Answer): Entry => ({
  id: entry,
  key: trace.keyAt(index),
  functionId: trace.functionAt(index),
  born: index,
  cause: causeOf(missAt(explanation, index)),
  calls: 0,
  last: index,
  died: null,
})

function causeOf(miss: Miss | undefined): string {
  if (miss === undefined) return ''
  return miss.causes[0]?.path ?? say(miss.nearest < 0 ? 'first key' : 'cause unknown')
}

function store({entries, living, byKey}: Shelf, entry: Entry, found: Answer): void {
  entries.push(entry)
  living.set(found.entry >= 0 ? `entry ${found.entry}` : `key ${entry.key}`, entry)
  byKey.set(entry.key, entry)
}

/** Takes out what a call pushed out. */
function evict({layer, living, byKey}: Shelf, {evicted = []}: Event, index: number): void {
  for (const gone of evicted) {
    const name = `entry ${gone.entry}`
    const dead = gone.layer === layer ? living.get(name) : undefined
    if (dead === undefined) continue
    dead.died = index
    living.delete(name)
    if (byKey.get(dead.key) === dead) byKey.delete(dead.key)
  }
}

function use(entry: Entry | undefined, index: number): void {
  if (entry === undefined || entry.died !== null) return
  entry.calls++
  entry.last = index
}

/** Where the entries are drawn, and what all of them need. */
interface Sheet {
  readonly trace: Trace
  readonly options: CacheOptions | undefined
  readonly left: number
  readonly right: number
  readonly scale: Scale
  readonly hits: boolean
  /** The key of the chosen call. */
  readonly selected: number
}

function draw(trace: Trace, explanation: Explanation, options?: CacheOptions): Drawing {
  const layer = options?.layer ?? 'trace'
  const held = follow(trace, explanation, layer)
  const {entries} = held
  if (entries.length === 0) return nothing(heading(layer), emptiness(trace, layer), options)
  const width = widthFor(options)
  const position = chosen(trace, explanation, options?.position)
  const [left, right] = [14, width - 14]
  const scale = linear([0, Math.max(1, trace.length)], [left, right])
  const sheet: Sheet = {trace, options, left, right, scale, hits: held.hits, selected: trace.keyAt(position)}
  const said = summary(held)
  const shown = dearest(entries)
  const ticks = marksOf(trace, shown, Math.floor(right - left))
  const lines = wrap(`${layer} layer: ${said}`, width - 16, 14)
  const top = 16 + lines.length * 18 + graph
  const height = top + shown.length * rowHeight + (shown.length < entries.length ? 26 : 6)
  const here = scale(position + 0.5)
  return frame(
    heading(layer),
    `${said}.`,
    width,
    height,
    options,
    ...lines.map((one, at) => write(one, 8, 18 + at * 18, {size: 14})),
    drawSizes(held, trace.length, scale, top),
    mark('line', {
      x1: here,
      x2: here,
      y1: top - graph,
      y2: top - 8,
      stroke: 'hit',
      'stroke-dasharray': '2 3',
    }),
    ...[...ticks].map(([entry, used], row) => drawEntry(entry, top + row * rowHeight, used, sheet)),
    shown.length < entries.length &&
      write(say('entries more', {entries: entries.length - shown.length}), left - 6, height - 10, {
        size: 12,
        fill: 'muted',
      }),
  )
}

const emptiness = ({length}: Trace, layer: Layer): string =>
  length === 0 ? say('no cache') : say('no entry', {layer})

function summary({entries, sizes, implied, hits}: Store): string {
  const evicted = entries.filter(({died}) => died !== null).length
  const used = entries.filter(({calls}) => calls > 0).length
  const held = [
    say(implied ? 'entries implied' : 'entries in all', {entries: entries.length}),
    hits ? say('used again', {used}) : say('hits untold'),
    evicted === 0 ? say('none evicted') : say('evicted', {evicted}),
  ]
  return `${held.join(', ')}; ${say('at most', {peak: peakOf(sizes)})}`
}

const peakOf = (sizes: Store['sizes']): number => Math.max(...sizes.map(({size}) => size))

/** The entries that have a row: of many those that are used most, in the order in which they were made. */
function dearest(entries: readonly Entry[]): Entry[] {
  if (entries.length <= most) return [...entries]
  const byUse = [...entries].sort((a, b) => b.calls - a.calls || a.born - b.born)
  return byUse.slice(0, most - 1).sort((a, b) => a.born - b.born)
}

/** How many entries there are, over the calls. */
function drawSizes({sizes}: Store, length: number, scale: Scale, top: number): Drawing {
  const all = [{index: 0, size: 0}, ...sizes, {index: length, size: sizes.at(-1)?.size ?? 0}]
  const peak = peakOf(sizes)
  const points = thin(all, scale).map(
    ({index, size}) => [scale(index), top - 8 - ((graph - 14) * size) / peak] as const,
  )
  return mark(
    'path',
    {d: steps(points, top - 8), fill: 'static', 'fill-opacity': 0.35, stroke: 'static'},
    mark('title', {}, 'entries over the calls'),
  )
}

/** The sizes, of each pixel the highest alone, so that a long run makes no long path. */
function thin(
  sizes: readonly {index: number; size: number}[],
  scale: (x: number) => number,
): {index: number; size: number}[] {
  const kept: {index: number; size: number}[] = []
  for (const next of sizes) {
    const last = kept.at(-1)
    if (
      last === undefined ||
      kept.length < 2 ||
      Math.floor(scale(last.index)) !== Math.floor(scale(next.index))
    )
      kept.push(next)
    else if (next.size >= last.size || next === sizes.at(-1)) kept[kept.length - 1] = next
  }
  return kept
}

/** For each entry that is shown, the pixels in which a call used it. */
function marksOf(trace: Trace, shown: readonly Entry[], pixels: number): Map<Entry, Uint8Array> {
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

function drawEntry(
  {key, functionId, born, died, calls, cause}: Entry,
  y: number,
  ticks: Uint8Array,
  {trace, options, left, right, scale, hits, selected}: Sheet,
): Drawing {
  const who = functionName(trace, functionId)
  const [x1, x2] = [scale(born), died === null ? right : scale(died)]
  const call = `${unit(trace)} ${figure(born + 1)}`
  const unused = hits ? say('never used') : say('made by', {call})
  const said = calls > 0 ? say('used by', {calls}) : unused
  const made = say('made because', {name: who, key, call, cause, said})
  const label = died === null ? made : `${made}${say('evicted by', {call: died + 1})}`
  const path = [...ticks].map((on, at) => (on ? `M${left + at + 0.5} ${y + 22}v-6` : '')).join('')
  return mark(
    'g',
    {'data-key': key, 'data-function': functionId, 'data-index': born, ...pressable(options, label)},
    mark('title', {}, label),
    mark('rect', {
      class: 'jl-back',
      x: left - 10,
      y: y + 1,
      width: right - left + 20,
      height: rowHeight - 1,
      fill: key === selected ? 'tint' : 'paper',
      'fill-opacity': key === selected ? 1 : 0,
    }),
    mark('line', {
      x1,
      x2: Math.max(x1 + 1, x2),
      y1: y + 20.5,
      y2: y + 20.5,
      stroke: 'static',
      'stroke-width': 3,
    }),
    path !== '' && mark('path', {d: path, stroke: 'hit', fill: 'none'}),
    mark('circle', {cx: x1, cy: y + 20.5, r: 3, fill: 'static', stroke: 'staticText'}),
    died !== null &&
      mark('path', {
        d: `M${Math.round(x2) - 4} ${y + 16}l8 8m0 -8l-8 8`,
        stroke: 'ink',
        'stroke-width': 2,
        fill: 'none',
      }),
    write(`${who} · ${cause}`, left - 6, y + 13, {
      font: 'code',
      size: 12,
      room: right - left - widthOf(said, 12),
    }),
    write(said, right + 6, y + 13, {size: 12, fill: 'muted', anchor: 'end'}),
  )
}

function table(trace: Trace, explanation: Explanation, options?: CacheOptions): Table {
  const layer = options?.layer ?? 'trace'
  const {entries} = follow(trace, explanation, layer)
  return {
    caption: say(entries.length === 0 ? 'no entries' : 'entries', {layer}),
    columns: [
      {name: 'function', kind: 'code'},
      {name: 'key', kind: 'number'},
      {name: 'made by call', kind: 'number'},
      {name: 'because of', kind: 'code'},
      {name: 'used by calls', kind: 'number'},
      {name: 'last used', kind: 'number'},
      {name: 'evicted by call', kind: 'number'},
    ],
    rows: entries.map(({key, functionId, born, cause, calls, last, died}) => [
      functionName(trace, functionId),
      String(key),
      String(born + 1),
      cause,
      String(calls),
      calls > 0 ? String(last + 1) : '–',
      died === null ? '–' : String(died + 1),
    ]),
  }
}

/** What a layer of caches holds over the run: how many entries, which call made each and why, who used it, when it was pushed out. */
export const cache = chart<CacheOptions>(draw, table)
