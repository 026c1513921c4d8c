import {show} from '../../log/index.ts'
import type {Finding} from '../../words/index.ts'
import {parseAval} from '../avaltext.ts'
import {otherNames, sequenceOf, sizeOf} from '../containertext.ts'
import type {Cause} from '../explanation.ts'
import {type Lengthened, lengthenedBy} from '../lengths.ts'
import {isArgument, isKeyword} from '../slot.ts'
import {isLearned} from './inputs.ts'
import {
  type Around,
  type Judgement,
  type Mendable,
  avoidable,
  necessary,
  reducible,
  unsure,
} from './judgement.ts'
import {seriesOf} from './resized.ts'
import {numbers} from './static.ts'

/** Arguments of another structure. */
export function judgeTree(cause: Cause, around: Around): Judgement {
  const {path, now, before, delta} = cause
  if (cause.unplaced === true) return necessary('tree', otherLeaves(cause))
  const longer = lengthenedBy(cause)
  if (longer !== null && hasGrown(longer, around))
    return (cause.items === 'alike' ? reducible : unsure)(
      'tree',
      isOfArguments(cause)
        ? {what: 'more arguments', name: around.name}
        : {what: 'gets longer', path: [show(longer.place)]},
    )
  if (isOfArguments(cause)) return judgeArguments(cause, around)
  if (delta.kind === 'moved')
    return isArgument(cause.segments)
      ? avoidable('tree', {what: 'keyword or position', path: [path], from: delta.from})
      : necessary('tree', {what: 'key renamed', path: [path], from: delta.from})
  if (now === 'None' || before === 'None') return necessary('tree', {what: 'none', path: [path]})
  return structure(cause, around)
}

/** The log does not tell whether it was given other arrays, or uses others. */
const otherLeaves = ({now, before}: Cause) =>
  now !== null && before !== null
    ? ({what: 'other inputs', now, before} as const)
    : ({what: 'other leaves'} as const)

/** Whether it tells of an argument that is not in both calls, or of how many there are. */
export const isOfArguments = ({path, segments, delta: {kind}}: Cause): boolean =>
  path === 'args' || path === 'kwargs' || ((kind === 'added' || kind === 'removed') && isArgument(segments))

/**
 * As many arguments as before came otherwise, some by keyword. One that a call left out has its default there, which no log tells: a
 * number may stand for it, an array hardly, and of a flag or another static the value may be the default or not.
 */
function judgeArguments(cause: Cause, {causes}: Around): Judgement {
  const {path, now, before} = cause
  if (moreArguments(causes) === 0 && causes.some(isByPosition))
    return causes.some(isTypedKeyword)
      ? avoidable('tree', byKeyword(cause))
      : unsure('tree', unsureKeywords(causes))
  if (path === 'args' || path === 'kwargs')
    return unsure('tree', {what: 'arguments left out', now: now ?? '', before: before ?? ''})
  const type = parseAval(now ?? before ?? '')
  if (type === null) return unsure('tree', {what: 'argument left out', path: [path]})
  return type.shape.length === 0
    ? avoidable('tree', {what: 'number left out', path: [path]})
    : necessary('tree', {what: 'array left out', path: [path]})
}

/** Whether it tells of an argument that need not be a keyword: other keywords alone are other arguments. */
const isByPosition = (cause: Cause): boolean => isOfArguments(cause) && !isKeyword(cause.segments)

/** How many arguments more than before a call has. */
function moreArguments(causes: readonly Cause[]): number {
  const trees = causes.filter(({component}) => component === 'tree')
  const whole = new Set(trees.map(({path}) => path))
  return trees
    .filter(isOfArguments)
    .filter(({segments: [root = '', ...rest]}) => rest.length === 0 || !whole.has(root))
    .reduce((sum, {path, now, before}) => {
      const isOne = path !== 'args' && path !== 'kwargs'
      const [mine, theirs] = [now, before].map((text) =>
        text === null ? 0 : isOne ? 1 : (sizeOf(text) ?? namesIn(text)),
      )
      return sum + (mine ?? 0) - (theirs ?? 0)
    }, 0)
}

const namesIn = (text: string): number => otherNames(text, '').length

/** Whether a container holds more of one kind from call to call; the parameters of a model are another model, and other keywords other arguments. */
function hasGrown({place, delta}: Lengthened, {life}: Around): boolean {
  const all = life.get(show(place)) ?? []
  return (
    show(place) !== 'kwargs' &&
    !isLearned([...place, '']) &&
    all.every(({kind}) => kind === 'axis') &&
    seriesOf(all, delta).isGrowing
  )
}

function structure(cause: Cause, around: Around): Judgement {
  const {segments, now, before, delta} = cause
  const path = [cause.path]
  if (delta.kind === 'added' || delta.kind === 'removed')
    return necessary(
      'tree',
      segments[0] === 'leaves' ? {what: 'other leaves'} : {what: 'in some calls', path},
    )
  const number = numbers(cause, around)
  if (number === 'counter') return avoidable('tree', {what: 'field counter', path})
  if (number === 'series') return unsure('tree', {what: 'static series', path})
  if (number === 'floats') return avoidable('tree', {what: 'field number', path})
  if (cause.kind === 'static') return necessary('tree', {what: 'static field', path})
  const [mine, theirs] = [sequenceOf(now), sequenceOf(before)]
  return mine !== null && theirs !== null && mine !== theirs
    ? avoidable('tree', {what: 'container', path, now: mine, before: theirs})
    : necessary('tree', {what: 'structure', path, now, before})
}

/** Whether it tells of an argument by keyword and its type: an array, of which another value compiles nothing. A static argument has a value that is not told. */
const isTypedKeyword = (cause: Cause): boolean =>
  isOneKeyword(cause) && parseAval(cause.now ?? cause.before ?? '') !== null

/** Whether it tells of an argument by keyword that one call alone was given. */
const isOneKeyword = ({segments, delta: {kind}}: Cause): boolean =>
  (kind === 'added' || kind === 'removed') && isKeyword(segments)

function unsureKeywords(causes: readonly Cause[]): Finding {
  const names = causes.flatMap((cause) =>
    isOneKeyword(cause)
      ? [cause.path]
      : cause.path === 'kwargs'
        ? otherNames(cause.now ?? '', cause.before ?? '')
        : [],
  )
  return names.length > 0 ? {what: 'keywords unsure', names} : {what: 'arguments unsure'}
}

function byKeyword({path, now, before}: Cause): Mendable {
  if (path === 'args') return {what: 'arguments', now, before}
  const changed = path === 'kwargs' ? otherNames(now ?? '', before ?? '') : [path]
  return changed.length > 0 ? {what: 'keywords', names: changed} : {what: 'keywords untold'}
}
