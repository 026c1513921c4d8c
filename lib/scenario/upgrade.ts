import {compare, type Comparison} from '../explain/index.ts'
import {sameJson, whyOf} from './agreement.ts'
import {runScenario, type Ran, type ScenarioOptions} from './runscenario.ts'
import type {Json} from './jsonvalue.ts'
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

/** A call that has the same outcome on two releases, which say otherwise why it was traced. */
export interface ChangedReason {
  /** Its place among the scenario's steps, from 0. */
  readonly step: number
  /** The jitted function, as the scenario names it. */
  readonly function: string
  /** JAX's own reason on the first release, and on the second: `{kind, at}`; null where it gives none. */
  readonly before: Json | null
  readonly now: Json | null
}

/** What an upgrade from one release to another changes for a scenario. */
export interface Upgrade {
  readonly scenario: Scenario
  /** The calls with another outcome. */
  readonly calls: readonly ChangedCall[]
  /** The misses that appear, go, or come for another cause. */
  readonly misses: Comparison
  /** JAX's own reasons for calls of the same outcome: how many either release gives, and those that differ. */
  readonly reasons: {readonly told: number; readonly changed: readonly ChangedReason[]}
}

/**
 * Runs a scenario on two releases, and tells what the second does otherwise.
 *
 * @throws {RangeError} for a release whose caches are not known.
 * @example
 * upgrade(scenario, '0.8.2', '0.12.0.1').calls // [], since nothing of it changes between them
 */
export function upgrade(
  scenario: Scenario,
  from: string,
  to: string,
  options: Omit<ScenarioOptions, 'release'> = {},
): Upgrade {
  const before = runScenario(scenario, {...options, release: from})
  const now = runScenario(scenario, {...options, release: to})
  const calls = changedCalls(before, now)
  const reasons = changedReasons(before, now, new Set(calls.map(({step}) => step)))
  return {scenario, calls, misses: compare(before.trace, now.trace), reasons}
}

function changedReasons({scenario, done}: Ran, now: Ran, elsewise: ReadonlySet<number>): Upgrade['reasons'] {
  const after = new Map(now.done.map(({step, got}) => [step, whyOf(got)]))
  const pairs = done
    .filter(({step}) => !elsewise.has(step))
    .map(({step, got}) => ({step, before: whyOf(got), now: after.get(step) ?? null}))
  const told = pairs.filter((pair) => pair.before !== null || pair.now !== null)
  const changed = told
    .filter((pair) => !sameJson(pair.before, pair.now))
    .map((pair) => ({...pair, function: String(scenario.steps[pair.step]?.['fn'])}))
  return {told: told.length, changed}
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
