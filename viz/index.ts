export {
  timeline,
  misses,
  costs,
  lock,
  lineage,
  waterfall,
  cache,
  compare,
  whatIf,
  stepTo,
  thumbnail,
} from './charts/index.ts'
export type {
  By,
  CacheOptions,
  CompareOptions,
  CostsOptions,
  LineageOptions,
  LockOptions,
  Run,
  ThumbnailOptions,
  TimelineOptions,
} from './charts/index.ts'
export {
  html,
  mark,
  markup,
  node,
  selectionOf,
  tabulate,
  type Chart,
  type ChartOptions,
  type Column,
  type Attributes,
  type Child,
  type Drawing,
  type Selection,
  type Table,
} from './frame/index.ts'
export {fonts, looks, palettes, stylesheet, type Look, type Role, type Scheme} from './theme.ts'
export type {Control, State} from './view.ts'
