import {type Cause, duration, type Miss, say} from '../../lib/index.ts'
import {apartIn, clean, type Span, spansWidth, width as widthOf} from '../frame/index.ts'
import {hues, type Tone} from '../theme.ts'
import {valuesOf} from './values.ts'
import {sideOf, sideText} from './side.ts'

/** What a label tells of a miss: where it differs, from what to what, and what it cost. */
interface Told {
  /** What stands before the path: what was added, or removed. */
  readonly sign: string
  /** The path, or why it missed where there is none. */
  readonly place: Span
  readonly before: string | null
  readonly now: string | null
  /** What follows: more places, and the seconds. */
  readonly rest: Span
}

/** The size of labels. */
export const size = 12

/** So many misses of a row may have a label, the dearest first, and so wide it may be, in px. */
export const [labelled, widest] = [40, 480]

/** What a label tells, and how wide it is. */
export interface Worded {
  readonly told: Told
  /** Whether it names a part of the key. */
  readonly isNamed: boolean
  /** The whole, and its seconds alone, in px. */
  readonly wanted: number
  readonly least: number
}

/** The label of a miss. */
export function worded(miss: Miss | undefined, tone: Tone, seconds: number, isGone: boolean): Worded {
  const told = toldOf(miss, tone, seconds, isGone)
  const wanted = spansWidth(label(told, widest) ?? [], size)
  return {
    told,
    isNamed: told.place.code === true,
    wanted,
    least: Math.min(wanted, seconds > 0 ? spansWidth([costOf(told)], size) : short),
  }
}

/** Labels in the order in which they get room, of those from the dearest on: first calls and untold causes after the others. */
export const byNeed = <W extends Pick<Worded, 'isNamed'>>(labels: readonly W[]): W[] => [
  ...labels.filter(({isNamed}) => isNamed),
  ...labels.filter(({isNamed}) => !isNamed),
]

/** The least room for a value, and for a path, in px. */
const [least, short] = [60, 50]

const signs = {changed: '', identity: '', added: '+', removed: '−', moved: ''} as const

/** What the label of a miss tells. */
function toldOf(miss: Miss | undefined, tone: Tone, seconds: number, isGone: boolean): Told {
  const cause = miss === undefined ? undefined : deciding(miss)
  const others = (miss?.causes ?? []).filter((one) => one !== cause)
  const cost = seconds > 0 ? `${isGone ? '−' : ''}${duration(seconds)}` : ''
  const rest: Span = {
    text: [...(others.length > 0 ? [`+${others.length}`] : []), ...(cost === '' ? [] : ['·', cost])].join(
      ' ',
    ),
    fill: isGone ? 'spared' : hues[tone].text,
    bold: isGone,
  }
  const bare = {sign: '', before: null, now: null, rest}
  if (miss?.taxonomy === 'compulsory') return {...bare, place: {text: say('its first call')}}
  if (cause === undefined) return {...bare, place: {text: say('cause untold')}}
  const {change, path} = cause
  const place: Span = {text: path, code: true, fill: sideText(sideOf(cause))}
  if (change === 'identity') return {...bare, place, now: say('new object')}
  return {...bare, sign: signs[change], place, ...valuesOf(cause)}
}

/** The cause that decides: one that the first finding names; of what is reducible a size, and not the new object beside it. */
export function deciding({causes, findings: [first], verdict}: Miss): Cause | undefined {
  const named = first !== undefined && 'path' in first ? first.path : []
  const isSize = ({component}: Cause): boolean => component === 'aval' || component === 'tree'
  return (
    causes.find(({path}) => named.includes(path)) ??
    (verdict === 'reducible' ? causes.find(isSize) : undefined) ??
    causes[0]
  )
}

/** The end of a text that fits, behind dots where it is not whole: of a path the last names tell most. */
function tail(text: string, room: number): string {
  const glyphs = [...clean(text)]
  let used = widthOf('…', size, 'code')
  if (widthOf(glyphs.join(''), size, 'code') <= room) return glyphs.join('')
  const kept = glyphs.findLastIndex((glyph) => (used += widthOf(glyph, size, 'code')) > room) + 1
  const rest = glyphs.slice(kept).join('')
  return `…${rest.slice(rest.indexOf('.') + 1) || rest}`
}

const arrow: Span = {text: '→'}

const pieces = ({sign, place, before, now, rest}: Told): Span[] => [
  ...(sign === '' ? [] : [{text: sign}]),
  place,
  ...(before === null ? [] : [{text: before, code: true, struck: true, fill: 'muted'} as const]),
  ...(before === null || now === null ? [] : [arrow]),
  ...(now === null ? [] : [{text: now, code: true, bold: true}]),
  ...(rest.text === '' ? [] : [rest]),
]

/**
 * A label in its room: whole, else its values cut to where they differ, else without them, else its seconds alone; null where not
 * even these fit.
 */
export function label(told: Told, room: number): Span[] | null {
  const whole = pieces(told)
  if (spansWidth(whole, size) <= room) return whole
  const {before, now, place} = told
  const fixed = spansWidth(pieces({...told, place: {text: ''}, before: before && '', now: now && ''}), size)
  const values = [before, now].filter((value) => value !== null)
  const path = tail(place.text, Math.max(short, (room - fixed) * 0.45))
  const named = {...told, place: {...place, text: path}}
  const each = (room - fixed - widthOf(path, size, 'code')) / values.length
  if (values.length > 0 && each >= least) return cut(named, room - fixed - widthOf(path, size, 'code'))
  const bare = {...told, before: null, now: null}
  const free = room - spansWidth(pieces({...bare, place: {text: ''}}), size)
  if (free >= Math.min(short, widthOf(place.text, size, 'code')))
    return pieces({...bare, place: {...place, text: tail(place.text, free)}})
  const cost = costOf(told)
  return cost.text !== '' && spansWidth([cost], size) <= room ? [cost] : null
}

const joint = /^.*· /

/** The seconds alone. */
const costOf = ({rest}: Told): Span => ({...rest, text: rest.text.replace(joint, '')})

/** Both values cut to where they differ, or the one that there is. */
function cut(told: Told, room: number): Span[] {
  const {before, now} = told
  const [a, b] = apartIn(before ?? '', now ?? '', room, size)
  return pieces({...told, before: before === null ? null : a, now: now === null ? null : b})
}
