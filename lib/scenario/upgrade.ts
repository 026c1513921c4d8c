import {compare, type Comparison} from '../explain/index.ts'
import {runScenario, type Ran, type ScenarioOptions} from './run.ts'
import type {Scenario} from './scenario.ts'

/** A call that two releases answer otherwise. */
export interface ChangedCall {
  /** Its place among the scenario's steps, from 0. */
  readonly step: number
  /** The jitted function, as the scenario names it. */
  readonly function: string
  /** Its outcome on the first release, and on the second. */
  readonly before: string
  readonly now: string
}

/** What an upgrade from one release to another changes for a scenario. */
export interface Upgrade {
  readonly scenario: Scenario
  /** The calls with another outcome. */
  readonly calls: readonly ChangedCall[]
  /** The misses that appear, go, or come for another cause. */
  readonly misses: Comparison
}

/**
 * Runs a scenario on two releases, and tells what the second does otherwise.
 *
 * @throws {RangeError} for a release whose caches are not known.
 * @example
 * upgrade(scenario, '0.8.2', '0.12.0.1').calls // [{step: 6, function: 'step', before: 'dispatch', now: 'retrace'}]
 */
export function upgrade(
  scenario: Scenario,
  from: string,
  to: string,
  options: Omit<ScenarioOptions, 'release'> = {},
): Upgrade {
  const before = runScenario(scenario, {...options, release: from})
  const now = runScenario(scenario, {...options, release: to})
  return {scenario, calls: changedCalls(before, now), misses: compare(before.trace, now.trace)}
}

function changedCalls({scenario, done}: Ran, now: Ran): readonly ChangedCall[] {
  const outcomes = new Map(now.done.map(({step, got}) => [step, String(got['outcome'])]))
  return done.flatMap(({step, kind, got}) => {
    const before = String(got['outcome'])
    const after = outcomes.get(step)
    return kind !== 'call' || after === undefined || after === before
      ? []
      : [{step, function: String(scenario.steps[step]?.['fn']), before, now: after}]
  })
}
