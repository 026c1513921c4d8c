import {type Explanation, type Outcome, type Seconds, total, type Trace} from '../../lib/index.ts'
import {type Attributes, type Drawing, mark, valueAt} from '../frame/index.ts'
import {hues, type Tone} from '../theme.ts'
import {pale, round, shades} from './glyph.ts'
import type {Plan, Row} from './plan.ts'
import {missAt, toneAt} from './position.ts'

/** A miss that stands alone, as a bar or a stem. */
export interface Single {
  readonly index: number
  readonly seconds: Seconds
  readonly outcome: Outcome
  readonly tone: Tone
  readonly isFirst: boolean
  /** Whether a what-if spares it. */
  readonly isGone: boolean
  /** Where it begins and ends, and its top, in px. */
  readonly x: number
  readonly end: number
  readonly top: number
  /** The line that it stands on, in px. */
  readonly base: number
}

/** A bar is at least so wide; what took no time that is known is so high. */
const [thin, low] = [2, 12]

/** So many misses that took place at the same time are drawn below each other. */
const most = 4

/** A phase is told from the others from this width of the bar on. */
const readable = 6

/** The misses of a row that stand alone, in the order of their places. */
export function singlesOf(
  trace: Trace,
  explanation: Explanation,
  layout: Plan,
  {lane, base, high, misses}: Row,
  gone: ReadonlySet<number> | undefined,
): readonly Single[] {
  const {by, left, right, rise, scale} = layout
  const isLoud = (index: number): boolean => toneAt(trace, explanation, index) === 'wrong hit'
  const all = misses.map((place): Single => {
    const index = valueAt(lane.index, place)
    const start = valueAt(lane.x, place)
    const seconds = trace.seconds(index)
    const cost = total(seconds)
    const inTime = by === 'time'
    const x = Math.min(right - thin, Math.max(left, scale(start)))
    return {
      index,
      seconds,
      outcome: trace.outcome(index),
      tone: toneAt(trace, explanation, index),
      isFirst: missAt(explanation, index)?.taxonomy === 'compulsory',
      isGone: gone?.has(index) === true,
      x: inTime ? x : scale(start),
      end: inTime ? Math.max(x + thin, Math.min(right, scale(start + cost))) : scale(start),
      top: base - (inTime ? (cost > 0 || isLoud(index) ? high : low) : rise(cost)),
      base,
    }
  })
  return by === 'time' ? apart(all, high) : all
}

/** Misses that took place at the same time, as of several processes, below each other. */
function apart(all: readonly Single[], whole: number): readonly Single[] {
  const ends: number[] = []
  const tracks = all.map(({x, end, seconds}) => {
    if (total(seconds) === 0) return 0
    const free = ends.findIndex((before) => before <= x + thin)
    const track = free === -1 ? Math.min(ends.length, most - 1) : free
    ends[track] = end
    return track
  })
  const high = whole / Math.max(1, ends.length)
  return ends.length < 2
    ? all
    : all.map((single, at) => {
        const base = single.base - high * (ends.length - 1 - valueAt(tracks, at))
        return total(single.seconds) === 0 ? single : {...single, base, top: base - high + 1}
      })
}

/** A part of a bar: from where to where, and how strong. */
interface Part {
  readonly x: number
  readonly width: number
  readonly opacity: number
}

/** The phases of a bar beside each other, in px. */
function partsOf({seconds, x, end, isFirst}: Single): Part[] {
  const strength = isFirst ? pale : 1
  const width = end - x
  const all = total(seconds)
  if (width < readable || all === 0) return [{x, width, opacity: strength}]
  const whole = width - 1
  let at = x
  return (['trace', 'lower', 'compile'] as const).flatMap((phase) => {
    const part = (whole * seconds[phase]) / all
    const from = at
    at += part
    return part < 0.05 ? [] : [{x: from, width: part, opacity: round(shades[phase] * strength)}]
  })
}

/** An area of a tone: filled, or striped where the tone is. */
function area(tone: Tone, parts: readonly Part[], {top, base}: Pick<Single, 'top' | 'base'>): string {
  const height = base - top
  return parts
    .map(({x, width}) =>
      hues[tone].hatched === true
        ? `M${round(x)} ${round(base - height / 2)}h${round(width)}`
        : `M${round(x)} ${round(top)}h${round(width)}V${round(base)}h${round(-width)}z`,
    )
    .join('')
}

const paintOf = (tone: Tone, height: number): Attributes =>
  hues[tone].hatched === true
    ? {fill: 'none', stroke: hues[tone].fill, 'stroke-width': height, 'stroke-dasharray': '3 1.5'}
    : {fill: hues[tone].fill}

/** A bar as long as its miss took, its phases from light to dark; what a what-if spares is a dashed outline. */
export function bar(single: Single): Drawing[] {
  const {tone, top, base} = single
  if (single.isGone) return [ghost(single)]
  return partsOf(single).map((part) =>
    mark('path', {
      d: area(tone, [part], single),
      ...paintOf(tone, base - top),
      'fill-opacity': hues[tone].hatched === true || part.opacity === 1 ? undefined : part.opacity,
      'stroke-opacity': hues[tone].hatched !== true || part.opacity === 1 ? undefined : part.opacity,
    }),
  )
}

/** The outline of what a what-if spares, with its phases where there is room. */
function ghost(single: Single): Drawing {
  const {x, end, top, base} = single
  const inner = end - x > 24 ? partsOf(single).slice(1) : []
  const right = Math.max(x + thin, end - 1)
  return mark('path', {
    d: `M${round(x + 0.5)} ${round(top + 0.5)}H${round(right - 0.5)}V${round(base)}H${round(x + 0.5)}z${inner.map((part) => `M${round(part.x)} ${round(top + 0.5)}V${round(base)}`).join('')}`,
    fill: 'none',
    stroke: 'spared',
    'stroke-dasharray': '3 2',
  })
}

/** Bars as a few paths, for the frames of a zoom. */
export function bars(all: readonly Single[]): Drawing[] {
  const paths = new Map<string, {readonly sample: Single; readonly opacity: number; readonly d: string[]}>()
  for (const single of all.filter(({isGone}) => !isGone))
    for (const part of partsOf(single)) {
      const key = `${single.tone} ${part.opacity} ${single.top} ${single.base}`
      const path = paths.get(key) ?? {sample: single, opacity: part.opacity, d: []}
      paths.set(key, path)
      path.d.push(area(single.tone, [part], single))
    }
  return [
    ...[...paths.values()].map(({sample: {tone, top, base}, opacity, d}) =>
      mark('path', {
        d: d.join(''),
        ...paintOf(tone, base - top),
        opacity: opacity === 1 ? undefined : opacity,
      }),
    ),
    ...all.filter(({isGone}) => isGone).map(ghost),
  ]
}
