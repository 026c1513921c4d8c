import {counted, figure} from './count.ts'
import {some} from './wordlist.ts'

/** What an upgrade changes in one scenario, as counts. */
export interface UpgradeCounts {
  /** Calls with another outcome. */
  readonly calls: number
  /** Misses that only the second release has. */
  readonly appeared: number
  /** Misses that only the first release has. */
  readonly went: number
  /** Misses of both, for another cause. */
  readonly changed: number
}

/** Whether an upgrade changes anything. */
export const isChange = ({calls, appeared, went, changed}: UpgradeCounts): boolean =>
  calls + appeared + went + changed > 0

/**
 * What an upgrade changes, in one sentence.
 *
 * @example
 * upgraded('0.8.2', '0.12.0.1', [{calls: 1, appeared: 1, went: 0, changed: 0}])
 * // 'From jax 0.8.2 to 0.12.0.1, 1 of 1 scenario changes: 1 call has another outcome; 1 miss appears, 0 go, 0 change cause.'
 */
export function upgraded(from: string, to: string, scenarios: readonly UpgradeCounts[]): string {
  const changing = scenarios.filter(isChange)
  const of = `${changing.length} of ${counted(scenarios.length, 'scenario')}`
  if (changing.length === 0)
    return `From jax ${from} to ${to}, ${of} change: every call has the same outcome.`
  const sum = (count: (one: UpgradeCounts) => number): number =>
    changing.reduce((n, one) => n + count(one), 0)
  const calls = sum((one) => one.calls)
  const appeared = sum((one) => one.appeared)
  return `From jax ${from} to ${to}, ${of} ${changing.length === 1 ? 'changes' : 'change'}: ${counted(calls, 'call')} ${calls === 1 ? 'has' : 'have'} another outcome; ${counted(appeared, 'miss', 'misses')} ${appeared === 1 ? 'appears' : 'appear'}, ${sum((one) => one.went)} go, ${sum((one) => one.changed)} change cause.`
}

/** A call that has the same outcome on two releases, which say otherwise why it was traced. */
export interface Retold {
  /** The scenario, and the step in it, from 0. */
  readonly scenario: string
  readonly step: number
  /** The kind of JAX's reason on either release; null where it gives none. */
  readonly before: string | null
  readonly now: string | null
}

/** So many calls are named of each kind. */
const shown = 3

/**
 * Where JAX's own reason is another on the second release for the same outcome: counted, then a line for each kind.
 *
 * @param of the number of reasons that either release gives
 * @example
 * retold([{scenario: 'statics', step: 4, before: 'never-seen', now: 'unavailable'}], 2)
 * // ["For the same outcome, JAX's own reason differs in 1 of 2.", "  1 is 'unavailable', before 'never-seen': statics step 4"]
 */
export function retold(reasons: readonly Retold[], of: number): string[] {
  if (reasons.length === 0) return []
  const kinds = new Map<string, Retold[]>()
  for (const one of reasons) {
    const kind = turn(one)
    kinds.set(kind, [...(kinds.get(kind) ?? []), one])
  }
  const byCount = [...kinds].sort(([, a], [, b]) => b.length - a.length)
  return [
    `For the same outcome, JAX's own reason differs in ${figure(reasons.length)} of ${figure(of)}.`,
    ...byCount.map(
      ([kind, all]) =>
        `  ${figure(all.length)} ${all.length === 1 ? 'is' : 'are'} ${kind}: ${some(
          all.map(({scenario, step}) => `${scenario} step ${step}`),
          shown,
        )}`,
    ),
  ]
}

const turn = ({before, now}: Retold): string =>
  before === now ? `${quoted(now)}, of other places or values` : `${quoted(now)}, before ${quoted(before)}`

const quoted = (kind: string | null): string => (kind === null ? 'not given' : `'${kind}'`)
