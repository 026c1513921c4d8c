import {type Explanation, type Layer, layers, type Trace} from '../../../lib/index.ts'
import {type Drawing, mark} from '../../frame/index.ts'
import {hues, type Tone, tones} from '../../theme.ts'
import {pale, round} from '../glyph.ts'
import {answer} from '../layers.ts'
import {isOfTorch, missAt, numbered, toneAt} from '../position.ts'

/** The calls of one column of px in a layer: how many it answered, how many it did not, of which a what-if spares some. */
interface Column {
  answered: number
  missed: number
  spared: number
  /** How many of those that were missed are first calls of a function, which nothing spares. */
  first: number
  tone: Tone
}

/** The columns of each layer, and where they stand. */
export interface Strips {
  readonly by: ReadonlyMap<Layer, readonly Column[]>
  /** The most calls of a column. */
  readonly most: number
  /** How high a call that was answered is. */
  readonly had: number
  readonly left: number
  /** The width of a column in px. */
  readonly step: number
  /** The px at which a call stands. */
  readonly x: (position: number) => number
}

/** How high a strip is, how low a miss can be among many calls, and how wide a single call is at most. */
export const high = 30
const [least, widest] = [4, 72]
/** So high is a call that was answered, where each stands alone: low, as what is reused in a timeline. */
const low = 8
/** Hits are paler than what could have been spared. */
export const hitOpacity = 0.45

/** The calls of a trace side by side in a strip a layer; where there are more than px, in columns of many. */
export function strips(
  trace: Trace,
  explanation: Explanation,
  gone: ReadonlySet<number>,
  left: number,
  right: number,
): Strips {
  const room = right - left
  const count = trace.length * 3 <= room ? trace.length : Math.floor(room / 2)
  const step = Math.min(widest, room / count)
  const columnOf = (index: number): number => Math.min(count - 1, Math.floor((index * count) / trace.length))
  const by = new Map(layers.map((layer): [Layer, Column[]] => [layer, emptyColumns(count)]))
  for (let index = 0; index < trace.length; index++) {
    const at = columnOf(index)
    if (isOfTorch(trace, index)) continue
    if (trace.outcome(index) === 'hit') {
      const top = by.get('dispatch')?.[at]
      if (top !== undefined) top.answered++
      continue
    }
    const event = trace.at(index)
    const what: Fallen = {
      tone: toneAt(trace, explanation, index),
      isFirst: missAt(explanation, index)?.taxonomy === 'compulsory',
      isSpared: gone.has(index),
    }
    for (const [layer, columns] of by) add(columns[at], answer(event, layer)?.result, what)
  }
  const all = [...by.values()].flat().map(({answered, missed, spared}) => answered + missed + spared)
  const most = all.reduce((max, one) => Math.max(max, one), 1)
  return {
    by,
    most,
    had: most === 1 ? low : high / most,
    left,
    step,
    x: (position) => left + (columnOf(position) + 0.5) * step,
  }
}

const emptyColumns = (count: number): Column[] =>
  Array.from({length: count}, () => ({answered: 0, missed: 0, spared: 0, first: 0, tone: 'hit'}))

/** What a call was that some layer did not have. */
interface Fallen {
  readonly tone: Tone
  readonly isFirst: boolean
  readonly isSpared: boolean
}

function add(column: Column | undefined, result: 'hit' | 'miss' | undefined, what: Fallen): void {
  if (column === undefined || result === undefined) return
  if (result === 'hit') column.answered++
  else if (what.isSpared) column.spared++
  else {
    column.missed++
    if (what.isFirst) column.first++
    if (tones.indexOf(what.tone) > tones.indexOf(column.tone)) column.tone = what.tone
  }
}

/** So many calls can be chosen one by one: more than these are too narrow for a finger. */
const chosen = 120

/** A place to press for each call of a strip, where there are few. */
export function buttons(trace: Trace, {left, step, x, by}: Strips, layer: Layer, floor: number): Drawing[] {
  if (trace.length > chosen || step < 3) return []
  return Array.from({length: trace.length}, (_, index) => index)
    .filter((index) => (by.get(layer)?.[index]?.answered ?? 0) + (by.get(layer)?.[index]?.missed ?? 0) > 0)
    .map((index) =>
      mark(
        'rect',
        {
          'data-index': index,
          x: Math.max(left, x(index) - step / 2),
          y: floor - high,
          width: step,
          height: high,
          fill: 'paper',
          'fill-opacity': 0,
        },
        mark('title', {}, numbered(trace, index)),
      ),
    )
}

/** How a block of a strip looks. */
type Look = Tone | 'spared' | 'first'

/** A strip of a layer on the floor `floor`: what it did not have from below, in the colour of the loudest verdict; what it had above. */
export function strip({by, had, most, left, step}: Strips, layer: Layer, floor: number): Drawing[] {
  const columns = by.get(layer) ?? []
  const wide = Math.max(0.75, step - (step >= 3 ? 1 : 0))
  const paths = new Map<Look, string[]>()
  const block = (name: Look, at: number, from: number, tall: number): void => {
    if (tall <= 0) return
    const place = `M${round(left + at * step)} ${round(floor - from)}h${round(wide)}v${round(-tall)}h${round(-wide)}z`
    const places = paths.get(name) ?? []
    paths.set(name, places)
    places.push(place)
  }
  const tallOf = (count: number): number => (count === 0 ? 0 : Math.max(least, (high * count) / most))
  columns.forEach(({answered, missed, spared, first, tone}, at) => {
    const [loud, gone] = [tallOf(missed), tallOf(spared)]
    block(first === missed ? 'first' : tone, at, 0, loud)
    block('spared', at, loud, Math.min(gone, high - loud))
    block(
      'hit',
      at,
      loud + gone,
      Math.min(answered === 0 ? 0 : Math.max(least, had * answered), high - loud - gone),
    )
  })
  return [
    mark('path', {d: `M${left} ${floor + 0.5}h${round(columns.length * step)}`, stroke: 'rule'}),
    ...[...paths].map(([name, places]) => mark('path', {d: places.join(''), ...lookOf(name)})),
  ]
}

function lookOf(name: Look) {
  if (name === 'spared') return {fill: 'none', stroke: 'spared', 'stroke-dasharray': '2 2'} as const
  if (name === 'first') return {fill: 'necessary', 'fill-opacity': pale} as const
  const {fill, text, hatched} = hues[name]
  if (hatched === true) return {fill: 'paper', stroke: text, 'stroke-dasharray': '2 1'} as const
  return {fill, 'fill-opacity': name === 'hit' ? hitOpacity : undefined}
}
