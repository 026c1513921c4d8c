import {outcomes} from '../../lib/index.ts'
import {type Drawing, mark} from '../frame/index.ts'
import {hues, type Tone, tones} from '../theme.ts'
import type {Single} from './bars.ts'
import {glyph, outline, round} from './glyph.ts'
import type {Plan, Row} from './plan.ts'

/** Half the size of a row's shapes: small where there are many. */
export const sizeOf = ({misses}: Row, {left, right}: Plan): number =>
  misses.length > (right - left) / 14 ? 3.5 : 5

const stroke = (tone: Tone) => ({
  stroke: hues[tone].fill,
  'stroke-width': 2,
  'stroke-dasharray': hues[tone].hatched === true ? '2 2' : undefined,
})

/** A miss where calls stand side by side: as high as it cost, with the shape of its layer. */
export const stem = ({x, top, tone, outcome, isGone}: Single, base: number, size: number): Drawing[] => [
  mark(
    'line',
    isGone
      ? {x1: x, x2: x, y1: base, y2: top, stroke: 'spared', 'stroke-dasharray': '3 2'}
      : {x1: x, x2: x, y1: base, y2: top, ...stroke(tone)},
  ),
  isGone
    ? mark('path', {
        d: outline(outcome, x, top, size),
        fill: 'paper',
        stroke: 'spared',
        'stroke-dasharray': '2 1',
      })
    : glyph(outcome, tone, x, top, size),
]

/** Stems as two paths for each outcome and tone, for the frames of a zoom. */
export function stems(all: readonly Single[], base: number, size: number): Drawing[] {
  const kinds = outcomes.flatMap((outcome) => tones.map((tone) => ({outcome, tone})))
  return [
    ...kinds.flatMap(({outcome, tone}) => {
      const own = all.filter((single) => single.outcome === outcome && single.tone === tone && !single.isGone)
      if (own.length === 0) return []
      const {fill, text, hatched} = hues[tone]
      return [
        mark('path', {
          d: own.map(({x, top}) => `M${round(x)} ${base}V${round(top)}`).join(''),
          ...stroke(tone),
          fill: 'none',
        }),
        mark('path', {
          d: own.map(({x, top}) => outline(outcome, x, top, size)).join(''),
          fill: hatched === true ? 'paper' : fill,
          stroke: text,
          'stroke-width': 1,
        }),
      ]
    }),
    ...all.filter(({isGone}) => isGone).flatMap((single) => stem(single, base, size)),
  ]
}
