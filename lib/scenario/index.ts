export {loadScenarios, type Json, type Scenario, type Step} from './scenario.ts'
export {runScenario, type Done, type Policy, type Ran} from './run.ts'
export {check, type Agreement, type Disagreement} from './check.ts'
export {describe, inspect} from './look.ts'
