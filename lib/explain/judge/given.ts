import {isNoContent} from '../../words/index.ts'
import type {Cause} from '../explanation.ts'
import {isKeyword} from '../slot.ts'
import {type Judgement, type Mendable, avoidable, unsure} from './judgement.ts'

/**
 * A static argument that one call was given and the other was not, by that name or at that position: the same value came in another
 * way, or it was left out and has its default, which no log tells. Null where it may have another value that came in another way.
 */
export function judgeGiven(cause: Cause, causes: readonly Cause[]): Judgement | null {
  if (!isOneSided(cause)) return null
  const others = causes.filter((one) => isOneSided(one) && (one.now === null) !== (cause.now === null))
  if (others.length === 0) return unsure('static value', {what: 'argument left out', path: [cause.path]})
  const same = others.find(
    (one) => isKeyword(one.segments) !== isKeyword(cause.segments) && valueOf(one) === valueOf(cause),
  )
  if (same === undefined) return null
  return isNoContent(valueOf(same))
    ? unsure('identity', {what: 'object untold', path: [cause.path]})
    : avoidable('tree', spelling(cause, same))
}

/** Whether it tells of a whole static argument that came or went. */
const isOneSided = ({component, part, delta: {kind}}: Cause): boolean =>
  component === 'static' && part !== true && (kind === 'added' || kind === 'removed')

const valueOf = ({now, before}: Cause): string => now ?? before ?? ''

function spelling(one: Cause, other: Cause): Mendable {
  const [keyword, position] = isKeyword(one.segments) ? [one, other] : [other, one]
  return {what: 'keyword or position', path: [keyword.path], from: position.path}
}
