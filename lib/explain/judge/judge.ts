import type {Cause} from '../explanation.ts'
import {graphdef} from './graphdef.ts'
import {functionIdentity, identity} from './identity.ts'
import {avoidable, type Judgement, necessary, type Seen} from './judgement.ts'
import {leaf} from './leaf.ts'
import {placement} from './placement.ts'
import {staticValue} from './static.ts'
import {tree} from './tree.ts'

/**
 * Judges one cause: `avoidable` where the two are equal by value but other objects, or where the change need not have reached
 * the key (a number that could be data, an array that fits in a shape that is already compiled).
 *
 * @param name the function's name
 * @param seen values that this path had in earlier keys
 */
export function judge(cause: Cause, name: string, seen: Seen): Judgement {
  if (cause.component === 'function') return functionIdentity(cause, name)
  if (cause.delta.kind === 'identity') return identity(cause, cause.delta.now)
  switch (cause.component) {
    case 'static':
      return staticValue(cause)
    case 'tree':
      return tree(cause)
    case 'graphdef':
      return graphdef(cause)
    case 'aval':
      return leaf(cause, seen)
    case 'placement':
      return placement(cause)
    case 'options':
      return avoidable('placement', {what: 'options', name, path: cause.path})
    case 'context':
      return necessary('context', {what: 'context', path: cause.path})
  }
}
