export {
  isJson,
  jsonList,
  jsonObject,
  loadScenarios,
  textOr,
  type Json,
  type Scenario,
  type Step,
} from './scenario.ts'
export {runScenario, type Done, type Ran, type ScenarioOptions} from './runscenario.ts'
export {upgrade, type ChangedCall, type ChangedReason, type Upgrade} from './upgrade.ts'
export {pythonOf} from './programtext.ts'
export {editOf} from './edit.ts'
export {policies, type Policy} from './policy.ts'
export {checkScenario, sameJson, type Agreement, type Disagreement} from './agreement.ts'
export {describe, inspect} from './look.ts'
