export {type Release, type SimulatedRelease} from './release.ts'
export {newest, releaseOf, releases, simulated} from './all.ts'
export type {Dialect} from './dialect.ts'
export {idle} from './idle.ts'
export type {
  Choices,
  CostFit,
  DonationRules,
  Drive,
  GraphRules,
  LayerName,
  LayerRow,
  Platform,
  ReasonRules,
  Rules,
  Setting,
} from './rules.ts'
export {layersIn} from './layerrows.ts'
export {members, type Member} from './member.ts'
export {messages, terms} from './messages.ts'
export {explanations} from './explanations.ts'
export {isOfTypesAlone, isOperation} from './operation.ts'
export {writes, type ExplanationSays, type MessageSays, type Wording} from './wording.ts'
