import type {Finding} from '../../words/index.ts'
import type {Cause} from '../explanation.ts'
import {avoidable, type Judgement} from './judgement.ts'

/** A function that was jitted anew, or that a loop was given anew. */
export const judgeFunction = (cause: Cause, name: string): Judgement =>
  avoidable('identity', functionAnew(cause, name))

function functionAnew({path, now, count}: Cause, name: string): Finding {
  if (count !== undefined) return {what: 'loop anew', name, path: path.split(', ')}
  const isLambda = name.includes('<lambda>') || now?.includes('<lambda>') === true
  return isLambda ? {what: 'lambda anew'} : {what: 'function anew', name}
}

const optimizer = /GradientTransformation|optax/
const optimizerName = /(^|\.)tx$/

/** An object that reads the same and is another. */
export const judgeIdentity = (cause: Cause, text: string): Judgement =>
  avoidable('identity', anew(cause, text))

function anew({path, kind}: Cause, text: string): Finding {
  if (kind === 'node' || kind === 'variable') return {what: 'class anew', path: [path], class: text}
  if (optimizer.test(text) || optimizerName.test(path)) return {what: 'optimizer anew', path: [path]}
  if (text.includes('<lambda>')) return {what: 'lambda held anew', path: [path]}
  if (text.includes('functools.partial')) return {what: 'partial anew', path: [path]}
  if (text.includes('<locals>')) return {what: 'closure anew', path: [path]}
  return {what: 'object anew', path: [path]}
}
