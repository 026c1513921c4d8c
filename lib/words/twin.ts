import {isNoContent} from './brief.ts'
import type {Place} from './phrase.ts'
import {isLeavesAlone} from './untold.ts'

/**
 * Another object in the place of one that reads the same, in a few words beside its path; what a log leaves open is said to be open.
 *
 * @example
 * alike({component: 'graphdef', path: 'optimizer.tx', delta: {kind: 'identity', now: 'adam', before: 'adam'}})
 * // 'a new object that reads the same'
 */
export function alike({component, delta}: Place): string {
  if (component === 'function')
    return 'mayBe' in delta ? mayBe[delta.mayBe] : 'a new function object of the same definition'
  if (delta.kind !== 'identity') return 'another object'
  if (isNoContent(delta.now)) return 'another object; its content is not told'
  return isLeavesAlone(delta.now)
    ? 'another structure; only its leaves are told'
    : 'a new object that reads the same'
}

const mayBe = {
  transform: 'a new function object, or another transform of it',
  loop: 'a new function object, jitted or run by a loop',
  argument: 'a new function object, or another static argument or default',
  'other parts': 'a new function object, which may hold other parts',
} as const
