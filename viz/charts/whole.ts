import {duration, type Explanation, say, total} from '../../lib/index.ts'
import {type Block, type Drawing, mark, signs} from '../frame/index.ts'
import {hues, type Role, type Tone} from '../theme.ts'
import {round, swatch} from './glyph.ts'

/** A part of all seconds of a run: of a verdict, of the program itself, or what a what-if spares. */
interface Part {
  readonly kind: Tone | 'other' | 'gone'
  readonly seconds: number
}

/** How high the bar is, in px. */
const high = 18

/** All seconds of a run: what compiling took, by verdict, what a what-if spares of it, and the program's own where its span is known. */
function partsOf(explanation: Explanation, gone: ReadonlySet<number> = new Set()): Part[] {
  const {figures, misses} = explanation
  const spared = misses.filter(({index}) => gone.has(index))
  const secondsOf = (verdict?: Tone): number =>
    spared.reduce(
      (sum, miss) => sum + (verdict === undefined || miss.verdict === verdict ? total(miss.seconds) : 0),
      0,
    )
  const [avoidable, reducible, unknown] = [
    figures.avoidable.seconds - secondsOf('avoidable'),
    figures.reducible.seconds - secondsOf('reducible'),
    figures.unexplained.seconds - secondsOf('unknown'),
  ]
  const necessary = figures.seconds - secondsOf() - avoidable - reducible - unknown
  const all: Part[] = [
    {kind: 'avoidable', seconds: avoidable},
    {kind: 'reducible', seconds: reducible},
    {kind: 'unknown', seconds: unknown},
    {kind: 'necessary', seconds: necessary},
    {kind: 'other', seconds: figures.span === null ? 0 : figures.span - figures.seconds},
    {kind: 'gone', seconds: secondsOf()},
  ]
  const sum = all.reduce((whole, {seconds}) => whole + seconds, 0)
  return all.filter(({seconds}) => seconds > sum * 1e-4)
}

/**
 * All seconds of a run as one bar, its parts named above it.
 *
 * @param gone positions of the misses that a what-if spares
 */
export function whole(
  explanation: Explanation,
  gone: ReadonlySet<number> | undefined,
  [left, right]: readonly [number, number],
  y: number,
): Block {
  const parts = partsOf(explanation, gone)
  const all = parts.reduce((sum, {seconds}) => sum + seconds, 0)
  if (all <= 0) return {drawings: [], height: 0}
  const legend = signs(
    parts.map((part) => ({
      word: wordOf(part, gone),
      draw: (x, middle) => sample(part, x + 1, middle - 6),
    })),
    y + 8,
    left,
    right,
  )
  const top = y + legend.height
  let at = left
  const bars = parts.map((part) => {
    const wide = ((right - left) * part.seconds) / all
    at += wide
    return stretch(part, at - wide, top, Math.max(1, wide - 1))
  })
  return {drawings: [...legend.drawings, ...bars], height: legend.height + high + 4}
}

function wordOf({kind, seconds}: Part, gone: ReadonlySet<number> | undefined): string {
  const told = duration(seconds)
  if (kind === 'other' || kind === 'gone') return say('part of whole', {what: say(kind), duration: told})
  const isLess = gone !== undefined && gone.size > 0 && kind !== 'necessary'
  return say(isLess ? 'still part of whole' : 'part of whole', {what: hues[kind].word, duration: told})
}

const dashes = {fill: 'none', stroke: 'dataText', 'stroke-dasharray': '3 2'} as const

function sample({kind}: Part, x: number, y: number): Drawing {
  if (kind === 'gone') return mark('rect', {x: x + 0.5, y: y + 0.5, width: 11, height: 11, ...dashes})
  if (kind === 'other') return mark('rect', {x, y, width: 12, height: 12, fill: 'rule' satisfies Role})
  return swatch(kind, x, y, 12)
}

function stretch({kind}: Part, x: number, y: number, width: number): Drawing {
  if (kind === 'gone') return mark('rect', {x: x + 0.5, y: y + 0.5, width, height: high - 1, ...dashes})
  if (kind === 'other') return mark('rect', {x, y, width, height: high, fill: 'rule'})
  const {fill, hatched} = hues[kind]
  return hatched === true
    ? mark('path', {
        d: `M${round(x)} ${y + high / 2}h${round(width)}`,
        fill: 'none',
        stroke: fill,
        'stroke-width': high,
        'stroke-dasharray': '3 1.5',
      })
    : mark('rect', {x, y, width, height: high, fill})
}
