import {type Attributes, type Drawing, mark, valueAt} from '../frame/index.ts'
import type {Part} from '../charts/index.ts'
import {hues} from '../theme.ts'

/** Seconds beside each other in a bar as wide as its place, of `all` seconds; what is unexplained is striped, what would be gone is hollow. */
export function lengths(parts: readonly Part[], all: number): Drawing {
  const ends = parts.map((_, at) => parts.slice(0, at + 1).reduce((sum, {seconds}) => sum + seconds, 0))
  return mark(
    'svg',
    {class: 'scale', viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    ...parts.map(({kind, seconds}, at) => {
      const end = valueAt(ends, at)
      const [from, to] = [(100 * (end - seconds)) / all, (100 * end) / all]
      return kind === 'gone'
        ? mark('rect', {x: from, y: 0.25, width: to - from, height: 3.5, ...hollow})
        : mark('path', {d: `M${from.toFixed(2)} 2H${to.toFixed(2)}`, ...stroke(kind, 16)})
    }),
  )
}

/** A square of a kind of stretch, for a legend of 16 by 10 px. */
export const lengthSwatch = (kind: Part['kind']): Drawing =>
  kind === 'gone'
    ? mark('rect', {x: 0.5, y: 0.5, width: 9, height: 9, ...hollow})
    : mark('path', {d: 'M0 5h10', ...stroke(kind, 10)})

const hollow: Attributes = {
  fill: 'none',
  stroke: 'spared',
  'stroke-width': 1.5,
  'stroke-dasharray': '3 2',
  'vector-effect': 'non-scaling-stroke',
}

const stroke = (kind: Exclude<Part['kind'], 'gone'>, width: number): Attributes => ({
  stroke: kind === 'other' ? 'rule' : hues[kind].fill,
  'stroke-width': width,
  'stroke-dasharray': kind !== 'other' && hues[kind].hatched === true ? '3 2' : undefined,
  'vector-effect': 'non-scaling-stroke',
})
