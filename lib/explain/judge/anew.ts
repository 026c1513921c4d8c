import type {Finding} from '../../words/index.ts'
import type {Cause} from '../explanation.ts'
import type {Around} from './around.ts'
import {avoidable, type Judgement} from './judgement.ts'

/** A function that was jitted anew, or a loop outside jit whose body is a new function in each call. */
export function judgeFunction({now, path}: Cause, {name, owner, within}: Around): Judgement {
  if (within !== undefined && within !== 'aot') return avoidable('identity', {what: 'inner anew', name})
  if (owner === 'control flow')
    return avoidable('identity', {what: 'loop anew', name, path: path.split(', ')})
  if (name.includes('<lambda>') || now?.includes('<lambda>') === true)
    return avoidable('identity', {what: 'lambda anew'})
  return avoidable('identity', {what: owner === undefined ? 'function anew' : 'library anew', name})
}

const optimizer = /GradientTransformation|optax/
const optimizerName = /(^|\.)tx$/
const method = /<bound method /

/** An object that reads the same and is another. */
export const judgeIdentity = (cause: Cause, text: string): Judgement =>
  avoidable('identity', anew(cause, text))

function anew({path, kind}: Cause, text: string): Finding {
  if (kind === 'node' || kind === 'variable') return {what: 'class anew', path: [path], class: text}
  if (optimizer.test(text) && method.test(text)) return {what: 'train state anew', path: [path]}
  if (optimizer.test(text) || optimizerName.test(path)) return {what: 'optimizer anew', path: [path]}
  if (method.test(text)) return {what: 'method anew', path: [path]}
  if (text.includes('<lambda>')) return {what: 'lambda held anew', path: [path]}
  if (text.includes('functools.partial')) return {what: 'partial anew', path: [path]}
  if (text.includes('<locals>')) return {what: 'closure anew', path: [path]}
  return {what: 'object anew', path: [path]}
}
