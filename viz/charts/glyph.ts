import {figure, type Outcome, outcomes} from '../../lib/index.ts'
import {type Drawing, mark, width as widthOf, write} from '../frame/index.ts'
import {looks} from '../theme.ts'

/** The shape of an outcome around a point, `size` px to each side. */
export function glyph(outcome: Outcome, x: number, y: number, size: number): Drawing {
  const {glyph: shape, role, text} = looks[outcome]
  if (shape === '●')
    return mark('circle', {fill: role, stroke: text, 'stroke-width': 1, cx: x, cy: y, r: size * 0.85})
  if (shape === '|')
    return mark('line', {x1: x, x2: x, y1: y - size, y2: y + size, stroke: role, 'stroke-width': 1.5})
  const d = outline(outcome, x, y, size)
  return shape === '×'
    ? mark('path', {d, stroke: role, 'stroke-width': 2.5, fill: 'none'})
    : mark('path', {fill: role, stroke: text, 'stroke-width': 1, d})
}

/** The same shape as path data, so that many make one path. */
export function outline(outcome: Outcome, x: number, y: number, size: number): string {
  switch (looks[outcome].glyph) {
    case '▲':
      return path([x, y - size], [x + size, y + size * 0.8], [x - size, y + size * 0.8])
    case '◆':
      return path([x, y - size], [x + size, y], [x, y + size], [x - size, y])
    case '●': {
      const radius = round(size * 0.85)
      return `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`
    }
    case '×':
      return `M${round(x - size)} ${round(y - size)}L${round(x + size)} ${round(y + size)}M${round(x + size)} ${round(y - size)}L${round(x - size)} ${round(y + size)}`
    case '|':
      return `M${round(x)} ${round(y - size)}V${round(y + size)}`
  }
}

/** A length in px to two digits. */
export const round = (value: number): number => Math.round(value * 100) / 100
const path = (...points: readonly (readonly [number, number])[]): string =>
  `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`

/** The shapes that a picture uses with their words and how often each occurs, loudest first, as many as fit. */
export function legend(
  tally: ReadonlyMap<Outcome, number>,
  y: number,
  left: number,
  right: number,
): Drawing[] {
  let x = left
  return [...outcomes].reverse().flatMap((outcome) => {
    const number = tally.get(outcome)
    if (number === undefined) return []
    const text = `${looks[outcome].word} ${figure(number)}`
    const wide = widthOf(text, 12) + 28
    if (x + wide > right + 12) return []
    const at = x
    x += wide
    return [glyph(outcome, at + 6, y - 4, 5), write(text, at + 15, y, {size: 12, fill: 'muted'})]
  })
}
