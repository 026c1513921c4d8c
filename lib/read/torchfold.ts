import {opensTorch, ownPrefix} from '../guards/index.ts'
import type {Grammar} from './grammar.ts'
import {bodies, type OpenRecord} from './openrecord.ts'

const begin = 'Recompiling function '
const indented = /^\s/

/**
 * Takes a line with which the first line of a message of torch's is whole, where it was folded: cut, or broken between words. From then on the
 * record is torch's.
 */
export function opensFolded(own: OpenRecord, line: string): boolean {
  if (!own.lastLine.startsWith(begin) || own.gap > 0 || own.lines > 1) return false
  for (const {body, style} of bodies(own, line))
    for (const joint of ['', ' ']) {
      const whole = (joint === '' ? own.lastLine : own.lastLine.trimEnd()) + joint + body.trimEnd()
      if (indented.test(body) || !opensTorch(whole)) continue
      own.kind = 'torch'
      own.own = ownPrefix(own.prefix.text)
      own.lastLine = whole
      own.pieces = []
      if (style === 'raw' && joint === '') own.width = own.length
      if (own.style === 'open') own.style = style
      own.length = line.length
      return true
    }
  return false
}

/** Takes the rest of a line of torch's: under a column in which none of its lines begins, or behind one that is as long as lines are. */
export function foldsTorch({opening}: Grammar, own: OpenRecord, line: string): boolean {
  if (own.gap > 0 || opening.test(line)) return false
  const under = bodies(own, line).find(({style, body}) => style === 'blank' && !indented.test(body))
  if (under === undefined && (own.width === 0 || own.length !== own.width)) return false
  own.lastLine =
    under === undefined ? own.lastLine + line : `${own.lastLine.trimEnd()} ${under.body.trimEnd()}`
  own.length = line.length
  own.lines++
  return true
}
