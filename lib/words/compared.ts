import {phrases, type Place} from './cause.ts'
import {counted, figure} from './count.ts'
import {duration} from './duration.ts'
import {spent, type Timed} from './spent.ts'
import {wrap} from './wrap.ts'

/** A miss of one of two runs. */
export interface Compared extends Timed {
  readonly function: string
  readonly call: number
  readonly taxonomy: string
  readonly causes: readonly Place[]
  readonly excluded: string | null
  readonly sentence: string
}

/** What two runs do differently. */
export interface Differing {
  readonly appeared: readonly Compared[]
  readonly went: readonly Compared[]
  readonly changed: readonly (readonly [Compared, Compared])[]
  readonly same: number
  readonly seconds: readonly [number, number]
}

/** So many misses of each kind are told. */
const shown = 20

/**
 * A comparison as lines of at most 80 characters; `a` and `b` name the two runs.
 *
 * @example
 * compared(compare(before, after), 'a.log', 'b.log')[0]
 * // '1 appeared, 0 went, 0 changed cause, 3 stayed; 1.2 s in a.log, 1.5 s in b.log (+300 ms).'
 */
export function compared(differing: Differing, a: string, b: string): string[] {
  const {appeared, went, changed} = differing
  return [
    ...wrap(summary(differing, a, b)),
    ...first(appeared, (miss) => `+ ${miss.sentence}${spent([miss], ' ')}`),
    ...first(went, (miss) => `− ${miss.sentence}${spent([miss], ' ')}`),
    ...first(
      changed,
      ([old, miss]) => `→ ${miss.function}, call ${miss.call}: ${why(miss)}; in ${a}: ${why(old)}`,
    ),
  ]
}

function summary({appeared, went, changed, same, seconds}: Differing, a: string, b: string): string {
  const [before, now] = seconds
  if (appeared.length + went.length + changed.length === 0)
    return `Both runs miss alike: ${counted(same, 'miss', 'misses')}, ${duration(before)} in ${a} and ${duration(now)} in ${b}.`
  const counts = `${figure(appeared.length)} appeared, ${figure(went.length)} went, ${figure(changed.length)} changed cause, ${figure(same)} stayed`
  return `${counts}; ${duration(before)} in ${a}, ${duration(now)} in ${b} (${now < before ? '−' : '+'}${duration(Math.abs(now - before))}).`
}

function first<T>(all: readonly T[], line: (one: T) => string): string[] {
  const lines = all.slice(0, shown).flatMap((one) => wrap(line(one), '  '))
  return all.length > shown ? [...lines, `  and ${all.length - shown} more`] : lines
}

const why = ({causes, excluded, taxonomy}: Compared): string =>
  causes.length > 0 ? phrases(causes) : (excluded ?? taxonomy)
