import {show} from '../../log/index.ts'
import type {Finding} from '../../words/index.ts'
import {otherNames} from '../containertext.ts'
import type {Cause} from '../explanation.ts'
import {type Lengthened, lengthenedBy} from '../lengths.ts'
import {isArgument} from '../slot.ts'
import {isLearned} from './inputs.ts'
import {type Around, type Judgement, avoidable, necessary, reducible, unsure} from './judgement.ts'
import {seriesOf} from './resized.ts'
import {numbers} from './static.ts'

/** Arguments of another structure. */
export function judgeTree(cause: Cause, around: Around): Judgement {
  const {path, now, before, delta} = cause
  if (cause.unplaced === true) return necessary('tree', {what: 'other leaves'})
  const longer = lengthenedBy(cause)
  if (longer !== null && hasGrown(longer, around))
    return (cause.items === 'untold' ? unsure : reducible)('tree', {
      what: 'gets longer',
      path: [show(longer.place)],
    })
  if (path === 'args') return avoidable('tree', {what: 'arguments', now, before})
  if (path === 'kwargs') return avoidable('tree', keywords(now, before))
  if (delta.kind === 'moved')
    return isArgument(cause.segments)
      ? avoidable('tree', {what: 'keyword or position', path: [path], from: delta.from})
      : necessary('tree', {what: 'key renamed', path: [path], from: delta.from})
  if (now === 'None' || before === 'None') return avoidable('tree', {what: 'none', path: [path]})
  return structure(cause, around)
}

/** Whether a container holds more of one kind from call to call; the parameters of a model are another model. */
function hasGrown({place, delta}: Lengthened, {life}: Around): boolean {
  const all = life.get(show(place)) ?? []
  return (
    !isLearned([...place, '']) && all.every(({kind}) => kind === 'axis') && seriesOf(all, delta).isGrowing
  )
}

function structure(cause: Cause, around: Around): Judgement {
  const {segments, now, before, delta} = cause
  const path = [cause.path]
  if (delta.kind === 'added' || delta.kind === 'removed')
    return isArgument(segments)
      ? avoidable('tree', {what: 'argument left out', path})
      : necessary('tree', segments[0] === 'leaves' ? {what: 'other leaves'} : {what: 'in some calls', path})
  const number = numbers(cause, around)
  if (number === 'counter') return avoidable('tree', {what: 'field counter', path})
  if (number === 'floats') return avoidable('tree', {what: 'field number', path})
  const [mine, theirs] = [sequence(now), sequence(before)]
  return mine !== null && theirs !== null && mine !== theirs
    ? avoidable('tree', {what: 'container', path, now: mine, before: theirs})
    : necessary('tree', {what: 'structure', path, now, before})
}

function keywords(now: string | null, before: string | null): Finding {
  const changed = otherNames(now ?? '', before ?? '')
  return changed.length > 0 ? {what: 'keywords', names: changed} : {what: 'keywords untold'}
}

const sequenceType = /^(?:<class ')?(list|tuple)/

/** Whether a container's text is of a list or a tuple; null for another. */
const sequence = (text: string | null): string | null =>
  text === null ? null : (sequenceType.exec(text)?.[1] ?? null)
