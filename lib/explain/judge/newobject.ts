import {show} from '../../log/index.ts'
import {isLeavesAlone, isNoContent} from '../../words/index.ts'
import {isInside} from '../compile.ts'
import type {Cause} from '../explanation.ts'
import {type Around, type Judgement, type Mendable, avoidable, unsure} from './judgement.ts'

/** What is said of a function that may be another one, by what else it may be. */
const doubts = {transform: 'function or transform', loop: 'function or body'} as const

/** Likewise where what else it may be is mended likewise. */
const alike = {argument: 'function or argument', 'other parts': 'library anew'} as const

const isAlike = (mayBe: keyof typeof doubts | keyof typeof alike): mayBe is keyof typeof alike =>
  mayBe in alike

/**
 * A function that was jitted anew, or a loop outside jit whose body is a new function in each call. What is made anew inside a function that
 * is itself traced again, for other types, would be traced for these all the same: a log does not tell the types of what is inside.
 */
export function judgeFunction(
  {delta, now, path, unplaced, evidence}: Cause,
  {name, owner, within}: Around,
): Judgement {
  if ('mayBe' in delta)
    return isAlike(delta.mayBe)
      ? avoidable('identity', {what: alike[delta.mayBe], name})
      : unsure('identity', {what: doubts[delta.mayBe], name})
  if (isInside(within))
    return evidence === 'simulated'
      ? avoidable('identity', {what: 'inner defined anew', name})
      : unsure('identity', {what: 'inner anew', name})
  if (owner === 'control flow')
    return avoidable(
      'identity',
      unplaced === true
        ? {what: 'loop of new functions', name}
        : {what: 'loop anew', name, path: path.split(', ')},
    )
  if (name.includes('<lambda>') || now?.includes('<lambda>') === true)
    return avoidable('identity', {what: 'lambda anew'})
  return avoidable('identity', {what: owner === 'library' ? 'library anew' : 'function anew', name})
}

const optimizer = /GradientTransformation|optax/
const optimizerName = /(^|\.)tx$/
const method = /<bound method /

/**
 * An object that reads the same and is another. What a log prints of it shows neither what a closure holds nor fields that a repr
 * leaves out, so that only a simulation knows two to be equal.
 */
export function judgeIdentity(cause: Cause, text: string): Judgement {
  if (isLeavesAlone(text)) return unsure('tree', {what: 'structure untold', path: [cause.path]})
  if (isNoContent(text)) return unsure('identity', {what: 'object untold', path: [cause.path]})
  return (cause.evidence === 'simulated' ? avoidable : unsure)('identity', anew(cause, text))
}

function anew({path, segments, kind}: Cause, text: string): Mendable {
  if (kind === 'node' || kind === 'variable') return {what: 'class anew', path: [path], class: text}
  // A class that holds an optimizer in a static field is a train state.
  if (optimizer.test(text) && segments.at(-2) === 'metadata')
    return {what: 'train state anew', path: [show(segments.slice(0, -2))]}
  if (optimizer.test(text) || optimizerName.test(path)) return {what: 'optimizer anew', path: [path]}
  if (method.test(text)) return {what: 'method anew', path: [path]}
  if (text.includes('<lambda>')) return {what: 'lambda held anew', path: [path]}
  if (text.includes('functools.partial')) return {what: 'partial anew', path: [path]}
  if (text.includes('<locals>')) return {what: 'closure anew', path: [path]}
  return {what: 'object anew', path: [path]}
}
