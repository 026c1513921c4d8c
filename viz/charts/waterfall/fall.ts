import {type Drawing, mark} from '../../frame/index.ts'
import {hues, type Tone} from '../../theme.ts'
import type {Step} from './steps.ts'
import {high, type Strips} from './strip.ts'

/** The call whose fall is drawn. */
interface Chosen {
  readonly position: number
  readonly tone: Tone
  /** Whether a what-if spares it. */
  readonly isGone: boolean
}

/**
 * The fall of a call through the strips, down to the layer where it ended: a full bead where it was answered, an open one where not.
 *
 * @param isWhole whether the strips stand right below each other, so that a thin line leads from one to the next
 */
export function fall(
  steps: readonly Step[],
  floors: readonly number[],
  {had, x: placeOf}: Strips,
  {position, tone, isGone}: Chosen,
  isWhole: boolean,
): Drawing[] {
  const beads = steps.flatMap(({result}, at) => {
    const floor = floors[at]
    if (floor === undefined || (result !== 'hit' && result !== 'miss')) return []
    return [{result, floor, cy: floor - (result === 'hit' ? had : high) / 2}]
  })
  const [first, last] = [floors[0], beads.at(-1)]
  if (first === undefined || last === undefined) return []
  const x = placeOf(position)
  const stroke = isGone ? 'spared' : 'ink'
  const dashes = isGone ? '3 3' : undefined
  return [
    ...(isWhole ? [mark('line', {x1: x, x2: x, y1: first - high - 4, y2: last.cy, stroke: 'rule'})] : []),
    ...beads.map((bead) =>
      mark('line', {
        x1: x,
        x2: x,
        y1: bead.floor - high - 4,
        y2: bead === last ? bead.cy : bead.floor + 3,
        stroke,
        'stroke-width': 2,
        'stroke-dasharray': dashes,
      }),
    ),
    ...beads.map(({result, cy}) => {
      if (result === 'hit')
        return mark('circle', {cx: x, cy, r: 6, fill: 'ink', stroke: 'paper', 'stroke-width': 2})
      const edge = isGone ? 'spared' : hues[tone].text
      return mark('circle', {cx: x, cy, r: 5, fill: 'paper', stroke: edge, 'stroke-width': 2.5})
    }),
  ]
}
