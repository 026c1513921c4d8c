import {isCompile, type Outcome, type Trace} from '../../lib/index.ts'
import {type Drawing, mark} from '../frame/index.ts'
import {hues, looks, type Tone} from '../theme.ts'
import type {Side} from './side.ts'

/** How strong the phases of a miss are, lightest first. */
export const shades = {trace: 0.4, lower: 0.68, compile: 1} as const

/** A first call is as strong as this: it had to be. */
export const pale = 0.55

/** The shape of an outcome in the colour of a tone around a point, `size` px to each side. */
export function glyph(outcome: Outcome, tone: Tone, x: number, y: number, size: number): Drawing {
  const {glyph: shape} = looks[outcome]
  const {fill: role, text, hatched} = hues[tone]
  const look = {
    fill: hatched === true ? 'paper' : role,
    stroke: text,
    'stroke-width': 1,
    'stroke-dasharray': hatched === true ? '2 1.5' : undefined,
  } as const
  if (shape === '●') return mark('circle', {...look, cx: x, cy: y, r: size * 0.85})
  if (shape === '|')
    return mark('line', {x1: x, x2: x, y1: y - size, y2: y + size, stroke: role, 'stroke-width': 1.5})
  const d = outline(outcome, x, y, size)
  return shape === '×'
    ? mark('path', {d, stroke: role, 'stroke-width': 2.5, fill: 'none'})
    : mark('path', {...look, d})
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

/** How often each shape and each colour occurs in a picture, and how often a call of that colour compiled. */
export interface Tally {
  readonly outcomes: Map<Outcome, number>
  readonly tones: Map<Tone, number>
  readonly compiled: Map<Tone, number>
  /** Whether all programs were read from disk. */
  isRead: boolean
  /** Of which side what made them miss is, or that it is a guard of torch's. */
  readonly sides: Set<Side | 'guard'>
  /** How many misses took no time that is known. */
  timeless: number
}

export const emptyTally = (): Tally => ({
  outcomes: new Map(),
  tones: new Map(),
  compiled: new Map(),
  isRead: false,
  sides: new Set(),
  timeless: 0,
})

/** Counts the call at a position. */
export function count(
  {outcomes: shapes, tones: colours, compiled}: Tally,
  trace: Trace,
  index: number,
  tone: Tone,
): void {
  const outcome = trace.outcome(index)
  shapes.set(outcome, (shapes.get(outcome) ?? 0) + 1)
  colours.set(tone, (colours.get(tone) ?? 0) + 1)
  if (tone !== 'hit') compiled.set(tone, (compiled.get(tone) ?? 0) + Number(isCompile(trace.at(index))))
}

/** A square of a tone, striped where its areas are. */
export function swatch(tone: Tone, x: number, y: number, size: number, isPale = false): Drawing {
  const {fill, hatched} = hues[tone]
  return mark('path', {
    d: `M${round(x)} ${round(y + size / 2)}h${size}`,
    stroke: fill,
    'stroke-width': size,
    'stroke-dasharray': hatched === true ? '2 2' : undefined,
    'stroke-opacity': isPale ? pale : undefined,
    fill: 'none',
  })
}

/** A frame in which the call at the position stands. */
export const framed = (x: number, y: number, width: number, height: number): Drawing =>
  mark('rect', {x, y, width, height, fill: 'none', stroke: 'ink', 'stroke-width': 1.5})
