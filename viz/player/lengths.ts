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
      return stretch(kind, [from, to - from], [4, 0.25])
    }),
  )
}

/** A square of a kind of stretch, for a legend of 16 by 10 px. */
export const lengthSwatch = (kind: Part['kind']): Drawing => stretch(kind, [0.5, 9], [10, 0.5])

/** A stretch of so much `height`: an area, an outline within `edge` of its sides, or stripes. */
function stretch(
  kind: Part['kind'],
  [x, width]: readonly [number, number],
  [height, edge]: readonly [number, number],
): Drawing {
  if (kind === 'gone') return mark('rect', {x, y: edge, width, height: height - 2 * edge, ...hollow})
  if (kind === 'other') return mark('rect', {x, width, height, fill: 'rule'})
  const {fill, hatched} = hues[kind]
  return hatched === true
    ? mark('path', {
        d: `M${x} ${height / 2}h${width}`,
        stroke: fill,
        'stroke-width': 16,
        'stroke-dasharray': '3 2',
      })
    : mark('rect', {x, width, height, fill})
}

const hollow: Attributes = {
  fill: 'none',
  stroke: 'spared',
  'stroke-width': 1.5,
  'stroke-dasharray': '3 2',
}
