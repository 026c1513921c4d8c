import {show} from '../../log/index.ts'
import type {Cause} from '../explanation.ts'
import {avoidable, type Judgement, necessary} from './judgement.ts'
import {isFlag, isFloat, isNumber} from './static.ts'

/** A model of another structure, or with other static attributes. */
export function judgeGraphdef(cause: Cause): Judgement {
  const {path, kind, now, before, delta, segments} = cause
  const [owner = path] = segments
  if (delta.kind === 'moved')
    return necessary('structural', {what: 'layer moved', path: [path], from: delta.from})
  if (kind === 'leftover')
    return avoidable('structural', {what: 'left over', path: [show(segments.slice(0, -1))]})
  if (isSown(now ?? before)) return avoidable('structural', {what: 'sown', path: [path], owner})
  if (kind === 'metadata') return necessary('structural', {what: 'metadata', path: [path]})
  if (isSharing(cause)) return necessary('structural', {what: 'sharing', path: [path]})
  if (kind !== 'attribute') {
    const done = delta.kind === 'added' || delta.kind === 'removed' ? delta.kind : 'replaced'
    return necessary('structural', {what: 'built late', path: [path], owner, done})
  }
  if (delta.kind === 'added' || delta.kind === 'removed')
    return necessary('structural', {what: 'attribute late', path: [path]})
  return isFlag(now) && isFlag(before) ? flag(cause, owner) : attribute(cause, owner)
}

const notInName = /\W+/

/** Whether it is a value that `sow` leaves in a module. */
const isSown = (text: string | null): boolean =>
  text !== null && text.split(notInName).includes('Intermediate')

/** Whether it is, or was, the object of another place. */
const isSharing = ({kind, delta}: Cause): boolean =>
  kind === 'reference' ||
  delta.kind === 'shared' ||
  (delta.kind === 'added' && typeof delta.now !== 'string') ||
  (delta.kind === 'removed' && typeof delta.before !== 'string')

/** Attributes that tell training from evaluation. */
const modes = new Set<string | undefined>(['deterministic', 'use_running_average'])

function flag({path, segments, now, before}: Cause, owner: string): Judgement {
  if (before === 'None' || now === 'None')
    return avoidable('structural', {what: 'none at first', path: [path], owner})
  return necessary('structural', {
    what: modes.has(segments.at(-1)) ? 'training and evaluation' : 'flag',
    path: [path],
  })
}

/** In the names of numbers that decide shapes, or that a layer's maths holds as a constant. */
const constants = [
  'features',
  'size',
  'dim',
  'axis',
  'num_',
  'rate',
  'epsilon',
  'momentum',
  'strides',
  'heads',
]

function attribute({path, segments, now, before}: Cause, owner: string): Judgement {
  const [name = path] = segments.slice(-1)
  if (!isNumber(now) || !isNumber(before) || constants.some((part) => name.includes(part)))
    return necessary('structural', {what: 'attribute', path: [path]})
  return avoidable(
    'structural',
    isFloat(now) || isFloat(before) ? {what: 'number', path: [path]} : {what: 'counter', path: [path], owner},
  )
}
