import {type Cause, printedName, say} from '../../lib/index.ts'
import {apartIn, type Span, spansWidth} from '../frame/index.ts'

/** From what to what a part of the key changed: of an axis the types of an array, where they are known. */
export function valuesOf({before, change, delta, now}: Cause): Pick<Cause, 'before' | 'now'> {
  if (delta.kind === 'axis') return delta.like ?? {before: delta.before, now: delta.now}
  const [was, is] = [before, change === 'moved' ? null : now].map((text) => text && printedName(text))
  return was === is ? {before, now} : {before: was ?? null, now: is ?? null}
}

/** What a part of a key was before, and what it is now, in so much room. */
export function edited(cause: Cause, size: number, room: number): Span[] {
  if (cause.change === 'identity') return [{text: say('part anew'), fill: 'muted'}]
  const {before, now} = valuesOf(cause)
  const gone = say(cause.change === 'removed' ? 'part gone' : 'part untold')
  const [was, is] = apartIn(before ?? '', now ?? '', room - spansWidth([{text: '→'}, {text: ''}], size), size)
  return [
    ...(before === null ? [] : [{text: was, code: true, struck: true, fill: 'muted'} as const]),
    {text: '→', fill: 'muted'},
    now === null ? {text: gone, fill: 'muted'} : {text: is, code: true, bold: true},
  ]
}
