import {counted, figure, type Outcome, outcomes, say} from '../../lib/index.ts'
import {type Block, type Drawing, mark, signs, write} from '../frame/index.ts'
import {hues, type looks, type Tone, tones} from '../theme.ts'
import {framed, glyph, shades, swatch, type Tally} from './glyph.ts'
import type {By} from './place.ts'
import {type Side, sideText} from './side.ts'

/** What a miss mostly is: its shape needs a word beside other shapes alone. */
const plain: Outcome = 'retrace'

/** The phases of a bar. */
const phases = (x: number, y: number): Drawing =>
  mark(
    'g',
    {},
    ...Object.values(shades).map((opacity, at) =>
      mark('rect', {
        x: x + at * 4.5,
        y: y - 6,
        width: 4.5,
        height: 12,
        fill: 'necessary',
        'fill-opacity': opacity,
      }),
    ),
  )

/** A miss that took no time that is known. */
const lowMark = (x: number, y: number): Drawing =>
  mark('rect', {x: x + 6, y: y - 6, width: 2, height: 12, fill: 'muted'})

/** A name in the colour of its side. */
const named = (side: Side, x: number, y: number): Drawing =>
  write('ab', x, y + 4, {size: 12, fill: sideText(side), font: 'code'})

/**
 * What the marks of a timeline mean, each with how often it occurs: colours, shades, shapes.
 *
 * @param words how outcomes read in this run
 * @param isNamed whether a bar above names the colours of what compiled, as where seconds are known
 * @param hasFrame whether a call is marked
 */
export function legendOf(
  {tones: colours, compiled, isRead, outcomes: shapes, sides, timeless}: Tally,
  words: typeof looks,
  by: By,
  isNamed: boolean,
  hasFrame: boolean,
  y: number,
  [left, right]: readonly [number, number],
): Block {
  const times = (outcome: Outcome): number => shapes.get(outcome) ?? 0
  const isHollow = (tone: Tone): boolean => by === 'calls' && hues[tone].hatched === true
  const isTold = (tone: Tone): boolean =>
    isNamed && tone !== 'wrong hit' && !isHollow(tone) && (compiled.get(tone) ?? 0) > 0
  const kinds = tones
    .filter((tone) => tone !== 'hit' && (by === 'time' || tone !== 'error') && !isTold(tone))
    .filter((tone) => (colours.get(tone) ?? 0) > 0)
    .reverse()
    .map((tone) => {
      const [all, own] = [colours.get(tone) ?? 0, compiled.get(tone) ?? 0]
      const isPart = own < all && tone !== 'wrong hit' && tone !== 'error'
      const of = !isPart ? '' : own === 0 ? `, ${say('none compiled')}` : ` (${counted(own, 'compile')})`
      return {
        word: `${hues[tone].word} ${figure(all)}${of}`,
        draw: (x: number, middle: number) =>
          isHollow(tone) ? glyph(plain, tone, x + 7, middle, 5) : swatch(tone, x + 1, middle - 6, 12),
      }
    })
  const drawn = outcomes.filter((outcome) => times(outcome) > 0 && (by === 'calls' || outcome === 'hit'))
  const hasOthers = drawn.some((outcome) => outcome !== plain && outcome !== 'hit')
  const layers = drawn
    .filter((outcome) => outcome !== plain || hasOthers)
    .reverse()
    .map((outcome) => ({
      word: `${outcome === plain ? say('traced and compiled') : words[outcome].said} ${figure(times(outcome))}`,
      draw: (x: number, middle: number) => glyph(outcome, 'hit', x + 7, middle, 5),
    }))
  const shades = by === 'time' ? [{word: say(isRead ? 'phases of reads' : 'phases'), draw: phases}] : []
  const names = (['data', 'static', 'guard'] as const)
    .filter((side) => sides.has(side))
    .map((side) => ({
      word: say(`sign ${side}`),
      draw: (x: number, middle: number) => named(side === 'guard' ? 'static' : side, x, middle),
    }))
  const free =
    by === 'time' && timeless > 0 ? [{word: say('timeless', {times: timeless}), draw: lowMark}] : []
  const frame = hasFrame
    ? [{word: say('sign frame'), draw: (x: number, middle: number) => framed(x + 1, middle - 6, 12, 12)}]
    : []
  return signs([...kinds, ...shades, ...free, ...layers, ...names, ...frame], y, left, right)
}
