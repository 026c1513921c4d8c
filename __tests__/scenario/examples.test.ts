import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain} from '../../lib/explain/index.ts'
import {checkScenario, loadScenarios, runScenario} from '../../lib/scenario/index.ts'

const folder = join(__dirname, '../../examples/scenarios')
const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => loadScenarios(readFileSync(join(folder, name), 'utf8'), name))

test('the examples are six, each with what every call of it does', () => {
  expect(scenarios.map(({id}) => id).sort()).toEqual([
    'cached_partial',
    'counter_static',
    'eval_toggle',
    'growing_model',
    'optimizer_recreated',
    'weak_type',
  ])
  for (const {steps} of scenarios)
    expect(steps.filter((step) => step.do === 'call').every((step) => step.expect !== undefined)).toBe(true)
})

test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
  'runScenario(%s) does what the file says, and each miss is explained',
  (_id, scenario) => {
    const ran = runScenario(scenario)
    expect(checkScenario(ran).disagreements).toEqual([])
    const {misses} = explain(ran.trace)
    expect(misses.filter(({verdict}) => verdict !== 'wrong hit').length).toBe(ran.trace.misses().length)
    for (const {sentence, advice} of misses) expect([sentence, advice]).not.toContain('')
  },
)

test('the example of a partial is verified: its hit after eval() is a wrong one, with the layer that changed', () => {
  const wrong = scenarios.flatMap((scenario) =>
    explain(runScenario(scenario).trace).misses.filter(({verdict}) => verdict === 'wrong hit'),
  )
  expect(wrong.map(({sentence}) => sentence)).toEqual([
    'forward hit, and ran the program of an earlier value: model.layers.1.deterministic is True, before False.',
  ])
})
