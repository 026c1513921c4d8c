import {type Cause, figure, say, sayFurther} from '../../lib/index.ts'
import {apartIn, shorten, type Span, spansWidth} from '../frame/index.ts'
import {valuesOf} from './values.ts'

/** The words for an object that is another one; in little room the few that say it. */
export const newness = (words: string, size: number, room: number): string =>
  spansWidth([{text: words}], size) <= room ? words : say('new object')

/** What a part of a key was before, and what it is now, in so much room. */
export function edited(cause: Cause, size: number, room: number): Span[] {
  if (cause.change === 'identity')
    return [{text: newness(sayFurther('part anew'), size, room), fill: 'muted'}]
  const {before, now} = valuesOf(cause)
  if (cause.change === 'moved') {
    const stood: Span = {text: sayFurther('part moved'), fill: 'muted'}
    const place = shorten(before ?? '', room - spansWidth([stood, {text: ''}], size), size, 'code')
    return [stood, {text: place, code: true, struck: true, fill: 'muted'}]
  }
  const gone = cause.change === 'removed' ? sayFurther('part gone') : say('part untold')
  const [was, is] = apartIn(before ?? '', now ?? '', room - spansWidth([{text: '→'}, {text: ''}], size), size)
  return [
    ...(before === null ? [] : [{text: was, code: true, struck: true, fill: 'muted'} as const]),
    {text: '→', fill: 'muted'},
    now === null ? {text: gone, fill: 'muted'} : {text: is, code: true, bold: true},
  ]
}

/** Pieces of text in so much room, and how many there are more of what they tell: in words where these fit, else as a number. */
export function withMore(more: number, room: number, size: number, told: (room: number) => Span[]): Span[] {
  if (more === 0) return told(room)
  const whole: Span[] = [...told(Infinity), {text: sayFurther('more', {more: figure(more)}), fill: 'muted'}]
  if (spansWidth(whole, size) <= room) return whole
  const count: Span = {text: `+${say('parts more', {parts: more})}`, fill: 'muted'}
  return [...told(room - spansWidth([{text: ''}, count], size)), count]
}
