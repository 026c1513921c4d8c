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
 * Releases that compare keys by size, and of how many traces of catalogue and wide their reason is recorded and agrees. Written by
 * hand, so that it cannot shrink unseen.
 */
const compared: Readonly<Record<string, {readonly agree: number; readonly of: number}>> = {
  '0.7.2': {agree: 1332, of: 1333},
  '0.8.2': {agree: 1489, of: 1489},
}

const folder = join(__dirname, '../golden')
const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
const scenarios = new Map(
  ['catalogue', 'wide'].flatMap((name) =>
    loadScenarios(text(`${name}.jsonl`), name).map((scenario) => [scenario.id, scenario] as const),
  ),
)

const recordedOn = (version: string): readonly Json[] =>
  text(`recorded/why-${version}.jsonl`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isJson)
    .slice(1)

/** A scenario with the reasons that JAX gave; calls of several closest keys, which it tells as one list, are left out. */
function withReasons(version: string, row: Json): Scenario {
  const scenario = scenarios.get(String(row['id']))
  if (scenario === undefined) throw new RangeError(`no scenario ${String(row['id'])}`)
  const why = isJson(row['why']) ? row['why'] : {}
  const expected = (i: number): Json | null => {
    const said: unknown = why[i]
    const told: readonly unknown[] = Array.isArray(said) ? said : []
    const [kind, ...at] = told
    return kind === 'several' ? null : kind === undefined ? {} : {why: {kind, at}}
  }
  return {
    ...scenario,
    release: version,
    isCallsOnly: true,
    steps: scenario.steps.map(({expect: _expect, ...step}, i) => {
      const expect = step.do === 'call' ? expected(i) : null
      return expect === null ? step : {...step, expect}
    }),
  }
}

test.each(Object.entries(compared))(
  'on jax %s, event.blamed is what JAX said of a trace (%j)',
  (version, count) => {
    const reasons = recordedOn(version).map(
      (row) => checkScenario(runScenario(withReasons(version, row), {names: 'recorded'})).reasons,
    )
    const sum = (field: 'agree' | 'records'): number => reasons.reduce((all, one) => all + one[field], 0)
    expect({agree: sum('agree'), of: sum('records')}).toEqual(count)
  },
  120_000,
)
