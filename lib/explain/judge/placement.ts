import type {Cause} from '../explanation.ts'
import {avoidable, type Judgement, necessary} from './judgement.ts'

const uncommitted = new Set<string | null>(['python', 'numpy', 'uncommitted', null])

/** An array that lives elsewhere. */
export function judgePlacement({path, now, before}: Cause): Judgement {
  if (uncommitted.has(now) && uncommitted.has(before))
    return avoidable('placement', {what: 'kind of value', path: [path], now, before})
  if (uncommitted.has(now) || uncommitted.has(before))
    return avoidable('placement', {what: 'committed in some calls', path: [path]})
  return necessary('placement', {what: 'sharding', path: [path]})
}
