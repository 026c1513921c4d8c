import {phrases, type Place} from './phrase.ts'
import {counted, figure} from './count.ts'
import {duration} from './duration.ts'
import {spent, type Timed} from './spent.ts'
import {asFar, limits, type Teller, type Tells} from './tells.ts'
import {turn, type Turn} from './turn.ts'
import {columns, wrap} from './wrap.ts'

/** A miss of one of two runs. */
export interface Compared extends Timed, Turn {
  /** The function's name. */
  readonly function: string
  /** How far it fell. */
  readonly outcome: string
  /** Where it stands, where it is no plain call. */
  readonly within?: string | undefined
  /** Why it missed, in a word. */
  readonly taxonomy: string
  /** What differs from the nearest earlier key. */
  readonly causes: readonly Place[]
  /** What the log excludes, where it hides the cause. */
  readonly excluded: string | null
  /** The whole in one sentence. */
  readonly sentence: string
}

/** What two runs do differently. */
export interface Differing {
  readonly appeared: readonly Compared[]
  readonly went: readonly Compared[]
  readonly changed: readonly (readonly [Compared, Compared])[]
  readonly outcomes: readonly (readonly [Compared, Compared])[]
  readonly firsts: readonly {
    readonly misses: readonly [Compared, Compared]
    readonly types: readonly Place[]
  }[]
  readonly same: number
  readonly seconds: readonly [number | null, number | null]
  /** What each run tells. */
  readonly tells: readonly [Tells, Tells]
}

/** So many misses of each kind are told. */
const shown = 20

/**
 * A comparison as lines of at most `width` characters; `a` and `b` name the two runs.
 *
 * @example
 * compared(compare(trace, training), 'a.log', 'b.log')[0]
 * // '14 appeared, 0 went, 1 changed cause, 1 stayed; …'
 */
export function compared(differing: Differing, a: string, b: string, width = columns): string[] {
  const first = <T>(all: readonly T[], line: (one: T) => string): string[] => firstOf(all, line, width)
  const {appeared, went, changed, outcomes, firsts} = differing
  return [
    ...wrap(summary(differing, a, b), '', width),
    ...first(appeared, (miss) => `+ ${miss.sentence}${spent([miss], ' ')}`),
    ...first(went, (miss) => `− ${miss.sentence}${spent([miss], ' ')}`),
    ...first(
      changed,
      ([old, miss]) => `→ ${miss.function}, ${turn(miss)}: ${why(miss)}; in ${a}: ${why(old)}`,
    ),
    ...first(
      outcomes,
      ([old, miss]) =>
        `→ ${miss.function}, ${turn(miss)}: ${done(miss)}, in ${a} ${done(old)}, for the same cause: ${why(miss)}`,
    ),
    ...first(
      firsts,
      ({misses: [, miss], types}) =>
        `→ ${miss.function}, ${turn(miss)}, its first, has other types than in ${a}: ${phrases(types)}`,
    ),
    ...limits(tellers(differing, a, b)).flatMap((line) => wrap(line, '  ', width)),
  ]
}

function summary(differing: Differing, a: string, b: string): string {
  const {
    appeared,
    went,
    changed,
    outcomes,
    firsts,
    same,
    seconds: [before, now],
  } = differing
  const [earlier, later] = [timeIn(before, a), timeIn(now, b)]
  if (appeared.length + went.length + changed.length + outcomes.length + firsts.length === 0)
    return `Both runs miss alike${asFar(tellers(differing, a, b))}: ${counted(same, 'miss', 'misses')}, ${earlier} and ${later}.`
  const other = [
    ...(outcomes.length === 0 ? [] : [`${figure(outcomes.length)} changed outcome, `]),
    ...(firsts.length === 0 ? [] : [`${figure(firsts.length)} began with other types, `]),
  ].join('')
  const counts = `${figure(appeared.length)} appeared, ${figure(went.length)} went, ${figure(changed.length)} changed cause, ${other}${figure(same)} stayed`
  const more =
    before === null || now === null ? '' : ` (${now < before ? '−' : '+'}${duration(Math.abs(now - before))})`
  return `${counts}; ${earlier}, ${later}${more}.`
}

/** How long a run compiled, where it tells. */
const timeIn = (seconds: number | null, name: string): string =>
  seconds === null ? `an untold time in ${name}` : `${duration(seconds)} in ${name}`

const tellers = ({tells: [first, second]}: Differing, a: string, b: string): readonly Teller[] => [
  {name: a, tells: first},
  {name: b, tells: second},
]

function firstOf<T>(all: readonly T[], line: (one: T) => string, width: number): string[] {
  const lines = all.slice(0, shown).flatMap((one) => wrap(line(one), '  ', width))
  return all.length > shown ? [...lines, `  and ${all.length - shown} more`] : lines
}

const done = ({outcome, within}: Compared): string => (within === 'persistent' ? 'read from disk' : outcome)

const why = ({causes, excluded, taxonomy}: Compared): string =>
  causes.length > 0
    ? phrases(causes)
    : (excluded ?? (taxonomy === 'compulsory' ? 'its first call' : taxonomy))
