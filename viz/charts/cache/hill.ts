import {figure, sayFurther} from '../../../lib/index.ts'
import {type Drawing, mark, type Scale, steps, write} from '../../frame/index.ts'
import type {Store} from './shelf.ts'

/** How high the hill is, in px. */
export const tall = 42

/** How many entries there are, over the calls, above the floor `floor`; of each pixel the most. */
export function hill({sizes, implied}: Store, length: number, scale: Scale, floor: number): Drawing[] {
  const all = [{index: -0.5, size: 0}, ...sizes, {index: length - 0.5, size: sizes.at(-1)?.size ?? 0}]
  const peak = peakOf(sizes)
  if (peak === 0) return []
  const points = thin(all, scale).map(
    ({index, size}) => [scale(index), floor - ((tall - 4) * size) / peak] as const,
  )
  return [
    mark(
      'path',
      {
        d: steps(points, floor),
        fill: 'hit',
        'fill-opacity': 0.3,
        stroke: 'hit',
        'stroke-dasharray': implied ? '3 3' : undefined,
      },
      mark('title', {}, sayFurther('entries over calls')),
    ),
    write(sayFurther('at most', {peak: figure(peak)}), scale(length - 0.5), floor - tall - 2, {
      size: 12,
      fill: 'muted',
      anchor: 'end',
      more: {class: 'jl-label'},
    }),
  ]
}

/** The most entries at once. */
const peakOf = (sizes: Store['sizes']): number => sizes.reduce((most, {size}) => Math.max(most, size), 0)

/** The sizes, of each pixel the highest alone, so that a long run makes no long path. */
function thin(sizes: Store['sizes'], scale: Scale): {index: number; size: number}[] {
  const kept: {index: number; size: number}[] = []
  for (const next of sizes) {
    const last = kept.at(-1)
    if (
      last === undefined ||
      kept.length < 2 ||
      Math.floor(scale(last.index)) !== Math.floor(scale(next.index))
    )
      kept.push(next)
    else if (next.size >= last.size || next === sizes.at(-1)) kept[kept.length - 1] = next
  }
  return kept
}
