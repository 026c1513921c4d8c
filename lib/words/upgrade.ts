import {counted} from './count.ts'

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
