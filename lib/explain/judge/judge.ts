import type {Cause} from '../explanation.ts'
import {judgeGraphdef} from './structural.ts'
import {judgeFunction, judgeIdentity} from './anew.ts'
import {avoidable, type Judgement, necessary, type Seen} from './judgement.ts'
import {judgeLeaf} from './leaftype.ts'
import {judgePlacement} from './placement.ts'
import {judgeStatic} from './static.ts'
import {judgeTree} from './nesting.ts'

/**
 * Judges one cause: `avoidable` where the two are equal by value but other objects, or where the change need not have reached
 * the key (a number that could be data, an array that fits in a shape that is already compiled).
 *
 * @param name the function's name
 * @param seen values that this path had in earlier keys
 */
export function judge(cause: Cause, name: string, seen: Seen): Judgement {
  if (cause.component === 'function') return judgeFunction(cause, name)
  if (cause.delta.kind === 'identity') return judgeIdentity(cause, cause.delta.now)
  switch (cause.component) {
    case 'static':
      return judgeStatic(cause)
    case 'tree':
      return judgeTree(cause)
    case 'graphdef':
      return judgeGraphdef(cause)
    case 'aval':
      return judgeLeaf(cause, seen)
    case 'placement':
      return judgePlacement(cause)
    case 'options':
      return avoidable('placement', {what: 'options', name, path: [cause.path]})
    case 'context':
      return necessary('context', {what: 'context', path: [cause.path]})
  }
}
