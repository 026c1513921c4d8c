import type {Cause} from '../explanation.ts'
import {avoidable, type Judgement, necessary} from './judgement.ts'
import {isFloat, isNumber} from './scalartext.ts'

/** A static argument with another value. */
export function judgeStatic({path, now, before}: Cause): Judgement {
  const isData = isNumber(now) && isNumber(before) && (isFloat(now) || isFloat(before))
  return isData
    ? avoidable('static value', {what: 'static number', path: [path]})
    : necessary('static value', {what: 'static value', path: [path]})
}
