import {type Drawing, mark, valueAt} from '../frame/index.ts'
import {hues, type Tone, tones} from '../theme.ts'
import {round} from './glyph.ts'
import {lowerBound, quiet} from './levels.ts'
import type {Plan, Row} from './plan.ts'

/** A rectangle of a dense row. */
interface Block {
  readonly tone: Tone
  readonly opacity: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** So high is a kind of miss that falls into a column at least, and so high are hits, in px. */
const [least, low] = [4, 6]

/** Loud first: the order in which the kinds of misses of one column stand on each other. */
const loud = tones.map((tone, at) => ({tone, bit: 1 << at})).filter(({bit}) => bit !== quiet)

/** How strong hits are: their share of the pixel, in five steps. */
const strength = (share: number): number => 0.2 + 0.12 * Math.min(5, Math.ceil(share * 5))

/**
 * The blocks of a dense row, a column a pixel. Hits are as strong as the share of the pixel that they take. Each kind of miss that
 * falls into a column is as high as its share of the column's time, or where calls stand side by side its part of what they cost.
 */
export function* blocks(row: Row, layout: Plan): Generator<Block> {
  const {base, columns, crowded, hits} = row
  const {left} = layout
  if (columns === null) return
  if (hits === null)
    for (const {opacity, from, to} of runs(columns))
      yield {tone: 'hit', opacity, x: left + from, y: base - low, width: to - from, height: low}
  if (!crowded) return
  const singles = singleColumns(row, layout)
  for (let at = 0; at < columns.bits.length; at++) {
    if (singles[at] === 1) continue
    let y = base
    for (const {tone, height} of heights(row, layout, at)) {
      y -= height
      yield {tone, opacity: 1, x: left + at - 0.5, y, width: 2, height}
    }
  }
}

/** Columns beside each other in which hits are equally strong. */
function runs({bits, hits}: NonNullable<Row['columns']>): {opacity: number; from: number; to: number}[] {
  const found: {opacity: number; from: number; to: number}[] = []
  let run = {opacity: 0, from: 0, to: 0}
  hits.forEach((share, at) => {
    const opacity = share === 0 && ((bits[at] ?? 0) & quiet) === 0 ? 0 : strength(share)
    if (opacity !== run.opacity) {
      run = {opacity, from: at, to: at}
      if (opacity > 0) found.push(run)
    }
    run.to = at + 1
  })
  return found
}

/** How high each kind of miss of a column is. */
function heights({columns, high}: Row, {by, rise}: Plan, at: number): {tone: Tone; height: number}[] {
  if (columns === null) return []
  const bits = valueAt(columns.bits, at)
  const shareOf = (tone: Tone): number => columns.misses.get(tone)?.[at] ?? 0
  const kinds = loud.filter(({tone, bit}) => bits & bit || (by === 'time' && shareOf(tone) > 0.001))
  if (by === 'time') {
    const all = kinds.reduce((sum, {tone}) => sum + shareOf(tone), 0)
    const free = (high - least * kinds.length) / Math.max(1, all)
    return kinds.map(({tone}) => ({tone, height: least + free * shareOf(tone)}))
  }
  const height = Math.max(rise(valueAt(columns.cost, at)), kinds.length * least)
  return kinds.map(({tone}) => ({tone, height: height / kinds.length}))
}

/** The columns that lie wholly in a miss that stands alone. */
function singleColumns({columns, lane, misses}: Row, {left, scale}: Plan): Uint8Array {
  const taken = new Uint8Array(columns?.bits.length ?? 0)
  for (const place of misses) {
    const start = valueAt(lane.x, place)
    const end = start + valueAt(valueAt(lane.cost, 0), lowerBound(lane.misses, place))
    taken.fill(1, Math.max(0, Math.ceil(scale(start) - left)), Math.max(0, Math.floor(scale(end) - left)))
  }
  return taken
}

/** Dense rows as one path for each tone and strength. */
export function dense(row: Row, layout: Plan): Drawing[] {
  const paths = new Map<string, {readonly tone: Tone; readonly opacity: number; readonly parts: string[]}>()
  for (const {tone, opacity, x, y, width, height} of blocks(row, layout)) {
    const key = `${tone} ${opacity}`
    const path = paths.get(key) ?? {tone, opacity, parts: []}
    paths.set(key, path)
    path.parts.push(`M${round(x)} ${round(y)}h${width}v${round(height)}h-${width}z`)
  }
  return [...paths.values()].map(({tone, opacity, parts}) =>
    mark(
      'path',
      {d: parts.join(''), fill: hues[tone].fill, 'fill-opacity': opacity === 1 ? undefined : opacity},
      mark('title', {}, `${hues[tone].word} of ${row.name}`),
    ),
  )
}
