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
  {x: placeOf}: Strips,
  {position, tone, isGone}: Chosen,
  isWhole: boolean,
): Drawing[] {
  const asked = floors.filter((_, at) => steps[at]?.result === 'hit' || steps[at]?.result === 'miss')
  const [first, last] = [floors[0], asked.at(-1)]
  if (first === undefined || last === undefined) return []
  const x = placeOf(position)
  const stroke = isGone ? 'spared' : 'ink'
  const pieces = asked.map((floor) => [floor - high - 4, floor === last ? floor - high / 2 : floor + 3])
  const dashes = isGone ? '3 3' : undefined
  return [
    ...(isWhole
      ? [mark('line', {x1: x, x2: x, y1: first - high - 4, y2: last - high / 2, stroke: 'rule'})]
      : []),
    ...pieces.map(([y1 = 0, y2 = 0]) =>
      mark('line', {x1: x, x2: x, y1, y2, stroke, 'stroke-width': 2, 'stroke-dasharray': dashes}),
    ),
    ...steps.flatMap(({result}, at) => {
      const cy = (floors[at] ?? 0) - high / 2
      if (result === 'hit')
        return [mark('circle', {cx: x, cy, r: 6, fill: 'ink', stroke: 'paper', 'stroke-width': 2})]
      const edge = isGone ? 'spared' : hues[tone].text
      return result === 'miss'
        ? [mark('circle', {cx: x, cy, r: 5, fill: 'paper', stroke: edge, 'stroke-width': 2.5})]
        : []
    }),
  ]
}
