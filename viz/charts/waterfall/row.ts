import {duration, sayFurther} from '../../../lib/index.ts'
import {
  type Block,
  mark,
  shorten,
  type Span,
  spans,
  spansWidth,
  width as widthOf,
  wrap,
  write,
} from '../../frame/index.ts'
import {hues, type Role, type Tone} from '../../theme.ts'
import {edited, withMore} from '../edited.ts'
import type {Step} from './steps.ts'

/** The size of what a row says. */
const size = 12

/** The name of a layer and the question that it answers, on one line where there is room. */
export function named({layer}: Step, x: number, y: number, room: number): Block {
  const name = {text: layer, bold: true}
  const asks: Span = {text: sayFurther(`asks ${layer}`), fill: 'muted'}
  if (spansWidth([name, asks], 13) <= room)
    return {drawings: [spans([name, asks], x, y + 14, {room})], height: 22}
  return {
    drawings: [
      spans([name], x, y + 14, {room}),
      ...wrap(asks.text, room, size, 'prose', 1).map((one) => write(one, x, y + 30, {size, fill: 'muted'})),
    ],
    height: 38,
  }
}

/** What a row says of the chosen call: two lines, one where no call asked that layer, so that nothing moves from call to call. */
export function here(step: Step, tone: Tone, x: number, y: number, room: number, lines: 1 | 2): Block {
  const {result, seconds} = step
  const fill: Role = result === 'miss' ? hues[tone].text : result === 'hit' ? 'ink' : 'muted'
  const more = [
    ...(step.entry >= 0
      ? [sayFurther(result === 'hit' ? 'entry used' : 'entry made here', {entry: step.entry})]
      : []),
    ...(seconds > 0 ? [duration(seconds)] : []),
  ]
  const pieces: Span[] = [
    {text: sayFurther('this call'), fill: 'muted'},
    {text: sayFurther(`it ${result}`), bold: true, fill},
    ...(more.length > 0 ? [{text: `· ${more.join(' · ')}`, fill: 'muted'} as const] : []),
  ]
  const reasons = why(step, room)
  return {
    drawings: [
      spans(pieces, x, y + 12, {size, room}),
      ...(reasons.length > 0 ? [spans(reasons, x, y + 28, {size, room})] : []),
    ],
    height: 2 + 16 * lines,
  }
}

/** Why a layer did not have it: what differs first in its part of the key. */
function why({causes, because}: Step, room: number): Span[] {
  const [cause, ...others] = causes
  if (cause === undefined) return because === '' ? [] : [{text: because}]
  return withMore(others.length, room, size, (left) => {
    const path: Span = {text: shorten(cause.path, left * 0.45, size, 'code'), code: true}
    return [path, ...edited(cause, size, left - spansWidth([path, {text: ''}], size))]
  })
}

/** What the layer compares, by the table of the release. */
export function compared(words: string, x: number, y: number, room: number): Block {
  const lines = wrap(sayFurther('compares', {members: words}), room - widthOf(' ', size), size)
  return {
    drawings: [
      mark(
        'g',
        {},
        mark('title', {}, sayFurther('compares meant')),
        ...lines.map((one, at) => write(one, x, y + 12 + at * 16, {size, fill: 'muted'})),
      ),
    ],
    height: lines.length * 16,
  }
}
