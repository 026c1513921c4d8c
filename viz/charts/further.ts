import {offer, pictureFile} from '../frame/index.ts'
import {cache} from './cache.ts'
import {compare} from './compare.ts'
import {costs} from './costs.ts'
import {lineage} from './lineage.ts'
import {lock} from './lock.ts'
import {misses} from './misses.ts'
import {traceFile} from './tracefile.ts'
import {waterfall} from './waterfall.ts'

const charts = {lock, waterfall, lineage, cache, costs, compare, misses} as const

/**
 * What no first look needs, and a page may load when a reader comes to it: pictures by their names, and what makes files
 * of a trace and of a picture.
 */
export const further = {charts, offer, pictureFile, traceFile} as const

export type Further = typeof further
