import {cache} from './cache.ts'
import {compare} from './compare.ts'
import {costs} from './costs.ts'
import {lineage} from './lineage.ts'
import {lock} from './lock.ts'
import {misses} from './misses.ts'
import {waterfall} from './waterfall.ts'

/** The pictures that no first look needs, by their names: a page may load them when a reader comes to them. */
export const further = {lock, waterfall, lineage, cache, costs, compare, misses} as const

export type Further = typeof further
