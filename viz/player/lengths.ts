import {type Drawing, mark, valueAt} from '../frame/index.ts'
import {hues, type Tone} from '../theme.ts'

/** Seconds of one tone. */
interface Length {
  readonly tone: Tone
  readonly part: number
}

/** Seconds beside each other in a bar as wide as its place, of `all` seconds; what is unexplained is striped. */
export function lengths(parts: readonly Length[], all: number): Drawing {
  const ends = parts.map((_, at) => parts.slice(0, at + 1).reduce((sum, {part}) => sum + part, 0))
  return mark(
    'svg',
    {class: 'scale', viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    ...parts.map(({tone, part}, at) => {
      const end = valueAt(ends, at)
      return mark('path', {
        d: `M${((100 * (end - part)) / all).toFixed(2)} 2H${((100 * end) / all).toFixed(2)}`,
        stroke: hues[tone].fill,
        'stroke-width': 16,
        'stroke-dasharray': hues[tone].hatched === true ? '3 2' : undefined,
        'vector-effect': 'non-scaling-stroke',
      })
    }),
  )
}
