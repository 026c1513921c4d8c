import {type Explanation, type Layer, layers, type Trace} from '../../../lib/index.ts'
import {type Drawing, mark} from '../../frame/index.ts'
import {hues, type Tone, tones} from '../../theme.ts'
import {answer} from '../layers.ts'
import {toneAt} from '../position.ts'

/** The calls of one column of px in a layer: how many it answered, how many it did not, of which a what-if spares some. */
interface Column {
  answered: number
  missed: number
  spared: number
  tone: Tone
}

/** The columns of each layer, and where they stand. */
export interface Strips {
  readonly by: ReadonlyMap<Layer, readonly Column[]>
  /** The most calls of a column. */
  readonly most: number
  readonly left: number
  /** The width of a column in px. */
  readonly step: number
  /** The px at which a call stands. */
  readonly x: (position: number) => number
}

/** How high a strip is, how low a miss can be among many calls, and how wide a single call is at most. */
export const high = 30
const [least, widest] = [4, 28]

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
    if (trace.outcome(index) === 'hit') {
      const top = by.get('dispatch')?.[at]
      if (top !== undefined) top.answered++
      continue
    }
    const [event, tone] = [trace.at(index), toneAt(trace, explanation, index)]
    for (const [layer, columns] of by) add(columns[at], answer(event, layer)?.result, tone, gone.has(index))
  }
  const all = [...by.values()].flat().map(({answered, missed, spared}) => answered + missed + spared)
  const most = all.reduce((max, one) => Math.max(max, one), 1)
  return {by, most, left, step, x: (position) => left + (columnOf(position) + 0.5) * step}
}

const emptyColumns = (count: number): Column[] =>
  Array.from({length: count}, () => ({answered: 0, missed: 0, spared: 0, tone: 'hit'}))

function add(
  column: Column | undefined,
  result: 'hit' | 'miss' | undefined,
  tone: Tone,
  isSpared: boolean,
): void {
  if (column === undefined || result === undefined) return
  if (result === 'hit') column.answered++
  else if (isSpared) column.spared++
  else {
    column.missed++
    if (tones.indexOf(tone) > tones.indexOf(column.tone)) column.tone = tone
  }
}

/** A strip of a layer on the floor `floor`: what it did not have from below, in the colour of the loudest verdict; what it had above. */
export function strip({by, most, left, step}: Strips, layer: Layer, floor: number): Drawing[] {
  const columns = by.get(layer) ?? []
  const wide = Math.max(0.75, step - (step >= 3 ? 1 : 0))
  const paths = new Map<Tone | 'spared', string[]>()
  const block = (name: Tone | 'spared', at: number, low: number, tall: number): void => {
    if (tall <= 0) return
    const place = `M${round(left + at * step)} ${round(floor - low)}h${round(wide)}v${round(-tall)}h${round(-wide)}z`
    paths.set(name, [...(paths.get(name) ?? []), place])
  }
  const tallOf = (count: number): number => (count === 0 ? 0 : Math.max(least, (high * count) / most))
  columns.forEach(({answered, missed, spared, tone}, at) => {
    const [low, middle] = [tallOf(missed), tallOf(spared)]
    block(tone, at, 0, low)
    block('spared', at, low, Math.min(middle, high - low))
    block('hit', at, low + middle, Math.min(tallOf(answered), high - low - middle))
  })
  return [
    mark('path', {d: `M${left} ${floor + 0.5}h${round(columns.length * step)}`, stroke: 'rule'}),
    ...[...paths].map(([name, places]) => mark('path', {d: places.join(''), ...lookOf(name)})),
  ]
}

const lookOf = (name: Tone | 'spared') =>
  name === 'spared'
    ? ({fill: 'none', stroke: 'data', 'stroke-dasharray': '2 2'} as const)
    : hues[name].hatched === true
      ? ({fill: 'paper', stroke: hues[name].text, 'stroke-dasharray': '2 1'} as const)
      : ({fill: hues[name].fill, ...(name === 'hit' && {'fill-opacity': 0.45})} as const)

const round = (value: number): number => Math.round(value * 100) / 100
