import {type Drawing, mark, scale as linear, valueAt} from '../frame/index.ts'
import {hues, tones} from '../theme.ts'
import {columns, cut, quiet} from './levels.ts'
import {pale, round} from './glyph.ts'
import {isTimed} from './outside.ts'
import type {Plan} from './plan.ts'
import {missShares} from './shares.ts'

/** The whole trace in a strip, and the part that is shown. */
export function overview({by, clock, last, rows, left, right, domain, window}: Plan, y: number): Drawing {
  const pixels = Math.floor(right - left)
  const seen = new Uint8Array(pixels)
  for (const {lane, sums} of rows) {
    const cuts = cut(lane, domain[0], domain[1], pixels)
    columns(lane, cuts).bits.forEach((bits, at) => (seen[at] = valueAt(seen, at) | bits))
    if (by === 'calls') continue
    for (const [tone, shares] of missShares(sums, cuts))
      shares.forEach((share, at) => {
        if (share > 0.5) seen[at] = valueAt(seen, at) | (1 << tones.indexOf(tone))
      })
  }
  const scale = linear(domain, [left, right])
  const path = (wanted: (bits: number) => boolean, height: number, wide: number) =>
    [...seen]
      .map((bits, at) => (wanted(bits) ? `M${left + at} ${y + 24}v-${height}h${wide}v${height}z` : ''))
      .join('')
  return mark(
    'g',
    {class: 'jl-overview'},
    mark('rect', {x: left, y, width: pixels, height: 24, fill: 'tint'}),
    mark('path', {d: path((bits) => (bits & quiet) !== 0, 5, 1), fill: 'hit'}),
    ...tones.flatMap((tone, at) => {
      const d = tone === 'hit' ? '' : path((bits) => bits >> at === 1, 18, 2)
      return d === '' ? [] : [mark('path', {d, fill: hues[tone].fill})]
    }),
    last !== null &&
      (!clock || isTimed(last.outside)) &&
      mark('path', {
        d: last.outside.spells
          .map(({seconds}, at) => {
            const x = scale(valueAt(last.starts, at))
            return `M${round(x)} ${y + 24}v-18H${round(scale(valueAt(last.starts, at) + seconds))}v18z`
          })
          .join(''),
        fill: 'necessary',
        'fill-opacity': pale,
      }),
    mark('rect', {
      class: 'jl-window',
      x: scale(window[0]),
      y,
      width: Math.max(2, scale(window[1]) - scale(window[0])),
      height: 24,
      fill: 'none',
      stroke: 'ink',
    }),
  )
}
