import {type Cause, duration, type Miss, say} from '../../lib/index.ts'
import {apart, apartIn, clean, shorten, type Span, spansWidth, width as widthOf} from '../frame/index.ts'
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
  /** Whether `now` is words, which are not cut: a new object. */
  readonly isAnew: boolean
  /** The axis whose sizes the values are; empty where they are none. */
  readonly axis: string
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
  /** How soon it gets room: 0 where it names a part of the key and could be spared or is wrong, 1 where it names one, else 2. */
  readonly rank: number
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
    rank: told.place.code !== true ? 2 : mendable.has(tone) ? 0 : 1,
    wanted,
    least: Math.min(wanted, seconds > 0 ? spansWidth([costOf(told)], size) : short),
  }
}

const mendable: ReadonlySet<Tone> = new Set<Tone>(['wrong hit', 'avoidable', 'reducible'])

/** Labels in the order in which they get room, of those from the dearest on: what could be spared first, first calls and untold causes last. */
export const byNeed = <W extends Pick<Worded, 'rank'>>(labels: readonly W[]): W[] =>
  [...labels].sort((a, b) => a.rank - b.rank)

/** The least room for a value, and for a path, in px. */
const [least, short] = [60, 50]

const signs = {changed: '', identity: '', added: '+', removed: '−', moved: ''} as const

/** What the label of a miss tells. */
function toldOf(miss: Miss | undefined, tone: Tone, seconds: number, isGone: boolean): Told {
  const cause = miss === undefined ? undefined : deciding(miss)
  const others = (miss === undefined ? [] : differences(miss)).filter((one) => one !== cause)
  const cost = seconds > 0 ? `${isGone ? '−' : ''}${duration(seconds)}` : ''
  const rest: Span = {
    text: [
      ...(others.length > 0 ? [`+${say('parts more', {parts: others.length})}`] : []),
      ...(cost === '' ? [] : ['·', cost]),
    ].join(' '),
    fill: isGone ? 'spared' : hues[tone].text,
    bold: isGone,
  }
  const bare = {sign: '', before: null, now: null, isAnew: false, axis: '', rest}
  if (miss?.taxonomy === 'compulsory') return {...bare, place: {text: say('its first call')}}
  if (cause === undefined)
    return {...bare, place: {text: say(miss?.taxonomy === 'capacity' ? 'entry gone' : 'cause untold')}}
  const {change, delta, path} = cause
  const place: Span = {text: path, code: true, fill: sideText(sideOf(cause))}
  if (change === 'identity')
    return {...bare, place, now: say('mayBe' in delta ? 'maybe new object' : 'new object'), isAnew: true}
  return {...bare, sign: signs[change], place, ...valuesOf(cause), ...sizesOf(cause)}
}

/** The sizes of one axis, where they say all that is told; nothing of anything else. */
function sizesOf({count = 1, delta}: Cause): Partial<Pick<Told, 'before' | 'now' | 'axis'>> {
  if (delta.kind !== 'axis' || (delta.like !== null && count === 1)) return {}
  return {before: delta.before, now: delta.now, axis: say('on axis', {axis: delta.axis})}
}

/** What differs: the causes of a miss and, beside another function object, of which alone nothing follows, what else does. */
export const differences = ({causes, besides = []}: Miss): readonly Cause[] =>
  causes.every(({component}) => component === 'function') ? [...causes, ...besides] : causes

/** The cause that decides: one that the first finding names; of what is reducible or necessary a size, and not the new object beside it. */
export function deciding(miss: Miss): Cause | undefined {
  const {
    findings: [first],
    verdict,
  } = miss
  const all = differences(miss)
  const own = all.filter(({path}) => path !== 'args' && path !== 'kwargs')
  const causes = own.length > 0 ? own : all
  const named = first !== undefined && 'path' in first ? first.path : []
  const isSize = ({component}: Cause): boolean => component === 'aval' || component === 'tree'
  return (
    causes.find(({path}) => named.includes(path)) ??
    (verdict === 'reducible' || verdict === 'necessary' ? causes.find(isSize) : undefined) ??
    causes[0]
  )
}

const arrow: Span = {text: '→'}

const pieces = ({sign, place, before, now, axis, rest}: Told): Span[] => [
  ...(sign === '' ? [] : [{text: sign}]),
  place,
  ...(before === null ? [] : [{text: before, code: true, struck: true, fill: 'muted'} as const]),
  ...(before === null || now === null ? [] : [arrow]),
  ...(now === null ? [] : [{text: now, code: true, bold: true}]),
  ...(axis === '' ? [] : [{text: axis, fill: 'muted'} as const]),
  ...(rest.text === '' ? [] : [rest]),
]

/**
 * A label in its room: whole, else its values cut to where they differ, then without how many more differ, then without what was before;
 * sizes of an axis without the path; only where nothing of a value fits its path, else its seconds alone; null where not even these fit.
 */
export function label(told: Told, room: number): Span[] | null {
  const whole = pieces(told)
  if (spansWidth(whole, size) <= room) return whole
  const cost = costOf(told)
  const few = {...told, rest: {...told.rest, text: `· ${cost.text}`}}
  return (
    (told.isAnew
      ? null
      : (differing(told, room) ??
        (cost.text === '' ? null : differing(few, room)) ??
        (told.axis === '' ? null : differing({...few, axis: ''}, room)) ??
        (told.now === null ? null : differing({...few, isAlone: true}, room)))) ??
    sizesAlone(few, room) ??
    sizesAlone({...few, rest: {text: ''}}, room) ??
    within(told, room) ??
    within({...told, before: null, now: null, axis: ''}, room) ??
    (cost.text === '' ? null : fitting([cost], room))
  )
}

/** The sizes of an axis without the path; null where it has none, or too little room. */
const sizesAlone = (told: Told, room: number): Span[] | null =>
  told.axis === '' ? null : fitting(pieces({...told, axis: ''}).slice(1), room)

const fitting = (all: Span[], room: number): Span[] | null => (spansWidth(all, size) <= room ? all : null)

/** A label whose values are cut, or of which what stands now is shown alone; null where too little would be left of them. */
function differing(told: Told & {readonly isAlone?: boolean}, room: number): Span[] | null {
  const {before, isAlone = false, now, place} = told
  const values = [isAlone ? null : before, now].filter((value) => value !== null)
  const empty = {...told, place: {text: ''}, before: isAlone ? null : before && '', now: now && ''}
  const fixed = spansWidth(pieces(empty), size) + (isAlone ? widthOf('→ ', size) : 0)
  const wants = values.reduce((sum, value) => sum + widthOf(clean(value), size, 'code'), 0)
  const most = Math.max(short, (room - fixed) * 0.45, room - fixed - wants)
  const path = shorten(clean(place.text), most, size, 'code')
  const left = room - fixed - widthOf(path, size, 'code')
  if (values.length === 0 || left < Math.min(least * values.length, wants)) return null
  return cut({...told, place: {...place, text: path}}, left, isAlone)
}

/** A label of which only the path is shortened; null where too little would be left of it. Words are whole, or not there. */
function within(told: Told, room: number): Span[] | null {
  const {place} = told
  const text = clean(place.text)
  const whole = spansWidth([place], size)
  const free = room - spansWidth(pieces({...told, place: {text: ''}}), size)
  if (free < (place.code === true ? Math.min(short, whole) : whole)) return null
  return pieces({...told, place: {...place, text: shorten(text, free, size, 'code')}})
}

const joint = /^.*· /

/** The seconds alone. */
const costOf = ({rest}: Told): Span => ({...rest, text: rest.text.replace(joint, '')})

/** Both values cut to where they differ, or the one that there is. */
function cut(told: Told, room: number, isAlone: boolean): Span[] {
  const {before, now} = told
  const both = [before ?? '', now ?? ''] as const
  const [a, b] = isAlone ? apart(...both, [room, room], size) : apartIn(...both, room, size)
  const isTold = before !== null && !isAlone
  const [place, ...rest] = pieces({...told, before: isTold ? a : null, now: now === null ? null : b})
  return place === undefined || !isAlone || before === null
    ? [place ?? arrow, ...rest]
    : [place, arrow, ...rest]
}
