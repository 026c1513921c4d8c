import {type Explanation, type Layer, say, sayFurther, type Trace} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  heading,
  mark,
  nothing,
  scale as linear,
  type Sign,
  signs,
  type Table,
  widthFor,
  write,
} from '../frame/index.ts'
import {hues, type Tone, tones} from '../theme.ts'
import {callAxis} from './callaxis.ts'
import {hill, tall} from './cache/hill.ts'
import {follow, type Store} from './cache/shelf.ts'
import {cross, dearest, drawEntry, marksOf, rowHeight, type Sheet} from './cache/shown.ts'
import {chosen, functionName, isMarked, isOfJax} from './position.ts'
import {remembering} from './remembering.ts'
import {runOf} from './run.ts'

/** What the picture of a cache takes. */
export interface CacheOptions extends ChartOptions {
  /** Whose entries; `trace` where it is not given. */
  readonly layer?: Layer
}

const named = (layer: Layer): string => `Cache: entries of the ${layer} layer`

function draw(trace: Trace, explanation: Explanation, options?: CacheOptions): Drawing {
  const layer = options?.layer ?? 'trace'
  const store = storeOf(trace, explanation, layer, options?.gone)
  if (store.entries.length === 0) return nothing(named(layer), emptiness(trace, layer, store), options)
  const width = widthFor(options)
  const [title, says] = [options?.title ?? titleOf(layer, store), saysOf(store)]
  const head = heading({run: runOf(trace, explanation, options), title, says}, width)
  const [left, right] = [12, width - 12]
  const scale = linear([-0.5, Math.max(0.5, trace.length - 0.5)], [left, right])
  const position = chosen(trace, explanation, options?.position)
  const sheet: Sheet = {
    trace,
    options,
    left,
    right,
    scale,
    store,
    selected: isMarked(options) ? trace.keyAt(position) : -1,
  }
  const shown = dearest(store.entries)
  const ticks = marksOf(trace, shown, Math.floor(right - left))
  const top = head.height + 10 + tall
  const bottom = top + 6 + shown.length * rowHeight
  const rest = store.entries.length - shown.length
  const below = signs(signsOf(store, isMarked(options)), bottom + (rest > 0 ? 54 : 36), 8, width - 8)
  return frame(
    named(layer),
    `${title}.`,
    width,
    bottom + (rest > 0 ? 44 : 26) + below.height,
    options,
    ...head.drawings,
    ...hill(store, trace.length, scale, top),
    isMarked(options) && here(scale(position), top - tall, bottom),
    ...[...ticks].map(([entry, used], row) => drawEntry(entry, top + 6 + row * rowHeight, used, sheet)),
    ...callAxis(trace, scale, isMarked(options) ? position : 0, bottom + 14, [left, right]),
    rest > 0 &&
      write(sayFurther('entries more', {entries: rest}), left, bottom + 32, {size: 12, fill: 'muted'}),
    ...below.drawings,
  )
}

const remembered = remembering<Store>()

const storeOf = (
  trace: Trace,
  explanation: Explanation,
  layer: Layer,
  gone: ReadonlySet<number> = new Set(),
): Store =>
  remembered(explanation, [layer, trace.length, ...gone].join(), () =>
    follow(trace, explanation, layer, gone),
  )

const emptiness = (trace: Trace, layer: Layer, {unknown}: Store): string => {
  if (trace.length === 0) return sayFurther('no cache')
  if (!isOfJax(trace)) return sayFurther('no layers')
  return unknown > 0 ? sayFurther('entries unknown', {unknown, layer}) : sayFurther('no entry', {layer})
}

/** How many entries there were, and what became of them. */
function titleOf(layer: Layer, {entries, implied, hits, unknown}: Store): string {
  const kept = entries.filter(({isGone}) => !isGone)
  const dropped = kept.filter(({died}) => died !== null).length
  const used = kept.filter(({calls}) => calls > 0).length
  const held = [
    sayFurther('entries in all', {entries: kept.length}),
    hits ? sayFurther('used again', {used}) : sayFurther('hits untold'),
    ...(dropped > 0 ? [sayFurther(implied ? 'made again' : 'evicted', {evicted: dropped})] : []),
    ...(dropped === 0 && !implied ? [sayFurther('none evicted')] : []),
    ...(unknown > 0 ? [sayFurther('without key', {unknown})] : []),
    ...(kept.length < entries.length ? [sayFurther('predicted')] : []),
  ]
  return sayFurther('cache title', {layer, held: held.join(', ')})
}

const saysOf = ({implied}: Store): string =>
  implied ? `${sayFurther('cache read')} ${sayFurther('cache implied')}` : sayFurther('cache read')

const here = (x: number, y1: number, y2: number): Drawing =>
  mark('line', {x1: x, x2: x, y1, y2, stroke: 'hit', 'stroke-dasharray': '2 3'})

/** The signs that the picture uses. */
function signsOf({entries, implied, hits}: Store, hasLine: boolean): Sign[] {
  const made = new Set(entries.filter(({isGone}) => !isGone).map(({tone}) => tone))
  const shown = [...tones].reverse().filter((tone) => made.has(tone))
  return [
    ...shown.map((tone) => ({word: sayFurther('entry made', {verdict: hues[tone].word}), draw: dot(tone)})),
    ...(hits ? [{word: sayFurther('a use'), draw: tick}] : []),
    ...(entries.some(({died}) => died !== null)
      ? [
          {
            word: sayFurther(implied ? 'gone by then' : 'pushed out'),
            draw: (x: number, y: number) => cross(x + 7, y),
          },
        ]
      : []),
    ...(hasLine
      ? [{word: say('sign frame'), draw: (x: number, y: number) => here(x + 7, y - 7, y + 7)}]
      : []),
  ]
}

const dot = (tone: Tone) => (x: number, y: number) =>
  mark('circle', {
    cx: x + 7,
    cy: y,
    r: 4,
    fill: hues[tone].hatched === true ? 'paper' : hues[tone].fill,
    stroke: hues[tone].text,
  })

const tick = (x: number, y: number): Drawing => mark('path', {d: `M${x + 7} ${y + 4}v-8`, stroke: 'ink'})

function table(trace: Trace, explanation: Explanation, options?: CacheOptions): Table {
  const layer = options?.layer ?? 'trace'
  const {entries, implied} = follow(trace, explanation, layer)
  return {
    caption: sayFurther(entries.length === 0 ? 'no entries' : implied ? 'entries implied' : 'entries', {
      layer,
    }),
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
