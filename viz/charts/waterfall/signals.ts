import {sayFurther} from '../../../lib/index.ts'
import {type Drawing, mark, type Sign} from '../../frame/index.ts'
import {hues, type Role, tones} from '../../theme.ts'
import {pale} from '../glyph.ts'
import {hitOpacity, type Strips} from './strip.ts'

/** The signs that the strips use, loudest verdict first. */
export function signals({by}: Strips, isGone: boolean): Sign[] {
  const all = [...by.values()].flat()
  const missed = new Set(all.filter((one) => one.missed > one.first).map(({tone}) => tone))
  const shown = [...tones].reverse().filter((tone) => missed.has(tone))
  return [
    ...(all.some(({answered}) => answered > 0) ? [sign(sayFurther('it had it'), 'hit', hitOpacity, 4)] : []),
    ...shown.map((tone) => {
      const {word, fill, text, hatched} = hues[tone]
      const said = sayFurther('it had not', {verdict: word})
      return hatched === true ? outlined(said, text, '2 1') : sign(said, fill)
    }),
    ...(all.some((one) => one.missed > 0 && one.first === one.missed)
      ? [sign(sayFurther('it had not', {verdict: sayFurther('first call of it')}), 'necessary', pale)]
      : []),
    ...(all.some(({spared}) => spared > 0) ? [outlined(sayFurther('predicted gone'), 'spared', '2 2')] : []),
    {word: sayFurther('this call falls'), draw: (x, y) => line(x + 7, y, isGone ? 'spared' : 'ink')},
  ]
}

const square = (x: number, y: number) => ({x: x + 2, y: y - 5, width: 10, height: 10}) as const

const sign = (word: string, fill: Role, opacity?: number, height = 10): Sign => ({
  word,
  draw: (x, y) => mark('rect', {...square(x, y), y: y + 5 - height, height, fill, 'fill-opacity': opacity}),
})

const outlined = (word: string, stroke: Role, dashes: string): Sign => ({
  word,
  draw: (x, y) => mark('rect', {...square(x, y), fill: 'none', stroke, 'stroke-dasharray': dashes}),
})

const line = (x: number, y: number, stroke: Role): Drawing =>
  mark('path', {d: `M${x} ${y - 8}v16`, stroke, 'stroke-width': 2})
