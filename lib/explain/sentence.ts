import type {Event, Outcome} from '../log/index.ts'
import type {Cause} from './explanation.ts'
import {withoutAddress} from './slot.ts'

/** What a call did, in a few words. */
export const did: Readonly<Record<Outcome, string>> = {
  hit: 'hit the cache',
  dispatch: 'missed the dispatch cache alone',
  rebind: 'was bound again without a trace',
  relower: 'was lowered and compiled again',
  recompile: 'was compiled again',
  rewrap: 'was compiled again for other options',
  retrace: 'was traced again',
  error: 'raised an error',
}

const within: Readonly<Record<NonNullable<Event['within']>, string>> = {
  nested: 'was traced inside another function',
  scan: 'was traced as the body of a loop',
  grad: 'was traced for a gradient',
  persistent: 'was read from the persistent cache',
  aot: 'was compiled ahead of time',
}

/** What a miss did; a first one was traced, not traced again. */
export function deed(outcome: Outcome, isFirst: boolean, where: Event['within']): string {
  if (where !== undefined) return within[where]
  return isFirst ? did[outcome].replace(' again', '') : did[outcome]
}

/** At most so many characters of a value are shown in a sentence. */
const widest = 60

/** A value as a person reads it: without addresses, long ones cut in the middle. */
export function brief(text: string | null, width = widest): string {
  if (text === null) return 'nothing'
  const plain = withoutAddress(text).replace(/\s+/g, ' ')
  if (plain.length <= width) return plain
  const half = Math.floor((width - 3) / 2)
  return `${plain.slice(0, half)} … ${plain.slice(-half)}`
}

/** A cause in words: `model.drop.rate is 0.2, before 0.1`. */
export function phrase(cause: Cause): string {
  const {path, change, now, before, from, component} = cause
  const count = cause.count === undefined ? '' : ` (${cause.count} of them)`
  if (component === 'function') return `${path} is a new function object, jitted anew`
  switch (change) {
    case 'added':
      return `${path} was added${count}${now === 'present' ? '' : `: ${brief(now)}`}`
    case 'removed':
      return `${path} was removed${count}${before === 'present' ? '' : `, before ${brief(before)}`}`
    case 'moved':
      return `${from ?? ''} became ${path}${cause.count === undefined ? '' : `, and ${cause.count - 1} more moved`}`
    case 'identity':
      return `${path} is a new object equal in text${count}: ${brief(now)}`
    case 'changed':
      return `${path} is ${brief(now)}, before ${brief(before)}${count}`
  }
}

/** The whole of a miss in one sentence. */
export function sentence(
  name: string,
  outcome: Outcome,
  isFirst: boolean,
  causes: readonly Cause[],
  excluded: string | null,
  where: Event['within'],
): string {
  const start = `${name} ${deed(outcome, isFirst, where)}`
  if (isFirst) return `${start}: it was never seen before.`
  if (causes.length === 0) return `${start}${excluded === null ? '' : `: ${excluded}`}.`
  return `${start}: ${causes.map(phrase).join('; ')}.`
}
