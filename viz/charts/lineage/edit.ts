import {alike, type Cause, type Miss, say, sayFurther, weakly} from '../../../lib/index.ts'
import {apart, share, shorten, type Span, spansWidth, width as widthOf} from '../../frame/index.ts'
import {newness, withMore} from '../edited.ts'
import {valuesOf} from '../values.ts'
import {type Side, sideOf, sideText} from '../side.ts'

/** What the edit that led to a miss touched: data alone, or what is static too; null where nothing tells the edit. */
export function sideOfEdit({causes}: Miss): Side | null {
  if (causes.length === 0) return null
  return causes.every((cause) => sideOf(cause) === 'data') ? 'data' : 'static'
}

/** The edit between a program and the one that it came from, in one line of `room` px: path, before struck through, now bold. */
export function edit(miss: Miss, room: number, size: number): Span[] {
  const [cause] = miss.causes
  if (cause === undefined) return [{text: uncaused(miss)}]
  const places = miss.causes.reduce((sum, {count = 1}) => sum + count, 0)
  return withMore(places - 1, room, size, (left) => change(cause, left, size))
}

/** What stands in the place of an edit that is not told. */
export const uncaused = ({taxonomy}: Miss): string =>
  sayFurther(
    taxonomy === 'compulsory' ? 'first program' : taxonomy === 'capacity' ? 'program gone' : 'edit untold',
  )

/** One change in so many px; the first character in which two values differ always stays. */
function change(cause: Cause, room: number, size: number): Span[] {
  const {change: how, component, from, now, path} = cause
  const at = {text: path, code: true, fill: sideText(sideOf(cause))}
  if (how === 'identity')
    return component === 'function'
      ? [{text: newness(alike(cause), size, room)}]
      : same(cause, at, room, size)
  if (how === 'moved') return [at, {text: sayFurther('moved from')}, {text: from ?? '?', code: true}]
  if (how === 'added') return [at, {text: '+'}, {text: weakly(now ?? ''), code: true, bold: true}]
  return valued(cause, at, room, size)
}

/** The least room of a path, in px. */
const least = 60

/** A path whose object is another one; the path gives way to the words. */
function same(cause: Cause, at: Span, room: number, size: number): Span[] {
  const words = {text: newness(alike(cause), size, room - spansWidth([{text: ''}, {text: ''}], size) - least)}
  return [
    {
      ...at,
      text: shorten(at.text, Math.max(least, room - spansWidth([{text: ''}, words], size)), size, 'code'),
    },
    words,
  ]
}

/** A path with its value before, and now where there is one. */
function valued(cause: Cause, at: Span, room: number, size: number): Span[] {
  const {before, now} = valuesOf(cause)
  const was = {code: true, struck: true, fill: 'muted'} as const
  const isRemoved = cause.change === 'removed'
  const sign = {text: isRemoved ? '−' : '→'}
  const rest: Span[] = isRemoved ? [] : [{text: now === null ? say('part untold') : '', fill: 'muted'}]
  const left = room - spansWidth([{text: ''}, {text: ''}, sign, ...rest], size)
  const texts = [at.text, before ?? '', ...(now === null ? [] : [now])]
  const [forPath = 0, forBefore = 0, forNow = 0] = share(
    texts.map((text) => widthOf(text.slice(0, 600), size, 'code')),
    left,
  )
  const path = {...at, text: shorten(at.text, forPath + 0.01, size, 'code')}
  if (isRemoved) return [path, sign, {...was, text: before ?? ''}]
  if (now === null) return [path, {...was, text: before ?? ''}, sign, ...rest]
  const [after, earlier] = apart(now, before ?? '', [forNow + 0.01, forBefore + 0.01], size)
  return [path, {...was, text: earlier}, sign, {text: after, code: true, bold: true}]
}
