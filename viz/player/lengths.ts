import {type Attributes, type Drawing, mark, valueAt} from '../frame/index.ts'
import {hues, type Tone} from '../theme.ts'

/** What a stretch of a bar stands for: the seconds of one tone, those of the program itself, or what fixes would spare. */
export type Stretch = Tone | 'other' | 'gone'

/** Seconds of one kind. */
interface Length {
  readonly tone: Stretch
  readonly part: number
}

/** Seconds beside each other in a bar as wide as its place, of `all` seconds; what is unexplained is striped, what would be gone is hollow. */
export function lengths(parts: readonly Length[], all: number): Drawing {
  const ends = parts.map((_, at) => parts.slice(0, at + 1).reduce((sum, {part}) => sum + part, 0))
  return mark(
    'svg',
    {class: 'scale', viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    ...parts.map(({tone, part}, at) => {
      const end = valueAt(ends, at)
      const [from, to] = [(100 * (end - part)) / all, (100 * end) / all]
      return tone === 'gone'
        ? mark('rect', {x: from, y: 0.25, width: to - from, height: 3.5, ...hollow})
        : mark('path', {d: `M${from.toFixed(2)} 2H${to.toFixed(2)}`, ...stroke(tone, 16)})
    }),
  )
}

/** A square of a kind of stretch, for a legend of 16 by 10 px. */
export const lengthSwatch = (tone: Stretch): Drawing =>
  tone === 'gone'
    ? mark('rect', {x: 0.5, y: 0.5, width: 9, height: 9, ...hollow})
    : mark('path', {d: 'M0 5h10', ...stroke(tone, 10)})

const hollow: Attributes = {
  fill: 'none',
  stroke: 'data',
  'stroke-width': 1.5,
  'stroke-dasharray': '3 2',
  'vector-effect': 'non-scaling-stroke',
}

const stroke = (tone: Exclude<Stretch, 'gone'>, width: number): Attributes => ({
  stroke: tone === 'other' ? 'rule' : hues[tone].fill,
  'stroke-width': width,
  'stroke-dasharray': tone !== 'other' && hues[tone].hatched === true ? '3 2' : undefined,
  'vector-effect': 'non-scaling-stroke',
})
