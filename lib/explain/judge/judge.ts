import type {Cause} from '../explanation.ts'
import {isFiltered, judgeFiltered} from './filtered.ts'
import {judgeGuard} from './guarddelta.ts'
import {judgeGiven} from './given.ts'
import {judgeFunction, judgeIdentity} from './newobject.ts'
import {type Around, type Judgement, avoidable, necessary} from './judgement.ts'
import {judgeLeaf} from './leaftype.ts'
import {judgeTree} from './argumenttree.ts'
import {judgeStatic} from './static.ts'
import {judgeGraphdef} from './structural.ts'

/**
 * Judges one cause: `avoidable` where the two are equal by value but other objects, or where the change need not have reached
 * the key (a number that could be data); `reducible` where an input came in other sizes. A type may differ in several respects.
 */
export function judge(cause: Cause, around: Around): readonly Judgement[] {
  return cause.component === 'aval' ? judgeLeaf(cause, around) : [judgePart(cause, around)]
}

function judgePart(cause: Cause, around: Around): Judgement {
  if (cause.delta.kind === 'guard') return judgeGuard(cause, cause.delta, around)
  if (cause.component === 'function') return judgeFunction(cause, around)
  const filtered = isFiltered(around.wrapper) ? judgeFiltered(cause, around) : null
  if (filtered !== null) return filtered
  if (cause.delta.kind === 'identity') return judgeIdentity(cause, cause.delta.now)
  switch (cause.component) {
    case 'static':
      return judgeGiven(cause, around.causes) ?? judgeStatic(cause, around)
    case 'tree':
      return judgeTree(cause, around)
    case 'graphdef':
      return judgeGraphdef(cause)
    case 'placement':
      return judgePlacement(cause)
    case 'options':
      return avoidable('placement', {what: 'options', name: around.name, path: [cause.path]})
    default:
      return judgeContext(cause, around)
  }
}

const mesh = /(?:^|_)mesh(?:_|$)/

function judgeContext({path}: Cause, {name}: Around): Judgement {
  if (mesh.test(path)) return necessary('context', {what: 'mesh', name})
  return path.startsWith('jax.')
    ? necessary('context', {what: 'transform', path: [path], name})
    : necessary('context', {what: 'context', path: [path]})
}

const uncommitted = new Set<string | null>(['python', 'numpy', 'uncommitted', null])

/** An array that lives elsewhere. */
function judgePlacement({path, now, before}: Cause): Judgement {
  if (uncommitted.has(now) && uncommitted.has(before))
    return avoidable('placement', {what: 'kind of value', path: [path], now, before})
  if (uncommitted.has(now) || uncommitted.has(before))
    return avoidable('placement', {what: 'committed in some calls', path: [path]})
  return necessary('placement', {what: 'sharding', path: [path]})
}
