import {duration, type Explanation, say} from '../../lib/index.ts'
import {type Block, type Drawing, mark, signs} from '../frame/index.ts'
import {hues, type Role} from '../theme.ts'
import {round, swatch} from './glyph.ts'
import {type Part, partsOf} from './parts.ts'

/** How high the bar is, in px. */
const high = 18

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

const dashes = {fill: 'none', stroke: 'spared', 'stroke-dasharray': '3 2'} as const

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
