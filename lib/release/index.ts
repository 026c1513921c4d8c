export {type Release} from './release.ts'
export {newest, releases} from './all.ts'
export type {Dialect} from './dialect.ts'
export type {Rules} from './rules.ts'
