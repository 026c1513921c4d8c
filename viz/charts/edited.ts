import {type Cause, say} from '../../lib/index.ts'
import {apart, type Span} from '../frame/index.ts'

/** What a part of a key was before, and what it is now, each in so much room. */
export function edited({change, now, before}: Cause, size: number, room: number): Span[] {
  if (change === 'identity') return [{text: say('part anew'), fill: 'muted'}]
  const [was, is] = apart(before ?? '', now ?? '', [room, room], size)
  return [
    ...(before === null ? [] : [{text: was, code: true, struck: true, fill: 'muted'} as const]),
    {text: '→', fill: 'muted'},
    now === null ? {text: say('part gone'), fill: 'muted'} : {text: is, code: true, bold: true},
  ]
}
