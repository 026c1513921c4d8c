import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  checkScenario,
  isJson,
  type Json,
  loadScenarios,
  runScenario,
  type Scenario,
} from '../../lib/scenario/index.ts'

/**
 * Releases beside 0.10.2, and how many of their records are compared: all of the catalogue that the release can run, and of fuzz and
 * wide the scenarios in which some record of it differs from 0.10.2. Written by hand, so that it cannot shrink unseen.
 */
const compared: Readonly<Record<string, number>> = {
  '0.7.2': 428,
  '0.8.2': 431,
  '0.9.0': 2257,
  '0.11.2': 1929,
  '0.12.0.1': 2248,
}

const linesOf = (path: string): readonly unknown[] =>
  readFileSync(join(__dirname, '../golden', path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const goldens = ['catalogue', 'fuzz', 'wide'].map(
  (name) =>
    [name, loadScenarios(readFileSync(join(__dirname, `../golden/${name}.jsonl`), 'utf8'), name)] as const,
)

/** The scenarios as a release recorded them: what 0.10.2 recorded, with the differences put in. */
function recordedOn(version: string): readonly Scenario[] {
  const [head, ...rows] = linesOf(`releases/jax-${version}.jsonl`).filter(isJson)
  const skipped = new Set(textsIn(head?.['could not run there']))
  const isPartial = String(head?.['compared with']).includes('only')
  const changes = new Map<string, Map<unknown, unknown>>()
  for (const {id, step, expect: now} of rows)
    changes.set(String(id), (changes.get(String(id)) ?? new Map<unknown, unknown>()).set(step, now))
  return goldens
    .flatMap(([name, scenarios]) => scenarios.filter(({id}) => name === 'catalogue' || changes.has(id)))
    .filter(({id}) => !skipped.has(id))
    .map((scenario) => ({
      ...scenario,
      release: version,
      isCallsOnly: isPartial,
      steps: scenario.steps.map((step, i) => {
        const now = changes.get(scenario.id)?.get(i)
        if (!isPartial) return now === undefined ? step : {...step, expect: now}
        const {expect: was, ...bare} = step
        return isJson(was) && 'outcome' in was ? {...bare, expect: partial(was, now)} : bare
      }),
    }))
}

/** The record of a call without JAX's own reason, which old releases word otherwise. */
const partial = ({why: _why, ...was}: Json, now: unknown): Json => ({...was, ...(isJson(now) ? now : {})})

test.each(Object.entries(compared))(
  'simulate on jax %s agrees with every record of it (%i)',
  (version, count) => {
    const agreements = recordedOn(version).map((scenario) =>
      checkScenario(runScenario(scenario, {names: 'recorded'})),
    )
    expect(agreements.flatMap(({disagreements}) => disagreements)).toEqual([])
    expect(agreements.reduce((sum, {records}) => sum + records, 0)).toBe(count)
  },
  120_000,
)
