import {type Explanation, figure, type Layer, say, type Trace} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  mark,
  nothing,
  pressable,
  scale as linear,
  steps,
  type Table,
  width as widthOf,
  widthFor,
  wrap,
  write,
} from '../frame/index.ts'
import {answer} from './layers.ts'
import {chosen, unit} from './position.ts'

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

/** The entries that the calls made in a layer, as recorded, else as the outcomes imply. */
function follow(trace: Trace, {misses}: Explanation, layer: Layer): Store {
  const causes = new Map(
    misses.map(({index, causes: [cause], nearest}) => [
      index,
      cause?.path ?? say(nearest < 0 ? 'first key' : 'cause unknown'),
    ]),
  )
  const entries: Entry[] = []
  const living = new Map<string, Entry>()
  const byKey = new Map<number, Entry>()
  const sizes: {index: number; size: number}[] = []
  let [size, implied, hits] = [0, false, false]
  for (let index = 0; index < trace.length; index++) {
    const key = trace.keyAt(index)
    const served = byKey.get(key)
    if (trace.outcome(index) !== 'hit') {
      const event = trace.at(index)
      const found = answer(event, layer)
      if (found?.result === 'miss' && key >= 0 && (found.entry >= 0 || found.implied)) {
        implied ||= found.implied
        const entry: Entry = {
          id: found.entry,
          key,
          functionId: event.function,
          born: index,
          cause: causes.get(index) ?? '',
          calls: 0,
          last: index,
          died: null,
        }
        entries.push(entry)
        const name = found.entry >= 0 ? `entry ${found.entry}` : `key ${key}`
        if (!living.has(name)) size++
        living.set(name, entry)
        byKey.set(key, entry)
        for (const gone of event.evicted ?? []) {
          const dead = gone.layer === layer ? living.get(`entry ${gone.entry}`) : undefined
          if (dead === undefined) continue
          dead.died = index
          living.delete(`entry ${gone.entry}`)
          if (byKey.get(dead.key) === dead) byKey.delete(dead.key)
          size--
        }
        sizes.push({index, size})
        continue
      }
      if (found?.result === 'hit' && found.entry >= 0) {
        const entry = living.get(`entry ${found.entry}`)
        if (entry !== undefined) byKey.set(key, entry)
      }
    }
    hits ||= trace.outcome(index) === 'hit'
    const entry = byKey.get(key) ?? served
    if (entry === undefined || entry.died !== null) continue
    entry.calls++
    entry.last = index
  }
  return {entries, sizes, implied, hits: hits || trace.header.producer === 'jitlens'}
}

function draw(trace: Trace, explanation: Explanation, options?: CacheOptions): Drawing {
  const layer = options?.layer ?? 'trace'
  const {entries, sizes, implied, hits} = follow(trace, explanation, layer)
  if (entries.length === 0)
    return nothing(heading(layer), trace.length === 0 ? say('no cache') : say('no entry', {layer}), options)
  const width = widthFor(options)
  const position = chosen(trace, explanation, options?.position)
  const [left, right] = [14, width - 14]
  const scale = linear([0, Math.max(1, trace.length)], [left, right])
  const evicted = entries.filter(({died}) => died !== null).length
  const peak = Math.max(...sizes.map(({size}) => size))
  const used = entries.filter(({calls}) => calls > 0).length
  const held = [
    say(implied ? 'entries implied' : 'entries in all', {entries: entries.length}),
    hits ? say('used again', {used}) : say('hits untold'),
    evicted === 0 ? say('none evicted') : say('evicted', {evicted}),
  ].join(', ')
  const said = `${held}; ${say('at most', {peak})}`
  const shown = (
    entries.length <= most
      ? entries
      : [...entries].sort((a, b) => b.calls - a.calls || a.born - b.born).slice(0, most - 1)
  )
    .slice()
    .sort((a, b) => a.born - b.born)
  const ticks = marksOf(trace, shown, Math.floor(right - left))
  const lines = wrap(`${layer} layer: ${said}`, width - 16, 14)
  const top = 16 + lines.length * 18 + graph
  const here = scale(position + 0.5)
  const sized = thin(
    [{index: 0, size: 0}, ...sizes, {index: trace.length, size: sizes.at(-1)?.size ?? 0}],
    scale,
  )
  const height = top + shown.length * rowHeight + (shown.length < entries.length ? 26 : 6)
  return frame(
    heading(layer),
    `${said}.`,
    width,
    height,
    options,
    ...lines.map((one, at) => write(one, 8, 18 + at * 18, {size: 14})),
    mark(
      'path',
      {
        d: steps(
          sized.map(({index, size}) => [scale(index), top - 8 - ((graph - 14) * size) / peak]),
          top - 8,
        ),
        fill: 'static',
        'fill-opacity': 0.35,
        stroke: 'static',
      },
      mark('title', {}, 'entries over the calls'),
    ),
    mark('line', {
      x1: here,
      x2: here,
      y1: top - graph,
      y2: top - 8,
      stroke: 'hit',
      'stroke-dasharray': '2 3',
    }),
    ...shown.map((entry, row) =>
      drawEntry(
        trace,
        entry,
        top + row * rowHeight,
        scale,
        right,
        ticks.get(entry) ?? new Uint8Array(),
        left,
        trace.keyAt(position) === entry.key,
        hits,
        options,
      ),
    ),
    shown.length < entries.length &&
      write(say('entries more', {entries: entries.length - shown.length}), left - 6, height - 10, {
        size: 12,
        fill: 'muted',
      }),
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
  trace: Trace,
  {key, functionId, born, died, calls, cause}: Entry,
  y: number,
  scale: (x: number) => number,
  right: number,
  ticks: Uint8Array,
  left: number,
  selected: boolean,
  hits: boolean,
  options: CacheOptions | undefined,
): Drawing {
  const who = trace.functions[functionId]?.name ?? '?'
  const [x1, x2] = [scale(born), died === null ? right : scale(died)]
  const call = `${unit(trace)} ${figure(born + 1)}`
  const said = calls > 0 ? say('used by', {calls}) : hits ? say('never used') : say('made by', {call})
  const wide = widthOf(said, 12)
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
      fill: selected ? 'tint' : 'paper',
      'fill-opacity': selected ? 1 : 0,
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
    write(`${who} · ${cause}`, left - 6, y + 13, {font: 'code', size: 12, room: right - left - wide}),
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
      trace.functions[functionId]?.name ?? '?',
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
